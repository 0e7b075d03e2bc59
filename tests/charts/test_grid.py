"""How wide and high the cells of a grid are, and how the names around it are broken."""

from __future__ import annotations

import pytest

from chenzhou_indicators.charts.drawing import NOTE, TEXT, ems
from chenzhou_indicators.charts.grid import BESIDE, flow, grid_within, new_grid

COUNTIES = ["北湖区", "苏仙区", "桂阳县"]
CHINESE = ["专利申请", "十佳科技示范乡（镇）"]
ENGLISH = ["Patent applications", "Information technology pilot firms"]


@pytest.mark.parametrize(
    ("rows", "columns", "wide"),
    [
        (1, ["专利申请"], 72.0),
        (11, ["专利申请"] * 6, 72.0),
        (11, ["专利申请"] * 9, 56.0),  # 0.6 of 840 points over nine
        (40, ["专利申请"] * 30, 42.0),
        (11, ["Patent applications"] * 12, 12 * 0.56 * 7.5 + 4),  # its longest word in letters of 7.5 points
        (11, ["Patent applications"] * 24, 42.0),  # too many for that
    ],
)
def test_cells_of_a_new_grid_can_always_be_read(rows, columns, wide):
    grid = new_grid(["北湖区"] * rows, columns, least=0)
    assert grid.wide == pytest.approx(wide)
    assert grid.high == 22
    assert grid.tall == grid.heads.high + 22 * rows
    assert grid.side == 3 * TEXT + BESIDE
    assert grid.across == pytest.approx(grid.side + wide * len(columns))


def test_a_new_grid_is_no_narrower_than_it_is_told():
    assert new_grid(COUNTIES, ["专利申请"], least=580).across == 580


def test_cells_fill_given_axes_up_to_a_size():
    full = grid_within(300, 120, COUNTIES, ["专利申请"] * 6, below=14)
    assert full.side + 6 * full.wide == pytest.approx(300)
    assert full.heads.high + 3 * full.high + 14 == pytest.approx(120)
    roomy = grid_within(3000, 2000, COUNTIES, CHINESE, below=0)
    assert (roomy.wide, roomy.high) == (72, 33)


@pytest.mark.parametrize(
    ("columns", "count", "upright"),
    [(CHINESE, 1, False), (CHINESE, 12, False), (ENGLISH, 1, False), (ENGLISH, 12, True)],
)
def test_heads_are_level_where_the_longest_word_fits_into_a_cell(columns, count, upright):
    grid = new_grid(COUNTIES, columns * count, least=0)
    assert grid.heads.upright == upright
    assert all(ems(text) * grid.heads.size <= (96 if upright else grid.wide) for text in grid.heads.texts)


def test_a_head_is_broken_into_even_lines_and_no_line_ends_with_an_opening_bracket():
    grid = new_grid(COUNTIES, [*CHINESE, "重大专项和重点项目资金比重", *["专利申请"] * 20], least=0)
    assert grid.heads.texts[1:3] == ["十佳科技示\n范乡（镇）", "重大专项和\n重点项目资\n金比重"]
    # Room of 4 ems: greedy lines would end with the bracket.
    narrow = grid_within(34.0 * 2 + 3 * TEXT + BESIDE, 300, COUNTIES, CHINESE, below=0)
    assert narrow.heads.texts[1] == "十佳科技\n示范乡\n（镇）"


def test_what_finds_no_room_is_cut():
    grid = new_grid(["很" * 40], ["很" * 80, *["专利申请"] * 20], least=0)
    assert grid.heads.texts[0].count("\n") == 5
    assert grid.heads.texts[0].endswith("…")
    assert grid.rows[0].endswith("…")
    assert grid.side == 150 + BESIDE
    upright = new_grid(COUNTIES, [" ".join(["Informatization"] * 20)] * 20, least=0).heads
    assert upright.texts[0].endswith("…")
    assert upright.high <= 96 + BESIDE


def test_the_middle_of_a_name_is_never_dropped():
    # A word too long for its line goes on in the next; only the end of a name is cut.
    for name in ("县（市、区）重点领域", "Informatization of every county-level government"):
        for across in range(60, 400, 20):
            grid = grid_within(across, 200, [name, *COUNTIES], [name] * 6, below=0)
            for text in (grid.rows[0], grid.heads.texts[0]):
                whole = text.replace("\n", "").replace(" ", "")
                assert name.replace(" ", "").startswith(whole.removesuffix("…"))
                assert "…" not in whole[:-1]


def test_room_kept_above_is_taken_from_the_cells():
    free = grid_within(300, 200, COUNTIES * 2, CHINESE, below=20, above=30)
    assert (free.top, free.heads.high + 6 * free.high) == (30, pytest.approx(150))


def test_letters_shrink_with_low_rows_and_narrow_columns():
    grid = grid_within(100, 100, ["北湖区"] * 10, ["专利申请"] * 20, below=0)
    assert grid.size == pytest.approx(0.72 * grid.high)
    assert grid.heads.size == pytest.approx(0.8 * grid.wide)
    assert grid.heads.size < NOTE


def test_hopelessly_small_axes_still_have_cells():
    grid = grid_within(60, 20, COUNTIES, ENGLISH, below=28)
    assert grid.high == pytest.approx(2)  # three tenths of 20 points for three rows
    assert grid.wide > 0


def test_pieces_flow_into_the_next_line_but_one_that_is_too_wide_stays_alone():
    assert flow([60, 60, 200, 10], 100) == [(0, 0.0), (1, 0.0), (2, 0.0), (3, 0.0)]
