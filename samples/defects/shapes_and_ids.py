"""Odd shapes of rooms, broken placements, repeated ids, and spaces that are no rooms."""

from __future__ import annotations

from math import hypot
from typing import Any

from samples.defects.defect import Defect
from samples.defects.small import Small, box, sound

ROOM = (("101", 20.0),)


def _one(name: str, ring: list[tuple[float, float]], **options: Any) -> bytes:
    small = Small(name)
    small.storey()
    small.room("101", "办公室", small.solid(ring, **options))
    return small.data()


def _self_touching() -> bytes:
    """Two squares of 2 m that share one corner, drawn in one stroke."""
    return _one("self_touching", [(0, 0), (2, 0), (2, 2), (4, 2), (4, 4), (2, 4), (2, 2), (0, 2)])


def _bow_tie() -> bytes:
    return _one("self_crossing", [(0, 0), (4, 4), (4, 0), (0, 4)])


def _two_parts() -> bytes:
    small = Small("two_parts_touching")
    small.storey()
    small.room("101", "办公室", small.solid(box(0, 0, 2, 2)), small.solid(box(2, 2, 4, 4)))
    return small.data()


def _several() -> bytes:
    small = Small("several_bodies")
    small.storey()
    small.room("101", "办公室", small.solid(box(0, 0, 5, 2)), small.solid(box(0, 2, 3, 4)))
    return small.data()


def _footprint_only() -> bytes:
    small = Small("footprint_only")
    small.storey()
    curve = small.curve(box(0, 0, 5, 4))
    small.room("101", "办公室", shape=small.shape(small.representation("Curve2D", [curve], "FootPrint")))
    return small.data()


def _mapped() -> bytes:
    """A 5 m × 4 m shape, turned by 30° and used by two rooms."""
    small = Small("mapped")
    small.storey()
    w = small.w
    source = w.add(
        "IfcRepresentationMap",
        MappingOrigin=small.origin,
        MappedRepresentation=small.representation("SweptSolid", [small.solid(box(0, 0, 5, 4))]),
    )
    target = w.add(
        "IfcCartesianTransformationOperator3D",
        Axis1=w.direction(0.866025403784, 0.5, 0.0),
        Axis2=w.direction(-0.5, 0.866025403784, 0.0),
        LocalOrigin=w.point(1.0, 2.0, 0.0),
        Scale=1.0,
        Axis3=w.direction(0.0, 0.0, 1.0),
    )
    for i, number in enumerate(("101", "102")):
        item = w.add("IfcMappedItem", MappingSource=source, MappingTarget=target)
        shape = small.shape(small.representation("MappedRepresentation", [item]))
        small.room(number, "办公室", shape=shape, placement=small.place(small.building.ObjectPlacement, x=10.0 * i))
    return small.data()


def _arc_seams() -> bytes:
    """A quarter ring whose arcs and straight sides are separate curves that meet only to 1e-9 m."""
    small = Small("arc_seams")
    small.storey()
    w = small.w
    corners = [(6.0, 0.0), (9.0, 0.0), (0.0, 9.0), (0.0, 6.0)]
    centre = w.add("IfcAxis2Placement2D", Location=w.point(0.0, 0.0))
    segments = []
    for i, (start, end) in enumerate(zip(corners, [*corners[1:], corners[0]], strict=True)):
        a, b = (w.point(x + 1e-9, y - 1e-9) for x, y in (start, end))
        if i % 2 == 0:
            curve = w.add("IfcPolyline", Points=[w.point(*start), w.point(*end)])
        else:
            circle = w.add("IfcCircle", Position=centre, Radius=hypot(*start))
            curve = w.add(
                "IfcTrimmedCurve",
                BasisCurve=circle,
                Trim1=[a],
                Trim2=[b],
                SenseAgreement=i == 1,
                MasterRepresentation="CARTESIAN",
            )
        segments.append(w.add("IfcCompositeCurveSegment", Transition="CONTINUOUS", SameSense=True, ParentCurve=curve))
    outline = w.add("IfcCompositeCurve", Segments=segments, SelfIntersect=False)
    profile = w.add("IfcArbitraryClosedProfileDef", ProfileType="AREA", OuterCurve=outline)
    solid = w.add(
        "IfcExtrudedAreaSolid",
        SweptArea=profile,
        Position=w.axes((0.0, 0.0, 0.0)),
        ExtrudedDirection=w.direction(0.0, 0.0, 1.0),
        Depth=3.0,
    )
    small.room("101", "办公室", solid)
    return small.data()


def _recursive() -> bytes:
    """A second room whose placement stands, over another one, on itself."""
    small = sound("recursive_placement")
    first = small.place(None)
    second = small.w.add("IfcLocalPlacement", PlacementRelTo=first, RelativePlacement=small.origin)
    first.PlacementRelTo = second
    small.room("102", "会议室", small.solid(box(6, 0, 11, 4)), placement=second)
    return small.data()


def _coordinate(name: str, written: str) -> bytes:
    small = sound(name)
    small.room("102", "会议室", small.solid(box(6.0, 0.0, 77.125, 4.0)))
    return small.text().replace("77.125", written).encode()


def _repeated_ids() -> bytes:
    small = sound("repeated_global_ids")
    first = small.w.file.by_type("IfcSpace")[0]
    second = small.room("102", "会议室", small.solid(box(6, 0, 11, 4)))
    second.GlobalId = first.GlobalId
    return small.data()


def _roof() -> bytes:
    small = sound("space_named_roof")
    small.room("R", "Roof", small.solid(box(0, 0, 5, 4)))
    return small.data()


def _reaches_into_walls() -> bytes:
    small = Small("reaches_into_walls")
    small.storey()
    small.walls_around(0, 0, 5, 4)
    space = small.room("101", "办公室", small.solid(box(-0.1, -0.1, 5.1, 4.1)))
    small.declare(space, "Qto_SpaceBaseQuantities", GrossFloorArea=5.2 * 4.2, NetFloorArea=5.2 * 4.2)
    return small.data()


SHAPES = (
    Defect(
        "self_touching.ifc",
        "an outline that runs through one of its own corners",
        _self_touching,
        says=("self-touching",),
        areas_m2=(("101", 8.0),),
    ),
    Defect(
        "self_crossing.ifc",
        "an outline that crosses itself (a bow tie)",
        _bow_tie,
        says=("self-touching",),
        areas_m2=(("101", 8.0),),
    ),
    Defect(
        "two_parts_touching.ifc",
        "a room of two bodies that meet in one point",
        _two_parts,
        says=("self-touching",),
        areas_m2=(("101", 8.0),),
    ),
    Defect(
        "hole.ifc",
        "a room around a core",
        lambda: _one("hole", box(0, 0, 8, 6), holes=[box(3, 2, 5, 4)]),
        areas_m2=(("101", 44.0),),
    ),
    Defect("several_bodies.ifc", "an L-shaped room of two bodies", _several, areas_m2=(("101", 16.0),)),
    Defect(
        "footprint_only.ifc",
        "a room with a FootPrint curve and no body",
        _footprint_only,
        says=("no-height",),
        areas_m2=ROOM,
    ),
    Defect(
        "mapped.ifc",
        "two rooms that share one mapped, turned shape",
        _mapped,
        areas_m2=(("101", 20.0), ("102", 20.0)),
    ),
    Defect(
        "arc_seams.ifc",
        "arcs and straight sides that meet only to a nanometre",
        _arc_seams,
        areas_m2=(("101", 35.342917352885),),
    ),
    Defect(
        "reaches_into_walls.ifc",
        "a room drawn to the middle of its walls, declared alike",
        _reaches_into_walls,
        says=("overlaps-walls",),
        areas_m2=(("101", 21.84),),
    ),
    Defect(
        "recursive_placement.ifc",
        "a placement relative to itself",
        _recursive,
        says=("recursive-placement",),
        areas_m2=ROOM,
    ),
    Defect(
        "nan_coordinate.ifc",
        "a coordinate written NAN",
        lambda: _coordinate("nan_coordinate", "NAN"),
        says=("no-geometry",),
        areas_m2=ROOM,
    ),
    Defect(
        "huge_coordinate.ifc",
        "a coordinate of 10³⁰⁰",
        lambda: _coordinate("huge_coordinate", "1.E300"),
        says=("not-finite",),
        areas_m2=ROOM,
    ),
    Defect(
        "infinite_coordinate.ifc",
        "a coordinate of 10⁹⁹⁹, which no number holds",
        lambda: _coordinate("infinite_coordinate", "1.E999"),
        refused="syntax-error",
    ),
    Defect(
        "repeated_global_ids.ifc",
        "two rooms with the same GlobalId",
        _repeated_ids,
        says=("repeated-id",),
        areas_m2=(("101", 20.0), ("102", 20.0)),
    ),
    Defect("space_named_roof.ifc", "a space that is the roof", _roof, says=("not-a-room",)),
)
