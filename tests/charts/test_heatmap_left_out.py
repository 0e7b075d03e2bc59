"""Targets on which no area can be assessed have no column in the heatmap, and are named at its foot."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drawn import texts

import chenzhou_indicators as ci
from chenzhou_indicators.charts.heatmap import verdicts_of_year

NAN = float("nan")
COUNTIES = ci.load_areas().query("level == 'county'")["area"].tolist()


@pytest.fixture(scope="module")
def made():
    """Make verdicts: ``made(("t", "431002", True), ...)``, met where it can be assessed."""
    targets = ci.load_plan("chenzhou-2007").targets.query("target == 'patent_applications'")
    row = ci.assess(ci.load_sample("observations"), targets, year=2007)

    def make(*rows):
        table = pd.DataFrame(rows, columns=["target", "area", "known"])
        known = table.pop("known")
        return pd.concat([row.drop(columns=table.columns)] * len(table), ignore_index=True).assign(
            target=table["target"],
            area=table["area"],
            status=np.where(known, "met", "not_assessable"),
            attainment=np.where(known, 1.0, NAN),
            reason=pd.Series(np.where(known, None, "no value: gdp 2007"), dtype="str"),
            name_zh="目标" + table["target"],
            name_en="target " + table["target"],
        )

    return make


def names_drawn(ax):
    return [text.get_text() for text in ax.texts if text.get_text().startswith(("target ", "目标"))]


def test_such_a_target_has_no_column_and_is_named_with_the_reason(made):
    table = made(*[(target, area, target == "t") for target in "tuv" for area in COUNTIES[:2]])
    english, chinese = (ci.plot_heatmap(table, lang=lang) for lang in ("en", "zh"))
    assert names_drawn(english) == ["target t"]
    said = "Not drawn are 2 of the targets, as no area can be assessed on them: "
    assert said + "target u, target v. Why: no value (4)." in " ".join(texts(english)).replace("\n", " ")
    said = "未列入图中的目标 2 项，各地区都无法评估：目标u、目标v。原因：缺当年数据 4 项。"
    assert said in "".join(texts(chinese)).replace("\n", "")


def test_a_target_that_can_be_assessed_somewhere_keeps_its_column(made):
    ax = ci.plot_heatmap(made(("t", COUNTIES[0], True), ("t", COUNTIES[1], False)), lang="en")
    assert names_drawn(ax) == ["target t"]
    assert not any("Not drawn" in text for text in texts(ax))


def test_where_that_would_leave_nothing_all_are_drawn(made):
    table = made(*[(target, area, False) for target in "tu" for area in COUNTIES[:2]])
    drawn, left_out = verdicts_of_year(table)
    assert (len(drawn), len(left_out)) == (4, 0)


def test_an_area_that_owes_no_other_target_keeps_its_row(made):
    rows = ("t", COUNTIES[0], True), ("u", COUNTIES[0], False), ("v", COUNTIES[1], False)
    drawn, left_out = verdicts_of_year(made(*rows))
    assert drawn["target"].tolist() == ["t", "v"]
    assert left_out["target"].tolist() == ["u"]


def test_only_targets_that_are_drawn_count_towards_the_most(made):
    rows = [("t", COUNTIES[0], True)] + [(f"u{number}", COUNTIES[0], False) for number in range(40)]
    drawn, left_out = verdicts_of_year(made(*rows))
    assert (len(drawn), len(left_out)) == (1, 40)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_of_many_targets_left_out_stay_within_the_picture(made, lang):
    table = made(*[(target, area, target == "t0") for target in names(30) for area in COUNTIES])
    ax = ci.plot_heatmap(table.assign(name_en="A name of eighty letters " + table["target"] * 20), lang=lang)
    ax.figure.canvas.draw()
    boxes = np.array([text.get_window_extent().extents for text in ax.texts if text.get_text()])
    assert (boxes[:, :2] >= ax.figure.bbox.min).all()
    assert (boxes[:, 2:] <= ax.figure.bbox.max).all()


def names(count):
    return [f"t{number}" for number in range(count)]
