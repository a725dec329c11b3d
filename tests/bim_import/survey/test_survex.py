"""Survex data: columns, units, calibration, splays and scopes as its manual describes."""

import math
from pathlib import Path

import pytest

from bim_import.kinds import kind_of
from bim_import.survey.survex import parse_survex
from tests.bim_import.survey.build import problems, refusal

SAMPLE = Path(__file__).resolve().parents[3] / ".." / "shared" / "surveys" / "therion_import-splays-issue-591_data.svx"


def parsed(tmp_path, text):
    path = tmp_path / "a.svx"
    path.write_text(text, encoding="utf-8")
    found = parse_survex(path)
    assert found.problems.rows == []
    return found


def only(tmp_path, text):
    (shot,) = parsed(tmp_path, text).shots
    return shot


@pytest.mark.skipif(not SAMPLE.exists(), reason="no real file here")
def test_the_published_file_has_two_splays_and_a_leg():
    shots = parse_survex(SAMPLE).shots
    assert [(s.station, s.to, s.tape_m, s.compass_deg) for s in shots] == [
        ("a.1", None, 2.0, 0.0),
        ("a.1", "a.2", 6.0, 90.0),
        ("a.2", None, 2.0, 180.0),
    ]


def test_a_file_is_known_by_its_commands(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("; cave\n  *BEGIN x\n*end x\n")
    assert kind_of(path).id == "survex"


def test_columns_come_in_the_order_declared(tmp_path):
    shot = only(
        tmp_path, "*data normal to from ignore compass length gradient ignoreall\nB A x 120 3.5 -10 anything goes\n"
    )
    assert (shot.station, shot.to, shot.tape_m, shot.compass_deg, shot.clino_deg) == ("a", "b", 3.5, 120.0, -10.0)


@pytest.mark.parametrize(
    ("command", "reading", "tape_m"),
    [
        ("*units tape feet", "10", 3.048),
        ("*units length yards", "2", 1.8288),
        ("*units tape 0.01 metres", "350", 3.5),
        ("*calibrate tape 0.05", "3.55", 3.5),
        ("*calibrate tape -0.05 1.1", "3.45", 3.85),
        ("*calibrate tape 1 feet 1.0", "3.5", 3.5 - 0.3048),
        ("*units tape feet\n*calibrate tape 1", "10", 9 * 0.3048),
    ],
)
def test_lengths_are_corrected_as_the_manual_says(command, reading, tape_m, tmp_path):
    assert only(tmp_path, f"{command}\n1 2 {reading} 0 0\n").tape_m == pytest.approx(tape_m)


@pytest.mark.parametrize(
    ("command", "compass", "clino", "expected"),
    [
        ("*units compass clino grads", "100", "50", (90.0, 45.0)),
        ("*units clino percent", "0", "100", (0.0, 45.0)),
        ("*calibrate compass 2", "92", "0", (90.0, 0.0)),
        ("", "-", "UP", (None, 90.0)),
        ("", "-", "-V", (None, -90.0)),
        ("", "10", "-", (10.0, 0.0)),
    ],
)
def test_angles_are_corrected_as_the_manual_says(command, compass, clino, expected, tmp_path):
    shot = only(tmp_path, f"{command}\n1 2 3 {compass} {clino}\n")
    assert (shot.compass_deg, shot.clino_deg) == pytest.approx(expected)


def test_backsights_are_averaged(tmp_path):
    shot = only(tmp_path, "*data normal from to tape compass backcompass clino backclino\n1 2 3 359 181 5 -7\n")
    assert (shot.compass_deg, shot.clino_deg) == pytest.approx((0.0, 6.0))


def test_splays_are_told_in_every_way(tmp_path):
    text = (
        "*alias station - ..\n1 - 2 0 0\n1 . 2 10 0\n1 ... 2 20 0\n.. 1 2 30 5\n"
        "*flags splay\n1 w 2 40 0\n*flags not splay\n1 2 5 50 0\n"
    )
    shots = parsed(tmp_path, text).shots
    assert [s.to for s in shots] == [None] * 5 + ["2"]
    assert [s.on_wall for s in shots[:5]] == [True, False, True, True, True]
    turned = shots[3]
    assert (turned.station, turned.compass_deg, turned.clino_deg) == ("1", 210.0, -5.0)


def test_settings_end_with_their_scope(tmp_path):
    text = "*begin a\n*units tape feet\n1 2 10 0 0\n*end a\n*begin b\n1 2 10 0 0\n*end b\n"
    shots = parsed(tmp_path, text).shots
    assert [(s.station, s.tape_m) for s in shots] == [("a.1", pytest.approx(3.048)), ("b.1", 10.0)]


def test_standard_deviations_are_taken(tmp_path):
    found = parsed(tmp_path, "*sd tape 0.15 metres\n*sd compass 0.5 degrees\n*sd clino 1 grads\n1 2 3 0 0\n")
    assert (found.tape_sigma_m, found.angle_sigma_deg) == (0.15, pytest.approx(0.9))


def test_what_is_no_shot_is_passed_over_and_other_styles_are_said(tmp_path):
    found = parsed(
        tmp_path, "*date 2008.01.01\n*fix 1 0 0 0\n*data cartesian from to dx dy dz\n1 2 1 1 1\n*set names a\n"
    )
    assert found.shots == []
    assert set(found.unused) == {"data cartesian", "set"}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("*begin\n1 2 x 0 0\n", 2, "tape"),
        ("*begin\n1 2 3 0\n", 2, "clino"),
        ("*begin\n1 2 -3 0 0\n", 2, "tape"),
        ("*begin\n1 2 3 0 120\n", 2, "clino"),
        ("*begin\n1 2 3 - 10\n", 2, "compass"),
        ("*begin\n1 2 nan 0 0\n", 2, "tape"),
        ("*data normal from to compass\n", 1, "*data"),
        ("*data normal from to tape depth\n", 1, "*data"),
        ("*units tape furlongs\n", 1, "*units"),
        ("*calibrate tape 0 0\n", 1, "*calibrate"),
        ("*flags splay\n*end\n", 2, "*end"),
    ],
)
def test_a_line_that_cannot_be_taken_is_named(text, line, column, tmp_path):
    path = tmp_path / "a.svx"
    path.write_text(text)
    (row,) = problems(path)
    assert (row["sheet"], row["row"], row["column"]) == ("", line, column)


def test_other_files_are_not_followed(tmp_path):
    path = tmp_path / "a.svx"
    path.write_text("*begin\n*include ../../secret\n*end\n")
    assert refusal(path) == "survex-include"


def test_legs_without_shots_at_walls_are_one_sentence(tmp_path):
    path = tmp_path / "a.svx"
    path.write_text("*begin\n1 2 3 0 0\n*end\n")
    assert refusal(path) == "survey-no-shots"


def test_stations_lie_where_the_legs_lead(tmp_path):
    places = parsed(tmp_path, "1 2 2 90 0\n3 2 1 0 0\n8 9 1 0 90\n").places_m()
    assert places["3"] == pytest.approx((1, 2.0, -1.0, 0.0))
    assert places["9"] == pytest.approx((2, 0.0, 0.0, 1.0))
    assert math.isclose(places["1"][1], 0.0)
