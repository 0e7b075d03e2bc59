"""Where texts stand: in lines that fit, and without covering each other."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot as plt

from chenzhou_indicators.charts.drawing import ems, wrapped
from chenzhou_indicators.charts.placement import Label, label_clear, spread

places = st.lists(st.tuples(st.floats(0, 100), st.floats(1, 10)), min_size=1, max_size=8)


@given(places)
def test_labels_in_a_column_keep_their_order_and_distance_and_stay_in_it(wanted):
    middles, heights = zip(*wanted, strict=True)
    found = spread(middles, heights, 0, 100)
    boxes = sorted((at - high / 2, at + high / 2) for at, high in zip(found, heights, strict=True))
    assert all(low[1] <= high[0] + 1e-9 for low, high in pairwise(boxes))
    assert boxes[0][0] >= -1e-9
    assert boxes[-1][1] <= 100 + 1e-9


def test_a_label_with_room_stays_where_it_is_wanted():
    assert spread([10.0, 50.0, 30.0], [4.0, 4.0, 4.0], 0, 100) == [10.0, 50.0, 30.0]


@given(st.text(alphabet="目标科技，。 abc12%", max_size=60), st.integers(8, 30))
def test_a_wrapped_text_fits_and_loses_nothing_but_spaces(text, most):
    lines = wrapped(text, most)
    assert lines.replace("\n", "").replace(" ", "") == text.replace(" ", "")
    breakable = all(ems(word) <= most for word in lines.split())
    assert not breakable or ems(lines) <= most


def test_a_comma_does_not_begin_a_line():
    assert wrapped("目标，科技", 2) == "目\n标，\n科技"


def test_a_label_keeps_clear_of_curves_and_of_other_labels():
    _, ax = plt.subplots()
    ax.set_xlim(0, 10)
    ax.set_ylim(0, 10)
    (line,) = ax.plot([0, 5, 10], [2, 5, 5])
    label_clear(ax, [Label(5, 5, "one label"), Label(5, 5, "another")], [line.get_data()])
    ax.figure.canvas.draw()
    one, another = (text.get_window_extent() for text in ax.texts)
    assert not one.overlaps(another)
    assert not any(
        line.get_transform().transform_path(line.get_path()).intersects_bbox(box, filled=False)
        for box in (one, another)
    )
