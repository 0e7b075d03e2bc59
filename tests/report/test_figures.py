"""The pictures of a report follow from its parts; each is drawn once, the same every time."""

from __future__ import annotations

import io
import re

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from chenzhou_indicators.report import exports, figures
from chenzhou_indicators.vocabulary import Part


@pytest.fixture(scope="module", params=["zh", "en"])
def pictures(request, sample):
    made, refused = figures.drawn(sample, request.param)
    assert refused == {}
    return made


def test_every_part_that_can_be_drawn_is(pictures):
    assert [(picture.name, picture.part) for picture in pictures] == [
        ("scorecard", Part.TARGETS),
        ("outlook-1", Part.PROSPECTS),
        ("growth-accounts", Part.GROWTH),
        ("heatmap", Part.COUNTIES),
        ("ranking", Part.COUNTIES),
        ("comparison", Part.YEARS),
    ]


def test_a_picture_has_a_heading_words_and_its_true_size(pictures):
    for picture in pictures:
        assert picture.caption.strip()
        assert 40 < len(picture.alt) <= 400
        points = re.search(rb'<svg [^>]*width="([\d.]+)pt"', picture.svg) or re.search(
            rb'height="[\d.]+pt"[^>]*width="([\d.]+)pt"', picture.svg
        )
        assert picture.width == pytest.approx(float(points[1]) * 96 / 72, abs=1)
        high, wide = mpl.image.imread(io.BytesIO(picture.png), format="png").shape[:2]
        assert high / wide == pytest.approx(picture.height / picture.width, rel=0.01)


@pytest.mark.parametrize("day", [None, pd.Timestamp("2008-09-30")])
def test_the_foot_of_a_picture_names_the_tables_that_hold_its_figures_and_their_sources(
    sample, monkeypatch, day
):
    feet = {}

    def seen(drawing):
        ax = drawing.draw()
        feet[drawing.name] = " ".join(text.get_text() for text in ax.texts).replace("\n", " ")
        plt.close(ax.figure)

    monkeypatch.setattr(figures, "_figure", seen)
    figures.drawn(sample._replace(as_of=day), "en")
    tables = {
        name: re.search(r"Figures: (\S+), their sources: tables/sources\.csv", feet[name])[1] for name in feet
    }
    assert tables == {
        "scorecard": "tables/scorecard.csv",
        "outlook-1": "tables/outlook.csv",
        "growth-accounts": "tables/growth-accounts.csv",
        "heatmap": "tables/county-verdicts.csv",
        "ranking": "tables/scores.csv",
        "comparison": "tables/years.csv",
    }
    dated = [name for name in feet if "2008-09-30" in feet[name]]
    # accounts have no editions
    assert dated == ([] if day is None else [name for name in tables if name != "growth-accounts"])


def test_the_files_that_pictures_name_are_there(sample):
    made = exports.tables(sample, "en")
    named = {"scorecard", "outlook", "growth-accounts", "county-verdicts", "scores", "years", "sources"}
    assert named <= {*made}


def test_pictures_of_invented_figures_say_so_in_words(pictures):
    assert all(re.search("示例|[Ii]llustrative", picture.alt) for picture in pictures)


def test_no_picture_stays_open_and_two_runs_draw_the_same(sample):
    once, again = (figures.drawn(sample, "en")[0] for _ in range(2))
    assert plt.get_fignums() == []
    assert once == again


def test_of_many_targets_due_later_the_first_six_are_drawn(sample):
    rows = sample.prospects.outlook
    many = pd.concat([rows.assign(target=f"promise_{number}") for number in range(8)], ignore_index=True)
    drawn, _ = figures.drawn(sample._replace(prospects=sample.prospects._replace(outlook=many)), "en")
    names = [picture.name for picture in drawn if picture.part == Part.PROSPECTS]
    assert names == [f"outlook-{number}" for number in range(1, 7)]


def test_the_comparison_shows_the_indicator_that_most_counties_have(sample):
    sides = figures._widest(sample.years.figures, [*sample.plan.targets["indicator"]])
    assert sides["indicator"].unique().tolist() == ["hightech_output"]
    assert sides["change"].notna().sum() == 11
    assert figures._widest(sample.years.figures.iloc[:0], []).empty


def test_without_figures_of_counties_nothing_is_compared_in_a_picture(bare):
    drawn, refused = figures.drawn(bare, "zh")
    assert [picture.name for picture in drawn] == ["scorecard", "outlook-1"]
    assert refused == {}


def test_what_a_chart_refuses_is_told_and_the_others_are_drawn(sample):
    crowd = pd.DataFrame({"area": [f"44{number:04}" for number in range(41)]})  # the chart has room for 40
    ranks = crowd.merge(sample.counties.ranks.drop(columns="area").head(1), how="cross")
    crowded = sample._replace(counties=sample.counties._replace(ranks=ranks))
    drawn, refused = figures.drawn(crowded, "zh")
    assert "ranking" not in [picture.name for picture in drawn]
    assert len(drawn) == 5
    assert "40" in refused["ranking"]
