"""The shape of an element: which of its representations to take, its body in model metres, its bounding footprint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely import Polygon

from bim_import.ifc.curves import NeedsKernelError, UnsupportedShapeError
from bim_import.ifc.placement import NOT_FINITE, Placements
from bim_import.ifc.profiles import enclosed
from bim_import.ifc.solids import SolidReader, extent
from bim_import.ifc.units import Units
from geometry.region import Region, polygonal
from geometry.section import placed, section_at, z_range
from geometry.solid import Array, Mesh, Solid, transformed
from geometry.tolerances import LEVEL

NOT_A_BODY = frozenset(
    (
        *("Axis", "Box", "FootPrint", "Plan", "Annotation", "Profile", "Clearance", "Reference", "Boundary"),
        *("WalkingLine", "CoG", "Lighting", "Survey", "SurveyPoints", "Symbol"),
    )
)
DEPTH_SHARE = 0.999  # of the depth of a taper: the kernel keeps it to all its digits, or loses all of it
CURVES = ("FootPrint", "Plan", "Annotation", "Boundary", "Body", "", "Axis")


class NoShapeError(Exception):
    """The element has no representation that says where its body is."""


class Shapes:
    """Shapes of one file in model metres: file units times the length factor, less ``offset_m`` in plan."""

    def __init__(self, units: Units, offset_m: tuple[float, float]) -> None:
        self.solids = SolidReader(units)
        self.placements = Placements()
        self._scale = np.diag([units.length, units.length, units.length, 1.0])
        self._shift: Array = np.eye(4)
        self._shift[:2, 3] = (-offset_m[0], -offset_m[1])
        self._to_model: Array = self._shift @ self._scale

    def matrix(self, element: Any) -> Array:
        """Return the matrix from the element's own frame in file units to model metres."""
        matrix: Array = self._to_model @ self.placements.matrix(element.ObjectPlacement)
        return matrix

    def body(self, element: Any) -> Solid:
        """Return the element's body in model metres; asks the geometry kernel for shapes not known here."""
        items = _items(element, _is_body)
        if not items:
            raise NoShapeError
        matrix = self.matrix(element)
        try:
            return transformed(self.solids.solids(items), matrix)
        except NeedsKernelError:
            from bim_import.ifc.kernel import kernel_mesh

            mesh = kernel_mesh(element)
            if not self._is_whole(items, mesh, matrix):
                raise UnsupportedShapeError("the geometry kernel left out the sides of a taper") from None
            return transformed(mesh, self._shift)

    def _is_whole(self, items: Sequence[Any], mesh: Mesh, matrix: Array) -> bool:
        """Return whether the kernel's mesh has sides and is as deep as each tapered body of the element.

        The kernel returns some tapers flat as one of their ends, and some with a side left open.
        """
        for item in items:
            if item.is_a() == "IfcExtrudedAreaSolidTapered":
                sweep = matrix[:3, :3] @ self.solids.sweep(item)
                depth = float(np.linalg.norm(sweep))
                along = mesh.vertices @ (sweep / depth)
                if np.ptp(along) < DEPTH_SHARE * depth or section_at(mesh, sum(z_range(mesh)) / 2) is None:
                    return False
        return True

    def bounding(self, element: Any, *, kernel: bool = True) -> tuple[Region, float, float]:
        """Return a rectangle around the element in plan, along its own axes, and its height range, in metres."""
        items = _items(element, _is_body) or _items(element, _is_box)
        if not items:
            raise NoShapeError
        matrix = self.matrix(element)
        solid = self._loose(element, items, kernel)
        return bounding_footprint(solid, matrix)

    def _loose(self, element: Any, items: Sequence[Any], kernel: bool) -> Solid:
        try:
            return self.solids.solids(items, loose=True)
        except NeedsKernelError:
            box = _items(element, _is_box)
            if box:
                return self.solids.solids(box, loose=True)
            if not kernel:
                raise
            from bim_import.ifc.kernel import kernel_mesh

            mesh = kernel_mesh(element)
            placed_at = self._scale @ self.placements.matrix(element.ObjectPlacement)
            return transformed(mesh, np.linalg.inv(placed_at).astype(np.float64))

    def forget_crossings(self) -> None:
        """Begin to collect anew the boundaries that cross themselves."""
        self.solids.profiles.crossings.clear()

    def crossings_m2(self) -> list[float]:
        """Return by how many m² each boundary read since then changed that crossed itself and was taken apart."""
        return [change * self._scale[0, 0] ** 2 for change in self.solids.profiles.crossings]

    def box(self, element: Any) -> Solid | None:
        """Return the IfcBoundingBox of an element in model metres, None where it has none."""
        items = _items(element, _is_box)
        return transformed(self.solids.solids(items), self.matrix(element)) if items else None

    def outline(self, element: Any) -> Region:
        """Return the area inside the closed curves of a FootPrint representation, in model metres."""
        matrix = self.matrix(element)
        for identifier in CURVES:
            rings = []
            for item in _curves(_items(element, lambda r, name=identifier: (r.RepresentationIdentifier or "") == name)):
                try:
                    rings.append(enclosed(self.solids.curves.points(item), self.solids.profiles.crossings))
                except UnsupportedShapeError:
                    continue
            rings = [r for r in rings if not r.is_empty]
            if rings:
                area = rings[0]
                for ring in rings[1:]:  # a ring inside another one is a hole, one beside it another part
                    area = polygonal(shapely.symmetric_difference(area, ring))
                return placed(area, matrix)
        raise NoShapeError


def bounding_footprint(solid: Solid, matrix: Array) -> tuple[Region, float, float]:
    """Return the rectangle around a solid along the axes of its own frame, placed, and its height range."""
    points = extent(solid)
    if not np.isfinite(points).all():
        raise NOT_FINITE
    world = points @ matrix[:3, :3].T + matrix[:3, 3]
    z0, z1 = float(world[:, 2].min()), float(world[:, 2].max())
    upright = abs(matrix[2, 0]) + abs(matrix[2, 1]) < LEVEL * abs(matrix[2, 2])
    if upright and not isinstance(solid, Mesh):
        (x0, y0), (x1, y1) = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
        box = Polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
        return placed(box, matrix), z0, z1
    hull = shapely.oriented_envelope(shapely.multipoints(world[:, :2]))
    return (hull if isinstance(hull, Polygon) else Polygon()), z0, z1


def _is_body(representation: Any) -> bool:
    return representation.RepresentationIdentifier not in NOT_A_BODY


def _is_box(representation: Any) -> bool:
    return bool(representation.RepresentationIdentifier == "Box")


def _items(element: Any, wanted: Any) -> list[Any]:
    shape = element.Representation
    if shape is None:
        return []
    representations = [r for r in shape.Representations if wanted(r)]
    # Several bodies of one element are levels of detail of the same thing; "Body" is the one to measure.
    named = [r for r in representations if r.RepresentationIdentifier == "Body"]
    return [item for r in named or representations for item in r.Items or ()]


def _curves(items: Sequence[Any]) -> list[Any]:
    found = []
    for item in items:
        if item.is_a("IfcGeometricSet"):
            found += [e for e in item.Elements if e.is_a("IfcCurve")]
        elif item.is_a("IfcCurve"):
            found.append(item)
    return found
