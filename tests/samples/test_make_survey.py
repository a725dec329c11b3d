"""The survey samples are what the script writes, and their import agrees with the rooms as they are."""

import json
from pathlib import Path

import pytest

from bim_import.read import read_file
from bim_import.survey.xlsx import read_grids
from samples import make_survey

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TRUTH = json.loads((SAMPLES / "survey.truth.json").read_text("utf-8"))
FILES = sorted({room["file"] for room in TRUTH["rooms"]})


def test_the_files_are_those_of_the_script(tmp_path):
    make_survey.write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*FILES, "survey.truth.json"])
    for path in tmp_path.iterdir():
        if path.suffix == ".xlsx":  # how a zip is packed is for the machine to say, not what is in it
            assert read_grids(path) == read_grids(SAMPLES / path.name)
        else:
            assert path.read_bytes() == (SAMPLES / path.name).read_bytes()


@pytest.mark.parametrize("file", FILES)
def test_every_room_is_measured_within_its_uncertainty_or_reported(file):
    result = read_file(SAMPLES / file)
    spaces = {
        (building.name, storey.name, space.number): space
        for building in result.model.buildings
        for storey in building.storeys
        for space in storey.spaces
    }
    for room in (r for r in TRUTH["rooms"] if r["file"] == file):
        key = (room["building"], room["storey"], room["number"])
        if room["outcome"] == "undetermined":
            assert key not in spaces
            assert any(f.code == "undetermined" and f.subject.endswith(room["number"]) for f in result.report.findings)
            continue
        space = spaces.pop(key)
        record = space.survey
        assert record is not None
        # 3 u: of a few dozen rooms none should lie outside
        assert abs(space.outline.area - room["area_m2"]) < 3 * record.standard_uncertainty_m2
        assert any(f.code == "blunder" for f in space.findings) == (room["outcome"] == "blunder")
    assert spaces == {}


def test_the_planted_blunder_is_named_with_its_size():
    wrong = TRUTH["blunder"]
    space = next(s for s in read_file(SAMPLES / "survey_workbook.xlsx").model.spaces() if s.number == wrong["room"])
    (finding,) = [f for f in space.findings if f.code == "blunder"]
    assert {finding.evidence["start"], finding.evidence["end"]} == {wrong["from"], wrong["to"]}
    assert finding.evidence["estimate_mm"] == pytest.approx(wrong["size_m"] * 1000, abs=10)
    assert finding.evidence["excluded"]
    assert "距离" in finding.evidence["observation"]
