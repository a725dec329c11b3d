"""Scenarios over HTTP: own edits checked at once, searches as jobs, comparisons, roles, nothing changed afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from service.allocation.people import Assignment, Roster
from service.usecases import scenario_jobs
from service.usecases.scenario_case import KeptCase
from tests.service.conftest import API, Client
from tests.service.fake_plans import CRASH, IMPOSSIBLE, SLOW
from tests.service.roster import CHIEF, DEPUTY, FINANCE, give_roster, office_roster, office_service, space_ids
from tests.service.running import wait_for

TARGET = "tests.service.fake_plans:everyone_into_the_first_room"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setattr(scenario_jobs, "TARGET", TARGET)
    with office_service(tmp_path) as client:
        give_roster(client, office_roster(space_ids(client)))
        yield client


def building(client: Client) -> str:
    return client.get(f"{API}/buildings").json()["items"][0]["id"]


def post(client: Client, **given: Any) -> Any:
    start = {} if "base" in given else {"buildings": [building(client)]}
    return client.post(f"{API}/scenarios", json=start | given)


def own(client: Client, *edits: tuple[str, str | None], **more: Any) -> dict[str, Any]:
    answer = post(client, assignments=[{"occupant": who, "space": where} for who, where in edits], **more)
    assert answer.status_code == 201, answer.text
    return client.get(answer.headers["location"]).json()


def ended(client: Client, scenario_id: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        state = client.get(f"{API}/scenarios/{scenario_id}").json()
        return state if state["status"] not in ("queued", "running") else None

    return wait_for(look, seconds=60)


def fault_codes(scenario: dict[str, Any]) -> list[str]:
    return [fault["code"] for fault in scenario["checks"]["faults"]]


def test_an_own_edit_is_checked_at_once_and_says_what_is_wrong(house: Client) -> None:
    ids = space_ids(house)
    found = own(house, ("p2", ids["105"]), ("p3", ids["101"]), name="试排")
    assert (found["status"], found["strategy"], found["name"]) == ("done", "own", "试排")
    assert {seat["occupant"]: seat["space"] for seat in found["assignments"]} == {
        "p1": ids["101"],
        "p2": ids["105"],
        "p3": ids["101"],
    }
    assert (found["feasible"], found["checks"]["legal"]) == (False, False)
    assert {"mixed-units", "not-alone"} <= set(fault_codes(found))
    assert all(fault["reason_zh"] and fault["reason_en"] for fault in found["checks"]["faults"])
    assert found["metrics"]["people_moved"]["value"] == 2
    assert [(move["occupant"], move["from"]) for move in found["moves"] if move["occupant"] == "p2"] == [("p2", None)]


def test_an_edit_is_checked_without_being_kept(house: Client) -> None:
    edits = [{"occupant": "p2", "space": space_ids(house)["101"]}]
    answer = house.post(f"{API}/scenarios/check", json={"buildings": [building(house)], "assignments": edits})
    assert (answer.status_code, answer.json()["id"]) == (200, "")
    assert "not-alone" in fault_codes(answer.json())
    assert house.get(f"{API}/scenarios").json()["items"] == []
    assert house.post(f"{API}/scenarios/check", json={"base": "x", "assignments": []}).status_code == 404


def test_an_edit_of_an_edit_starts_where_that_one_ended(house: Client) -> None:
    ids = space_ids(house)
    first = own(house, ("p3", ids["104"]))
    second = own(house, ("p2", ids["105"]), base=first["id"])
    assert second["base"] == first["id"]
    assert {seat["occupant"]: seat["space"] for seat in second["assignments"]}["p3"] == ids["104"]
    third = own(house, ("p3", None), base=second["id"])
    assert "unseated" in fault_codes(third)


def test_an_edit_starts_from_a_scenario_that_an_earlier_version_wrote(
    house: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = own(house, ("p3", space_ids(house)["104"]))
    monkeypatch.setattr(KeptCase, "sha256", property(lambda kept: "0" * 64))  # what its JSON hashes to has changed
    assert own(house, ("p3", None), base=first["id"])["base"] == first["id"]


def test_an_unlawful_scenario_is_never_the_best_and_has_no_bound(house: Client) -> None:
    ids = space_ids(house)
    lawful = ended(house, post(house, strategy="reseat-only", choices={"least_m2": 5}).json()["id"])
    edits = [own(house, ("p2", ids[room]), base=lawful["id"]) for room in ("104", "105")]
    assert [edit["feasible"] for edit in edits] == [False, False]
    assert {edit["metrics"]["people_moved"]["bound"] for edit in edits} == {None}
    both = ",".join(edit["id"] for edit in edits)
    found = house.get(f"{API}/scenarios/compare", params={"ids": both}).json()
    assert not any(cell["best"] for row in found["figures"] for cell in row["cells"])


def test_an_edit_that_cannot_be_applied_is_said_and_the_rest_is_done(house: Client) -> None:
    ids = space_ids(house)
    found = own(house, ("nobody", ids["101"]), ("p2", "nowhere"), ("p3", ids["105"]))
    assert fault_codes(found).count("not-applied") == 2
    assert {seat["occupant"]: seat["space"] for seat in found["assignments"]}["p3"] == ids["105"]


def test_several_strategies_are_searched_for_one_after_the_other_and_compared(house: Client) -> None:
    asked = post(house, strategies=["reseat-only", "fewest-moves", "reseat-only"], time_limit_s=5)
    assert asked.status_code == 202
    ids = asked.json()["ids"]
    assert len(ids) == 2
    assert asked.headers["location"].endswith(f"compare?ids={','.join(ids)}")
    assert [ended(house, id_)["strategy"] for id_ in ids] == ["reseat-only", "fewest-moves"]
    found = house.get(asked.headers["location"]).json()
    assert [column["id"] for column in found["scenarios"]] == ids
    released = next(row for row in found["figures"] if row["key"] == "released_area_m2")
    assert [cell["value"] for cell in released["cells"]] == pytest.approx([42.0, 42.0, 42.0])
    assert released["cells"][1]["bound"] == 45.0
    assert released["cells"][1]["gap"] == pytest.approx(3 / 45)
    assert [stack["people"] for stack in found["scenarios"][0]["stacking"]] == [2, 1]
    room = space_ids(house)["101"]
    assert found["scenarios"][0]["rooms"] == {room: {"org_units": ["czj", "jyj"], "people": 3, "joined": None}}
    assert house.get(f"{API}/scenarios/compare").json()["scenarios"][0]["id"] in ids


def test_the_best_value_is_marked_and_a_tie_is_not(house: Client) -> None:
    ids = space_ids(house)
    together = (Assignment(ids["104"], "p1"), Assignment(ids["104"], "p2"))
    give_roster(house, Roster((FINANCE,), (CHIEF, DEPUTY), together))
    nobody_alone = {"single_from_m2": 1000}
    one = own(house, choices=nobody_alone)
    other = own(house, ("p1", ids["101"]), ("p2", ids["101"]), choices=nobody_alone)
    found = house.get(f"{API}/scenarios/compare", params={"ids": f"{one['id']},{other['id']}"}).json()
    rows = {row["key"]: [cell["best"] for cell in row["cells"]] for row in found["figures"]}
    assert [one["feasible"], other["feasible"]] == [True, True]
    assert rows["people_moved"] == [False, True, False]
    assert rows["staff"] == [False, False, False]
    assert [row["label_en"] for row in found["figures"] if row["key"] == "unseated"] == ["People without a place"]


def test_a_scenario_that_cannot_be_names_the_demands_that_conflict(house: Client) -> None:
    asked = post(house, strategy="release-storeys", seed=IMPOSSIBLE)
    found = ended(house, asked.json()["id"])
    assert (found["status"], found["feasible"], found["assignments"]) == ("done", False, [])
    assert [line["reason_en"] for line in found["conflicts"]] == ["There are more people than room."]


def test_a_search_that_dies_is_a_failure_with_a_sentence(house: Client) -> None:
    found = ended(house, post(house, strategy="reseat-only", seed=CRASH).json()["id"])
    assert (found["status"], found["problem"]["code"]) == ("failed", "scenario-failed")
    assert "as asked" not in found["problem"]["detail_en"]
    edit = post(house, base=found["id"], assignments=[])
    assert (edit.status_code, edit.json()["code"]) == (409, "scenario-not-done")


def test_a_search_is_cancelled_and_its_worker_goes_on_with_the_next(house: Client) -> None:
    slow = post(house, strategy="reseat-only", seed=SLOW).json()["id"]
    wait_for(lambda: house.get(f"{API}/scenarios/{slow}").json()["progress"] > 0.4)
    stopped = house.post(f"{API}/scenarios/{slow}/cancel")
    assert stopped.json()["status"] == "cancelled"
    assert ended(house, post(house, strategy="reseat-only").json()["id"])["status"] == "done"
    again = house.post(f"{API}/scenarios/{slow}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "scenario-ended")


def test_the_same_inputs_give_the_same_result_or_what_changed_is_said(house: Client) -> None:
    first = ended(house, post(house, strategy="reseat-only").json()["id"])
    assert (first["up_to_date"], first["changes"], first["repeats"]) == (True, [], None)
    repeated = house.post(f"{API}/scenarios/{first['id']}/repeat")
    assert repeated.status_code == 202
    again = ended(house, repeated.json()["id"])
    assert (again["repeat_of"], again["repeats"], again["metrics"]) == (first["id"], True, first["metrics"])
    give_roster(house, office_roster(space_ids(house), room="105"))
    later = house.get(f"{API}/scenarios/{first['id']}", headers={"Accept-Language": "en"}).json()
    assert later["changes"] == ["The roster now is version 2; the scenario is based on version 1."]
    assert ended(house, house.post(f"{API}/scenarios/{first['id']}/repeat").json()["id"])["repeats"] is True
    own_edit = own(house, ("p2", space_ids(house)["104"]))
    ids = f"{first['id']},{own_edit['id']}"
    differ = house.get(f"{API}/scenarios/compare", params={"ids": ids})
    assert (differ.status_code, differ.json()["code"]) == (409, "scenarios-differ")
    assert "1" in differ.json()["detail_en"]
    repeat = house.post(f"{API}/scenarios/{own_edit['id']}/repeat")
    assert house.get(repeat.headers["location"]).json()["repeats"] is True


def test_choices_are_given_by_ids_and_unknown_ones_refused(house: Client) -> None:
    storey = house.get(f"{API}/spaces").json()["items"][0]["storey_id"]
    choices = {"emptied_storeys": [storey], "stay": ["czj"], "together": [["czj", "jyj"]], "least_m2": 5}
    found = own(house, choices=choices)
    assert found["choices"]["emptied_storeys"] == [storey]
    assert {"emptied-storey", "not-together"} & set(fault_codes(found)) == {"emptied-storey"}
    for name, code in (
        ("emptied_storeys", "storey-not-found"),
        ("emptied_buildings", "building-not-found"),
        ("stay", "org-unit-not-found"),
        ("kept_rooms", "space-not-found"),
    ):
        refused = post(house, strategy="reseat-only", choices={name: ["nowhere"]})
        assert (refused.status_code, refused.json()["code"]) == (404, code)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "invalid-request"),
        ({"strategy": "reseat-only", "assignments": []}, "invalid-request"),
        ({"strategy": "magic"}, "invalid-request"),
        ({"strategy": "own"}, "invalid-request"),
        ({"strategy": "reseat-only", "time_limit_s": 0}, "invalid-request"),
        ({"strategy": "reseat-only", "buildings": []}, "invalid-request"),
        ({"strategy": "reseat-only", "buildings": ["x"]}, "building-not-found"),
        ({"strategy": "reseat-only", "as_of": "1999-01-01"}, "policy-not-in-force"),
        ({"assignments": [], "base": "x"}, "scenario-not-found"),
        ({"strategy": "reseat-only", "choices": {"together": [["czj", "czj"]]}}, "invalid-request"),
        ({"assignments": [{"occupant": "p2"}, {"occupant": "p2", "space": "x"}]}, "invalid-request"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_whole(house: Client, given: dict[str, Any], code: str) -> None:
    assert post(house, **given).json()["code"] == code
    assert house.get(f"{API}/scenarios").json()["items"] == []


def test_nobody_to_seat_is_said(tmp_path: Path) -> None:
    with office_service(tmp_path) as client:
        refused = post(client, strategy="reseat-only")
    assert (refused.status_code, refused.json()["code"]) == (422, "scenario-nobody")


def test_at_most_four_scenarios_are_compared_each_once(house: Client) -> None:
    ids = [own(house)["id"] for _ in range(5)]
    many = house.get(f"{API}/scenarios/compare", params={"ids": ",".join(ids)})
    twice = house.get(f"{API}/scenarios/compare", params={"ids": f"{ids[0]},{ids[0]}"})
    assert [many.json()["code"], twice.json()["code"]] == ["invalid-request"] * 2
    page = house.get(f"{API}/scenarios", params={"limit": 2}).json()
    assert [item["id"] for item in page["items"]] == ids[:2:-1]
    rest = house.get(f"{API}/scenarios", params={"cursor": page["next"], "building": building(house)}).json()
    assert [item["id"] for item in rest["items"]] == ids[2::-1]
    assert house.get(f"{API}/scenarios", params={"building": "x"}).json()["items"] == []


def test_nothing_to_compare_is_an_empty_comparison(client: Client) -> None:
    found = client.get(f"{API}/scenarios/compare").json()
    assert (found["current"], found["scenarios"], found["figures"]) == (None, [], [])


def test_the_store_refuses_to_change_what_has_ended(house: Client) -> None:
    own(house)
    database = house.app.state.services.database  # type: ignore[attr-defined]
    for statement in ("UPDATE scenarios SET name = 'x'", "UPDATE scenario_cases SET content = 'x'"):
        with pytest.raises(Exception, match=r"not changed|appended"), database.write() as session:
            session.execute(text(statement))


def test_readers_learn_how_many_move_and_not_who(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenario_jobs, "TARGET", TARGET)
    tokens = {"access_token": "m" * 20, "reader_token": "r" * 20, "auditor_token": "a" * 20}
    with office_service(tmp_path, **tokens) as client:
        give_roster(client, office_roster(space_ids(client)))
        found = own(client, ("p3", space_ids(client)["105"]), ("p2", None))
        client.headers["Authorization"] = f"Bearer {'r' * 20}"
        seen = client.get(f"{API}/scenarios/{found['id']}")
        assert len(seen.json()["moves"]) == len(found["moves"])
        assert {seat["occupant"] for seat in seen.json()["assignments"]} == {None}
        compared = client.get(f"{API}/scenarios/compare", params={"ids": found["id"]})
        for answer in (seen, compared, client.get(f"{API}/scenarios")):
            for person in (CHIEF, DEPUTY):
                assert f'"{person.id}"' not in answer.text
                assert person.name not in answer.text
        assert all("p2" not in fault["reason"] for fault in seen.json()["checks"]["faults"])
        for token in ("r", "a"):
            client.headers["Authorization"] = f"Bearer {token * 20}"
            for path in ("", f"/{found['id']}/cases"):
                assert client.post(f"{API}/scenarios{path}", json={}).json()["code"] == "role-insufficient"


def test_a_comparison_is_given_out_as_workbook_and_report(house: Client) -> None:
    one = own(house, ("p2", space_ids(house)["105"]), name="试排")
    two = ended(house, post(house, strategy="release-storeys").json()["id"])
    query = {"ids": f"{one['id']},{two['id']}"}
    answer = house.get(f"{API}/scenarios/compare.xlsx", params=query, headers={"Accept-Language": "en"})
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames[0] == "Consolidation scenarios compare"
    figures = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert figures[1][:4] == ["Figure", "Unit", "Today", "试排"]
    released = next(row for row in figures if row[0] == "Space · Released area")
    assert released[2:4] == pytest.approx([42.0, 30.0])
    assert released[6:] == [pytest.approx(v) for v in (42.0, 45.0, 3 / 45)]
    moves = [[cell.value for cell in row] for row in book.worksheets[4].iter_rows(min_row=3)]
    assert {tuple(move[1:3]) for move in moves} == {("p2", "财政局"), ("p3", "教育局")}
    report = house.get(f"{API}/scenarios/compare.pdf", params=query)
    assert (report.headers["content-type"], report.content[:5]) == ("application/pdf", b"%PDF-")
    assert report.content == house.get(f"{API}/scenarios/compare.pdf", params=query).content


def test_a_bill_is_split_over_the_org_units_of_every_column(house: Client) -> None:
    one = own(house, ("p2", space_ids(house)["105"]), name="试排")
    query = {"ids": one["id"], "bill": "1000.01", "split_by": "area"}
    found = house.get(f"{API}/scenarios/compare", params=query, headers={"Accept-Language": "en"}).json()["utilities"]
    assert (found["total"], found["rule"], found["rule_name"], found["weight_unit"]) == (
        "1000.01",
        "area",
        "by area",
        "m²",
    )
    assert "shared rooms divided by entitlement" in found["explained"][0]["reason"]
    for at in (0, 1):
        shares = [line["shares"][at] for line in found["org_units"]]
        assert sum(Decimal(share["amount"]) for share in shares) == Decimal("1000.01")
        weights = sum(share["weight"] for share in shares)
        assert [Decimal(s["amount"]) for s in shares] == pytest.approx(
            [Decimal(1000.01 * s["weight"] / weights) for s in shares], abs=Decimal("0.01")
        )
    assert found["org_units"][0]["shares"][0] != found["org_units"][0]["shares"][1]  # p2 has got a room
    heads = house.get(f"{API}/scenarios/compare", params=query | {"split_by": "headcount"}).json()["utilities"]
    assert [sum(line["shares"][at]["weight"] for line in heads["org_units"]) for at in (0, 1)] == [1, 2]
    book = load_workbook(BytesIO(house.get(f"{API}/scenarios/compare.xlsx", params=query).content))
    last = [cell.value for cell in list(book["水电费分摊"].iter_rows())[1 + len(found["org_units"]) + 1]]
    assert (last[0], last[2], last[4]) == ("合计", 1000.01, 1000.01)
    plain = house.get(f"{API}/scenarios/compare.pdf", params={"ids": one["id"]}).content
    assert len(house.get(f"{API}/scenarios/compare.pdf", params=query).content) > len(plain)
    assert house.get(f"{API}/scenarios/compare", params={"ids": one["id"]}).json()["utilities"] is None


def test_a_bill_by_meter_takes_readings_and_says_what_is_missing(house: Client) -> None:
    one = own(house, ("p2", space_ids(house)["105"]))
    query = {"ids": one["id"], "bill": "300", "split_by": "meter"}

    def ask(**more: Any) -> Any:
        return house.get(f"{API}/scenarios/compare", params=query | more).json()

    units = [unit["id"] for unit in ask(meter=[f"{FINANCE.id}:1"], main_meter=2, common_area_m2=50)["org_units"]]
    answer = ask(meter=[f"{unit}:{at + 1}" for at, unit in enumerate(units)])["utilities"]
    amounts = [line["shares"][1]["amount"] for line in answer["org_units"]]
    assert sum(Decimal(amount) for amount in amounts) == 300
    assert Decimal(amounts[1]) == pytest.approx(2 * Decimal(amounts[0]), abs=Decimal("0.02"))
    short = ask(meter=[f"{FINANCE.id}:1"])
    assert (short["code"], "教育局" in short["detail"]) == ("invalid-request", True)  # by name, not by id
    for meter in ("nobody:1", "1", f"{FINANCE.id}:x", f"{FINANCE.id}:-1", f"{FINANCE.id}:nan"):
        assert ask(meter=[meter])["code"] == "invalid-request", meter
    for bill in ("-1", "1.005", "1e30", "NaN"):
        assert ask(bill=bill)["code"] == "invalid-request", bill


def test_without_a_scenario_there_is_no_report(client: Client) -> None:
    for name in ("compare.xlsx", "compare.pdf"):
        assert client.get(f"{API}/scenarios/{name}").json()["code"] == "scenario-not-found"


@pytest.mark.slow
def test_the_search_itself_runs_in_its_child_process(tmp_path: Path) -> None:
    with office_service(tmp_path) as client:
        ids = space_ids(client)
        give_roster(client, Roster((FINANCE,), (CHIEF,), (Assignment(ids["101"], "p1"),)))
        found = ended(client, post(client, strategy="reseat-only", time_limit_s=5).json()["id"])
    assert (found["status"], found["feasible"]) == ("done", True)
    assert [(seat["occupant"], seat["space"]) for seat in found["assignments"]] == [("p1", ids["105"])]
    released = found["metrics"]["released_area_m2"]
    assert released["value"] == pytest.approx(50.0)
    assert released["bound"] >= released["value"] - 0.01
    assert [(move["from"], move["to"]) for move in found["moves"]] == [(ids["101"], ids["105"])]
