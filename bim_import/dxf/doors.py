"""Doors and windows of a drawing: their symbols gathered, the swing of each leaf, in metres.

A symbol is one insertion of a block, or lines of a door or window layer that lie together. Where doors are drawn among
the walls, an arc with a leaf between its centre and one of its ends is a door.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import STRtree

from bim_import.dxf.contents import Stroke
from geometry.linework.records import Sign

Array = NDArray[np.float64]

TOGETHER_M = 0.12  # the lines of a window are a third of a wall apart
LEAF_M = (0.35, 2.1)  # radius of a swing: from a shaft door to a garage leaf
LEAF_THICK_M = 0.08  # a leaf is drawn as a line or a thin rectangle along its radius
LEAF_SHARE = 0.6  # of its radius that a leaf is long
MIN_HULL_M = 0.02


def signs_of(strokes: Sequence[Stroke], kinds: Sequence[str]) -> tuple[Sign, ...]:
    """Return the doors and windows that strokes draw; ``kinds`` says of each whether its layer or block is a
    ``door`` or ``window``. A symbol with a swing is a door whatever its layer is called.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    loose: list[int] = []
    for n, stroke in enumerate(strokes):
        (groups[stroke.insert] if stroke.insert else loose).append(n)
    found = [*groups.values(), *_clusters([strokes[n] for n in loose], loose)]
    signs = [_sign([strokes[n] for n in group], kinds[group[0]]) for group in found]
    return tuple(s for s in signs if s is not None)


def swings_among(strokes: Sequence[Stroke]) -> tuple[set[int], list[Stroke]]:
    """Return which strokes are the swings and leaves of doors drawn among walls, and these as door strokes."""
    arcs = [n for n, s in enumerate(strokes) if s.leaf is not None and _is_swing(s.leaf)]
    if not arcs:
        return set(), []
    lines = [n for n, s in enumerate(strokes) if s.leaf is None]
    rings = [np.vstack([strokes[n].points, strokes[n].points[:1]]) for n in lines]
    whole = np.array([shapely.linestrings(ring) for ring in rings], dtype=object)
    tree = STRtree(whole)
    taken: set[int] = set()
    for n in arcs:
        leaf = strokes[n].leaf
        assert leaf is not None
        own = [lines[k] for end in (1, 2) for k in _leaf_lines(leaf[0], leaf[end], whole, tree)]
        if own:
            taken.update([n, *own])
    return taken, [strokes[n] for n in sorted(taken)]


def _leaf_lines(hinge: Array, end: Array, whole: NDArray[np.object_], tree: STRtree) -> list[int]:
    """Return the lines that lie wholly along a radius of a swing and are most of it long."""
    radius = float(np.hypot(*(end - hinge)))
    around = shapely.buffer(shapely.linestrings([hinge, end]), LEAF_THICK_M)
    near = tree.query(around, predicate="contains")
    return [int(k) for k in near if _longest(whole[k]) >= LEAF_SHARE * radius]


def _longest(line: shapely.LineString) -> float:
    x0, y0, x1, y1 = line.bounds
    return float(np.hypot(x1 - x0, y1 - y0))


def _is_swing(leaf: Array) -> bool:
    return LEAF_M[0] <= float(np.hypot(*(leaf[1] - leaf[0]))) <= LEAF_M[1]


def _clusters(strokes: Sequence[Stroke], numbers: Sequence[int]) -> list[list[int]]:
    """Return strokes that lie together, by their numbers."""
    if not strokes:
        return []
    lines = np.array([shapely.linestrings(_at_least_two(s.points)) for s in strokes], dtype=object)
    a, b = STRtree(lines).query(lines, predicate="dwithin", distance=TOGETHER_M)
    graph = coo_array((np.ones(len(a)), (a, b)), shape=(len(lines), len(lines)))
    _, group = connected_components(graph, directed=False)
    found: dict[int, list[int]] = defaultdict(list)
    for number, cluster in zip(numbers, group.tolist(), strict=True):
        found[cluster].append(number)
    return list(found.values())


def _sign(strokes: Sequence[Stroke], kind: str) -> Sign | None:
    segments = np.concatenate([s.segments for s in strokes])
    leaves = tuple(
        tuple((float(x), float(y)) for x, y in s.leaf) for s in strokes if s.leaf is not None and _is_swing(s.leaf)
    )
    hull = shapely.MultiPoint(segments.reshape(-1, 2)).convex_hull
    region = hull if isinstance(hull, shapely.Polygon) else hull.buffer(MIN_HULL_M)
    if region.is_empty or not len(segments):
        return None
    return Sign("door" if leaves or kind == "door" else "window", segments, region, leaves)


def _at_least_two(points: Array) -> Array:
    return points if len(points) > 1 else np.vstack([points, points])
