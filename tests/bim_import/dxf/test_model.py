from pathlib import Path

import pytest

from tests.bim_import.dxf.draw import (
    MM,
    areas,
    by_number,
    codes,
    drawing,
    finding,
    lines,
    polygon,
    read,
    read_path,
    rectangle,
    text,
    two_rooms,
)

SURVEYS = Path(__file__).resolve().parents[4] / "shared" / "surveys"
real = pytest.mark.skipif(not SURVEYS.is_dir(), reason="the real drawings are not here")


def test_a_room_outline_is_a_room_with_its_label(tmp_path):
    doc = drawing(unit=MM)
    polygon(doc, rectangle(0, 0, 5000, 3950), "房间")
    text(doc, "302 县长办公室 19.75㎡", (2500, 2000), height=250)
    result = read(doc, tmp_path)
    (space,) = result.model.spaces()
    assert space.outline.area == pytest.approx(19.75, abs=1e-9)
    assert (space.number, space.name, space.use, space.origin) == ("302", "县长办公室", "office", "drawn")
    assert [(d.kind, d.area_m2) for d in space.declared] == [("unspecified", 19.75)]
    assert result.source.kind == "dxf"
    assert result.source.schema == "AC1024 (R2010)"


@pytest.mark.parametrize("capped", [True, False])
def test_two_faces_of_a_wall_part_rooms_and_a_gap_in_it_is_a_door(capped, tmp_path):
    doc = drawing()
    lines(doc, two_rooms(capped=capped), "WALL")
    text(doc, "101", (2, 2))
    text(doc, "102", (7, 2))
    result = read(doc, tmp_path)
    rooms = by_number(result)
    assert rooms["101"].outline.area == pytest.approx(20.0, abs=1e-9)
    assert rooms["102"].outline.area == pytest.approx(4.76 * 4, abs=1e-9)
    (opening,) = result.model.buildings[0].storeys[0].openings
    assert opening.width_m == pytest.approx(0.9)
    assert opening.footprint.area == pytest.approx(0.9 * 0.24)
    assert [f.code for f in rooms["101"].findings] == ["repaired"]  # no door is drawn in the gap


@real
def test_the_barcelona_pavilion_is_read_in_metres():
    result = read_path(SURVEYS / "dxf_yorikvanhavre_barcelona-pavillion_plan.dxf")
    assert areas(result) == pytest.approx([195.92, 19.69, 13.87, 5.96, 2.86, 2.78], abs=0.01)
    assert "drawing-repaired" not in codes(result)


@real
def test_the_olymp_plan_says_its_eleven_repairs_and_that_its_walls_enclose_nothing():
    result = read_path(SURVEYS / "dxf_raumzeitlabor_olymp-2.0_floorplan.dxf")
    assert finding(result, "drawing-repaired").evidence["count"] == 11
    assert result.model.spaces() == ()
    assert finding(result, "not-enclosed").outcome == "warning"
    assert finding(result, "layers-ignored").evidence["layers"]["Base"] == 10
