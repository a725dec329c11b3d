"""Where walls end: the short side of a wall's two faces, or the loose end of a wall drawn as one line (metres)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import STRtree

from geometry.linework.caps import caps
from geometry.linework.graph import Array, Graph, Ints
from geometry.linework.rules import LineworkRules

FACING_COSINE = 0.98  # 11°: two faces run alongside, two ends face each other
UNEVEN = 0.5  # of the thickness by which the faces of a wall may end unevenly


@dataclass(frozen=True, slots=True)
class WallEnds:
    """Ends of walls: corners ``left`` and ``right`` (n, 2) as seen looking out, unit direction ``out`` (n, 2).

    ``thickness_m`` is 0 where the wall is one line. ``slender`` says that the wall behind is long enough to point
    somewhere.
    """

    left: Array
    right: Array
    out: Array
    thickness_m: Array
    slender: Array

    @property
    def middle(self) -> Array:
        """Return the middle of each end."""
        return np.asarray((self.left + self.right) / 2, dtype=np.float64)

    def __len__(self) -> int:
        return len(self.left)


def wall_ends(graph: Graph, rules: LineworkRules) -> WallEnds:
    """Return every wall end of a graph: drawn ones, ends of two faces without a side, single loose ends."""
    drawn = _drawn(graph, rules)
    at, _, out = graph.loose()
    point = graph.points[at]
    i, j = _pairs(point, out, rules)
    single = np.setdiff1d(np.arange(len(point)), np.concatenate([i, j]))
    direction = out[i] + out[j]
    direction = direction / np.maximum(np.hypot(*direction.T), 1e-12)[:, None]
    apart = point[j] - point[i]
    turned = direction[:, 0] * apart[:, 1] - direction[:, 1] * apart[:, 0] > 0  # j lies on the left of i
    left, right = np.where(turned[:, None], point[j], point[i]), np.where(turned[:, None], point[i], point[j])
    pair_thickness = np.abs(direction[:, 0] * apart[:, 1] - direction[:, 1] * apart[:, 0])
    return WallEnds(
        np.concatenate([drawn.left, left, point[single]]),
        np.concatenate([drawn.right, right, point[single]]),
        np.concatenate([drawn.out, direction, out[single]]),
        np.concatenate([drawn.thickness_m, pair_thickness, np.zeros(len(single))]),
        np.concatenate([drawn.slender, np.ones(len(i) + len(single), dtype=bool)]),
    )


def open_sides(ends: WallEnds) -> Array:
    """Return as segments the sides that close the ends, drawn or not."""
    thick = ends.thickness_m > 0
    return np.stack([ends.left[thick], ends.right[thick]], axis=1)


def _pairs(point: Array, out: Array, rules: LineworkRules) -> tuple[Ints, Ints]:
    """Return the loose ends that are the two faces of one wall, nearest ones first."""
    none = np.empty(0, dtype=np.int64)
    if len(point) < 2:
        return none, none
    dots = np.asarray(shapely.points(point), dtype=object)
    i, j = STRtree(dots).query(dots, predicate="dwithin", distance=rules.max_wall_m * (1 + UNEVEN))
    i, j = i[i < j], j[i < j]
    apart = point[j] - point[i]
    along = np.abs((apart * out[i]).sum(axis=1))
    across = np.abs(apart[:, 0] * out[i, 1] - apart[:, 1] * out[i, 0])
    fits = (
        ((out[i] * out[j]).sum(axis=1) > FACING_COSINE)
        & (across >= rules.min_wall_m)
        & (across <= rules.max_wall_m)
        & (along <= np.maximum(UNEVEN * across, rules.min_wall_m))
    )
    i, j, across = i[fits], j[fits], across[fits]
    order = np.lexsort((j, i, np.round(across, 9)))
    used: set[int] = set()
    kept = []
    for a, b in zip(i[order].tolist(), j[order].tolist(), strict=True):
        if a not in used and b not in used:
            used.update((a, b))
            kept.append((a, b))
    if not kept:
        return none, none
    pairs = np.array(kept, dtype=np.int64)
    return pairs[:, 0], pairs[:, 1]


def _drawn(graph: Graph, rules: LineworkRules) -> WallEnds:
    found = caps(graph, rules)
    if not found:
        empty = np.empty((0, 2))
        return WallEnds(empty, empty, empty, np.empty(0), np.empty(0, dtype=bool))
    left, right, out, thickness, slender = zip(*found, strict=True)
    return WallEnds(np.array(left), np.array(right), np.array(out), np.array(thickness), np.array(slender, dtype=bool))
