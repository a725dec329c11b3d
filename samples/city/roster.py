"""The roster of the city centre on 21 November 2026, as rows of the roster template."""

from __future__ import annotations

from datetime import date
from typing import Any

from samples.city.org_units import ORG_UNITS
from samples.city.people import LEVELS, Person, people_of
from samples.county.records import Block

AS_OF = date(2026, 11, 21)
ORGANS = ("市委办公室", "市人大常委会办公室", "市政府办公室", "市政协办公室", "市纪委监委")
Rows = dict[str, list[dict[str, Any]]]


def roster_rows(blocks: list[Block]) -> Rows:
    """Return the rows of every sheet, by field, as the template names them."""
    people = people_of(blocks)
    return {
        "org_units": [_unit(unit, staff, people) for unit, staff in ORG_UNITS],
        "occupants": [{"number": p.number, "name": p.name, "org_unit": p.org_unit, "level": p.level} for p in people],
        "assignments": [{"room": p.room, "number": p.number, "name": p.name} for p in people],
        "rooms": [],
    }


def _unit(unit: str, staff: int, people: list[Person]) -> dict[str, Any]:
    own = [person for person in people if person.org_unit == unit]
    counts = {f"staffing:{level}": sum(p.level == level for p in own) or None for level in LEVELS}
    kind = "机关本级" if unit in ORGANS else "组成部门"
    return {"name": unit, "organ_level": "市级", "kind": kind, "staff_total": staff} | counts
