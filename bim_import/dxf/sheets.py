"""Several plans on one drawing: which lines belong to which title, so that each storey is read by itself (metres)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import STRtree

from bim_import.dxf.titles import Title

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

APART_M = 3.0  # plans on one sheet stand further apart than anything within a plan
CELL_M = 1.0
MOST_SAMPLES = 400_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One storey of a drawing: its title (None where there is none) and the islands of lines that belong to it."""

    title: Title | None
    islands: NDArray[np.object_]

    def holds(self, points: Array) -> NDArray[np.bool_]:
        """Return which of ``points`` (n, 2) belong to this storey."""
        if not len(self.islands) or not len(points):
            return np.ones(len(points), dtype=np.bool_)
        inside, _ = STRtree(self.islands).query(shapely.points(points), predicate="intersects")
        result = np.zeros(len(points), dtype=np.bool_)
        result[np.unique(inside)] = True
        return result


def split_sheets(segments: Array, titles: Sequence[Title]) -> list[Sheet]:
    """Return the storeys that titles name, lowest first; one without islands to ask where fewer than two are named.

    Lines nearer than ``APART_M`` are one island; an island belongs to the title nearest to the box around it.
    """
    levels = sorted({t.level for t in titles})
    if len(levels) < 2 or not len(segments):
        return [Sheet(titles[0] if titles else None, np.empty(0, dtype=object))]
    boxes = _islands(segments)
    places = np.asarray(shapely.points([t.place for t in titles]), dtype=object)
    apart = shapely.distance(boxes[:, None], places[None, :])
    nearest = np.argmin(np.round(apart, 6), axis=1)
    around = shapely.buffer(boxes, APART_M / 2, join_style="mitre")
    sheets = []
    for level in levels:
        own = [n for n, t in enumerate(titles) if t.level == level]
        islands = around[np.isin(nearest, own)]
        if len(islands):
            sheets.append(Sheet(titles[own[0]], islands))
    return sheets


def _islands(segments: Array) -> NDArray[np.object_]:
    """Return the boxes around groups of lines that lie together; boxes that overlap are one."""
    cells = np.unique(np.floor(_sampled(segments) / CELL_M).astype(np.int64), axis=0)
    centres = np.asarray((cells + 0.5) * CELL_M, dtype=np.float64)
    boxes = _boxes(centres, _groups(np.asarray(shapely.points(centres), dtype=object), APART_M))
    while True:
        groups = _groups(boxes, 0.0)
        if groups.max(initial=-1) + 1 == len(boxes):
            return boxes
        corners = np.concatenate([shapely.get_coordinates(b) for b in boxes])
        boxes = _boxes(corners, np.repeat(groups, 5))


def _sampled(segments: Array) -> Array:
    length = np.hypot(*(segments[:, 1] - segments[:, 0]).T)
    step = max(CELL_M, float(length.sum()) / MOST_SAMPLES)
    count = np.ceil(length / step).astype(np.int64) + 1
    which = np.repeat(np.arange(len(segments)), count)
    rank = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    share = rank / np.maximum(count[which] - 1, 1)
    return np.asarray(segments[which, 0] + share[:, None] * (segments[which, 1] - segments[which, 0]), dtype=np.float64)


def _groups(shapes: NDArray[np.object_], within_m: float) -> Ints:
    a, b = STRtree(shapes).query(shapes, predicate="dwithin", distance=within_m)
    graph = coo_array((np.ones(len(a)), (a, b)), shape=(len(shapes), len(shapes)))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _boxes(points: Array, groups: Ints) -> NDArray[np.object_]:
    found = []
    for group in range(int(groups.max(initial=-1)) + 1):
        own = points[groups == group]
        found.append(shapely.box(*own.min(axis=0), *own.max(axis=0)))
    return np.array(found, dtype=object)
