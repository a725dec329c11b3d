import numpy as np
import pytest

from tests.bim_import.dxf.draw import (
    MM,
    by_number,
    codes,
    drawing,
    finding,
    lines,
    polygon,
    read,
    rectangle,
    text,
    two_rooms,
)


def plan(scale, *, unit, labels=((2.0, "101 20.00㎡"), (7.0, "102 19.04㎡"))):
    doc = drawing(unit=unit)
    lines(doc, two_rooms(door=None) * scale, "WALL")
    for x, words in labels:
        text(doc, words, (x * scale, 2 * scale), height=0.25 * scale)
    return doc


def test_labels_that_agree_are_nothing_to_say(tmp_path):
    result = read(plan(1000, unit=MM), tmp_path)
    assert "unit-suspect" not in codes(result)
    assert all(not s.findings for s in result.model.spaces())


@pytest.mark.parametrize(
    ("unit", "scale", "factor", "fits"), [(5, 1000, 0.1, "mm"), (1, 1000, 0.0393701, "mm"), (6, 100, 0.01, "cm")]
)
def test_one_factor_in_all_labels_is_a_doubtful_unit_and_changes_nothing(unit, scale, factor, fits, tmp_path):
    doc = drawing(unit=unit)
    for n, (width, area) in enumerate([(5, 20), (6, 24), (3, 12)]):
        polygon(doc, [(x * scale, y * scale) for x, y in rectangle(10 * n, 0, 10 * n + width, 4)], "ROOM")
        text(doc, f"10{n} S={area}.00㎡", ((10 * n + 2) * scale, 2 * scale))
    result = read(doc, tmp_path)
    found = finding(result, "unit-suspect")
    assert found.evidence["factor"] == pytest.approx(factor, rel=1e-3)
    assert (found.evidence["fits_unit"], found.evidence["rooms"]) == (fits, 3)
    rooms = by_number(result)
    assert rooms["100"].declared[0].area_m2 == 20.0  # what is written stays as written
    (differs,) = rooms["100"].findings
    assert (differs.code, differs.evidence["cause"]) == ("declared-differs", "unit")


def test_a_drawing_scaled_by_hand_is_told_without_a_unit(tmp_path):
    result = read(plan(1000 * 0.75, unit=MM), tmp_path)
    found = finding(result, "unit-suspect")
    assert found.evidence["factor"] == pytest.approx(1 / 0.75, rel=1e-3)
    assert found.evidence["fits_unit"] is None


def test_one_label_that_contradicts_its_room_is_told_of_that_room(tmp_path):
    labels = ((2.0, "101 25.00㎡"), (7.0, "102 19.04㎡"))
    result = read(plan(1000, unit=MM, labels=labels), tmp_path)
    assert "unit-suspect" not in codes(result)
    rooms = by_number(result)
    assert [f.code for f in rooms["101"].findings] == ["declared-differs"]
    assert rooms["101"].findings[0].evidence["declared_m2"] == 25.0
    assert rooms["102"].findings == ()


def test_labels_measured_to_the_middle_of_walls_are_explained(tmp_path):
    labels = ((2.0, f"101 {5.24 * 4.24:.2f}㎡"), (7.0, f"102 {5.0 * 4.24:.2f}㎡"))
    rooms = by_number(read(plan(1000, unit=MM, labels=labels), tmp_path))
    assert rooms["101"].findings[0].evidence["cause"] == "wall-centre"
    assert rooms["101"].findings[0].evidence["offset_m"] == pytest.approx(0.12, abs=0.005)


def test_doors_no_door_could_be_are_a_doubtful_unit(tmp_path):
    doc = drawing(unit=1)  # inches stated, drawn in millimetres
    polygon(doc, rectangle(0, 0, 5000, 4000), "ROOM")
    for y in (0, 2000):
        doc.modelspace().add_arc((5000, y), 900, 90, 180, dxfattribs={"layer": "DOOR"})
    found = finding(read(doc, tmp_path), "unit-suspect")
    assert found.evidence["fits_units"] == ["mm"]
    assert found.evidence["leaf_m"] == pytest.approx(900 * 0.0254)


def test_rooms_no_room_could_be_are_a_doubtful_unit(tmp_path):
    doc = drawing(unit=6)
    polygon(doc, rectangle(0, 0, 5000, 4000), "ROOM")
    assert finding(read(doc, tmp_path), "unit-suspect").evidence["median_area_m2"] == pytest.approx(2e7)


def test_a_plan_of_one_room_and_one_wrong_label_blames_no_unit(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 5, 4), "ROOM")
    text(doc, "101 30.00㎡", (2, 2))
    result = read(doc, tmp_path)
    assert "unit-suspect" not in codes(result)
    assert np.isclose(by_number(result)["101"].outline.area, 20.0)
