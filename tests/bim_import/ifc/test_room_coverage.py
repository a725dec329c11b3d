import pytest

from bim_import.read import read_file
from tests.bim_import.ifc.build import Step, rectangle


def read(tmp_path, boxes):
    step = Step()
    storey = step.storey("1F", 0.0)
    step.wall(storey, rectangle(90, 90, 95, 90.2), 3.0)
    for number, box in boxes.items():
        step.space(storey, step.shape(step.prism(step.profile(rectangle(*box)), 3.0)), number=number)
    return {s.number: s for s in read_file(step.save(tmp_path)).model.spaces()}


def codes(space):
    return [f.code for f in space.findings]


def test_rooms_that_share_floor_are_reported_once(tmp_path):
    spaces = read(tmp_path, {"101": (0, 0, 5, 4), "102": (4.5, 0, 9, 4), "103": (9.2, 0, 12, 4)})
    (finding,) = [f for s in spaces.values() for f in s.findings]
    assert finding.code == "spaces-overlap"
    assert finding.evidence["overlap_m2"] == pytest.approx(2.0)


def test_rooms_a_sliver_apart_are_reported_once(tmp_path):
    spaces = read(tmp_path, {"101": (0, 0, 5, 4), "102": (5.01, 0, 9, 4)})
    (finding,) = [f for s in spaces.values() for f in s.findings]
    assert finding.code == "spaces-gap"
    assert finding.evidence["gap_m2"] == pytest.approx(0.04, rel=0.01)


def test_a_room_modelled_twice_is_not_said_to_overlap_as_well(tmp_path):
    spaces = read(tmp_path, {"101": (0, 0, 5, 4), "102": (0, 0, 5, 4)})
    assert codes(spaces["101"]) == []
    assert codes(spaces["102"]) == ["duplicate-space"]
