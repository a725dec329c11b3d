"""Does the loop close: misclosures before any adjustment, each against its own standard uncertainty.

Angular fβ = Σβ − (n − 2)·180°. Vector fx = Σ d·cos α, fy = Σ d·sin α, fs = √(fx² + fy²), relative 1 : Σd/fs.
Rectangle: opposite sides, the two diagonals, and a diagonal against √(a² + b²). u contains the σ of every observation
that takes part, assumed right angles too; the ratio f/u(f) is the test, millimetres alone say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, degrees, hypot, pi, sin, sqrt
from typing import Final

import numpy as np

from geometry.survey.observations import Corner, Distance, Wall
from geometry.survey.record import Closure
from geometry.survey.room_equations import RoomEquations

# Quantiles of 99.9 %: of one normal number, and of the length of a vector of two (√χ²).
CRITICAL: Final = 3.291
CRITICAL_VECTOR: Final = 3.717

Measured = tuple[float, float]  # value and σ, metres or radians


def closures(room: RoomEquations) -> tuple[Closure, ...]:
    """Return every misclosure the observations of a room allow to compute."""
    angles, sides = _angles(room), _corner_distances(room)
    measured = any(row.kind == "angle" for row in room.rows)
    f = sum(a for a, _ in angles.values()) - (len(room.survey.corners) - 2) * pi
    # Right angles that were only assumed close by themselves, unless the corners were counted wrongly.
    found = [*_angular(room, angles)] if measured or abs(f) > 1e-9 else []
    found += _vector(room, angles, sides)
    if len(room.survey.corners) == 4 and len(angles) == 4 and all(abs(a - pi / 2) < 0.1 for a, _ in angles.values()):
        found += _rectangle(room, angles, sides)
    return tuple(found)


def _angles(room: RoomEquations) -> dict[int, Measured]:
    """Return the interior angle at each corner: measured where it was, else assumed."""
    found: dict[int, Measured] = {}
    for kind in ("assumed-angle", "angle"):
        for row, equation in zip(room.rows, room.problem.equations, strict=True):
            if row.kind == kind:
                found[row.corners[0]] = (equation.value, equation.sigma)
    return found


def _corner_distances(room: RoomEquations) -> dict[tuple[int, int], Measured]:
    """Return the distances between corners, smaller index first; of several the mean."""
    found: dict[tuple[int, int], list[Measured]] = {}
    for row, equation in zip(room.rows, room.problem.equations, strict=True):
        o = row.observation
        if isinstance(o, Distance) and isinstance(o.start, Corner) and isinstance(o.end, Corner):
            key = (min(row.corners), max(row.corners))
            found.setdefault(key, []).append((equation.value, equation.sigma))
    return {
        key: (sum(v for v, _ in several) / len(several), sqrt(sum(s * s for _, s in several)) / len(several))
        for key, several in found.items()
    }


def _angular(room: RoomEquations, angles: dict[int, Measured]) -> Iterator[Closure]:
    n = len(room.survey.corners)
    if len(angles) < n:
        return
    f = sum(a for a, _ in angles.values()) - (n - 2) * pi
    u = sqrt(sum(s * s for _, s in angles.values()))
    yield _closure("angular", degrees(f), degrees(u), "deg", CRITICAL)


def _vector(
    room: RoomEquations, angles: dict[int, Measured], sides: dict[tuple[int, int], Measured]
) -> Iterator[Closure]:
    n = len(room.survey.corners)
    walls = [sides.get((min(k, (k + 1) % n), max(k, (k + 1) % n))) for k in range(n)]
    if any(k not in angles for k in range(1, n)):
        return
    lengths = [w for w in walls if w is not None]
    if len(lengths) < n:
        return
    heading = [0.0]
    for k in range(1, n):
        heading.append(heading[-1] + pi - angles[k][0])
    parts = np.array([(d * cos(a), d * sin(a)) for (d, _), a in zip(lengths, heading, strict=True)])
    fx, fy = parts.sum(axis=0)
    covariance = np.zeros((2, 2))
    for (_, sigma), a in zip(lengths, heading, strict=True):
        e = sigma * np.array([cos(a), sin(a)])
        covariance += np.outer(e, e)
    for k in range(1, n):  # a wrong angle turns everything that follows
        sx, sy = parts[k:].sum(axis=0)
        e = angles[k][1] * np.array([sy, -sx])
        covariance += np.outer(e, e)
    fs = hypot(fx, fy)
    along = np.array([fx, fy]) / fs if fs > 1e-12 else np.array([1.0, 0.0])
    u = sqrt(float(along @ covariance @ along))
    relative = sum(d for d, _ in lengths) / fs if fs > 1e-9 else None
    yield _closure("vector", fs * 1000, u * 1000, "mm", CRITICAL_VECTOR, relative)


def _rectangle(
    room: RoomEquations, angles: dict[int, Measured], sides: dict[tuple[int, int], Measured]
) -> Iterator[Closure]:
    across, along = _between_faces(room, 0), _between_faces(room, 1)
    a1, a2, b1, b2 = (sides.get(key) for key in ((0, 1), (2, 3), (1, 2), (0, 3)))
    d1, d2 = sides.get((0, 2)), sides.get((1, 3))
    square = sum(s * s for _, s in angles.values()) / 4  # variance of one right angle
    a, b = _mean(a1, a2, *(m for m, _ in along)), _mean(b1, b2, *(m for m, _ in across))
    for kind, first, second, other in (("lengths", a1, a2, b), ("widths", b1, b2, a)):
        if first and second and other:
            yield _difference(kind, first, second, 2 * square * other[0] ** 2)
    for kind, pair, other in (("lengths", along, b), ("widths", across, a)):
        if len(pair) >= 2 and other:
            (first, t1), (second, t2) = pair[0], pair[-1]
            yield _difference(kind, first, second, 2 * square * (other[0] * (t2 - t1)) ** 2)
    if not (a and b):
        return
    diagonal = hypot(a[0], b[0])
    skew = a[0] * b[0] / diagonal
    if d1 and d2:
        yield _difference("diagonals", d1, d2, square * (2 * skew) ** 2)
    for d in (d1, d2):
        if d:
            sigma = hypot(a[0] / diagonal * a[1], b[0] / diagonal * b[1])
            yield _difference("diagonal-of-sides", d, (diagonal, sigma), square * skew**2)


def _between_faces(room: RoomEquations, first: int) -> list[tuple[Measured, float]]:
    """Return the distances between walls ``first`` and ``first`` + 2 in the order read, with their places along it."""
    walls = {first, first + 2}
    found = []
    for row, equation in zip(room.rows, room.problem.equations, strict=True):
        o = row.observation
        if (
            isinstance(o, Distance)
            and isinstance(o.start, Wall)
            and isinstance(o.end, Wall)
            and set(row.walls) == walls
        ):
            place = o.at if o.start.index < o.end.index else 1 - o.at
            found.append(((equation.value, equation.sigma), place))
    return found


def _mean(*values: Measured | None) -> Measured | None:
    known = [v for v in values if v is not None]
    if not known:
        return None
    return sum(v for v, _ in known) / len(known), sqrt(sum(s * s for _, s in known)) / len(known)


def _difference(kind: str, first: Measured, second: Measured, variance: float) -> Closure:
    u = sqrt(first[1] ** 2 + second[1] ** 2 + variance)
    return _closure(kind, (first[0] - second[0]) * 1000, u * 1000, "mm", CRITICAL)


def _closure(
    kind: str, value: float, u: float, unit: str, critical: float, relative_length: float | None = None
) -> Closure:
    ratio = abs(value) / u if u > 0 else 0.0
    return Closure(kind, value, u, unit, ratio, critical, ratio <= critical, relative_length)  # type: ignore[arg-type]
