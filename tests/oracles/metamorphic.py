"""Transformed copies of IFC files that must give the same rooms: other units, places, representations, structures.

Every function of ``TRANSFORMATIONS`` takes an open ``ifcopenshell.file``, changes it in place or returns a new one, and
raises ``NotApplicableError`` where the file has nothing it could change. None of them uses our reader.
"""

from __future__ import annotations

import math
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.guid
import ifcopenshell.util.placement
import ifcopenshell.util.unit
import numpy as np
import shapely

from bim_import.read import ReadOptions, read_file
from geometry.areas import measure_all
from geometry.basis import BASES
from geometry.finding import Finding

File = Any
Transformation = Callable[[File], File | None]
TURN_RAD = math.radians(37.0)


class NotApplicableError(Exception):
    """The file has nothing that this transformation could change."""


@dataclass(frozen=True)
class Room:
    """What must not change about a space."""

    gross_m2: float
    net_m2: float
    outline: shapely.Geometry
    storey: str
    floor_z_m: float | None
    codes: frozenset[str]
    name: str = ""


@dataclass(frozen=True)
class Answer:
    """All rooms of a file by id, and what the report says."""

    rooms: dict[str, Room]
    findings: tuple[Finding, ...]
    counts: tuple[int, int, int]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(f.code for f in self.findings)


def read(path: Path, *, ignore_spaces: bool = False, basis: str = "cn-usable") -> Answer:
    """Return every room of a file with its areas under one basis."""
    result = read_file(path, options=ReadOptions(ignore_spaces=ignore_spaces))
    rooms = {}
    for building in result.model.buildings:
        for storey in building.storeys:
            for s, a in zip(storey.spaces, measure_all(storey, basis=BASES[basis]), strict=True):
                codes = frozenset(f.code for f in s.findings)
                name = f"{s.number} {s.name}".strip()
                rooms[s.id] = Room(
                    a.gross_area_m2, a.net_area_m2, s.outline, storey.name, s.floor_z_m, codes, name
                )  # fmt: skip
    report = result.report
    return Answer(rooms, report.findings, (report.accepted, report.repaired, report.rejected))


def transform(source: Path, target: Path, *steps: Transformation) -> Path:
    """Write the transformed file; raises ``NotApplicableError``."""
    file = ifcopenshell.open(str(source))
    for step in steps:
        file = step(file) or file
    file.write(str(target))
    return target


# -- units and places --------------------------------------------------------------------------------------------------


METRES = {"METRE": 1.0, "MILLIMETRE": 0.001, "CENTIMETRE": 0.01, "FOOT": 0.3048, "INCH": 0.0254}


def to_unit(name: str) -> Transformation:
    """Return the change of the length unit to ``name``, all lengths scaled along, areas left in their own unit."""

    def change(file: File) -> None:
        assignment = file.by_type("IfcUnitAssignment")[0]
        units = [u for u in assignment.Units if getattr(u, "UnitType", "") == "LENGTHUNIT"]
        has_area = any(getattr(u, "UnitType", "") == "AREAUNIT" for u in assignment.Units)
        factor = ifcopenshell.util.unit.calculate_unit_scale(file) / METRES[name]
        if len(units) != 1 or not has_area or factor == 1.0:
            raise NotApplicableError
        scaled = _LengthScaler(file.schema_identifier, factor)
        for entity in list(file):
            scaled(entity)
        rest = [u for u in assignment.Units if u != units[0]]
        assignment.Units = [*rest, _length_unit(file, name)]

    return change


def _length_unit(file: File, name: str) -> Any:
    if name.endswith("METRE"):
        return file.create_entity("IfcSIUnit", UnitType="LENGTHUNIT", Prefix=name[:-5] or None, Name="METRE")
    metre = file.create_entity("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE")
    factor = file.createIfcMeasureWithUnit(file.create_entity("IfcLengthMeasure", METRES[name]), metre)
    exponents = file.createIfcDimensionalExponents(1, 0, 0, 0, 0, 0, 0)
    return file.createIfcConversionBasedUnit(exponents, "LENGTHUNIT", name, factor)


class _LengthScaler:
    """Multiplies every length of an entity, of its own attributes as of values that name their measure."""

    NOT_THOSE = ("IfcMeasureWithUnit", "IfcMapConversion", "IfcRigidOperation", "IfcDimensionalExponents")

    def __init__(self, schema: str, factor: float) -> None:
        self.schema = ifcopenshell.ifcopenshell_wrapper.schema_by_name(schema)
        self.factor = factor
        self.lengths: dict[str, list[int]] = {}

    def __call__(self, entity: Any) -> None:
        kind = entity.is_a()
        if any(entity.is_a(name) for name in self.NOT_THOSE if name in self._names()):
            return
        if kind not in self.lengths:
            attributes = self.schema.declaration_by_name(kind).all_attributes()
            self.lengths[kind] = [i for i, a in enumerate(attributes) if "LengthMeasure" in str(a.type_of_attribute())]
        for i in self.lengths[kind]:
            if entity[i] is not None and not isinstance(entity[i], str):
                entity[i] = self._scaled(entity[i])
        if kind == "IfcPropertySingleValue" and entity[2] is not None and entity[2].is_a("IfcLengthMeasure"):
            entity[2][0] = entity[2][0] * self.factor

    def _names(self) -> set[str]:
        known = {d.name() for d in self.schema.declarations()} if not hasattr(self, "_known") else self._known
        self._known = known
        return known

    def _scaled(self, value: Any) -> Any:
        if hasattr(value, "is_a"):  # one of several measures: its own name says whether it is a length
            if value.is_a().endswith("LengthMeasure"):
                value[0] = value[0] * self.factor
            return value
        return [self._scaled(v) for v in value] if isinstance(value, tuple) else float(value) * self.factor


def moved(x_m: float, y_m: float, z_m: float, turn_rad: float) -> Transformation:
    """Return the turn and shift of everything that has no parent placement."""

    def change(file: File) -> None:
        scale = ifcopenshell.util.unit.calculate_unit_scale(file)
        matrix = np.eye(4)
        c, s = math.cos(turn_rad), math.sin(turn_rad)
        matrix[:2, :2] = [[c, -s], [s, c]]
        matrix[:3, 3] = np.array((x_m, y_m, z_m)) / scale
        roots = [p for p in file.by_type("IfcLocalPlacement") if p.PlacementRelTo is None]
        if not roots:
            raise NotApplicableError
        for root in roots:
            old = ifcopenshell.util.placement.get_axis2placement(root.RelativePlacement)
            root.RelativePlacement = _axes(file, matrix @ old)

    return change


def _axes(file: File, m: np.ndarray) -> Any:
    return file.createIfcAxis2Placement3D(
        _point(file, m[:3, 3]),
        file.createIfcDirection([float(v) for v in m[:3, 2]]),
        file.createIfcDirection([float(v) for v in m[:3, 0]]),
    )


def _point(file: File, xyz: Any) -> Any:
    return file.createIfcCartesianPoint([float(v) for v in xyz])


# -- representations ---------------------------------------------------------------------------------------------------


def _bodies(file: File, name: str) -> list[tuple[Any, Any]]:
    found = []
    for entity in file.by_type(name):
        shapes = entity.Representation.Representations if entity.Representation else ()
        found += [(entity, r) for r in shapes if r.RepresentationIdentifier == "Body"]
    if not found:
        raise NotApplicableError
    return found


def _mesh(file: File, entity: Any, scale: float) -> tuple[np.ndarray, np.ndarray] | None:
    """Return vertices in the entity's own frame, in file units, and triangles; None where the kernel has none."""
    settings = ifcopenshell.geom.settings()
    settings.set("disable-opening-subtractions", True)
    settings.set("weld-vertices", True)
    try:
        geometry = ifcopenshell.geom.create_shape(settings, entity).geometry
    except RuntimeError:
        return None
    faces = np.array(geometry.faces).reshape(-1, 3)
    return (np.array(geometry.verts).reshape(-1, 3) / scale, faces) if len(faces) else None


def meshed(name: str, kind: str) -> Transformation:
    """Return the change of all bodies of a class into the kernel's triangles, written as ``kind``."""

    def change(file: File) -> None:
        if kind in ("IfcTriangulatedFaceSet", "IfcPolygonalFaceSet") and file.schema == "IFC2X3":
            raise NotApplicableError
        scale = ifcopenshell.util.unit.calculate_unit_scale(file)
        made = [(r, _mesh(file, entity, scale)) for entity, r in _bodies(file, name)]
        for representation, mesh in made:
            if mesh is not None:
                representation.Items = [_faces(file, kind, *mesh)]
                representation.RepresentationType = MESH_TYPES[kind]

    return change


MESH_TYPES = {
    "IfcFacetedBrep": "Brep",
    "IfcShellBasedSurfaceModel": "SurfaceModel",
    "IfcFaceBasedSurfaceModel": "SurfaceModel",
    "IfcTriangulatedFaceSet": "Tessellation",
    "IfcPolygonalFaceSet": "Tessellation",
}


def _faces(file: File, kind: str, vertices: np.ndarray, triangles: np.ndarray) -> Any:
    rows = [[float(v) for v in p] for p in vertices]
    if kind in ("IfcTriangulatedFaceSet", "IfcPolygonalFaceSet"):
        points = file.createIfcCartesianPointList3D(rows)
        index = [[int(i) + 1 for i in t] for t in triangles]
        if kind == "IfcTriangulatedFaceSet":
            return file.createIfcTriangulatedFaceSet(points, None, True, index)
        return file.createIfcPolygonalFaceSet(points, True, [file.createIfcIndexedPolygonalFace(t) for t in index])
    points = [file.createIfcCartesianPoint(p) for p in rows]
    faces = []
    for triangle in triangles:
        loop = file.createIfcPolyLoop([points[i] for i in triangle])
        faces.append(file.createIfcFace([file.createIfcFaceOuterBound(loop, True)]))
    if kind == "IfcFacetedBrep":
        return file.createIfcFacetedBrep(file.createIfcClosedShell(faces))
    if kind == "IfcShellBasedSurfaceModel":
        return file.createIfcShellBasedSurfaceModel([file.createIfcOpenShell(faces)])
    return file.createIfcFaceBasedSurfaceModel([file.createIfcConnectedFaceSet(faces)])


def mapped(name: str) -> Transformation:
    """Return the change of all bodies into mapped ones, through an origin and a target that cancel out."""

    def change(file: File) -> None:
        turn = np.eye(4)
        c, s = math.cos(TURN_RAD), math.sin(TURN_RAD)
        turn[:2, :2] = [[c, -s], [s, c]]
        turn[:3, 3] = (3.0, -2.0, 0.0)
        back = np.linalg.inv(turn)
        for _, r in _bodies(file, name):
            copy = file.create_entity(
                "IfcShapeRepresentation", r.ContextOfItems, "Body", r.RepresentationType, list(r.Items)
            )
            source = file.createIfcRepresentationMap(_axes(file, turn), copy)
            operator = file.createIfcCartesianTransformationOperator3D(
                *(file.createIfcDirection([float(v) for v in back[:3, k]]) for k in (0, 1)),
                _point(file, back[:3, 3]),
                1.0,
                file.createIfcDirection([float(v) for v in back[:3, 2]]),
            )
            r.Items = [file.createIfcMappedItem(source, operator)]
            r.RepresentationType = "MappedRepresentation"

    return change


def _extrusions(file: File, name: str) -> list[tuple[Any, Any]]:
    found = [(r, i) for _, r in _bodies(file, name) for i in r.Items if i.is_a() == "IfcExtrudedAreaSolid"]
    if not found:
        raise NotApplicableError
    return found


def downward(name: str) -> Transformation:
    """Return the change of all extrusions so that they run from their far end back."""

    def change(file: File) -> None:
        for _, item in _extrusions(file, name):
            _shift(file, item, item.Depth)
            item.ExtrudedDirection = file.createIfcDirection([-v for v in item.ExtrudedDirection.DirectionRatios])

    return change


def _shift(file: File, item: Any, by: float) -> None:
    position = (
        np.eye(4) if item.Position is None else ifcopenshell.util.placement.get_axis2placement(item.Position)
    )  # fmt: skip
    along = np.array(item.ExtrudedDirection.DirectionRatios, dtype=float)
    position[:3, 3] += position[:3, :3] @ (along / np.linalg.norm(along)) * by
    item.Position = _axes(file, position)


def stacked(name: str) -> Transformation:
    """Return the cut of all extrusions into two that stand upon one another."""

    def change(file: File) -> None:
        for r, item in _extrusions(file, name):
            half = item.Depth / 2
            upper = file.createIfcExtrudedAreaSolid(item.SweptArea, item.Position, item.ExtrudedDirection, half)
            lower = file.createIfcExtrudedAreaSolid(item.SweptArea, item.Position, item.ExtrudedDirection, half)
            _shift(file, upper, half)
            r.Items = [*(i for i in r.Items if i != item), lower, upper]

    return change


def clipped(name: str) -> Transformation:
    """Return the subtraction of a half-space that lies far above everything."""

    def change(file: File) -> None:
        scale = ifcopenshell.util.unit.calculate_unit_scale(file)
        for r, item in _extrusions(file, name):
            far = np.eye(4)
            far[2, 3] = 5000.0 / scale
            half = file.createIfcHalfSpaceSolid(file.createIfcPlane(_axes(file, far)), False)
            cut = file.createIfcBooleanClippingResult("DIFFERENCE", item, half)
            r.Items = [*(i for i in r.Items if i != item), cut]
            r.RepresentationType = "Clipping"

    return change


def straight_taper(name: str) -> Transformation:
    """Return the change of all extrusions into tapered ones that end as they begin."""

    def change(file: File) -> None:
        if file.schema == "IFC2X3":
            raise NotApplicableError
        for r, item in _extrusions(file, name):
            tapered = file.createIfcExtrudedAreaSolidTapered(
                item.SweptArea, item.Position, item.ExtrudedDirection, item.Depth, item.SweptArea
            )
            r.Items = [*(i for i in r.Items if i != item), tapered]

    return change


def advanced_brep(name: str) -> Transformation:
    """Return the change of all bodies into IfcAdvancedBrep, one plane face for every triangle of the kernel."""

    def change(file: File) -> None:
        if file.schema == "IFC2X3":
            raise NotApplicableError
        scale = ifcopenshell.util.unit.calculate_unit_scale(file)
        made = [(r, _mesh(file, entity, scale)) for entity, r in _bodies(file, name)]
        for representation, mesh in made:
            if mesh is not None:
                representation.Items = [_advanced(file, *mesh)]
                representation.RepresentationType = "AdvancedBrep"

    return change


def _advanced(file: File, vertices: np.ndarray, triangles: np.ndarray) -> Any:
    points = [_point(file, p) for p in vertices]
    corners = [file.createIfcVertexPoint(p) for p in points]
    edges: dict[tuple[int, int], Any] = {}
    faces = []
    for triangle in triangles:
        oriented = []
        for k in range(3):
            i, j = int(triangle[k]), int(triangle[(k + 1) % 3])
            key = (min(i, j), max(i, j))
            if key not in edges:
                along = vertices[key[1]] - vertices[key[0]]
                length = float(np.linalg.norm(along))
                direction = file.createIfcDirection([float(v) for v in along / length])
                line = file.createIfcLine(points[key[0]], file.createIfcVector(direction, length))
                edges[key] = file.createIfcEdgeCurve(corners[key[0]], corners[key[1]], line, True)
            oriented.append(file.createIfcOrientedEdge(None, None, edges[key], key == (i, j)))
        a, b, c = (vertices[int(i)] for i in triangle)
        frame = np.eye(4)
        frame[:3, 0] = (b - a) / np.linalg.norm(b - a)
        normal = np.cross(b - a, c - a)
        frame[:3, 2] = normal / np.linalg.norm(normal)
        frame[:3, 3] = a
        bound = file.createIfcFaceOuterBound(file.createIfcEdgeLoop(oriented), True)
        faces.append(file.createIfcAdvancedFace([bound], file.createIfcPlane(_axes(file, frame)), True))
    return file.createIfcAdvancedBrep(file.createIfcClosedShell(faces))


def as_footprint(file: File) -> None:
    """Keep only a closed polyline in plan of every extruded space with a plain profile; its name says what it is."""
    changed = 0
    for r, item in _extrusions(file, "IfcSpace"):
        upright = item.Position is None or item.Position.Axis is None or item.Position.Axis.DirectionRatios[2] == 1.0
        if len(r.Items) != 1 or item.SweptArea.is_a() != "IfcArbitraryClosedProfileDef" or not upright:
            continue
        curve = item.SweptArea.OuterCurve
        if not curve.is_a("IfcPolyline"):
            continue
        place = (
            np.eye(4) if item.Position is None else ifcopenshell.util.placement.get_axis2placement(item.Position)
        )  # fmt: skip
        points = [(place @ (*p.Coordinates[:2], 0.0, 1.0))[:2] for p in curve.Points]
        r.Items = [file.createIfcPolyline([_point(file, p) for p in points])]
        r.RepresentationIdentifier, r.RepresentationType = "FootPrint", "Curve2D"
        changed += 1
    if not changed:
        raise NotApplicableError


def box_only(file: File) -> None:
    """Keep only a bounding box of every space."""
    scale = ifcopenshell.util.unit.calculate_unit_scale(file)
    made = [(entity, r, _mesh(file, entity, scale)) for entity, r in _bodies(file, "IfcSpace")]
    for entity, r, mesh in made:
        if mesh is not None:
            low, high = mesh[0].min(axis=0), mesh[0].max(axis=0)
            size = [float(v) for v in high - low]
            r.Items = [file.createIfcBoundingBox(_point(file, low), *size)]
            r.RepresentationIdentifier, r.RepresentationType = "Box", "BoundingBox"
            entity.Representation.Representations = [r]


# -- structure ---------------------------------------------------------------------------------------------------------


def _rehang(file: File, child: Any, parent: Any) -> None:
    for relation in file.by_type("IfcRelAggregates"):
        if child in relation.RelatedObjects:
            rest = [o for o in relation.RelatedObjects if o != child]
            if rest:
                relation.RelatedObjects = rest
            else:
                file.remove(relation)
    file.create_entity("IfcRelAggregates", _guid(child.GlobalId), RelatingObject=parent, RelatedObjects=[child])


def _guid(seed: str) -> str:
    rng = random.Random(seed)
    return "0" + "".join(rng.choice("0123456789ABCDEFabcdef_$") for _ in range(21))


def without_storeys(file: File) -> None:
    """Hang everything on the building and drop all storeys, their placements kept."""
    storeys = file.by_type("IfcBuildingStorey")
    if not storeys or not file.by_type("IfcBuilding"):
        raise NotApplicableError
    building = file.by_type("IfcBuilding")[0]
    for relation in [*file.by_type("IfcRelAggregates"), *file.by_type("IfcRelContainedInSpatialStructure")]:
        name = "RelatingObject" if relation.is_a("IfcRelAggregates") else "RelatingStructure"
        if getattr(relation, name) in storeys:
            setattr(relation, name, building)
    for relation in file.by_type("IfcRelAggregates"):
        rest = [o for o in relation.RelatedObjects if o not in storeys]
        if not rest:
            file.remove(relation)
        elif len(rest) < len(relation.RelatedObjects):
            relation.RelatedObjects = rest
    for storey in storeys:
        file.remove(storey)


def storeys_at_zero(file: File) -> None:
    """Put all storey placements at z = 0 and what stands on them where it was."""
    storeys = [s for s in file.by_type("IfcBuildingStorey") if s.ObjectPlacement]
    if len(storeys) < 2:
        raise NotApplicableError
    for storey in storeys:
        old = storey.ObjectPlacement
        here = ifcopenshell.util.placement.get_axis2placement(old.RelativePlacement)
        flat = here.copy()
        flat[2, 3] = 0.0
        shift = np.linalg.inv(flat) @ here
        children = [p for p in file.get_inverse(old) if p.is_a("IfcLocalPlacement") and p.PlacementRelTo == old]
        for child in children:
            own = ifcopenshell.util.placement.get_axis2placement(child.RelativePlacement)
            child.RelativePlacement = _axes(file, shift @ own)
        old.RelativePlacement = _axes(file, flat)


def elevations_in_other_unit(file: File) -> None:
    """Write the Elevation attributes of all storeys in another unit than the file's."""
    storeys = [s for s in file.by_type("IfcBuildingStorey") if s.Elevation and s.ObjectPlacement]
    if not storeys:
        raise NotApplicableError
    metres = ifcopenshell.util.unit.calculate_unit_scale(file) == 1.0
    for storey in storeys:
        storey.Elevation = storey.Elevation * (1000.0 if metres else 0.001)


def spaces_contained(file: File) -> None:
    """Hang spaces on their storeys by containment instead of aggregation."""
    changed = 0
    for relation in list(file.by_type("IfcRelAggregates")):
        spaces = [o for o in relation.RelatedObjects if o.is_a("IfcSpace")]
        if not spaces or not relation.RelatingObject.is_a("IfcBuildingStorey"):
            continue
        storey, rest = relation.RelatingObject, [o for o in relation.RelatedObjects if o not in spaces]
        file.create_entity(
            "IfcRelContainedInSpatialStructure",
            _guid(relation.GlobalId),
            RelatedElements=spaces,
            RelatingStructure=storey,
        )
        if rest:
            relation.RelatedObjects = rest
        else:
            file.remove(relation)
        changed += 1
    if not changed:
        raise NotApplicableError


def zoned(file: File) -> None:
    """Put all spaces also into a zone, and into a spatial zone without geometry where the schema has it."""
    spaces = file.by_type("IfcSpace")
    if not spaces:
        raise NotApplicableError
    zone = file.create_entity("IfcZone", _guid("zone"), Name="Z")
    file.create_entity("IfcRelAssignsToGroup", _guid("group"), RelatedObjects=spaces, RelatingGroup=zone)
    if file.schema != "IFC2X3":
        spatial = file.create_entity("IfcSpatialZone", _guid("spatial zone"), Name="S")
        file.create_entity(
            "IfcRelReferencedInSpatialStructure", _guid("ref"), RelatedElements=spaces, RelatingStructure=spatial
        )


def under_spatial_zone(file: File) -> None:
    """Aggregate the spaces of every storey in a spatial zone that stands between."""
    if file.schema == "IFC2X3":
        raise NotApplicableError
    changed = 0
    for relation in list(file.by_type("IfcRelAggregates")):
        spaces = [o for o in relation.RelatedObjects if o.is_a("IfcSpace")]
        if not spaces or not relation.RelatingObject.is_a("IfcBuildingStorey"):
            continue
        zone = file.create_entity("IfcSpatialZone", _guid(relation.GlobalId), Name="S")
        zone.ObjectPlacement = relation.RelatingObject.ObjectPlacement
        rest = [o for o in relation.RelatedObjects if o not in spaces]
        relation.RelatedObjects = [*rest, zone]
        file.create_entity("IfcRelAggregates", _guid("in" + zone.GlobalId), RelatingObject=zone, RelatedObjects=spaces)
        changed += 1
    if not changed:
        raise NotApplicableError


def complex_of_parts(file: File) -> None:
    """Give the first space a COMPLEX parent that has the same shape, of which it is the only part."""
    spaces = [s for s in file.by_type("IfcSpace") if s.Representation]
    if not spaces:
        raise NotApplicableError
    part = spaces[0]
    whole = file.create_entity(
        "IfcSpace",
        _guid("whole" + part.GlobalId),
        Name="W",
        ObjectPlacement=part.ObjectPlacement,
        Representation=part.Representation,
        CompositionType="COMPLEX",
    )
    parent = next(
        (r.RelatingObject for r in file.by_type("IfcRelAggregates") if part in r.RelatedObjects),
        file.by_type("IfcBuilding")[0],
    )
    part.CompositionType = "PARTIAL"
    _rehang(file, part, whole)
    file.create_entity("IfcRelAggregates", _guid("in" + whole.GlobalId), RelatingObject=parent, RelatedObjects=[whole])


def doubled_space(file: File) -> None:
    """Add a second copy of the first space under another GlobalId."""
    spaces = [s for s in file.by_type("IfcSpace") if s.Representation]
    if not spaces:
        raise NotApplicableError
    first = spaces[0]
    copy = file.create_entity("IfcSpace", _guid("copy"), Name=first.Name, LongName=first.LongName)
    copy.ObjectPlacement, copy.Representation = first.ObjectPlacement, first.Representation
    for relation in file.by_type("IfcRelAggregates"):
        if first in relation.RelatedObjects:
            relation.RelatedObjects = [*relation.RelatedObjects, copy]


# -- the file itself ---------------------------------------------------------------------------------------------------


ENTITY = re.compile(r"^#(\d+)\s*=")
NUMBER = re.compile(r"('(?:[^']|'')*')|#(\d+)")


def permuted(source: Path, target: Path, *, seed: int, renumber: bool) -> Path:
    """Write the entities in another order, numbered anew where asked for."""
    head, _, rest = source.read_text("latin-1").partition("DATA;")
    data, _, tail = rest.rpartition("ENDSEC;")
    lines = [f"{line.strip()};" for line in re.split(r";\s*\n", data) if line.strip()]
    rng = random.Random(seed)
    rng.shuffle(lines)
    if renumber:
        numbers = [ENTITY.match(line).group(1) for line in lines]  # type: ignore[union-attr]  # written by ifcopenshell
        new = {old: str(i * 7 + 11) for i, old in enumerate(numbers)}
        lines = [NUMBER.sub(lambda m: m.group(1) or f"#{new[m.group(2)]}", line) for line in lines]
    target.write_text(f"{head}DATA;\n" + "\n".join(lines) + f"\nENDSEC;{tail}", "latin-1")
    return target


def renamed_schema(source: Path, target: Path, schema: str) -> Path:
    """Write the file with another schema named in its header."""
    text = source.read_bytes()
    target.write_bytes(re.sub(rb"(FILE_SCHEMA\s*\(\s*\(\s*')[^']*", rb"\g<1>" + schema.encode(), text, count=1))
    return target


def zipped(source: Path, target: Path) -> Path:
    """Write the file as .ifczip."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(source, "folder/model.ifc")
    return target


KEEPS_ALL: dict[str, Transformation] = {
    "millimetre": to_unit("MILLIMETRE"),
    "metre": to_unit("METRE"),
    "foot": to_unit("FOOT"),
    "inch": to_unit("INCH"),
    "turned": moved(0.0, 0.0, 0.0, TURN_RAD),
    "turned and moved": moved(-431.7, 55.3, 12.0, TURN_RAD),
    "far away": moved(400_000.0, 300_000.0, 0.0, 0.0),
    "far away and turned": moved(400_123.4, 300_567.8, 100.0, TURN_RAD),
    "quarter turn": moved(0.0, 0.0, 0.0, math.pi / 2),
    "storeys at zero": storeys_at_zero,
    "elevations in other unit": elevations_in_other_unit,
    "without storeys": without_storeys,
    "spaces contained": spaces_contained,
    "zoned": zoned,
    "under spatial zone": under_spatial_zone,
    **{f"spaces {kind}": meshed("IfcSpace", kind) for kind in MESH_TYPES},
    "spaces mapped": mapped("IfcSpace"),
    "spaces downward": downward("IfcSpace"),
    "spaces stacked": stacked("IfcSpace"),
    "spaces clipped": clipped("IfcSpace"),
    "spaces straight taper": straight_taper("IfcSpace"),
    "spaces advanced brep": advanced_brep("IfcSpace"),
    **{f"walls {kind}": meshed("IfcWall", kind) for kind in MESH_TYPES},
    "walls mapped": mapped("IfcWall"),
    "walls downward": downward("IfcWall"),
    "walls stacked": stacked("IfcWall"),
    "walls clipped": clipped("IfcWall"),
    "walls straight taper": straight_taper("IfcWall"),
    "walls advanced brep": advanced_brep("IfcWall"),
}
