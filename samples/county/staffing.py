"""Who sits where today: every office gets an org unit and a head count, 530 in all, without names of people."""

from __future__ import annotations

from samples.county.org_units import ORG_UNITS, STAFF
from samples.county.programme import OFFICE
from samples.county.records import Block, Room

AREA_PER_PERSON_M2 = 14.2  # net m² handed out per head: the building is generous, and a few rooms stay empty
LEADERS = {
    "县委书记办公室": "县委办公室",
    "副书记办公室": "县委办公室",
    "县长办公室": "县政府办公室",
    "常务副县长办公室": "县政府办公室",
    "副县长办公室": "县政府办公室",
    "县政府党组副书记办公室": "县政府办公室",
    "县人大常委会主任办公室": "县人大常委会办公室",
    "县政协主席办公室": "县政协办公室",
    "组织部部长办公室": "县委组织部",
    "纪委书记办公室": "县纪委监委",
}


def seat(blocks: list[Block]) -> None:
    """Fill in ``org_unit`` and ``occupants`` of every office, unit after unit along the corridors."""
    offices = [r for b in blocks for s in b.storeys for r in s.rooms if r.kind == "office"]
    left = dict(ORG_UNITS)
    for room in offices:
        unit = LEADERS.get(room.name)
        if unit is not None:
            room.org_unit, room.occupants = unit, 1
            left[unit] -= 1
    free = iter([r for r in offices if r.name not in LEADERS])
    for unit, staff in left.items():
        rooms: list[Room] = []
        while sum(r.net_m2 for r in rooms) < staff * AREA_PER_PERSON_M2:
            rooms.append(next(free))
        for room in rooms:
            room.org_unit = unit
        for _ in range(staff):
            emptiest = max(rooms, key=lambda r: (r.net_m2 / (r.occupants + 1), r.number))
            emptiest.occupants += 1
    seated = sum(r.occupants for r in offices)
    if seated != STAFF:
        raise ValueError(f"{seated} of {STAFF} seated")


def display_name(room: Room) -> str:
    """Return the name on the door."""
    if room.name == OFFICE and room.org_unit:
        unit = room.org_unit
        return unit if unit.endswith(OFFICE) else f"{unit}{OFFICE}"
    return room.name
