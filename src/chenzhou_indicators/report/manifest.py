"""manifest.json: what a report was made from, by what, and every file of it with its checksum.

It tells no time, user or machine, so that two runs of the same give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from ..charts.labels import day_label
from .contents import Contents
from .folder import checksum

__all__ = ["manifest"]

PACKAGES = (
    *("chenzhou-indicators", "pandas", "numpy", "scipy", "pandera", "matplotlib"),
    *("xlsxwriter", "jinja2", "apportionment", "pylopdf-fonts-zh-cn"),
)


def manifest(
    contents: Contents,
    *,
    lang: str,
    divide_by: str,
    inputs: Mapping[str, pd.DataFrame | None],
    files: Mapping[str, Path],
    refused: Mapping[str, str],
    outputs: Mapping[str, str],
) -> str:
    """Write the manifest of a report.

    Parameters
    ----------
    contents : Contents
        What was calculated.
    lang : "zh" or "en"
        Language of the report.
    divide_by : str
        Indicator by which targets were shared out among counties.
    inputs : mapping of str to DataFrame
        The tables given, by name; None where a table was not.
    files : mapping of str to path
        The files that tables or the plan were read from, by the same names; only their own names are told.
    refused : mapping of str to str
        The pictures that could not be drawn, and why.
    outputs : mapping of str to str
        Every file written, with its checksum.

    Returns
    -------
    str
        JSON. The checksum of a table is that of its cells as comma-separated text, rows in the order given.
    """
    plan = contents.plan
    tables = {"plan": plan.targets, **{name: table for name, table in inputs.items() if table is not None}}
    told: dict[str, Any] = {
        "plan": {
            "id": plan.id,
            "document": plan.document,
            "title_zh": plan.title.zh,
            "title_en": plan.title.en,
            "issued": plan.issued.isoformat(),
        },
        "year": contents.year,
        "as_of": None if contents.as_of is None else day_label(contents.as_of),
        "lang": lang,
        "divide_by": divide_by,
        "inputs": {name: _input(table, files.get(name)) for name, table in tables.items()},
        "not_made": {**contents.absent, **refused},
        "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        "outputs": dict(outputs),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _input(table: pd.DataFrame, file: Path | None) -> dict[str, Any]:
    text = table.to_csv(index=False, lineterminator="\n")
    told = {"rows": len(table), "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()}
    return told if file is None else {**told, "file": file.name, "file_sha256": checksum(file)}
