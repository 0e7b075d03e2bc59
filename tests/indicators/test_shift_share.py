"""Shift-share: the growth of an area as the whole's, that of its mix, and its own."""

from __future__ import annotations

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError

PARTS = ["growth", "national", "mix", "regional"]


def frame(farming: list[float], industry: list[float], names: str = "ABC") -> pd.DataFrame:
    return pd.DataFrame({"farming": farming, "industry": industry}, index=[*names[: len(farming)]])


def series(farming: float, industry: float) -> pd.Series:
    return pd.Series({"industry": industry, "farming": farming})


def split(start: pd.DataFrame, end: pd.DataFrame, **more: pd.Series) -> dict[str, list[float]]:
    return ci.shift_share(start, end, **more).set_index("area")[PARTS].T.to_dict("list")


BEFORE, AFTER = frame([80, 20], [20, 80]), frame([80, 20], [60, 140])


# --- by hand -------------------------------------------------------------------------------------


def test_growth_is_split_by_hand() -> None:
    # The whole: 200 to 300, farming 100 to 100, industry 100 to 200: growth 0.5, 0 and 1.
    # A: 100 to 140. Mix (80 (0 - 0.5) + 20 (1 - 0.5)) / 100 = -0.3; own (60 - 20 * 2) / 100 = 0.2.
    # B: 100 to 160. Mix (20 (0 - 0.5) + 80 (1 - 0.5)) / 100 = 0.3; own (140 - 80 * 2) / 100 = -0.2.
    parts = split(BEFORE, AFTER)
    assert parts["A"] == pytest.approx([0.4, 0.5, -0.3, 0.2], rel=1e-14)
    assert parts["B"] == pytest.approx([0.6, 0.5, 0.3, -0.2], rel=1e-14)


def test_a_table_says_what_it_is_about() -> None:
    table = ci.shift_share(BEFORE, AFTER)
    assert list(table.columns) == [*ci.schemas.ShiftShare.to_schema().columns]
    assert table["area"].tolist() == ["A", "B"]


def test_a_reference_of_its_own_by_hand() -> None:
    # The country: farming 400 to 440, industry 600 to 840: growth 0.28, 0.1 and 0.4.
    parts = split(BEFORE, AFTER, reference_start=series(400, 600), reference_end=series(440, 840))
    # A: mix (80 (0.1 - 0.28) + 20 (0.4 - 0.28)) / 100 = -0.12; own ((80 - 88) + (60 - 28)) / 100 = 0.24.
    assert parts["A"] == pytest.approx([0.4, 0.28, -0.12, 0.24], rel=1e-13)
    # B: mix (20 (0.1 - 0.28) + 80 (0.4 - 0.28)) / 100 = 0.06; own ((20 - 22) + (140 - 112)) / 100 = 0.26.
    assert parts["B"] == pytest.approx([0.6, 0.28, 0.06, 0.26], rel=1e-13)


def test_an_area_that_is_the_whole_has_neither_mix_nor_own_part() -> None:
    parts = split(BEFORE.iloc[:1], AFTER.iloc[:1])
    assert parts["A"] == pytest.approx([0.4, 0.4, 0.0, 0.0], abs=1e-15)


def test_a_sector_that_is_new_to_an_area_is_its_own_doing() -> None:
    # The whole: farming 100 to 100, industry 100 to 150; A built industry of 30 out of nothing.
    parts = split(frame([50, 50], [0, 100]), frame([50, 50], [30, 120]))
    # G = 0.25. A: mix 50 (0 - 0.25) / 50 = -0.25, own 30 / 50 = 0.6, growth 0.6.
    assert parts["A"] == pytest.approx([0.6, 0.25, -0.25, 0.6], rel=1e-13)


def test_a_sector_that_is_new_to_the_whole_stands_against_the_mix() -> None:
    # 100 to 120, of which industry, new, makes 20: G = 0.2 while the only sector there was stood still.
    parts = split(frame([60, 40], [0, 0]), frame([60, 40], [20, 0]))
    assert parts["A"] == pytest.approx([20 / 60, 0.2, -0.2, 20 / 60], rel=1e-13)
    assert parts["B"] == pytest.approx([0.0, 0.2, -0.2, 0.0], abs=1e-15)


def test_an_area_with_nothing_at_the_start_has_only_the_whole() -> None:
    parts = split(frame([80, 20, 0], [20, 80, 0]), frame([80, 20, 0], [60, 140, 10]))
    assert parts["C"][1] == pytest.approx(0.55)
    assert pd.isna([parts["C"][place] for place in (0, 2, 3)]).all()
    assert parts["A"][0] == pytest.approx(0.4)


def test_a_sector_of_one_is_a_sector() -> None:
    # Farming 1 to 2, industry 9 to 9: G = 0.1.
    assert split(frame([1], [9]), frame([2], [9]))["A"] == pytest.approx([0.1, 0.1, 0.0, 0.0], abs=1e-15)


def test_a_sector_that_vanishes_is_one_that_falls_to_nothing() -> None:
    # The whole: 200 to 150, farming 100 to 0, industry 100 to 150: G = -0.25.
    parts = split(BEFORE, frame([0, 0], [30, 120]))
    # A: mix (80 (-1 + 0.25) + 20 (0.5 + 0.25)) / 100 = -0.45; own (30 - 30) / 100 = 0.
    assert parts["A"] == pytest.approx([-0.7, -0.25, -0.45, 0.0], abs=1e-14)


# --- order, types, input -------------------------------------------------------------------------


def test_the_order_of_rows_and_columns_does_not_matter() -> None:
    turned = ci.shift_share(BEFORE, AFTER.iloc[::-1][["industry", "farming"]])
    pd.testing.assert_frame_equal(turned, ci.shift_share(BEFORE, AFTER))
    by_area = ci.shift_share(BEFORE.iloc[::-1], AFTER)
    assert by_area["area"].tolist() == ["B", "A"]
    assert by_area["mix"].tolist() == pytest.approx([0.3, -0.3])


def test_areas_may_be_named_by_numbers_and_the_input_stays() -> None:
    start, end = BEFORE.set_axis([431002, 431003]), AFTER.set_axis([431002, 431003])
    kept = start.copy()
    assert ci.shift_share(start, end)["area"].tolist() == ["431002", "431003"]
    pd.testing.assert_frame_equal(start, kept)


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "says"),
    [
        (AFTER.drop(index="B"), "start and end hold the same areas and sectors; not in both:\n  - B$"),
        (AFTER.drop(columns="farming"), "not in both:\n  - farming$"),
        (AFTER.set_axis([*"AA"]), "end holds rows or columns of one name; name each once:\n  - A$"),
        (AFTER.iloc[:0], "end is empty; give it areas as rows and sectors as columns"),
        ([1, 2], "end is a list; a DataFrame of areas by sectors"),
        (-AFTER, "  - end, A, farming: -80\n  - end, A, industry: -60\n  - end, B, farming: -20"),
        (AFTER.assign(farming=["80", None]), "  - end, A, farming: '80'\n  - end, B, farming: "),
        (
            AFTER.assign(industry=[float("inf"), True]),
            "  - end, A, industry: inf\n  - end, B, industry: True",
        ),
    ],
)
def test_frames_that_do_not_match_or_hold_no_amounts_are_refused(end: pd.DataFrame, says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        ci.shift_share(BEFORE, end)


def test_from_nothing_nothing_grows() -> None:
    with pytest.raises(ArgumentError, match="nothing at the start; from zero"):
        ci.shift_share(BEFORE * 0, AFTER)
    with pytest.raises(ArgumentError, match="nothing at the start; from zero"):
        ci.shift_share(BEFORE, AFTER, reference_start=series(0, 0), reference_end=series(1, 1))


def test_a_sector_the_areas_had_and_the_reference_had_not_is_refused() -> None:
    reference = {"reference_start": series(0, 600), "reference_end": series(440, 840)}
    with pytest.raises(ArgumentError, match=r"in a sector that areas had:\n  - farming$"):
        ci.shift_share(BEFORE / 100, AFTER / 100, **reference)
    # No area had it: then it only raises the growth of the whole, to 1280 / 600 - 1.
    parts = split(frame([0], [10]), frame([0], [14]), **reference)
    assert parts["A"] == pytest.approx([0.4, 680 / 600, 0.4 - 680 / 600, 0.0], abs=1e-14)


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        ({"reference_start": series(1, 2)}, "give both or none"),
        ({"reference_end": series(1, 2)}, "give both or none"),
        ({"reference_start": [1, 2], "reference_end": [1, 2]}, "are Series by sector"),
        ({"reference_start": series(1, 2)[:1], "reference_end": series(1, 2)}, "not in both:\n  - farming$"),
        ({"reference_start": series(1, 2), "reference_end": series(1, 2)[:1]}, "not in both:\n  - farming$"),
        ({"reference_start": series(1, -2), "reference_end": series(1, 2)}, "_start, whole, industry: -2"),
        ({"reference_start": series(1, 2), "reference_end": series(float("nan"), 2)}, "whole, farming: nan"),
        (
            {"reference_start": pd.concat([series(1, 2), series(1, 2)[1:]]), "reference_end": series(1, 2)},
            "reference_start holds rows or columns of one name; name each once:\n  - farming",
        ),
    ],
)  # fmt: skip
def test_references_that_do_not_fit_are_refused(reference: dict[str, pd.Series], says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        ci.shift_share(BEFORE, AFTER, **reference)


def test_labels_of_several_levels_are_those_of_both_frames() -> None:
    plain = pd.DataFrame({"farming": [1.0]}, index=["A"])
    deep = plain.set_axis(pd.MultiIndex.from_tuples([("431000", "A")]))
    assert ci.shift_share(deep, deep)["area"].tolist() == ["('431000', 'A')"]
    with pytest.raises(ArgumentError, match=r"^start and end have labels of as many levels; they do not"):
        ci.shift_share(plain, deep)
