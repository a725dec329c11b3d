"""Doubtful storeys, units, declared areas and places on earth."""

from __future__ import annotations

from samples.defects.defect import Defect
from samples.defects.small import Small, box, sound

ROOM = (("101", 20.0),)
BOTH = (("101", 20.0), ("201", 20.0))
EASTINGS_M, NORTHINGS_M = 437215.4, 3081640.25  # as the county centre


def _no_storeys() -> bytes:
    small = Small("no_storeys")
    small.room("101", "办公室", small.solid(box(0, 0, 5, 4)))
    small.room("201", "办公室", small.solid(box(0, 0, 5, 4)), z=3.6)
    return small.data()


def _equal_heights() -> bytes:
    """Both storeys at height 0; the upper room carries its height itself."""
    small = Small("storeys_at_equal_height")
    small.storey("1F")
    small.room("101", "办公室", small.solid(box(0, 0, 5, 4)))
    small.storey("2F")
    small.room("201", "办公室", small.solid(box(0, 0, 5, 4)), z=3.6)
    return small.data()


def _twins() -> bytes:
    """The architect's and the engineer's storey, 5 cm apart, as when two models are merged."""
    small = Small("twin_storeys")
    small.storey("1F")
    small.room("101", "办公室", small.solid(box(0, 0, 5, 4)))
    small.storey("1F 结构", -0.05)
    small.room("102", "会议室", small.solid(box(6, 0, 11, 4)))
    return small.data()


def _no_area_unit() -> bytes:
    small = Small("no_area_unit", per_metre=1000.0, units=("MILLIMETRE",))
    small.storey()
    space = small.room("101", "办公室", small.solid(box(0, 0, 5, 4)))
    small.declare(space, "BaseQuantities", GrossFloorArea=20.0e6)
    return small.data()


def _metres_in_millimetres() -> bytes:
    small = Small("metres_in_mm_file", per_metre=1.0, units=("MILLIMETRE", "SQUARE_METRE"))
    small.storey()
    small.room("101", "办公室", small.solid(box(0, 0, 5, 4)))
    return small.data()


def _declared(name: str, **areas: float) -> bytes:
    small = sound(name)
    small.declare(small.w.file.by_type("IfcSpace")[0], "Qto_SpaceBaseQuantities", **areas)
    return small.data()


def _national_factor() -> bytes:
    """Three rooms of different size whose net is 0.97 of the gross: a share, nothing that stands in them."""
    small = sound("declared_national_factor")
    spaces = [small.w.file.by_type("IfcSpace")[0]]
    for number, x, width in (("102", 6.0, 3.0), ("103", 10.0, 7.0)):
        small.walls_around(x, 0.0, x + width, 4.0)
        spaces.append(small.room(number, "办公室", small.solid(box(x, 0.0, x + width, 4.0))))
    for space, gross in zip(spaces, (20.0, 12.0, 28.0), strict=True):
        small.declare(space, "Qto_SpaceBaseQuantities", GrossFloorArea=gross, NetFloorArea=round(0.97 * gross, 6))
    return small.data()


def _planned_only() -> bytes:
    small = sound("planned_area_only")
    w = small.w
    value = w.add("IfcAreaMeasure", wrappedValue=18.0)
    planned = w.add("IfcPropertySingleValue", Name="NetPlannedArea", NominalValue=value)
    properties = small.root("IfcPropertySet", Name="Pset_SpaceCommon", HasProperties=[planned])
    small.root(
        "IfcRelDefinesByProperties",
        RelatedObjects=[w.file.by_type("IfcSpace")[0]],
        RelatingPropertyDefinition=properties,
    )
    return small.data()


def _placed(small: Small, eastings: float, northings: float, *, map_unit: bool = True) -> bytes:
    w = small.w
    unit = w.add("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE") if map_unit else None
    crs = w.add("IfcProjectedCRS", Name="EPSG:4546", GeodeticDatum="CGCS2000", MapUnit=unit)
    w.add(
        "IfcMapConversion",
        SourceCRS=small.context,
        TargetCRS=crs,
        Eastings=eastings,
        Northings=northings,
        OrthogonalHeight=0.0,
    )
    return small.data()


def _twice() -> bytes:
    """The geometry lies in map coordinates already, and the conversion would move it there once more."""
    small = Small("georeferenced_twice")
    small.storey()
    x, y = EASTINGS_M, NORTHINGS_M
    small.room("101", "办公室", small.solid(box(x, y, x + 5, y + 4)))
    return _placed(small, EASTINGS_M, NORTHINGS_M)


def _twice_by_placement() -> bytes:
    """As above, with the map coordinates in the placement of the site."""
    small = sound("georeferenced_twice_by_placement")
    small.site.ObjectPlacement = small.place(None, EASTINGS_M, NORTHINGS_M)
    small.building.ObjectPlacement.PlacementRelTo = small.site.ObjectPlacement
    return _placed(small, EASTINGS_M, NORTHINGS_M)


def _conversion_in_millimetres() -> bytes:
    small = Small("map_conversion_in_mm", per_metre=1000.0, units=("MILLIMETRE", "SQUARE_METRE"))
    small.storey()
    small.room("101", "办公室", small.solid(box(0, 0, 5, 4)))
    return _placed(small, EASTINGS_M * 1000, NORTHINGS_M * 1000)


def _latitude_only() -> bytes:
    small = sound("latitude_longitude_only")
    small.site.RefLatitude = (27, 50, 30, 0)
    small.site.RefLongitude = (110, 21, 45, 0)
    return small.data()


LEVELS_UNITS_PLACES = (
    Defect(
        "no_storeys.ifc",
        "two rooms above each other and no storey",
        _no_storeys,
        says=("no-storeys",),
        areas_m2=BOTH,
        storeys=2,
    ),
    Defect(
        "storeys_at_equal_height.ifc",
        "all storeys at height 0 while the rooms are not",
        _equal_heights,
        says=("storey-elevation",),
        areas_m2=BOTH,
        storeys=2,
    ),
    Defect(
        "twin_storeys.ifc",
        "one storey twice, 5 cm apart",
        _twins,
        says=("duplicate-storey",),
        areas_m2=(("101", 20.0), ("102", 20.0)),
        storeys=1,
    ),
    Defect(
        "no_area_unit.ifc",
        "millimetres and no AREAUNIT: the declared 20,000,000 are mm²",
        _no_area_unit,
        says=("unit-suspect",),
        areas_m2=ROOM,
    ),
    Defect(
        "two_length_units.ifc",
        "both metre and millimetre as length unit",
        lambda: sound("two_length_units", units=("METRE", "MILLIMETRE", "SQUARE_METRE")).data(),
        says=("unit-suspect",),
        areas_m2=ROOM,
    ),
    Defect(
        "metres_in_mm_file.ifc",
        "a millimetre file whose room is written in metres (3 mm high)",
        _metres_in_millimetres,
        says=("unit-suspect",),
    ),
    Defect(
        "feet.ifc",
        "lengths in feet, areas in square feet",
        lambda: sound("feet", per_metre=1 / 0.3048, units=("FOOT",)).data(),
        areas_m2=ROOM,
    ),
    Defect(
        "inches.ifc",
        "lengths in inches",
        lambda: sound("inches", per_metre=1 / 0.0254, units=("INCH",)).data(),
        areas_m2=ROOM,
    ),
    Defect(
        "declared_at_wall_centre.ifc",
        "the declared area is measured at the middle of the walls",
        lambda: _declared("declared_at_wall_centre", GrossFloorArea=5.2 * 4.2),
        causes=("wall-centre",),
        areas_m2=ROOM,
    ),
    Defect(
        "declared_national_factor.ifc",
        "net is 0.97 of gross, a national rule and no measurement",
        _national_factor,
        causes=("national-factor",),
        areas_m2=(("101", 20.0), ("102", 12.0), ("103", 28.0)),
    ),
    Defect(
        "declared_in_other_unit.ifc",
        "the declared area is too large by 10⁶",
        lambda: _declared("declared_in_other_unit", GrossFloorArea=20.0e6),
        causes=("unit",),
        areas_m2=ROOM,
    ),
    Defect(
        "planned_area_only.ifc",
        "only NetPlannedArea: a wish, never the measured value",
        _planned_only,
        areas_m2=ROOM,
    ),
    Defect(
        "georeferenced_twice.ifc",
        "drawn in map coordinates, with a conversion to them on top",
        _twice,
        says=("georeferenced-twice", "far-from-origin"),
        areas_m2=ROOM,
    ),
    Defect(
        "georeferenced_twice_by_placement.ifc",
        "the site placed in map coordinates, with a conversion to them on top",
        _twice_by_placement,
        says=("georeferenced-twice", "far-from-origin"),
        areas_m2=ROOM,
    ),
    Defect(
        "map_conversion_in_mm.ifc",
        "the conversion counts in millimetres, its unit says metres",
        _conversion_in_millimetres,
        says=("unit-suspect",),
        areas_m2=ROOM,
    ),
    Defect(
        "latitude_longitude_only.ifc",
        "no map conversion, only latitude and longitude of the site",
        _latitude_only,
        says=("georeference-rough",),
        areas_m2=ROOM,
    ),
)
