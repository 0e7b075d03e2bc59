"""The definitions of what is measured, where, and in which unit.

Everything here is data under ``definitions/`` (TOML and CSV), read once. What a plan promises
stands beside it in ``definitions/plans`` and is read by `plans`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

import pandas as pd

from .errors import ArgumentError, UnknownNameError
from .vocabulary import AreaLevel

__all__ = [
    "DEFINITIONS",
    "area_chains",
    "area_tree",
    "areas_inside",
    "file_headings",
    "label_texts",
    "likely_code",
    "load_areas",
    "load_indicators",
    "require_known",
    "unit_table",
]

DEFINITIONS = files("chenzhou_indicators") / "definitions"

INDICATOR_COLUMNS = [
    *("indicator", "name_zh", "name_en", "unit", "kind", "direction"),
    *("numerator", "denominator", "scale", "definition", "reference", "definition_zh"),
]


def load_indicators() -> pd.DataFrame:
    """Load the indicator catalogue.

    Returns
    -------
    DataFrame
        One row per indicator: ``indicator`` (code), ``name_zh``, ``name_en``, ``unit``, ``kind``
        (flow, stock, ratio, index, milestone), ``direction``, and of a computable ratio
        ``numerator``, ``denominator`` and ``scale`` (value = scale * numerator / denominator, each
        in its catalogue unit), else missing; ``definition``, ``reference``, ``definition_zh``.

    Examples
    --------
    >>> catalogue = load_indicators().set_index("indicator")
    >>> catalogue.loc["rd_intensity", ["numerator", "denominator", "unit"]].tolist()
    ['rd_expenditure', 'gdp', '%']
    """
    return _indicators().copy()


@cache
def _indicators() -> pd.DataFrame:
    entries = tomllib.loads((DEFINITIONS / "indicators.toml").read_text(encoding="utf-8"))
    table = pd.DataFrame.from_dict(entries, orient="index").rename_axis("indicator").reset_index()
    text = [column for column in INDICATOR_COLUMNS if column != "scale"]
    return table[INDICATOR_COLUMNS].astype(dict.fromkeys(text, "str")).astype({"scale": "float64"})


def load_areas() -> pd.DataFrame:
    """Load the area catalogue.

    Returns
    -------
    DataFrame
        One row per area: ``area`` (GB/T 2260 code; parks have codes of our own), ``name_zh``,
        ``name_en``, ``level`` (country, province, city, county, park) and ``parent``, missing at
        the top. Parks lie inside their county: counties and parks are never added together.

    Examples
    --------
    >>> areas = load_areas()
    >>> areas.loc[areas["parent"] == "431000", "level"].value_counts().to_dict()
    {'county': 11}
    """
    return _areas().copy()


@cache
def _areas() -> pd.DataFrame:
    with (DEFINITIONS / "areas.csv").open("r", encoding="utf-8") as file:
        return pd.read_csv(file, dtype="str")


def area_tree(areas: pd.DataFrame | None) -> pd.DataFrame:
    """Return an area tree of one's own if it is one, or ours where none is given.

    Parameters
    ----------
    areas : DataFrame or None
        ``area``, ``level`` and ``parent``, as `load_areas` returns them; names may be absent.

    Returns
    -------
    DataFrame

    Raises
    ------
    ArgumentError
        If it is no DataFrame, lacks a column, or an area stands twice or is no text.

    Examples
    --------
    >>> area_tree(pd.DataFrame({"area": ["431000"], "level": ["city"]}))
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: areas is no area tree, as load_areas returns it; ...
    """
    if areas is None:
        return load_areas()
    if not isinstance(areas, pd.DataFrame):
        raise ArgumentError(f"areas is a {type(areas).__name__}; it is a table as load_areas returns it.")
    if absent := [column for column in ("area", "level", "parent") if column not in areas]:
        raise ArgumentError("areas is no area tree, as load_areas returns it; it has no column:", absent)
    if odd := [code for code in areas["area"] if not isinstance(code, str)]:
        raise ArgumentError("Codes of areas are text, like '431000'; areas holds:", map(repr, odd))
    twice = areas.loc[areas["area"].duplicated(), "area"].unique()
    if len(twice):
        raise ArgumentError("areas name each area once; twice or more:", twice)
    return areas


def area_chains(areas: pd.DataFrame) -> pd.DataFrame:
    """Pair every area with itself and with each area it lies in.

    Parameters
    ----------
    areas : DataFrame
        The area tree, as `load_areas` returns it.

    Returns
    -------
    DataFrame
        ``area`` and ``ancestor``; an area's own row stands among them.

    Examples
    --------
    >>> chains = area_chains(load_areas())
    >>> chains.loc[chains["area"] == "431002", "ancestor"].tolist()
    ['431002', '431000', '430000', '100000']
    """
    parents = areas[["area", "parent"]].dropna().rename(columns={"area": "ancestor", "parent": "above"})
    link = areas[["area"]].assign(ancestor=areas["area"])
    links = [link]
    for _ in AreaLevel:  # a tree has no more rungs than there are levels
        if link.empty:
            break
        link = link.merge(parents, on="ancestor")
        link = link[["area", "above"]].rename(columns={"above": "ancestor"})
        links.append(link)
    return pd.concat(links, ignore_index=True)


def areas_inside(areas: pd.DataFrame, wholes: Collection[str]) -> pd.DataFrame:
    """Pair each of some areas with every area that lies in it, itself among them.

    Parameters
    ----------
    areas : DataFrame
        The area tree, as `load_areas` returns it.
    wholes : collection of str
        The areas asked for.

    Returns
    -------
    DataFrame
        ``area`` (the whole), ``unit`` and the unit's ``level``, in the order of the tree.

    Examples
    --------
    >>> inside = areas_inside(load_areas(), ["431000"])
    >>> inside["level"].value_counts(sort=False).to_dict()
    {'city': 1, 'county': 11, 'park': 3}
    """
    tree = areas[["area", "parent", "level"]].rename(columns={"area": "unit"})
    tree = tree.assign(place=range(len(tree)))
    rung = tree[tree["unit"].isin(list(wholes))]
    rung = rung.assign(area=rung["unit"])
    rungs = [rung]
    for _ in AreaLevel:  # a tree has no more rungs than there are levels
        above = rung[["unit", "area"]].rename(columns={"unit": "parent"})
        rung = tree.merge(above, on="parent")
        rungs.append(rung)
        if rung.empty:
            break
    return pd.concat(rungs).sort_values("place", kind="stable", ignore_index=True)[["area", "unit", "level"]]


def require_known(
    codes: Iterable[str], *catalogues: pd.DataFrame, headline: str, words: Collection[str] = ()
) -> None:
    """Refuse codes that stand in no catalogue, each with the one that is likely meant.

    Parameters
    ----------
    codes : iterable of str
        Codes as given.
    *catalogues : DataFrame
        What `load_indicators` or `load_areas` returns, or a tree of one's own; names may be absent.
    headline : str
        What the error says before it lists the codes.
    words : collection of str, optional
        Further codes and words that are known.

    Raises
    ------
    UnknownNameError
        Listing every code that is not known.

    Examples
    --------
    >>> require_known(["gdp", "地区生产总值"], load_indicators(), headline="Not in the catalogue:")
    Traceback (most recent call last):
    chenzhou_indicators.errors.UnknownNameError: Not in the catalogue:
      - 地区生产总值 (did you mean gdp?)
    """
    known = {*words}.union(*(catalogue[_key(catalogue)] for catalogue in catalogues))
    if unknown := [code for code in codes if code not in known]:
        hints = [likely_code(code, *catalogues, words=words) for code in unknown]
        raise UnknownNameError(headline, map("{}{}".format, unknown, hints))


def likely_code(word: str, *catalogues: pd.DataFrame, words: Collection[str] = ()) -> str:
    """Suggest in brackets the code a word is likely meant for, or nothing.

    It is the code that is spelt, or whose name is spelt, nearly as the word, or the one whose name alone
    begins with it.

    Parameters
    ----------
    word : str
        What is no code; a number has no spelling by which another one would be near.
    *catalogues : DataFrame
        Catalogues as for `require_known`.
    words : collection of str, optional
        Further codes and words that are known.

    Returns
    -------
    str
        The suggestion with a blank before it, or an empty text.

    Examples
    --------
    >>> areas = load_areas()
    >>> [likely_code(word, load_indicators(), areas) for word in ("gpd", "北湖", "Suxian", "43100")]
    [' (did you mean gdp?)', ' (did you mean 431002?)', ' (did you mean 431003?)', '']
    """
    if word.isdecimal():
        return ""
    spelt: dict[str, str] = {}
    for catalogue in catalogues:
        codes = catalogue[_key(catalogue)]
        for column in ("name_zh", "name_en"):
            if column in catalogue:
                named = catalogue[column].notna()
                spelt |= dict(zip(catalogue.loc[named, column], codes[named], strict=True))
    own = [code for catalogue in catalogues for code in catalogue[_key(catalogue)]]
    spelt |= {code: code for code in [*own, *words]}
    begun = [name for name in spelt if name.startswith(word)]
    near = get_close_matches(word, spelt, n=1) or (begun if len(begun) == 1 else [])
    return f" (did you mean {spelt[near[0]]}?)" if near else ""


def _key(catalogue: pd.DataFrame) -> str:
    """Return which column of a catalogue holds its codes."""
    return "indicator" if "indicator" in catalogue else "area"


def unit_table() -> pd.DataFrame:
    """Load the unit catalogue: ``unit``, ``name_zh``, ``name_en``, ``dimension``, ``factor``, ``alias``."""
    return _units().copy()


@cache
def _units() -> pd.DataFrame:
    entries = tomllib.loads((DEFINITIONS / "units.toml").read_text(encoding="utf-8"))
    return pd.DataFrame.from_dict(entries, orient="index").rename_axis("unit").reset_index()


def label_texts() -> dict[str, dict[str, dict[str, str]]]:
    """Load what the words of the tables are called: ``{group: {word: {zh, en}}}``."""
    return _labels()


@cache
def _labels() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((DEFINITIONS / "labels.toml").read_text(encoding="utf-8"))


@cache
def file_headings(table: str = "observations") -> dict[str, list[str]]:
    """Load how files head the columns of a table."""
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(
        (DEFINITIONS / "columns.toml").read_text(encoding="utf-8")
    )
    return tables[table]
