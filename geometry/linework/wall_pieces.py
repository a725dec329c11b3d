"""A network of walls cut into straight pieces and the joints between them (plan metres).

All walls of a storey that touch make one face, around every room. Whoever asks what stands in one room would have to
look at all of it; cut where the faces of crossing walls run on, each piece is a wall as people count them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Polygon

from geometry.linework.gaps import lengthened
from geometry.linework.graph import Array, Lines, build_graph, faces_of
from geometry.linework.rules import LineworkRules
from geometry.tolerances import SLIVER_M2

REFLEX_SINE = 0.34  # 20°: the chords of a round wall turn less
FEW_CORNERS = 9  # a face with no more is one straight or bent wall


def wall_pieces(walls: Sequence[Polygon], rules: LineworkRules) -> list[Polygon]:
    """Return the walls, those with many corners cut where the face of one wall runs on into another."""
    found: list[Polygon] = []
    for wall in walls:
        found += [wall] if shapely.get_num_coordinates(wall) <= FEW_CORNERS else _cut(wall, rules)
    return found


def _cut(wall: Polygon, rules: LineworkRules) -> list[Polygon]:
    rings = [shapely.get_coordinates(ring) for ring in (wall.exterior, *wall.interiors)]
    edges = np.concatenate([np.stack([xy[:-1], xy[1:]], axis=1) for xy in rings])
    corners = [_reflex(xy[:-1]) for xy in map(shapely.get_coordinates, _oriented(wall))]
    at = np.concatenate([a for a, _ in corners])
    onward = np.concatenate([d for _, d in corners])
    hits = Lines(edges).first_hits(at, onward, rules.max_wall_m)
    met = np.isfinite(hits.distance_m)
    if not met.any():
        return [wall]
    cuts = np.stack([at[met], at[met] + onward[met] * hits.distance_m[met, None]], axis=1)
    faces = faces_of(build_graph(np.concatenate([edges, lengthened(cuts)])).segments)
    if not len(faces):
        return [wall]
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    shapely.prepare(wall)
    own = faces[shapely.contains_xy(wall, inside[:, 0], inside[:, 1])].tolist()
    # Where a cut went astray the pieces do not make up the wall: better one large wall than a wrong one.
    return own if abs(sum(p.area for p in own) - wall.area) <= SLIVER_M2 else [wall]


def _oriented(wall: Polygon) -> list[shapely.LinearRing]:
    turned = shapely.orient_polygons(wall)
    return [turned.exterior, *turned.interiors]


def _reflex(points: Array) -> tuple[Array, Array]:
    """Return the corners of a ring (body to its left) at which the body is wider than straight, each with the direction
    in which the side that ends there runs on.
    """
    step = np.roll(points, -1, axis=0) - points
    step = step / np.maximum(np.hypot(*step.T), 1e-12)[:, None]
    before = np.roll(step, 1, axis=0)
    turn = before[:, 0] * step[:, 1] - before[:, 1] * step[:, 0]
    reflex = turn < -REFLEX_SINE
    return points[reflex], before[reflex]
