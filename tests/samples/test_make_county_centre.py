"""The sample is what its description promises, valid IFC4, and the same bytes on every run."""

import json
from collections import Counter
from pathlib import Path

import ifcopenshell
import ifcopenshell.validate
import pytest

from samples.make_county_centre import AREAS, MODEL, NO_SPACES, write

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def model():
    return ifcopenshell.open(SAMPLES / MODEL)


def rooms():
    areas = json.loads((SAMPLES / AREAS).read_text(encoding="utf-8"))
    return [r for b in areas["buildings"] for s in b["storeys"] for r in s["rooms"]], areas


def test_writing_again_gives_the_committed_bytes(tmp_path):
    write(tmp_path)
    for name in (MODEL, NO_SPACES, AREAS):
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes(), f"{name} is out of date"


@pytest.mark.parametrize("name", [MODEL, NO_SPACES])
def test_the_schema_is_kept(name):
    log = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(ifcopenshell.open(SAMPLES / name), log, express_rules=False)
    assert log.statements == []


def test_global_ids_are_unique(model):
    ids = [e.GlobalId for e in model.by_type("IfcRoot")]
    assert len(ids) == len(set(ids))


def test_one_main_block_of_six_storeys_and_four_annexes_of_three(model):
    heights = [len(b.IsDecomposedBy[0].RelatedObjects) for b in model.by_type("IfcBuilding")]
    assert heights == [6, 3, 3, 3, 3]


def test_gross_floor_area_is_that_of_the_real_centre_within_one_percent():
    _, areas = rooms()
    assert areas["gross_floor_area_m2"] == pytest.approx(19_838.8, rel=0.01)
    storeys = [s["gross_floor_area_m2"] for b in areas["buildings"] for s in b["storeys"]]
    assert sum(storeys) == pytest.approx(areas["gross_floor_area_m2"], abs=1e-3)


def test_public_rooms_are_21_meeting_rooms_and_one_reception_room():
    kinds = Counter(r["kind"] for r in rooms()[0])
    assert kinds["meeting"] == 21
    assert kinds["reception"] == 1


def test_37_org_units_with_530_staff_all_have_a_place():
    found, areas = rooms()
    assert len(areas["org_units"]) == 37
    assert sum(u["staff"] for u in areas["org_units"]) == 530
    seated = Counter()
    for room in found:
        seated[room.get("org_unit")] += room.get("occupants", 0)
    assert {u["name"]: u["staff"] for u in areas["org_units"]} == {k: v for k, v in seated.items() if k}


def test_some_single_offices_exceed_every_entitlement_and_some_suites_are_private():
    found, _ = rooms()
    assert sum(r["kind"] == "office" and r["occupants"] == 1 and r["net_m2"] > 30 for r in found) >= 5
    private = Counter(r["kind"] for r in found if r.get("private"))
    assert private["rest-room"] >= 4
    assert private["toilet"] >= 4


def test_every_county_limit_has_offices_that_fit_it():
    offices = [r["net_m2"] for r in rooms()[0] if r["kind"] == "office"]
    for low, high, least in ((9, 12, 60), (12, 18, 150), (18, 24, 60), (24, 30, 15)):
        assert sum(low < area <= high for area in offices) >= least


def test_the_variant_without_spaces_differs_in_nothing_else(model):
    bare = ifcopenshell.open(SAMPLES / NO_SPACES)
    assert not bare.by_type("IfcSpace")
    for name in ("IfcWall", "IfcColumn", "IfcDoor", "IfcWindow", "IfcSlab"):
        assert [e.GlobalId for e in bare.by_type(name)] == [e.GlobalId for e in model.by_type(name)]
