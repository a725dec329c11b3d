"""Rooms seen from a station: told where the shots tell them, and named where they do not."""

import math
from pathlib import Path

import pytest

from tests.bim_import.survey.build import read
from tests.geometry.survey.test_wall_fit import ROOMS, shots

SURVEYS = Path(__file__).resolve().parents[3] / ".." / "shared" / "surveys"
REAL = pytest.mark.skipif(not SURVEYS.is_dir(), reason="no real files here")


def splays(station, points, prefix=""):
    """Return Survex lines for shots at points around a station (x east, y north)."""
    lines = []
    for x, y in points:
        lines.append(f"{station} .. {math.hypot(x, y):.3f} {math.degrees(math.atan2(x, y)) % 360:.2f} 0")
    return prefix + "\n".join(lines) + "\n"


def written(tmp_path, text):
    path = tmp_path / "house.svx"
    path.write_text(f"*begin\n{text}*end\n")
    return path


def findings(result):
    return [*result.report.findings, *(f for s in result.model.spaces() for f in s.findings)]


@pytest.mark.parametrize("name", ["rectangle", "L", "skew"])
def test_splays_all_around_give_a_room_with_its_uncertainty(name, tmp_path):
    corners, station = ROOMS[name]
    result = read(
        written(tmp_path, splays("302", shots(corners, station, 60, 0.004)) + "302 .. 1.2 0 90\n302 .. 1.6 0 -90\n")
    )
    (space,) = result.model.spaces()
    area = {"rectangle": 20.0, "L": 26.0, "skew": 27.5}[name]
    assert space.number == "302"
    assert abs(space.outline.area - area) < 4 * space.survey.standard_uncertainty_m2
    assert space.outline.area == pytest.approx(area, rel=0.02)
    assert space.height_m == pytest.approx(2.8)
    assert {"outline-from-splays", "not-placed"} <= {f.code for f in space.findings}


def test_corners_that_were_shot_are_the_corners(tmp_path):
    result = read(written(tmp_path, splays("s", [(3, -2), (3, 2), (-2, 2), (-2, -2)])))
    (space,) = result.model.spaces()
    assert space.outline.area == pytest.approx(20.0, abs=0.01)
    assert next(f for f in space.findings if f.code == "outline-from-splays").evidence["by"] == "corners"


def test_one_room_seen_from_two_stations_is_kept_once(tmp_path):
    corners, _ = ROOMS["rectangle"]
    text = (
        splays("a", shots(corners, (1.5, 1.5), 40))
        + splays("b", shots(corners, (3.5, 2.5), 60))
        + "a b 2.2361 63.43 0\n"
    )
    result = read(written(tmp_path, text))
    assert [s.number for s in result.model.spaces()] == ["b"]
    assert any(f.code == "duplicate-space" for f in result.report.findings)


def test_rooms_lie_to_each_other_as_the_legs_say(tmp_path):
    corners, station = ROOMS["rectangle"]
    text = splays("a", shots(corners, station, 40)) + splays("b", shots(corners, station, 40)) + "a b 10 90 0\n"
    a, b = read(written(tmp_path, text)).model.spaces()
    assert b.outline.centroid.x - a.outline.centroid.x == pytest.approx(10.0, abs=0.05)
    apart = splays("a", shots(corners, station, 40)) + splays("b", shots(corners, station, 40))
    a, b = read(written(tmp_path, apart)).model.spaces()
    assert a.outline.distance(b.outline) > 1.0


def test_shots_that_are_no_walls_do_not_count(tmp_path):
    corners, station = ROOMS["rectangle"]
    text = splays("a", shots(corners, station, 40)).replace("..", ".")
    (finding,) = read(written(tmp_path, text)).report.findings
    assert finding.code == "not-enclosed"


def test_shots_that_tell_no_walls_ask_for_more(tmp_path):
    result = read(written(tmp_path, splays("a", shots(*ROOMS["rectangle"], 8))))
    assert result.model.spaces() == ()
    (finding,) = result.report.findings
    assert (finding.code, finding.outcome) == ("undetermined", "rejected")
    assert "three points on every wall" in finding.reason.en


@REAL
@pytest.mark.parametrize(
    ("name", "stations"), [("therion_import-splays-issue-591_data.svx", 2), ("pockettopo_Demo.txt", 10)]
)
def test_a_real_cave_is_reported_station_by_station_and_has_no_area(name, stations):
    result = read(SURVEYS / name)
    assert result.model.spaces() == ()
    assert result.report.rejected == stations
    assert {f.code for f in findings(result)} == {"not-enclosed"}
