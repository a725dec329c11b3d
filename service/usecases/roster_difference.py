"""What a new roster changes, in numbers and line by line: who is new, moved, left, or has another post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from service.allocation.people import Roster
from service.allocation.rooms import Room

Kind = Literal["new", "moved", "left", "post", "unit-new", "unit-left", "unit-changed"]
KINDS: tuple[Kind, ...] = ("new", "moved", "left", "post", "unit-new", "unit-left", "unit-changed")


@dataclass(frozen=True, slots=True)
class Line:
    """One change; ``subject`` is a person's name or a body's, ``before`` and ``after`` rooms or posts."""

    kind: Kind
    id: str
    subject: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class RosterDifference:
    """All changes on the day the new roster applies from, and how many people stay as they were."""

    lines: tuple[Line, ...]
    unchanged: int
    counts: Mapping[Kind, int] = field(default_factory=dict)


def roster_difference(before: Roster, after: Roster, rooms: Mapping[str, Room], day: date) -> RosterDifference:
    """Return what ``after`` changes against ``before`` on ``day``."""
    lines = [*_units(before, after), *_people(before, after, rooms, day)]
    changed = {line.id for line in lines if not line.kind.startswith("unit")}
    counts = {kind: sum(line.kind == kind for line in lines) for kind in KINDS}
    return RosterDifference(tuple(lines), len(after.occupant.keys() - changed), counts)


def _units(before: Roster, after: Roster) -> Iterable[Line]:
    for unit_id, unit in after.org_unit.items():
        was = before.org_unit.get(unit_id)
        if was is None:
            yield Line("unit-new", unit_id, unit.name)
        elif was != unit:
            yield Line("unit-changed", unit_id, unit.name)
    for unit_id, unit in before.org_unit.items():
        if unit_id not in after.org_unit:
            yield Line("unit-left", unit_id, unit.name)


def _people(before: Roster, after: Roster, rooms: Mapping[str, Room], day: date) -> Iterable[Line]:
    was_in, is_in = _rooms_of(before, rooms, day), _rooms_of(after, rooms, day)
    for id_, person in after.occupant.items():
        old = before.occupant.get(id_)
        now = is_in.get(id_, "")
        if old is None:
            yield Line("new", id_, person.name, "", now)
            continue
        if was_in.get(id_, "") != now:
            yield Line("moved", id_, person.name, was_in.get(id_, ""), now)
        posts = _post(before, id_, day), _post(after, id_, day)
        if posts[0] != posts[1]:
            yield Line("post", id_, person.name, *posts)
    for id_, person in before.occupant.items():
        if id_ not in after.occupant:
            yield Line("left", id_, person.name, was_in.get(id_, ""), "")


def _rooms_of(roster: Roster, rooms: Mapping[str, Room], day: date) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for assignment in roster.assignments_on(day):
        if assignment.occupant_id:
            room = rooms.get(assignment.space_id)
            found.setdefault(assignment.occupant_id, []).append(
                (room.number or room.name) if room else assignment.space_id
            )
    return {occupant_id: "、".join(sorted(numbers)) for occupant_id, numbers in found.items()}


def _post(roster: Roster, occupant_id: str, day: date) -> str:
    post = roster.occupant[occupant_id].main_post_on(day)
    if post is None:
        return ""
    unit = roster.org_unit.get(post.org_unit_id)
    return f"{unit.name if unit else post.org_unit_id} {post.level}".strip()
