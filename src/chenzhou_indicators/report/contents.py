"""What the report of a year holds: every frame calculated once, and why a part of it is missing.

Page, workbook, tables and pictures of a report are made from these frames alone, so that a number is
the same wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
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
from ..doors import admit
from ..errors import IndicatorsError
from ..indicators.growth_accounting import growth_accounts
from ..indicators.ratios import derive
from ..indicators.sensitivity import contribution_sensitivity
from ..plans import Plan
from ..prospects.outlook import outlook
from ..prospects.pace import pace
from ..schemas import Observations
from ..vintages import Day, day_of, known_on, least_firm, newest_marked
from ..vocabulary import AreaLevel, Form, Part, PartAbsent, Reason, Scope
from .breakdown import with_own
from .division import areas_of, figures_to_share_by, require_whole

__all__ = ["Contents", "Counties", "Growth", "Prospects", "Years", "calculated"]

Made = TypeVar("Made")

WINDOWS = (5, 3, 1)  # years that growth is averaged over: the longest the accounts reach for
RATE = "st_contribution_rate"
RISE = 0.5  # percentage points that are tried where the plan asks for no rise of the rate


class Prospects(NamedTuple):
    """Targets due later: where each stands, and what every method says of every year to come."""

    paces: pd.DataFrame
    outlook: pd.DataFrame


class Growth(NamedTuple):
    """Growth accounts of one area up to the year, the rate under other choices, and what they rest on.

    `rise` is by how many points the rate is tried to have risen; `asked` says whether the plan asks for it.
    """

    accounts: pd.DataFrame
    choices: pd.DataFrame
    rests_on: pd.DataFrame
    area: str
    rise: float
    asked: bool


class Counties(NamedTuple):
    """What each county of one area owes, by which figures it was divided, verdicts, scores, ranks."""

    area: str
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
    unchosen: pd.DataFrame  # indicator, area and year of which no one edition can be chosen
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
    observations = admit(observations, Observations, name="observations")
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

    known, unchosen = _known(given, {*_indicators_of(plan), divide_by})
    return Contents(
        plan,
        year,
        None if as_of is None else day_of(as_of),
        known[known["year"] <= year].sort_values(["indicator", "area", "year"], ignore_index=True),
        unchosen,
        verdicts,
        prospects=made(Part.PROSPECTS, _prospects),
        growth=made(Part.GROWTH, _growth),
        counties=made(Part.COUNTIES, _counties),
        firms=made(Part.FIRMS, _firms),
        years=made(Part.YEARS, partial(_years, verdicts)),
        absent=absent,
    )


def _known(given: _Given, indicators: Collection[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Choose one edition of what the plan's areas have of some indicators; tell where none can be chosen."""
    areas = {*given.plan.targets["area"], *areas_of(given.plan, AreaLevel.COUNTY)}
    rows = given.observations
    rows = rows[rows["indicator"].isin(indicators) & rows["area"].isin(areas)]
    marked = newest_marked(rows if given.as_of is None else known_on(rows, given.as_of))
    several = marked["several"]
    return marked[~several].drop(columns="several"), marked.loc[several, ["indicator", "area", "year"]]


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
    targets = given.plan.targets
    rates = targets[targets["indicator"] == RATE]
    areas = [*dict.fromkeys([*rates["area"], *targets["area"]])]
    there = {*given.accounts.loc[given.accounts["year"] <= given.year, "area"]}
    area = next((area for area in areas if area in there), None)
    if area is None:
        raise _Absent(f"{PartAbsent.NO_ACCOUNTS_OF_AREA}: {areas[0]}")
    own = given.accounts[(given.accounts["area"] == area) & (given.accounts["year"] <= given.year)]
    reach = own["year"].max() - own["year"].min()
    fitting = [window for window in WINDOWS if window <= reach]
    if not fitting:
        raise _Absent(PartAbsent.SHORT_ACCOUNTS)
    rises = rates.loc[(rates["form"] == Form.CHANGE) & (rates["area"] == area), "minimum"].dropna()
    rise = RISE if rises.empty else float(rises.iloc[0])
    return Growth(
        growth_accounts(own, window=fitting[0]),
        contribution_sensitivity(own, window=fitting, minimum_rise=rise),
        own,
        area,
        rise,
        len(rises) > 0,
    )


def _counties(given: _Given) -> Counties:
    whole, areas = _divided_area(given.plan)
    plan = replace(given.plan, targets=given.plan.targets.query("area == @whole"))
    known, _ = _known(given, [given.divide_by])
    first_due = int(plan.targets["due"].min())
    shared_by = figures_to_share_by(known, given.divide_by, areas, before=first_due)
    gone = shared_by.loc[shared_by["value"].isna(), "area"]
    if len(gone):
        which = ", ".join([given.divide_by, *gone])
        raise _Absent(f"{PartAbsent.NO_SHARES}: {which}")
    divided = break_down(plan, shared_by.set_index("area")["value"])
    require_whole(divided, plan)
    targets = with_own(divided, plan.targets)
    if targets.empty:
        raise _Absent(PartAbsent.NOTHING_SHARED)
    judged = assess(given.observations, targets, year=given.year, as_of=given.as_of)
    own = judged[judged["area"].isin(areas)].reset_index(drop=True)
    verdicts = _as_firm_as_shares(own, plan.targets, shared_by)
    return Counties(
        whole,
        targets,
        shared_by,
        verdicts,
        score(verdicts),
        score_parts(verdicts),
        rank_robustness(verdicts),
    )


def _divided_area(plan: Plan) -> tuple[str, list[str]]:
    """Return the area of a plan that has counties, and these: of several, the one that owes most."""
    for area in plan.targets["area"].value_counts().index:
        if counties := areas_of(replace(plan, targets=plan.targets.query("area == @area")), AreaLevel.COUNTY):
            return area, counties
    raise _Absent(PartAbsent.NO_PARTS)


def _as_firm_as_shares(
    verdicts: pd.DataFrame, targets: pd.DataFrame, shared_by: pd.DataFrame
) -> pd.DataFrame:
    """Let a verdict on a share of an amount be no firmer than the figures the amount was shared by."""
    bounds = ["minimum", "maximum"]
    whole = targets.set_index("target")[bounds].reindex(verdicts["target"]).set_axis(verdicts.index)
    shared = (verdicts[bounds] != whole) & verdicts[bounds].notna()
    status = verdicts["area"].map(shared_by.set_index("area")["obs_status"])
    resting = shared.any(axis=1) & verdicts["obs_status"].notna()
    firmness = least_firm(verdicts["obs_status"], status.where(resting))
    return verdicts.assign(obs_status=firmness)


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
    rows = derive(_known(given, _indicators_of(plan))[0])
    wanted = [*plan.targets["area"].unique(), *areas_of(plan, AreaLevel.COUNTY)]
    there = {*rows.loc[rows["year"].isin([before, given.year]), "area"]}
    areas = [area for area in dict.fromkeys(wanted) if area in there]
    if not areas:
        raise _Absent(f"{PartAbsent.NO_FIGURE_BEFORE}: {before}")
    compared = compare_years(rows, years=(before, given.year), areas=areas)
    figures = _kept_there(compared, {*plan.targets["area"]})
    if figures["value_before"].isna().all():
        raise _Absent(f"{PartAbsent.NO_FIGURE_BEFORE}: {before}")
    earlier = assess(
        given.observations,
        _due_a_year_before(plan.targets, given.year),
        year=before,
        firms=given.firms,
        as_of=given.as_of,
    )
    return Years(figures, compare_assessments(earlier, verdicts))


def _due_a_year_before(targets: pd.DataFrame, year: int) -> pd.DataFrame:
    """Let what falls due in the year fall due the year before: the yardstick is the same, not the promise."""
    moved = targets["due"] == year
    return targets.assign(
        due=targets["due"].where(~moved, year - 1),
        baseline_year=targets["baseline_year"].mask(moved),  # what is due is held against its bound
    )


def _kept_there(figures: pd.DataFrame, owing: set[str]) -> pd.DataFrame:
    """Leave out, of counties, the indicators that none of them has a figure of."""
    known = figures["value"].notna() | figures["value_before"].notna()
    own = figures["area"].isin(owing)
    kept = own | known.groupby([figures["indicator"], own]).transform("any")
    return figures[kept].reset_index(drop=True)
