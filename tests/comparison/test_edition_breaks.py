"""Which figures of two years may differ because their editions do."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from side_by_side import YEARS, Maker, only

import chenzhou_indicators as ci
from chenzhou_indicators.vocabulary import EditionBreak


def edition(told: str) -> dict[str, Any]:
    """Read an edition like "final 2007-12-31", or "final" without a date."""
    status, _, released = told.partition(" ")
    return {"obs_status": status, "released": released or None}


STATUS, ROUND, UNKNOWN = EditionBreak.STATUS, EditionBreak.ROUND, EditionBreak.UNKNOWN
# Each story: the edition of 2006, that of 2007, and what is said.
BREAKS: dict[str, tuple[str, str, str | None]] = {
    "final beside preliminary": ("final 2007-12-31", "preliminary 2008-01-03", STATUS),
    "revised beside estimated": ("revised 2008-12-31", "estimated 2008-12-31", STATUS),
    "one yearbook, last year final": ("final 2008-12-31", "preliminary 2008-12-31", STATUS),
    "invented beside final": ("illustrative 2007-03-31", "final 2008-03-31", STATUS),
    "invented beside estimated": ("estimated 2007-03-31", "illustrative 2008-03-31", STATUS),
    "preliminary beside estimated": ("preliminary 2007-01-31", "estimated 2008-01-31", None),
    "both invented": ("illustrative 2007-03-31", "illustrative 2008-03-31", None),
    "revised beside final in one yearbook": ("revised 2008-12-31", "final 2008-12-31", None),
    "revised beside final of another day": ("revised 2007-09-30", "final 2008-09-30", ROUND),
    "both revised": ("revised 2007-09-30", "revised 2008-09-30", None),
    "two yearbooks, a year apart": ("final 2007-12-31", "final 2008-12-31", None),
    # 2007-12-31 to 2009-01-08 are 374 days, 9 more than a year, though two new years lie between.
    "a few days late, past new year": ("final 2007-12-31", "final 2009-01-08", None),
    # 2007-09-12 to 2009-01-08 are 484 days, 119 more than a year: the bulletins of China's R&D.
    "four months late": ("final 2007-09-12", "final 2009-01-08", None),
    # 2007-03-31 to 2008-09-30 are 549 days, 184 more than a year.
    "half a year late": ("final 2007-03-31", "final 2008-09-30", ROUND),
    "half a year early": ("final 2007-09-30", "final 2008-03-31", ROUND),
    "an old figure out after the new": ("final 2008-12-31", "final 2008-03-31", ROUND),
    "one yearbook": ("final 2010-12-31", "final 2010-12-31", None),
    "one day, two hours": ("revised 2010-12-31 09:00", "final 2010-12-31 17:00", None),
    "one without a date": ("final", "final 2008-12-31", UNKNOWN),
    "the other without a date": ("final 2007-12-31", "final", UNKNOWN),
    "neither with a date": ("final", "final", UNKNOWN),
    "invented, neither with a date": ("illustrative", "illustrative", None),
    "invented, one without a date": ("illustrative", "illustrative 2008-03-31", UNKNOWN),
    "preliminary, without a date": ("preliminary", "final", STATUS),
}


@pytest.mark.parametrize("story", BREAKS)
def test_an_edition_break_is_told(observations: Maker, story: str) -> None:
    before, after, said = BREAKS[story]
    rows = observations({"year": 2006, **edition(before)}, {"year": 2007, **edition(after)})
    found = only(ci.compare_years(rows, years=YEARS))["edition_break"]
    assert found == said if said else pd.isna(found)


@pytest.mark.parametrize(("days", "said"), [(-180, True), (-179, False), (179, False), (180, True)])
def test_a_round_is_another_from_half_a_year_on(observations: Maker, days: int, said: bool) -> None:
    # Four years are 1461 days: the usual day of the figure of 2010 is 2011-06-30.
    late = pd.Timestamp("2011-06-30") + pd.Timedelta(days=days)
    rows = observations({"year": 2006, "released": "2007-06-30"}, {"year": 2010, "released": str(late)[:10]})
    found = only(ci.compare_years(rows, years=(2006, 2010)))["edition_break"]
    assert (found == ROUND) if said else pd.isna(found)


def test_what_the_city_knew_in_june_2008_is_marked_and_what_it_knew_later_is_not() -> None:
    gdp = ci.load_sample("observations").query("indicator == 'gdp' and area == '431000'")
    then = only(ci.compare_years(ci.as_of(gdp, "2008-06-30"), years=YEARS))
    now = only(ci.compare_years(ci.latest_vintage(gdp), years=YEARS))
    # China City Statistical Yearbook: 546.2338 and 650.5242; the government's report of January 2008: 659.0.
    assert then["change"] == pytest.approx(659.0 - 546.2338)
    assert now["growth"] == pytest.approx(650.5242 / 546.2338 - 1)
    assert then["edition_break"] == STATUS
    assert pd.isna(now["edition_break"])


# R&D and patents of 2001 and 2002 are out of two yearbooks; R&D over GDP was restated up to 2012 in 2026,
# and its figure of 2015 stands revised beside the first of 2014; nobody dated the contribution rate.
def test_the_published_figures_are_marked_where_their_editions_differ_and_nowhere_else() -> None:
    published = ci.latest_vintage(ci.load_sample("published"))
    compared = ci.compare_years(published, years=range(1999, 2016)).dropna(subset=["edition_break"])
    assert compared[["indicator", "area", "year", "edition_break"]].to_numpy().tolist() == [
        ["rd_expenditure", "100000", 2002, ROUND],
        ["patent_applications", "100000", 2002, ROUND],
        ["rd_intensity", "100000", 2013, ROUND],
        ["rd_intensity", "100000", 2015, ROUND],
        ["st_contribution_rate", "100000", 2015, UNKNOWN],
    ]


# Two years of R&D and GDP whose later dates are a year apart, and one of the four half a year late.
ROUNDS = {
    "the numerator's": ("rd_expenditure", "gdp"),
    "the denominator's": ("gdp", "rd_expenditure"),
}


@pytest.mark.parametrize("story", ROUNDS)
def test_a_computed_ratio_compares_no_better_than_its_parts(observations: Maker, story: str) -> None:
    late, regular = ROUNDS[story]
    days = {late: ["2007-03-31", "2008-09-30"], regular: ["2007-09-30", "2008-09-30"]}
    rows = observations(
        *(
            {"indicator": indicator, "year": year, "value": 2.0, "released": pd.Timestamp(day)}
            for indicator, both in days.items()
            for year, day in zip(YEARS, both, strict=True)
        )
    )
    table = ci.compare_years(ci.derive(rows), years=YEARS).set_index("indicator")["edition_break"]
    assert table[late] == ROUND
    assert pd.isna(table[regular])
    assert table["rd_intensity"] == ROUND


def test_a_ratio_that_was_observed_has_editions_of_its_own(observations: Maker) -> None:
    late = {"indicator": "rd_expenditure"}
    ratio = {"indicator": "rd_intensity", "unit": "%"}
    days = {2006: "2007-03-31", 2007: "2008-09-30"}, {2006: "2007-09-30", 2007: "2008-09-30"}
    rows = observations(
        *(
            {**which, "year": year, "released": pd.Timestamp(day)}
            for which, both in zip((late, ratio), days, strict=True)
            for year, day in both.items()
        )
    )
    table = ci.compare_years(rows, years=YEARS).set_index("indicator")["edition_break"]
    assert table["rd_expenditure"] == ROUND
    assert pd.isna(table["rd_intensity"])
