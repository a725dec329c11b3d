"""Which corners of a rectilinear room jut in, found from its wall lengths (and diagonals) alone.

A room whose n corners are all right angles has (n − 4)/2 corners of 270°. Each choice of them gives one polygon; the
one that closes, does not cross itself and agrees with the diagonals is the room, if it is the only one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray
from shapely import Polygon

MAX_CORNERS: Final = 16  # 8,008 choices; a room with more of them is given in words

# A room measured with care closes to a few millimetres per wall; 5 cm is still a closure, 50 cm is a blunder whose room
# can be told if every other one fits at least three times worse.
CLOSES_M: Final = 0.05
BLUNDER_M: Final = 0.50
CLEARLY: Final = 3.0

_STEPS = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]])


def reflex_corners(
    lengths_m: Sequence[float], *, diagonals_m: Mapping[tuple[int, int], float] | None = None
) -> tuple[int, ...] | None:
    """Return the indices of the 270° corners of a rectilinear room, None where the lengths do not tell.

    ``lengths_m[k]`` is the wall from corner k to k + 1 (metres), counter-clockwise; ``diagonals_m`` are distances
    between corners i and j. A room of four corners has none.
    """
    n = len(lengths_m)
    if n < 4 or n % 2 or n > MAX_CORNERS:
        return None
    if n == 4:
        return ()
    choices = list(combinations(range(n), (n - 4) // 2))
    scored = sorted(_scores(choices, np.asarray(lengths_m, dtype=float), diagonals_m or {}))
    if not scored:
        return None
    best_m, best = scored[0]
    next_m = scored[1][0] if len(scored) > 1 else np.inf
    if best_m <= CLOSES_M:
        # Two choices that both close are told apart only where one is worse beyond what measuring explains.
        return best if next_m > max(CLOSES_M, CLEARLY * best_m) else None
    return best if best_m <= BLUNDER_M and next_m > CLEARLY * best_m else None


def _scores(
    choices: list[tuple[int, ...]], lengths: NDArray[np.float64], diagonals: Mapping[tuple[int, int], float]
) -> list[tuple[float, tuple[int, ...]]]:
    """Return (worst disagreement in metres, choice) of every choice that makes a simple polygon."""
    n = len(lengths)
    turns = np.ones((len(choices), n), dtype=int)
    for which, choice in enumerate(choices):
        turns[which, list(choice)] = -1
    headings = np.cumsum(turns, axis=1) - turns[:, :1]  # wall 0 runs along +x, wall k after the turns at corners 1 … k
    steps = _STEPS[headings % 4] * lengths[None, :, None]
    corners = np.concatenate([np.zeros((len(choices), 1, 2)), np.cumsum(steps, axis=1)], axis=1)
    gaps = np.hypot(corners[:, -1, 0], corners[:, -1, 1])
    found = []
    for row in np.flatnonzero(gaps <= BLUNDER_M * CLEARLY).tolist():
        at = corners[row, :-1]
        worst_m = float(gaps[row])
        for (i, j), measured_m in diagonals.items():
            worst_m = max(worst_m, abs(float(np.hypot(*(at[i] - at[j]))) - measured_m))
        polygon = Polygon(at)
        if polygon.is_valid and polygon.exterior.is_ccw:
            found.append((worst_m, choices[row]))
    return found
