"""Surveys and drawings of rooms that are known: what they change, what they leave, what is kept aside."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from shapely.affinity import scale, translate

from geometry.basis import DEFAULT_BASIS
from service.store import buildings, room_sources, spaces
from service.store.database import Database
from service.store.records import RevisionRecord, SpaceRecord
from tests.service.usecases.measured import L_SHAPE, column, file_of, keep, room, surveyed

BOX = shapely.box(0, 0, 5, 4)
NEXT = shapely.box(5.2, 0, 11.2, 4)


def state(
    database: Database, building_id: str, revision: int | None = None
) -> tuple[RevisionRecord, dict[str, SpaceRecord]]:
    with database.read() as session:
        found = buildings.revision(session, building_id, revision)
        assert found is not None
        rows = spaces.of_revision(session, found.key, basis=DEFAULT_BASIS)
    return found, {row.space.number: row.space for row in rows}


def net(space: SpaceRecord) -> float:
    return space.statements[0].net_area_m2


def codes(space: SpaceRecord) -> list[str]:
    return [finding["code"] for finding in space.findings]


@pytest.fixture
def building(database: Database) -> str:
    model = file_of(("1F", (room("101", BOX), room("102", NEXT))), ("2F", (room("201", translate(L_SHAPE, 20, 30)),)))
    return keep(database, model, "i1").buildings[0][0]


def test_another_building_of_the_same_name_is_said(database: Database, building: str) -> None:
    again = file_of(("1F", (room("301", BOX),)), global_id="another")
    stored = keep(database, again, "i9")
    assert stored.buildings[0][0] != building
    (said,) = (f for f in stored.report["findings"] if f["code"] == "same-name-building")
    assert said["evidence"] == {"building_id": stored.buildings[0][0], "namesake": building}
    into = keep(database, file_of(("1F", (room("101", BOX),)), global_id="third"), "i10", into=building)
    assert "same-name-building" not in {f["code"] for f in into.report["findings"]}


def test_a_surveyed_room_takes_the_outline_and_area_of_its_survey(database: Database, building: str) -> None:
    survey = file_of(("二层", (surveyed("201 室", L_SHAPE, turned_deg=37, u=0.03),)), global_id="x", kind="survey")
    stored = keep(database, survey, "i2", into=building)
    assert stored.buildings == ((building, 2),)
    revision, rooms = state(database, building)
    laid = rooms["201"]
    assert (laid.origin, laid.use, laid.name) == ("surveyed", "office", "办公室")
    assert laid.statements[0].standard_uncertainty_m2 == 0.03
    assert shapely.from_wkb(laid.outline).symmetric_difference(translate(L_SHAPE, 20, 30)).area < 1e-3
    assert laid.import_id == "i2"
    assert rooms["101"].import_id == "i1"
    assert rooms["101"].origin == "modelled"
    assert revision.summary["source"]["kind"] == "ifc"
    assert revision.changes == {"appeared": [], "vanished": [], "area_changed": []}
    _, was = state(database, building, 1)
    assert was["201"].origin == "modelled"
    assert was["201"].space_id == laid.space_id


def test_every_source_is_kept_with_the_reason_why_one_counts(database: Database, building: str) -> None:
    wider = scale(BOX, 1.01, 1.0, origin=(0, 0))
    survey = file_of(("1F", (surveyed("101", wider, measured_on="2026-02-03"),)), kind="survey")
    keep(database, survey, "i2", into=building)
    revision, rooms = state(database, building)
    space_id = rooms["101"].space_id
    with database.read() as session:
        model, measured = room_sources.of_space(session, building, space_id, revision=2)
        assert room_sources.of_space(session, building, space_id, revision=1) == ()
        chosen = room_sources.authority(session, revision.key, space_id)
    assert (model.kind, model.import_id, net(model.space)) == ("model", "i1", pytest.approx(20.0))
    assert (measured.kind, measured.import_id, measured.instrument) == ("survey", "i2", "disto")
    assert str(measured.measured_on) == "2026-02-03"
    assert measured.placing is not None
    assert measured.placing["max_mm"] == pytest.approx(25.0, abs=1.0)
    assert chosen is not None
    assert (chosen.source_position, chosen.rule) == (measured.position, "survey-first")
    assert "实测优先于模型" in chosen.reason_zh
    assert net(rooms["101"]) == pytest.approx(20.2)
    assert [change["number"] for change in revision.changes["area_changed"]] == ["101"]


def test_the_order_of_sources_is_a_setting(database: Database, building: str) -> None:
    survey = file_of(("1F", (surveyed("101", shapely.box(0, 0, 5.2, 4)),)), kind="survey")
    keep(database, survey, "i2", into=building, order=("model", "survey", "drawing"))
    _, rooms = state(database, building)
    assert rooms["101"].origin == "modelled"
    assert net(rooms["101"]) == pytest.approx(20.0)
    assert codes(rooms["101"]) == ["sources-differ"]


def test_of_two_surveys_the_one_made_later_counts_whenever_it_was_imported(database: Database, building: str) -> None:
    late = file_of(("1F", (surveyed("101", shapely.box(0, 0, 5.1, 4), measured_on="2026-05-01"),)), kind="survey")
    early = file_of(("1F", (surveyed("101", shapely.box(0, 0, 5.2, 4), measured_on="2026-01-01"),)), kind="survey")
    keep(database, late, "i2", into=building)
    keep(database, early, "i3", into=building)
    revision, rooms = state(database, building)
    assert net(rooms["101"]) == pytest.approx(20.4)
    with database.read() as session:
        chosen = room_sources.authority(session, revision.key, rooms["101"].space_id)
    assert chosen is not None
    assert chosen.rule == "newest-survey"
    assert "2026-05-01" in chosen.reason_en


def test_a_drawing_only_adds_to_a_model(database: Database, building: str) -> None:
    drawing = file_of(("1F", (room("101", shapely.box(0, 0, 5.5, 4), origin="drawn"),)), kind="dxf")
    keep(database, drawing, "i2", into=building)
    _, rooms = state(database, building)
    assert (rooms["101"].origin, net(rooms["101"])) == ("modelled", pytest.approx(20.0))
    assert codes(rooms["101"]) == ["sources-differ"]
    with database.read() as session:
        kinds = [s.kind for s in room_sources.of_space(session, building, rooms["101"].space_id, revision=2)]
    assert sorted(kinds) == ["drawing", "model"]


def test_what_matches_nothing_is_kept_aside_and_counts_for_nothing(database: Database, building: str) -> None:
    rooms_read = (surveyed("101", BOX), surveyed("305", L_SHAPE), surveyed("", BOX, global_id="nameless"))
    stored = keep(database, file_of(("1F", rooms_read), kind="survey"), "i2", into=building)
    revision, _ = state(database, building)
    with database.read() as session:
        sheet = next(s for s in buildings.storeys(session, revision.key) if s.summary["aside"])
        aside = spaces.of_storey(session, revision.key, sheet.storey_id, basis=DEFAULT_BASIS)
    assert [row.space.number for row in aside] == ["305", ""]
    assert all("survey-not-placed" in codes(row.space) for row in aside)
    first, second = (shapely.from_wkb(row.space.outline) for row in aside)
    assert not first.intersects(second)
    assert (revision.summary["spaces"], revision.summary["storeys"]) == (3, 2)
    assert revision.summary["net_usable_area_m2"] == pytest.approx(20 + 24 + L_SHAPE.area)
    subjects = {finding["subject"] for finding in stored.report["findings"] if finding["code"] == "survey-not-placed"}
    assert subjects == {row.space.space_id for row in aside}
    matched = next(f for f in stored.report["findings"] if f["code"] == "survey-matched")
    assert "1 间对应" in matched["reason_zh"]


@pytest.mark.parametrize(
    ("storeys", "read", "why"),
    [
        ((("1F", (room("101", BOX),)), ("2F", (room("201", BOX),))), ("2F", surveyed("101", BOX)), "却在“1F”"),
        ((("1F", (room("101", BOX),)),), ("1F", surveyed("101", shapely.box(0, 0, 20, 9))), "对不上"),
        (
            (("东段", (room("1", BOX, global_id="a"),)), ("西段", (room("1", BOX, global_id="b"),))),
            ("", surveyed("1", BOX)),
            "形状无法区分",
        ),
    ],
    ids=["other-storey", "another-room", "several"],
)
def test_what_cannot_be_told_is_not_guessed(database: Database, storeys: Any, read: Any, why: str) -> None:
    building = keep(database, file_of(*storeys), "i1").buildings[0][0]
    storey, space = read
    stored = keep(database, file_of((storey, (space,)), kind="survey"), "i2", into=building)
    (told,) = [f for f in stored.report["findings"] if f["code"] == "survey-not-placed"]
    assert why in told["reason_zh"]
    revision, _ = state(database, building)
    assert revision.changes["area_changed"] == []


def test_two_rooms_of_one_number_are_told_apart_by_storey_or_shape(database: Database) -> None:
    storeys = (("A", (room("1", BOX, global_id="a"),)), ("B", (room("1", L_SHAPE, global_id="b"),)))
    building = keep(database, file_of(*storeys), "i1").buildings[0][0]
    keep(database, file_of(("", (surveyed("1", L_SHAPE, turned_deg=90),)), kind="survey"), "i2", into=building)
    with database.read() as session:
        revision = buildings.revision(session, building)
        assert revision is not None
        origins = [row.space.origin for row in spaces.of_revision(session, revision.key, basis=DEFAULT_BASIS)]
    assert origins == ["modelled", "surveyed"]


def test_a_column_the_survey_walked_past_is_deducted_as_the_model_has_it(database: Database) -> None:
    model = file_of(("1F", (room("101", BOX, lines=(column(2, 1),)),)))
    building = keep(database, model, "i1").buildings[0][0]
    keep(database, file_of(("1F", (surveyed("101", BOX),)), kind="survey"), "i2", into=building)
    _, rooms = state(database, building)
    assert net(rooms["101"]) == pytest.approx(19.75)
    assert rooms["101"].statements[0].gross_area_m2 == pytest.approx(20.0)
    assert codes(rooms["101"]) == ["taken-from-model"]

    said = {"kind": "column", "element": "扣减!3", "area_m2": 0.36, "rule": "§", "footprint": None}
    keep(database, file_of(("1F", (surveyed("101", BOX, lines=(said,)),)), kind="survey"), "i3", into=building)
    _, rooms = state(database, building)
    assert net(rooms["101"]) == pytest.approx(19.64)
    assert codes(rooms["101"]) == []


def test_a_pier_the_outline_runs_around_is_not_deducted_twice(database: Database) -> None:
    pier = column(0, 0)
    model = file_of(("1F", (room("101", BOX, lines=(pier,)),)))
    building = keep(database, model, "i1").buildings[0][0]
    around = BOX.difference(shapely.box(0, 0, 0.5, 0.5))
    keep(database, file_of(("1F", (surveyed("101", around),)), kind="survey"), "i2", into=building)
    _, rooms = state(database, building)
    assert net(rooms["101"]) == pytest.approx(19.75)
    assert rooms["101"].statements[0].deductions == ()


def test_control_points_place_a_room_without_a_number(database: Database, building: str) -> None:
    nameless = surveyed("", NEXT, global_id="n")
    points = [{"from": [105.2, 50.0], "to": [5.2, 0.0]}, {"from": [111.2, 54.0], "to": [11.2, 4.0]}]
    survey = file_of(("", (nameless,)), kind="survey")
    keep(database, survey, "i2", into=building, options={"control_points": points})
    _, rooms = state(database, building)
    assert rooms["102"].origin == "surveyed"
    with database.read() as session:
        sources = room_sources.of_space(session, building, rooms["102"].space_id, revision=2)
    assert sources[-1].placing is not None
    assert sources[-1].placing["by"] == "control-points"


def test_a_survey_of_its_own_is_a_building_of_its_own(database: Database, building: str) -> None:
    survey = file_of(("1F", (surveyed("101", BOX),)), global_id="B1", kind="survey")
    alone = keep(database, survey, "i2").buildings[0][0]
    assert alone != building
    keep(database, file_of(("1F", (surveyed("102", NEXT),)), kind="survey"), "i3", into=alone)
    revision, rooms = state(database, alone)
    assert sorted(rooms) == ["101", "102"]
    assert not shapely.from_wkb(rooms["101"].outline).intersects(shapely.from_wkb(rooms["102"].outline))
    assert [change["number"] for change in revision.changes["appeared"]] == ["102"]
    assert revision.summary["spaces"] == 2
