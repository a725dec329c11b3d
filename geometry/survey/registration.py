"""How a surveyed outline lies on the modelled or drawn outline of the same room: rigid, never scaled.

Candidates are all turns that bring a side of one outline along a side of the other, as drawn and mirrored. Each is
refined by least squares on the outline (every corner is drawn to the nearest place of the other outline, both ways)
and judged by the RMS of what remains. What fits as well as the best is an alternative and said: a square room fits
eight ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, pi, remainder, sin, sqrt
from typing import Final

import numpy as np
import shapely

from geometry.region import Region
from geometry.survey.least_squares import Matrix
from geometry.survey.rigid import rigid_fit

REFINEMENTS: Final = 8

# Only the longest sides tell how a room may be turned; the rest would cost time and add nothing.
SIDES: Final = 8

# Two placings fit alike if their RMS differ by less than this, or by a fifth: what a laser and a wall leave open.
ALIKE_M: Final = 0.005
ALIKE_SHARE: Final = 0.2

# Turns closer than this are one turn found from two sides.
SAME_TURN_DEG: Final = 3.0


@dataclass(frozen=True, slots=True)
class Registration:
    """A placing x′ = a·x + b·y + dx, y′ = d·x + e·y + dy with ``matrix`` (a, b, d, e, dx, dy), metres.

    ``deviations_mm``: how far each corner of the surveyed outline then lies from the other outline. ``alternatives``
    are (rotation_deg, mirrored) of placings that fit as well: where there are any, the shape does not tell how the
    room lies.
    """

    matrix: tuple[float, float, float, float, float, float]
    rotation_deg: float
    mirrored: bool
    deviations_mm: tuple[float, ...]
    rms_mm: float
    alternatives: tuple[tuple[float, bool], ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Return whether the shape fits in more than one way."""
        return bool(self.alternatives)

    @property
    def max_mm(self) -> float:
        """Return the largest deviation of a corner, mm."""
        return max(self.deviations_mm, default=0.0)


def register(outline: Region, onto: Region) -> Registration:
    """Return how ``outline`` lies best on ``onto``, both in metres; raises ``ValueError`` for an outline without
    area.
    """
    if outline.is_empty or onto.is_empty or not (outline.area > 0 and onto.area > 0):
        raise ValueError("an outline without area can be laid on nothing")
    ring, goal = _corners(outline), _corners(onto)
    found: list[Registration] = []
    for mirrored in (False, True):
        hand = np.array([-1.0 if mirrored else 1.0, 1.0])
        source = ring * hand
        found += [_refined(source, goal, angle, mirrored) for angle in _turns(source, goal)]
    best_mm = min(r.rms_mm for r in found)
    alike = [r for r in found if r.rms_mm <= max(best_mm * (1 + ALIKE_SHARE), best_mm + ALIKE_M * 1000)]
    chosen = min(alike, key=lambda r: (r.mirrored, round(abs(r.rotation_deg), 1), r.rms_mm))
    others: list[tuple[float, bool]] = []
    for r in sorted(alike, key=lambda r: (r.mirrored, abs(r.rotation_deg))):
        taken = [(chosen.rotation_deg, chosen.mirrored), *others]
        if not any(r.mirrored == m and abs(remainder(r.rotation_deg - t, 360)) < SAME_TURN_DEG for t, m in taken):
            others.append((r.rotation_deg, r.mirrored))
    return Registration(
        chosen.matrix, chosen.rotation_deg, chosen.mirrored, chosen.deviations_mm, chosen.rms_mm, tuple(others)
    )


def register_by_points(pairs: Sequence[tuple[tuple[float, float], tuple[float, float]]]) -> Registration:
    """Return the rigid placing that brings the first of each pair (metres of the survey) nearest to the second (plan).

    Two pairs at least, not in one place, else ``ValueError``; the deviations are those of the points.
    """
    source, target = (np.array([pair[i] for pair in pairs], dtype=float).reshape(-1, 2) for i in (0, 1))
    if len(pairs) < 2 or not np.ptp(source, axis=0).any():
        raise ValueError("a placing needs two control points in different places")
    rotation, shift = rigid_fit(source, target)
    return _registration(rotation, shift, False, np.hypot(*(source @ rotation.T + shift - target).T))


def _corners(region: Region) -> Matrix:
    """Return the corners of the largest ring, each once."""
    ring = max(shapely.get_parts(region), key=shapely.area).exterior
    return np.asarray(shapely.get_coordinates(ring)[:-1])


def _turns(source: Matrix, goal: Matrix) -> list[float]:
    """Return the turns that bring one of the longest sides of ``source`` along one of those of ``goal``, radians."""
    turns = [remainder(b - a, 2 * pi) for a in _directions(source) for b in _directions(goal)]
    turns += [remainder(turn + pi, 2 * pi) for turn in turns]
    kept: list[float] = []
    for turn in sorted(turns, key=abs):
        if all(abs(remainder(turn - other, 2 * pi)) > SAME_TURN_DEG / 4 * pi / 180 for other in kept):
            kept.append(turn)
    return kept


def _directions(corners: Matrix) -> list[float]:
    sides = np.roll(corners, -1, axis=0) - corners
    longest = sorted(sides, key=lambda side: -hypot(*side))[:SIDES]
    return [atan2(dy, dx) for dx, dy in longest]


def _refined(source: Matrix, goal: Matrix, angle: float, mirrored: bool) -> Registration:
    """Return the placing of ``source`` near a turn, refined on the outline ``goal``."""
    rotation = np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])
    turned = source @ rotation.T
    shift = (goal.max(axis=0) + goal.min(axis=0) - turned.max(axis=0) - turned.min(axis=0)) / 2
    for _ in range(REFINEMENTS):
        placed = source @ rotation.T + shift
        there, back = _nearest(placed, goal), _nearest(goal, placed)
        # The other way round: corners of the goal and the places on the survey they are nearest to, back in its frame.
        own = np.vstack([source, (back - shift) @ rotation])
        rotation, shift = rigid_fit(own, np.vstack([there, goal]))
    placed = source @ rotation.T + shift
    both = np.concatenate([_apart(placed, goal), _apart(goal, placed)])
    found = _registration(rotation, shift, mirrored, _apart(placed, goal))
    return Registration(
        found.matrix, found.rotation_deg, mirrored, found.deviations_mm, 1000 * sqrt(float(np.mean(both**2)))
    )


def _nearest(points: Matrix, ring: Matrix) -> Matrix:
    """Return the places of the ring nearest to the points."""
    start, along = ring, np.roll(ring, -1, axis=0) - ring
    length = np.maximum((along**2).sum(axis=1), 1e-18)
    share = np.clip(((points[:, None] - start[None]) * along[None]).sum(axis=2) / length, 0.0, 1.0)
    feet = start[None] + share[..., None] * along[None]
    nearest = np.argmin(((feet - points[:, None]) ** 2).sum(axis=2), axis=1)
    return np.asarray(feet[np.arange(len(points)), nearest])


def _apart(points: Matrix, ring: Matrix) -> Matrix:
    return np.asarray(np.hypot(*(_nearest(points, ring) - points).T))


def _registration(rotation: Matrix, shift: Matrix, mirrored: bool, apart_m: Matrix) -> Registration:
    (a, b), (d, e) = rotation
    sign = -1.0 if mirrored else 1.0
    matrix = (float(a) * sign, float(b), float(d) * sign, float(e), float(shift[0]), float(shift[1]))
    rms_mm = 1000 * sqrt(float(np.mean(np.square(apart_m))))
    return Registration(matrix, degrees(atan2(d, a)), mirrored, tuple((1000 * apart_m).tolist()), rms_mm)
