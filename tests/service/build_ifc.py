"""Small IFC models made to order: storeys with rectangular rooms and a wall, ids derived from what they stand for."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path

import ifcopenshell
import ifcopenshell.guid


@dataclass(frozen=True)
class Room:
    number: str
    name: str
    x_m: float
    y_m: float
    width_m: float
    depth_m: float
    key: str = ""  # what the GlobalId is made from; the number without it


@dataclass(frozen=True)
class Column:
    x_m: float
    y_m: float
    size_m: float


@dataclass(frozen=True)
class Door:
    """A door in a wall 0.2 m thick that runs along x; ``x_m, y_m`` is the lower left corner of the opening."""

    x_m: float
    y_m: float
    width_m: float = 1.0


def guid(text: str) -> str:
    return ifcopenshell.guid.compress(uuid.uuid5(uuid.NAMESPACE_URL, text).hex)


OFFICE_DOORS = (Door(3.0, 4.0), Door(8.0, 4.0))  # from the corridor into 101 and 102
OFFICES = (
    Room("101", "办公室", 0, 0, 5, 4),
    Room("102", "会议室", 5.2, 0, 6, 4),
    Room("103", "Corridor", 0, 4.2, 11.2, 2),
)


def write_ifc(
    path: Path,
    *storeys: tuple[Room, ...],
    building: str = "building",
    columns: tuple[Column, ...] = (),
    doors: tuple[Door, ...] = (),
    load_bearing: bool | None = None,
    crs: str | None = None,
    schema: str = "IFC4",
) -> Path:
    """Write a model with one storey per tuple of rooms and return its path."""
    f = ifcopenshell.file(schema=schema)
    origin = f.create_entity("IfcCartesianPoint", (0.0, 0.0, 0.0))
    axes = f.create_entity("IfcAxis2Placement3D", origin)
    context = f.create_entity("IfcGeometricRepresentationContext", None, "Model", 3, 1e-5, axes)
    units = f.create_entity(
        "IfcUnitAssignment",
        [
            f.create_entity("IfcSIUnit", None, "LENGTHUNIT", None, "METRE"),
            f.create_entity("IfcSIUnit", None, "AREAUNIT", None, "SQUARE_METRE"),
        ],
    )
    project = f.create_entity(
        "IfcProject", guid("project"), Name="Test", RepresentationContexts=[context], UnitsInContext=units
    )
    if crs is not None:
        target = f.create_entity("IfcProjectedCRS", crs)
        f.create_entity("IfcMapConversion", context, target, 500000.0, 3400000.0, 30.0, 1.0, 0.0, 1.0)
    placement = f.create_entity("IfcLocalPlacement", None, axes)
    home = f.create_entity("IfcBuilding", guid(building), Name="主楼", ObjectPlacement=placement)
    f.create_entity("IfcRelAggregates", guid("p" + building), RelatingObject=project, RelatedObjects=[home])

    def box(x: float, y: float, width: float, depth: float, height: float):
        profile = f.create_entity(
            "IfcRectangleProfileDef",
            "AREA",
            None,
            f.create_entity(
                "IfcAxis2Placement2D", f.create_entity("IfcCartesianPoint", (x + width / 2, y + depth / 2))
            ),
            width,
            depth,
        )
        up = f.create_entity("IfcDirection", (0.0, 0.0, 1.0))
        solid = f.create_entity("IfcExtrudedAreaSolid", profile, axes, up, height)
        shape = f.create_entity("IfcShapeRepresentation", context, "Body", "SweptSolid", [solid])
        return f.create_entity("IfcProductDefinitionShape", None, None, [shape])

    levels = []
    for n, rooms in enumerate(storeys, start=1):
        z = f.create_entity("IfcAxis2Placement3D", f.create_entity("IfcCartesianPoint", (0.0, 0.0, 3.6 * (n - 1))))
        level_placement = f.create_entity("IfcLocalPlacement", placement, z)
        level = f.create_entity(
            "IfcBuildingStorey",
            guid(f"{building}/storey{n}"),
            Name=f"{n}F",
            ObjectPlacement=level_placement,
            Elevation=3.6 * (n - 1),
        )
        levels.append(level)
        spaces = [
            f.create_entity(
                "IfcSpace",
                guid(f"{building}/{room.key or room.number}"),
                Name=room.number,
                LongName=room.name,
                ObjectPlacement=f.create_entity("IfcLocalPlacement", level_placement, axes),
                Representation=box(room.x_m, room.y_m, room.width_m, room.depth_m, 3.0),
            )
            for room in rooms
        ]
        if spaces:
            f.create_entity("IfcRelAggregates", guid(f"{building}/s{n}"), RelatingObject=level, RelatedObjects=spaces)
        built = [
            f.create_entity(
                "IfcWall",
                guid(f"{building}/wall{n}"),
                Name="Wall",
                ObjectPlacement=f.create_entity("IfcLocalPlacement", level_placement, axes),
                Representation=box(5.0, 0.0, 0.2, 4.0, 3.0),
            )
        ]
        built += [
            f.create_entity(
                "IfcColumn",
                guid(f"{building}/column{n}/{i}"),
                Name="Column",
                ObjectPlacement=f.create_entity("IfcLocalPlacement", level_placement, axes),
                Representation=box(column.x_m, column.y_m, column.size_m, column.size_m, 3.0),
            )
            for i, column in enumerate(columns)
        ]
        built += [
            f.create_entity(
                "IfcDoor",
                guid(f"{building}/door{n}/{i}"),
                Name="Door",
                ObjectPlacement=f.create_entity("IfcLocalPlacement", level_placement, axes),
                Representation=box(door.x_m, door.y_m, door.width_m, 0.2, 2.1),
                OverallWidth=door.width_m,
                OverallHeight=2.1,
            )
            for i, door in enumerate(doors)
        ]
        if load_bearing is not None:
            said = f.create_entity("IfcBoolean", load_bearing)
            bearing = f.create_entity("IfcPropertySingleValue", "LoadBearing", None, said)
            common = f.create_entity(
                "IfcPropertySet", guid(f"{building}/pset{n}"), None, "Pset_WallCommon", None, [bearing]
            )
            f.create_entity(
                "IfcRelDefinesByProperties", guid(f"{building}/has{n}"), None, None, None, [built[0]], common
            )
        f.create_entity(
            "IfcRelContainedInSpatialStructure",
            guid(f"{building}/c{n}"),
            RelatedElements=built,
            RelatingStructure=level,
        )
    f.create_entity("IfcRelAggregates", guid("b" + building), RelatingObject=home, RelatedObjects=levels)
    f.write(str(path))
    return path
