"""The sample drawing against closed forms computed without polygons: every room, every column in it."""

import json
from functools import cache
from pathlib import Path

import pytest

from bim_import.read import read_file
from geometry.areas import measure_all
from geometry.basis import BASES

SAMPLES = Path(__file__).parents[2] / "samples"
TOLERANCE_M2 = 1e-6  # coordinates are written to 1e-6 mm; the plan is turned by 3°


@cache
def drawn():
    return read_file(SAMPLES / "county_annex.dxf")


def closed_forms():
    areas = json.loads((SAMPLES / "county_centre.areas.json").read_text(encoding="utf-8"))
    return {room["number"]: room for room in areas["buildings"][1]["storeys"][1]["rooms"]}


def columns_m2(room):
    return sum(t["area_m2"] for t in room.get("taken", ()) if t["kind"] == "column")


def statements():
    (storey,) = drawn().model.buildings[0].storeys
    return {s.number: m for s, m in zip(storey.spaces, measure_all(storey, basis=BASES["cn-usable"]), strict=True)}


def test_every_room_is_found_under_its_number_and_nothing_else():
    assert statements().keys() == closed_forms().keys()


@pytest.mark.parametrize("number", closed_forms())
def test_a_room_has_its_closed_form_area(number):
    room, found = closed_forms()[number], statements()[number]
    assert found.gross_area_m2 == pytest.approx(room["gross_m2"], abs=TOLERANCE_M2)
    # A drawing has no slabs: openings in the floor are known to the model alone.
    assert found.net_area_m2 == pytest.approx(room["gross_m2"] - columns_m2(room), abs=TOLERANCE_M2)
    assert {line.kind for line in found.deductions} <= {"column"}


def test_each_room_has_name_and_declared_area_of_its_label():
    rooms = closed_forms()
    for space in drawn().model.spaces():
        assert space.name == rooms[space.number]["name"]
        assert [d.area_m2 for d in space.declared] == [pytest.approx(rooms[space.number]["gross_m2"], abs=0.0051)]


def test_the_storey_is_named_by_the_title_and_nothing_had_to_be_repaired():
    (storey,) = drawn().model.buildings[0].storeys
    assert storey.name == "2F"
    assert [f.code for f in drawn().report.findings] == ["as-drawn"]
    assert all(not s.findings for s in storey.spaces)


def test_doors_and_windows_are_where_they_are_drawn():
    (storey,) = drawn().model.buildings[0].storeys
    kinds = [o.kind for o in storey.openings]
    assert (kinds.count("door"), kinds.count("opening")) == (28, 0)
    assert all(o.hinge and o.swing_start and o.swing_end for o in storey.openings if o.kind == "door")
