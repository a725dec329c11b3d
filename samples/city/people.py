"""Who sits where in the city centre today: 1,700 invented people, by org unit along the corridors, as such houses fill.

Units lie together, except every fourth, which grew and got rooms elsewhere. Room was handed out generously and heads
took whole bays, so much is over entitlement; every third unit has moved together already, and its rest stands empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from samples.city.org_units import CITY_LEADERS, ORG_UNITS, STAFF
from samples.county.records import Block, Room

LEADER, DEPUTY_LEADER, HEAD, DEPUTY_HEAD, CLERK = "市级正职", "市级副职", "正局(处)级", "副局(处)级", "局(处)级以下"
LEVELS = (LEADER, DEPUTY_LEADER, HEAD, DEPUTY_HEAD, CLERK)
LEAST_M2 = 6.0  # a person
AREA_PER_PERSON_M2 = 14.0
DEPUTIES = ((80, 6), (50, 5), (30, 4), (0, 3))  # deputy heads of a unit with at least so many staff
GREW = 4  # every so-many-th unit has its last rooms elsewhere
GREW_SHARE = 0.25
MOVED_TOGETHER = 3  # every so-many-th unit shares rooms until the limits of its people cover them
CLERK_M2 = 9.0
SURNAMES = "苏陆沈顾程叶方夏钟汪田任姜范石姚谭廖邹熊金郝孔白崔康毛邱秦江"
FIRST = "云溪松岚竹泉晨亦知予清和景行书言若舟承安"
SECOND = "舟远白宁川野禾岳青简霖朗澄微言"


@dataclass(frozen=True)
class Person:
    """A row of the people sheet; ``room`` is the number of the room the person works in."""

    number: str
    name: str
    org_unit: str
    level: str
    room: str


def people_of(blocks: list[Block]) -> list[Person]:
    """Return everybody, unit after unit, highest level first; fills in ``org_unit`` and ``occupants`` of the rooms."""
    rooms = iter([r for b in blocks for s in b.storeys for r in s.rooms if r.kind == "office"])
    own = {unit: _take(rooms, staff * _first_share(at)) for at, (unit, staff) in enumerate(ORG_UNITS)}
    for at, (unit, staff) in enumerate(ORG_UNITS):
        if _first_share(at) < 1:
            own[unit] += _take(rooms, staff * GREW_SHARE)
    found: list[Person] = []
    for at, (unit, staff) in enumerate(ORG_UNITS):
        for level, room in _seated(unit, staff, own[unit], together=at % MOVED_TOGETHER == 0):
            room.org_unit, room.occupants = unit, room.occupants + 1
            number = len(found) + 1
            found.append(Person(f"LJ{number:04d}", _name(number), unit, level, room.number))
    if len(found) != STAFF:
        raise ValueError(f"{len(found)} of {STAFF} seated")
    return found


def _first_share(at: int) -> float:
    return 1 - GREW_SHARE if at % GREW == GREW - 1 else 1.0


def _take(rooms: Iterator[Room], people: float) -> list[Room]:
    taken: list[Room] = []
    while sum(r.net_m2 for r in taken) < people * AREA_PER_PERSON_M2:
        taken.append(next(rooms))
    return taken


def _seated(unit: str, staff: int, rooms: list[Room], *, together: bool) -> Iterator[tuple[str, Room]]:
    """Yield level and room of everyone in a unit: single offices by rank, then clerks in the rest."""
    leaders, deputies = CITY_LEADERS.get(unit, (0, 0))
    deputy_heads = next(count for least, count in DEPUTIES if staff >= least)
    singles = [LEADER] * leaders + [DEPUTY_LEADER] * deputies + [HEAD] + [DEPUTY_HEAD] * deputy_heads
    large = sorted(rooms, key=lambda r: (-round(r.net_m2, 1), r.number))
    small = sorted(rooms, key=lambda r: (round(r.net_m2, 1) < 12, round(r.net_m2, 1), r.number))
    taken: set[str] = set()
    for level in singles:
        # Heads took whole bays; most of their deputies have half a bay, which may or may not be too much.
        room = next(r for r in (small if level == DEPUTY_HEAD else large) if r.number not in taken)
        taken.add(room.number)
        yield level, room
    shared = [room for room in rooms if room.number not in taken]
    seats = _together if together else _spread
    for room in seats(staff - len(singles), shared):
        yield CLERK, room


def _spread(people: int, rooms: list[Room]) -> Iterator[Room]:
    """Yield a room for each person: the one with most floor left for one more."""
    heads = dict.fromkeys((room.number for room in rooms), 0)
    for _ in range(people):
        emptiest = max(rooms, key=lambda r: (r.net_m2 / (heads[r.number] + 1), r.number))
        heads[emptiest.number] += 1
        yield emptiest


def _together(people: int, rooms: list[Room]) -> Iterator[Room]:
    """Yield a room for each person, filling one after the other as far as limits ask and floor allows."""
    left = people
    for room in rooms:
        fewest, most = ceil(room.net_m2 / CLERK_M2), int(room.net_m2 / LEAST_M2)
        heads = min(left, fewest) if fewest <= most else 0
        left -= heads
        yield from [room] * heads
    if left:
        raise ValueError(f"{left} people find no room")


def _name(number: int) -> str:
    """Return an invented name, another one for every number below 9,000."""
    first, second = number // len(SURNAMES), number // (len(SURNAMES) * len(FIRST))
    return SURNAMES[number % len(SURNAMES)] + FIRST[first % len(FIRST)] + SECOND[(second + number) % len(SECOND)]
