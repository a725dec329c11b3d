"""What each face between noded lines is: room, body of a wall, opening, part of a column (plan metres)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geometry.linework.graph import Array
from geometry.linework.rules import LineworkRules
from geometry.region import Region

FaceKind = Literal["room", "wall", "opening", "column"]
JUNCTION = 1.5  # where walls cross, their body is up to 1.41 times as wide as each of them
MOST_CORNERS = 400  # faces with more are networks of walls, which are not worth shrinking


def classify(
    faces: NDArray[np.object_],
    *,
    columns: Sequence[Region],
    openings: Sequence[Region],
    solids: Sequence[Region],
    labels: Array,
    rules: LineworkRules,
) -> NDArray[np.object_]:
    """Return the kind of each face. Where a label stands, there is a room, however narrow."""
    kinds = np.full(len(faces), "room", dtype=object)
    if not len(faces):
        return kinds
    kinds[_is_thin(faces, rules)] = "wall"
    inside = np.asarray(shapely.point_on_surface(faces), dtype=object)
    kinds[_within(inside, solids)] = "wall"
    if len(labels):
        face, _ = STRtree(np.asarray(shapely.points(labels), dtype=object)).query(faces, predicate="intersects")
        kinds[np.unique(face)] = "room"
    kinds[_within(inside, openings)] = "opening"
    kinds[_within(inside, columns)] = "column"
    return kinds


def _is_thin(faces: NDArray[np.object_], rules: LineworkRules) -> NDArray[np.bool_]:
    """Return which faces leave nothing when shrunk by ``min_half_width_m``.

    Twice the area over the perimeter is never more than the widest place, so few faces have to be shrunk. A network of
    walls (a face with holes) may be wider where walls meet.
    """
    thin = 2 * shapely.area(faces) / shapely.length(faces) < 2 * rules.min_half_width_m
    network = shapely.get_num_interior_rings(faces) > 0
    index = np.flatnonzero(thin & (shapely.get_num_coordinates(faces) <= MOST_CORNERS))
    if len(index):
        depth = np.where(network[index], JUNCTION * rules.min_half_width_m, rules.min_half_width_m)
        thin[index] = shapely.is_empty(shapely.buffer(faces[index], -depth, join_style="mitre"))
    return np.asarray(thin, dtype=np.bool_)


def _within(points: NDArray[np.object_], regions: Sequence[Region]) -> NDArray[np.bool_]:
    found = np.zeros(len(points), dtype=np.bool_)
    bodies = [r for r in regions if not r.is_empty]
    if bodies:
        face, _ = STRtree(bodies).query(points, predicate="within")
        found[np.unique(face)] = True
    return found
