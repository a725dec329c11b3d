"""Where a wall could divide a room: straight, across no window, door or column, leaving two rooms that can be entered.

All lengths are metres in the storey's local frame, areas m².
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geometry.overlay import common, together, without
from geometry.region import Region

WALL_M: Final = 0.10  # a light partition
BESIDE_M: Final = 0.10  # free wall between the partition and the frame of a door or window
REACH_M: Final = 0.45  # the thickest wall between a room and its corridor
WAY_IN_M: Final = 1.2  # free wall along a corridor that a door with its frame needs
USABLE_RADIUS_M: Final = 1.0  # a room into which no circle of 2 m fits is a left-over
STEP_M: Final = 0.05
KEPT_SHARE: Final = 0.7  # less than this of what may be kept is no longer asked of the occupant
MARGIN_M2: Final = 0.004  # stays below the limit when areas are stated to 0.01 m²
DIRECTIONS: Final = 4
BISECTIONS: Final = 40  # a room of a kilometre to less than a nanometre

Axis = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Dividable:
    """A room that a wall might divide: ``doors`` and ``windows`` as footprints, ``ways`` the floor of corridors."""

    outline: Region
    doors: tuple[Region, ...] = ()
    windows: tuple[Region, ...] = ()
    columns: tuple[Region, ...] = ()
    ways: Region = field(default_factory=Polygon)


@dataclass(frozen=True, slots=True)
class Partition:
    """A dividing wall: its axis, the part that is kept and the rest, both net of columns and of half the wall."""

    line: Axis
    kept: Polygon
    rest: Polygon
    kept_m2: float
    rest_m2: float


def divide_room(room: Dividable, *, most_m2: float, least_rest_m2: float) -> Partition | None:
    """Return the wall that keeps as much as possible up to ``most_m2`` and leaves at least ``least_rest_m2``.

    The kept part has a door of the room; the rest has another one, or runs along a corridor far enough for a new door.
    None where no such wall exists.
    """
    if most_m2 <= MARGIN_M2 or room.outline.is_empty:
        return None
    standing = together(room.columns) if room.columns else Polygon()
    floor = without(room.outline, standing) if not standing.is_empty else room.outline
    found = [p for normal in _normals(room.outline) for p in _along(room, floor, normal, most_m2, least_rest_m2)]
    return max(found, key=lambda p: (round(p.kept_m2, 3), -LineString(p.line).length), default=None)


def _normals(outline: Region) -> list[NDArray[np.float64]]:
    """Return unit normals of the longest wall directions, each both ways."""
    weights: dict[float, tuple[float, tuple[float, float]]] = {}
    for ring in shapely.get_parts(outline.boundary):
        points = shapely.get_coordinates(ring)
        for dx, dy in np.diff(points, axis=0):
            length = hypot(dx, dy)
            angle = round(float(np.degrees(np.arctan2(dy, dx))) % 90.0, 0) % 90.0
            weight, way = weights.get(angle, (0.0, (dx / length, dy / length)))
            weights[angle] = (weight + length, way)
    ways = [way for _, way in sorted(weights.values(), reverse=True)[:DIRECTIONS]]
    return [np.array(n) for x, y in ways for n in ((x, y), (-x, -y), (-y, x), (y, -x))]


def _along(
    room: Dividable, floor: Region, normal: NDArray[np.float64], most_m2: float, least_rest_m2: float
) -> Iterator[Partition]:
    """Yield the first wall across ``normal`` that works, from the one that keeps most to those that keep less.

    ``floor`` is the outline without columns.
    """
    reach = shapely.get_coordinates(room.outline) @ normal
    low, high = float(reach.min()), float(reach.max())
    target = most_m2 - MARGIN_M2
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if _side(floor, normal, middle - WALL_M / 2).area > target:
            high = middle
        else:
            low = middle
    at = low
    while at > float(reach.min()):
        kept_m2 = float(_side(floor, normal, at - WALL_M / 2).area)
        if kept_m2 < KEPT_SHARE * most_m2:  # and every further wall keeps still less
            return
        divided = _divided(room, floor, normal, at, least_rest_m2)
        if divided is not None:
            yield divided
            return
        at -= STEP_M


def _divided(
    room: Dividable, floor: Region, normal: NDArray[np.float64], at: float, least_rest_m2: float
) -> Partition | None:
    kept = _side(room.outline, normal, at - WALL_M / 2)
    rest = without(room.outline, _half(room.outline, normal, at + WALL_M / 2))
    if not (isinstance(kept, Polygon) and isinstance(rest, Polygon)) or kept.is_empty or rest.is_empty:
        return None
    rest_m2 = float(common(floor, rest).area)
    if rest_m2 < least_rest_m2:
        return None
    wall = without(without(room.outline, kept), rest)
    axis = _axis(wall.minimum_rotated_rectangle)
    if any(_through(axis).intersects(opening) for opening in (*room.doors, *room.windows)):
        return None
    if any(wall.intersects(column) for column in room.columns) or not _entered(kept, room, new=False):
        return None
    if not _entered(rest, room, new=True):
        return None
    if shapely.maximum_inscribed_circle(rest, tolerance=0.05).length < USABLE_RADIUS_M:
        return None
    return Partition(axis, kept, rest, float(common(floor, kept).area), rest_m2)


def _through(axis: Axis) -> Polygon:
    """Return the strip of a wall with the free wall it needs beside it, drawn on through the walls it ends on."""
    (x0, y0), (x1, y1) = axis
    length = hypot(x1 - x0, y1 - y0)
    ux, uy = REACH_M * (x1 - x0) / length, REACH_M * (y1 - y0) / length
    line = LineString([(x0 - ux, y0 - uy), (x1 + ux, y1 + uy)])
    return line.buffer(WALL_M / 2 + BESIDE_M, cap_style="flat")


def _entered(part: Polygon, room: Dividable, *, new: bool) -> bool:
    """Return whether a part has a door of the room or, where ``new`` ones may be made, wall along a corridor."""
    own = [d for d in room.doors if part.distance(d) <= REACH_M and _mostly_at(part, d, room)]
    if own or not new or room.ways.is_empty:
        return bool(own)
    beside = common(room.ways.buffer(REACH_M, join_style="mitre"), part.buffer(1e-6))
    edge = shapely.intersection(part.boundary, beside.buffer(1e-3))
    for opening in (*room.windows, *room.doors):
        edge = shapely.difference(edge, opening.buffer(REACH_M))
    runs = [_straight_m(line) for line in shapely.get_parts(shapely.line_merge(edge)) if isinstance(line, LineString)]
    return max(runs, default=0.0) >= WAY_IN_M


def _straight_m(line: LineString) -> float:
    return max((hypot(*step) for step in np.diff(shapely.get_coordinates(line), axis=0)), default=0.0)


def _mostly_at(part: Polygon, door: Region, room: Dividable) -> bool:
    near = door.buffer(REACH_M)
    whole = common(room.outline, near).area
    return whole > 0 and common(part, near).area > 0.5 * whole


def _side(outline: Region, normal: NDArray[np.float64], at: float) -> Region:
    return common(outline, _half(outline, normal, at))


def _half(outline: Region, normal: NDArray[np.float64], at: float) -> Polygon:
    """Return the half plane below ``at`` along ``normal``, as far as the outline reaches."""
    x0, y0, x1, y1 = outline.bounds
    far = hypot(x1 - x0, y1 - y0) + 1.0
    centre = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    along = np.array([-normal[1], normal[0]])
    foot = centre + normal * (at - float(centre @ normal))
    corners = (foot - far * along, foot + far * along, foot + far * along - 2 * far * normal)
    return Polygon([*corners, foot - far * along - 2 * far * normal])


def _axis(strip: BaseGeometry) -> Axis:
    """Return the middle line of a thin rectangle, along its longer side."""
    a, b, c, d = shapely.get_coordinates(strip)[:4]
    if hypot(*(b - a)) < hypot(*(c - b)):
        a, b, c, d = b, c, d, a
    start, end = (a + d) / 2, (b + c) / 2
    return ((float(start[0]), float(start[1])), (float(end[0]), float(end[1])))
