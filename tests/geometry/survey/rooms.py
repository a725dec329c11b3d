"""Rooms whose corners are known, and surveys of them with errors as stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from math import atan2, cos, degrees, hypot, pi, sin

import numpy as np
import shapely

from geometry.survey.observations import AssumedAngle, Corner, Distance, RoomSurvey

Corners = tuple[tuple[float, float], ...]

L_ROOM: Corners = ((0, 0), (6, 0), (6, 2.5), (3.5, 2.5), (3.5, 4.2), (0, 4.2))
T_ROOM: Corners = ((0, 0), (2, 0), (2, 3), (5, 3), (5, 5), (-3, 5), (-3, 3), (0, 3))
RECTANGLE: Corners = ((0, 0), (5, 0), (5, 4), (0, 4))
# A hall with a rounded end: straight walls and seven chords of an arc.
_ARC = tuple((6 + 2.5 * cos(a), 2.5 + 2.5 * sin(a)) for a in np.linspace(-pi / 2, pi / 2, 8)[1:-1])
ARC_ROOM: Corners = ((0, 0), (6, 0), *_ARC, (6, 5), (0, 5))
TWENTY_SIDED: Corners = tuple((5 * cos(2 * pi * k / 20), 4 * sin(2 * pi * k / 20)) for k in range(20))
ROOMS = {"L": L_ROOM, "T": T_ROOM, "arc": ARC_ROOM, "20 sides": TWENTY_SIDED}

DISTANCE_SIGMA_M = 0.0015
ANGLE_SIGMA_DEG = 0.3


def area(corners: Sequence[tuple[float, float]]) -> float:
    return float(shapely.Polygon(corners).area)


def interior_deg(corners: Corners, k: int) -> float:
    n = len(corners)
    (x, y), (xn, yn), (xp, yp) = corners[k], corners[(k + 1) % n], corners[k - 1]
    return degrees(atan2(yp - y, xp - x) - atan2(yn - y, xn - x)) % 360


def visible_pairs(corners: Corners) -> list[tuple[int, int]]:
    """Walls first, then every diagonal that runs inside the room."""
    n = len(corners)
    room = shapely.Polygon(corners).buffer(1e-6)
    walls = [(k, (k + 1) % n) for k in range(n)]
    inside = [
        (i, j)
        for i, j in combinations(range(n), 2)
        if (j - i) % n not in {1, n - 1} and room.covers(shapely.LineString([corners[i], corners[j]]))
    ]
    return walls + inside


def some_pairs(corners: Corners, seed: int = 7) -> list[tuple[int, int]]:
    """Walls, a fan of diagonals and as many others as it takes to check every wall, as a careful surveyor would."""
    n, every = len(corners), visible_pairs(corners)
    if n <= 8:
        return every
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(every) - n)[: int(2.2 * n)]
    return every[:n] + [every[n + int(i)] for i in sorted(chosen)]


def survey_of(
    corners: Corners,
    *,
    pairs: Sequence[tuple[int, int]] | None = None,
    right_angles: bool = True,
    rng: np.random.Generator | None = None,
    sigma_m: float = DISTANCE_SIGMA_M,
    angle_sigma_deg: float = ANGLE_SIGMA_DEG,
) -> RoomSurvey:
    """Distances between corners with errors of ``sigma_m`` (none without ``rng``); right angles assumed."""
    observations: list[Distance | AssumedAngle] = []
    for row, (i, j) in enumerate(some_pairs(corners) if pairs is None else pairs, start=2):
        (x1, y1), (x2, y2) = corners[i], corners[j]
        error = 0.0 if rng is None else float(rng.normal(0, sigma_m))
        observations.append(Distance(Corner(i), Corner(j), (hypot(x2 - x1, y2 - y1) + error,), f"测距!{row}", sigma_m))
    for k in range(len(corners)):
        angle = interior_deg(corners, k)
        if right_angles and min(abs(angle - 90), abs(angle - 270)) < 1e-9:
            observations.append(AssumedAngle(k, round(angle), sigma_deg=angle_sigma_deg))
    return RoomSurvey("room", "302", tuple(f"P{k + 1}" for k in range(len(corners))), tuple(observations))


def with_errors_in_angles(corners: Corners, rng: np.random.Generator, sigma_deg: float = ANGLE_SIGMA_DEG) -> Corners:
    """A room built as badly as assumed: corners moved until its right angles are off by about ``sigma_deg``."""
    shortest = min(hypot(x - corners[k - 1][0], y - corners[k - 1][1]) for k, (x, y) in enumerate(corners))
    spread = np.radians(sigma_deg) * shortest / 2
    return tuple((x + float(rng.normal(0, spread)), y + float(rng.normal(0, spread))) for x, y in corners)


def with_blunder(survey: RoomSurvey, index: int, size_m: float) -> RoomSurvey:
    observations = list(survey.observations)
    wrong = observations[index]
    assert isinstance(wrong, Distance)
    observations[index] = replace(wrong, readings_m=(wrong.readings_m[0] + size_m,))
    return replace(survey, observations=tuple(observations))
