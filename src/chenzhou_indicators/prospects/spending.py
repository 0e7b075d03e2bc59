"""What a path costs: the R&D a share of GDP asks for, year by year.

A promise of 2 % of GDP is a promise of yuan once GDP is known. Observed GDP is taken as it stands;
for later years the caller states the growth assumed, and the table says which years are assumed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import number, year_number
from ..catalog import load_indicators
from ..doors import admit, checked
from ..errors import ArgumentError, TableError
from ..indicators.growth import relative_change
from ..schemas import Observations, Spending, Trajectory
from ..units import convert
from ..vintages import least_firm, require_one_edition
from ..vocabulary import GdpBasis, ObsStatus

__all__ = ["required_spending"]

GDP = "gdp"
PERCENT = 100
UNNAMED = ""  # the place of a path that names no area


def required_spending(
    trajectory: pd.DataFrame,
    gdp: pd.Series[float] | pd.DataFrame,
    *,
    growth: float | pd.Series[float] | None = None,
) -> DataFrame[Spending]:
    """Return the R&D expenditure a path of R&D over GDP asks for in each year.

    Parameters
    ----------
    trajectory : DataFrame[Trajectory]
        Path of R&D over GDP [%], from `trajectory`.
    gdp : Series indexed by year, or DataFrame[Observations]
        GDP at current prices, above zero: a Series of one area in any one money unit, or observations
        in one edition each, of which the ``gdp`` of the path's area is taken (of the only area there is,
        where the path names none).
    growth : float, or Series indexed by year, optional
        Growth of GDP at current prices assumed for years without a figure, as a fraction between -1
        and 1. Without it those years stay missing.

    Returns
    -------
    DataFrame[Spending]
        One row for each year of the path: ``expected_value`` [%], ``gdp`` and ``required_spending`` in
        ``unit`` (100 million CNY for observations; that of the Series, unnamed, else),
        ``spending_growth`` on the year before as a fraction, and ``gdp_basis``: observed, assumed or
        missing. What rests on a missing GDP is missing.

    Raises
    ------
    TableError
        If `trajectory` or `gdp` is not the table it is taken for, or a GDP is zero or less.
    ArgumentError
        If `growth` is outside its range, or the area of the GDP is not plain.
    EditionError
        If a year's GDP stands in several editions.
    UnitError
        If the unit of a GDP is no money.

    Notes
    -----
    .. math:: R_t = p_t Y_t / 100,\\qquad Y_t = Y_{t-1} (1 + g_t)

    with p the path, Y GDP and g the growth assumed, counted on from the last observed year before.

    References
    ----------
    Frascati Manual 2002 (OECD), chapter 6: gross domestic expenditure on R&D over GDP.

    Examples
    --------
    On the way from 0.80 to 2 %, with GDP of 650.5 in 2007 assumed to grow by 15 % a year, the city's
    R&D would have to rise from 7.2 to 19.8 in three years, by two fifths a year:

    >>> import chenzhou_indicators as ci
    >>> path = ci.trajectory(2006, 0.80, 2010, 2.0, area="431000")
    >>> observed = ci.as_of(ci.load_sample("observations"), "2008-12-31")
    >>> asked = ci.required_spending(path, observed, growth=0.15)
    >>> asked[["year", "gdp", "gdp_basis", "required_spending", "spending_growth"]].round(2)
       year     gdp gdp_basis  required_spending  spending_growth
    0  2006  546.23  observed               4.37              NaN
    1  2007  650.52  observed               7.16             0.64
    2  2008  748.10   assumed              10.47             0.46
    3  2009  860.32   assumed              14.63             0.40
    4  2010  989.37   assumed              19.79             0.35
    >>> ci.required_spending(path, observed, growth=15)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: growth of 15 is a growth of 1500%; write 15 % as 0.15.
    """
    path = admit(trajectory, Trajectory, name="trajectory").reset_index(drop=True)
    if path.empty:
        raise ArgumentError("trajectory is empty; make one with trajectory(...).")
    _require_a_share_of_gdp(path)
    if isinstance(gdp, pd.DataFrame):
        levels, unit = _observed(gdp, path), str(load_indicators().set_index("indicator").loc[GDP, "unit"])
    else:
        levels, unit = _plain(gdp, path), None
    levels = _carried_on(levels, path, growth)
    keyed = path.assign(place=path["area"].fillna(UNNAMED))
    rows = keyed[["area", "place", "year", "expected_value"]].merge(levels, on=["place", "year"], how="left")
    spending = rows["expected_value"] * rows["gdp"] / PERCENT
    earlier = rows[["place", "year"]].assign(year=rows["year"] + 1, before=spending)
    before = rows[["place", "year"]].merge(earlier, on=["place", "year"], how="left")["before"]
    return checked(
        rows.assign(
            required_spending=spending,
            spending_growth=relative_change(spending, before),
            unit=pd.Series(unit, index=rows.index, dtype="str"),
        ).drop(columns="place"),
        Spending,
    )


def _require_a_share_of_gdp(path: pd.DataFrame) -> None:
    denominators = load_indicators().set_index("indicator")["denominator"]
    named = path["indicator"].dropna().unique()
    odd = [name for name in named if denominators.get(name) != GDP]
    if odd:
        raise ArgumentError(f"The path is of {', '.join(odd)}, which is no share of GDP.")
    beyond = path[(path["expected_value"] < 0) | (path["expected_value"] > PERCENT)]
    if len(beyond):
        pairs = zip(beyond["year"], beyond["expected_value"], strict=True)
        raise ArgumentError(
            "The path leaves 0 to 100 % of GDP; it is no share of it in %:",
            [f"{year}: {value:g}" for year, value in pairs],
        )


def _observed(gdp: pd.DataFrame, path: pd.DataFrame) -> pd.DataFrame:
    """Return observed GDP by place and year, in the catalogue's unit."""
    rows = admit(gdp, Observations, name="gdp")
    rows = rows[rows["indicator"] == GDP]
    areas = path["area"].dropna().unique()
    places = rows.loc[rows["value"].notna(), "area"].unique()
    if path["area"].isna().any() and len(places) > 1:
        raise ArgumentError(
            "The path names no area, and the GDP is of several; make it with trajectory(..., area=):", places
        )
    rows = rows[rows["area"].isin(areas if len(areas) else places)]
    require_one_edition(rows)
    rows = rows.dropna(subset="value")
    unit = str(load_indicators().set_index("indicator").loc[GDP, "unit"])
    place = rows["area"] if len(areas) else UNNAMED
    levels = rows.assign(place=place, gdp=convert(rows["value"], rows["unit"], unit))
    return _above_zero(levels[["place", "year", "gdp", "obs_status"]])


def _plain(gdp: pd.Series[float], path: pd.DataFrame) -> pd.DataFrame:
    """Return a Series of GDP by place and year; it is that of the path's one area."""
    if not isinstance(gdp, pd.Series):
        raise ArgumentError(
            f"gdp is a {type(gdp).__name__}; it is a Series indexed by year, or a table of Observations."
        )
    if gdp.index.has_duplicates:
        raise ArgumentError("gdp names a year twice; keep one value each.")
    gdp = gdp.infer_objects()
    if not pd.api.types.is_numeric_dtype(gdp.dtype) or pd.api.types.is_bool_dtype(gdp.dtype):
        raise ArgumentError("gdp holds what is no number.")
    areas = path["area"].fillna(UNNAMED).unique()
    if len(areas) > 1:
        raise ArgumentError("A Series is the GDP of one area; give observations, for the path is of:", areas)
    years = [year_number(year, "gdp") for year in gdp.index]
    status = pd.Series(None, index=range(len(years)), dtype="str")
    values = pd.DataFrame({"year": years, "gdp": gdp.to_numpy(dtype="float64"), "obs_status": status})
    return _above_zero(values.dropna(subset="gdp").merge(pd.DataFrame({"place": areas}), how="cross"))


def _above_zero(levels: pd.DataFrame) -> pd.DataFrame:
    odd = levels[~(levels["gdp"] > 0) | (levels["gdp"] == np.inf)]
    if len(odd):
        raise TableError(
            "GDP has to be above zero and finite; it is not in:",
            [f"{year}: {value:g}" for year, value in zip(odd["year"], odd["gdp"], strict=True)],
        )
    return levels


def _carried_on(
    levels: pd.DataFrame, path: pd.DataFrame, growth: float | pd.Series[float] | None
) -> pd.DataFrame:
    """Carry GDP on by the growth assumed over the years without a figure, each place for itself."""
    years = range(min([*levels["year"], *path["year"]], default=0), max(path["year"], default=-1) + 1)
    places = path["area"].fillna(UNNAMED).unique()
    grid = pd.MultiIndex.from_product([places, years], names=["place", "year"])
    rows = levels.set_index(["place", "year"]).reindex(grid)
    assumed = pd.Series(_rates(growth, years), dtype="float64")
    rates = assumed.reindex(grid.get_level_values("year")).set_axis(grid)
    observed = rows["gdp"].notna()
    since = observed.groupby(level="place").cumsum().rename("since")  # counts on anew from each figure
    factors = (1 + rates).where(~observed, 1.0)
    grown = factors.groupby([grid.get_level_values("place"), since]).cumprod(skipna=False)
    carried = rows["gdp"].groupby(level="place").ffill() * grown
    basis = pd.Series(str(GdpBasis.MISSING), index=grid).mask(carried.notna(), str(GdpBasis.ASSUMED))
    return pd.DataFrame(
        {
            "gdp": carried,
            "gdp_basis": basis.mask(rows["gdp"].notna(), str(GdpBasis.OBSERVED)).astype("str"),
            "obs_status": _status(rows, carried),
        }
    ).reset_index()


def _status(rows: pd.DataFrame, carried: pd.Series[float]) -> pd.Series[str]:
    """Return the status of GDP: an assumed one is an estimate, no firmer than what it was grown from."""
    known = rows["obs_status"]
    grown_from = known.groupby(level="place").ffill()
    estimated = pd.Series(str(ObsStatus.ESTIMATED), index=known.index, dtype="str")
    assumed = rows["gdp"].isna() & carried.notna()
    return known.mask(assumed, least_firm(grown_from, estimated))


def _rates(growth: float | pd.Series[float] | None, years: range) -> dict[int, float]:
    """Return the growth assumed for each year; missing where none is."""
    if growth is None:
        return dict.fromkeys(years, np.nan)
    if isinstance(growth, pd.Series):
        if growth.index.has_duplicates:
            raise ArgumentError("growth names a year twice; keep one rate each.")
        stated = {year_number(year, "growth"): number(rate, "growth") for year, rate in growth.items()}
    else:
        stated = dict.fromkeys(years, number(growth, "growth"))
    for rate in stated.values():
        if not -1 < rate < 1:  # no economy doubles in a year; 1 and more was meant in percent
            raise ArgumentError(f"growth of {rate:g} is a growth of {rate:.0%}; write 15 % as 0.15.")
    return {year: stated.get(year, np.nan) for year in years}
