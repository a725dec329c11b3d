"""Layouts over HTTP: asked for once, found outside the request, kept for good, refused with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from service.app import create_app
from service.schemas.layouts import ModuleName
from tests.service.build_ifc import OFFICE_DOORS, OFFICES, Room, write_ifc
from tests.service.conftest import API, LOCAL, OFFICES_ABOVE, Client, local_settings
from tests.service.running import wait_for


def finished(client: Client, answer: Any) -> dict[str, Any]:
    assert answer.status_code == 202, answer.text
    return wait_for(
        lambda: (state := client.get(answer.headers["location"]).json())["status"] in ("done", "failed") and state,
        seconds=240,
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory):
    """A service with two storeys of two rooms beside each other, each with a door; the wall is not said to carry."""
    folder = tmp_path_factory.mktemp("layouts")
    file = write_ifc(folder / "office.ifc", OFFICES, OFFICES_ABOVE, doors=OFFICE_DOORS)
    with Client(create_app(local_settings(folder / "data")), base_url=LOCAL) as client:
        client.bring_in(file)
        yield client


def rooms(client: Client, *numbers: str) -> list[str]:
    items = client.get(f"{API}/spaces").json()["items"]
    return [next(item["id"] for item in items if item["number"] == number) for number in numbers]


@pytest.fixture(scope="module")
def joined(house: Client) -> dict[str, Any]:
    asked = house.post(f"{API}/layouts", json={"spaces": rooms(house, "102", "101"), "time_limit_s": 1})
    return finished(house, asked)


def test_a_layout_has_its_workstations_bound_and_proof(joined: dict[str, Any]) -> None:
    assert joined["status"] == "done", joined["problem"]
    seats = joined["workstations"]["features"]
    assert 0 < joined["count"] == len(seats) <= joined["bound"]
    assert joined["legal"] is True
    assert {check["outcome"] for check in joined["checks"]} == {"pass"}
    assert joined["progress"] == 1.0
    outline = shape(joined["outline"])
    for seat in seats:
        desk, said = shape(seat["geometry"]), seat["properties"]
        assert desk.within(outline.buffer(1e-6))
        assert desk.centroid.distance(shapely.Point(said["x_m"], said["y_m"])) < 1e-5
        assert desk.area == pytest.approx(said["width_m"] * said["depth_m"], abs=1e-4)
        assert said["way_out"]["type"] == "LineString"
    assert joined["limited_by"]["text_zh"] != joined["limited_by"]["text_en"]


def test_a_wall_that_goes_is_an_assumption_and_its_floor_is_in_the_ledger(joined: dict[str, Any]) -> None:
    assert len(joined["assumptions"]) == 1
    ledger = joined["area_ledger"]
    assert [room["number"] for room in ledger["rooms"]] in (["101", "102"], ["102", "101"])
    assert ledger["walls_gone"][0]["load_bearing"] is None
    assert ledger["walls_gone_area_m2"] == pytest.approx(0.2 * 4)
    gross = sum(room["gross_area_m2"] for room in ledger["rooms"]) + ledger["walls_gone_area_m2"]
    assert ledger["gross_area_m2"] == pytest.approx(gross, abs=1e-6) == 5 * 4 + 6 * 4 + 0.8
    assert ledger["net_area_m2"] == pytest.approx(ledger["gross_area_m2"] - ledger["deducted_area_m2"], abs=1e-6)
    assert joined["net_usable_area_m2"] == pytest.approx(ledger["net_area_m2"], abs=1e-6)


def test_the_same_request_gives_the_same_layout_and_another_seed_another(house: Client, joined: dict[str, Any]) -> None:
    same = {"spaces": rooms(house, "101", "102"), "time_limit_s": 1, "module": "1.4x0.7"}
    again = house.post(f"{API}/layouts", json=same)
    assert (again.status_code, again.json()["id"], again.json()["status"]) == (202, joined["id"], "done")
    other = finished(house, house.post(f"{API}/layouts", json=same | {"seed": 1}))
    assert other["id"] != joined["id"]
    assert house.get(again.headers["location"]).json() == joined


def test_layouts_are_found_by_any_of_their_rooms(house: Client, joined: dict[str, Any]) -> None:
    one, two, three = rooms(house, "101", "102", "103")

    def found(**query: Any) -> list[str]:
        return [line["id"] for line in house.get(f"{API}/layouts", params=query).json()["items"]]

    assert joined["id"] in found(space=one)
    assert joined["id"] in found(space=[one, two])
    assert joined["id"] in found(storey=joined["storey_id"])
    assert found(space=[one, three]) == []


def test_a_headcount_is_held(house: Client) -> None:
    asked = {"spaces": rooms(house, "102"), "people": 2, "module": "1.2x0.6", "time_limit_s": 1}
    assert finished(house, house.post(f"{API}/layouts", json=asked))["count"] == 2


def test_rooms_that_cannot_be_laid_out_are_refused_at_once_with_what_to_do(house: Client) -> None:
    def refused(*numbers: str, **more: Any) -> tuple[int, str]:
        answer = house.post(f"{API}/layouts", json={"spaces": rooms(house, *numbers), **more})
        assert answer.json()["detail_zh"] != answer.json()["detail_en"]
        return answer.status_code, answer.json()["code"]

    assert refused("101", "201") == (422, "layout-storeys-differ")
    assert refused("101", "102", assume_removable=False) == (422, "layout-load-bearing")
    unknown_wall = {"spaces": rooms(house, "101", "102"), "assume_removable": False}
    said = house.post(f"{API}/layouts", json=unknown_wall, headers={"Accept-Language": "en"}).json()["detail"]
    assert "does not say" in said
    assert "assumption" in said
    missing = house.post(f"{API}/layouts", json={"spaces": ["nowhere"]})
    assert (missing.status_code, missing.json()["code"]) == (404, "space-not-found")
    unknown = house.post(f"{API}/layouts", json={"spaces": rooms(house, "101"), "module": "9x9"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "invalid-request")


def test_a_wall_that_carries_load_and_a_room_without_a_door_are_refused(client: Client, tmp_path: Path) -> None:
    client.bring_in(write_ifc(tmp_path / "a.ifc", OFFICES, building="carried", doors=OFFICE_DOORS, load_bearing=True))
    bearing = client.post(f"{API}/layouts", json={"spaces": rooms(client, "101", "102")})
    assert (bearing.status_code, bearing.json()["code"]) == (422, "layout-load-bearing")
    assert "carries load" in bearing.json()["detail_en"]
    storey = client.get(f"{API}/spaces").json()["items"][0]["storey_id"]
    walls = client.get(f"{API}/storeys/{storey}/plan").json()["features"]
    assert [w["properties"]["load_bearing"] for w in walls if w["properties"]["kind"] == "wall"] == [True]


def test_rooms_without_a_door_and_apart_are_refused(client: Client, tmp_path: Path) -> None:
    client.bring_in(write_ifc(tmp_path / "b.ifc", (*OFFICES, Room("109", "办公室", 30, 0, 5, 4))))

    def refused(*numbers: str) -> tuple[int, str]:
        answer = client.post(f"{API}/layouts", json={"spaces": rooms(client, *numbers)})
        return answer.status_code, answer.json()["code"]

    assert refused("101") == (422, "layout-no-door")
    assert refused("101", "109") == (422, "layout-not-neighbours")


def test_nobody_but_a_manager_asks_for_layouts(make_client: Any, tmp_path: Path) -> None:
    secret, reading = "manager-token-0123", "reader-token-012345"
    client = make_client(access_token=secret, reader_token=reading)
    answer = client.post(f"{API}/layouts", json={"spaces": ["x"]}, headers={"Authorization": f"Bearer {reading}"})
    assert (answer.status_code, answer.json()["code"]) == (403, "role-insufficient")


def test_the_modules_offered_are_those_of_the_profile() -> None:
    from typing import get_args

    from geometry.layout.profile import MODULES

    assert get_args(ModuleName) == tuple(MODULES)
