"""The options that several commands share: one name and one meaning each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = [
    "AccountsFile",
    "AsOf",
    "Editions",
    "Figures",
    "FirmsFile",
    "FromYear",
    "Lang",
    "Language",
    "Level",
    "OutFile",
    "Parted",
    "PlanName",
    "SharedBy",
    "Sharing",
    "Year",
]

Lang = Literal["zh", "en"]

Figures = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", readable=False, help="Observations to judge; the sample when left out."),
]
Editions = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE",
        readable=False,
        help="Observations in several editions; the sample of published figures when left out.",
    ),
]
AccountsFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE",
        readable=False,
        help="Output, capital and labour by area and year; the sample's accounts when left out.",
    ),
]
Parted = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE", readable=False, help="Observations of whole and parts; the sample when left out."
    ),
]
SharedBy = Annotated[
    str, typer.Option("--by", metavar="CODE", help="Indicator by which amounts are shared among areas.")
]
Level = Annotated[
    Literal["county", "park"], typer.Option("--to", help="The areas that targets are divided among.")
]
Sharing = Annotated[
    list[str] | None,
    typer.Option(
        "--area",
        metavar="CODE",
        help="Divide among these areas only, which then owe all of it; may be given several times.",
    ),
]
PlanName = Annotated[str, typer.Option("--plan", help="Id of a shipped plan, or a .toml file of your own.")]
Year = Annotated[
    int | None, typer.Option("--year", help="Year to judge; the plan's first due year when left out.")
]
FromYear = Annotated[
    int | None, typer.Option("--year", help="Year to look from; the plan's first due year when left out.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="Use the editions known on a day like 2008-03-31."),
]
Language = Annotated[Lang, typer.Option("--lang", help="Language of names and labels.")]
FirmsFile = Annotated[
    Path | None,
    typer.Option("--firms", readable=False, help="Firms table; with the sample, the sample's firms."),
]
OutFile = Annotated[
    Path | None, typer.Option("--out", help="Also write the table, with all its columns, to this .csv file.")
]
