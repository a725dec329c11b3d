"""What an office consists of: the room itself and, since the door is the boundary, the side rooms behind it."""

from __future__ import annotations

from dataclasses import dataclass

from service.allocation.room_kinds import RoomKind
from service.allocation.rooms import Room
from service.allocation.situation import Situation, asked_once

BALCONY_FACTOR = {"none": 0.0, "half": 0.5, "full": 1.0}


@dataclass(frozen=True, slots=True)
class Part:
    """A side room that counts to the office before it, with the share of its area that counts."""

    room: Room
    kind: RoomKind
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Suite:
    """An office with its side rooms, nearest first."""

    office: Room
    parts: tuple[Part, ...] = ()

    @property
    def pieces(self) -> tuple[tuple[Room, float], ...]:
        """Return every room with the share of its area that counts."""
        return ((self.office, 1.0), *((part.room, part.factor) for part in self.parts))


@asked_once
def suite_of(s: Situation, space_id: str) -> Suite:
    """Return the office in a room: side rooms count that nobody else has to pass to reach a place of work.

    Which kinds of rooms count, to one occupant and to several, the door rule of the policy says.
    """
    office = s.rooms[space_id]
    rule = s.policy.rules.door
    if space_id not in s.behind or rule is None or not rule.applies or not s.policy.applies(rule, s.day):
        return Suite(office)
    own = {use.assignment.occupant_id for use in s.uses_of_room(space_id) if use.is_office}
    counted = rule.single if len(own) == 1 else rule.shared
    parts = [part for room in _private(s, space_id, own) if (part := _part(s, room, counted))]
    return Suite(office, tuple(parts))


@asked_once
def is_side_room(s: Situation, space_id: str) -> bool:
    """Return whether a room counts to an office before it."""
    seen = {space_id}
    at = s.rooms[space_id].only_through
    while at in s.rooms and at not in seen:
        if any(use.is_office for use in s.uses_of_room(at)) and any(
            part.room.id == space_id for part in suite_of(s, at).parts
        ):
            return True
        seen.add(at)
        at = s.rooms[at].only_through
    return False


def _private(s: Situation, space_id: str, own: set[str]) -> list[Room]:
    """Return the rooms behind a room through which no other person gets to work, from the nearest on."""
    order: list[tuple[str, str]] = [(child, space_id) for child in s.behind[space_id]]
    for child, _ in order:  # grows while it is walked: breadth first
        order += [(further, child) for further in s.behind.get(child, ()) if further != space_id]
    passed = {space_id: False}
    for child, parent in reversed(order):
        others = any(u.is_office and u.assignment.occupant_id not in own for u in s.uses_of_room(child))
        passed[child] = passed.get(child, False) or others
        passed[parent] = passed.get(parent, False) or passed[child]
    return [s.rooms[child] for child, _ in order if not passed[child]]


def _part(s: Situation, room: Room, counted: tuple[str, ...]) -> Part | None:
    kind = s.kind(room.id)
    rules = s.policy.rules
    if kind == "balcony" and rules.measurement:
        factor = BALCONY_FACTOR[rules.measurement.count_balcony]
        return Part(room, kind, factor) if factor else None
    if kind == "toilet" and rules.toilet and not rules.toilet.counts:
        return None
    if kind == "rest-room" and rules.rest_room and not rules.rest_room.counts:
        return None
    return Part(room, kind) if kind in counted or room.use in counted else None
