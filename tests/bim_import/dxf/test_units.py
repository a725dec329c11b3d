import pytest

from bim_import.dxf.units import BY_NAME, CHOICES, UNITS
from bim_import.errors import ImportRefused
from tests.bim_import.dxf.draw import areas, codes, drawing, finding, lines, polygon, read, rectangle, text, two_rooms

# Metres per unit of $INSUNITS 1 … 24, from the definitions of the units.
FOOT, SURVEY_FOOT = 0.3048, 1200 / 3937
METRES = [
    *(FOOT / 12, FOOT, 5280 * FOOT, 1e-3, 1e-2, 1.0, 1e3, FOOT / 12e6, FOOT / 12e3, 3 * FOOT, 1e-10, 1e-9, 1e-6),
    *(1e-1, 1e1, 1e2, 1e9, 149597870700, 299792458 * 365.25 * 86400, 648000 / 3.141592653589793 * 149597870700),
    *(SURVEY_FOOT, SURVEY_FOOT / 12, 3 * SURVEY_FOOT, 5280 * SURVEY_FOOT),
]


@pytest.mark.parametrize(("code", "metres"), list(enumerate(METRES, 1)))
def test_every_code_of_insunits_has_its_length(code, metres):
    assert UNITS[code].metres == pytest.approx(metres, rel=1e-12)


@pytest.mark.parametrize(
    ("code", "per_metre"), [(4, 1000), (5, 100), (6, 1), (14, 10), (1, 1 / 0.0254), (2, 1 / 0.3048)]
)
def test_a_room_of_20_square_metres_is_one_in_any_unit(code, per_metre, tmp_path):
    doc = drawing(unit=code)
    polygon(doc, [(x * per_metre, y * per_metre) for x, y in rectangle(1, 2, 6, 6)], "ROOM")
    assert areas(read(doc, tmp_path)) == pytest.approx([20.0], abs=1e-9)


@pytest.mark.parametrize("unit", [None, 0, 99])
def test_a_drawing_without_a_unit_is_refused_and_the_choices_named(unit, tmp_path):
    doc = drawing(unit=unit)
    polygon(doc, rectangle(0, 0, 5000, 4000), "ROOM")
    with pytest.raises(ImportRefused) as refused:
        read(doc, tmp_path)
    fact = refused.value.finding
    assert fact.code == "unit-missing"
    assert fact.evidence["choices"] == list(CHOICES)
    assert fact.evidence["layers"] == {"ROOM": 1}
    assert "--unit" in fact.reason.zh
    assert "--unit" in fact.reason.en
    assert fact.evidence["fits_labels"] == []  # nothing is written: nothing is suggested


def test_labels_say_which_unit_would_make_them_right(tmp_path):
    doc = drawing(unit=None)
    lines(doc, two_rooms() * 1000, "WALL")
    text(doc, "101 20.00㎡", (2000, 2000))
    text(doc, "102 19.04㎡", (7000, 2000))
    with pytest.raises(ImportRefused) as refused:
        read(doc, tmp_path)
    assert refused.value.finding.evidence["fits_labels"] == ["mm"]
    assert "毫米" in refused.value.finding.reason.zh
    assert "In millimetres the areas of 2 rooms agree" in refused.value.finding.reason.en


def test_door_leaves_say_it_where_no_label_does(tmp_path):
    doc = drawing(unit=None)
    lines(doc, two_rooms() * 100, "WALL")
    for y in (100, 200):
        doc.modelspace().add_arc((500, y), 90, 0, 90, dxfattribs={"layer": "DOOR"})
    with pytest.raises(ImportRefused) as refused:
        read(doc, tmp_path)
    assert refused.value.finding.evidence["fits_doors"] == ["cm"]
    assert "In centimetres door leaves would be about 0.90 m" in refused.value.finding.reason.en


def test_a_unit_given_goes_before_the_one_stated_and_this_is_said(tmp_path):
    doc = drawing(unit=1)  # the usual default of a template
    polygon(doc, rectangle(0, 0, 5000, 4000), "ROOM")
    result = read(doc, tmp_path, unit="mm")
    assert areas(result) == pytest.approx([20.0], abs=1e-9)
    assert finding(result, "unit-given").outcome == "warning"
    assert "英寸" in finding(result, "unit-given").reason.zh


def test_a_unit_given_as_stated_is_nothing_to_say(tmp_path):
    doc = drawing(unit=4)
    polygon(doc, rectangle(0, 0, 5000, 4000), "ROOM")
    assert "unit-given" not in codes(read(doc, tmp_path, unit="mm"))


def test_a_unit_that_is_none_is_refused(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 5, 4), "ROOM")
    with pytest.raises(ImportRefused) as refused:
        read(doc, tmp_path, unit="parsec")
    assert refused.value.finding.code == "unit-unknown"


def test_every_choice_is_a_unit():
    assert all(name in BY_NAME for name in CHOICES)
