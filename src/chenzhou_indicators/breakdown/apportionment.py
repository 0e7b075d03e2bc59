"""Apportionment: dividing a whole number among areas in proportion to weights.

Twelve demonstration villages over eleven counties cannot be divided in proportion exactly: somebody is
rounded up. The methods differ in who. They are those of seats in parliaments, under the same names; all
of them give whole numbers that add up to the total, and none is right in every respect: the largest
remainder keeps each area within one of its exact share, the divisor methods never take from an area
because the total grew.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor, gcd, lcm
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from apportionment.methods import compute

from ..arguments import one_of, whole_number
from ..errors import ArgumentError
from ..vocabulary import Apportionment
from .wholes import by_label

__all__ = ["apportion"]

MOST = 10**6  # units, and areas times units where a method gives unit by unit
SPAN = 10**300  # the largest weight over the measure that all share: beyond it there are no floats

Claim: TypeAlias = tuple[bool, Fraction]
Claims: TypeAlias = Callable[[int, int], Claim]
DIVISORS: dict[Apportionment, Callable[[int], Fraction]] = {  # d(a); of Huntington-Hill its square
    Apportionment.SAINTELAGUE: lambda has: has + Fraction(1, 2),
    Apportionment.DHONDT: lambda has: Fraction(has + 1),
    Apportionment.HUNTINGTON: lambda has: Fraction(has * (has + 1)),
    Apportionment.ADAMS: Fraction,
    Apportionment.DEAN: lambda has: Fraction(2 * has * (has + 1), 2 * has + 1),
}


def apportion(
    total: int,
    weights: pd.Series[float],
    *,
    method: str = "largest_remainder",
    minimum: int | pd.Series[int] | None = None,
    maximum: int | pd.Series[int] | None = None,
) -> pd.Series[int]:
    r"""Divide a whole number among areas in proportion to weights.

    Parameters
    ----------
    total : int
        What is divided, 0 to 1,000,000.
    weights : Series of float
        Finite, zero or more, one for each label of the index. An area of weight zero is given its minimum.
    method : str, optional
        ``largest_remainder`` (Hamilton), ``saintelague`` (Webster), ``dhondt`` (Jefferson), ``huntington``
        (Hill), ``adams`` or ``dean``. The last three give every area with a weight at least 1, as far as
        the total reaches, the largest first.
    minimum, maximum : int or Series of int, optional
        The least and the most an area is given: one number for all, or one for each label.

    Returns
    -------
    Series of int
        On the index of `weights`, in its order; adds up to `total`. Where the last units had to be decided
        between areas with equal claims, ``attrs["tied"]`` lists these areas; they went to the larger
        weight, then to the label that comes first when labels are sorted as text.

    Raises
    ------
    ArgumentError
        If the method is unknown, the total, a weight or a bound is outside its range, labels repeat, a
        Series of bounds has other labels, a minimum is above its maximum, no whole numbers within the
        bounds add up to the total (with the sums), or areas times units exceed 1,000,000 in a divisor
        method.

    Notes
    -----
    The largest remainder method gives area i the whole part of its share
    :math:`q_i = T w_i / \sum_j w_j` and what is left to the largest fractions. A divisor method
    gives each unit to the area with the largest :math:`w_i / d(a_i)`, where :math:`a_i` is what it has
    and d(a) is a + 1 (D'Hondt), a + 1/2 (Sainte-Laguë), :math:`\sqrt{a (a + 1)}` (Huntington-Hill), a (Adams)
    or :math:`2 a (a + 1) / (2 a + 1)` (Dean); where d(0) = 0, first units go before all others, the larger
    weight first. Weights are taken as the decimal numbers they are written as, and claims to the last units
    are compared exactly.

    With bounds, units are given one by one to the largest claim, from the minimum up and only to areas below
    their maximum; the claim by largest remainder is :math:`q_i - a_i`, so that the areas end as near to their
    exact shares as the bounds allow.

    References
    ----------
    Balinski and Young, Fair Representation: Meeting the Ideal of One Man, One Vote, 2nd edition 2001,
    appendix A. Divisor methods are computed by the package apportionment (Lackner), the last units here.

    Examples
    --------
    Twelve demonstration villages by population, at least one for each of five counties:

    >>> people = pd.Series({"Guiyang": 80, "Yizhang": 57, "Yongxing": 63, "Jiahe": 36, "Guidong": 17})
    >>> apportion(12, people, minimum=1).to_dict()
    {'Guiyang': 4, 'Yizhang': 2, 'Yongxing': 3, 'Jiahe': 2, 'Guidong': 1}
    >>> apportion(12, people, method="dhondt").to_dict()
    {'Guiyang': 4, 'Yizhang': 3, 'Yongxing': 3, 'Jiahe': 2, 'Guidong': 0}
    >>> apportion(4, people, minimum=1)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: The least the areas are given adds up to 5, more than ...
    """
    chosen = one_of(method, Apportionment, "method")
    whole = whole_number(total, "total", least=0, most=MOST)
    exact = _exact(weights)
    least = _bound(minimum, weights.index, "minimum", default=0)
    most = _bound(maximum, weights.index, "maximum", default=MOST)
    _require_feasible(whole, weights.index, exact, least, most)
    if chosen != Apportionment.LARGEST_REMAINDER and len(exact) * whole > MOST:
        raise ArgumentError(
            f"{len(exact)} areas times {whole} units are {len(exact) * whole}, above {MOST}: too many for "
            "a divisor method; use largest_remainder."
        )
    given, tied = _within_bounds(whole, exact, least, most, chosen, _order(exact, weights.index))
    shares = pd.Series(given, index=weights.index, dtype="int64")
    shares.attrs["tied"] = [weights.index[place] for place in tied]
    return shares


# --- bounds and ties -----------------------------------------------------------------------------


def _order(exact: list[int], labels: pd.Index[Any]) -> list[int]:
    """Return the places in the order in which ties are decided: the larger weight, then the first label."""
    return sorted(range(len(exact)), key=lambda place: (-exact[place], str(labels[place])))


def _within_bounds(
    total: int, exact: list[int], least: list[int], most: list[int], method: Apportionment, order: list[int]
) -> tuple[list[int], list[int]]:
    """Give the areas whose bound binds that bound, and divide the rest among the others.

    Of areas that are short and areas that are over, those go first that are so by more units in all: they
    stay so whatever the others are given.
    """
    claim = _claims(total, exact, method)
    given = [*least]
    free = [place for place in order if exact[place] > 0]
    while free:
        rest = total - sum(given) + sum(given[place] for place in free)
        divided = _divided(rest, free, exact, method, claim)
        short = {place: least[place] - units for place, units in divided.items() if units < least[place]}
        over = {place: units - most[place] for place, units in divided.items() if units > most[place]}
        if not short and not over:
            given = [divided.get(place, units) for place, units in enumerate(given)]
            return given, _tied(free, given, least, most, claim)
        done: set[int] = set()
        if sum(short.values()) >= sum(over.values()):
            done |= short.keys()
        if sum(over.values()) >= sum(short.values()):
            done |= over.keys()
            given = [most[place] if place in over else units for place, units in enumerate(given)]
        free = [place for place in free if place not in done]
    return given, []


def _tied(free: list[int], given: list[int], least: list[int], most: list[int], claim: Claims) -> list[int]:
    """Return the places whose claims to the last units are equal, so that their order decides."""
    held = {place: claim(place, given[place] - 1) for place in free if given[place] > least[place]}
    wanted = {place: claim(place, given[place]) for place in free if given[place] < most[place]}
    last = min(held.values(), default=None)
    if last is None or last not in wanted.values():
        return []
    return sorted({place for claims in (held, wanted) for place in claims if claims[place] == last})


# --- who has the larger claim --------------------------------------------------------------------


def _claims(total: int, exact: list[int], method: Apportionment) -> Claims:
    """Return how strong the claim of the area at a place is to one unit more than it has.

    The largest claims are met; first units go before all others where a method says so.
    """
    if method == Apportionment.LARGEST_REMAINDER:
        whole = sum(exact)
        return lambda place, has: (False, Fraction(exact[place] * total, whole) - has)
    power = 2 if method == Apportionment.HUNTINGTON else 1  # squares compare as the roots do

    def claim(place: int, has: int) -> Claim:
        divisor = DIVISORS[method](has)
        return (False, exact[place] ** power / divisor) if divisor else (True, Fraction(exact[place]))

    return claim


def _divided(
    rest: int, free: list[int], exact: list[int], method: Apportionment, claim: Claims
) -> dict[int, int]:
    """Divide without bounds, and settle exactly who is given the last units, the first in order first.

    Where claims are equal, the package may pass over a larger one that comes later in the order, and it
    compares those of Huntington-Hill as floats: each area is right to one unit, and that one is settled here.
    """
    if method == Apportionment.LARGEST_REMAINDER:
        shares = {place: claim(place, 0)[1] for place in free}
        missing = (rest - sum(shares.values())) / len(free)  # what the bounds of others take from each
        sure = {place: floor(share + missing) for place, share in shares.items()}
    elif rest == 0:
        sure = dict.fromkeys(free, 0)
    else:
        votes = np.array([exact[place] for place in free], dtype=object)  # whole numbers of any length
        found = compute(str(method), votes, rest, fractions=True, parties=[""] * len(free))
        sure = {place: max(int(units) - 1, 0) for place, units in zip(free, found, strict=True)}
    claims = [
        (claim(place, sure[place] + more), -at, place) for at, place in enumerate(free) for more in (0, 1)
    ]
    for _, _, place in sorted(claims, reverse=True)[: rest - sum(sure.values())]:
        sure[place] += 1
    return sure


# --- what is given -------------------------------------------------------------------------------


def _exact(weights: pd.Series[float]) -> list[int]:
    """Return whole numbers in the very proportions of the weights as they are written."""
    if not isinstance(weights, pd.Series) or weights.empty:
        raise ArgumentError("weights are a Series of at least one number, labelled by area.")
    if not pd.api.types.is_any_real_numeric_dtype(weights):
        raise ArgumentError(f"weights are numbers; these are of type {weights.dtype}.")
    if twice := [*weights.index[weights.index.duplicated()].unique()]:
        raise ArgumentError("weights hold each label once; more than once:", map(str, twice))
    odd = weights[~((weights >= 0) & (weights < float("inf"))).fillna(value=False).astype(bool)]
    if len(odd):
        raise ArgumentError(
            "weights are finite and zero or more; they are not at:",
            [f"{label}: {weight}" for label, weight in odd.items()],
        )
    written = [Fraction(str(weight)) for weight in weights.tolist()]
    shared = lcm(*(weight.denominator for weight in written))
    whole = [int(weight * shared) for weight in written]
    measure = gcd(*whole) or 1
    if max(whole) > SPAN * measure:
        raise ArgumentError(f"weights are too far apart, {min(weights[weights > 0])} and {max(weights)}.")
    return [weight // measure for weight in whole]


def _bound(
    bound: int | pd.Series[int] | None, labels: pd.Index[Any], name: str, *, default: int
) -> list[int]:
    """Return a bound for each label: whole numbers, zero or more."""
    if bound is None:
        return [default] * len(labels)
    if not isinstance(bound, pd.Series):
        return [whole_number(bound, name, least=0, most=MOST)] * len(labels)
    return by_label(bound, labels, name, of="weights", most=MOST)


def _require_feasible(
    total: int, labels: pd.Index[Any], exact: list[int], least: list[int], most: list[int]
) -> None:
    """Refuse bounds within which no whole numbers add up to the total."""
    each = zip(labels, least, most, strict=True)
    if crossed := [f"{label}: {low} and {high}" for label, low, high in each if low > high]:
        raise ArgumentError("minimum is not above maximum; it is at:", crossed)
    if sum(least) > total:
        raise ArgumentError(
            f"The least the areas are given adds up to {sum(least)}, more than the total, {total}."
        )
    reach = sum(high if weight else low for weight, low, high in zip(exact, least, most, strict=True))
    if reach < total:
        raise ArgumentError(
            f"The most the areas with a weight are given, and the least the others are, add up to {reach}, "
            f"less than the total, {total}."
        )
