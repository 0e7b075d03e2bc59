"""What a picture says in numbers, for those who do not see it.

Each function takes the table its picture is drawn from, and refuses what the picture refuses. A
description is one to four sentences, 200 characters at most: counts first, then the numbers that
matter. What does not fit is left out; that figures are invented is not.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from ..doors import admit, checked
from ..errors import ArgumentError
from ..schemas import Pace
from ..units import convert
from ..vocabulary import REST, Shape, Status
from .comparison import heads_of, moves_of, one_pair
from .contributions import one_whole
from .drawing import require_language, with_gaps
from .growth_accounts import one_setting
from .heatmap import verdicts_of_year
from .labels import (
    Lang,
    area_label,
    day_label,
    indicator_label,
    listed,
    part_label,
    phrase,
    reason_label,
    word,
)
from .numbers import (
    bound_label,
    chance_label,
    difference_label,
    number_label,
    number_labels,
    share_label,
)
from .outlook import one_target
from .ranking import ranks_of_year
from .rate import spread_of
from .revisions import dated_editions, one_figure, unit_of
from .rows import target_label
from .scorecard import lines_of
from .sentences import counted, cut, naming, naming_areas, told, verdict_counts
from .trajectory import figures_of, one_path, path_name, still_needed, usual_unit, within_path

__all__ = [
    "describe_comparison",
    "describe_contributions",
    "describe_growth_accounts",
    "describe_heatmap",
    "describe_outlook",
    "describe_ranking",
    "describe_revisions",
    "describe_scorecard",
    "describe_trajectory",
]

TOP, BOTTOM = 3, 2  # parts that add most, and that pull down, are named


def describe_scorecard(assessments: pd.DataFrame, lang: Lang = "zh") -> str:
    """Say how many targets have which verdict, and which are missed.

    Parameters
    ----------
    assessments : DataFrame[Assessments]
        What `plot_scorecard` takes.
    lang : "zh" or "en"
        Language.

    Returns
    -------
    str
        At most 200 characters.

    Examples
    --------
    >>> import chenzhou_indicators as ci
    >>> plan = ci.load_plan("chenzhou-2010")
    >>> verdicts = ci.assess(ci.load_sample("observations"), plan.targets, year=2010)
    >>> describe_scorecard(verdicts, "en")
    'Targets judged on the figures of 2010: 12, of which 9 met, 2 missed, 1 not assessable. Missed: ...
    """
    lines = lines_of(assessments, lang)
    statuses = [status for status, _ in lines]
    year, count = lines[0][1]["year"].iloc[0], len(lines)
    said = [phrase("says_verdicts", lang, year=year, count=count, verdicts=verdict_counts(statuses, lang))]
    for which in (Status.MISSED, Status.REGRESSING, Status.LAGGING):
        names = [target_label(rows.iloc[0], lang) for status, rows in lines if status == which]
        if names:
            said.append(word("status", which, lang) + phrase("colon", lang) + naming(names, lang))
    if any(len(rows) > 1 for _, rows in lines):
        said.append(phrase("says_worst", lang))
    return told(said, (one for _, rows in lines for one in rows["obs_status"]), lang)


def describe_heatmap(assessments: pd.DataFrame, lang: Lang = "zh") -> str:
    """Say how many areas and targets there are, how many verdicts of each kind, and who misses most."""
    require_language(lang)
    table, left_out = verdicts_of_year(assessments)
    areas, targets = table["area"].nunique(), table["target"].nunique()
    verdicts = verdict_counts(table["status"], lang)
    if not_owed := areas * targets - len(table):
        more = phrase("count_line", lang, status=phrase("not_owed", lang), count=not_owed)
        verdicts = listed([verdicts, more], lang)
    shape = {"year": table["year"].iloc[0], "areas": areas, "targets": targets}
    said = [phrase("says_cells", lang, **shape, verdicts=verdicts)]
    said += counted("says_left_out", left_out["target"].nunique(), lang)
    missed = table.loc[table["status"] == Status.MISSED, "area"].value_counts(sort=False)
    if len(missed):
        names = naming_areas(missed.index[missed == missed.max()], lang)
        said.append(phrase("says_most_missed", lang, areas=names, count=missed.max()))
    return told(said, table["obs_status"], lang)


def describe_ranking(robustness: pd.DataFrame, lang: Lang = "zh") -> str:
    """Say who stands at both ends of the ranking, and how firm that is."""
    require_language(lang)
    table = ranks_of_year(robustness)
    ranked = table[table["rank"].notna()].reset_index(drop=True)
    said = [phrase("says_ranked", lang, year=table["year"].iloc[0], count=len(ranked))]
    points = pd.Series(number_labels([*(100 * ranked["score"])], "count", lang))
    ends = []
    for rank in dict.fromkeys([ranked["rank"].min(), ranked["rank"].max()]):
        there = ranked["rank"] == rank
        names = naming_areas(ranked.loc[there, "area"], lang)
        ends.append(phrase("says_rank", lang, rank=rank, areas=names, points=points[there].iloc[0]))
    said.append(listed(ends, lang, by="semicolon"))
    if ranked["share_first"].notna().any():
        first = ranked.nlargest(1, "share_first").iloc[0]
        share = number_label(first["share_first"], "fraction", lang)
        draws, area = f"{first['draws']:,}", area_label(first["area"], lang)
        said.append(phrase("says_first", lang, draws=draws, area=area, share=share))
    wide = ranked.assign(wide=ranked["rank_95"] - ranked["rank_05"]).query("wide > 0")
    if len(wide):
        widest = wide.nlargest(1, "wide").iloc[0]
        low, high = (f"{widest[end]:g}" for end in ("rank_05", "rank_95"))
        said.append(phrase("says_widest", lang, area=area_label(widest["area"], lang), low=low, high=high))
    said += counted("says_unranked", len(table) - len(ranked), lang)
    return told(said, table["obs_status"], lang)


def describe_comparison(comparison: pd.DataFrame, lang: Lang = "zh") -> str:
    """Say how many areas rose and fell, and which moved most and least."""
    require_language(lang)
    table = one_pair(comparison)
    first = table.iloc[0]
    name = indicator_label(first["indicator"], lang)
    years = {"before": first["year_before"], "year": first["year"]}
    if len(table) == 1:
        pair = [first["value_before"], first["value"]]
        earlier, later = number_labels(pair, first["unit"], lang)
        area = area_label(first["area"], lang)
        said = [phrase("says_two_years", lang, name=name, area=area, earlier=earlier, later=later, **years)]
    else:
        ways = {"up": table["change"] > 0, "down": table["change"] < 0, "same": table["change"] == 0}
        counts = {way: int(rows.sum()) for way, rows in ways.items()}
        said = [phrase("says_compared", lang, name=name, **years, **counts)]
    said += _moved(table, lang)
    incomplete, breaks = table["change"].isna(), table["edition_break"].notna()
    said += counted("says_incomplete", incomplete.sum(), lang)
    said += counted("says_breaks", (breaks & ~incomplete).sum(), lang)
    return told(said, table["obs_status"], lang)


def describe_contributions(contributions: pd.DataFrame, lang: Lang = "zh") -> str:
    """Say how far the whole moved, and which parts did most."""
    require_language(lang)
    table = one_whole(contributions)
    first = table.iloc[0]
    whole = {
        "name": indicator_label(first["indicator"], lang),
        "area": area_label(first["area"], lang),
        "year": first["year"],
    }
    growth = first["total_growth"]
    which = "says_grew" if growth > 0 else "says_fell" if growth < 0 else "says_unchanged"
    moved = phrase(which, lang, growth=number_label(abs(growth), "fraction", lang))
    said = [phrase("says_whole", lang, **whole, moved=moved)]
    parts = table[table["contribution_pp"].notna()].sort_values("contribution_pp", ascending=False)
    texts = number_labels([*parts["contribution_pp"]], "count", lang, apart=[])
    named = [f"{part_label(part, lang)} {text}" for part, text in zip(parts["part"], texts, strict=True)]
    own, values = (parts["part"] != REST).to_numpy(), parts["contribution_pp"].to_numpy()
    ups = [text for text, part, value in zip(named, own, values, strict=True) if part and value > 0]
    downs = [text for text, part, value in zip(named, own, values, strict=True) if part and value < 0]
    for which, some in (("says_most_added", ups[:TOP]), ("says_pulled_down", downs[::-1][:BOTTOM])):
        if some:
            said.append(phrase(which, lang, parts=listed(some, lang)))
    said += [
        phrase("says_rest", lang, points=text) for text, part in zip(texts, own, strict=True) if not part
    ]
    said += counted("says_silent_parts", len(table) - len(parts), lang)
    return told(said, table["obs_status"], lang)


def describe_revisions(observations: pd.DataFrame, lang: Lang = "zh") -> str:
    """Say what the first and the latest edition of one figure give."""
    require_language(lang)
    editions = one_figure(observations)
    unit = unit_of(editions)
    editions = editions.assign(value=convert(editions["value"], editions["unit"], unit))
    dated = dated_editions(editions)
    ends = dated.iloc[[0, -1]]
    texts = number_labels([*ends["value"]], unit, lang)
    gone = phrase("no_value", lang), phrase("withdrawn", lang)
    first, latest = (
        none if math.isnan(value) else text
        for text, value, none in zip(texts, ends["value"], gone, strict=True)
    )
    days = [day_label(day) for day in ends["released"]]
    row = editions.iloc[0]
    which = {"name": indicator_label(row["indicator"], lang), "area": area_label(row["area"], lang)}
    which |= {"year": row["year"], "first": first, "first_day": days[0]}
    if len(dated) == 1:
        said = [phrase("says_one_edition", lang, **which)]
    else:
        last = {"latest": latest, "latest_day": days[1], "count": len(dated)}
        said = [phrase("says_editions", lang, **which, **last)]
        moved = float(ends["value"].iloc[1] - ends["value"].iloc[0])
        if not math.isnan(moved):
            said.append(phrase("says_revision", lang, amount=difference_label(moved, unit, lang)))
    said += counted("says_undated", len(editions) - len(dated), lang)
    return told(said, editions["obs_status"], lang)


def describe_trajectory(
    trajectory: pd.DataFrame, lang: Lang = "zh", *, observations: pd.DataFrame | None = None
) -> str:
    """Say from where to where a path leads, or how many targets are approached fast enough.

    The table is a Trajectory, which may have its figures beside it, or paces of one year.
    """
    require_language(lang)
    if "expected_value" not in trajectory.columns:
        return _paces(trajectory, lang)
    path = one_path(trajectory)
    rows = None if observations is None else figures_of(observations, path)
    unit = usual_unit(path, rows) or "count"
    done = pd.Series(dtype="float64") if rows is None else with_gaps(rows, unit).dropna()
    ends = path.iloc[[0, -1]]
    baseline, goal, *latest = number_labels([*ends["expected_value"], *done.iloc[-1:]], unit, lang)
    start, due = ends["year"]
    shape = word("shape", path["shape"].iloc[0], lang)
    way = {"start": start, "due": due, "baseline": baseline, "goal": goal, "shape": shape}
    said = [phrase("says_path", lang, name=path_name(path, lang) or phrase("path", lang), **way)]
    if latest:
        said.append(phrase("says_actual", lang, year=done.index[-1], value=latest[0]))
    if len(within := within_path(path, done)):
        said += still_needed(path, within, unit, lang).text.split("\n")
    return told(said, [] if rows is None else rows["obs_status"], lang)


def describe_outlook(outlook: pd.DataFrame, lang: Lang = "zh") -> str:
    """Say what is promised, what the method to read first says of it, and whether the methods agree."""
    require_language(lang)
    rows = one_target(outlook)
    due = rows[(rows["year"] == rows["due"]) & rows["median"].map(math.isfinite)]
    first, unit = due.iloc[0], due["unit"].iloc[0]
    numbers = [first["last_value"], due["median"].min(), due["median"].max()]
    last, low, high = number_labels(numbers, unit, lang)
    bounds = first["minimum"], first["maximum"], math.nan
    promised = bound_label(*bounds, strict=bool(first["strict"]), unit=unit, lang=lang)
    when = {"year": first["last_year"], "last": last, "due": first["due"], "promised": promised}
    said = [phrase("says_outlook", lang, **_which(first, lang), **when)]
    if len(due) > 1:
        met = int((due["verdict"] == Status.MET).sum())
        which = "says_none_meets" if met == 0 else "says_all_meet" if met == len(due) else "says_some_meet"
        said.append(phrase(which, lang, met=met, count=len(due)))
    for row in due[due["read_first"]].head(1).to_dict("records"):
        said += _by_method(row, lang)
    if len(due) > 1:
        said.append(phrase("says_medians", lang, low=low, high=high))
    return told(said, rows["obs_status"], lang)


def describe_growth_accounts(
    growth: pd.DataFrame, sensitivity: pd.DataFrame | None = None, lang: Lang = "zh"
) -> str:
    """Say where growth came from in the latest window, and what the contribution rate was."""
    require_language(lang)
    rows = one_setting(growth).sort_values("end_year")
    others = None if sensitivity is None else spread_of(sensitivity, rows)
    last = rows[rows["residual"].notna()].iloc[-1]
    columns = ["output_growth", "capital_contribution", "labour_contribution", "residual"]
    texts = number_labels([*last[columns]], "fraction", lang, apart=[])
    parts = dict(zip(["output", "capital", "labour", "residual"], texts, strict=True))
    parts = {name: text.removesuffix("%") for name, text in parts.items()}
    span = {"start": last["start_year"], "end": last["end_year"]}
    said = [phrase("says_sources", lang, area=area_label(last["area"], lang), **span, **parts)]
    rates = rows.set_index("end_year")["residual_share"]
    if rates.notna().any():
        year = rates.last_valid_index()
        ends = [] if others is None or year not in others.rates.index else [*others.rates.loc[year]]
        rate, *between = number_labels([rates[year], *ends], "fraction", lang, apart=[])
        said.append(phrase("says_rate", lang, year=year, rate=rate))
        if between:
            said.append(phrase("says_rate_range", lang, low=between[0], high=between[1]))
        if rates.count() > 1:
            low, high = number_labels([rates.min(), rates.max()], "fraction", lang, apart=[])
            when = {"low_year": rates.idxmin(), "high_year": rates.idxmax()}
            said.append(phrase("says_rates", lang, low=low, high=high, **when))
    said += counted("says_no_rate", rates.isna().sum(), lang)
    statuses = [*rows["obs_status"], *([] if others is None else others.statuses)]
    return told(said, statuses, lang)


# --- parts of descriptions -----------------------------------------------------------------------


def _paces(paces: pd.DataFrame, lang: Lang) -> str:
    """Say of how many targets the pace is high enough; of a single one, what it is."""
    table = checked(admit(paces, Pace, name="paces").reset_index(drop=True), Pace, name="paces")
    if table.empty:
        raise ArgumentError("paces are empty; make them with pace(observations, targets, year=...).")
    if len(table) == 1:
        return told(_one_pace(table.iloc[0], lang), table["obs_status"], lang)
    known = table["pace_ratio"].dropna()
    counts = {"enough": int((known >= 1).sum()), "short": int((known < 1).sum())}
    said = [phrase("says_paces", lang, year=table["year"].iloc[0], **counts)]
    if len(known) and known.min() < 1:
        slowest = table.nsmallest(1, "pace_ratio").iloc[0]
        ratio = share_label(slowest["pace_ratio"])
        said.append(phrase("says_slowest", lang, **_which(slowest, lang), ratio=ratio))
    reasons = table.loc[table["pace_ratio"].isna(), "reason"].fillna("").str.partition(": ")[0]
    if len(reasons):
        counted = [
            phrase("silent_reason", lang, reason=reason_label(str(reason), lang), count=count)
            for reason, count in reasons.value_counts(sort=False).items()
        ]
        said.append(phrase("says_no_pace", lang, reasons=listed(counted, lang)))
    return told(said, table["obs_status"], lang)


def _one_pace(row: pd.Series[Any], lang: Lang) -> list[str]:
    actual, required = number_labels([row["actual"], row["required"]], row["unit"], lang)
    when = {"year": row["year"], "actual": actual, "due": row["due"], "required": required}
    said = [phrase("says_pace", lang, **_which(row, lang), **when)]
    if math.isnan(row["pace_ratio"]):
        reason = reason_label(row["reason"], lang)
        return [*said, phrase("says_no_pace", lang, reasons=reason)] if reason else said
    unit = row["pace_unit"] if row["pace_form"] == Shape.COMPOUND or row["unit"] == "%" else row["unit"]
    done, needed = number_labels([row["actual_pace"], row["required_pace"]], unit, lang)
    return [*said, phrase("says_two_paces", lang, done=done, needed=needed)]


def _by_method(row: dict[Any, Any], lang: Lang) -> list[str]:
    """Say what one method puts the target at, and how likely it is met."""
    median, low, high = number_labels(
        [row["median"], row["lower"], row["upper"]], row["unit"], lang, apart=[]
    )
    level = number_label(row["level"], "fraction", lang)
    named = {"due": row["due"], "method": word("method", row["method"], lang), "median": median}
    which = "says_median" if math.isnan(row["lower"]) else "says_method"
    said = [phrase(which, lang, **named, level=level, low=low, high=high)]
    chance = chance_label(row["probability"], row["likelihood"], lang)
    return [*said, phrase("says_chance", lang, chance=chance)] if chance else said


def _moved(table: pd.DataFrame, lang: Lang) -> list[str]:
    """Say which areas grew or changed most and least; of a single one, how far."""
    grown = table["growth"].notna().any()
    table = table.assign(amount=table["growth" if grown else "change"], text=moves_of(table, lang))
    known = table[table["amount"].notna()]
    if known.empty:
        return []
    moved, most, least = heads_of(table, lang)[0], known.nlargest(1, "amount"), known.nsmallest(1, "amount")
    (most_area, high), (least_area, low) = (
        (area_label(str(row["area"].iloc[0]), lang), row["text"].iloc[0]) for row in (most, least)
    )
    if len(known) == 1:
        return [phrase("says_moved", lang, moved=moved, amount=high)]
    return [phrase("says_ends", lang, moved=moved, high=high, low=low, most=most_area, least=least_area)]


def _which(row: pd.Series[Any], lang: Lang) -> dict[str, str]:
    """Name the target of a row and who owes it."""
    return {"name": cut(target_label(row, lang)), "area": area_label(row["area"], lang)}
