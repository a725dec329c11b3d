"""Room scans: the floor polygon is the area, walls are compared with it, and what is not a room is not made one."""

import copy
import json
import math
from pathlib import Path

import pytest

from tests.bim_import.survey.build import read, refusal

SURVEYS = Path(__file__).resolve().parents[3] / ".." / "shared" / "surveys"
REAL = pytest.mark.skipif(not SURVEYS.is_dir(), reason="no real scans here")
FLAT_FLOOR = [1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0]


def transform(x, y, z, turn_deg=0.0):
    """Return a matrix about the vertical axis, 16 numbers column by column."""
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    return [c, 0, -s, 0, 0, 1, 0, 0, s, 0, c, 0, x, y, z, 1]


def wall(name, length, x, z, turn_deg=0.0, **more):
    return {
        "identifier": name, "category": {"wall": {}}, "confidence": {"high": {}}, "dimensions": [length, 2.5, 0],
        "transform": transform(x, 1.25, z, turn_deg), "polygonCorners": [], "story": 0, **more,
    }  # fmt: skip


def room(*, floors=True, walls=True):
    """Return a scan of a room of 5 m × 3 m with a door and a table."""
    scan = {
        "version": 2,
        "walls": [wall("n", 5, 0, -1.5), wall("s", 5, 0, 1.5), wall("w", 3, -2.5, 0, 90), wall("e", 3, 2.5, 0, 90)],
        "doors": [wall("d", 0.9, 1, 1.5) | {"category": {"door": {}}, "parentIdentifier": "s"}],
        "windows": [],
        "openings": [],
        "objects": [wall("t", 1.6, 0, 0, 30) | {"category": {"table": {}}, "dimensions": [1.6, 0.7, 0.8]}],
        "floors": [
            {
                "identifier": "f", "category": {"floor": {}}, "dimensions": [99, 99, 0], "story": 0,
                "polygonCorners": [[-2.5, -1.5, 0], [2.5, -1.5, 0], [2.5, 1.5, 0], [-2.5, 1.5, 0]],
                "transform": [*FLAT_FLOOR, 0, 0, 0, 1],
            }
        ],
    }  # fmt: skip
    if not floors:
        scan["floors"] = []
    if not walls:
        scan["walls"] = []
    return scan


def written(tmp_path, scan, name="302.json", **options):
    path = tmp_path / name
    path.write_text(json.dumps(scan, **options), encoding="utf-8")
    return path


def codes(result):
    return {f.code for f in (*result.report.findings, *(f for s in result.model.spaces() for f in s.findings))}


@REAL
@pytest.mark.parametrize(
    ("name", "area_m2"),
    [
        ("roomplan_real_visit-20260711-071528.json", 9.6349),
        ("roomplan_real_visit-20260917-084824.json", 9.1023),
        ("roomplan_synthetic_5x3.json", 15.0),
    ],
)
def test_published_areas_of_real_scans(name, area_m2):
    result = read(SURVEYS / name)
    (space,) = result.model.spaces()
    assert space.outline.area == pytest.approx(area_m2, abs=5e-5)
    assert 0.05 < space.survey.standard_uncertainty_m2 < 0.4
    assert (result.source.kind, result.source.application) == ("roomplan", "Apple RoomPlan")


@REAL
def test_a_real_scan_whose_walls_do_not_close_says_so_with_its_gaps():
    result = read(SURVEYS / "roomplan_real_visit-20260917-084824.json")
    (space,) = result.model.spaces()
    gaps = next(f for f in space.findings if f.code == "scan-walls-open").evidence["gaps_m"]
    assert max(gaps) > 5.9
    off = [f.evidence for f in space.findings if f.code == "scan-wall-off"]
    assert off[0]["nearest_m"] == pytest.approx(0.604, abs=5e-4)


@REAL
def test_one_wall_with_a_sloped_top_has_an_area_and_is_no_room():
    result = read(SURVEYS / "roomplan_surface_sloped_wall.json")
    assert result.model.spaces() == ()
    (finding,) = result.report.findings
    assert finding.code == "undetermined"
    assert finding.evidence["walls"][0]["area_m2"] == pytest.approx(9.870641, abs=1e-6)
    assert "no floor" in finding.reason.en


def test_the_area_is_that_of_the_floor_polygon_never_of_its_dimensions(tmp_path):
    result = read(written(tmp_path, room()))
    (space,) = result.model.spaces()
    assert space.outline.area == pytest.approx(15.0)
    assert (space.number, space.origin, space.height_m) == ("302", "surveyed", 2.5)
    walls = next(f for f in space.findings if f.code == "scan-walls").evidence
    assert walls["gross_wall_area_m2"] == pytest.approx(40.0)
    assert walls["net_wall_area_m2"] == pytest.approx(40.0 - 0.9 * 2.5)
    assert not {"scan-walls-open", "scan-wall-off"} & codes(result)


def test_nested_columns_are_the_same_matrix(tmp_path):
    scan = room()
    nested = copy.deepcopy(scan)
    for surfaces in ("walls", "floors", "doors", "objects"):
        for surface in nested[surfaces]:
            flat = surface["transform"]
            surface["transform"] = [flat[k : k + 4] for k in (0, 4, 8, 12)]
    (tmp_path / "b").mkdir()
    flat_model = read(written(tmp_path, scan)).model
    nested_model = read(written(tmp_path / "b", nested, indent=2, separators=(" , ", " : "))).model
    assert flat_model == nested_model


def test_a_door_and_a_table_are_drawn_where_they_stand(tmp_path):
    (storey,) = read(written(tmp_path, room())).model.buildings[0].storeys
    (door,) = storey.openings
    assert (door.kind, door.host_id, door.width_m) == ("door", "s", 0.9)
    assert door.footprint.centroid.coords[0] == pytest.approx((1.0, -1.5))  # z points at the viewer, the plan at y
    assert (door.z_min_m, door.z_max_m) == pytest.approx((0.0, 2.5))
    (table,) = storey.elements
    assert (table.kind, table.name) == ("furniture", "table")
    assert table.footprint.area == pytest.approx(1.6 * 0.8)


def test_walls_that_close_give_the_outline_where_there_is_no_floor(tmp_path):
    result = read(written(tmp_path, room(floors=False)))
    (space,) = result.model.spaces()
    assert space.outline.area == pytest.approx(15.0)
    assert "scan-outline-from-walls" in codes(result)


def test_walls_that_do_not_close_are_no_room(tmp_path):
    scan = room(floors=False)
    scan["walls"].pop()
    result = read(written(tmp_path, scan))
    assert result.model.spaces() == ()
    assert "undetermined" in codes(result)
    assert result.report.rejected == 1


def test_a_floor_without_a_polygon_gives_no_area(tmp_path):
    scan = room(walls=False)
    scan["floors"][0]["polygonCorners"] = []
    result = read(written(tmp_path, scan))
    assert result.model.spaces() == ()
    assert "scan-floor-without-polygon" in codes(result)


def test_a_floor_without_walls_says_that_nothing_checks_it(tmp_path):
    assert "scan-without-walls" in codes(read(written(tmp_path, room(walls=False))))


@pytest.mark.parametrize("floors", [True, False])
@pytest.mark.parametrize("factor", [100.0, 1000.0])
def test_a_scan_in_another_unit_than_metres_gives_no_area(floors, factor, tmp_path):
    scan = room(floors=floors)
    for surface in [*scan["walls"], *scan["floors"]]:
        surface["dimensions"] = [v * factor for v in surface["dimensions"]]
        surface["polygonCorners"] = [[v * factor for v in corner] for corner in surface["polygonCorners"]]
        surface["transform"][12:15] = [v * factor for v in surface["transform"][12:15]]
    result = read(written(tmp_path, scan))
    assert list(result.model.spaces()) == []
    assert [f.code for f in result.report.findings if f.outcome == "rejected"] == ["unit-suspect"]


def test_the_rooms_of_a_structure_are_read_together(tmp_path):
    second = room()
    for surface in [*second["walls"], *second["floors"]]:
        surface["transform"][12] += 8.0
    result = read(written(tmp_path, {"version": 2, "rooms": [room(), second, None, {"walls": 3}]}))
    assert [round(space.outline.area, 6) for space in result.model.spaces()] == [15.0, 15.0]


def test_several_floors_are_several_rooms(tmp_path):
    scan = room()
    other = copy.deepcopy(scan["floors"][0]) | {"identifier": "g"}
    other["transform"] = [*FLAT_FLOOR, 20, 0, 0, 1]
    scan["floors"].append(other)
    spaces = read(written(tmp_path, scan)).model.spaces()
    assert [s.number for s in spaces] == ["302-1", "302-2"]
    assert spaces[0].outline.distance(spaces[1].outline) == pytest.approx(15.0)


@pytest.mark.parametrize(
    "change",
    [
        {"transform": [0] * 16},
        {"transform": [1] * 15},
        {"transform": None},
        {"dimensions": [5, -2.5, 0]},
        {"dimensions": ["5", 2, 0]},
        {"dimensions": [1e9, 2, 0]},
        {"polygonCorners": [[0, 0], "x", [1, 1]]},
    ],
)
def test_a_surface_with_unusable_numbers_is_left_out_and_said(change, tmp_path):
    scan = room()
    scan["walls"][0] |= change
    result = read(written(tmp_path, scan))
    assert "scan-unreadable" in codes(result)
    assert result.model.spaces()[0].outline.area == pytest.approx(15.0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"walls": [', "json-damaged"),
        ("[" * 100_000, "json-damaged"),
        ('{"type": "FeatureCollection"}', "is-json"),
        ("[1, 2]", "is-json"),
        ('{"walls": [], "floors": []}', "roomplan-empty"),
        ('{"walls": [null, 3, {}], "floors": "x"}', "roomplan-empty"),
    ],
)
def test_other_json_is_one_sentence(text, code, tmp_path):
    path = tmp_path / "a.json"
    path.write_text(text)
    assert refusal(path) == code
