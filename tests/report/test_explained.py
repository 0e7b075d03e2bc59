"""What a report says of its own reckoning is what the code does."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from markupsafe import escape

import chenzhou_indicators as ci
from chenzhou_indicators.assessment.attainment import attainment, gap
from chenzhou_indicators.assessment.scorecard import GRADES
from chenzhou_indicators.catalog import label_texts
from chenzhou_indicators.charts.labels import word
from chenzhou_indicators.indicators.sensitivity import ELASTICITIES
from chenzhou_indicators.report.contents import WINDOWS
from chenzhou_indicators.report.page import page
from chenzhou_indicators.vocabulary import Commitment, Status

NONE = float("nan")
both = pytest.mark.parametrize("lang", ["zh", "en"])


def said(key, lang):
    return label_texts()["explained"][key][lang]


def numbers(text):
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]


@pytest.mark.parametrize(
    ("actual", "minimum", "maximum", "margin", "share"),
    [
        (96, 120, NONE, -24, 96 / 120),  # a floor: actual / minimum
        (412, NONE, 400, -12, 2 - 412 / 400),  # a ceiling: 2 - actual / maximum
        (3, 1, 2, -1, 1 - 1 / 2),  # a band: 1 - distance / the nearer bound
        (64, 60, 70, 4, 1),  # inside it
        (200, 60, 70, -130, 0),  # never below zero
        (5, 0, NONE, 5, NONE),  # of zero there is no share
    ],
)
def test_gap_and_attainment_are_what_is_said_of_them(actual, minimum, maximum, margin, share):
    row = [pd.Series([float(value)]) for value in (actual, minimum, maximum)]
    assert gap(*row).tolist() == [margin]
    assert attainment(*row).tolist() == pytest.approx([share], nan_ok=True)


@both
def test_grades_and_the_cap_are_named_with_their_points(lang):
    points = [*(round(100 * bar) for bar in GRADES.values())]
    assert numbers(said("score", lang)) == [120, 100, *points]
    for grade in [*GRADES, "unqualified"]:
        assert word("grade", grade, lang) in said("score", lang)


@both
def test_the_choices_of_the_rate_are_named(lang):
    named = numbers(said("rate_range", lang))
    assert {ELASTICITIES[0], ELASTICITIES[-1], *map(float, WINDOWS)} <= {*named}
    count = {"zh": "7组", "en": "seven"}[lang]
    assert len(ELASTICITIES) == 7
    assert count in said("rate_range", lang)


@both
def test_commitments_are_named_from_the_firmest(lang):
    text = said("commitment", lang)
    places = [text.index(word("commitment", commitment, lang)) for commitment in Commitment]
    assert [*Commitment] == ["ensure", "achieve", "strive", "cultivate"]
    assert places == sorted(places)


def test_an_amount_may_lag_though_its_pace_is_high_enough(observations, targets):
    # From 100 to 400 in two years is 100 % a year, and 200 in between keeps that pace; the straight line
    # passes 250 there.
    promise = targets({"minimum": 400.0, "baseline_year": 2006, "due": 2008})
    known = observations({"year": 2006, "value": 100.0}, {"year": 2007, "value": 200.0})
    assert ci.pace(known, promise, year=2007)["pace_ratio"].tolist() == pytest.approx([1.0])
    row = ci.assess(known, promise, year=2007).iloc[0]
    assert (row["status"], row["expected"]) == (Status.LAGGING, 250.0)


@both
def test_the_page_explains_everything_that_is_explained(sample, lang):
    shown = page(sample, [], lang)
    assert all(str(escape(text[lang])) in shown for text in label_texts()["explained"].values())
