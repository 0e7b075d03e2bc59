"""Which years, areas and figures are laid side by side.

Years go up, each beside the one given before it. Areas are a level, several codes, or a tree of one's
own; without a word, all that have figures. Figures stand in the catalogue's unit, and what the
catalogue does not know in the unit of its newest row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from ..arguments import code, year_number
from ..catalog import area_tree, load_indicators, require_known
from ..doors import admit
from ..errors import ArgumentError, TableError
from ..indicators.figures import figures_of
from ..schemas import Observations
from ..vocabulary import AreaLevel, Kind

__all__ = [
    "Areas",
    "Chosen",
    "areas_compared",
    "figures_compared",
    "grows",
    "pairs_of_years",
    "units_compared",
]

Areas = str | Iterable[str] | pd.DataFrame | None  # areas as callers name them
SMALLEST, LARGEST = 1e-100, 1e100  # between them sums, squares and quotients are finite


def pairs_of_years(years: Iterable[int]) -> list[tuple[int, int]]:
    """Pair each year with the one given after it.

    Examples
    --------
    >>> pairs_of_years((2005, 2006, 2010))
    [(2005, 2006), (2006, 2010)]
    >>> pairs_of_years((2007, 2006))
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: years go up, each given once; 2007, 2006 do not.
    """
    if isinstance(years, str) or not isinstance(years, Iterable):
        raise ArgumentError(f"years is {years!r}; give two or more, like (2006, 2007).")
    found = [year_number(year, "years") for year in years]
    if len(found) < 2:
        raise ArgumentError(f"years holds {len(found)} of the two or more that are compared.")
    pairs = list(pairwise(found))
    if any(before >= year for before, year in pairs):
        raise ArgumentError(f"years go up, each given once; {', '.join(map(str, found))} do not.")
    return pairs


class Chosen(NamedTuple):
    """What is compared: figures as `figures_of` returns them, the level of each area, units by indicator."""

    figures: pd.DataFrame
    levels: pd.Series[str]
    units: dict[str, str]


def figures_compared(
    observations: pd.DataFrame, years: Iterable[int], areas: Areas, indicator: str | None = None
) -> Chosen:
    """Return the figures of some years and areas, of one indicator or of all.

    Parameters
    ----------
    observations : DataFrame[Observations]
        Figures; what stands in other years, areas and indicators does not matter.
    years : iterable of int
        The years compared.
    areas : str, iterable of str, DataFrame or None
        A level of area, like "county"; one or several codes; an area tree; or all with figures to compare.
    indicator : str, optional
        Code of an indicator of the catalogue, or of one that is observed.

    Returns
    -------
    Chosen
        The figures, each in the unit its indicator is compared in; the areas in their order.

    Raises
    ------
    TableError, EditionError, UnitError
        As `figures_of`; also where a value is too large or too small to be reckoned with.
    UnknownNameError
        If the indicator or an area is neither in its catalogue nor observed.
    ArgumentError
        If the indicator is no text, no area is named or one twice, or a tree lacks a column.
    """
    every = observations = admit(observations, Observations, name="observations")
    if indicator is not None:
        observed = observations["indicator"].dropna().unique()
        headline = "Neither in the indicator catalogue nor observed:"
        require_known([code(indicator, "indicator")], load_indicators(), headline=headline, words=observed)
        every = observations[observations["indicator"] == indicator]
    rows = every[every["year"].isin([*years])]
    levels = areas_compared(areas, rows["area"], observations["area"])
    rows = rows if areas is None else rows[rows["area"].isin(levels.index)]
    _require_reckonable(rows)
    units = units_compared(every) | units_compared(rows)
    return Chosen(figures_of(rows, units), levels, units)


def _require_reckonable(rows: pd.DataFrame) -> None:
    """Refuse values whose sums, squares or quotients would leave the range of floats."""
    size = rows["value"].abs()
    odd = rows[((size > 0) & (size < SMALLEST)) | ((size > LARGEST) & (size < float("inf")))]
    if len(odd):
        places = odd[["indicator", "area", "year", "value", "unit"]].itertuples(index=False)
        headline = f"A value is zero or of {SMALLEST:g} to {LARGEST:g} in size; correct these, or their unit:"
        raise TableError(headline, ("{} {} {}: {:g} {}".format(*place) for place in places))


def areas_compared(areas: Areas, observed: pd.Series[str], known: pd.Series[str]) -> pd.Series[str]:
    """Return the level of every area that is compared, missing where no tree knows it.

    Parameters
    ----------
    areas : str, iterable of str, DataFrame or None
        A level of area, like "county"; one or several codes; an area tree; or all that are observed.
    observed : Series of str
        Areas with figures to compare.
    known : Series of str
        Further areas that may be named, beside those of the catalogue.

    Returns
    -------
    Series of str
        Indexed by area: in the order of the codes or of the tree; without either, the catalogue's, then by
        code.

    Raises
    ------
    UnknownNameError
        If an area is neither in the catalogue nor known.
    ArgumentError
        If no area is named or one twice, a code is no text, or a tree lacks a column.

    Examples
    --------
    >>> none = pd.Series([], dtype="str")
    >>> areas_compared(["431000", "431002"], none, none).to_dict()
    {'431000': 'city', '431002': 'county'}
    >>> areas_compared("conty", none, none)
    Traceback (most recent call last):
    chenzhou_indicators.errors.UnknownNameError: Neither a level nor an area of the catalogue:
      - conty (did you mean county?)
    """
    tree = area_tree(areas if isinstance(areas, pd.DataFrame) else None)
    levels = tree.set_index("area")["level"]
    if areas is None:
        seen = observed.drop_duplicates().sort_values()
        names = [*levels.index[levels.index.isin(seen)], *seen[~seen.isin(levels.index)]]
    elif isinstance(areas, pd.DataFrame):
        names = _named_once(levels.index)
    elif isinstance(areas, str) and areas in [*AreaLevel]:
        names = [*levels.index[levels == areas]]
    else:
        names = _named_once([areas] if isinstance(areas, str) else areas)
        words = [*known.dropna().unique(), *(AreaLevel if isinstance(areas, str) else ())]
        require_known(names, tree, headline="Neither a level nor an area of the catalogue:", words=words)
    return levels.reindex(pd.Index(names, dtype="str", name="area"))


def _named_once(areas: Iterable[str]) -> list[str]:
    """Return the codes of areas, or say what is wrong with them as a list."""
    if not isinstance(areas, Iterable):
        raise ArgumentError(f"areas is {areas!r}; it is a level of area, several codes, or an area tree.")
    names = [code(area, "areas") for area in areas]
    if not names:
        raise ArgumentError("areas is empty; name a level of area, or one or several codes.")
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise ArgumentError("areas name each area once; twice or more:", twice)
    return names


def units_compared(rows: pd.DataFrame) -> dict[str, str]:
    """Return the unit each indicator is compared in: the catalogue's, else that of its newest row.

    Examples
    --------
    >>> rows = pd.DataFrame({"indicator": ["gdp", "ore", "ore"], "year": [2007, 2007, 2006]})
    >>> units = units_compared(rows.assign(unit=["CNY", "tonnes", "kg"], released=pd.NaT))
    >>> units["gdp"], units["ore"]
    ('100 million CNY', 'tonnes')
    """
    catalogue = load_indicators().set_index("indicator")["unit"]
    unknown = rows[~rows["indicator"].isin(catalogue.index)]
    unknown = unknown.sort_values(["year", "released", "unit"], na_position="first")
    newest = unknown.drop_duplicates("indicator", keep="last").set_index("indicator")["unit"]
    return {**newest, **catalogue}


def grows(indicators: pd.Series[str]) -> pd.Series[bool]:
    """Say of each indicator whether it grows and adds up: whether it is a flow or a stock.

    Examples
    --------
    >>> grows(pd.Series(["gdp", "rd_intensity", "ore"])).tolist()
    [True, False, False]
    """
    kinds = load_indicators().set_index("indicator")["kind"]
    return indicators.map(kinds).isin([Kind.FLOW, Kind.STOCK])
