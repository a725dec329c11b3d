"""A small house with a small roster, put into a service without a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from service.allocation.people import Assignment, Occupant, OrgUnit, Post, Roster
from service.app import create_app
from service.store import rosters
from service.store.database import Database
from service.store.people_records import RosterRecord
from service.usecases.roster_rows import RosterShelf, difference
from tests.service.build_ifc import OFFICES, Room, write_ifc
from tests.service.conftest import API, LOCAL, Client, local_settings

ROOMS = (*OFFICES, Room("104", "办公室", 0, 6.4, 6, 5), Room("105", "办公室", 6.2, 6.4, 3, 4))
FINANCE = OrgUnit(
    "czj", "财政局", organ_level="county", rank="section", approved_staffing=(("正科级", 1), ("副科级", 2))
)
EDUCATION = OrgUnit("jyj", "教育局", organ_level="county", rank="section", approved_staffing=(("正科级", 1),))
CHIEF = Occupant("p1", "甲示例", (Post("czj", "正科级", "局长"),), number="N001")
DEPUTY = Occupant("p2", "乙示例", (Post("czj", "副科级", "副局长"),), number="N002")
CLERK = Occupant("p3", "丙示例", (Post("jyj", "科级以下"),), number="N003")


def space_ids(client: Client) -> dict[str, str]:
    """Return the ids of the spaces by number."""
    items = client.get(f"{API}/spaces", params={"limit": 1000}).json()["items"]
    return {item["number"]: item["id"] for item in items}


def office_roster(ids: dict[str, str], *, room: str = "101") -> Roster:
    """Return a chief alone in a room of 20 m² (entitled to 18), a deputy without one, a clerk in the meeting room."""
    return Roster(
        (FINANCE, EDUCATION),
        (CHIEF, DEPUTY, CLERK),
        (Assignment(ids[room], "p1"), Assignment(ids["102"], "p3")),
    )


def give_roster(client: Client, roster: Roster, *, applies_from: date | None = None) -> int:
    """Store a roster as the next version and return its number."""
    occupancy = client.app.state.services.occupancy
    return store_roster(occupancy.database, occupancy.rosters, roster, applies_from=applies_from)


def store_roster(database: Database, shelf: RosterShelf, roster: Roster, *, applies_from: date | None = None) -> int:
    """Write a roster into the store as its next version."""
    with database.write() as session:
        last = rosters.newest(session)
        gone, new = difference(shelf.version(last.version if last else 0), roster)
        record = RosterRecord(0, "file", "roster.xlsx", "0" * 64, 1, datetime.now(UTC), applies_from, {})
        return rosters.add_version(session, record, gone=gone, new=new)


@contextmanager
def office_service(folder: Path, **settings: Any) -> Iterator[Client]:
    """Yield a service that has imported ``ROOMS``; its tests give it a roster each."""
    file = write_ifc(folder / "office.ifc", ROOMS)
    with Client(create_app(local_settings(folder / "data", **settings)), base_url=LOCAL) as client:
        token = settings.get("access_token")
        if token:
            client.headers["Authorization"] = f"Bearer {token}"
        client.bring_in(file)
        yield client
