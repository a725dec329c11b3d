"""A version kept after a change is the one that would be read from the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from service.allocation.people import Assignment, Occupant, Post
from service.usecases.change_people import add_assignment, add_occupant, change_assignment, change_occupant
from service.usecases.roster_rows import RosterShelf
from tests.service.conftest import API, Client
from tests.service.roster import give_roster, office_roster, office_service, space_ids


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with office_service(tmp_path_factory.mktemp("rows")) as client:
        give_roster(client, office_roster(space_ids(client)))
        yield client


def test_changes_one_after_another_leave_what_the_store_says(house: Client) -> None:
    shelf: RosterShelf = house.app.state.services.occupancy.rosters
    ids = space_ids(house)

    def kept(version: int) -> None:
        known, read = shelf.version(version), RosterShelf(shelf.database).version(version)
        assert known == read
        assert known.assignment == read.assignment

    kept(add_occupant(shelf, Occupant("p9", "丁示例", (Post("czj", "科级以下"),))).version)
    kept(change_occupant(shelf, "p2", {"lent_to": "jyj", "lent_from": date(2026, 11, 1)}, main_post=None).version)
    moved_up = Post("czj", "正科级", starts=date(2026, 11, 2))
    kept(change_occupant(shelf, "p2", {}, main_post=moved_up).version)
    last = add_assignment(shelf, Assignment(ids["105"], "p9", share=0.5, starts=date(2026, 11, 3)))
    kept(last.version)
    stored = shelf.version(last.version)
    assignment_id = stored.assignment_ids[-1]
    moved = change_assignment(shelf, assignment_id, {}, moves_to=ids["104"], on=date(2026, 11, 20))
    kept(moved.version)
    spaces = [one.space_id for one in shelf.version(moved.version).roster.assignments if one.occupant_id == "p9"]
    assert spaces == [ids["105"], ids["104"]]


def test_a_change_that_changes_nothing_keeps_every_row(house: Client) -> None:
    shelf: RosterShelf = house.app.state.services.occupancy.rosters
    ids = space_ids(house)
    now = add_assignment(shelf, Assignment(ids["104"], "p1", starts=date(2026, 11, 4)))
    before = shelf.version(now.version)
    record = change_assignment(shelf, before.assignment_ids[-1], {}, moves_to=None, on=None)
    assert replace(shelf.version(record.version), version=before.version) == before


def test_records_that_stay_are_shared_between_versions(house: Client) -> None:
    shelf: RosterShelf = house.app.state.services.occupancy.rosters
    now = add_occupant(shelf, Occupant("p10", "戊示例", (Post("czj", "科级以下"),)))
    after = change_occupant(shelf, "p10", {"number": "N010"}, main_post=None)
    old, new = shelf.version(now.version).roster, shelf.version(after.version).roster
    assert new.occupant["p1"] is old.occupant["p1"]
    assert new.occupant["p10"].number == "N010"


def test_a_transfer_leaves_the_office_with_the_old_post_and_its_clock_runs(house: Client) -> None:
    ids = space_ids(house)
    occupancy = house.app.state.services.occupancy
    give_roster(house, office_roster(ids))
    change_occupant(occupancy.rosters, "p1", {}, main_post=Post("jyj", "正科级", starts=date(2026, 10, 21)))
    [use] = house.get(f"{API}/assignments", params={"occupant": "p1"}).json()["items"]
    assert use["org_unit_id"] == "czj"
    told = {}
    for day in ("2026-10-20", "2026-11-20", "2026-11-21"):
        query = {"code": "kept-after-leaving", "space": ids["101"], "as_of": day}
        found = house.get(f"{API}/findings", params=query).json()["items"]
        told[day] = [(one["outcome"], one["evidence"]["last_day"]) for one in found]
    assert told == {
        "2026-10-20": [],
        "2026-11-20": [("due", "2026-11-20")],
        "2026-11-21": [("violation", "2026-11-20")],
    }
