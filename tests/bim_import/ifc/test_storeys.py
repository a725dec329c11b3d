import pytest

from bim_import.ifc.storeys import Level, Thing, settle
from bim_import.read import read_file
from tests.bim_import.ifc.build import Step, rectangle

ROOM = rectangle(0, 0, 5, 4)


def level(name, elevation, written=None, building="B"):
    return Level(name, name, building, elevation, elevation if written is None else written)


def room(name, low, storey, high=None, building="B"):
    return Thing(name, low, low + 2.8 if high is None else high, storey, building, is_space=True)


def wall(name, low, storey, high=None):
    return Thing(name, low, low + 2.8 if high is None else high, storey, "B", is_space=False)


def codes(settled):
    return [f.code for f in settled.findings]


def test_sound_storeys_stay_as_they_are():
    settled = settle([level("1F", 0.0), level("2F", 3.0)], [room("a", 0.0, "1F"), room("b", 3.05, "2F")])
    assert [(lv.id, lv.elevation_m) for lv in settled.levels] == [("1F", 0.0), ("2F", 3.0)]
    assert settled.home == {"a": "1F", "b": "2F"}
    assert codes(settled) == []


def test_storeys_come_from_lowest_to_highest():
    settled = settle([level("2F", 3.0), level("B1", -3.0), level("1F", 0.0)], [])
    assert [lv.id for lv in settled.levels] == ["B1", "1F", "2F"]


def test_without_storeys_rooms_are_grouped_by_height():
    things = [room("a", 0.0, None), room("b", 0.2, None), room("c", 3.3, None), room("d", -3.0, None)]
    settled = settle([], things)
    assert [(lv.name, lv.elevation_m) for lv in settled.levels] == [
        ("B1", -3.0), ("1F", pytest.approx(0.1)), ("2F", 3.3),
    ]  # fmt: skip
    assert settled.home["b"] == settled.home["a"] != settled.home["c"]
    assert codes(settled) == ["no-storeys"]


def test_without_storeys_and_rooms_walls_are_grouped():
    settled = settle([], [wall("a", 0.0, None), wall("b", 3.0, None), wall("sill", 0.9, None, 1.1)])
    assert len(settled.levels) == 2


def test_nothing_at_all_is_one_storey():
    things = [Thing("a", None, None, None, "B", is_space=True)]
    assert len(settle([], things).levels) == 1


def test_storeys_that_all_say_zero_go_to_the_height_of_their_rooms():
    levels = [level("1F", 0.0), level("2F", 0.0), level("3F", 0.0)]
    settled = settle(levels, [room("a", 0.0, "1F"), room("b", 3.0, "2F"), room("c", 6.0, "3F")])
    assert [lv.elevation_m for lv in settled.levels] == [0.0, 3.0, 6.0]
    assert settled.home == {"a": "1F", "b": "2F", "c": "3F"}
    assert codes(settled) == ["storey-elevation"] * 2


def test_storeys_that_all_say_zero_go_to_the_height_of_their_walls():
    settled = settle([level("1F", 0.0), level("2F", 0.0)], [wall("a", 0.0, "1F"), wall("b", 3.0, "2F")])
    assert [lv.elevation_m for lv in settled.levels] == [0.0, 3.0]


def test_the_written_elevation_decides_where_the_placement_says_nothing():
    levels = [level("1F", 0.0, 0.0), level("2F", 0.0, 3.1)]
    settled = settle(levels, [room("a", 0.0, "1F"), room("b", 3.2, "2F")])
    assert [lv.elevation_m for lv in settled.levels] == [0.0, 3.1]


def test_twin_storeys_are_merged_and_reported():
    levels = [level("1F", 0.0), level("1F structure", 0.05), level("2F", 3.0)]
    things = [room("a", 0.0, "1F"), wall("w", 0.05, "1F structure"), room("b", 3.0, "2F")]
    settled = settle(levels, things)
    assert [lv.id for lv in settled.levels] == ["1F", "2F"]
    assert settled.home["w"] == "1F"
    (finding,) = settled.findings
    assert (finding.code, finding.subject, finding.outcome) == ("duplicate-storey", "1F structure", "warning")


def test_storeys_of_two_buildings_are_no_twins():
    levels = [level("A1", 0.0, building="A"), level("B1", 0.0, building="B")]
    settled = settle(levels, [room("a", 0.0, "A1", building="A"), room("b", 0.0, "B1", building="B")])
    assert len(settled.levels) == 2
    assert codes(settled) == []


def test_a_room_filed_under_no_storey_goes_where_it_stands_and_that_is_said():
    levels = [level("1F", 0.0), level("2F", 3.0)]
    settled = settle(levels, [room("a", 0.0, "1F"), room("b", 3.0, None)])
    assert settled.home == {"a": "1F", "b": "2F"}
    assert [(f.code, f.subject, f.outcome) for f in settled.findings] == [("no-storey", "b", "repaired")]


def test_a_room_filed_under_the_wrong_storey_goes_where_it_stands():
    levels = [level("1F", 0.0), level("2F", 3.0)]
    things = [room("a", 0.0, "1F"), room("b", 3.0, "1F"), room("c", 3.0, "2F")]
    settled = settle(levels, things)
    assert settled.home == {"a": "1F", "b": "2F", "c": "2F"}
    assert [(f.code, f.subject) for f in settled.findings] == [("moved-to-storey", "b")]


def test_a_split_level_stays_with_its_storey():
    levels = [level("1F", 0.0), level("2F", 3.0)]
    settled = settle(levels, [room("a", 0.0, "1F"), room("b", 0.9, "1F"), room("c", 2.2, "2F")])
    assert settled.home == {"a": "1F", "b": "1F", "c": "2F"}


def test_a_wall_through_two_storeys_stays_where_it_is_filed():
    settled = settle([level("1F", 0.0), level("2F", 3.0)], [wall("w", 0.0, "2F", 6.0), wall("v", 6.5, "1F", 8.0)])
    assert settled.home["w"] == "2F"
    assert settled.home["v"] == "2F"


def test_a_thing_under_no_storey_goes_where_it_stands():
    settled = settle([level("1F", 0.0), level("2F", 3.0)], [wall("w", 2.9, None), wall("v", -5.0, None)])
    assert settled.home == {"w": "2F", "v": "1F"}


def test_a_tall_wall_is_seen_on_every_storey_it_passes(tmp_path):
    step = Step()
    first, second = step.storey("1F", 0.0), step.storey("2F", 3.0)
    step.wall(first, rectangle(0, 4, 5, 4.2), 6.0)
    step.wall(first, rectangle(0, -0.2, 5, 0), 3.0)
    for storey, z in ((first, 0.0), (second, 3.0)):
        step.space(storey, step.shape(step.prism(step.profile(ROOM), 2.8, origin=(0, 0, z))))
    (building,) = read_file(step.save(tmp_path)).model.buildings
    assert [len(s.elements) for s in building.storeys] == [2, 1]
    assert [s.elevation_m for s in building.storeys] == [0.0, 3.0]
    assert [len(s.spaces) for s in building.storeys] == [1, 1]


def test_a_storey_at_zero_has_no_sign(tmp_path):
    step = Step()
    storey = step.storey("1F", -0.0)
    step.space(storey, step.shape(step.prism(step.profile(ROOM), 2.8, origin=(0, 0, -0.0))))
    (building,) = read_file(step.save(tmp_path)).model.buildings
    assert str(building.storeys[0].elevation_m) == "0.0"
    assert str(building.storeys[0].spaces[0].floor_z_m) == "0.0"
    for low in (-0.0, -4e-16):
        (made,) = settle([], [room("a", low, None)]).levels
        assert str(made.elevation_m) == "0.0"
