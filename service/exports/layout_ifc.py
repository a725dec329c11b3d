"""A layout in a copy of its model: one piece of furniture per workstation, everything else as it was.

Runs in a child process, as all that opens models does. A workstation is an IfcFurniture (in IFC2X3 an
IfcFurnishingElement) of one IfcFurnitureType, whose body it maps: a top and two side panels. Its placement has the
middle of the desk top in plan as origin, the floor as height, and the direction the person looks as x-axis. GlobalIds
follow from the id of the layout, so that the same layout gives the same file.
"""

from __future__ import annotations

import math
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import ifcopenshell
import ifcopenshell.guid
import ifcopenshell.util.placement
import numpy as np
from shapely.geometry import Point, shape

from bim_import.ifc.reader import open_ifc
from bim_import.ifc.scale import settle_scale
from bim_import.ifc.tree import by_type
from bim_import.ifc.units import read_units
from bim_import.sandbox import Progress

TOP_M: Final = 0.75  # height of the desk top above the floor
THICK_M: Final = 0.03
NAMESPACE: Final = uuid.UUID("7a1f0c52-9d0e-4a55-8f3e-6f2f2f5f9c11")
PROPERTIES: Final = "Yijian_Layout"

Numbers = Sequence[float]


def layout_ifc(payload: dict[str, Any], progress: Progress) -> bytes:
    """Return the model with the workstations of a layout, as STEP.

    ``payload`` is {path, id, layout, offset_m, storey, floor_z_m, rooms}: the layout document, what was taken off plan
    coordinates, the GlobalId of its storey, its floor in the heights of the model (None: that of the storey), and the
    rooms as {global_id, outline}.
    """
    with open_ifc(Path(payload["path"])) as opened:
        progress("walls", 0.5)
        Furnisher(opened.file, payload).furnish()
        with tempfile.TemporaryDirectory(prefix="yijian-") as folder:
            target = Path(folder) / "model.ifc"
            opened.file.write(str(target))
            return target.read_bytes()


class Furnisher:
    """Adds the workstations of one layout to an open model."""

    def __init__(self, file: Any, payload: Mapping[str, Any]) -> None:
        self._file = file
        self._layout = payload["layout"]
        self._id = payload["id"]
        self._offset_m = payload["offset_m"]
        self._rooms = [(room["global_id"], shape(room["outline"])) for room in payload["rooms"]]
        self._old = file.schema == "IFC2X3"
        sample = [*by_type(file, "IfcSpace"), *by_type(file, "IfcWall"), *by_type(file, "IfcSlab")]
        self._unit_m = settle_scale(read_units(file), sample).units.length
        owners = by_type(file, "IfcOwnerHistory")
        self._owner = owners[0] if owners else None
        self._storey = self._by_id(payload["storey"], "IfcBuildingStorey") or self._storey_of_rooms()
        self._base = getattr(self._storey, "ObjectPlacement", None)
        self._from_world = np.linalg.inv(_world(self._base))
        self._floor_z = self._floor(payload["floor_z_m"])

    def furnish(self) -> None:
        """Add type, workstations, properties and where they belong."""
        kind, body = self._kind()
        made: dict[Any, list[Any]] = {}
        everything = []
        for number, seat in enumerate(self._layout["workstations"], start=1):
            one = self._workstation(number, seat, body)
            everything.append(one)
            made.setdefault(self._home(seat), []).append(one)
        if not everything:
            return
        self._new("IfcRelDefinesByType", "of-type", RelatedObjects=everything, RelatingType=kind)
        properties = self._properties()
        self._new("IfcRelDefinesByProperties", "has", RelatedObjects=everything, RelatingPropertyDefinition=properties)
        for number, (home, inside) in enumerate(made.items()):
            self._new(
                "IfcRelContainedInSpatialStructure", f"in-{number}", RelatedElements=inside, RelatingStructure=home
            )

    def _workstation(self, number: int, seat: Mapping[str, float], body: Any) -> Any:
        create = self._file.create_entity
        operator = create("IfcCartesianTransformationOperator3D", LocalOrigin=self._point(0.0, 0.0, 0.0))
        mapped = create("IfcMappedItem", MappingSource=body, MappingTarget=operator)
        shown = create("IfcShapeRepresentation", self._context(), "Body", "MappedRepresentation", [mapped])
        more = {} if self._old else {"PredefinedType": "DESK"}
        return self._new(
            "IfcFurnishingElement" if self._old else "IfcFurniture",
            f"workstation-{number}",
            Name=f"工位 {number}",
            ObjectType=self._layout["profile"],
            ObjectPlacement=self._placement(seat),
            Representation=create("IfcProductDefinitionShape", Representations=[shown]),
            Tag=str(number),
            **more,
        )

    def _placement(self, seat: Mapping[str, float]) -> Any:
        turn = math.radians(seat["rotation_deg"])
        world = np.eye(4)
        world[:2, 0] = (math.cos(turn), math.sin(turn))
        world[:2, 1] = (-math.sin(turn), math.cos(turn))
        world[0, 3] = (seat["x_m"] + self._offset_m[0]) / self._unit_m
        world[1, 3] = (seat["y_m"] + self._offset_m[1]) / self._unit_m
        world[2, 3] = self._floor_z
        local = self._from_world @ world
        create = self._file.create_entity
        axes = create(
            "IfcAxis2Placement3D",
            create("IfcCartesianPoint", _numbers(local[:3, 3])),
            create("IfcDirection", _numbers(local[:3, 2])),
            create("IfcDirection", _numbers(local[:3, 0])),
        )
        return create("IfcLocalPlacement", self._base, axes)

    def _kind(self) -> tuple[Any, Any]:
        """Return the type of the workstations and the representation map that holds their body."""
        size = self._layout["module"]
        width, depth = size["width_m"], size["depth_m"]
        side_y = (width - THICK_M) / 2
        solids = [
            self._box(0.0, depth, width, TOP_M - THICK_M, THICK_M),
            *(self._box(y, depth, THICK_M, 0.0, TOP_M - THICK_M) for y in (-side_y, side_y)),
        ]
        create = self._file.create_entity
        shown = create("IfcShapeRepresentation", self._context(), "Body", "SweptSolid", solids)
        origin = create("IfcAxis2Placement3D", self._point(0.0, 0.0, 0.0))
        body = create("IfcRepresentationMap", origin, shown)
        more = {} if self._old else {"PredefinedType": "DESK"}
        name = f"{width:g} × {depth:g} m"
        kind = self._new(
            "IfcFurnitureType", "type", Name=name, RepresentationMaps=[body], AssemblyPlace="NOTDEFINED", **more
        )
        return kind, body

    def _box(self, middle_y: float, depth: float, width: float, from_z: float, height: float) -> Any:
        create, m = self._file.create_entity, self._unit_m
        middle = create("IfcAxis2Placement2D", create("IfcCartesianPoint", (0.0, middle_y / m)))
        profile = create("IfcRectangleProfileDef", "AREA", None, middle, depth / m, width / m)
        at = create("IfcAxis2Placement3D", self._point(0.0, 0.0, from_z))
        up = create("IfcDirection", (0.0, 0.0, 1.0))
        return create("IfcExtrudedAreaSolid", profile, at, up, height / m)

    def _properties(self) -> Any:
        said = {
            "LayoutId": ("IfcIdentifier", self._id),
            "Profile": ("IfcLabel", self._layout["profile"]),
            "Workstations": ("IfcInteger", self._layout["count"]),
            "UpperBound": ("IfcInteger", self._layout["bound"]),
            "EveryCheckPassed": ("IfcBoolean", self._layout["legal"]),
        }
        create = self._file.create_entity
        lines = [create("IfcPropertySingleValue", name, None, create(*value)) for name, value in said.items()]
        return self._new("IfcPropertySet", "properties", Name=PROPERTIES, HasProperties=lines)

    def _home(self, seat: Mapping[str, float]) -> Any:
        """Return the space that a workstation stands in, the storey where a wall went or the room is no IfcSpace."""
        place = Point(seat["x_m"], seat["y_m"])
        here = next((id_ for id_, outline in self._rooms if outline.covers(place)), None)
        return (self._by_id(here, "IfcSpace") if here else None) or self._storey

    def _storey_of_rooms(self) -> Any:
        for global_id, _ in self._rooms:
            space = self._by_id(global_id, "IfcSpace")
            for relation in getattr(space, "Decomposes", ()) or ():
                if relation.RelatingObject.is_a("IfcBuildingStorey"):
                    return relation.RelatingObject
        for kind in ("IfcBuildingStorey", "IfcBuilding", "IfcSite"):
            if found := by_type(self._file, kind):
                return found[0]
        return None

    def _floor(self, floor_z_m: float | None) -> float:
        if floor_z_m is not None:
            return floor_z_m / self._unit_m
        return float(_world(self._base)[2, 3])

    def _by_id(self, global_id: str, kind: str) -> Any:
        try:
            found = self._file.by_guid(global_id)
        except RuntimeError:
            return None
        return found if found.is_a(kind) else None

    def _context(self) -> Any:
        contexts = by_type(self._file, "IfcGeometricRepresentationContext")
        body = [c for c in contexts if c.is_a("IfcGeometricRepresentationSubContext") and c.ContextIdentifier == "Body"]
        model = [c for c in contexts if c.ContextType == "Model" and c.CoordinateSpaceDimension == 3]
        return next(iter([*body, *model, *contexts]))

    def _point(self, x_m: float, y_m: float, z_m: float) -> Any:
        return self._file.create_entity("IfcCartesianPoint", _numbers(v / self._unit_m for v in (x_m, y_m, z_m)))

    def _new(self, kind: str, what: str, **values: Any) -> Any:
        """Return a new rooted entity."""
        global_id = ifcopenshell.guid.compress(uuid.uuid5(NAMESPACE, f"{self._id}/{what}").hex)
        return self._file.create_entity(kind, GlobalId=global_id, OwnerHistory=self._owner, **values)


def _world(placement: Any) -> Any:
    return np.eye(4) if placement is None else ifcopenshell.util.placement.get_local_placement(placement)


def _numbers(values: Any) -> tuple[float, ...]:
    return tuple(float(v) for v in values)
