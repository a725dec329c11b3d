from __future__ import annotations

from typing import Any

import ifcopenshell
import ifcopenshell.guid
import pytest

from bim_import.ifc.quantities import area_of_text, declared_areas, kind_of
from bim_import.ifc.units import Units, read_units
from tests.corpus import has_corpus, opened

METRES = Units()


class File:
    """A file with one space on which sets of quantities and properties are hung."""

    def __init__(self, schema: str = "IFC4") -> None:
        self.ifc = ifcopenshell.file(schema=schema)
        self.space = self.new("IfcSpace")

    def new(self, kind: str, **attributes: Any) -> Any:
        return self.ifc.create_entity(kind, GlobalId=ifcopenshell.guid.new(), **attributes)

    def area(self, name: str, value: float, unit: Any = None) -> Any:
        return self.ifc.create_entity("IfcQuantityArea", Name=name, AreaValue=value, Unit=unit)

    def single(self, name: str, kind: str, value: Any, unit: Any = None) -> Any:
        nominal = self.ifc.create_entity(kind, value)
        return self.ifc.create_entity("IfcPropertySingleValue", Name=name, NominalValue=nominal, Unit=unit)

    def hang(self, definition: Any) -> File:
        self.new("IfcRelDefinesByProperties", RelatedObjects=[self.space], RelatingPropertyDefinition=definition)
        return self

    def quantities(self, name: str | None, *quantities: Any) -> File:
        return self.hang(self.new("IfcElementQuantity", Name=name, Quantities=quantities))

    def properties(self, name: str | None, *properties: Any) -> File:
        return self.hang(self.new("IfcPropertySet", Name=name, HasProperties=properties))

    def on_type(self, *definitions: Any) -> File:
        if self.ifc.schema == "IFC2X3":
            kind = self.new("IfcSpaceType", HasPropertySets=definitions, PredefinedType="NOTDEFINED")
        else:
            kind = self.new("IfcSpaceType", HasPropertySets=definitions, PredefinedType="SPACE")
        self.new("IfcRelDefinesByType", RelatedObjects=[self.space], RelatingType=kind)
        return self

    def declared(self, units: Units = METRES) -> list[tuple[str, str, float]]:
        return [(d.name, d.kind, d.area_m2) for d in declared_areas(self.space, units)]


@pytest.mark.parametrize(
    ("set_name", "name", "kind"),
    [
        ("Qto_SpaceBaseQuantities", "GrossFloorArea", "gross"),
        ("Qto_SpaceBaseQuantities", "NetFloorArea", "net"),
        ("BaseQuantities", "GrossFloorArea", "gross"),
        ("BaseQuantities", "SpaceUsableFloorAreaBOMA", "net"),
        ("", "GrossFloorArea", "gross"),
        ("", "NetFootprintArea", "net"),
        ("", "horizontal area", "unspecified"),
        ("GSA Space Areas", "GSA BIM Area", "unspecified"),
        ("PSet_Revit_Dimensions", "Area", "unspecified"),
        ("ArchiCADQuantities", "Area", "unspecified"),
        ("ArchiCADQuantities", "Fläche", "unspecified"),
        ("ArchiCADQuantities", "Gemessene Fläche", "gross"),
        ("ArchiCADQuantities", "Berechnete Fläche (NRF)", "net"),
        ("AC_Pset_Zone_Stamp_2_19", "Measured Net Area", "net"),
        ("COBie_Space", "GrossArea", "gross"),
        ("COBie_Space", "NetArea", "net"),
        ("尺寸标注", "面积", "unspecified"),
        ("房间信息", "使用面积", "net"),
        ("X", "Surface utile", "net"),
        ("X", "Площадь", "unspecified"),
        ("X", "Полезная площадь", "net"),
        ("X", "Pinta-ala", "unspecified"),
    ],
)
def test_names_under_which_tools_hide_areas(set_name: str, name: str, kind: str) -> None:
    file = File()
    file.quantities(set_name, file.area(name, 20.0))
    expected = f"{set_name}.{name}" if set_name else name
    assert file.declared() == [(expected, kind, 20.0)]


@pytest.mark.parametrize(
    ("set_name", "name"),
    [
        ("Pset_SpaceCommon", "NetPlannedArea"),
        ("Pset_SpaceCommon", "GrossPlannedArea"),
        ("X", "计划面积"),
        ("X", "建筑面积"),
        ("BaseQuantities", "GrossWallArea"),
        ("BaseQuantities", "NetCeilingArea"),
        ("ArchiCADQuantities", "Reduced Area"),
        ("ArchiCADQuantities", "Reduzierte Fläche"),
        ("ArchiCADQuantities", "Walls Surface Area"),
        ("ArchiCADQuantities", "Extracted Column Area"),
    ],
)
def test_what_is_no_measured_floor_area(set_name: str, name: str) -> None:
    assert kind_of(set_name, name) is None
    file = File()
    file.properties(set_name, file.single(name, "IfcAreaMeasure", 20.0))
    assert file.declared() == []


def test_the_set_without_a_name_may_be_null() -> None:
    file = File()
    file.quantities(None, file.area("GrossFloorArea", 20.0))
    assert file.declared() == [("GrossFloorArea", "gross", 20.0)]


def test_values_are_in_the_unit_of_the_file() -> None:
    file = File()
    file.quantities("BaseQuantities", file.area("GrossFloorArea", 44_190_000.0))
    assert file.declared(Units(length=1e-3, area=1e-6))[0][2] == pytest.approx(44.19)


def test_a_unit_on_the_quantity_wins() -> None:
    file = File()
    foot = file.ifc.create_entity("IfcSIUnit", UnitType="AREAUNIT", Name="SQUARE_METRE")
    factor = file.ifc.create_entity(
        "IfcMeasureWithUnit", ValueComponent=file.ifc.create_entity("IfcAreaMeasure", 0.09290304), UnitComponent=foot
    )
    dimensions = file.ifc.create_entity("IfcDimensionalExponents", 2, 0, 0, 0, 0, 0, 0)
    square_foot = file.ifc.create_entity(
        "IfcConversionBasedUnit",
        Dimensions=dimensions,
        UnitType="AREAUNIT",
        Name="SQUARE FOOT",
        ConversionFactor=factor,
    )
    millimetres = file.ifc.create_entity("IfcSIUnit", UnitType="AREAUNIT", Prefix="MILLI", Name="SQUARE_METRE")
    length = file.ifc.create_entity("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE")
    file.quantities(
        "Q",
        file.area("GrossFloorArea", 215.278208, square_foot),
        file.area("NetFloorArea", 19.75e6, millimetres),
        file.area("Area", 20.0, length),
    )
    assert file.declared(Units(area=1e-6)) == [
        ("Q.GrossFloorArea", "gross", pytest.approx(20.0)),
        ("Q.NetFloorArea", "net", pytest.approx(19.75)),
    ]


@pytest.mark.parametrize(
    ("kind", "value", "area_m2"),
    [
        ("IfcAreaMeasure", 20.5, 20.5),
        ("IfcReal", 20.5, 20.5),
        ("IfcText", "20,5 m²", 20.5),
        ("IfcLabel", "20.5", 20.5),
        ("IfcLabel", "220.66 sq ft", 220.66 * 0.09290304),
    ],
)
def test_properties_of_any_type_in_a_known_set(kind: str, value: Any, area_m2: float) -> None:
    file = File("IFC2X3")
    file.properties("COBie_Space", file.single("GrossArea", kind, value))
    assert file.declared() == [("COBie_Space.GrossArea", "gross", pytest.approx(area_m2))]


def test_a_plain_number_is_believed_in_known_sets_only() -> None:
    file = File()
    file.properties("Anything", file.single("Area", "IfcReal", 20.5))
    assert file.declared() == []


@pytest.mark.parametrize("value", ["0", "-3", "9" * 400])
def test_no_area_is_no_claim(value: str) -> None:
    file = File()
    file.properties("BaseQuantities", file.single("GrossFloorArea", "IfcText", value))
    if len(value) < 3:
        file.quantities("BaseQuantities", file.area("GrossFloorArea", float(value)))
    assert file.declared() == []


def test_a_set_written_twice_gives_one_claim_and_two_values_give_two() -> None:
    file = File()
    for value in (20.0, 20.0, 21.0):
        file.quantities("BaseQuantities", file.area("GrossFloorArea", value))
    assert [area for _, _, area in file.declared()] == [20.0, 21.0]


def test_quantities_inside_a_complex_quantity_are_found() -> None:
    file = File()
    inner = file.ifc.create_entity(
        "IfcPhysicalComplexQuantity", Name="Areas", HasQuantities=[file.area("NetFloorArea", 19.0)], Discrimination="d"
    )
    file.quantities("X", inner)
    assert file.declared() == [("X.NetFloorArea", "net", 19.0)]


# IFC4 allows a set of sets. ifcopenshell reads it but cannot make one in memory.
SET_OF_SETS = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION((''),'2;1');
FILE_NAME('','',(''),(''),'','','');
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
#1=IFCSPACE('0000000000000000000001',$,'1',$,$,$,$,$,.ELEMENT.,$,$);
#2=IFCQUANTITYAREA('GrossFloorArea',$,$,20.,$);
#3=IFCELEMENTQUANTITY('0000000000000000000002',$,'BaseQuantities',$,$,(#2));
#4=IFCRELDEFINESBYPROPERTIES('0000000000000000000003',$,$,$,(#1),IFCPROPERTYSETDEFINITIONSET((#3)));
ENDSEC;
END-ISO-10303-21;
"""


def test_a_set_of_sets_is_opened() -> None:
    file = ifcopenshell.file.from_string(SET_OF_SETS)
    (declared,) = declared_areas(file.by_type("IfcSpace")[0], METRES)
    assert (declared.name, declared.area_m2) == ("BaseQuantities.GrossFloorArea", 20.0)


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4", "IFC4X3_ADD2"])
def test_the_type_speaks_where_the_room_does_not(schema: str) -> None:
    file = File(schema)
    of_type = file.new("IfcPropertySet", Name="S", HasProperties=[file.single("Area", "IfcAreaMeasure", 30.0)])
    file.on_type(of_type)
    assert file.declared() == [("S.Area", "unspecified", 30.0)]
    file.properties("S", file.single("Area", "IfcAreaMeasure", 20.0))
    assert file.declared() == [("S.Area", "unspecified", 20.0)]


def test_the_standard_set_comes_first() -> None:
    file = File()
    file.quantities("Zone", file.area("Area", 25.0))
    file.quantities("BaseQuantities", file.area("GrossFloorArea", 21.0))
    file.quantities("Qto_SpaceBaseQuantities", file.area("GrossFloorArea", 20.0))
    assert [area for _, _, area in file.declared()] == [20.0, 21.0, 25.0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20.5", (20.5, None)),
        ("20,5 m²", (20.5, 1.0)),
        ("1.234,56 m2", (1234.56, 1.0)),
        ("1,234.56", (1234.56, None)),
        ("1 234,5 м²", (1234.5, 1.0)),
        ("1,234", (1234.0, None)),
        ("0,234", (0.234, None)),
        ("24.5 平方米", (24.5, 1.0)),
        ("24.5㎡", (24.5, 1.0)),
        ("215 SF", (215.0, 0.3048**2)),
        ("A 20", None),
        ("20 kg", None),
        ("", None),
        ("--", None),
        ("1.2.3", None),
    ],
)
def test_areas_written_as_text(text: str, expected: tuple[float, float | None] | None) -> None:
    assert area_of_text(text) == expected


@pytest.mark.skipif(not has_corpus(), reason="the corpus of real models is not here")
@pytest.mark.parametrize(
    ("number", "names"),
    [
        ("01", {"GSA Space Areas.GSA BIM Area", "PSet_Revit_Dimensions.Area"}),
        ("02", {"BaseQuantities.GrossFloorArea", "BaseQuantities.NetFloorArea"}),
        ("05", {"Qto_SpaceBaseQuantities.GrossFloorArea", "Qto_SpaceBaseQuantities.NetFloorArea"}),
        ("08", {"GrossFloorArea"}),
        ("11", set()),
        ("12", set()),
    ],
)
def test_names_in_real_models(number: str, names: set[str]) -> None:
    file = opened(number)
    units = read_units(file)
    for space in file.by_type("IfcSpace"):
        declared = declared_areas(space, units)
        assert {d.name for d in declared} == names
        assert all(0.5 < d.area_m2 < 1000 for d in declared)
