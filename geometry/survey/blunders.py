"""Which reading is wrong: one at a time, the largest |w|, taken out, adjusted again, tested again.

A reading is taken out only where it can be told from all others: its redundancy is at least 0.1 and no other
observation would explain the misfit nearly as well (their test values are correlated by ρ; the difference of two has
the standard deviation √(2(1 − ρ))). If the rest still does not fit after a fifth of the readings went, then not
readings are wrong but the stated σ: everything is put back and s0 says how much worse the measurements are than
stated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log
from typing import Final

import numpy as np

from geometry.survey.least_squares import Adjustment, adjust
from geometry.survey.reliability import LOCALISED_R, Reliability, critical_w, global_test, reliability
from geometry.survey.room_equations import RoomEquations

# At most this share of the observations (and at least one) may be called wrong; beyond it the stated σ are what is
# wrong.
WRONG_SHARE: Final = 0.2

# Taking out observation i lowers vᵀPv by w_i². That i is wrong and not j is e^((w_i² − w_j²)/2) times likelier: 20
# times here.
SEPARATED: Final = 2 * log(20)


@dataclass(frozen=True, slots=True)
class Blunder:
    """An observation (position among all rows) that fails its test; ``estimate`` = read − true, metres or radians.

    ``alternatives`` are positions that explain the misfit as well; where there are any, or ``redundancy`` is below
    0.1, it cannot be said which one is wrong.
    """

    row: int
    w: float
    redundancy: float
    estimate: float
    alternatives: tuple[int, ...]

    @property
    def localised(self) -> bool:
        """Return whether this observation and no other is the wrong one."""
        return not self.alternatives and self.redundancy >= LOCALISED_R


@dataclass(frozen=True, slots=True)
class Search:
    """The outcome: what was excluded, what is suspected but cannot be told apart, and the adjustment that is left.

    ``kept`` are the positions, among all rows, of the observations in ``adjustment``.
    """

    adjustment: Adjustment
    tests: Reliability
    kept: tuple[int, ...]
    excluded: tuple[Blunder, ...] = ()
    suspected: Blunder | None = None


def find_blunders(room: RoomEquations, first: Adjustment, *, alpha: float, power: float, exclude: bool) -> Search:
    """Return the search for wrong readings in ``room``, whose adjustment with all of them is ``first``."""
    everything = tuple(range(len(room.rows)))
    start = Search(first, reliability(first, alpha=alpha, power=power), everything)
    limit = critical_w(alpha)
    found = start
    while True:
        suspect = _suspect(found, limit)
        if suspect is None:
            return found
        if not (exclude and suspect.localised):
            return replace(found, suspected=suspect)
        if len(found.excluded) >= max(1, int(WRONG_SHARE * len(everything))):
            return replace(start, suspected=_suspect(start, limit))
        kept = tuple(i for i in found.kept if i != suspect.row)
        gone = frozenset(everything) - frozenset(kept)
        adjustment = adjust(room.at(found.adjustment.x).without(gone).problem)
        if adjustment.open_motions.shape[1]:
            return replace(found, suspected=suspect)
        tests = reliability(adjustment, alpha=alpha, power=power)
        found = Search(adjustment, tests, kept, (*found.excluded, suspect))


def unexplained(search: Search) -> bool:
    """Return whether vᵀPv is too large although no reading could be named."""
    return global_test(search.adjustment).outcome == "worse"


def _suspect(search: Search, limit: float) -> Blunder | None:
    """Return the observation with the largest |w| beyond the limit."""
    w = np.nan_to_num(np.abs(search.tests.w))
    i = int(np.argmax(w)) if len(w) else -1
    if i < 0 or w[i] <= limit:
        return None
    rivals = [j for j in range(len(w)) if j != i and w[j] > limit and w[i] ** 2 - w[j] ** 2 <= SEPARATED]
    rows = tuple(search.kept[j] for j in sorted(rivals, key=lambda j: -w[j]))
    values = search.tests
    return Blunder(search.kept[i], float(values.w[i]), float(values.redundancy[i]), float(values.blunder[i]), rows)
