"""A plan divided among counties or parks: which of them share, by which figures, and what each owes.

All areas of the level share, or only those named. Together they must make the area that owes the plan:
what the counties of one city make is the city's, not the province's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

import pandas as pd

from ..arguments import year_number
from ..breakdown.adding_up import add_up
from ..breakdown.plan import break_down
from ..catalog import areas_inside, likely_code, load_areas, load_indicators, require_known
from ..errors import ArgumentError, UnknownNameError
from ..indicators.figures import figures_of
from ..plans import Plan
from ..vintages import Day, known_figures
from ..vocabulary import Apportionment

__all__ = ["Division", "areas_of", "divided", "figures_to_share_by", "require_whole"]


class Division(NamedTuple):
    """A plan, figures it is divided by, one row per area, targets of the areas, how many could share."""

    plan: Plan
    shared_by: pd.DataFrame
    parts: pd.DataFrame
    of_level: int

    @property
    def few(self) -> bool:
        """Whether only some of the areas share."""
        return len(self.shared_by) < self.of_level


def divided(
    plan: Plan,
    observations: pd.DataFrame,
    by: str,
    to: str,
    step: Callable[[str], None],
    *,
    named: Collection[str] = (),
    year: int | None = None,
    method: str = Apportionment.LARGEST_REMAINDER,
    as_of: Day | None = None,
) -> Division:
    """Divide a plan among the counties or parks of its area in proportion to an indicator."""
    areas = areas_of(plan, to)
    if not areas:
        wholes = ", ".join(plan.targets["area"].unique())
        raise ArgumentError(f"The area catalogue has no {to} inside {wholes}.")
    sharing = _named_among(named, areas, plan, to)
    step(f"breaking {len(plan.targets)} targets down to {len(sharing)} areas")
    first_due = int(plan.targets["due"].min())
    shared_by = figures_to_share_by(observations, by, sharing, before=first_due, year=year, as_of=as_of)
    _require_every_figure(shared_by, observations, by, as_of)
    parts = break_down(plan, shared_by.set_index("area")["value"], method=method)
    require_whole(parts, plan)
    return Division(plan, shared_by, parts, len(areas))


# --- which areas ---------------------------------------------------------------------------------


def areas_of(plan: Plan, level: str) -> list[str]:
    """List the counties or parks that lie in the area of a plan."""
    inside = areas_inside(load_areas(), plan.targets["area"].unique())
    parts = inside[(inside["level"] == level) & (inside["unit"] != inside["area"])]
    return [*parts["unit"].unique()]


def _named_among(named: Collection[str], areas: list[str], plan: Plan, level: str) -> list[str]:
    """Return the areas that are named, in the order of the catalogue; all without a name."""
    catalogue = load_areas()
    said = {row["area"]: f": {row['name_en']}, a {row['level']}" for row in catalogue.to_dict("records")}
    allowed = catalogue[catalogue["area"].isin(areas)]
    odd = [area + said.get(area, likely_code(area, allowed)) for area in named if area not in areas]
    if odd:
        wholes = ", ".join(plan.targets["area"].unique())
        raise UnknownNameError(f"Not a {level} inside {wholes}; --to names the level:", odd)
    return [area for area in areas if not named or area in named]


def require_whole(parts: pd.DataFrame, plan: Plan) -> None:
    """Refuse areas that together make another area than the one that owes a target."""
    if parts.empty:
        return
    made = str(add_up(parts[parts["target"] == parts["target"].iloc[0]])["area"].iloc[0])
    targets = plan.targets[plan.targets["target"].isin(parts["target"])]
    owing = [area for area in targets["area"].unique() if area != made]
    if owing:
        names = load_areas().set_index("area")["name_en"]
        whole = ", ".join(f"{names[area]} ({area})" for area in owing)
        raise ArgumentError(
            f"{whole} owes this plan, but the areas it would be divided among all lie in {names[made]} "
            f'({made}), and cannot owe all of it. Set area = "{made}" in a plan of what {names[made]} owes.'
        )


# --- by which figures ----------------------------------------------------------------------------


def figures_to_share_by(
    observations: pd.DataFrame,
    indicator: str,
    areas: list[str],
    *,
    before: int,
    year: int | None = None,
    as_of: Day | None = None,
) -> pd.DataFrame:
    """Return the figures of one indicator, a row for each area, missing where there is none.

    They are of the year asked for, else of the newest before another that all areas have.
    """
    require_known([indicator], load_indicators(), headline="Not in the indicator catalogue:")
    rows = _figures(known_figures(observations, as_of), indicator, areas)
    chosen = _newest(rows, before, len(areas)) if year is None else year_number(year)
    found = rows[rows["year"] == chosen].set_index("area").reindex(areas)
    return found.assign(year=chosen).reset_index()


def _require_every_figure(
    shared_by: pd.DataFrame, observations: pd.DataFrame, indicator: str, as_of: Day | None
) -> None:
    """Refuse to divide by figures that some of the areas lack."""
    gone = [*shared_by.loc[shared_by["value"].isna(), "area"]]
    if not gone:
        return
    chosen = shared_by["year"].iloc[0]
    later = _figures(known_figures(observations, None), indicator, gone)
    too_early = as_of is not None and (later["year"] == chosen).any()
    ways = [f"name a day after {as_of} with --as-of"] if too_early else []
    ways += ["add the figures", "share by another indicator with --by"]
    ways += ["name those that share with --area"] if len(gone) < len(shared_by) else []
    said = ", ".join(ways[:-1]) + f", or {ways[-1]}"
    names = load_areas().set_index("area")["name_en"]
    raise ArgumentError(
        f"{indicator} has no figure of {chosen} for {len(gone)} of {len(shared_by)} areas. "
        f"{said[0].upper()}{said[1:]}:",
        [f"{area} {names[area]}" for area in gone],
    )


def _figures(known: pd.DataFrame, indicator: str, areas: list[str]) -> pd.DataFrame:
    """Return what is known of an indicator in some areas, in the unit of the catalogue."""
    unit = str(load_indicators().set_index("indicator").loc[indicator, "unit"])
    rows = figures_of(known[known["area"].isin(areas)], {indicator: unit})
    return rows[rows["value"].notna()]


def _newest(rows: pd.DataFrame, before: int, wanted: int) -> int:
    """Return the newest year before another that all areas have, else that any has, else the last."""
    counts = rows[rows["year"] < before].groupby("year").size()
    whole = counts.index[counts == wanted]
    return int(max([*whole] or [*counts.index] or [before - 1]))
