"""Without pyarrow, texts are stored as Python strings; the same files read and write the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# A process of its own: pandas and the schemas settle on a storage when they are first used.
SCRIPT = """
import json, sys, warnings
from pathlib import Path
import pandas as pd
pd.set_option("mode.string_storage", sys.argv[1])
import chenzhou_indicators as ci
from chenzhou_indicators.errors import TableError

warnings.simplefilter("error")
folder = Path(sys.argv[2])
header = ["indicator", "area", "year", "value", "unit", "released", "obs_status", "source"]
row = ["专利申请量", "\\u3000郴州市\\u00a0", "２００７年", "１，２３４．５", "件"]
row += ["2008年3月31日", "示例数", "a\\u00a0 “b”"]
source = folder / "a.csv"
source.write_text(",".join(header) + "\\n" + ",".join(f'"{cell}"' for cell in row), encoding="gb18030")
read = ci.read_observations(source)
assert read["source"].dtype.storage == sys.argv[1]
assert read.iloc[0].tolist() == [
    *("patent_applications", "431000", 2007, 1234.5, "count"),
    *(pd.Timestamp("2008-03-31"), "illustrative", "a\\u00a0 “b”"),
]
for ending in ("csv", "tsv", "xlsx", "ods", "parquet", "json"):
    ci.write_observations(read, folder / f"b.{ending}")
    assert ci.read_observations(folder / f"b.{ending}").equals(read), ending

def refusal(work):
    try:
        work()
    except TableError as error:
        print(str(error).splitlines()[1])

(folder / "c.json").write_text(json.dumps([dict(zip(header, row)) | {"source": "\\ud83d"}]))
refusal(lambda: ci.read_observations(folder / "c.json"))
wrong = ",".join(row[:-1]).replace("１，２３４．５", "x") + ",\\x1b"
source.write_text(",".join(header) + "\\n" + wrong, encoding="utf-8")
refusal(lambda: ci.read_observations(source))
refusal(lambda: ci.write_observations(read.assign(source="\\x07"), folder / "d.csv"))
if sys.argv[1] == "python":
    refusal(lambda: ci.write_observations(read.assign(source="half \\ud83d"), folder / "d.csv"))
"""


@pytest.mark.parametrize("storage", ["python", "pyarrow"])
def test_reading_and_writing_do_not_depend_on_how_texts_are_stored(storage: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    run = subprocess.run(
        [sys.executable, "-X", "utf8", str(script), storage, str(work)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    said = run.stdout.splitlines()
    assert said[0].startswith("  - record 1, source: holds half a character")
    assert said[1].startswith("  - line 2, column value: “x” is not a number")
    assert "column source" in said[2]
    assert len(said) == (4 if storage == "python" else 3)
    assert "column source" in said[-1]
