"""Where a solid is at a height: its horizontal section and its height range, in metres of the model's own frame.

A prism swept over horizontal ground, also one cut by half-spaces, is sectioned in closed form: at height z a half-space
is a half-plane. Only other shapes become triangle meshes, which trimesh cuts.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from geometry.overlay import common, together, without
from geometry.region import Region, polygonal
from geometry.solid import Array, Difference, HalfSpace, Mesh, Prism, Solid, Union
from geometry.tolerances import LEVEL, MESH_GRID_M, SECTION_STEP_M

ENDLESS_M = 1e4  # half the length of a prism "taken endless"; no building is larger
BISECTIONS = 40
PROBES = 9


def section_at(solid: Solid, z_m: float) -> Region | None:
    """Return the horizontal section of a solid at height ``z_m`` in plan metres, None where there is none."""
    region = _section(solid, z_m)
    return None if region is None or region.is_empty else region


def _section(solid: Solid, z: float) -> Region | None:
    if isinstance(solid, Prism):
        return _prism_section(solid, z)
    if isinstance(solid, Mesh):
        return _mesh_section(solid, z)
    if isinstance(solid, Union):
        parts = [r for p in solid.parts if (r := section_at(p, z)) is not None]
        return polygonal(shapely.union_all(parts)) if len(parts) > 1 else (parts[0] if parts else None)
    base = section_at(solid.base, z)
    if base is None:
        return None
    cut = [r for tool in solid.tools if (r := tool_section(tool, z, base)) is not None and not r.is_empty]
    return without(base, together(cut)) if cut else base


def z_range(solid: Solid) -> tuple[float, float]:
    """Return the lowest and highest z in metres of a solid, of the part that is left where it is cut."""
    if isinstance(solid, Prism):
        if is_level(solid):
            a = solid.matrix[2, 3]
            b = a + solid.sweep[2]
            return (float(min(a, b)), float(max(a, b)))
        rings = shapely.get_coordinates(solid.profile)
        z = rings @ solid.matrix[2, :2] + solid.matrix[2, 3]
        both = np.concatenate([z, z + solid.sweep[2]])
        return (float(both.min()), float(both.max()))
    if isinstance(solid, Mesh):
        z = solid.vertices[np.unique(solid.faces), 2]
        return (float(z.min()), float(z.max()))
    if isinstance(solid, Union):
        ranges = [z_range(p) for p in solid.parts]
        return (min(r[0] for r in ranges), max(r[1] for r in ranges))
    return _cut_range(solid)


def _cut_range(solid: Difference) -> tuple[float, float]:
    low, high = z_range(solid.base)
    if high - low < 2 * SECTION_STEP_M:
        return (low, high)
    bottom, top = low + SECTION_STEP_M, high - SECTION_STEP_M
    if section_at(solid, bottom) and section_at(solid, top):
        return (low, high)
    inside = [float(z) for z in np.linspace(bottom, top, PROBES) if section_at(solid, float(z))]
    if not inside:
        return (low, low)
    return (
        low if inside[0] == bottom else _edge(solid, inside[0], bottom),
        high if inside[-1] == top else _edge(solid, inside[-1], top),
    )


def _edge(solid: Solid, inside: float, outside: float) -> float:
    for _ in range(BISECTIONS):
        if abs(outside - inside) < SECTION_STEP_M:
            break
        middle = (inside + outside) / 2
        if section_at(solid, middle):
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2


# -- prisms ------------------------------------------------------------------------------------------------------------


def is_level(prism: Prism) -> bool:
    """Return whether the profile lies horizontal and is swept up or down (also along a slant)."""
    m = prism.matrix
    return bool(abs(m[2, 0]) + abs(m[2, 1]) < LEVEL * _scale(m) and abs(prism.sweep[2]) > SECTION_STEP_M)


def is_upright(prism: Prism) -> bool:
    """Return whether the section of the prism is the same at every height."""
    s = prism.sweep
    return is_level(prism) and bool(abs(s[0]) + abs(s[1]) < LEVEL * abs(s[2]))


def _scale(matrix: Array) -> float:
    return float(abs(matrix[0, 0]) + abs(matrix[1, 0]) + abs(matrix[0, 1]) + abs(matrix[1, 1])) or 1.0


def placed(profile: Region, matrix: Array, shift: Array | None = None) -> Region:
    """Return a profile in plan metres: its coordinates through ``matrix``, moved by ``shift``, z dropped."""
    turn, move = matrix[:2, :2].T, matrix[:2, 3] if shift is None else matrix[:2, 3] + shift[:2]
    region: Region = shapely.transform(profile, lambda xy: xy @ turn + move)
    return region


def _prism_section(prism: Prism, z: float) -> Region | None:
    if not is_level(prism):
        return _mesh_section(prism_mesh(prism), z)
    t = (z - prism.matrix[2, 3]) / prism.sweep[2]
    if not -LEVEL <= t <= 1 + LEVEL:
        return None
    return placed(prism.profile, prism.matrix, None if is_upright(prism) else prism.sweep * t)


def prism_mesh(prism: Prism) -> Mesh:
    """Return the closed surface of a prism as triangles, in metres of the model's own frame."""
    caps = triangles(prism.profile)
    flat = np.zeros((len(caps), 3, 4))
    flat[:, :, :2], flat[:, :, 3] = caps, 1.0
    bottom = (flat @ prism.matrix.T)[:, :, :3]
    sides = []
    for part in shapely.get_parts(prism.profile):
        for ring in shapely.get_rings(part):
            xy = shapely.get_coordinates(ring)
            p = np.column_stack([xy, np.zeros(len(xy)), np.ones(len(xy))]) @ prism.matrix.T
            a, b = p[:-1, :3], p[1:, :3]
            c, d = b + prism.sweep, a + prism.sweep
            sides += [np.stack([a, b, c], 1), np.stack([a, c, d], 1)]
    soup = np.concatenate([bottom, bottom + prism.sweep, *sides]).reshape(-1, 3)
    return Mesh(soup, np.arange(len(soup), dtype=np.int64).reshape(-1, 3))


def triangles(region: Region) -> NDArray[np.float64]:
    """Return the triangles (n, 3, 2) that exactly fill a region."""
    parts = shapely.get_parts(shapely.constrained_delaunay_triangles(region), return_index=False)
    coordinates: NDArray[np.float64] = shapely.get_coordinates(parts)
    return coordinates.reshape(-1, 4, 2)[:, :3]


# -- half-spaces -------------------------------------------------------------------------------------------------------


def tool_section(tool: Solid | HalfSpace, z: float, within: Region) -> Region | None:
    """Return what a cutting tool covers at height ``z`` of the box around ``within``."""
    if not isinstance(tool, HalfSpace):
        return section_at(tool, z)
    n, limit = tool.normal, float(tool.normal @ tool.point) - float(tool.normal[2]) * z
    half = half_plane(float(n[0]), float(n[1]), limit, within)
    if half is None or tool.bound is None:
        return half
    bound = endless_section(tool.bound, z)
    return None if bound is None else common(half, bound)


def half_plane(a: float, b: float, limit: float, within: Region) -> Region | None:
    """Return the part of the box around ``within``, widened by 1 m, where ``a·x + b·y ≤ limit``."""
    x0, y0, x1, y1 = within.bounds
    box = [(x0 - 1, y0 - 1), (x1 + 1, y0 - 1), (x1 + 1, y1 + 1), (x0 - 1, y1 + 1)]
    rise = [a * x + b * y - limit for x, y in box]
    if max(rise) <= 0:
        return Polygon(box)
    if min(rise) > 0:
        return None
    ring = []
    for i in range(4):
        (xa, ya), (xb, yb), ra, rb = box[i], box[(i + 1) % 4], rise[i], rise[(i + 1) % 4]
        if ra <= 0:
            ring.append((xa, ya))
        if (ra <= 0) != (rb <= 0):
            t = ra / (ra - rb)
            ring.append((xa + t * (xb - xa), ya + t * (yb - ya)))
    return Polygon(ring) if len(ring) >= 3 else None


def endless_section(bound: Prism, z: float) -> Region | None:
    """Return the section at height ``z`` of a prism taken endless in both directions of its sweep."""
    if is_level(bound):
        t = (z - bound.matrix[2, 3]) / bound.sweep[2]
        return placed(bound.profile, bound.matrix, None if is_upright(bound) else bound.sweep * t)
    along = bound.sweep / np.linalg.norm(bound.sweep) * ENDLESS_M
    start = bound.matrix.copy()
    start[:3, 3] -= along
    return section_at(Prism(bound.profile, start, 2 * along), z)


# -- meshes ------------------------------------------------------------------------------------------------------------


def _mesh_section(mesh: Mesh, z: float) -> Region | None:
    heights = mesh.vertices[:, 2]
    if not heights.min() - LEVEL <= z <= heights.max() + LEVEL:
        return None
    # A plane through a vertex or a flat face cuts nothing or everything: look just beside it, on the inner side.
    if np.min(np.abs(heights - z)) < SECTION_STEP_M:
        z += SECTION_STEP_M if z < (heights.min() + heights.max()) / 2 else -SECTION_STEP_M
    import trimesh  # only here: most files never need it, and it costs a quarter second

    surface = trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)
    cut = trimesh.intersections.mesh_plane(surface, plane_normal=(0.0, 0.0, 1.0), plane_origin=(0.0, 0.0, z))
    if len(cut) < 3:
        return None
    lines = shapely.linestrings(np.asarray(cut)[:, :, :2])
    return polygonal(shapely.build_area(shapely.union_all(lines, grid_size=MESH_GRID_M)))
