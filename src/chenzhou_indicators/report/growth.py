"""Where growth comes from, as tables an office can send round: growth accounts, contributions.

Like the scorecard's table: names beside codes, words and headings in the reader's language, numbers
as they are. `write_table` writes them.
"""

from __future__ import annotations

import pandas as pd

from ..charts.labels import Lang, part_label
from ..indicators.growth_accounting import contribution_rise
from ..vintages import infirmity, status_of
from ..vocabulary import REST
from .tables import headed, worded

__all__ = [
    "beside_choices",
    "contributions_table",
    "growth_accounts_table",
    "largest_first",
    "with_total",
]

GROWTH = [
    *("area", "area_name", "start_year", "end_year", "window", "capital_elasticity", "labour_elasticity"),
    *("output_growth", "capital_growth", "labour_growth"),
    *("capital_contribution", "labour_contribution", "residual"),
    *("capital_contribution_share", "labour_contribution_share"),
    *("residual_share", "residual_share_before", "rise_pp", "lowest_share", "highest_share"),
    *("meets", "share_met", "n_judged", "reason", "obs_status"),
]
CONTRIBUTIONS = [
    *("indicator", "indicator_name", "area", "area_name", "year", "part", "part_name"),
    *("value_before", "value", "unit", "growth", "contribution_pp", "contribution_share"),
    *("total_growth", "reason", "obs_status"),
]


def beside_choices(growth: pd.DataFrame, sensitivity: pd.DataFrame) -> pd.DataFrame:
    """Lay beside growth accounts the rise of the rate, and what the rate is under other choices.

    Parameters
    ----------
    growth : DataFrame[GrowthAccounts]
        Of one window and one pair of elasticities.
    sensitivity : DataFrame[ContributionSensitivity]
        Of the same accounts, the same window among its choices.

    Returns
    -------
    DataFrame
        The rows of `growth` by area and last year, with ``residual_share_before``, ``rise_pp``,
        ``lowest_share`` and ``highest_share`` over the elasticities at the same window, ``share_met``
        and ``n_judged`` over all choices; reason and status are those of the rise.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> accounts = ci.load_sample("accounts").query("area == '100000'")
    >>> rows = beside_choices(ci.growth_accounts(accounts), ci.contribution_sensitivity(accounts))
    >>> columns = ["residual_share", "lowest_share", "highest_share", "rise_pp", "share_met"]
    >>> rows.set_index("end_year").loc[2007, columns].astype(float).round(2).tolist()
    [0.59, 0.34, 0.64, 0.74, 0.67]
    """
    rise = contribution_rise(growth)
    told = ["area", "end_year", "residual_share_before", "rise_pp", "reason", "obs_status"]
    key, within = ["area", "end_year"], ["area", "end_year", "window"]
    rates = sensitivity.groupby(within)["residual_share"]
    ranges = pd.DataFrame({"lowest_share": rates.min(), "highest_share": rates.max()})
    counts = sensitivity.drop_duplicates(key)[[*key, "share_met", "n_judged"]]
    return (
        growth.drop(columns=["reason", "obs_status"])
        .merge(rise[told], on=key, validate="1:1")
        .merge(ranges.reset_index(), on=within, how="left", validate="1:1")
        .merge(counts, on=key, how="left", validate="1:1")
        .sort_values(key, ignore_index=True)
    )


def growth_accounts_table(growth: pd.DataFrame, *, lang: Lang = "zh") -> pd.DataFrame:
    """Return growth accounts with names and words in one language, headed in it.

    Parameters
    ----------
    growth : DataFrame[GrowthAccounts]
        Growth accounts; also their rise, their sensitivity, or both laid beside them by `beside_choices`.
    lang : "zh" or "en"
        Language of headings, names and words; codes and numbers stay as they are.

    Returns
    -------
    DataFrame
        One row per area and window, in the order given, with those of the columns that are there.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> growth = ci.growth_accounts(ci.load_sample("accounts"))
    >>> table = growth_accounts_table(growth, lang="zh").query("截止年份 == 2005")
    >>> table[["地区名称", "余值（小数）", "科技进步贡献率"]].round(3)
       地区名称  余值（小数）  科技进步贡献率
    22   全国   0.052    0.557
    35  郴州市   0.059    0.498
    """
    columns = [column for column in GROWTH if column in growth or column == "area_name"]
    return headed(growth, columns, lang, truths=[column for column in ("meets",) if column in growth])


def contributions_table(contributions: pd.DataFrame, *, lang: Lang = "zh") -> pd.DataFrame:
    """Return contributions with names and words in one language, headed in it.

    Parameters
    ----------
    contributions : DataFrame[Contributions]
        What each part adds to the growth of a whole.
    lang : "zh" or "en"
        Language of headings, names and words; codes and numbers stay as they are.

    Returns
    -------
    DataFrame
        One row per part, in the order given.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> figures = ci.latest_vintage(ci.load_sample("observations"))
    >>> made = ci.contributions(figures, "hightech_output", year=2007, parts="park")
    >>> contributions_table(made, lang="en")[["part name", "contribution (percentage points)"]].round(2)
                                        part name  contribution (percentage points)
    0          Chenzhou Economic Development Zone                              4.56
    1  Chenzhou Nonferrous Metals Industrial Park                              3.02
    2             Chenzhou Export Processing Zone                              0.80
    3                                        rest                             15.62
    """
    parts = worded(contributions["part"], lambda part: part_label(part, lang))
    return headed(contributions.assign(part_name=parts), CONTRIBUTIONS, lang)


def largest_first(contributions: pd.DataFrame) -> pd.DataFrame:
    """Put the parts of each whole in order: the largest contribution first, the rest last.

    Parameters
    ----------
    contributions : DataFrame[Contributions]
        What each part adds to the growth of a whole.

    Returns
    -------
    DataFrame
        The same rows, wholes in the order in which they came, numbered anew; a part whose contribution is
        missing stands behind those that have one, before the rest.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> figures = ci.latest_vintage(ci.load_sample("observations"))
    >>> made = ci.contributions(figures, "hightech_output", year=2007, parts=["431021", "431003"])
    >>> largest_first(made)["part"].tolist()
    ['431003', '431021', 'rest']
    """
    wholes = {area: place for place, area in enumerate(contributions["area"].unique())}
    order = pd.DataFrame(
        {
            "whole": contributions["area"].map(wholes),
            "is_rest": contributions["part"] == REST,
            "size": -contributions["contribution_pp"],
        }
    )
    places = order.sort_values(["whole", "is_rest", "size"], kind="stable").index
    return contributions.loc[places].reset_index(drop=True)


def with_total(contributions: pd.DataFrame) -> pd.DataFrame:
    """Add up the parts of one whole, the rest among them, in a row behind the others.

    Parameters
    ----------
    contributions : DataFrame[Contributions]
        Every row of one whole in one year.

    Returns
    -------
    DataFrame
        The rows, and behind them one without a part: the sums of the values, contributions and shares,
        the growth of the whole, and the least firm status of what is added up. A part with a figure of one
        year only is in the rest, and is not added a second time. Where the growth of the whole is not
        known, what is known of its parts does not make it, and the row is missing values.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> figures = ci.latest_vintage(ci.load_sample("observations"))
    >>> made = ci.contributions(figures, "hightech_output", year=2007, parts="park")
    >>> with_total(made)[["part", "value", "contribution_pp"]].round(2).values.tolist()[-2:]
    [['rest', 53.69, 15.62], [nan, 77.5, 24.0]]
    """
    grown = contributions["total_growth"].iloc[0]
    added = contributions[contributions[["value_before", "value"]].notna().all(axis=1)]
    parts = added[["value_before", "value", "contribution_pp", "contribution_share"]]
    total = pd.DataFrame([parts.sum(min_count=1) if pd.notna(grown) else {}], columns=parts.columns)
    status = status_of(pd.Series([infirmity(added["obs_status"]).max()]))
    return pd.concat([contributions, total.assign(growth=grown, obs_status=status)], ignore_index=True)
