"""How far a rank depends on the weights, and on single targets.

Nobody knows the right weights. If an area stays in its place whatever they are, the rank says something
about the area; if it wanders, the rank says something about the weights.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing.pandas import DataFrame

from ..arguments import whole_number
from ..doors import checked
from ..errors import ArgumentError
from ..schemas import RankRobustness
from .scorecard import DECIMALS, score, score_parts
from .weights import Weights, target_weights

__all__ = ["rank_robustness"]

Floats = npt.NDArray[np.float64]

MOST_DRAWS = 100_000
MOST_RANKS = 10**8  # areas times draws, all of which are kept: 400 MB
AT_ONCE = 4_000_000  # scores held at once: 32 MB


def rank_robustness(
    assessments: pd.DataFrame,
    *,
    draws: int = 1000,
    seed: int = 0,
    weights: Weights = None,
    cap: float = 1.2,
    missing: str = "leave_out",
) -> DataFrame[RankRobustness]:
    r"""Rank areas under random weights, and leaving out each target in turn.

    Parameters
    ----------
    assessments : DataFrame[Assessments]
        Verdicts of one year, as for `score`.
    draws : int, optional
        How many weights are drawn, 1 to 100,000; areas times draws are at most 100 million.
    seed : int, optional
        Of the random numbers, 0 or more; the same seed gives the same table, whatever the order of rows.
    weights : "equal", "entropy", or mapping or Series of float by target, optional
        What ``score`` and ``rank`` are reckoned with, as in `score`. A target of weight zero is not drawn.
    cap : float, optional
        As in `score`.
    missing : "leave_out" or "zero", optional
        As in `score`.

    Returns
    -------
    DataFrame[RankRobustness]
        One row per area, in the order of the table. ``rank_low`` and ``rank_high`` are the best and the worst
        rank of all draws and of the weights given; ``rank_05`` and ``rank_95`` the 5th and 95th percentile
        of the draws; ``share_first`` the share of draws in which the area is first, alone or with others;
        ``rank_low_without`` and ``rank_high_without`` the best and worst rank when one target is left out
        and the others keep their weights. Missing for an area without a score, which takes no place.

    Raises
    ------
    TableError, ArgumentError, UnknownNameError
        As `score`; ArgumentError also if draws or seed are outside their range.

    Notes
    -----
    Weights are drawn uniformly from all that are zero or more and add up to one: a Dirichlet distribution
    with all parameters 1, as exponential numbers over their sum. Each draw weighs all targets, none being
    favoured; it is harder on ranks than the doubts of any one assessor.

    References
    ----------
    Saisana, Saltelli and Tarantola, Uncertainty and sensitivity analysis techniques as tools for the
    quality assessment of composite indicators, Journal of the Royal Statistical Society A 168 (2005), pages
    307-323. OECD and JRC, Handbook on Constructing Composite Indicators, 2008, part I, step 7.

    Examples
    --------
    Of two areas that each lead in one target, each is first for half the weights:

    >>> import chenzhou_indicators as ci
    >>> owed = ci.load_plan("chenzhou-2007").targets.query("scope == 'each_government'")
    >>> verdicts = ci.assess(ci.load_sample("observations"), owed, year=2007).iloc[[1, 5]]
    >>> both = pd.concat([verdicts.assign(target=name, attainment=shares)
    ...                   for name, shares in (("a", [1.0, 0.6]), ("b", [0.4, 0.8]))])
    >>> ranks = ci.rank_robustness(both, draws=1000)
    >>> ranks[["area", "rank", "rank_low", "rank_high"]].values.tolist()
    [['431002', 1, 1, 2], ['431023', 1, 1, 2]]
    >>> bool(ranks["share_first"].between(0.45, 0.55).all())
    True
    >>> ci.rank_robustness(both, draws=0)
    Traceback (most recent call last):
    chenzhou_indicators.errors.ArgumentError: draws is 0; it is a whole number from 1 to 100000.
    """
    times = whole_number(draws, "draws", least=1, most=MOST_DRAWS)
    start = whole_number(seed, "seed", least=0, most=2**63 - 1)
    table = score(assessments, weights=weights, cap=cap, missing=missing)
    if len(table) * times > MOST_RANKS:
        ranks = f"{len(table)} areas times {times} draws are {len(table) * times} ranks"
        raise ArgumentError(f"{ranks}, above {MOST_RANKS}; draw fewer.")
    parts = score_parts(assessments, weights=weights, cap=cap, missing=missing)
    counted = parts.set_index(["area", "target"])["counted"].unstack("target").loc[table["area"]]  # noqa: PD010
    given = target_weights(weights, parts)
    credited, each = counted.to_numpy("float64"), np.asarray(given, dtype="float64")
    drawn = _drawn_ranks(credited, _random_weights(each, times, start))
    without = _ranks(credited, each[:, None] * (1 - np.eye(len(each)))[:, each > 0])
    ranked = table.assign(draws=times, **_ranges(table["rank"], drawn, without))
    return checked(ranked[[*RankRobustness.to_schema().columns]], RankRobustness, name="ranks")


def _random_weights(given: Floats, draws: int, seed: int) -> Floats:
    """Draw weights of the targets that weigh anything: a column for each draw."""
    random = np.random.default_rng(seed)
    return random.exponential(size=(draws, len(given))).T * (given > 0)[:, None]


def _drawn_ranks(credited: Floats, weights: Floats) -> Floats:
    """Rank areas under each column of weights, so many at once as memory allows."""
    step = max(AT_ONCE // max(len(credited), 1), 1)
    blocks = [_ranks(credited, weights[:, at : at + step]) for at in range(0, weights.shape[1], step)]
    return np.concatenate(blocks, axis=1)


def _ranks(credited: Floats, weights: Floats) -> Floats:
    """Return the rank of each area under each column of weights; missing where it has no score."""
    known = ~np.isnan(credited)
    whole = known @ weights
    with np.errstate(invalid="ignore"):  # an area whose targets all weigh nothing has no score
        scores = np.where(known, credited, 0.0) @ weights / np.where(whole > 0, whole, np.nan)
    ranks = pd.DataFrame(scores).round(DECIMALS).rank(ascending=False, method="min")
    return ranks.to_numpy("float32")


def _ranges(rank: pd.Series[Any], drawn: Floats, without: Floats) -> dict[str, Any]:
    """Sum the ranks of each area up."""
    known = rank.notna().to_numpy()
    own = rank.to_numpy("float64", na_value=np.nan)
    low, middle, high = np.percentile(drawn, [5, 50, 95], axis=1) if len(drawn) else np.empty((3, 0))
    left = pd.DataFrame(without)
    return {
        "rank_low": _whole(np.fmin(own, drawn.min(axis=1, initial=np.inf)), known),
        "rank_high": _whole(np.fmax(own, drawn.max(axis=1, initial=-np.inf)), known),
        "share_first": np.where(known, (drawn == 1).mean(axis=1), np.nan),
        "rank_median": middle,
        "rank_05": low,
        "rank_95": high,
        "rank_low_without": left.min(axis=1).astype("Int64").array,
        "rank_high_without": left.max(axis=1).astype("Int64").array,
    }


def _whole(ranks: Floats, known: npt.NDArray[np.bool_]) -> Any:
    return pd.Series(np.where(known, ranks, np.nan)).astype("Int64").array
