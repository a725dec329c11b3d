"""Where stations stood, roughly: corners from the shots of a station, and a station from corners already placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import atan2, cos, hypot, pi, sin, tau
from typing import Final

import numpy as np

from geometry.survey.least_squares import Matrix
from geometry.survey.observations import Corner, PolarShot, RoomSurvey, Wall
from geometry.survey.polar import reduce
from geometry.survey.rigid import rigid_fit

Places = dict[int, tuple[float, float]]
Line = tuple[float, float, float]  # a point and the direction, radians

# Orientations tried for a station that saw only walls.
ORIENTATION_STEPS: Final = 72


def shots_by_station(survey: RoomSurvey) -> dict[str, list[PolarShot]]:
    """Return the shots of each station, in the order of the survey."""
    found: dict[str, list[PolarShot]] = {}
    for o in survey.observations:
        if isinstance(o, PolarShot):
            found.setdefault(o.station, []).append(o)
    return found


def seeds(survey: RoomSurvey, interior_rad: Mapping[int, float]) -> Places:
    """Return the corners that shots place: seen themselves, or where two walls meet that were hit often enough.

    The frame is that of the station with the most shots; further stations join it over two corners seen from both.
    """
    placed: Places = {}
    waiting = sorted(shots_by_station(survey).values(), key=len, reverse=True)
    while waiting:
        for shots in waiting:
            local = _local(shots, survey, interior_rad)
            common = [k for k in local if k in placed]
            if not placed:
                placed.update(local)
            elif len(common) >= 2:
                rotation, shift = _fit([local[k] for k in common], [placed[k] for k in common])
                for k in set(local) - set(placed):
                    x, y = rotation @ np.array(local[k]) + shift
                    placed[k] = (float(x), float(y))
            else:
                continue
            waiting.remove(shots)
            break
        else:
            break
    return placed


def place_stations(survey: RoomSurvey, corners: Sequence[tuple[float, float]]) -> dict[str, tuple[float, float, float]]:
    """Return x, y (metres) and orientation (radians) of every station, from the corners it saw or the walls it hit."""
    return {name: _resected(shots, corners) for name, shots in shots_by_station(survey).items()}


def _endpoint(shot: PolarShot) -> tuple[float, float] | None:
    """Return where a shot ended, in the station's frame, metres."""
    plane = reduce(shot)
    if plane.distance_m is None:
        return None
    return plane.distance_m * cos(plane.direction_rad), plane.distance_m * sin(plane.direction_rad)


def _local(shots: Sequence[PolarShot], survey: RoomSurvey, interior_rad: Mapping[int, float]) -> Places:
    """Return the corners one station places, in its own frame."""
    n = len(survey.corners)
    ends = [(shot.target, _endpoint(shot)) for shot in shots]
    placed: Places = {t.index: p for t, p in ends if isinstance(t, Corner) and p is not None}
    hits: dict[int, list[tuple[float, float]]] = {}
    for target, place in ends:
        if isinstance(target, Wall) and place is not None:
            hits.setdefault(target.index, []).append(place)
    lines = _lines(n, hits, placed, interior_rad)
    for k in range(n):
        if k not in placed and (k - 1) % n in lines and k in lines:
            meeting = _meet(lines[(k - 1) % n], lines[k])
            if meeting is not None:
                placed[k] = meeting
    return placed


def _lines(
    n: int, hits: Mapping[int, list[tuple[float, float]]], placed: Places, interior_rad: Mapping[int, float]
) -> dict[int, Line]:
    """Return the lines of walls: through two hits, or through one with the direction that the angles carry round."""
    lines: dict[int, Line] = {}
    for wall, points in hits.items():
        spread = [*points, *(placed[c] for c in (wall, (wall + 1) % n) if c in placed)]
        if len(spread) >= 2:
            lines[wall] = _through(spread)
    direction = {wall: line[2] for wall, line in lines.items()}
    for _ in range(n):
        for k in range(n):  # at corner k wall k − 1 turns into wall k; lines have no sense, so directions are modulo π
            before, angle = (k - 1) % n, interior_rad.get(k)
            if angle is None:
                continue
            if before in direction and k not in direction:
                direction[k] = direction[before] + pi - angle
            elif k in direction and before not in direction:
                direction[before] = direction[k] - pi + angle
    for wall, points in hits.items():
        if wall not in lines and wall in direction:
            lines[wall] = (*points[0], direction[wall])
    return lines


def _through(points: Sequence[tuple[float, float]]) -> Line:
    xy = np.array(points)
    centre = xy.mean(axis=0)
    _, _, axes = np.linalg.svd(xy - centre)
    return float(centre[0]), float(centre[1]), atan2(float(axes[0, 1]), float(axes[0, 0]))


def _meet(first: Line, second: Line) -> tuple[float, float] | None:
    """Return where two lines meet, None where they run within half a degree of each other."""
    (x1, y1, a), (x2, y2, b) = first, second
    turn = sin(b - a)
    if abs(turn) < 0.01:
        return None
    t = ((x2 - x1) * sin(b) - (y2 - y1) * cos(b)) / turn
    return x1 + t * cos(a), y1 + t * sin(a)


def _resected(shots: Sequence[PolarShot], corners: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Return place and orientation of a station: over the corners it saw with a distance, else by trial."""
    seen = [(corners[s.target.index], p) for s in shots if isinstance(s.target, Corner) for p in [_endpoint(s)] if p]
    if len(seen) >= 2:
        rotation, shift = _fit([p for _, p in seen], [c for c, _ in seen])
        return float(shift[0]), float(shift[1]), atan2(rotation[1, 0], rotation[0, 0])
    middle = np.array(corners).mean(axis=0)
    trials = [tau * k / ORIENTATION_STEPS for k in range(ORIENTATION_STEPS)]
    return float(middle[0]), float(middle[1]), min(trials, key=lambda o: _misfit(shots, corners, middle, o))


def _misfit(
    shots: Sequence[PolarShot], corners: Sequence[tuple[float, float]], station: Matrix, orientation: float
) -> float:
    """Return how badly shots from ``station`` end on their walls and corners, m²."""
    total = 0.0
    for shot in shots:
        plane = reduce(shot)
        a = plane.direction_rad + orientation
        if isinstance(shot.target, Corner):
            dx, dy = np.array(corners[shot.target.index]) - station
            total += (dx * sin(a) - dy * cos(a)) ** 2 + (0.0 if dx * cos(a) + dy * sin(a) > 0 else 100.0)
        elif plane.distance_m is not None:
            end = station + plane.distance_m * np.array([cos(a), sin(a)])
            (x1, y1), (x2, y2) = (corners[k % len(corners)] for k in (shot.target.index, shot.target.index + 1))
            length = hypot(x2 - x1, y2 - y1) or 1.0
            total += (((x2 - x1) * (end[1] - y1) - (y2 - y1) * (end[0] - x1)) / length) ** 2
    return total


def _fit(source: Sequence[tuple[float, float]], target: Sequence[tuple[float, float]]) -> tuple[Matrix, Matrix]:
    return rigid_fit(np.array(source), np.array(target))
