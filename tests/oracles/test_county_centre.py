"""The sample county centre, imported, against its closed-form areas: arc sectors, columns, holes, sloped ceilings."""

import json
from pathlib import Path

import pytest

from bim_import.read import read_file
from geometry.areas import measure_all
from geometry.basis import BASES

SAMPLES = Path(__file__).parents[2] / "samples"
AREA_M2 = 1e-4


@pytest.fixture(scope="module")
def imported():
    return read_file(SAMPLES / "county_centre.ifc")


@pytest.fixture(scope="module")
def closed_form():
    areas = json.loads((SAMPLES / "county_centre.areas.json").read_text(encoding="utf-8"))
    return {r["id"]: r for b in areas["buildings"] for s in b["storeys"] for r in s["rooms"]}


def statements(imported, basis):
    storeys = [s for b in imported.model.buildings for s in b.storeys]
    return {line.space_id: line for s in storeys for line in measure_all(s, basis=BASES[basis])}


def test_every_room_comes_in_as_it_is(imported, closed_form):
    assert imported.report.accepted == len(closed_form)
    assert (imported.report.repaired, imported.report.rejected) == (0, 0)
    assert {s.id: (s.number, s.name) for s in imported.model.spaces()} == {
        k: (r["number"], r["name"]) for k, r in closed_form.items()
    }


def test_buildings_and_storeys(imported):
    assert [(b.name, len(b.storeys)) for b in imported.model.buildings] == [
        ("主楼", 6),
        ("附楼一", 3),
        ("附楼二", 3),
        ("附楼三", 3),
        ("附楼四", 3),
    ]


def test_gross_areas(imported, closed_form):
    found = {s.id: s.outline.area for s in imported.model.spaces()}
    worst = max(closed_form, key=lambda k: abs(found[k] - closed_form[k]["gross_m2"]))
    assert found[worst] == pytest.approx(closed_form[worst]["gross_m2"], abs=AREA_M2), closed_form[worst]["number"]


def test_net_areas_after_columns_and_holes(imported, closed_form):
    found = statements(imported, "cn-usable")
    wrong = {
        r["number"]: (found[k].net_area_m2, r["net_m2"])
        for k, r in closed_form.items()
        if abs(found[k].net_area_m2 - r["net_m2"]) > AREA_M2
    }
    assert wrong == {}


def test_each_column_in_each_room(imported, closed_form):
    found = statements(imported, "cn-usable")
    wrong = {}
    for key, room in closed_form.items():
        columns = {t["element"]: t["area_m2"] for t in room.get("taken", ()) if t["kind"] == "column"}
        got = {d.element: d.area_m2 for d in found[key].deductions if d.kind == "column"}
        if got != pytest.approx(columns, abs=AREA_M2):
            wrong[room["number"]] = (got, columns)
    assert wrong == {}


@pytest.mark.parametrize(
    ("basis", "weights"),
    [("rics-nia", {"1.5": 1.0}), ("gb50096", {"1.2": 0.5, "2.1": 0.5}), ("cn-usable/headroom-2.20", {"2.2": 1.0})],
)
def test_headroom_under_the_sloped_ceilings_of_the_attic(imported, closed_form, basis, weights):
    found = statements(imported, basis)
    # The closed form of a low strip knows nothing of a hole in its floor, which the ledger takes off first.
    attic = {
        key: room
        for key, room in closed_form.items()
        if "headroom_below_m2" in room and not any(t["kind"] == "slab-opening" for t in room.get("taken", ()))
    }
    assert len(attic) >= 15
    for key, room in attic.items():
        cut = sum(d.area_m2 for d in found[key].deductions if d.kind == "headroom")
        expected = sum(share * room["headroom_below_m2"][height] for height, share in weights.items())
        assert cut == pytest.approx(expected, abs=AREA_M2), room["number"]


def test_what_the_rooms_are_for(imported, closed_form):
    uses = {
        "office": "office",
        "meeting": "service",
        "reception": "service",
        "toilet": "service",
        "service": "service",
        "equipment": "equipment",
        "ancillary": "ancillary",
        "technical": "technical",
        "circulation": "circulation",
        "void": "not-a-room",
    }
    wrong = [
        (s.number, s.name, s.use)
        for s in imported.model.spaces()
        if closed_form[s.id]["kind"] in uses and s.use != uses[closed_form[s.id]["kind"]]
    ]
    assert wrong == []


def test_declared_areas_agree_with_the_computed_ones(imported):
    for space in imported.model.spaces():
        gross = [d.area_m2 for d in space.declared if d.kind == "gross"]
        assert gross == pytest.approx([space.outline.area], abs=AREA_M2), space.number


def test_place_on_earth(imported):
    place = imported.model.frame.georeference
    assert place is not None
    assert place.quality == "map-conversion"
    assert "4546" in place.crs
    assert (place.eastings_m, place.northings_m) == pytest.approx((437215.4, 3081640.25))


def test_doors_know_how_they_open(imported):
    doors = [o for b in imported.model.buildings for s in b.storeys for o in s.openings if o.kind == "door"]
    assert len(doors) > 700
    single = [o for o in doors if o.width_m is not None and o.width_m < 1.05]
    assert all(o.hinge and o.swing_start and o.swing_end and o.host_id for o in single)


def test_declared_net_areas_agree_where_a_hole_or_a_column_is_taken_off(imported):
    differing = [s.number for s in imported.model.spaces() if any(f.code == "declared-differs" for f in s.findings)]
    assert differing == []
