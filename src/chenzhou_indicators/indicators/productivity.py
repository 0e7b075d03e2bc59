"""Total factor productivity by the Törnqvist index.

The growth-rate equation takes elasticities as assumed and the same for all years. Where labour's
share of income is known year by year, it is the elasticity itself as long as factors are paid what
they add: productivity is then what growth of output is left after both factors, each weighted with
the mean of its shares in the two years. Growth is measured in logarithms, so that years add up.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import year_number
from ..doors import checked
from ..errors import TableError
from ..schemas import Productivity
from ..vintages import least_firm, status_of
from .accounts import numbered_panel

__all__ = ["tornqvist_tfp"]


def tornqvist_tfp(accounts: pd.DataFrame, *, base_year: int | None = None) -> DataFrame[Productivity]:
    r"""Return the growth and the index of total factor productivity, by the Törnqvist index.

    Parameters
    ----------
    accounts : DataFrame[Accounts]
        Output, capital and labour by area and year, as for `growth_accounts`, and ``labour_share``, labour's
        share of income [fraction, 0 to 1].
    base_year : int, optional
        The year in which the index is 1; the first year of each area by default.

    Returns
    -------
    DataFrame[Productivity]
        One row per area and year, in that order: ``tfp_growth``, the log-change on the year before, and
        ``tfp_index``. Growth is missing in the first year and where a figure of either year is missing; the
        index in a year without all figures and in every year that such a year parts from the base year, so
        all of it where the base year's own are missing. ``obs_status`` is the less firm of the two years
        that growth rests on.

    Raises
    ------
    TableError
        If `accounts` is not a table of accounts, has no ``labour_share``, holds values outside their
        range, a year is absent between others, or an area has no row for the base year.
    ArgumentError
        If `base_year` is no year.

    Notes
    -----
    .. math:: \Delta \ln A_t = \Delta \ln Y_t - \bar v_t \Delta \ln L_t - (1 - \bar v_t) \Delta \ln K_t,
              \quad \bar v_t = (v_t + v_{t-1}) / 2

    with v the labour share. Returns to scale are taken to be constant.

    References
    ----------
    OECD, Measuring Productivity, 2001 (productivity by index numbers). Caves, Christensen and Diewert,
    Econometrica 50 (1982), pages 1393-1414. Feenstra, Inklaar and Timmer, American Economic Review
    105 (2015), pages 3150-3182, for the labour shares of the sample.

    Examples
    --------
    Productivity in China in 2010 was 58 % above that of 2000 by the Penn World Table's figures:

    >>> import chenzhou_indicators as ci
    >>> accounts = ci.load_sample("accounts").query("area == '100000'")
    >>> tfp = ci.tornqvist_tfp(accounts, base_year=2000).set_index("year")
    >>> tfp.loc[[2000, 2010], "tfp_index"].round(2).tolist()
    [1.0, 1.58]
    >>> ci.tornqvist_tfp(accounts.drop(columns="labour_share"))
    Traceback (most recent call last):
    chenzhou_indicators.errors.TableError: accounts has no labour_share, labour's share of income ...
    """
    base = None if base_year is None else year_number(base_year, "base_year")
    if isinstance(accounts, pd.DataFrame) and "labour_share" not in accounts.columns:
        raise TableError(
            "accounts has no labour_share, labour's share of income from 0 to 1, which gives the weights; "
            "growth_accounts takes elasticities instead."
        )
    rows, areas = numbered_panel(accounts, longest=0)
    within = np.r_[False, areas[1:] == areas[:-1]][: len(rows)]
    growth = _log_changes(rows).where(within)
    steps = growth.where(within, 0.0)  # the first year of an area is no step
    # Between missing steps the index is known up to a factor: years are numbered by their stretch.
    stretch = pd.Series(np.cumsum(~within | steps.isna().to_numpy()), index=rows.index)
    level = steps.fillna(0.0).groupby(areas).cumsum()
    at_base = ~pd.Series(within, index=rows.index) if base is None else rows["year"] == base
    if len(absent := rows["area"][~pd.Series(areas).isin(areas[at_base]).to_numpy()].unique()):
        raise TableError(f"accounts hold no row for base_year {base} of:", absent)
    anchors = pd.DataFrame({"level": level, "stretch": stretch})[at_base].set_axis(areas[at_base])
    anchor = anchors.reindex(areas).set_axis(rows.index)
    known = rows[["output", "capital", "labour", "labour_share"]].notna().all(axis=1)
    index = (level - anchor["level"]).map(np.exp).where(known & (stretch == anchor["stretch"]))
    status = status_of(rows["rank"])
    return checked(
        pd.DataFrame(
            {
                "area": rows["area"],
                "year": rows["year"],
                "tfp_growth": growth,
                "tfp_index": index,
                "obs_status": least_firm(status, status.shift(1).where(within)),
            }
        ),
        Productivity,
    )


def _log_changes(rows: pd.DataFrame) -> pd.Series[float]:
    """Return the Törnqvist log-change of productivity of each row on the one above."""
    output, capital, labour = (np.log(rows[name]).diff() for name in ("output", "capital", "labour"))
    weight = (rows["labour_share"] + rows["labour_share"].shift(1)) / 2
    growth: pd.Series[float] = output - weight * labour - (1 - weight) * capital
    return growth
