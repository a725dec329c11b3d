"""A new model of a building whose rooms have been surveyed."""

from __future__ import annotations

import pytest
import shapely
from shapely.affinity import translate

from service.store import room_sources
from service.store.database import Database
from tests.service.usecases.measured import L_SHAPE, file_of, keep, room, surveyed
from tests.service.usecases.test_store_survey import BOX, codes, net, state


def test_a_new_model_keeps_the_surveys_of_its_rooms(database: Database) -> None:
    building = keep(database, file_of(("1F", (room("101", BOX),))), "i1").buildings[0][0]
    measured = shapely.box(0, 0, 5.02, 4)
    keep(database, file_of(("1F", (surveyed("101", measured),)), kind="survey"), "i2", into=building)
    moved = file_of(("1F", (room("101", translate(BOX, 2, 1)), room("102", translate(BOX, 7.2, 1)))))
    assert keep(database, moved, "i3").buildings == ((building, 3),)
    revision, rooms = state(database, building)
    assert (rooms["101"].origin, net(rooms["101"])) == ("surveyed", pytest.approx(20.08))
    assert shapely.from_wkb(rooms["101"].outline).centroid.x == pytest.approx(4.5, abs=0.02)
    assert (rooms["101"].import_id, rooms["102"].import_id) == ("i2", None)
    assert (revision.import_id, revision.file) == ("i3", "i3.bin")
    with database.read() as session:
        now = room_sources.of_space(session, building, rooms["101"].space_id, revision=3)
        then = room_sources.of_space(session, building, rooms["101"].space_id, revision=2)
    assert sorted((s.kind, s.import_id) for s in now) == [("model", "i3"), ("survey", "i2")]
    assert sorted((s.kind, s.import_id) for s in then) == [("model", "i1"), ("survey", "i2")]


def test_a_survey_whose_room_is_gone_is_kept_aside_and_found_again(database: Database) -> None:
    two = file_of(("1F", (room("101", BOX), room("102", translate(BOX, 6, 0)))))
    building = keep(database, two, "i1").buildings[0][0]
    survey = file_of(("1F", (surveyed("102", shapely.box(0, 0, 5, 4.1)),)), kind="survey")
    keep(database, survey, "i2", into=building)
    _, rooms = state(database, building)
    id_102 = rooms["102"].space_id

    keep(database, file_of(("1F", (room("101", BOX),))), "i3")
    revision, rooms = state(database, building)
    assert (rooms["102"].space_id, codes(rooms["102"])) == (id_102, ["survey-not-placed"])
    assert "新的平面图里没有" in rooms["102"].findings[0]["reason_zh"]
    assert revision.summary["spaces"] == 1

    back = file_of(("1F", (room("101", BOX), room("102", translate(BOX, 0, 6), global_id="exported anew"))))
    keep(database, back, "i4", into=building)
    revision, rooms = state(database, building)
    assert rooms["102"].space_id == id_102
    assert (rooms["102"].origin, net(rooms["102"])) == ("surveyed", pytest.approx(20.5))
    assert "survey-not-placed" not in codes(rooms["102"])
    assert revision.summary["spaces"] == 2


def test_a_model_given_to_a_surveyed_building_finds_its_rooms_by_number(database: Database) -> None:
    rooms_read = (surveyed("101", BOX), surveyed("102", L_SHAPE))
    building = keep(database, file_of(("1F", rooms_read), kind="survey"), "i1").buildings[0][0]
    _, rooms = state(database, building)
    ids = {number: space.space_id for number, space in rooms.items()}
    model = file_of(("一层", (room("101", translate(BOX, 30, 9)), room("102", translate(L_SHAPE, 36, 9)))))
    keep(database, model, "i2", into=building)
    revision, rooms = state(database, building)
    assert {number: space.space_id for number, space in rooms.items()} == ids
    assert {space.origin for space in rooms.values()} == {"surveyed"}
    assert shapely.from_wkb(rooms["101"].outline).centroid.x == pytest.approx(32.5, abs=0.01)
    assert revision.summary["source"]["kind"] == "ifc"


def test_drawings_of_other_storeys_leave_a_storey_alone(database: Database) -> None:
    first = file_of(("1F", (room("101", BOX, origin="drawn"),)), kind="dxf")
    building = keep(database, first, "i1").buildings[0][0]
    keep(database, file_of(("1F", (surveyed("101", shapely.box(0, 0, 5, 4.1)),)), kind="survey"), "i2", into=building)
    keep(database, file_of(("2F", (room("201", L_SHAPE, origin="drawn"),)), kind="dxf"), "i3", into=building)
    revision, rooms = state(database, building)
    assert sorted(rooms) == ["101", "201"]
    assert (rooms["101"].origin, net(rooms["101"])) == ("surveyed", pytest.approx(20.5))
    assert revision.summary["storeys"] == 2

    keep(database, file_of(("1F", (room("101", BOX, origin="drawn"),)), kind="dxf"), "i4", into=building)
    _, rooms = state(database, building)
    assert sorted(rooms) == ["101", "201"]
    assert rooms["101"].origin == "surveyed"
