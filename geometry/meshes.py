"""Triangle meshes from plane faces with holes, as boundary representations list them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from shapely import Polygon

from geometry.region import polygonal
from geometry.solid import Array, Mesh

Point = tuple[float, float, float]
Ring = Sequence[Point]


def mesh_from_faces(faces: Iterable[Sequence[Ring]]) -> Mesh:
    """Return the mesh of plane faces, each an outer ring followed by its holes (no ring repeats its first point)."""
    corners: list[Point] = []
    for rings in faces:
        outer = rings[0]
        if len(outer) < 3:
            continue
        if len(rings) == 1 and (len(outer) == 3 or _is_convex(outer)):
            for i in range(1, len(outer) - 1):
                corners += (outer[0], outer[i], outer[i + 1])
        else:
            corners += _filled(rings)
    vertices = np.asarray(corners, dtype=np.float64).reshape(-1, 3)
    return Mesh(vertices, np.arange(len(vertices), dtype=np.int64).reshape(-1, 3))


def cloud(points: Iterable[Point]) -> Mesh:
    """Return a mesh of vertices without faces, for callers that only want to know how far a body reaches."""
    return Mesh(np.asarray(list(points), dtype=np.float64).reshape(-1, 3), np.empty((0, 3), dtype=np.int64))


def _normal(ring: Ring) -> tuple[float, float, float]:
    """Return twice the area vector of a ring (Newell)."""
    nx = ny = nz = 0.0
    x0, y0, z0 = ring[-1]
    for x, y, z in ring:
        nx += (y0 - y) * (z0 + z)
        ny += (z0 - z) * (x0 + x)
        nz += (x0 - x) * (y0 + y)
        x0, y0, z0 = x, y, z
    return nx, ny, nz


def _axes(normal: tuple[float, float, float]) -> tuple[int, int, int]:
    """Return the two axes a face is looked at along its steepest normal component, and that component."""
    up = max(range(3), key=lambda i: abs(normal[i]))
    return (up + 1) % 3, (up + 2) % 3, up


def _is_convex(ring: Ring) -> bool:
    i, j, up = _axes(normal := _normal(ring))
    if normal[up] == 0.0:
        return False
    sign = 1.0 if normal[up] > 0 else -1.0
    limit = -1e-12 * abs(normal[up])
    turned = 0
    for a, b, c in zip(ring, (*ring[1:], ring[0]), (*ring[2:], ring[0], ring[1]), strict=True):
        turn = (b[i] - a[i]) * (c[j] - b[j]) - (b[j] - a[j]) * (c[i] - b[i])
        if sign * turn < limit:
            return False
        turned += (b[i] - a[i] > 0) != (c[i] - b[i] > 0)
    return turned <= 2  # a star turns the same way everywhere too, but runs back and forth more often


def _filled(rings: Sequence[Ring]) -> list[Point]:
    normal = _normal(rings[0])
    i, j, up = _axes(normal)
    if normal[up] == 0.0:
        return []
    known: dict[tuple[float, float], Point] = {}
    flat = []
    for ring in rings:
        if len(ring) >= 3:
            flat.append([(p[i], p[j]) for p in ring])
            known.update(((p[i], p[j]), p) for p in ring)
    polygon = Polygon(flat[0], flat[1:])
    region = polygon if polygon.is_valid else polygonal(shapely.make_valid(polygon, method="structure"))
    if region.is_empty:
        return []
    pieces = shapely.get_parts(shapely.constrained_delaunay_triangles(region))
    corners: Array = shapely.get_coordinates(pieces).reshape(-1, 4, 2)[:, :3].reshape(-1, 2)
    x0 = rings[0][0]
    lifted: list[Point] = []
    for u, v in corners.tolist():
        point = known.get((u, v))
        if point is None:  # a crossing that the repair put in: take its height from the plane of the face
            w = [0.0, 0.0, 0.0]
            w[i], w[j] = u, v
            w[up] = x0[up] - (normal[i] * (u - x0[i]) + normal[j] * (v - x0[j])) / normal[up]
            point = (w[0], w[1], w[2])
        lifted.append(point)
    return lifted
