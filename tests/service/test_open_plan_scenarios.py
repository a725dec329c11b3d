"""Scenarios that join rooms, over HTTP: which walls go, how many sit there, two judges, nothing unknown assumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pytest
from openpyxl import load_workbook

from bim_import.read import read_file
from geometry.travel import travel_of
from service.allocation.consolidation.records import Scenario
from service.allocation.people import Assignment, Occupant, Post, Roster
from service.app import create_app
from service.usecases import scenario_result
from service.usecases.days import today
from service.usecases.scenario_case import Gathered, KeptCase, baseline_of, gather
from service.usecases.scenario_grounds import read_grounds
from service.usecases.scenario_result import rates_of, result_of
from tests.service.build_ifc import Door, Room, write_ifc
from tests.service.conftest import API, LOCAL, Client, local_settings
from tests.service.exports.test_ledgers import needs_poppler, text_of
from tests.service.roster import EDUCATION, give_roster, space_ids
from tests.service.running import wait_for

ROOMS = (
    Room("101", "办公室", 0, 0, 5, 4),  # 20 m²: three people
    Room("102", "办公室", 5.2, 0, 7, 4),  # 28 m²: four; joined 48.8 m²: eight
    Room("103", "走廊", 0, 4.2, 12.2, 2),
)
DOORS = (Door(2.0, 4.0), Door(9.0, 4.0), Door(1.0, 6.2))  # the last one leads outside
CLERKS = tuple(Occupant(f"k{n}", f"职员{n}", (Post("jyj", "科级以下", "干事"),), number=f"N{n}") for n in range(8))


def bring_in(folder: Path, *, load_bearing: bool | None) -> Iterator[Client]:
    file = write_ifc(folder / "office.ifc", ROOMS, doors=DOORS, load_bearing=load_bearing)
    with Client(create_app(local_settings(folder / "data")), base_url=LOCAL) as client:
        client.bring_in(file)
        rooms = space_ids(client)
        seats = [Assignment(rooms["102" if n < 5 else "101"], one.id) for n, one in enumerate(CLERKS)]
        give_roster(client, Roster((EDUCATION,), CLERKS, tuple(seats)))
        yield client


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Eight clerks in two rooms for seven, with a wall between them of which nothing is known."""
    yield from bring_in(tmp_path_factory.mktemp("open"), load_bearing=None)


@pytest.fixture(scope="module")
def joined(house: Client) -> dict[str, Any]:
    building = house.get(f"{API}/buildings").json()["items"][0]["id"]
    asked = {"buildings": [building], "strategy": "open-plan", "time_limit_s": 30}
    where = house.post(f"{API}/scenarios", json=asked).headers["location"]
    return wait_for(lambda: (s := house.get(where).json())["status"] in ("done", "failed") and s, seconds=240)


def gathered(client: Client, **choices: Any) -> Gathered:
    occupancy = client.app.state.services.occupancy  # type: ignore[attr-defined]
    building = client.get(f"{API}/buildings").json()["items"][0]["id"]
    return gather(occupancy, baseline_of(occupancy, [building], today()), choices, joining=True)


def own(client: Client, base: str, who: str, room: str) -> dict[str, Any]:
    edit = {"base": base, "assignments": [{"occupant": who, "space": room}]}
    return client.post(f"{API}/scenarios/check", json=edit).json()


def test_eight_sit_where_two_rooms_hold_seven_and_the_wall_that_goes_is_named(joined: dict[str, Any]) -> None:
    assert (joined["status"], joined["conflicts"], joined["checks"]["faults"]) == ("done", [], [])
    assert joined["feasible"]
    (room,) = joined["joined"]
    assert {seat["space"] for seat in joined["assignments"]} == {room["space"]}
    assert (room["people"], room["workstations"], room["bound"]) == (8, 8, 8)
    assert room["area_m2"] == pytest.approx(48.8)
    assert [(wall["name"], wall["load_bearing"]) for wall in room["walls"]] == [("Wall", None)]
    assert ["Wall" in text for text in room["assumptions"]] == [True]
    places = {place["id"]: place for place in joined["places"]}
    assert [places[member]["number"] for member in room["members"]] in (["101", "102"], ["102", "101"])
    assert places[room["space"]]["workstations"] == 8
    assert {(move["step"], move["to"]) for move in joined["moves"]} == {(1, room["space"])}


def test_the_longest_way_out_is_that_of_the_plan_in_the_file(house: Client, tmp_path: Path) -> None:
    file = write_ifc(tmp_path / "office.ifc", ROOMS, doors=DOORS)
    (storey,) = read_file(file).model.buildings[0].storeys
    number = {space.id: space.number for space in storey.spaces}
    expected = {number[id_]: length for id_, length in travel_of(storey).items()}
    case = gathered(house).kept.case
    assert {place.number: place.travel_m for place in case.places} == pytest.approx(expected)
    assert {place.travel_m for place in case.joined} == {min(expected.values())}


def test_an_edit_goes_on_with_the_rooms_that_were_joined(house: Client, joined: dict[str, Any]) -> None:
    (room,) = joined["joined"]
    found = own(house, joined["id"], "k1", room["members"][0])
    assert "joined-and-member" in [fault["code"] for fault in found["checks"]["faults"]]
    assert [(one["space"], one["people"]) for one in found["joined"]] == [(room["space"], 7)]


def compared(client: Client, name: str, *ids: str) -> bytes:
    answer = client.get(f"{API}/scenarios/compare.{name}", params={"ids": ",".join(ids)})
    assert answer.status_code == 200, answer.text
    return answer.content


@pytest.fixture(scope="module")
def plain(house: Client) -> str:
    """A scenario whose case has no rooms that may be joined."""
    building = house.get(f"{API}/buildings").json()["items"][0]["id"]
    return str(house.post(f"{API}/scenarios", json={"buildings": [building], "assignments": []}).json()["id"])


def test_a_workbook_names_joined_rooms_even_where_a_scenario_without_them_stands_first(
    house: Client, joined: dict[str, Any], plain: str
) -> None:
    book = load_workbook(BytesIO(compared(house, "xlsx", plain, joined["id"])))
    (room,) = joined["joined"]
    number = f"1F {room['number']}"
    (line,) = [row for row in book["合并房间"].iter_rows(values_only=True) if row[1] == number]
    assert line[:6] == ("大开间", number, room["area_m2"], 8, room["workstations"], room["bound"])
    assert line[6:] == (room["limited_by_zh"], "Wall", room["assumptions"][0])
    for sheet, at in (("搬迁顺序 大开间", 4), ("座位安排 大开间", 0)):
        assert [row[at] for row in book[sheet].iter_rows(values_only=True)].count(number) == 8
    assert "合并房间" not in load_workbook(BytesIO(compared(house, "xlsx", plain))).sheetnames


@needs_poppler
def test_a_report_says_which_rooms_are_joined(house: Client, joined: dict[str, Any], plain: str) -> None:
    (room,) = joined["joined"]
    for ids, there in (((plain, joined["id"]), True), ((plain,), False)):
        pages = text_of(compared(house, "pdf", *ids))
        assert [word in pages for word in ("合并房间", f"1F {room['number']}", "48.80")] == [there] * 3


@pytest.mark.slow
def test_worked_out_again_from_its_inputs_it_comes_out_the_same(house: Client, joined: dict[str, Any]) -> None:
    where = house.post(f"{API}/scenarios/{joined['id']}/repeat").headers["location"]
    again = wait_for(lambda: (s := house.get(where).json())["status"] in ("done", "failed") and s, seconds=240)
    assert (again["repeats"], again["joined"]) == (True, joined["joined"])


def test_where_nothing_is_known_of_a_wall_it_may_stay(house: Client) -> None:
    assert len(gathered(house).kept.case.joined) == 1
    assert gathered(house, assume_removable=False).kept.case.joined == ()


@pytest.mark.slow
def test_a_wall_that_carries_load_stays(tmp_path: Path) -> None:
    for client in bring_in(tmp_path, load_bearing=True):
        assert gathered(client).kept.case.joined == ()


def test_what_a_scenario_stands_on_is_read_back_and_names_nobody(house: Client) -> None:
    found = gathered(house)
    content = found.grounds.to_bytes()
    assert read_grounds(content).to_bytes() == content
    assert found.kept.grounds == found.grounds.sha256
    for person in CLERKS:
        for word in (person.name, person.number, "干事"):
            assert f'"{word}"'.encode() not in content


def test_cases_of_earlier_versions_are_still_read(house: Client) -> None:
    kept = gathered(house).kept
    earlier = orjson.loads(kept.to_bytes())
    del earlier["grounds"]
    assert KeptCase.from_bytes(orjson.dumps(earlier)) == replace(kept, grounds="")


def test_the_policy_itself_is_asked_as_well(house: Client) -> None:
    found = gathered(house)
    case = found.kept.case
    rooms = {place.number: place.id for place in case.places}
    alone = {person.id: rooms["101"] if person.id == "k0" else rooms["102"] for person in case.people}
    generous = replace(case, people=tuple(replace(person, limit_m2=99.0) for person in case.people))

    def codes(of: Any) -> set[str]:
        faults = result_of(of, Scenario("own", alone), rates=rates_of({}), now=found.now)["faults"]
        return {fault["code"] for fault in faults if rooms["101"] in fault["subjects"]}

    assert "policy-over" in codes(generous)
    assert "over-entitlement" in codes(case)
    assert "policy-over" not in codes(case)  # the same is not said twice


def test_an_order_of_moves_that_leads_elsewhere_is_a_fault(house: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    case = gathered(house).kept.case
    swapped = {person.id: place.id for person, place in zip(case.people, case.places, strict=False)}
    monkeypatch.setattr(scenario_result, "plan_moves", lambda *_: scenario_result.MovePlan())
    faults = result_of(case, Scenario("own", swapped), rates=rates_of({}))["faults"]
    assert "wrong-end" in {fault["code"] for fault in faults}
