"""Walls seen as lines in plan: whether they run around a room, and how far from another outline they are.

Plan metres. A scan sees faces of walls and stops at furniture and doors, so ends of neighbours seldom meet: up to
``MEET_M`` they are one corner, and the corner is where the two lines cross.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import shapely
from shapely import LineString, Polygon

from geometry.region import Region

Point = tuple[float, float]

# A phone scan is good to a few centimetres; a gap of 30 cm at a corner is a door frame or a curtain, more is open.
MEET_M: Final = 0.30
PARALLEL_RAD: Final = math.radians(10.0)  # lines this close to parallel cross nowhere near their ends


class WallLine(NamedTuple):
    """The face of one wall in plan, from end to end."""

    start: Point
    end: Point

    @property
    def length_m(self) -> float:
        """Return its length."""
        return math.dist(self.start, self.end)


class Loop(NamedTuple):
    """Walls in order around a room: the outline they give (None: they do not close), and the gap at each corner."""

    outline: Polygon | None
    order: tuple[int, ...]
    gaps_m: tuple[float, ...]


def wall_loop(walls: Sequence[WallLine]) -> Loop:
    """Return walls chained end to end, nearest ends first, and the outline where every gap is at most ``MEET_M``.

    The gap of wall k in the order is the distance from its end to the beginning of the next one; the last one leads
    back to the first.
    """
    if not walls:
        return Loop(None, (), ())
    longest = max(range(len(walls)), key=lambda k: walls[k].length_m)
    order, directed = [longest], [walls[longest]]
    left = [k for k in range(len(walls)) if k != longest]
    while left:
        at = directed[-1].end
        _, k, reverse = min(
            (math.dist(at, walls[k].end if turned else walls[k].start), k, turned)
            for k in left
            for turned in (False, True)
        )
        order.append(k)
        directed.append(WallLine(walls[k].end, walls[k].start) if reverse else walls[k])
        left.remove(k)
    following = [*directed[1:], directed[0]]
    gaps = tuple(math.dist(a.end, b.start) for a, b in zip(directed, following, strict=True))
    if len(walls) < 3 or max(gaps) > MEET_M:
        return Loop(None, tuple(order), gaps)
    corners = [_corner(a, b) for a, b in zip(directed, following, strict=True)]
    outline = Polygon(corners)
    if not outline.is_valid or outline.area <= 0.0:
        return Loop(None, tuple(order), gaps)
    return Loop(shapely.orient_polygons(outline), tuple(order), gaps)


def offset_from_m(wall: WallLine, outline: Region) -> float:
    """Return how far a wall's face lies from an outline at most, metres, measured at its ends and its middle."""
    points = shapely.points([wall.start, _middle(wall), wall.end])
    return float(np.max(shapely.distance(points, outline.boundary)))


def uncovered_m(walls: Sequence[WallLine], outline: Region, *, within_m: float) -> float:
    """Return the length of an outline along which no wall runs within ``within_m``, metres."""
    lines = [LineString(wall) for wall in walls if wall.length_m > 0.0]
    if not lines:
        return float(outline.length)
    near = shapely.buffer(shapely.union_all(lines), within_m, cap_style="square")
    return float(shapely.length(shapely.difference(outline.boundary, near)))


def _middle(wall: WallLine) -> Point:
    return ((wall.start[0] + wall.end[0]) / 2, (wall.start[1] + wall.end[1]) / 2)


def _corner(a: WallLine, b: WallLine) -> Point:
    """Return where two neighbouring faces cross; halfway between their ends where they run on in one line."""
    (x1, y1), (x2, y2) = a
    (x3, y3), (x4, y4) = b
    dx, dy, ex, ey = x2 - x1, y2 - y1, x4 - x3, y4 - y3
    cross = dx * ey - dy * ex
    size = math.hypot(dx, dy) * math.hypot(ex, ey)
    if size == 0.0 or abs(cross) <= math.sin(PARALLEL_RAD) * size:
        return ((x2 + x3) / 2, (y2 + y3) / 2)
    t = ((x3 - x1) * ey - (y3 - y1) * ex) / cross
    return (x1 + t * dx, y1 + t * dy)
