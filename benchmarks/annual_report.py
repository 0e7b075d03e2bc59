"""The report of a year: where its time goes, step by step, on the sample.

A warm environment is one in which everything is imported and the fonts are known; the cold run is the
command in a new process, as an analyst starts it.
"""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import chenzhou_indicators as ci

RUNS = 3
STEPS = ("judging", "calculating", "drawing", "writing report.html", "writing scorecard.xlsx", "writing")


def kind_of(step: str) -> str:
    """Return the row of the profile that a step belongs to."""
    return next(kind for kind in STEPS if step.startswith(kind))


def profiled(folder: Path) -> tuple[float, dict[str, float]]:
    """Write the sample's report; return its seconds, all and by kind of step."""
    plan = ci.load_plan("chenzhou-2007")
    tables = {name: ci.load_sample(name) for name in ("observations", "firms", "accounts")}
    told: list[tuple[str, float]] = []
    start = perf_counter()
    ci.annual_report(
        **tables,
        plan=plan,
        year=2007,
        out=folder / "2007",
        progress=lambda step: told.append((step, perf_counter())),
    )
    end = perf_counter()
    spent: dict[str, float] = defaultdict(float)
    for (step, begun), (_, ended) in zip(told, [*told[1:], ("", end)], strict=True):
        spent[kind_of(step)] += ended - begun
    return end - start, spent


def main() -> None:
    """Print the cold and the warm run, and where the warm one's time goes."""
    with TemporaryDirectory() as folder:
        start = perf_counter()
        command = [sys.executable, "-m", "chenzhou_indicators", "report", "--out", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        print(f"command in a new process  {perf_counter() - start:5.2f} s")
        profiled(Path(folder))  # imports, fonts, compiled templates
        best, spent = min((profiled(Path(folder)) for _ in range(RUNS)), key=lambda run: run[0])
    print(f"annual_report, warm       {best:5.2f} s")
    for kind in STEPS:
        print(f"  {kind:<24}{spent[kind]:5.2f} s  {spent[kind] / best:4.0%}")


if __name__ == "__main__":
    main()
