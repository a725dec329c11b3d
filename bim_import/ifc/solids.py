"""Representation items of an IFC file as solids of ``geometry.solid``, in file units of the representation.

``loose`` reading is for things that only need a bounding footprint: faces are read as bare vertices and cuts are left
out. A shape not known here raises ``UnsupportedShapeError``; the caller may ask the geometry kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import shapely
from shapely import LineString, Polygon

from bim_import.ifc.curves import CurveReader, NeedsKernelError, UnsupportedShapeError
from bim_import.ifc.placement import (
    IDENTITY,
    MAX_NUMBER,
    NOT_FINITE,
    axis2placement,
    direction3,
    finite,
    transformation,
)
from bim_import.ifc.profiles import ProfileReader, enclosed
from bim_import.ifc.units import Units
from geometry.frustum import frustum
from geometry.meshes import Point, cloud, mesh_from_faces
from geometry.region import Region, polygonal
from geometry.solid import Array, Difference, HalfSpace, Mesh, Prism, Solid, Union, transformed

MAX_DEPTH = 32
MAX_OPERANDS = 2000
Faces = list[list[list[Point]]]


class SolidReader:
    """Reads solids of one file; what is mapped several times is read once."""

    def __init__(self, units: Units) -> None:
        self.curves = CurveReader(units.length, units.angle)
        self.profiles = ProfileReader(self.curves)
        self._maps: dict[tuple[int, bool], Solid] = {}
        self._regions: dict[int, tuple[Region, list[float]]] = {}

    def solid(self, item: Any, *, loose: bool = False, depth: int = 0) -> Solid:
        """Return the solid of one representation item."""
        if depth > MAX_DEPTH:
            raise UnsupportedShapeError("items nested too deeply")
        kind = item.is_a()
        if kind == "IfcExtrudedAreaSolid":
            return self._extruded(item)
        if kind == "IfcExtrudedAreaSolidTapered":
            return self._tapered(item)
        if kind == "IfcMappedItem":
            return self._mapped(item, loose, depth)
        if kind in ("IfcBooleanClippingResult", "IfcBooleanResult"):
            return self._boolean(item, loose, depth)
        if kind == "IfcCsgSolid":
            return self.solid(item.TreeRootExpression, loose=loose, depth=depth + 1)
        faces = FACES.get(kind)
        if faces is not None:
            return _mesh(faces(item), loose)
        if kind == "IfcFacetedBrepWithVoids":
            outer = _mesh(list(_shell_faces(item.Outer)), loose)
            return outer if loose else Difference(outer, tuple(_mesh(list(_shell_faces(v)), False) for v in item.Voids))
        if kind == "IfcBoundingBox":
            return _box(item.Corner[0], item.XDim, item.YDim, item.ZDim)
        if kind == "IfcBlock":
            box = _box((0.0, 0.0, 0.0), item.XLength, item.YLength, item.ZLength)
            return transformed(box, axis2placement(item.Position))
        if kind == "IfcRightCircularCylinder":
            height, radius = finite((item.Height, item.Radius))
            disk = self.profiles._ellipse(radius, radius)
            return transformed(Prism(disk, IDENTITY, np.array([0.0, 0.0, height])), axis2placement(item.Position))
        if kind in ("IfcSweptDiskSolid", "IfcSweptDiskSolidPolygonal"):
            return self._disk(item)
        raise NeedsKernelError(kind) if kind in FOR_THE_KERNEL else UnsupportedShapeError(kind)

    def _extruded(self, item: Any) -> Prism:
        return Prism(self._region(item[0]), axis2placement(item[1]), self.sweep(item))

    def sweep(self, item: Any) -> Array:
        """Return the vector along which an extrusion sweeps its profile, in the frame of the representation."""
        along = direction3(item[2], (0.0, 0.0, 1.0))
        depth = finite((item[3],))[0]
        if depth == 0.0:
            raise UnsupportedShapeError("an extrusion without depth")
        vector: Array = axis2placement(item[1])[:3, :3] @ np.array(along) * depth
        return vector

    def _tapered(self, item: Any) -> Solid:
        """Return the prism or the frustum between two profiles; of unlike profiles only the kernel knows the sides."""
        prism = self._extruded(item)
        end = self._region(item.EndSweptArea)
        if prism.profile.equals(end):
            return prism
        mesh = frustum(prism, end)
        if mesh is None:
            raise NeedsKernelError("a taper between unlike profiles")
        return mesh

    def _region(self, profile: Any) -> Region:
        key = profile.id()
        if key not in self._regions:
            before = len(self.profiles.crossings)
            region = self.profiles.region(profile)
            if not np.isfinite(shapely.bounds(region)).all():
                raise UnsupportedShapeError("an empty profile")
            self._regions[key] = region, self.profiles.crossings[before:]
        else:
            self.profiles.crossings.extend(self._regions[key][1])
        return self._regions[key][0]

    def _mapped(self, item: Any, loose: bool, depth: int) -> Solid:
        source = item[0]
        key = (source.id(), loose)
        if key not in self._maps:
            origin, representation = source[0], source[1]
            self._maps[key] = transformed(self.solids(representation[3], loose, depth + 1), axis2placement(origin))
        return transformed(self._maps[key], transformation(item[1]))

    def solids(self, items: Iterable[Any], loose: bool = False, depth: int = 0) -> Solid:
        """Return all items of a representation as one solid; curves and points among them are no bodies."""
        parts = [self.solid(i, loose=loose, depth=depth) for i in items if i.is_a() not in NO_BODY]
        if not parts:
            raise UnsupportedShapeError("a representation without bodies")
        return parts[0] if len(parts) == 1 else Union(tuple(parts))

    def _boolean(self, item: Any, loose: bool, depth: int) -> Solid:
        chain = []
        while item.is_a() in ("IfcBooleanClippingResult", "IfcBooleanResult"):
            chain.append((item[0], item[2]))
            item = item[1]
            if len(chain) > MAX_OPERANDS:
                raise UnsupportedShapeError("a boolean operation that refers to itself")
        solid = self.solid(item, loose=loose, depth=depth + 1)
        for operator, operand in reversed(chain):
            if operator == "UNION":
                solid = Union((solid, self.solid(operand, loose=loose, depth=depth + 1)))
            elif loose:
                continue
            else:
                tool = self._tool(operand, depth + 1)
                if operator == "INTERSECTION":
                    tool = _outside(solid, tool)
                solid = _less(solid, tool)
        return solid

    def _tool(self, item: Any, depth: int) -> Solid | HalfSpace:
        kind = item.is_a()
        if kind not in ("IfcHalfSpaceSolid", "IfcPolygonalBoundedHalfSpace", "IfcBoxedHalfSpace"):
            return self.solid(item, depth=depth)
        if not item[0].is_a("IfcPlane"):
            what = "a half-space behind a " + item[0].is_a()
            raise NeedsKernelError(what) if item[0].is_a("IfcSurface") else UnsupportedShapeError(what)
        plane = axis2placement(item[0].Position)
        normal = plane[:3, 2] if item[1] else -plane[:3, 2]
        bound = None
        if kind == "IfcPolygonalBoundedHalfSpace":
            position = axis2placement(item.Position)
            bound = Prism(enclosed(self.curves.points(item.PolygonalBoundary)), position, position[:3, 2].copy())
        return HalfSpace(plane[:3, 3].copy(), normal.copy(), bound)

    def _disk(self, item: Any) -> Prism:
        """Return the box-like body around a pipe: its plan shadow between its lowest and highest point."""
        radius = finite((item.Radius,))[0]
        points = self.curves.points(item.Directrix)
        z = [p[2] for p in points]
        base = IDENTITY.copy()
        base[2, 3] = min(z) - radius
        shadow = polygonal(LineString([p[:2] for p in points]).buffer(radius, quad_segs=4))
        return Prism(shadow, base, np.array([0.0, 0.0, max(z) - min(z) + 2 * radius]))


def _less(solid: Solid, tool: Solid | HalfSpace) -> Solid:
    if isinstance(solid, Difference):
        return Difference(solid.base, (*solid.tools, tool))
    return Difference(solid, (tool,))


def _outside(solid: Solid, tool: Solid | HalfSpace) -> Solid | HalfSpace:
    """Return what to take off a solid so that its common part with the tool stays."""
    if isinstance(tool, HalfSpace) and tool.bound is None:
        return HalfSpace(tool.point, -tool.normal)
    return _less(solid, tool)


def _box(corner: Any, x: Any, y: Any, z: Any) -> Prism:
    cx, cy, cz = finite(corner)
    dx, dy, dz = finite((x, y, z))
    base = IDENTITY.copy()
    base[:3, 3] = (cx, cy, cz)
    return Prism(Polygon([(0, 0), (dx, 0), (dx, dy), (0, dy)]), base, np.array([0.0, 0.0, dz]))


# -- faces -------------------------------------------------------------------------------------------------------------


def _mesh(faces: Faces, loose: bool) -> Mesh:
    mesh = cloud(p for rings in faces for p in rings[0]) if loose else mesh_from_faces(faces)
    if len(mesh.vertices) == 0:
        raise UnsupportedShapeError("faces without an area")
    if not (np.abs(mesh.vertices) < MAX_NUMBER).all():  # false for NaN too
        raise NOT_FINITE
    return mesh


def _shell_faces(shell: Any) -> Iterable[list[list[Point]]]:
    """Return the faces of an IfcConnectedFaceSet, outer rings first."""
    # get_argument is half as slow as indexing, and large files hold millions of these points.
    for face in shell[0]:
        rings: list[list[Point]] = []
        for bound in face.get_argument(0):
            ring = [p.get_argument(0) for p in bound.get_argument(0).get_argument(0)]
            if any(len(p) != 3 for p in ring):
                raise UnsupportedShapeError("a face with points that are not spatial")
            if len(ring) > 1 and ring[0] == ring[-1]:
                ring.pop()
            if bound.is_a("IfcFaceOuterBound"):
                rings.insert(0, ring)
            else:
                rings.append(ring)
        if rings:
            yield rings


def _triangulated(item: Any) -> Faces:
    table, faces = _table(item), item.CoordIndex
    back = getattr(item, "PnIndex", None)
    return [[[table[(back[i - 1] if back else i) - 1] for i in face]] for face in faces]


def _polygonal(item: Any) -> Faces:
    table, back = _table(item), item.PnIndex
    faces = []
    for face in item.Faces:
        rings = [face.CoordIndex, *(getattr(face, "InnerCoordIndices", None) or ())]
        faces.append([[table[(back[i - 1] if back else i) - 1] for i in ring] for ring in rings])
    return faces


def _table(item: Any) -> list[Point]:
    table: list[Point] = list(item.Coordinates[0])
    if any(len(p) != 3 for p in table):
        raise UnsupportedShapeError("a point list that is not spatial")
    return table


def _shells(item: Any) -> Faces:
    return [rings for shell in item[0] for rings in _shell_faces(shell)]


FACES: dict[str, Callable[[Any], Faces]] = {
    "IfcFacetedBrep": lambda item: list(_shell_faces(item[0])),
    "IfcShellBasedSurfaceModel": _shells,
    "IfcFaceBasedSurfaceModel": _shells,
    "IfcTriangulatedFaceSet": _triangulated,
    "IfcTriangulatedIrregularNetwork": _triangulated,
    "IfcPolygonalFaceSet": _polygonal,
}

FOR_THE_KERNEL = frozenset(
    (
        "IfcAdvancedBrep",
        "IfcAdvancedBrepWithVoids",
        "IfcFixedReferenceSweptAreaSolid",
        "IfcRectangularPyramid",
        "IfcRevolvedAreaSolid",
        "IfcRevolvedAreaSolidTapered",
        "IfcRightCircularCone",
        "IfcSectionedSolidHorizontal",
        "IfcSphere",
        "IfcSurfaceCurveSweptAreaSolid",
    )
)

NO_BODY = frozenset(
    (
        "IfcPolyline",
        "IfcIndexedPolyCurve",
        "IfcCompositeCurve",
        "IfcTrimmedCurve",
        "IfcLine",
        "IfcCircle",
        "IfcGeometricSet",
        "IfcGeometricCurveSet",
        "IfcCartesianPoint",
        "IfcTextLiteral",
        "IfcTextLiteralWithExtent",
        "IfcAnnotationFillArea",
        "IfcStyledItem",
    )
)


def extent(solid: Solid) -> Array:
    """Return points (n, 3) that reach as far as the solid does in every direction; cuts are left out."""
    if isinstance(solid, Mesh):
        return solid.vertices
    if isinstance(solid, Prism):
        xy = shapely.get_coordinates(shapely.get_exterior_ring(shapely.get_parts(solid.profile)))
        base = xy @ solid.matrix[:3, :2].T + solid.matrix[:3, 3]
        return np.concatenate([base, base + solid.sweep])
    if isinstance(solid, Union):
        return np.concatenate([extent(p) for p in solid.parts])
    return extent(solid.base)
