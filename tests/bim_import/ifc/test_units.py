import ifcopenshell
import pytest

from bim_import.ifc.units import Units, read_units


@pytest.fixture
def file():
    return ifcopenshell.file(schema="IFC4")


def si(file, kind, name, prefix=None):
    return file.createIfcSIUnit(None, kind, prefix, name)


def converted(file, kind, name, factor, base):
    measure = file.createIfcMeasureWithUnit(file.createIfcReal(factor), base)
    dimensions = file.createIfcDimensionalExponents(1, 0, 0, 0, 0, 0, 0)
    return file.createIfcConversionBasedUnit(dimensions, kind, name, measure)


def project(file, *units):
    assignment = file.createIfcUnitAssignment(units)
    file.createIfcProject("0" * 22, None, "P", None, None, None, None, None, assignment)


def test_millimetres_and_square_metres(file):
    project(file, si(file, "LENGTHUNIT", "METRE", "MILLI"), si(file, "AREAUNIT", "SQUARE_METRE"))
    units = read_units(file)
    assert (units.length, units.area, units.angle) == (0.001, 1.0, 1.0)
    assert units.findings() == []


def test_without_an_area_unit_areas_are_in_the_length_unit_squared(file):
    project(file, si(file, "LENGTHUNIT", "METRE", "MILLI"))
    assert read_units(file).area == pytest.approx(1e-6)


def test_a_prefix_of_an_area_unit_is_squared(file):
    project(file, si(file, "LENGTHUNIT", "METRE"), si(file, "AREAUNIT", "SQUARE_METRE", "CENTI"))
    assert read_units(file).area == pytest.approx(1e-4)


def test_feet_inches_and_degrees(file):
    foot = converted(file, "LENGTHUNIT", "FOOT", 0.3048, si(file, "LENGTHUNIT", "METRE"))
    degree = converted(file, "PLANEANGLEUNIT", "DEGREE", 0.0174532925, si(file, "PLANEANGLEUNIT", "RADIAN"))
    square_foot = converted(file, "AREAUNIT", "SQUARE FOOT", 0.09290304, si(file, "AREAUNIT", "SQUARE_METRE"))
    project(file, foot, degree, square_foot)
    units = read_units(file)
    assert units.length == pytest.approx(0.3048)
    assert units.area == pytest.approx(0.3048**2)
    assert units.angle == pytest.approx(0.0174532925)


def test_an_inch_built_on_a_millimetre(file):
    inch = converted(file, "LENGTHUNIT", "INCH", 25.4, si(file, "LENGTHUNIT", "METRE", "MILLI"))
    project(file, inch)
    assert read_units(file).length == pytest.approx(0.0254)


def test_no_length_unit_is_read_in_metres_and_said(file):
    project(file)
    units = read_units(file)
    assert units.length == 1.0
    assert [f.code for f in units.findings()] == ["unit-suspect"]


def test_of_two_length_units_the_one_is_taken_that_makes_rooms_as_high_as_rooms(file):
    project(file, si(file, "LENGTHUNIT", "METRE", "MILLI"), si(file, "LENGTHUNIT", "METRE"))
    units = read_units(file)
    assert units.lengths == (0.001, 1.0)
    assert units.settled([3.0, 3.2, 2.8]).length == 1.0
    assert units.settled([3000.0]).length == 0.001
    assert units.settled([]).length == 0.001
    assert units.settled([3.0]).area == 1.0
    assert [f.code for f in units.settled([3.0]).findings()] == ["unit-suspect"]


def test_a_single_unit_is_never_changed_by_heights():
    assert Units(0.001, 1.0, 1.0, (0.001,)).settled([3.0]).length == 0.001


def test_a_unit_that_refers_to_itself_counts_as_none(file):
    loop = converted(file, "LENGTHUNIT", "LOOP", 2.0, None)
    loop.ConversionFactor.UnitComponent = loop
    project(file, loop)
    assert [f.code for f in read_units(file).findings()] == ["unit-suspect"]
