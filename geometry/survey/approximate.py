"""Rough places of the corners, from which the adjustment starts.

Each way below answers some surveys: given places, shots from stations, walls whose directions follow from the interior
angles, triangles of distances. ``candidates`` yields what they find, the best way first; the adjustment takes the
first that leads to a room. Nothing here decides a number: the observations do, in the adjustment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import atan2, cos, hypot, pi, radians, sin, sqrt, tau
from statistics import median
from typing import Final

import numpy as np

from geometry.survey.observations import (
    Angle,
    AssumedAngle,
    ControlPoint,
    Corner,
    Distance,
    RoomSurvey,
    Wall,
)
from geometry.survey.rigid import rigid_fit
from geometry.survey.room_equations import Approximate
from geometry.survey.stations import place_stations, seeds

Places = dict[int, tuple[float, float]]

# Lengths nobody measured are drawn as long as the others, with this weight beside a measured one.
UNKNOWN_LENGTH_WEIGHT: Final = 1e-3
UNKNOWN_LENGTH_M: Final = 4.0


def candidates(survey: RoomSurvey) -> Iterator[Approximate]:
    """Yield rough shapes of the room, likeliest first; the last one is a regular polygon, whatever was observed."""
    ways = (_given, _by_shots, _by_directions, _by_triangles, _regular)
    for way in ways:
        corners = way(survey)
        if corners is not None:
            oriented = _onto_control(survey, _turned_as_said(survey, corners))
            yield Approximate(oriented, place_stations(survey, oriented))


def lengths_m(survey: RoomSurvey) -> dict[tuple[int, int], float]:
    """Return the distances read between corners (smaller index first), metres."""
    found: dict[tuple[int, int], list[float]] = {}
    for o in survey.observations:
        if isinstance(o, Distance) and isinstance(o.start, Corner) and isinstance(o.end, Corner):
            key = (min(o.start.index, o.end.index), max(o.start.index, o.end.index))
            found.setdefault(key, []).extend(o.readings_m)
    return {key: median(values) for key, values in found.items()}


def interior_rad(survey: RoomSurvey) -> dict[int, float]:
    """Return the interior angle of each corner where one was measured or assumed, the last one from their sum,
    radians.
    """
    n = len(survey.corners)
    found: dict[int, float] = {}
    for o in survey.observations:
        if isinstance(o, AssumedAngle):
            found.setdefault(o.corner, radians(o.interior_deg))
    for o in survey.observations:
        if isinstance(o, Angle):
            found[o.corner] = radians(median(o.readings_deg))
    if len(found) == n - 1:
        (last,) = set(range(n)) - set(found)
        found[last] = (n - 2) * pi - sum(found.values())
    return found


def _given(survey: RoomSurvey) -> Places | None:
    return None if survey.approximate_m is None else dict(enumerate(survey.approximate_m))


def _by_shots(survey: RoomSurvey) -> Places | None:
    """Return corners shot from stations, the rest by triangles from them."""
    placed = seeds(survey, interior_rad(survey))
    return _completed(survey, placed) if placed else None


def _by_directions(survey: RoomSurvey) -> Places | None:
    """Return the corners where all interior angles are known: with the directions of the walls, lengths are linear."""
    n, interior = len(survey.corners), interior_rad(survey)
    if len(interior) < n:
        return None
    heading = [0.0]
    for k in range(1, n):
        heading.append(heading[-1] + pi - interior[k])
    rows: list[tuple[dict[int, float], float, float]] = []
    known = lengths_m(survey)
    typical_m = float(np.median(list(known.values()))) if known else UNKNOWN_LENGTH_M
    for k in range(n):
        i, j, (c, s) = k, (k + 1) % n, (cos(heading[k]), sin(heading[k]))
        rows.append(({2 * i: s, 2 * i + 1: -c, 2 * j: -s, 2 * j + 1: c}, 0.0, 1.0))
        length = known.get((min(i, j), max(i, j)))
        weight = 1.0 if length is not None else UNKNOWN_LENGTH_WEIGHT
        rows.append(({2 * i: -c, 2 * i + 1: -s, 2 * j: c, 2 * j + 1: s}, length or typical_m, weight))
    for o in survey.observations:
        if isinstance(o, Distance) and isinstance(o.start, Wall):
            end = o.end.index
            c, s = cos(heading[o.start.index]), sin(heading[o.start.index])
            row = {2 * o.start.index: s, 2 * o.start.index + 1: -c}
            row[2 * end], row[2 * end + 1] = row.get(2 * end, 0.0) - s, row.get(2 * end + 1, 0.0) + c
            rows.append((row, median(o.readings_m), 1.0))
    design = np.zeros((len(rows) + 2, 2 * n))
    wanted = np.zeros(len(rows) + 2)
    for i, (row, value, weight) in enumerate(rows):
        for column, factor in row.items():
            design[i, column] = factor * weight
        wanted[i] = value * weight
    design[-2, 0] = design[-1, 1] = 1.0
    solution = np.linalg.lstsq(design, wanted, rcond=None)[0].reshape(-1, 2)
    return {k: (float(x), float(y)) for k, (x, y) in enumerate(solution)}


def _by_triangles(survey: RoomSurvey) -> Places | None:
    """Return the corners by triangles of distances and by angles, starting from the best connected wall or
    diagonal.
    """
    known = lengths_m(survey)
    if not known:
        return None
    degree = [sum(k in pair for pair in known) for k in range(len(survey.corners))]
    i, j = max(known, key=lambda pair: (degree[pair[0]] + degree[pair[1]], pair))
    return _completed(survey, {i: (0.0, 0.0), j: (known[i, j], 0.0)})


def _completed(survey: RoomSurvey, placed: Places) -> Places | None:
    """Return all corners, those not ``placed`` by two distances or by an angle and a length, else evenly between
    others.
    """
    n, known, interior = len(survey.corners), lengths_m(survey), interior_rad(survey)
    placed = dict(placed)
    while len(placed) < n:
        reach = {
            k: [(m, known[min(k, m), max(k, m)]) for m in placed if (min(k, m), max(k, m)) in known]
            for k in range(n)
            if k not in placed
        }
        best = max(reach, key=lambda k: len(reach[k]))
        if len(reach[best]) >= 2:
            placed[best] = _by_distances(best, reach[best], placed)
            continue
        turned = next((p for k in reach for p in [_by_angle(k, n, placed, known, interior)] if p), None)
        if turned is None:
            return _bridged(n, placed) if len(placed) > 1 else None
        placed[turned[0]] = turned[1]
    return placed


def _by_distances(corner: int, reach: list[tuple[int, float]], placed: Places) -> tuple[float, float]:
    """Return where two distances meet; of the two places that which other distances prefer, else the one inside.

    What can be seen lies inside the room, so three corners that see each other are met counter-clockwise in their
    order.
    """
    (i, a), (j, b) = _widest_pair(reach, placed)
    (xi, yi), (xj, yj) = placed[i], placed[j]
    base = hypot(xj - xi, yj - yi) or 1e-9
    along = (a * a - b * b + base * base) / (2 * base)
    across = sqrt(max(a * a - along * along, 0.0))
    ex, ey = (xj - xi) / base, (yj - yi) / base
    sides = [(xi + along * ex - s * across * ey, yi + along * ey + s * across * ex) for s in (1.0, -1.0)]
    first, second, third = sorted((corner, i, j))

    def misfit(place: tuple[float, float]) -> tuple[bool, float, bool]:
        others = sum(abs(hypot(place[0] - placed[m][0], place[1] - placed[m][1]) - d) for m, d in reach)
        p, q, r = ({**placed, corner: place}[k] for k in (first, second, third))
        clockwise = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]) < 0
        return (False, others, clockwise) if len(reach) > 2 else (clockwise, 0.0, False)

    return min(sides, key=misfit)


def _widest_pair(reach: list[tuple[int, float]], placed: Places) -> tuple[tuple[int, float], tuple[int, float]]:
    """Return the two of the anchors that lie furthest apart: the best triangle."""
    pairs = [(p, q) for n, p in enumerate(reach) for q in reach[n + 1 :]]
    return max(pairs, key=lambda pq: hypot(*(placed[pq[0][0]][c] - placed[pq[1][0]][c] for c in (0, 1))))


def _by_angle(
    corner: int, n: int, placed: Places, known: Mapping[tuple[int, int], float], interior: Mapping[int, float]
) -> tuple[int, tuple[float, float]] | None:
    """Return ``corner`` from the interior angle at its neighbour and the length of the wall between, if both are
    known.
    """
    for step in (1, -1):
        at, before = (corner - step) % n, (corner - 2 * step) % n
        length = known.get((min(at, corner), max(at, corner)))
        if at not in placed or before not in placed or at not in interior or length is None:
            continue
        (x, y), (xb, yb) = placed[at], placed[before]
        direction = atan2(yb - y, xb - x) - step * interior[at]
        return corner, (x + length * cos(direction), y + length * sin(direction))
    return None


def _bridged(n: int, placed: Places) -> Places:
    """Return the corners with the missing ones bulging out between those that are placed, as on a regular polygon."""
    regular = _circle(n, UNKNOWN_LENGTH_M)
    order = sorted(placed)
    source, target = np.array([regular[k] for k in order]), np.array([placed[k] for k in order])
    scale = np.ptp(target, axis=0).max() / max(np.ptp(source, axis=0).max(), 1e-9)
    turned, shift = rigid_fit(source * scale, target)
    return {k: placed.get(k, tuple((np.array(regular[k]) * scale) @ turned.T + shift)) for k in range(n)}


def _regular(survey: RoomSurvey) -> Places:
    """Return a polygon on a circle with sides as long as measured, as far as they were."""
    known = lengths_m(survey)
    readings = list(known.values()) or [r for o in survey.observations if isinstance(o, Distance) for r in o.readings_m]
    return _circle(len(survey.corners), median(readings) if readings else UNKNOWN_LENGTH_M)


def _circle(n: int, side_m: float) -> Places:
    """Return a polygon on a circle; a little uneven, because a perfectly regular one hides what is undetermined."""
    radius = side_m / (2 * sin(pi / n))
    uneven = [tau * (k + 0.11 * sin(2.3 * k)) / n for k in range(n)]
    return {k: (radius * (1 + 0.05 * sin(1.7 * k)) * cos(a), radius * sin(a)) for k, a in enumerate(uneven)}


def _turned_as_said(survey: RoomSurvey, placed: Places) -> list[tuple[float, float]]:
    """Return the corners in order, mirrored where only distances placed them and the survey goes round clockwise."""
    corners = [(float(placed[k][0]), float(placed[k][1])) for k in range(len(survey.corners))]
    seen = survey.approximate_m is not None or bool(place_stations(survey, corners))
    if survey.turn == "clockwise" and not seen:
        corners = [(x, -y) for x, y in corners]
    return corners


def _onto_control(survey: RoomSurvey, corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the corners moved onto the control points, if there are any."""
    control = {o.corner: (o.x_m, o.y_m) for o in survey.observations if isinstance(o, ControlPoint)}
    if not control:
        return corners
    source, target = np.array([corners[k] for k in control]), np.array(list(control.values()))
    if len(control) == 1:
        shift = target[0] - source[0]
        return [(x + float(shift[0]), y + float(shift[1])) for x, y in corners]
    turned, shift = rigid_fit(source, target)
    return [(float(x), float(y)) for x, y in np.array(corners) @ turned.T + shift]
