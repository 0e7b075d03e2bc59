"""The contribution rate through the years, and how far other elasticities would move it.

The rate is a line, its range a pale bar at every window. A rate is a share of growth: where output
hardly grows it runs off to any number, so the axis ends, an arrow stands for what lies beyond, and
the foot of the picture says what that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ..doors import admit, checked
from ..errors import ArgumentError
from ..schemas import ContributionSensitivity
from .drawing import BLUE, INK, NOTE, PALE, size_of, write
from .labels import Lang, listed, phrase
from .numbers import number_labels
from .placement import Label
from .rows import starred

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Spread", "draw_rates", "rate_keys", "rate_labels", "spread_of", "write_rates"]

LOWEST, HIGHEST = -0.5, 1.5  # how far the axis goes; 0 to 1 is always on it


class Spread(NamedTuple):
    """The lowest and the highest rate by last year, the elasticities they are from, and how firm they are.

    Of labour there are none where its elasticity is always what that of capital leaves to one.
    """

    rates: pd.DataFrame
    capital: tuple[float, float]
    labour: tuple[float, float] | None
    statuses: pd.Series[str]


def spread_of(sensitivity: pd.DataFrame, rows: pd.DataFrame) -> Spread:
    """Return the range of rates for the windows drawn; refuse what rests on other accounts.

    Parameters
    ----------
    sensitivity : DataFrame[ContributionSensitivity]
        Rates under other elasticities, of any areas and windows.
    rows : DataFrame[GrowthAccounts]
        What is drawn: one area, one length of window, one pair of elasticities.

    Returns
    -------
    Spread
        Of the same area, length of window and years.
    """
    model = ContributionSensitivity
    choices = admit(sensitivity, model, name="sensitivity").reset_index(drop=True)
    choices = checked(choices, model, name="sensitivity")
    first, rates = rows.iloc[0], rows.set_index("end_year")["residual_share"]
    ours = choices[(choices["area"] == first["area"]) & (choices["window"] == first["window"])]
    ours = ours[ours["end_year"].isin(rates.index)]
    if ours.empty:
        there = choices[["area", "window"]].drop_duplicates().itertuples(index=False)
        raise ArgumentError(
            f"sensitivity holds no rate of area {first['area']} with a window of {first['window']} in the "
            "years drawn; there are:",
            [f"area {area}, window {window}" for area, window in there],
        )
    pair = ["capital_elasticity", "labour_elasticity"]
    _require_same_accounts(ours, rows)
    table = ours.groupby("end_year")["residual_share"].agg(low="min", high="max").dropna()
    capital, labour = ((float(ours[name].min()), float(ours[name].max())) for name in pair)
    is_rest = np.allclose(ours[pair].sum(axis=1), 1)
    return Spread(table, capital, None if is_rest else labour, ours["obs_status"])


def _require_same_accounts(choices: pd.DataFrame, rows: pd.DataFrame) -> None:
    """Refuse choices that the growth drawn does not give under their elasticities."""
    growth = rows.set_index("end_year").reindex(choices["end_year"]).set_axis(choices.index)
    inputs = sum(choices[f"{name}_elasticity"] * growth[f"{name}_growth"] for name in ("capital", "labour"))
    due = (1 - inputs / growth["output_growth"]).where(growth["residual_share"].notna())
    odd = choices[~np.isclose(choices["residual_share"], due, rtol=1e-6, atol=1e-6, equal_nan=True)]
    if len(odd):
        raise ArgumentError(
            "sensitivity rests on other accounts than growth; compute both from the same:",
            [
                f"{row['end_year']}: a rate of {row['residual_share']:g}, by the growth drawn {due[at]:g}"
                for at, row in zip(odd.index, odd.to_dict("records"), strict=True)
            ],
        )


# --- notes and labels ----------------------------------------------------------------------------


def rate_keys(rates: pd.Series[float], others: Spread | None, lang: Lang) -> list[str]:
    """Say what the pale bars are, and which rates and ranges lie beyond the picture."""
    lines = []
    if others is not None:
        labour = phrase("labour_is_rest", lang)
        if others.labour is not None:
            labour = phrase("labour_from_to", lang, elasticities=_from_to(others.labour, lang))
        lines.append(phrase("rate_range_key", lang, capital=_from_to(others.capital, lang), labour=labour))
        cut = others.rates.index[(others.rates["low"] < LOWEST) | (others.rates["high"] > HIGHEST)]
        if len(cut):
            lines.append(phrase("range_cut_off", lang, years=listed(map(str, cut), lang)))
    far = rates[(rates < LOWEST) | (rates > HIGHEST)]
    if len(far):
        texts = zip(far.index, number_labels([*far], "fraction", lang, apart=[]), strict=True)
        stated = [phrase("year_value", lang, year=year, value=text) for year, text in texts]
        lines.append(phrase("rates_cut_off", lang, rates=listed(stated, lang)))
    return lines


def rate_labels(
    rates: pd.Series[float], statuses: pd.Series[str], others: Spread | None, lang: Lang
) -> list[Label]:
    """Write the last rate, and the range that other elasticities give it."""
    known = rates.dropna()
    if known.empty:
        return []
    year, rate = known.index[-1], float(known.iloc[-1])
    ends = [] if others is None or year not in others.rates.index else [*others.rates.loc[year]]
    shown, *written = number_labels([rate, *ends], "fraction", lang, apart=[])
    text = phrase("year_value", lang, year=year, value=starred(shown, statuses[year]))
    if others is not None and written:
        between = phrase("from_to", lang, low=written[0], high=written[1])
        text += "\n" + phrase("rate_range", lang, elasticities=_from_to(others.capital, lang), rates=between)
    return [Label(0, min(max(rate, LOWEST), HIGHEST), text, BLUE, 8.0)]


def _from_to(ends: tuple[float, float], lang: Lang) -> str:
    """Write the ends of some elasticities, or the only one."""
    low, high = (f"{end:g}" for end in ends)
    return low if low == high else phrase("from_to", lang, low=low, high=high)


# --- drawing -------------------------------------------------------------------------------------


def draw_rates(ax: Axes, rates: pd.Series[float], others: Spread | None, width: float, slot: float) -> None:
    """Draw the rates as a line, their ranges as bars, and an arrow for what lies beyond the axis.

    Parameters
    ----------
    ax : Axes
        With the years along its foot.
    rates : Series of float
        By last year [fraction], a window without a rate missing.
    others : Spread or None
        The ranges.
    width : float
        Of a bar, in years.
    slot : float
        Room of a window, in points.
    """
    band = pd.DataFrame({"low": [], "high": []}) if others is None else others.rates
    ax.bar(band.index, band["high"] - band["low"], width=width, bottom=band["low"], color=PALE, zorder=1)
    reach = [0.0, 1.0, *rates.dropna(), *band["low"], *band["high"]]
    low, high = max(min(reach), LOWEST), min(max(reach), HIGHEST)
    room = 0.07 * (high - low)
    ax.set_ylim(low - room if low < 0 else 0, high + room)
    within = rates.where(rates.between(LOWEST, HIGHEST))
    ax.plot(
        within.index, within, color=BLUE, linewidth=1.5, marker="o", markersize=min(4, slot / 2), zorder=5
    )
    for far, edge, mark in ((rates < LOWEST, low, "v"), (rates > HIGHEST, high, "^")):
        years = rates.index[far]
        ax.plot(years, [edge] * len(years), color=BLUE, linestyle="none", marker=mark, markersize=6, zorder=6)


def write_rates(ax: Axes, rates: pd.Series[float], lang: Lang) -> None:
    """Write every rate on the axis beside its dot, away from the line that comes and goes, and from zero."""
    from matplotlib.patheffects import withStroke

    low, high = ax.get_ylim()
    line = NOTE / size_of(ax)[1] * (high - low)
    shown = rates.where(rates.between(LOWEST, HIGHEST))
    around = pd.concat([shown.shift(1), shown.shift(-1)], axis=1).mean(axis=1)
    below = (around > shown) & ((shown < 0) | (shown - 2 * line > low))
    way = 1.0 - 2.0 * below
    apart = way * shown + 0.7 * line  # from zero to where a text starts, the way it goes
    at = way * apart.where((apart <= -1.2 * line) | (apart >= 0.3 * line), 0.3 * line)
    ax.set_ylim(min([low, *(at - 1.6 * line)[below]]), high)
    texts = number_labels([*shown], "fraction", lang, apart=[])
    style: dict[str, Any] = {"ha": "center", "fontsize": NOTE, "color": INK, "zorder": 6}
    style["path_effects"] = [withStroke(linewidth=2, foreground="white")]  # legible across a line
    for place, year in enumerate(shown.index):
        if np.isfinite(shown[year]):
            write(ax, year, at[year], texts[place], va="top" if below[year] else "bottom", **style)
