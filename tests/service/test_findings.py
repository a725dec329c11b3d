"""Findings over HTTP: on any day, filtered, brought up to date by what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.allocation.evaluate import evaluate
from service.allocation.people import Assignment, Post, Roster
from service.store import findings
from service.usecases.days import today
from service.usecases.occupancy import Occupancy, records_of
from tests.service.build_ifc import Room, write_ifc
from tests.service.conftest import API, Client
from tests.service.roster import (
    CHIEF,
    CLERK,
    DEPUTY,
    EDUCATION,
    FINANCE,
    ROOMS,
    give_roster,
    office_roster,
    office_service,
    space_ids,
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with office_service(tmp_path_factory.mktemp("findings")) as client:
        yield client


@pytest.fixture
def staffed(house: Client) -> Client:
    give_roster(house, office_roster(space_ids(house)))
    return house


def asked(client: Client, **query: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{API}/findings", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def about(client: Client, number: str, **query: Any) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in asked(client, space=space_ids(client)[number], **query)}


def test_without_a_roster_no_room_is_accused(house: Client) -> None:
    answer = house.get(f"{API}/findings").json()
    assert answer["roster_version"] == 0
    assert {one["outcome"] for one in answer["items"]} <= {"noted", "within"}


def test_a_finding_says_what_where_why_and_by_which_clause(staffed: Client) -> None:
    finding = about(staffed, "101")["over-entitlement"]
    assert (finding["outcome"], finding["area_m2"], finding["entitlement_m2"]) == ("over", 20.0, 18.0)
    assert finding["excess_m2"] == pytest.approx(2.0)
    assert finding["excess_of_entitlement"] == pytest.approx(2 / 18)
    assert finding["occupants"] == [{"id": "p1", "post_level": "county.section-chief"}]
    assert finding["number"] == "101"
    assert finding["org_unit"] == "财政局"
    assert finding["basis"] == "cn-usable"
    assert "2674" in finding["clause"]
    assert "20.00 m²" in finding["reason_zh"]
    assert staffed.get(f"{API}/findings/{finding['id']}").json() == finding


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"code": "over-entitlement", "outcome": "over"}, 2),
        ({"code": ["over-entitlement", "no-room"]}, 3),
        ({"unit": "jyj", "outcome": "over"}, 1),
        ({"q": "财政 101"}, 1),
        ({"q": "101 教育"}, 0),
        ({"building": "none"}, 0),
        ({"code": "vacant"}, 2),
    ],
)
def test_findings_are_found_by_what_they_are_about(staffed: Client, query: dict[str, Any], count: int) -> None:
    assert len(asked(staffed, **query)) == count


def test_the_summary_counts_what_the_list_shows(staffed: Client) -> None:
    summary = staffed.get(f"{API}/findings/summary").json()
    everything = asked(staffed, limit=1000)
    assert sum(one["findings"] for one in summary["counts"]) == len(everything)
    assert summary["open"] == sum(one["outcome"] in ("over", "violation") for one in everything)
    over = [one["excess_m2"] for one in everything if one["code"] == "over-entitlement" and one["outcome"] == "over"]
    assert summary["excess_m2"] == pytest.approx(sum(over))


def test_a_storey_says_how_its_rooms_are_to_be_coloured(staffed: Client) -> None:
    storey = staffed.get(f"{API}/spaces").json()["items"][0]["storey_id"]
    answer = staffed.get(f"{API}/storeys/{storey}/occupancy").json()
    numbers = {id_: number for number, id_ in space_ids(staffed).items()}
    colours = {numbers[room["space_id"]]: room["compliance"] for room in answer["rooms"]}
    assert colours == {"101": "over", "102": "over", "103": "none", "104": "vacant", "105": "vacant"}
    assert answer["org_units"] == {"czj": "财政局", "jyj": "教育局"}


def test_a_room_shows_its_people_and_the_arithmetic(staffed: Client) -> None:
    ids = space_ids(staffed)
    roster = office_roster(ids)
    shared = Roster(roster.org_units, roster.occupants, (*roster.assignments, Assignment(ids["101"], "p2")))
    give_roster(staffed, shared)
    room = staffed.get(f"{API}/spaces/{ids['101']}/occupancy").json()
    assert [line["limit_m2"] for line in room["lines"]] == [18.0, 12.0]
    assert [line["level_zh"] for line in room["lines"]] == ["正科级", "副科级"]
    assert (room["entitlement_m2"], room["compliance"]) == (30.0, "within")


def test_a_day_is_asked_with_the_posts_and_rooms_of_that_day(staffed: Client) -> None:
    day = today()
    ends = {"retired_on": str(day - timedelta(days=10))}
    assert staffed.patch(f"{API}/occupants/p1", json=ends).status_code == 200
    before = about(staffed, "101", as_of=str(day - timedelta(days=20)))
    assert before["over-entitlement"]["outcome"] == "over"
    assert "kept-after-leaving" not in before
    assert about(staffed, "101")["kept-after-leaving"]["outcome"] == "due"
    later = about(staffed, "101", as_of=str(day + timedelta(days=32)))
    assert later["kept-after-leaving"]["outcome"] == "violation"


def test_a_roster_answers_for_the_days_it_applies_to(staffed: Client) -> None:
    ids, day = space_ids(staffed), today()
    give_roster(staffed, office_roster(ids, room="104"), applies_from=day - timedelta(days=5))
    assert "over-entitlement" in about(staffed, "104")
    assert "over-entitlement" in about(staffed, "101", as_of=str(day - timedelta(days=6)))
    assert "over-entitlement" not in about(staffed, "104", as_of=str(day - timedelta(days=6)))


def test_days_the_policy_does_not_reach_are_refused(staffed: Client) -> None:
    answer = staffed.get(f"{API}/findings", params={"as_of": "2010-01-01"})
    assert (answer.status_code, answer.json()["code"]) == (422, "policy-not-in-force")


def test_another_policy_is_chosen_by_a_setting(make_client: Callable[..., Client], tmp_path: Any) -> None:
    client = make_client(policy="heilongjiang-2015")
    policies = client.get(f"{API}/policies").json()["items"]
    assert policies[0]["id"] == "heilongjiang-2015"
    assert [one["in_use"] for one in policies].count(True) == 1
    assert {"cn-2014", "cn-1999"} <= {one["id"] for one in policies}
    county = next(organ for organ in policies[0]["organs"] if organ["id"] == "county")
    assert county["posts"][0]["limit_m2"] == 30


def everything(occupancy: Occupancy, day: date) -> dict[str, Any]:
    stands = occupancy.stands(day)
    with occupancy.database.read() as session:
        return {one.id: one for one in findings.every(session, stands.position)}


LEVELS = ["正科级", "副科级", "科级以下", "县级副职"]
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.sampled_from(["p1", "p2", "p3"]), st.sampled_from(LEVELS)),
        st.tuples(st.just("room"), st.sampled_from(["p1", "p2", "p3"]), st.sampled_from(["101", "102", "104", "105"])),
        st.tuples(st.just("leave"), st.sampled_from(["p1", "p2", "p3"]), st.just("")),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(changes=CHANGES)
def test_what_is_stored_after_changes_equals_a_full_evaluation(staffed: Client, changes: list[Any]) -> None:
    occupancy: Occupancy = staffed.app.state.services.occupancy
    ids, day = space_ids(staffed), today()
    give_roster(staffed, office_roster(ids))
    everything(occupancy, day)
    units, people = (FINANCE, EDUCATION), {one.id: one for one in (CHIEF, DEPUTY, CLERK)}
    rooms = {"p1": "101", "p3": "102"}
    for kind, person, value in changes:
        if kind == "post":
            unit = people[person].posts[0].org_unit_id
            people[person] = type(CHIEF)(person, people[person].name, (Post(unit, value),))
        elif kind == "room":
            rooms[person] = value
        else:
            rooms.pop(person, None)
        assignments = tuple(Assignment(ids[room], one) for one, room in rooms.items())
        give_roster(staffed, Roster(units, tuple(people.values()), assignments))
        stored = everything(occupancy, day)
        fresh = Occupancy(occupancy.database, occupancy.policy)
        inputs = fresh.inputs(day)
        full = records_of(evaluate(inputs.roster.roster, inputs.rooms.values(), fresh.policy, day), inputs)
        assert stored == {one.id: one for one in full}


def test_a_new_model_changes_the_findings(staffed: Client, tmp_path: Any) -> None:
    smaller = (Room("101", "办公室", 0, 0, 4.4, 4), *ROOMS[1:])
    staffed.bring_in(write_ifc(tmp_path / "mended.ifc", smaller))
    assert about(staffed, "101")["over-entitlement"]["outcome"] == "within"


def test_an_over_large_room_gets_remedies_that_the_checker_found_to_hold(staffed: Client) -> None:
    over = next(one for one in asked(staffed, outcome="over") if one["code"] == "over-entitlement")
    answer = staffed.get(f"{API}/findings/{over['id']}/remedies")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["searched"]
    order = ["swap", "share", "convert", "works"]
    ranks = [order.index(one["kind"]) for one in found["items"]]
    assert ranks == sorted(ranks)
    assert all(one["verified"] for one in found["items"])
