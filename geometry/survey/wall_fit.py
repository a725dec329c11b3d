"""A room from shots in all directions at its walls: which shots hit the same wall, and where the walls meet.

Shots are points in plan (metres) around a station, in the order of their directions. Shots at one wall follow one
another and lie on a line; the room is told only where every wall has three shots or more, because any two points lie
on a line. Four corners and more that were shot themselves are told by the right angles they make.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
PARALLEL_RAD: Final = math.radians(10.0)
MAX_SHOTS: Final = 400
MAX_WALLS: Final = 40


class FittedRoom(NamedTuple):
    """A room around a station: corners counter-clockwise, and what each shot (by its index) hit.

    ``by`` "walls": shot k hit wall ``hits[k]``, between that corner and the next. ``by`` "corners": shot k hit corner
    ``hits[k]``. ``residual_m`` is how far a shot lies off its wall at most.
    """

    corners: tuple[tuple[float, float], ...]
    by: Literal["walls", "corners"]
    hits: tuple[int, ...]
    residual_m: float


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
    room = _from_walls(points[order]) or _from_corners(points[order])
    if room is None:
        return None
    hits = [0] * n
    for place, shot in enumerate(order.tolist()):
        hits[shot] = room.hits[place]
    return room._replace(hits=tuple(hits))


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
