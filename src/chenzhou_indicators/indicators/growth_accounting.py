"""Growth accounting: how much of growth capital and labour explain, and how much they leave.

Output grows because there is more capital, because there is more labour, and for all other reasons
together; those are the residual. Its share of output growth is the contribution rate of
scientific and technological progress (科技进步贡献率). It is never observed: it follows from a capital
stock, from elasticities that are assumed, and from the years the growth is averaged over. Rates
compare only where the window is equally long and the elasticities are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import elasticity, read_each
from ..doors import admit, checked
from ..errors import ArgumentError
from ..schemas import Accounts, ContributionRise, GrowthAccounts, Observations
from ..vintages import day_of, least_firm
from ..vocabulary import ObsStatus
from .accounts import growth_over, numbered_panel, shared_out, window_lengths, with_rise

__all__ = [
    "CONTRIBUTION_RATE",
    "contribution_observations",
    "contribution_rise",
    "growth_accounts",
    "stated_setting",
]

CONTRIBUTION_RATE = "st_contribution_rate"
SETTING = ["window", "capital_elasticity", "labour_elasticity"]


def growth_accounts(
    accounts: pd.DataFrame,
    *,
    capital_elasticity: float = 0.35,
    labour_elasticity: float = 0.65,
    window: int | Sequence[int] = 5,
) -> DataFrame[GrowthAccounts]:
    r"""Share the average growth of every window out among capital, labour and the residual.

    Parameters
    ----------
    accounts : DataFrame[Accounts]
        Output, capital and labour by area and year, each at constant prices or in persons and in any
        one unit per area. Years of an area follow on one another; a year that is not known has a row
        of missing values.
    capital_elasticity, labour_elasticity : float, optional
        Growth of output for a growth of capital, of labour, by 1, each 0 to 1. They are
        assumed. Adding up to one they say that returns to scale are constant; where they add up to
        more, growing is itself productive and the residual is smaller, where to less it is larger.
    window : int or sequence of int, optional
        Years that growth is averaged over, 1 or more; several give the rows of each.

    Returns
    -------
    DataFrame[GrowthAccounts]
        One row per area, window and year it can end in, in that order: average growth of output,
        capital and labour, contributions of capital and labour, and residual [fractions a year];
        ``residual_share``, the contribution rate of scientific and technological progress,
        ``capital_contribution_share`` and ``labour_contribution_share`` [fractions]. Missing with a
        ``reason`` where a figure of the window's first or last year is missing, the shares also where
        output did not grow. ``obs_status`` is the less firm of those two years'.

    Raises
    ------
    TableError
        If `accounts` is not a table of accounts, its output, capital or labour is zero or less, a year is
        absent between others, or an area has fewer years than a window needs.
    ArgumentError
        If an elasticity is outside 0 to 1, a window is no whole number above zero, or there is none.

    Notes
    -----
    With n the window and Y, K, L output, capital and labour,

    .. math:: y = (Y_t / Y_{t-n})^{1/n} - 1, \quad a = y - \alpha k - \beta l, \quad
              E_A = a / y, \; E_K = \alpha k / y, \; E_L = \beta l / y,

    k and l as y (the level method, 水平法), :math:`\alpha` and :math:`\beta` the elasticities. The residual
    is the rest, so the three shares always add up to one. Only the first and the last year of a window
    count. Capital may be that of the end of a year, of its beginning or the mean of both, as long as it is
    the same in all years. Growth of a billionth a year or less is rounding: output did not grow. 0.35 and
    0.65 are the elasticities that the State Planning Commission and the National Bureau of Statistics
    recommended in 1992 for this measure.

    References
    ----------
    Solow, Technical change and the aggregate production function, Review of Economics and Statistics 39
    (1957), pages 312-320. 国家计委, 国家统计局: 关于开展经济增长中科技进步作用测算工作的通知, 1992.

    Examples
    --------
    China 2000 to 2005, by the Penn World Table: output grew by 9.3 % a year, capital by 10.4, labour
    by 0.7, which leaves 5.2 points, 56 % of growth:

    >>> import chenzhou_indicators as ci
    >>> accounts = ci.load_sample("accounts").query("area == '100000'")
    >>> growth = ci.growth_accounts(accounts).set_index("end_year")
    >>> growth.loc[2005, ["output_growth", "capital_growth", "labour_growth", "residual"]].round(3).tolist()
    [0.093, 0.104, 0.007, 0.052]
    >>> growth["residual_share"].round(2).loc[[2005, 2010]].tolist()
    [0.56, 0.57]
    >>> ci.growth_accounts(accounts, capital_elasticity=35)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: capital_elasticity is 35; it is a fraction from 0 to 1.
    """
    alpha, beta = read_each(
        elasticity,
        [(capital_elasticity, "capital_elasticity"), (labour_elasticity, "labour_elasticity")],
    )
    lengths = window_lengths(window)
    rows, areas = numbered_panel(accounts, longest=max(lengths))
    tables = [shared_out(growth_over(rows, areas, length), alpha, beta) for length in lengths]
    table = pd.concat(tables, ignore_index=True).sort_values(
        ["area", "window", "end_year"], ignore_index=True
    )
    return checked(table, GrowthAccounts)


def contribution_rise(growth: pd.DataFrame) -> DataFrame[ContributionRise]:
    """Return how far the contribution rate rose on that of the window ending a year earlier.

    Parameters
    ----------
    growth : DataFrame[GrowthAccounts]
        From `growth_accounts`, of one window and one pair of elasticities.

    Returns
    -------
    DataFrame[ContributionRise]
        One row per area and last year, in that order: ``residual_share``, the one before, and their
        difference ``rise_pp`` [percentage points]. Missing with a ``reason`` where either rate is, where
        there is no row for the year before, and so in an area's first year.

    Raises
    ------
    TableError
        If `growth` is not a table of growth accounts.
    ArgumentError
        If it holds several windows or elasticities: such rates do not compare.

    Notes
    -----
    .. math:: 100 (E_{A,t} - E_{A,t-1})

    Both windows are n years long and share n - 1 of them: the rise is due to the year that came and
    the year that left.

    References
    ----------
    Definition of the target: 郴政发〔2007〕6号, 一; method: ``docs/methods/growth-accounting.md``.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> accounts = ci.load_sample("accounts").query("area == '100000'")
    >>> rise = ci.contribution_rise(ci.growth_accounts(accounts))
    >>> rise.set_index("end_year").loc[[2006, 2007, 2008], "rise_pp"].round(1).tolist()
    [2.9, 0.7, -0.4]
    >>> ci.contribution_rise(ci.growth_accounts(accounts, window=(1, 5)))
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: Rates of different windows or elasticities do not compare. ...
    """
    growth = checked(admit(growth, GrowthAccounts, name="growth"), GrowthAccounts, name="growth")
    settings = growth[SETTING].drop_duplicates().sort_values(SETTING)
    if len(settings) > 1:
        raise ArgumentError(
            "Rates of different windows or elasticities do not compare. Keep one, like "
            'growth.query("window == 5 and capital_elasticity == 0.35"); there are:',
            map("window {:g}, capital {:g}, labour {:g}".format, *settings.to_numpy().T),
        )
    rows = growth.sort_values(["area", "end_year"], ignore_index=True)
    table = with_rise(rows, pd.factorize(rows["area"])[0])
    return checked(table[[*ContributionRise.to_schema().columns]], ContributionRise)


def contribution_observations(
    accounts: pd.DataFrame,
    *,
    capital_elasticity: float = 0.35,
    labour_elasticity: float = 0.65,
    window: int = 5,
    released: str | date | pd.Timestamp | None = None,
) -> DataFrame[Observations]:
    """Return the contribution rates that follow from accounts as observations, for `assess`.

    Parameters
    ----------
    accounts : DataFrame[Accounts]
        As for `growth_accounts`.
    capital_elasticity, labour_elasticity : float, optional
        As for `growth_accounts`.
    window : int, optional
        Years that growth is averaged over: one window, so that all rates compare.
    released : str like "2008-03-31", date or Timestamp, optional
        The day from which the accounts count as known; without one the edition is unknown.

    Returns
    -------
    DataFrame[Observations]
        One row of ``st_contribution_rate`` [%] per area and year a window can end in; missing where the rate
        is. A rate is ``estimated``, or less firm where the accounts are; ``source`` names window,
        elasticities, the accounts' own source in the last year, and why a rate is missing.

    Raises
    ------
    TableError
        If `accounts` is refused by `growth_accounts`, or an area or source cannot be printed.
    ArgumentError
        If an elasticity, the window or the day is outside its range, or there are several windows.

    Notes
    -----
    The rate is :math:`100 E_A`, with :math:`E_A` as in `growth_accounts`. Do not mix these rates with
    published ones: theirs have other windows and elasticities. Leave the published out before you put
    these in. `assess` compares no two rates whose sources state different settings, or of which one
    states none.

    References
    ----------
    As for `growth_accounts`.

    Examples
    --------
    The illustrative city's rate rose by more than half a point in 2007:

    >>> import chenzhou_indicators as ci
    >>> rates = ci.contribution_observations(ci.load_sample("accounts").query("area == '431000'"))
    >>> promise = ci.load_plan("chenzhou-2007").targets.query("target == 'st_contribution_rise'")
    >>> ci.assess(rates, promise, year=2007)[["actual", "required", "status"]].round(1).values.tolist()
    [[1.4, 0.5, 'met']]
    >>> ci.contribution_observations(ci.load_sample("accounts"), window=(1, 5))
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: window is (1, 5); rates compare within one window, so give one.
    """
    lengths = window_lengths(window)
    if len(lengths) > 1:
        raise ArgumentError(f"window is {window!r}; rates compare within one window, so give one.")
    accounts = admit(accounts, Accounts, name="accounts")
    day = pd.NaT if released is None else day_of(released)
    growth = growth_accounts(
        accounts, capital_elasticity=capital_elasticity, labour_elasticity=labour_elasticity, window=lengths
    )
    rates = pd.DataFrame(
        {
            "indicator": CONTRIBUTION_RATE,
            "area": growth["area"],
            "year": growth["end_year"],
            "value": 100 * growth["residual_share"],
            "unit": "%",
            "released": pd.Series(day, index=growth.index, dtype="datetime64[us]"),
            "obs_status": least_firm(
                growth["obs_status"], pd.Series(str(ObsStatus.ESTIMATED), index=growth.index)
            ),
            "source": _sources(growth, accounts),
        }
    )
    return checked(rates, Observations, name="contribution rates")


# What `_sources` writes and `stated_setting` reads.
SETTING_TEXT = r"growth accounts (\d{4})-(\d{4}), elasticities (\S+ and [\d.e-]+)"


def stated_setting(sources: pd.Series[str]) -> pd.Series[str]:
    """Return window and elasticities that sources of rates state; missing where they state none.

    Examples
    --------
    >>> sources = ["growth accounts 2002-2007, elasticities 0.35 and 0.65", "yearbook"]
    >>> stated_setting(pd.Series(sources)).tolist()
    ['5 years, 0.35 and 0.65', nan]
    """
    found = sources.astype("str").str.extract(SETTING_TEXT)
    window = found[1].astype("float64") - found[0].astype("float64")
    setting: pd.Series[str] = window.map("{:.0f} years, ".format).astype("str") + found[2]
    return setting


def _sources(growth: pd.DataFrame, accounts: pd.DataFrame) -> pd.Series[str]:
    """Say of each rate what it is made from: window, elasticities, the accounts, what they lack."""
    years = growth["start_year"].astype("str") + "-" + growth["end_year"].astype("str")
    pair = (
        growth["capital_elasticity"].map("{:g}".format).astype("str")
        + " and "
        + growth["labour_elasticity"].map("{:g}".format).astype("str")
    )
    stated: pd.Series[str] = "growth accounts " + years + ", elasticities " + pair
    if "source" in accounts.columns:
        known = accounts.set_index(["area", "year"])["source"]
        theirs = known.reindex(pd.MultiIndex.from_frame(growth[["area", "end_year"]])).set_axis(growth.index)
        stated += (" (" + theirs + ")").fillna("")
    return stated + ("; " + growth["reason"]).fillna("")
