"""How far it is from the door of every room to the nearest stair or way out, over the circulation of its storey, in m.

The shortest way over the floor of corridors, halls and stair rooms is a chain of straight lines that bends at inner
corners only, so it is searched among those (a visibility graph). What stands in a corridor is not looked at.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geometry.access import Way, ways_of
from geometry.plan import ElementKind, Storey
from geometry.region import Region, polygonal, valid
from geometry.tolerances import DOOR_REACH_M, GAP_M

STEP_M: Final = 0.5  # between points on the edge of a stair that a way may end at
SMOOTH_M: Final = 0.02  # an arc becomes chords that leave it by no more
LEEWAY_M: Final = 0.005  # a way may graze a corner


def travel_of(storey: Storey, *, lowest: bool = True) -> dict[str, float]:
    """Return the way in metres from a room's nearest door to the nearest stair or way out, by id of the room.

    Stairs are those drawn in circulation or, where none is, holes in its floor slab (the top storey); ways out are
    doors from circulation to the outside, and only of the lowest storey. A room that no door joins to circulation, or
    from whose door nothing is reached, is not in the answer.
    """
    circulation = {space.id for space in storey.spaces if space.use == "circulation" and not space.outline.is_empty}
    ways = [way for way in ways_of(storey) if circulation & (way.sides[0] | way.sides[1])]
    floor = _floor(storey, circulation, ways)
    ends = _edges(storey, floor, "stair") or _edges(storey, floor, "slab-opening")
    ends += [_threshold(way, floor)[0] for way in ways if lowest and not all(way.sides)]
    starts = [way for way in ways if (way.sides[0] | way.sides[1]) - circulation]
    if not ends or not starts:
        return {}
    at, through_m = zip(*(_threshold(way, floor) for way in starts), strict=True)
    lengths = np.array(_lengths(floor, ends, at)) + through_m
    found: dict[str, float] = {}
    for way, length in zip(starts, lengths.tolist(), strict=True):
        for room in (way.sides[0] | way.sides[1]) - circulation:
            if np.isfinite(length):
                found[room] = min(length, found.get(room, np.inf))
    return found


def _floor(storey: Storey, circulation: set[str], ways: Sequence[Way]) -> Region:
    """Return where people walk: circulation, grown by a seam, with the doors inside it."""
    rooms = [shapely.buffer(valid(s.outline), GAP_M, join_style="mitre") for s in storey.spaces if s.id in circulation]
    inside = [way.opening.footprint for way in ways if all(side & circulation for side in way.sides)]
    doors = [shapely.buffer(door, DOOR_REACH_M / 2, join_style="mitre") for door in inside]
    return polygonal(shapely.simplify(shapely.union_all([*rooms, *doors]), SMOOTH_M))


def _edges(storey: Storey, floor: Region, kind: ElementKind) -> list[NDArray[np.float64]]:
    """Return points on the edges of the stairs (or holes) that lie in the floor."""
    shapes = [e.footprint for e in storey.elements if e.kind == kind and not e.footprint.is_empty]
    rings = shapely.get_rings(shapely.get_parts(np.array(shapes, dtype=object)))
    points = shapely.get_coordinates(shapely.segmentize(rings, STEP_M))
    return list(points[shapely.intersects_xy(floor, points[:, 0], points[:, 1])])


def _threshold(way: Way, floor: Region) -> tuple[NDArray[np.float64], float]:
    """Return the point of the floor nearest to the middle of a door, and the metres between them."""
    centre = way.opening.footprint.centroid
    line = shapely.shortest_line(floor, centre)
    return shapely.get_coordinates(line)[0], float(line.length)


def _lengths(floor: Region, ends: Sequence[NDArray[np.float64]], starts: Sequence[NDArray[np.float64]]) -> list[float]:
    """Return the length of the shortest way over the floor from every start to the nearest end, ∞ without one."""
    corners = _inner_corners(floor)
    points = np.array([*ends, *corners, *starts])
    last_end, first_start = len(ends), len(ends) + len(corners)
    # Ends lead to corners and starts, corners to each other and to starts: the first of a pair is never a start.
    pairs = [(a, b) for a in range(first_start) for b in range(max(a + 1, last_end), len(points))]
    if not pairs:
        return [np.inf] * len(starts)
    at = np.array(pairs)
    lines = shapely.linestrings(points[at])
    wide = shapely.buffer(floor, LEEWAY_M, join_style="mitre")
    shapely.prepare(wide)
    seen = shapely.covers(wide, lines)
    long = shapely.length(lines)
    near: list[list[tuple[int, float]]] = [[] for _ in points]
    for (a, b), length in zip(at[seen].tolist(), long[seen].tolist(), strict=True):
        near[a].append((b, length))
        near[b].append((a, length))
    return _from_ends(near, last_end)[first_start:]


def _from_ends(near: Sequence[Sequence[tuple[int, float]]], ends: int) -> list[float]:
    best = [0.0 if point < ends else np.inf for point in range(len(near))]
    waiting = [(0.0, point) for point in range(ends)]
    while waiting:
        length, point = heapq.heappop(waiting)
        if length > best[point]:
            continue
        for other, further in near[point]:
            if length + further < best[other]:
                best[other] = length + further
                heapq.heappush(waiting, (best[other], other))
    return best


def _inner_corners(floor: Region) -> list[NDArray[np.float64]]:
    """Return the corners of the floor that a shortest way may bend at: those that point into it."""
    found: list[NDArray[np.float64]] = []
    for ring in shapely.get_rings(shapely.get_parts(shapely.orient_polygons(floor))):
        at = shapely.get_coordinates(ring)[:-1]  # the floor lies on the left, along shells and around holes
        before, after = at - np.roll(at, 1, axis=0), np.roll(at, -1, axis=0) - at
        found += list(at[before[:, 0] * after[:, 1] < before[:, 1] * after[:, 0]])
    return found
