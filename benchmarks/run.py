"""Run every benchmark; the figures of docs/benchmarks.md."""

from __future__ import annotations

import platform

import annual_report
import files
import growth_windows
import many_series
import national_panel
import numpy as np
import pandas as pd
import scoring
import start_up


def main() -> None:
    """Name the machine, then run."""
    print(f"Python {platform.python_version()}, pandas {pd.__version__}, numpy {np.__version__}")
    print("\nNational panel")
    national_panel.main()
    print("\nOutlook of many series")
    many_series.main()
    print("\nGrowth accounts")
    growth_windows.main()
    print("\nScores and ranks")
    scoring.main()
    print("\nAnnual report")
    annual_report.main()
    print("\nStart-up")
    start_up.main()
    print("\nFiles")
    files.main()


if __name__ == "__main__":
    main()
