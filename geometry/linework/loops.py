"""Closed loops inside a room: small ones without a label are columns that nobody named (plan metres, m²)."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from geometry.linework.rules import LineworkRules

LONGEST_M = 1.6  # a free-standing wall is longer
INSIDE_M = 1e-6


def columns_in(room: Polygon, rooms: NDArray[np.object_], rules: LineworkRules) -> tuple[Polygon, list[Polygon]]:
    """Return a room without the holes that are columns, and these columns; ``rooms`` may lie in holes and stay."""
    kept, columns = [], []
    for ring in room.interiors:
        hole = Polygon(ring)
        (_, _), (x, y), *_ = _sides(hole)
        small = hole.area <= rules.column_area_m2 and max(x, y) <= LONGEST_M
        if small and not shapely.contains(hole.buffer(INSIDE_M), rooms).any():
            columns.append(hole)
        else:
            kept.append(ring)
    return (Polygon(room.exterior, kept) if columns else room), columns


def _sides(polygon: Polygon) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the first corner and the side lengths of the smallest rectangle around a polygon."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(polygon))
    if len(corners) < 4:
        return (0.0, 0.0), (float("inf"), float("inf"))
    a, b = corners[1] - corners[0], corners[2] - corners[1]
    return (float(corners[0][0]), float(corners[0][1])), (float(np.hypot(*a)), float(np.hypot(*b)))
