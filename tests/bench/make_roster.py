"""A building of many rooms and a roster for it, in memory: every kind of use in a fixed mixture, no two runs differ."""

from __future__ import annotations

from datetime import date
from random import Random

from service.allocation.people import Assignment, Occupant, OrgUnit, Post, Roster
from service.allocation.rooms import Room

DAY = date(2026, 11, 21)
LEVELS = ("县级正职", "县级副职", "正科级", "副科级", "科级以下", "科级以下", "科级以下", "科级以下", "调研员")
STAFFING = (("正科级", 1), ("副科级", 4), ("科级以下", 25))
PEOPLE_PER_UNIT = 30


def make(rooms: int, *, uses_per_room: float = 1.2) -> tuple[Roster, tuple[Room, ...]]:
    """Return a roster with ``uses_per_room`` assignments a room: shared rooms, suites, several rooms, leavers."""
    random = Random(rooms)
    made: list[Room] = []
    for at in range(rooms):
        behind = at % 20 == 1  # every twentieth office has a rest room behind it
        made.append(
            Room(
                f"r{at}",
                str(at),
                "休息室" if behind else "办公室",
                f"{at // 5000}",
                f"{at // 250}",
                "office",
                round(random.uniform(8, 40), 3),
                0.05 if at % 3 else None,
                "cn-usable",
                access="through" if behind else "open",
                only_through=f"r{at - 1}" if behind else "",
            )
        )
    offices = [room.id for room in made if not room.only_through]
    uses = int(rooms * uses_per_room)
    people = int(uses * 0.97)  # three in a hundred uses are second rooms or rooms of a unit as a whole
    units = people // PEOPLE_PER_UNIT + 1
    org_units = tuple(
        OrgUnit(f"u{at}", f"单位{at}", organ_level="county", approved_staffing=STAFFING) for at in range(units)
    )
    occupants = tuple(_occupant(at, random) for at in range(people))
    assignments = [Assignment(offices[at % len(offices)], f"p{at}") for at in range(people)]
    for at in range(uses - people):
        space = random.choice(offices)
        assignments.append(
            Assignment(space, f"p{at * 7}") if at % 2 else Assignment(space, "", f"u{at % units}", purpose="meeting")
        )
    return Roster(org_units, occupants, tuple(assignments)), tuple(made)


def _occupant(at: int, random: Random) -> Occupant:
    unit = f"u{at // PEOPLE_PER_UNIT}"
    retired = date(2026, 10, 1) if at % 97 == 0 else None
    return Occupant(f"p{at}", "", (Post(unit, random.choice(LEVELS), "县长"),), f"{at}", retired_on=retired)
