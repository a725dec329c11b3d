"""Choices of ``yijian consolidate`` are written with names; a name that stands for several things is refused."""

from __future__ import annotations

from typing import Any

import pytest

from bim_import.errors import ImportRefused
from service.allocation.consolidation.records import Case, Person, Place, Unit
from service.usecases.consolidation_document import choices_of

ROOMS = tuple(Place(f"{house}-101", "101", "", house, f"{house} 1F", 20.0, 20.0) for house in ("主楼", "附楼"))
PEOPLE = (Person("p1", "czj", "", 9.0),)
CASE = Case(ROOMS, PEOPLE, (Unit("czj", "财政局"),))
NONE: dict[str, Any] = {
    "stay": (), "emptied_storeys": (), "emptied_buildings": (), "together": (), "kept_rooms": (), "one_storey": True,
}  # fmt: skip


def test_a_room_number_that_two_buildings_have_is_refused_and_both_are_named() -> None:
    with pytest.raises(ImportRefused) as refused:
        choices_of(NONE | {"kept_rooms": ["101"]}, CASE)
    for text in refused.value.finding.reason:
        assert "主楼 1F 101, 附楼 1F 101" in text


def test_a_room_is_named_with_its_storey_or_by_its_id() -> None:
    chosen = choices_of(NONE | {"kept_rooms": ["附楼 1F 101", "主楼-101"]}, CASE)
    assert chosen.kept_rooms == ("附楼-101", "主楼-101")


def test_a_pair_of_one_org_unit_is_refused() -> None:
    with pytest.raises(ImportRefused) as refused:
        choices_of(NONE | {"together": [("财政局", "czj")]}, CASE)
    assert "财政局" in refused.value.finding.reason.en
