"""The projection of a solid onto the plan, in plan metres, exact for prisms also where half-spaces cut them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
import shapely
from shapely import Polygon

from geometry.overlay import common, together, without
from geometry.region import Region, polygonal
from geometry.section import (
    endless_section,
    half_plane,
    is_level,
    is_upright,
    placed,
    section_at,
    tool_section,
    z_range,
)
from geometry.solid import Array, Difference, HalfSpace, Mesh, Prism, Solid, Union
from geometry.tolerances import LEVEL, MESH_GRID_M, SECTION_STEP_M

SAMPLES = 24


def footprint(solid: Solid) -> Region:
    """Return the projection of the whole solid in plan metres; empty where nothing of it has an area in plan."""
    if isinstance(solid, Prism):
        return _prism_footprint(solid)
    if isinstance(solid, Mesh):
        return _mesh_footprint(solid)
    if isinstance(solid, Union):
        parts = [footprint(p) for p in solid.parts]
        return parts[0] if len(parts) == 1 else polygonal(shapely.union_all(parts, grid_size=MESH_GRID_M))
    if isinstance(solid.base, Prism) and is_upright(solid.base):
        planes = [t for t in solid.tools if isinstance(t, HalfSpace) and (t.bound is None or is_upright(t.bound))]
        if len(planes) == len(solid.tools):
            return _cut_prism_footprint(solid.base, planes)
    return _sampled_footprint(solid)


def _prism_footprint(prism: Prism) -> Region:
    start = placed(prism.profile, prism.matrix)
    if is_upright(prism):
        return start
    if not is_level(prism) and _is_edge_on(prism):
        return _edge_on_footprint(prism)
    # The shadow of a swept profile: its two ends and the parallelogram that each edge sweeps over.
    shift = prism.sweep[:2]
    swept: list[Region] = [start, shapely.transform(start, lambda xy: xy + shift)]
    for ring in shapely.get_rings(shapely.get_parts(start)):
        xy = shapely.get_coordinates(ring)
        a, b = xy[:-1], xy[1:]
        swept.extend(Polygon(sheet) for sheet in np.stack([a, b, b + shift, a + shift], 1))
    return _union(swept)


def _is_edge_on(prism: Prism) -> bool:
    m = prism.matrix
    plan_area = m[0, 0] * m[1, 1] - m[0, 1] * m[1, 0]
    return bool(abs(plan_area) < LEVEL * max(np.abs(m[:3, :2]).max() ** 2, LEVEL))


def _edge_on_footprint(prism: Prism) -> Region:
    """Return the parallelograms over which an upright profile is swept sideways (an opening through a wall)."""
    shift = prism.sweep[:2]
    parts = []
    for part in shapely.get_parts(prism.profile):
        xy = shapely.get_coordinates(shapely.get_exterior_ring(part)) @ prism.matrix[:2, :2].T + prism.matrix[:2, 3]
        along = xy - xy[0]
        far = int(np.argmax(np.einsum("ij,ij->i", along, along)))
        reach = along @ (along[far] / (np.linalg.norm(along[far]) or 1.0))
        a, b = xy[int(np.argmin(reach))], xy[int(np.argmax(reach))]
        parts.append(Polygon([a, b, b + shift, a + shift]))
    return _union(parts)


def _union(parts: Sequence[Region]) -> Region:
    flat = [p for p in parts if p.area > LEVEL]
    if not flat:
        return Polygon()
    return flat[0] if len(flat) == 1 else polygonal(shapely.union_all(flat, grid_size=MESH_GRID_M))


def _mesh_footprint(mesh: Mesh) -> Region:
    flat = mesh.vertices[mesh.faces][:, :, :2]
    a, b = flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]
    doubled = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    flat = flat[np.abs(doubled) > LEVEL]
    if len(flat) == 0:
        return Polygon()
    return polygonal(shapely.union_all(shapely.polygons(flat), grid_size=MESH_GRID_M))


def inside_sides(solid: Solid) -> Region:
    """Return what the upright faces of meshes run around in plan metres, for shells that lack floor and ceiling.

    Empty where the faces form no closed ring; a ring inside another one is a hole.
    """
    if isinstance(solid, Union):
        parts = [inside_sides(p) for p in solid.parts]
        return together((p for p in parts if not p.is_empty), grid_m=MESH_GRID_M)
    if not isinstance(solid, Mesh):
        return Polygon()
    flat = solid.vertices[solid.faces][:, :, :2]
    edges = flat[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2, 2)
    lying = edges[np.hypot(*(edges[:, 1] - edges[:, 0]).T) > MESH_GRID_M]
    return polygonal(shapely.build_area(shapely.union_all(shapely.linestrings(lying), grid_size=MESH_GRID_M)))


# -- cut prisms --------------------------------------------------------------------------------------------------------


def _cut_prism_footprint(prism: Prism, tools: list[HalfSpace]) -> Region:
    """Return where anything of the prism is left between the tools that cut from below and those that cut from above.

    Over a point each half-space removes everything above or below the height of its plane there. Nothing is left where
    a plane lies beyond the prism's other end, or where a plane from below lies above one from above; each of these
    conditions is linear in x and y, so the result is exact.
    """
    ground = placed(prism.profile, prism.matrix)
    low, high = z_range(prism)
    below = [t for t in tools if t.normal[2] > LEVEL]
    above = [t for t in tools if t.normal[2] < -LEVEL]
    upright = [t for t in tools if abs(t.normal[2]) <= LEVEL]
    gone = [tool_section(t, high, ground) for t in below] + [tool_section(t, low, ground) for t in above + upright]
    gone += [_met(lower, upper, ground) for lower, upper in product(below, above)]
    cut = [g for g in gone if g is not None and not g.is_empty]
    return without(ground, together(cut)) if cut else ground


def _met(lower: HalfSpace, upper: HalfSpace, ground: Region) -> Region | None:
    slope_l, height_l = _surface(lower)
    slope_u, height_u = _surface(upper)
    a, b = (slope_u - slope_l).tolist()
    region = half_plane(a, b, height_l - height_u, ground)
    for tool in (lower, upper):
        if region is not None and tool.bound is not None:
            bound = endless_section(tool.bound, 0.0)
            region = None if bound is None else common(region, bound)
    return region


def _surface(tool: HalfSpace) -> tuple[Array, float]:
    """Return (s, h) so that the plane of the half-space lies at height ``s · (x, y) + h``."""
    n = tool.normal
    return -n[:2] / n[2], float(n @ tool.point) / float(n[2])


def _sampled_footprint(solid: Difference) -> Region:
    """Return the union of sections just beside every height where the solid can change, and between these heights.

    Exact where all parts are upright prisms; a slanted face between two heights can be missed by less than its run.
    """
    whole = footprint(solid.base)
    low, high = z_range(solid.base)
    events = {low, high, *_heights(solid.base)}
    for tool in solid.tools:
        if not isinstance(tool, HalfSpace):
            events.update(_heights(tool))
    levels = sorted(z for z in events if low <= z <= high)
    if len(levels) > SAMPLES:
        levels = [float(z) for z in np.linspace(low, high, SAMPLES)]
    found: Region = Polygon()
    for a, b in pairwise(levels):
        step = min(SECTION_STEP_M, (b - a) / 4)
        for z in (a + step, b - step, (a + b) / 2):
            part = section_at(solid, z)
            if part is not None:
                found = together([found, part])
            if whole.area - found.area < LEVEL:
                return whole
    return found


def _heights(solid: Solid) -> set[float]:
    if isinstance(solid, Mesh):
        return {float(z) for z in np.round(solid.vertices[:, 2], 6)}
    if isinstance(solid, Prism):
        z = shapely.get_coordinates(solid.profile) @ solid.matrix[2, :2] + solid.matrix[2, 3]
        return {float(v) for v in np.round(np.concatenate([z, z + solid.sweep[2]]), 6)} | set(z_range(solid))
    parts = solid.parts if isinstance(solid, Union) else (solid.base,)
    return set().union(*(_heights(p) for p in parts))
