"""The 530 people of the county centre: invented names, levels by org unit, and the room each one works in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from samples.county.org_units import ORG_UNITS
from samples.county.records import Block, Room
from samples.county.staffing import LEADERS

LEADER, DEPUTY, CHIEF, DEPUTY_CHIEF, CLERK = "县级正职", "县级副职", "正科级", "副科级", "科级以下"
LEVELS = (LEADER, DEPUTY, CHIEF, DEPUTY_CHIEF, CLERK)
LEADER_POSTS = {
    "县委书记办公室": (LEADER, "县委书记"),
    "副书记办公室": (DEPUTY, "县委副书记"),
    "县长办公室": (LEADER, "县委副书记、县长"),
    "常务副县长办公室": (DEPUTY, "县委常委、常务副县长"),
    "副县长办公室": (DEPUTY, "副县长"),
    "县政府党组副书记办公室": (DEPUTY, "县政府党组副书记"),
    "县人大常委会主任办公室": (LEADER, "县人大常委会主任"),
    "县政协主席办公室": (LEADER, "县政协主席"),
    "组织部部长办公室": (DEPUTY, "县委常委、组织部部长"),
    "纪委书记办公室": (DEPUTY, "县委常委、县纪委书记"),
}
LIMIT_M2 = {LEADER: 30.0, DEPUTY: 24.0, CHIEF: 18.0, DEPUTY_CHIEF: 12.0, CLERK: 9.0}
CLERKS_PER_DEPUTY = 6
LEAST_M2 = 6.0  # a person
# Org units that have moved together already: people share until their limits cover the room, the rest stands empty.
MOVED_TOGETHER = frozenset(
    {
        "县委统战部",
        "县委政法委",
        "县发展和改革局",
        "县教育局",
        "县民政局",
        "县司法局",
        "县自然资源局",
        "县交通运输局",
        "县水务局",
        "县文化和旅游局",
        "县应急管理局",
        "县统计局",
        "县总工会",
    }
)
SURNAMES = "苏陆沈顾程叶方夏钟汪田任姜范石姚谭廖邹熊金郝孔白崔康毛邱秦江"
FIRST = "云溪松岚竹泉晨亦知予清和景行书言若舟承安"
SECOND = "舟远白宁川野禾岳青简霖朗澄微"


@dataclass
class Person:
    """A row of the people sheet; ``rooms`` are the numbers of the rooms the person works in."""

    number: str
    name: str
    org_unit: str
    level: str
    title: str = ""
    rooms: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)


def people_of(blocks: list[Block]) -> list[Person]:
    """Return everybody, unit after unit, highest level first, seated where ``staffing.seat`` counted a head."""
    rooms = [r for b in blocks for s in b.storeys for r in s.rooms if r.kind == "office" and r.occupants]
    found: list[Person] = []
    for unit, staff in ORG_UNITS:
        own = [room for room in rooms if room.org_unit == unit]
        leaders = [(room, *LEADER_POSTS[room.name]) for room in own if room.name in LEADERS]
        others = staff - len(leaders)
        deputies = max(1, (others - 1) // CLERKS_PER_DEPUTY)
        levels = [CHIEF, *[DEPUTY_CHIEF] * deputies, *[CLERK] * (others - 1 - deputies)]
        plain = [room for room in own if room.name not in LEADERS]
        seats = _shared_seats(plain, levels) if unit in MOVED_TOGETHER else _seats(plain)
        placed = [(room, level, title) for room, level, title in leaders]
        placed += [(room, level, "") for room, level in zip(seats, levels, strict=True)]
        for room, level, title in placed:
            number = len(found) + 1
            found.append(Person(f"LX{number:04d}", _name(number), unit, level, title, [room.number]))
    return found


def _seats(rooms: list[Room]) -> list[Room]:
    """Return one room a seat: rooms for one person first, those that fit a chief of 18 m² before larger ones."""
    singles = sorted((r for r in rooms if r.occupants == 1), key=lambda r: (r.net_m2 > 18, -r.net_m2, r.number))
    shared = [r for r in rooms if r.occupants > 1 for _ in range(r.occupants)]
    return [*singles, *shared]


def _shared_seats(rooms: list[Room], levels: list[str]) -> list[Room]:
    """Return a room for each of ``levels``: the chief alone, then as many to a room as its area asks for."""
    chief, *rest = _seats([replace(room, occupants=1) for room in rooms])
    seats, left = [chief], levels[1:]
    for room in sorted(rest, key=lambda room: room.number):
        covered, people = 0.0, 0
        while left and covered < room.net_m2 and room.net_m2 / (people + 1) >= LEAST_M2:
            covered += LIMIT_M2[left.pop(0)]
            people += 1
            seats.append(room)
    return seats


def _name(number: int) -> str:
    """Return an invented name, another one for every number."""
    surname = SURNAMES[number % len(SURNAMES)]
    return surname + FIRST[(number // len(SURNAMES)) % len(FIRST)] + SECOND[(number * 5 + number // 7) % len(SECOND)]
