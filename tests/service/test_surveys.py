"""Surveys over HTTP: workbooks that add to a building, rows that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bim_import.survey.build import quick
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
