"""What the report of a year holds: every frame calculated once, and why a part of it is missing.

Page, workbook, tables and pictures of a report are made from these frames alone, so that a number is
the same wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

import pandas as pd

from ..assessment.firms import screen_firms
from ..assessment.judgement import assess
from ..assessment.robustness import rank_robustness
from ..assessment.scorecard import score, score_parts
from ..breakdown.plan import break_down
from ..catalog import load_indicators
from ..comparison.judgements import compare_assessments
from ..comparison.years import compare_years
from ..errors import IndicatorsError
from ..indicators.growth_accounting import growth_accounts
from ..indicators.ratios import derive
from ..indicators.sensitivity import contribution_sensitivity
from ..plans import Plan
from ..prospects.outlook import outlook
from ..prospects.pace import pace
from ..vintages import Day, day_of, known_figures
from ..vocabulary import AreaLevel, Form, Part, PartAbsent, Reason, Scope
from .breakdown import with_own
from .division import areas_of, figures_to_share_by, require_whole

__all__ = ["Contents", "Counties", "Growth", "Prospects", "Years", "calculated"]

Made = TypeVar("Made")

WINDOWS = (5, 3, 1)  # years that growth is averaged over: the longest the accounts reach for
RISE = 0.5  # percentage points, where the plan asks for no rise of the rate


class Prospects(NamedTuple):
    """Targets due later: where each stands, and what every method says of every year to come."""

    paces: pd.DataFrame
    outlook: pd.DataFrame


class Growth(NamedTuple):
    """Growth accounts of the plan's area up to the year, and the rate under other choices."""

    accounts: pd.DataFrame
    choices: pd.DataFrame


class Counties(NamedTuple):
    """What each county owes, by which figures the plan was divided, verdicts, scores, ranks."""

    targets: pd.DataFrame
    shared_by: pd.DataFrame
    verdicts: pd.DataFrame
    scores: pd.DataFrame
    parts: pd.DataFrame
    ranks: pd.DataFrame


class Years(NamedTuple):
    """Figures of the year beside those of the year before, and the verdicts by the same targets."""

    figures: pd.DataFrame
    judgements: pd.DataFrame


class Contents(NamedTuple):
    """A plan's year in frames; a part that is missing is None, and `absent` says why."""

    plan: Plan
    year: int
    as_of: pd.Timestamp | None
    figures: pd.DataFrame  # the observations it rests on, in one edition each
    verdicts: pd.DataFrame
    prospects: Prospects | None
    growth: Growth | None
    counties: Counties | None
    firms: pd.DataFrame | None
    years: Years | None
    absent: dict[Part, str]


class _Given(NamedTuple):
    """What a report is asked for."""

    observations: pd.DataFrame
    plan: Plan
    year: int
    as_of: Day | None
    firms: pd.DataFrame | None
    accounts: pd.DataFrame | None
    divide_by: str


class _Absent(Exception):  # noqa: N818 - no error: the report goes on without the part
    """A part that cannot be made, with the reason."""


def calculated(
    observations: pd.DataFrame,
    plan: Plan,
    *,
    year: int,
    firms: pd.DataFrame | None = None,
    accounts: pd.DataFrame | None = None,
    as_of: Day | None = None,
    divide_by: str = "registered_population",
    progress: Callable[[str], None] = lambda _: None,
) -> Contents:
    """Calculate everything the report of a year holds; the arguments are those of `annual_report`."""
    given = _Given(observations, plan, year, as_of, firms, accounts, divide_by)
    progress(f"judging {len(plan.targets)} targets")
    verdicts = assess(observations, plan.targets, year=year, firms=firms, as_of=as_of)
    absent: dict[Part, str] = {}

    def made(part: Part, make: Callable[[_Given], Made]) -> Made | None:
        progress(f"calculating {part}")
        try:
            return make(given)
        except _Absent as reason:
            absent[part] = str(reason)
        except IndicatorsError as error:
            absent[part] = f"{PartAbsent.REFUSED}: {error}"
        return None

    return Contents(
        plan,
        year,
        None if as_of is None else day_of(as_of),
        _rested_on(given),
        verdicts,
        prospects=made(Part.PROSPECTS, _prospects),
        growth=made(Part.GROWTH, _growth),
        counties=made(Part.COUNTIES, _counties),
        firms=made(Part.FIRMS, _firms),
        years=made(Part.YEARS, partial(_years, verdicts)),
        absent=absent,
    )


def _rested_on(given: _Given) -> pd.DataFrame:
    """Keep the figures up to the year that a plan's targets are judged and divided by."""
    known = known_figures(given.observations, given.as_of)
    indicators = {*_indicators_of(given.plan), given.divide_by}
    areas = {*given.plan.targets["area"], *areas_of(given.plan, AreaLevel.COUNTY)}
    kept = known["indicator"].isin(indicators) & known["area"].isin(areas) & (known["year"] <= given.year)
    return known[kept].sort_values(["indicator", "area", "year"], ignore_index=True)


def _indicators_of(plan: Plan) -> set[str]:
    """Return the indicators of a plan, and those that its ratios are computed from."""
    targets, catalogue = plan.targets, load_indicators().set_index("indicator")
    own = {*targets["indicator"], *targets["against"].dropna()}
    parts = catalogue.loc[[*own & {*catalogue.index}], ["numerator", "denominator"]]
    return own | {*parts["numerator"].dropna(), *parts["denominator"].dropna()}


# --- the parts -----------------------------------------------------------------------------------


def _prospects(given: _Given) -> Prospects:
    targets = given.plan.targets
    later = targets[targets["due"] > given.year]
    if later.empty:
        raise _Absent(PartAbsent.NOTHING_DUE_LATER)
    observations, year, as_of = given.observations, given.year, given.as_of
    return Prospects(
        pace(observations, later, year=year, as_of=as_of),
        outlook(observations, later, year=year, as_of=as_of, every_year=True),
    )


def _growth(given: _Given) -> Growth:
    if given.accounts is None:
        raise _Absent(PartAbsent.NO_ACCOUNTS)
    area = str(given.plan.targets["area"].mode().iloc[0])
    own = given.accounts[(given.accounts["area"] == area) & (given.accounts["year"] <= given.year)]
    if own.empty:
        raise _Absent(f"{PartAbsent.NO_ACCOUNTS_OF_AREA}: {area}")
    reach = own["year"].max() - own["year"].min()
    fitting = [window for window in WINDOWS if window <= reach]
    if not fitting:
        raise _Absent(PartAbsent.SHORT_ACCOUNTS)
    return Growth(
        growth_accounts(own, window=fitting[0]),
        contribution_sensitivity(own, window=fitting, minimum_rise=_rise_asked(given.plan)),
    )


def _rise_asked(plan: Plan) -> float:
    """Return by how many points the plan wants the contribution rate to rise."""
    targets = plan.targets
    rises = targets[(targets["indicator"] == "st_contribution_rate") & (targets["form"] == Form.CHANGE)]
    asked = rises["minimum"].dropna()
    return RISE if asked.empty else float(asked.iloc[0])


def _counties(given: _Given) -> Counties:
    plan = given.plan
    areas = areas_of(plan, AreaLevel.COUNTY)
    if not areas:
        raise _Absent(PartAbsent.NO_PARTS)
    first_due = int(plan.targets["due"].min())
    shared_by = figures_to_share_by(
        given.observations, given.divide_by, areas, before=first_due, as_of=given.as_of
    )
    gone = shared_by.loc[shared_by["value"].isna(), "area"]
    if len(gone):
        which = ", ".join([given.divide_by, *gone])
        raise _Absent(f"{PartAbsent.NO_SHARES}: {which}")
    divided = break_down(plan, shared_by.set_index("area")["value"])
    require_whole(divided, plan)
    targets = with_own(divided, plan.targets)
    if targets.empty:
        raise _Absent(PartAbsent.NOTHING_SHARED)
    verdicts = assess(given.observations, targets, year=given.year, as_of=given.as_of)
    verdicts = verdicts[verdicts["area"].isin(areas)].reset_index(drop=True)
    return Counties(
        targets, shared_by, verdicts, score(verdicts), score_parts(verdicts), rank_robustness(verdicts)
    )


def _firms(given: _Given) -> pd.DataFrame:
    targets = given.plan.targets
    if not (targets["scope"] == Scope.EACH_FIRM).any():
        raise _Absent(PartAbsent.NO_FIRM_TARGETS)
    if given.firms is None:
        raise _Absent(Reason.NO_FIRMS_TABLE)
    screened = screen_firms(given.firms, targets)
    of_year = screened[screened["year"] == given.year].reset_index(drop=True)
    if of_year.empty:
        raise _Absent(f"{PartAbsent.NO_FIRMS_OF_YEAR}: {given.year}")
    return of_year


def _years(verdicts: pd.DataFrame, given: _Given) -> Years:
    plan, before = given.plan, given.year - 1
    rows = derive(known_figures(given.observations, given.as_of))
    rows = rows[rows["indicator"].isin(_indicators_of(plan))]
    wanted = [*plan.targets["area"].unique(), *areas_of(plan, AreaLevel.COUNTY)]
    there = {*rows.loc[rows["year"].isin([before, given.year]), "area"]}
    areas = [area for area in dict.fromkeys(wanted) if area in there]
    if not areas:
        raise _Absent(f"{PartAbsent.NO_FIGURE_BEFORE}: {before}")
    compared = compare_years(rows, years=(before, given.year), areas=areas)
    figures = _kept_there(compared, {*plan.targets["area"]})
    if figures["value_before"].isna().all():
        raise _Absent(f"{PartAbsent.NO_FIGURE_BEFORE}: {before}")
    # What falls due this year was not due then: the yardstick is the same, not the promise.
    owed = plan.targets.assign(due=plan.targets["due"].replace(given.year, before))
    earlier = assess(given.observations, owed, year=before, firms=given.firms, as_of=given.as_of)
    return Years(figures, compare_assessments(earlier, verdicts))


def _kept_there(figures: pd.DataFrame, owing: set[str]) -> pd.DataFrame:
    """Leave out, of counties, the indicators that none of them has a figure of."""
    known = figures["value"].notna() | figures["value_before"].notna()
    own = figures["area"].isin(owing)
    kept = own | known.groupby([figures["indicator"], own]).transform("any")
    return figures[kept].reset_index(drop=True)
