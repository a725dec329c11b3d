"""Which measurement is missing: movements of the corners that no observation notices, and what would notice them.

The open movements come from the adjustment. A measurement that is not there yet helps as far as it changes under them;
the one that changes most is proposed, what it settles is taken out, and so on until nothing is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

import numpy as np
import shapely

from geometry.survey.equations import distance
from geometry.survey.least_squares import Adjustment
from geometry.survey.observations import Corner, Distance, RoomSurvey

# A measurement that changes by less than this share of the movement settles nothing.
NOTICES: Final = 0.05

# A kind further down the list is proposed only where it notices this much more.
CLEARLY_BETTER: Final = 3.0


@dataclass(frozen=True, slots=True)
class Missing:
    """A measurement to add: between two corners, by their labels."""

    kind: Literal["wall", "diagonal"]
    start: str
    end: str


def missing_measurements(survey: RoomSurvey, adjustment: Adjustment) -> tuple[Missing, ...]:
    """Return measurements that together determine the room, the most useful first."""
    n = len(survey.corners)
    xy = adjustment.problem.x0[: 2 * n].reshape(-1, 2)
    open_motions = np.linalg.qr(adjustment.open_motions[: 2 * n])[0]
    read = {
        frozenset((o.start.index, o.end.index))
        for o in survey.observations
        if isinstance(o, Distance) and isinstance(o.start, Corner) and isinstance(o.end, Corner)
    }
    rows = {pair: _row(n, xy, pair) for pair in combinations(range(n), 2) if frozenset(pair) not in read}
    room = shapely.Polygon(xy)
    rank = {pair: _rank(n, pair, xy, room) for pair in rows}
    found: list[Missing] = []
    while open_motions.shape[1] and rows:
        notices = {pair: float(np.linalg.norm(row @ open_motions)) for pair, row in rows.items()}
        pair = max(rows, key=lambda p: notices[p] / CLEARLY_BETTER ** rank[p])
        if notices[pair] < NOTICES:
            break
        seen = rows.pop(pair) @ open_motions
        keep = np.linalg.svd(seen[None, :])[2][1:].T
        open_motions = open_motions @ keep
        found.append(Missing("wall" if rank[pair] == 0 else "diagonal", *(survey.corners[k] for k in pair)))
    return tuple(found)


def _row(n: int, xy: np.ndarray, pair: tuple[int, int]) -> np.ndarray:
    """Return how the distance between two corners changes with all corners."""
    i, j = pair
    _, gradient = distance(*xy[i], *xy[j])
    row = np.zeros(2 * n)
    row[[2 * i, 2 * i + 1, 2 * j, 2 * j + 1]] = gradient
    return row


def _rank(n: int, pair: tuple[int, int], xy: np.ndarray, room: shapely.Polygon) -> int:
    """Return 0 for a wall, 1 for a diagonal that can be seen inside the room, 2 for one through a wall."""
    i, j = pair
    if (j - i) % n in {1, n - 1}:
        return 0
    if not room.is_valid:
        return 1
    sight = shapely.LineString([xy[i], xy[j]])
    return 1 if room.buffer(1e-3).covers(sight) else 2
