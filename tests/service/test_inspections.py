"""Inspection rounds over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from service.store.people_records import InspectionItem
from service.usecases.inspections import differs, repeat_limit_m2
from tests.service.conftest import API, Client
from tests.service.roster import give_roster, office_roster, office_service, space_ids
from tests.service.test_cases import JPEG, code

ROUNDS = f"{API}/inspections"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with office_service(tmp_path_factory.mktemp("inspections")) as client:
        give_roster(client, office_roster(space_ids(client)))
        yield client


def building(client: Client) -> str:
    return client.get(f"{API}/buildings").json()["items"][0]["id"]


def begun(client: Client, **scope: Any) -> dict[str, Any]:
    answer = client.post(ROUNDS, json=scope or {"building_id": building(client)})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_round_lists_rooms_with_ledger_system_and_people(house: Client) -> None:
    inspection = begun(house)
    assert [room["number"] for room in inspection["rooms"]] == ["101", "102", "104", "105"], "no corridors"
    room = inspection["rooms"][0]
    assert (room["system_area_m2"], room["basis"]) == (20.0, "cn-usable")
    assert room["occupants"] == [{"name": "甲示例", "level": "正科级"}]
    assert room["org_units"] == ["财政局"]
    assert room["findings"] == ["over-entitlement"]
    assert inspection["counts"] == {"open": 4}
    assert inspection["title"].startswith("主楼")


def test_a_round_goes_through_the_rooms_of_an_org_unit(house: Client) -> None:
    assert [room["number"] for room in begun(house, org_unit_id="jyj")["rooms"]] == ["102"]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({}, (422, "invalid-request")),
        ({"building_id": "x", "org_unit_id": "jyj"}, (422, "invalid-request")),
        ({"building_id": "x"}, (404, "building-not-found")),
        ({"org_unit_id": "x"}, (404, "org-unit-not-found")),
    ],
)
def test_a_round_has_one_scope(house: Client, scope: dict[str, Any], expected: tuple[int, str]) -> None:
    assert code(house.post(ROUNDS, json=scope)) == expected


def test_what_was_measured_is_held_against_the_system(house: Client) -> None:
    inspection = begun(house)
    path = f"{ROUNDS}/{inspection['id']}/rooms"
    house.put(f"{path}/0", json={"result": "differs", "measured_area_m2": 20.6, "note": "多出一个壁柜"})
    after = house.put(f"{path}/1", json={"result": "ok", "measured_area_m2": 24.1}).json()
    first, second = after["rooms"][:2]
    assert first["difference_m2"] == pytest.approx(0.6)
    assert (first["differs"], second["differs"]) == (True, False)
    assert first["note"] == "多出一个壁柜"
    assert after["counts"] == {"differs": 1, "ok": 1, "open": 2}


def test_a_photo_belongs_to_its_room(house: Client) -> None:
    inspection = begun(house)
    answer = house.post(f"{ROUNDS}/{inspection['id']}/rooms/2/evidence", files={"file": ("104.jpg", JPEG)})
    assert answer.status_code == 201, answer.text
    rooms = house.get(f"{ROUNDS}/{inspection['id']}").json()["rooms"]
    assert [len(room["evidence"]) for room in rooms] == [0, 0, 1, 0]


def test_a_finished_round_takes_no_more_records(house: Client) -> None:
    inspection = begun(house)
    path = f"{ROUNDS}/{inspection['id']}"
    assert house.post(f"{path}/finish").json()["state"] == "finished"
    assert code(house.put(f"{path}/rooms/0", json={"result": "ok"})) == (409, "inspection-finished")
    assert code(house.post(f"{path}/finish")) == (409, "inspection-finished")
    photo = house.post(f"{path}/rooms/0/evidence", files={"file": ("a.jpg", JPEG)})
    assert code(photo) == (409, "inspection-finished")


def test_every_record_is_in_the_journal(house: Client) -> None:
    before = house.get(f"{API}/cases/journal").json()["events"]
    inspection = begun(house)
    for result in ("ok", "differs"):
        house.put(f"{ROUNDS}/{inspection['id']}/rooms/0", json={"result": result})
    check = house.get(f"{API}/cases/journal").json()
    assert (check["whole"], check["events"]) == (True, before + 3)


@pytest.mark.parametrize(
    ("area", "limit"), [(9, 0.294), (12, 0.349), (18, 0.447), (24, 0.536), (30, 0.618), (100, 1.4)]
)
def test_repeated_measurements_agree_within_class_three(area: float, limit: float) -> None:
    """The values the standard's exam key and tables print: ±(0.08·√S + 0.006·S)."""
    assert repeat_limit_m2(area) == pytest.approx(limit, abs=0.001)


@pytest.mark.parametrize(
    ("measured", "system", "expected"),
    [(20.47, 20.0, False), (20.48, 20.0, True), (19.5, 20.0, True), (None, 20.0, None), (20.0, None, None)],
)
def test_only_a_difference_beyond_the_limit_counts(measured: Any, system: Any, expected: Any) -> None:
    item = InspectionItem(0, "s", {"system_area_m2": system}, measured_area_m2=measured)
    assert differs(item) is expected
