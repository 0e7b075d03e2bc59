"""Files that commands read."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def parted(tmp_path):
    """Write observations of high-tech output: area, value of 2006, value of 2007."""

    def write(*rows: tuple[str, float, float]) -> Path:
        lines = [
            f"hightech_output,{area},{year},{value},100 million CNY,final,x"
            for area, *values in rows
            for year, value in zip((2006, 2007), values, strict=True)
        ]
        path = tmp_path / "figures.csv"
        head = "indicator,area,year,value,unit,obs_status,source"
        path.write_text("\n".join([head, *lines]), encoding="utf-8")
        return path

    return write
