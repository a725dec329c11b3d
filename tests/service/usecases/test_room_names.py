"""Which numbers and storey names mean the same."""

from __future__ import annotations

import pytest

from service.usecases.room_names import number_key, storey_key


@pytest.mark.parametrize("name", ["3F", "F3", "3层", "三层", "第三层", "Level 3", "L03", "3"])
def test_the_third_storey_has_many_names(name: str) -> None:
    assert storey_key(name) == storey_key("3F")


@pytest.mark.parametrize("name", ["B1", "地下一层", "负一层", "-1F"])
def test_below_ground_is_another_storey(name: str) -> None:
    assert storey_key(name) == storey_key("B1") != storey_key("1F")


def test_a_storey_nobody_named_is_none() -> None:
    assert storey_key("-") == storey_key("") == ""
    assert storey_key("东段") == storey_key(" 东段 ") != storey_key("西段")


@pytest.mark.parametrize("number", ["302", "3-02", "３０２", " 302 室", "302房间", "3.02号"])
def test_a_room_number_is_written_in_many_ways(number: str) -> None:
    assert number_key(number) == "302"


def test_letters_tell_numbers_apart() -> None:
    assert len({number_key(n) for n in ("A302", "B302", "302", "302a", "3021")}) == 5
    assert number_key("a-302") == number_key("A302")
