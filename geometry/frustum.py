"""The solid between two plane profiles with the same corners, as a mesh in the frame the prism is given in."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import Polygon

from geometry.region import Region
from geometry.section import triangles
from geometry.solid import Array, Mesh, Prism


def frustum(start: Prism, end: Region) -> Mesh | None:
    """Return the closed surface from the profile of a prism to ``end`` at its far side, corner by corner.

    None where the profiles do not correspond: other numbers of rings or corners. A ring that runs the other way round
    is turned, and begins where its corners lie nearest to those it belongs to.
    """
    if not (isinstance(start.profile, Polygon) and isinstance(end, Polygon)):
        return None
    own, others = _rings(start.profile), _rings(end)
    if [len(r) for r in own] != [len(r) for r in others]:
        return None
    rings = [(a, _alike(a, b)) for a, b in zip(own, others, strict=True)]
    pieces = [_lifted(triangles(start.profile), start), _lifted(triangles(end), start) + start.sweep]
    for ring, other in rings:
        low, high = _lifted(ring, start), _lifted(other, start) + start.sweep
        a, b, c, d = low[:-1], low[1:], high[1:], high[:-1]
        pieces += [np.stack([a, b, c], 1), np.stack([a, c, d], 1)]
    corners = np.concatenate(pieces).reshape(-1, 3)
    return Mesh(corners, np.arange(len(corners), dtype=np.int64).reshape(-1, 3))


def _rings(polygon: Polygon) -> list[Array]:
    return [shapely.get_coordinates(r) for r in (polygon.exterior, *polygon.interiors)]


def _alike(a: Array, b: Array) -> Array:
    """Return ring ``b`` in the direction of ``a``."""
    if shapely.is_ccw(shapely.linearrings(a)) == shapely.is_ccw(shapely.linearrings(b)):
        return b
    turned = [np.roll(b[-2::-1], k, axis=0) for k in range(len(b) - 1)]
    best: Array = min(turned, key=lambda r: float(((r - a[:-1]) ** 2).sum()))
    return np.concatenate([best, best[:1]])


def _lifted(xy: Array, prism: Prism) -> Array:
    """Return points (…, 2) of the profile plane in the frame of the prism."""
    lifted: Array = xy @ prism.matrix[:3, :2].T + prism.matrix[:3, 3]
    return lifted
