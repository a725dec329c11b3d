"""Rooms keep their identity."""

from __future__ import annotations

import shapely
from hypothesis import given
from hypothesis import strategies as st

from service.usecases.identity import Known, changes, match, match_storeys


def room(id_: str, global_id: str, number: str, x: float, *, width: float = 5, elevation_m: float = 0.0) -> Known:
    return Known(id_, global_id, number, shapely.box(x, 0, x + width, 4), elevation_m)


def test_the_global_id_decides_even_when_the_room_moved_and_got_another_number() -> None:
    assert match([room("a", "G1", "101", 0)], [room("", "G1", "999", 100)]) == {"G1": "a"}


def test_without_its_global_id_a_room_is_known_by_number_and_place() -> None:
    before = [room("a", "G1", "101", 0), room("b", "G2", "102", 5)]
    after = [room("", "H1", "102", 5, width=6), room("", "H2", "101", 0)]
    assert match(before, after) == {"H1": "b", "H2": "a"}


def test_a_number_alone_does_not_make_a_room() -> None:
    assert match([room("a", "G1", "101", 0)], [room("", "H1", "101", 50)]) == {}
    assert match([room("a", "G1", "101", 0)], [room("", "H1", "101", 0, elevation_m=3.6)]) == {}


def test_a_renumbered_room_in_its_place_is_the_same_room() -> None:
    assert match([room("a", "G1", "101", 0)], [room("", "H1", "A-1", 0)]) == {"H1": "a"}
    assert match([room("a", "G1", "101", 0)], [room("", "H1", "A-1", 1)]) == {}


def test_rooms_without_numbers_need_nearly_the_same_place() -> None:
    assert match([room("a", "G1", "", 0)], [room("", "H1", "", 0.1)]) == {"H1": "a"}
    assert match([room("a", "G1", "", 0)], [room("", "H1", "", 1)]) == {}


@given(st.permutations([(f"G{n}", str(n % 3), n * 4.0) for n in range(8)]))
def test_no_old_room_becomes_two_new_ones(order: list[tuple[str, str, float]]) -> None:
    before = [room(f"old{n}", f"B{n}", str(n % 3), n * 4.0) for n in range(8)]
    found = match(before, [room("", global_id, number, x) for global_id, number, x in order])
    assert len(set(found.values())) == len(found)
    assert found == {f"G{n}": f"old{n}" for n in range(8)}


def test_storeys_are_known_by_id_then_name_and_height() -> None:
    before = [("s1", "G1", "1F", 0.0), ("s2", "G2", "2F", 3.6), ("s3", "G3", "attic", 7.2)]
    after = [("G1", "ground", 0.1), ("H2", "2F", 3.6), ("H3", "roof", 7.3), ("H4", "mast", 20.0)]
    assert match_storeys(before, after) == {"G1": "s1", "H2": "s2", "H3": "s3"}


def test_changes_below_what_is_shown_are_none() -> None:
    before = {"a": ("1", 20.0), "b": ("2", 10.0), "c": ("3", 5.0)}
    after = {"a": ("1", 20.004), "b": ("2", 10.01), "d": ("4", 7.0)}
    assert changes(before, after) == {
        "appeared": [{"space_id": "d", "number": "4"}],
        "vanished": [{"space_id": "c", "number": "3"}],
        "area_changed": [{"space_id": "b", "number": "2", "before_m2": 10.0, "after_m2": 10.01}],
    }
