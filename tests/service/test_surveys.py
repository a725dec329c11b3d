"""Surveys over HTTP: workbooks that add to a building, rows that are refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from shapely.geometry import shape

from service.store import buildings
from service.usecases.rooms_of_store import RoomShelf
from tests.bim_import.survey.build import ROOMS, quick
from tests.service.conftest import API, Client


@pytest.fixture
def surveyed(client: Client, office_file: Path, tmp_path: Path) -> str:
    """A modelled building of which one room was measured; returns the id of the building."""
    building = client.bring_in(office_file)["building_id"]
    survey = quick(tmp_path / "survey.xlsx", ("主楼", "1F", "102", "", 6.04, 4.01), ("主楼", "1F", "109", "", 3.0, 2.0))
    client.bring_in(survey, building_id=building)
    return building


def room(client: Client, number: str) -> dict:
    (found,) = client.get(f"{API}/spaces", params={"q": number}).json()["items"]
    return client.get(f"{API}/spaces/{found['id']}").json()


def test_a_workbook_adds_to_the_building_it_belongs_to(client: Client, surveyed: str) -> None:
    measured, modelled = room(client, "102")["properties"], room(client, "101")["properties"]
    assert measured["origin"] == "surveyed"
    assert measured["net_usable_area_m2"] == pytest.approx(24.2204, abs=1e-3)
    assert 0.001 < measured["standard_uncertainty_m2"] < 0.1
    assert measured["source"]["file"] == "survey.xlsx"
    assert modelled["source"]["file"] == "office.ifc"
    assert modelled["standard_uncertainty_m2"] is None
    building = client.get(f"{API}/buildings/{surveyed}").json()
    assert (building["revision"], building["source_file"], building["spaces"]) == (2, "office.ifc", 3)
    assert [storey["aside"] for storey in building["storeys"]] == [False, True]


def sources(client: Client, number: str, **query: object) -> dict:
    return client.get(f"{API}/spaces/{room(client, number)['id']}/sources", params=query).json()


def test_all_that_is_known_about_a_room_stands_side_by_side(client: Client, surveyed: str) -> None:
    found = sources(client, "102")
    survey, model = found["sources"]
    assert (survey["kind"], survey["authoritative"], survey["file"]) == ("survey", True, "survey.xlsx")
    assert (model["kind"], model["authoritative"], model["file"]) == ("model", False, "office.ifc")
    assert (found["rule"], found["limit_m2"], found["verdicts_agree"]) == ("survey-first", None, None)
    assert survey["expanded_uncertainty_m2"] == pytest.approx(2 * survey["standard_uncertainty_m2"])
    assert model["difference"]["area_m2"] == pytest.approx(24.0 - survey["net_usable_area_m2"])
    assert model["difference"]["standard_uncertainty_m2"] == survey["standard_uncertainty_m2"]
    assert survey["placing"]["by"] == "fit"
    assert 10 < survey["placing"]["max_mm"] < 40
    assert shape(survey["geometry"]).centroid.distance(shape(model["geometry"]).centroid) < 0.01


def test_a_limit_shows_how_the_verdict_changes_with_the_source(client: Client, surveyed: str) -> None:
    found = sources(client, "102", limit_m2=24.1)
    assert [source["verdict"]["outcome"] for source in found["sources"]] == ["over", "within"]
    assert found["verdicts_agree"] is False
    survey = found["sources"][0]
    near = sources(client, "102", limit_m2=survey["net_usable_area_m2"] + survey["standard_uncertainty_m2"])
    assert near["sources"][0]["verdict"]["outcome"] == "not-decided"
    assert near["sources"][0]["verdict"]["guard_band_m2"] == pytest.approx(
        1.645 * survey["standard_uncertainty_m2"], rel=1e-3
    )
    assert sources(client, "102", limit_m2=30)["verdicts_agree"] is True


def test_sources_are_told_as_of_a_revision(client: Client, surveyed: str) -> None:
    (only,) = sources(client, "102", revision=1)["sources"]
    assert (only["kind"], only["authoritative"], only["id"]) == ("model", True, "")
    (model,) = sources(client, "101")["sources"]
    assert model["placing"]["by"] == "as-read"


def test_a_survey_tells_its_observations(client: Client, surveyed: str) -> None:
    found = client.get(f"{API}/spaces/{room(client, '102')['id']}/survey").json()
    assert found["source"]["file"] == "survey.xlsx"
    assert [wall["number"] for wall in found["walls"]] == [1, 2, 3, 4]
    assert found["walls"][0]["length_m"] == pytest.approx(6.04, abs=1e-3)
    adjusted = found["adjustment"]
    measured = [one for one in adjusted["observations"] if not one["assumed"]]
    assert sorted(one["value"] for one in measured) == [4.01, 6.04]
    assert all(one["reading"] for one in measured)
    assert adjusted["area_m2"] == pytest.approx(24.2204, abs=1e-3)
    assert adjusted["accuracy_class"] in {"I", "II", "III"}
    assert len(found["surveys"]) == 1
    assert all(corner["var_x_m2"] > 0 for corner in found["corners"])


def test_entitlement_knows_which_walls_to_measure_again(client: Client, surveyed: str) -> None:
    """A verdict that is not decided names the walls that weigh most, out of the survey that counts."""
    database = client.app.state.services.database
    with database.read() as session:
        revision = buildings.revision(session, surveyed)
    rooms = {one.number: one for one in RoomShelf(database).of(revision).rooms.values()}
    adjusted = client.get(f"{API}/spaces/{room(client, '102')['id']}/survey").json()["adjustment"]
    expected = tuple(f"{row['start']}–{row['end']}" for row in adjusted["remeasure"][:3])
    assert expected
    assert rooms["102"].measure_again == expected
    assert rooms["102"].shared_offsets
    assert (rooms["101"].measure_again, rooms["101"].shared_offsets) == ((), ())


def test_entitlement_knows_the_sources_that_do_not_count(client: Client, surveyed: str) -> None:
    """The model of a surveyed room stays known, so that a verdict can say what it would be by it."""
    database = client.app.state.services.database
    with database.read() as session:
        newest, first = buildings.revision(session, surveyed), buildings.revision(session, surveyed, number=1)
    told = {one.number: one.other_sources for one in RoomShelf(database).of(newest).rooms.values()}
    [model] = [one for one in told["102"] if one.kind == "model"]
    assert (model.net_area_m2, model.standard_uncertainty_m2) == (pytest.approx(24.0), None)
    assert [one for one in told["101"] if one.kind != "declared"] == []
    before = {one.number: one.other_sources for one in RoomShelf(database).of(first).rooms.values()}
    assert [one for one in before["102"] if one.kind != "declared"] == []


def test_a_room_nobody_surveyed_still_has_numbered_walls(client: Client, surveyed: str) -> None:
    found = client.get(f"{API}/spaces/{room(client, '101')['id']}/survey").json()
    assert found["adjustment"] is None
    assert [wall["label"] for wall in found["walls"]] == ["A–B", "B–C", "C–D", "D–A"]
    assert [wall["length_m"] for wall in found["walls"]] == [5.0, 4.0, 5.0, 4.0]


def test_a_survey_nobody_made_is_not_found(client: Client, surveyed: str) -> None:
    answer = client.get(f"{API}/spaces/{room(client, '102')['id']}/survey", params={"source": 9999})
    assert (answer.status_code, answer.json()["code"]) == (404, "survey-not-found")


def test_rows_that_cannot_be_read_are_all_named_and_nothing_is_stored(
    client: Client, office_file: Path, tmp_path: Path
) -> None:
    building = client.bring_in(office_file)["building_id"]
    rows = (("主楼", "1F", "101", "", "5,0o", 4.0), ("主楼", "1F", "102", "", 900.0, -4.0))
    state = client.wait(client.upload(quick(tmp_path / "bad.xlsx", *rows), building_id=building)["id"])
    assert (state["status"], state["problem"]["code"]) == ("failed", "survey-rows-invalid")
    told = state["problem"]["rows"]
    assert {(row["sheet"], row["row"]) for row in told} == {("房间", 2), ("房间", 3)}
    assert all(row["reason"] and row["column"] for row in told)
    assert client.get(f"{API}/buildings/{building}").json()["revision"] == 1


@pytest.mark.parametrize(
    "points",
    ["nonsense", "{}", '[{"from": [0, 0]}]', '[{"from": [0, 0], "to": [1, 1]}]', '[{"from": [0, 0], "to": [1, "x"]}]'],
)
def test_control_points_that_place_nothing_are_refused(client: Client, office_file: Path, points: str) -> None:
    with office_file.open("rb") as stream:
        answer = client.post(f"{API}/imports", files={"file": ("a.ifc", stream)}, data={"control_points": points})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")


def test_the_template_is_a_workbook_that_can_be_given_back(client: Client, tmp_path: Path) -> None:
    answer = client.get(f"{API}/surveys/template", headers={"Accept-Language": "en"})
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert "room-survey.xlsx" in answer.headers["content-disposition"]
    empty = tmp_path / "room-survey.xlsx"
    empty.write_bytes(answer.content)
    state = client.wait(client.upload(empty)["id"])
    assert state["status"] == "failed"
    assert state["problem"]["code"] not in {"workbook-damaged", "internal"}


def test_a_certificate_names_the_file_its_own_area_comes_from(
    client: Client, office_file: Path, tmp_path: Path
) -> None:
    building = client.bring_in(office_file)["building_id"]
    rooms = {number: room(client, number)["id"] for number in ("101", "102")}

    def certify(number: str) -> dict:
        answer = client.post(f"{API}/spaces/{rooms[number]}/certificates")
        assert answer.is_success, answer.text
        return answer.json()["document"]

    as_modelled = certify("102")
    row = ("主楼", "1F", "102", "", 6.04, 4.01, "2026年7月1日")
    survey = quick(tmp_path / "survey.xlsx", row, headings=(*ROOMS, "测量日期"))
    client.bring_in(survey, building_id=building)
    told = client.get(f"{API}/certificates/{as_modelled['id']}/status").json()
    assert (told["status"], told["cause"], told["successor_revision"]) == ("superseded", "area-changed", 2)
    measured, modelled = certify("102"), certify("101")
    assert measured["source"]["file"] == "survey.xlsx"
    assert measured["source"]["sha256"] == hashlib.sha256(survey.read_bytes()).hexdigest()
    assert modelled["source"]["file"] == "office.ifc"
    assert modelled["source"]["sha256"] == as_modelled["source"]["sha256"]
    assert measured["source"]["revision"] == modelled["source"]["revision"] == 2
    assert (measured["method"]["kind"], measured["method"]["verified_on_site"]) == ("surveyed", True)
    assert (modelled["method"]["kind"], modelled["method"]["verified_on_site"]) == ("modelled", False)
    assert measured["method"]["verified_on"] == "2026-07-01"
    assert measured["uncertainty"]["standard_m2"] > 0
    assert measured["uncertainty"]["accuracy_class"] == measured["uncertainty"]["accuracy_rule"]["class"] == "I"
    assert modelled["uncertainty"] is None
    assert {one["code"] for one in modelled["does_not_say"]} >= {"not-on-site", "no-uncertainty"}
