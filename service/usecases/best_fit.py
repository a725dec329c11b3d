"""The rigid placing under which two outlines have most in common."""

from __future__ import annotations

from itertools import pairwise, product
from math import atan2, cos, degrees, pi, remainder, sin

import shapely
from shapely.affinity import affine_transform

from geometry.region import Region
from service.usecases.placing import Matrix, Placing, compared

SIDES = 4  # the longest sides of a room tell how it may be turned
AS_GOOD = 2e-3  # of overlap: of equally good placings the one that turns least, and does not mirror, is taken


def best_fit(outline: Region, onto: Region) -> Placing:
    """Return how ``outline`` lies best on ``onto``."""
    middle, goal = outline.centroid, onto.centroid
    candidates = []
    for mirrored in (False, True):
        sign = -1.0 if mirrored else 1.0
        turned = affine_transform(outline, (sign, 0.0, 0.0, 1.0, 0.0, 0.0))
        turns = {round(b - a, 6) for a, b in product(_directions(turned), _directions(onto))} | {0.0}
        for angle in {remainder(turn + half, 2 * pi) for turn in turns for half in (0.0, pi)}:
            c, s = cos(angle), sin(angle)
            linear = (c * sign, -s, s * sign, c)
            dx = goal.x - (linear[0] * middle.x + linear[1] * middle.y)
            dy = goal.y - (linear[2] * middle.x + linear[3] * middle.y)
            matrix: Matrix = (*linear, dx, dy)
            laid = affine_transform(outline, matrix)
            common = shapely.area(shapely.intersection(laid, onto))
            candidates.append((common, mirrored, abs(angle), angle, matrix))
    whole = max(candidate[0] for candidate in candidates)
    good = [c for c in candidates if c[0] >= whole - AS_GOOD * onto.area]
    _, mirrored, _, angle, matrix = min(good, key=lambda c: (c[1], round(c[2], 3), -c[0]))
    return compared(Placing("fit", matrix, mirrored, degrees(angle)), outline, onto)


def _directions(region: Region) -> list[float]:
    ring = max(shapely.get_parts(region), key=shapely.area).exterior.coords
    sides = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring)]
    longest = sorted(sides, key=lambda side: -(side[0] ** 2 + side[1] ** 2))[:SIDES]
    return [atan2(y, x) for x, y in longest]
