"""Reading and writing observations in every format; what was written is compared with what is read."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

import chenzhou_indicators as ci

ROWS = 100_000
FORMATS = ("csv", "tsv", "json", "parquet", "xlsx", "ods")


def many_observations(rows: int, seed: int = 2007) -> pd.DataFrame:
    """Return a table of so many observations: one indicator, one area, a new edition every day."""
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "indicator": "gdp",
            "area": "431000",
            "year": random.integers(1990, 2011, rows),
            "value": np.where(random.random(rows) < 0.02, np.nan, random.lognormal(6, 1, rows)),
            "unit": "100 million CNY",
            "released": pd.Timestamp("1990-01-01") + pd.to_timedelta(np.arange(rows) % 90_000, unit="D"),
            "obs_status": "illustrative",
            "source": "benchmark, a source of ordinary length",
        }
    ).drop_duplicates(["year", "released"], ignore_index=True)


def main() -> None:
    """Print the time of writing and reading each format."""
    observations = many_observations(ROWS)
    print(f"{len(observations):,} observations")
    with TemporaryDirectory() as folder:
        for name in FORMATS:
            path = Path(folder) / f"figures.{name}"
            begin = time.perf_counter()
            ci.write_observations(observations, path)
            written = time.perf_counter()
            back = ci.read_observations(path)
            read = time.perf_counter()
            same = back.equals(observations.astype({"released": back["released"].dtype}))
            equal = "equal" if same else "NOT EQUAL"
            print(f"  {name:8} write {written - begin:5.1f} s   read {read - written:5.1f} s   {equal}")


if __name__ == "__main__":
    main()
