"""A room from shots in all directions at its walls: which shots hit the same wall, and where the walls meet.

Shots are points in plan (metres) around a station, in the order of their directions. Shots at one wall follow one
another and lie on a line; the room is told only where every wall has three shots or more, because any two points lie
on a line. Four corners and more that were shot themselves are told by the right angles they make.

A single shot that lies on no wall (it hit a lamp or a cupboard, or went through a door) is set aside for finding the
walls, and named. The adjustment still gets it, as a shot at the wall behind it, and says by how much it is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from shapely import Point, Polygon

Points = NDArray[np.float64]

SHOTS_PER_WALL: Final = 3
# Half a degree of a hand-held compass is 4 cm at 5 m; a wall is a wall within 6 cm.
STRAIGHT_M: Final = 0.06
RIGHT_DEG: Final = 6.0  # two such directions
BEYOND_M: Final = 0.15  # a shot may lie this far behind the corner its wall ends at
OPEN_DEG: Final = 150.0  # a gap this wide between neighbouring shots leaves the room open
SHOTS_PER_STRAY: Final = 8  # one shot in eight may be set aside
PARALLEL_RAD: Final = math.radians(10.0)
MAX_SHOTS: Final = 400
MAX_WALLS: Final = 40


class FittedRoom(NamedTuple):
    """A room around a station: corners counter-clockwise, and what each shot (by its index) hit.

    ``by`` "walls": shot k hit wall ``hits[k]``, between that corner and the next. ``by`` "corners": shot k hit corner
    ``hits[k]``. ``residual_m`` is how far a shot lies off its wall at most, but for those ``set_aside``: they lie on no
    wall and count as shots at the wall that their direction leads to.
    """

    corners: tuple[tuple[float, float], ...]
    by: Literal["walls", "corners"]
    hits: tuple[int, ...]
    residual_m: float
    set_aside: tuple[int, ...] = ()


def widest_gap_deg(points: Points) -> float:
    """Return the widest angle between neighbouring directions from the origin, degrees; 360 where there is one."""
    if len(points) < 2:
        return 360.0
    directions = np.sort(np.degrees(np.arctan2(points[:, 1], points[:, 0])))
    return float(np.max(np.diff(directions, append=directions[0] + 360.0)))


def fitted_room(points: Points) -> FittedRoom | None:
    """Return the room that shots from the origin (n × 2, metres) see, None where they do not tell one."""
    n = len(points)
    if not 4 <= n <= MAX_SHOTS or widest_gap_deg(points) > OPEN_DEG:
        return None
    order = np.argsort(np.arctan2(points[:, 1], points[:, 0]), kind="stable")
    room = _without_false_wall(points[order]) or _from_corners(points[order]) or _without_strays(points[order])
    if room is None:
        return None
    hits = [0] * n
    shots: list[int] = order.tolist()
    for place, shot in enumerate(shots):
        hits[shot] = room.hits[place]
    return room._replace(hits=tuple(hits), set_aside=tuple(sorted(shots[place] for place in room.set_aside)))


def _without_false_wall(points: Points) -> FittedRoom | None:
    """Return the room that all shots tell, but without a wall that one shot makes: its others lie on walls beside."""
    room = _from_walls(points)
    if room is None:
        return None
    few = [w for w in range(len(room.corners)) if room.hits.count(w) == SHOTS_PER_WALL]
    for shot in (i for i, wall in enumerate(room.hits) if wall in few):
        left = [i for i in range(len(points)) if i != shot]
        fewer = _from_walls(points[left])
        if fewer is not None and len(fewer.corners) < len(room.corners):
            return _with_aside(points, fewer, left, [shot])
    return room


def _with_aside(points: Points, room: FittedRoom, left: Sequence[int], aside: Sequence[int]) -> FittedRoom:
    """Return the room fitted to the shots ``left`` with what all shots hit."""
    hits = dict(zip(left, room.hits, strict=True)) | {i: _wall_behind(points[i], room.corners) for i in aside}
    return room._replace(hits=tuple(hits[i] for i in range(len(points))), set_aside=tuple(aside))


def _without_strays(points: Points) -> FittedRoom | None:
    """Return the room that the shots tell once the ones farthest off all lines of their neighbours are set aside.

    Two neighbours that would both have to go are no strays: they may be a pillar or a niche.
    """
    left, aside = list(range(len(points))), list[int]()
    while len(aside) < max(1, len(points) // SHOTS_PER_STRAY):
        off_m = [_off_neighbours_m(points[left], i) for i in range(len(left))]
        worst = max(range(len(left)), key=off_m.__getitem__)
        if off_m[worst] <= STRAIGHT_M:
            return None
        aside.append(left.pop(worst))
        if any(abs(a - b) in (1, len(points) - 1) for a, b in combinations(aside, 2)):
            return None
        room = _from_walls(points[left])
        if room is not None:
            return _with_aside(points, room, left, aside)
    return None


def _off_neighbours_m(points: Points, i: int) -> float:
    """Return how far a shot lies off the nearest of the lines through two of the three shots on either side of it."""
    n = len(points)
    pairs = ((1, 2), (2, 3), (-1, -2), (-2, -3), (-1, 1), (-1, 2), (-2, 1))
    best = math.inf
    for a, b in pairs:
        p, q = points[(i + a) % n], points[(i + b) % n]
        along = q - p
        length_m = float(np.hypot(*along))
        if length_m > 0.0:
            across = (points[i] - p) @ np.array([-along[1], along[0]]) / length_m
            best = min(best, abs(float(across)))
    return best


def _wall_behind(point: Points, corners: Sequence[tuple[float, float]]) -> int:
    """Return the nearest wall that a ray from the origin through ``point`` meets."""
    met = []
    for wall, (start, end) in enumerate(zip(corners, [*corners[1:], corners[0]], strict=True)):
        side, other_side = start[0] * point[1] - start[1] * point[0], end[0] * point[1] - end[1] * point[0]
        if side * other_side <= 0.0 and side != other_side:
            share = side / (side - other_side)
            x, y = (s + share * (e - s) for s, e in zip(start, end, strict=True))
            if x * point[0] + y * point[1] > 0.0:
                met.append((math.hypot(x, y), wall))
    return min(met)[1]


def _from_corners(points: Points) -> FittedRoom | None:
    outline = Polygon(points)
    if not outline.is_valid or not outline.contains(Point(0.0, 0.0)):
        return None
    before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    turns = np.degrees(np.arctan2(cross, (before * after).sum(axis=1)))
    if np.abs(np.abs(turns) - 90.0).max() > RIGHT_DEG:
        return None
    return FittedRoom(_tuples(points), "corners", tuple(range(len(points))), 0.0)


def _from_walls(points: Points) -> FittedRoom | None:
    runs = _runs(points)
    if runs is None or not 3 <= len(runs) <= MAX_WALLS:
        return None
    lines = [_line(points[run]) for run in runs]
    corners = []
    for line, following in zip([lines[-1], *lines[:-1]], lines, strict=True):
        corner = _crossing(line, following)
        if corner is None:
            return None
        corners.append(corner)
    outline = Polygon(corners)
    if not outline.is_valid or not outline.exterior.is_ccw or not outline.contains(Point(0.0, 0.0)):
        return None
    hits = [0] * len(points)
    worst_m = 0.0
    for wall, run in enumerate(runs):
        start, end = np.array(corners[wall]), np.array(corners[(wall + 1) % len(corners)])
        length_m = float(np.hypot(*(end - start)))
        along = (points[run] - start) @ (end - start) / length_m
        if along.min() < -BEYOND_M or along.max() > length_m + BEYOND_M:
            return None
        worst_m = max(worst_m, _straightness_m(points[run]))
        for place in run:
            hits[place] = wall
    return FittedRoom(tuple(corners), "walls", tuple(hits), worst_m)


def _runs(points: Points) -> list[list[int]] | None:
    """Return the fewest straight runs of neighbouring shots, three shots each at least; None where none fit."""
    n = len(points)
    best: tuple[int, float, list[list[int]]] | None = None
    longest = [_reach(points, start) for start in range(n)]
    # Some run holds shot 0: it begins at one of the shots before it.
    for start in range(n):
        if start != 0 and (start + longest[start]) % n > start:
            continue
        found = _partition(points, start, longest)
        if found is not None and (best is None or found[:2] < best[:2]):
            best = found
    return None if best is None else best[2]


def _reach(points: Points, start: int) -> int:
    """Return how many shots from ``start`` on lie on one line."""
    n = len(points)
    count = 2
    while count < n and _straightness_m(points[[(start + k) % n for k in range(count + 1)]]) <= STRAIGHT_M:
        count += 1
    return count


def _partition(points: Points, start: int, longest: Sequence[int]) -> tuple[int, float, list[list[int]]] | None:
    """Return (number of runs, sum of squared residuals, runs) of the best cut of the circle from ``start`` on."""
    n = len(points)
    best: list[tuple[int, float, int] | None] = [(0, 0.0, 0), *[None] * n]
    for done in range(n):
        here = best[done]
        if here is None:
            continue
        at = (start + done) % n
        for count in range(SHOTS_PER_WALL, min(longest[at], n - done) + 1):
            run = [(at + k) % n for k in range(count)]
            cost = here[1] + _straightness_m(points[run]) ** 2
            candidate = (here[0] + 1, cost, done)
            known = best[done + count]
            if known is None or candidate[:2] < known[:2]:
                best[done + count] = candidate
    last = best[n]
    if last is None:
        return None
    runs: list[list[int]] = []
    end = n
    while end > 0:
        step = best[end]
        assert step is not None
        runs.append([(start + k) % n for k in range(step[2], end)])
        end = step[2]
    return last[0], last[1], runs[::-1]


def _line(points: Points) -> tuple[Points, Points]:
    """Return a point and the direction of the line of best fit (least squares of distances)."""
    middle = points.mean(axis=0)
    _, _, axes = np.linalg.svd(points - middle)
    return middle, axes[0]


def _straightness_m(points: Points) -> float:
    """Return how far a point lies off the line of best fit at most."""
    middle, along = _line(points)
    across = (points - middle) @ np.array([-along[1], along[0]])
    return float(np.abs(across).max())


def _crossing(a: tuple[Points, Points], b: tuple[Points, Points]) -> tuple[float, float] | None:
    (p, u), (q, v) = a, b
    cross = u[0] * v[1] - u[1] * v[0]
    if abs(cross) < math.sin(PARALLEL_RAD):
        return None
    t = ((q[0] - p[0]) * v[1] - (q[1] - p[1]) * v[0]) / cross
    return (float(p[0] + t * u[0]), float(p[1] + t * u[1]))


def _tuples(points: Points) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in points)
