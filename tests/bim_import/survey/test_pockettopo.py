"""PocketTopo text: the shots of the DATA section, legs averaged, the drawing left alone."""

from pathlib import Path

import pytest

from bim_import.kinds import kind_of
from bim_import.survey.pockettopo import parse_pockettopo
from tests.bim_import.survey.build import problems

SAMPLE = Path(__file__).resolve().parents[3] / ".." / "shared" / "surveys" / "pockettopo_Demo.txt"
HEAD = "FIX\n1.0\t0.000\t0.000\t0.000\nTRIP\nDATE 2008-01-01 \nDECLINATION     0.00\nDATA\n"


def written(tmp_path, rows, tail=""):
    path = tmp_path / "a.txt"
    path.write_text(HEAD + "".join("\t".join(row) + "\n" for row in rows) + tail)
    return path


@pytest.mark.skipif(not SAMPLE.exists(), reason="no real file here")
def test_the_published_file_is_a_cave_of_ten_stations():
    assert kind_of(SAMPLE).id == "pockettopo"
    found = parse_pockettopo(SAMPLE)
    assert found.problems.rows == []
    assert len(found.splays()) == 10
    assert sum(len(shots) for shots in found.splays().values()) == 41
    assert sum(s.to is not None for s in found.shots) == 10


def test_repeated_legs_are_averaged_and_splays_are_not(tmp_path):
    rows = [
        ("1.0", "1.1", "90.00", "0.00", "4.000", ">"),
        ("1.0", "1.1", "90.00", "0.00", "4.020", ">"),
        ("1.1", "", "0.00", "0.00", "1.000", ">"),
        ("1.1", "", "0.00", "0.00", "1.000", ">"),
    ]
    leg, *splays = parse_pockettopo(written(tmp_path, rows, "PLAN\nSTATIONS\nnonsense\n")).shots
    assert (leg.station, leg.to, round(leg.tape_m, 6), leg.compass_deg) == ("1.0", "1.1", 4.01, pytest.approx(90.0))
    assert [s.to for s in splays] == [None, None]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("1.0", "1.1", "x", "0.00", "4.000", ">"), "azimuth"),
        (("1.0", "1.1", "0.00", "99.0", "4.000", ">"), "inclination"),
        (("1.0", "1.1", "0.00", "0.00", "-4.000", ">"), "distance"),
        (("1.0", "1.1", "0.00"), ""),
    ],
)
def test_a_line_that_cannot_be_taken_is_named(row, column, tmp_path):
    (found,) = problems(written(tmp_path, [row]))
    assert (found["row"], found["column"]) == (7, column)
