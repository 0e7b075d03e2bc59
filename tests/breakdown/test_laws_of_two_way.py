"""What holds of every table with both totals fixed, against all tables there are and other software."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from laws import cases

import chenzhou_indicators as ci
from chenzhou_indicators.breakdown.rounding import rounded_both_ways
from chenzhou_indicators.errors import ArgumentError

sizes = st.tuples(st.integers(1, 3), st.integers(1, 3))


def divided(rows: np.ndarray, columns: np.ndarray, weights: np.ndarray) -> pd.DataFrame:
    return ci.apportion_two_way(pd.Series(rows), pd.Series(columns), pd.DataFrame(weights))


@cache
def ways(total: int, cells: int) -> list[tuple[int, ...]]:
    """Return all ways to divide a whole number among cells."""
    if cells == 1:
        return [(total,)]
    return [(first, *rest) for first in range(total + 1) for rest in ways(total - first, cells - 1)]


def every_table(rows: np.ndarray, columns: np.ndarray, weights: np.ndarray) -> list[np.ndarray]:
    """Return all tables of whole numbers with these totals that are nothing where weights are."""
    tables = [np.array(each) for each in product(*(ways(int(row), len(columns)) for row in rows))]
    return [each for each in tables if (each.sum(axis=0) == columns).all() and not each[weights == 0].any()]


def scaled_in_turn(rows: np.ndarray, columns: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Fit by scaling rows and columns in turn, as Deming and Stephan do."""
    table = weights.astype(float)
    for _ in range(2000):
        table *= (rows / table.sum(axis=1))[:, None]
        table *= columns / table.sum(axis=0)
        if np.abs(table.sum(axis=1) - rows).max() < 1e-11:
            return table
    raise AssertionError("too slow to be a reference")


@st.composite
def arrays(draw: st.DrawFn, least: int, most: int, shape: tuple[int, int] | None = None) -> np.ndarray:
    """Draw a table of small whole numbers."""
    height, width = shape or draw(sizes)
    numbers = draw(st.lists(st.integers(least, most), min_size=height * width, max_size=height * width))
    return np.array(numbers).reshape(height, width)


@st.composite
def mixtures(draw: st.DrawFn) -> np.ndarray:
    """Draw a table with fractions whose totals are whole: the mean of tables with the same totals."""
    first = draw(arrays(0, 2))
    number = draw(st.integers(2, 4))
    tables = every_table(first.sum(axis=1), first.sum(axis=0), np.ones(first.shape))
    return np.mean([draw(st.sampled_from(tables)) for _ in range(number)], axis=0)


@cases(150)
@given(table=mixtures())
def test_no_other_table_is_nearer_and_ties_are_decided_and_named_as_stated(table: np.ndarray) -> None:
    up, tied = rounded_both_ways(table)
    near = [
        each
        for each in every_table(table.sum(axis=1).round(), table.sum(axis=0).round(), np.ones(table.shape))
        if (np.abs(each - table) < 1 - 1e-9).all()
    ]
    distances = np.array([((each - table) ** 2).sum() for each in near])
    nearest = [each for each, far in zip(near, distances, strict=True) if far < distances.min() + 1e-9]
    order = np.argsort(-table.round(6), axis=None, kind="stable")
    assert (up == max(nearest, key=lambda each: each.flat[order].tolist())).all()
    assert (tied == np.any([each != nearest[0] for each in nearest], axis=0)).all()


@cases(100)
@given(data=st.data())
def test_positive_weights_are_fitted_as_by_scaling_in_turn(data: st.DataObject) -> None:
    weights = data.draw(arrays(1, 9))
    shape = (len(weights), weights.shape[1])
    totals = data.draw(arrays(0, 30, shape)) + 1
    rows, columns = totals.sum(axis=1), totals.sum(axis=0)
    fitted = scaled_in_turn(rows, columns, weights)
    assume((np.abs(fitted * 1e6 % 1 - 0.5) > 1e-4).all())  # not on the edge of the sixth place
    assert (divided(rows, columns, weights).to_numpy() == rounded_both_ways(fitted)[0]).all()


@cases(150)
@given(data=st.data())
def test_there_is_a_table_where_one_exists_and_it_fills_only_cells_that_can_be_filled(
    data: st.DataObject,
) -> None:
    weights = data.draw(arrays(0, 2))
    totals = data.draw(arrays(0, 2, (len(weights), weights.shape[1])))
    turned = data.draw(st.permutations(totals.sum(axis=0)))  # so that some have no table
    rows, columns = totals.sum(axis=1), np.array(turned)
    tables = every_table(rows, columns, weights)
    if not tables:
        with pytest.raises(
            ArgumentError, match="Weights of zero leave no table with these totals"
        ) as refused:
            divided(rows, columns, weights)
        needs, takes = (
            [int(said.split(": ")[1]) for said in refused.value.problems if said.startswith(word)]
            for word in ("row", "column")
        )
        assert sum(needs) > sum(takes)
        return
    found = divided(rows, columns, weights).to_numpy()
    assert any((found == each).all() for each in tables)
    assert not found[np.sum(tables, axis=0) == 0].any()


@cases(60)
@given(data=st.data())
def test_neither_order_nor_the_unit_of_a_row_or_column_matters(data: st.DataObject) -> None:
    weights = data.draw(arrays(0, 5))
    totals = data.draw(arrays(0, 9, (len(weights), weights.shape[1]))) * (weights > 0)
    rows, columns = pd.Series(totals.sum(axis=1)), pd.Series(totals.sum(axis=0))
    table = pd.DataFrame(weights)
    given_ = ci.apportion_two_way(rows, columns, table)
    row_order, column_order = (data.draw(st.permutations([*totals.index])) for totals in (rows, columns))
    turned = ci.apportion_two_way(rows[::-1], columns, table.loc[row_order, column_order])
    pd.testing.assert_frame_equal(turned.loc[rows.index, columns.index], given_)
    assert {*turned.attrs["tied"]} == {*given_.attrs["tied"]}
    units = data.draw(st.lists(st.sampled_from([0.25, 1.0, 1024.0]), min_size=3, max_size=3))
    resized = table.mul(units[: len(table)], axis=0)
    pd.testing.assert_frame_equal(ci.apportion_two_way(rows, columns, resized), given_)


def test_the_fit_is_that_of_a_poisson_model_with_the_weights_as_offset() -> None:
    sm = pytest.importorskip("statsmodels.api")
    draw = np.random.default_rng(2007)
    weights, totals = draw.uniform(0.1, 5, (4, 6)), draw.integers(0, 20, (4, 6))
    row, column = np.indices(weights.shape).reshape(2, -1)
    effects = np.column_stack([row[:, None] == range(4), column[:, None] == range(1, 6)]).astype(float)
    model = sm.GLM(totals.ravel(), effects, family=sm.families.Poisson(), offset=np.log(weights.ravel()))
    fitted = model.fit(tol=1e-12).fittedvalues.reshape(weights.shape)
    found = divided(totals.sum(axis=1), totals.sum(axis=0), weights).to_numpy()
    assert (np.abs(found - fitted) < 1).all()
    assert (found == rounded_both_ways(fitted)[0]).all()


def test_a_table_as_large_as_a_province_adds_up() -> None:
    draw = np.random.default_rng(2010)
    weights = draw.uniform(0, 1, (24, 122)) * 10.0 ** draw.uniform(-3, 3, (24, 122))
    weights[draw.uniform(size=weights.shape) < 0.2] = 0
    totals = draw.integers(0, 12, weights.shape) * (weights > 0)
    given_ = divided(totals.sum(axis=1), totals.sum(axis=0), weights).to_numpy()
    assert (given_.sum(axis=1) == totals.sum(axis=1)).all()
    assert (given_.sum(axis=0) == totals.sum(axis=0)).all()
    assert not given_[weights == 0].any()
