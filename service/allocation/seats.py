"""The offices of a situation as places to move between: how big, how much its people may have, who could leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from geometry.finding import Text
from service.allocation.entitlement.offices import counts_as_own, judged_by_person, own_offices, workers
from service.allocation.entitlement.suites import is_side_room, suite_of
from service.allocation.entitlement.verdict import judge
from service.allocation.rooms import Room
from service.allocation.situation import SIDE_ROOMS, Situation, Use

NO_WORDS = Text("", "")


@dataclass(frozen=True)
class Office:
    """An office with the people in it; ``area_m2`` counts what lies behind its door."""

    room: Room
    pieces: tuple[tuple[Room, float], ...]
    users: tuple[Use, ...]

    @property
    def id(self) -> str:
        """Return the id of the room."""
        return self.room.id

    @cached_property
    def area_m2(self) -> float:
        """Return the area that counts, m²."""
        return fsum((room.net_area_m2 or 0.0) * share for room, share in self.pieces)

    @cached_property
    def limit_m2(self) -> float:
        """Return the sum of the limits of its people, m²."""
        return limit_of(self.users)


def limit_of(users: Sequence[Use]) -> float:
    """Return the sum of the limits of people, m²."""
    return fsum(use.entitlement.limit_m2 or 0.0 for use in users)


def offices(s: Situation) -> dict[str, Office]:
    """Return the offices that people can be moved between, by id of the room.

    Left out are rooms without an area, side rooms of other offices, and rooms whose people are judged one by one, have
    several offices, are about to leave, or have no known limit: what a move would lead to there cannot be said.
    """
    found = {}
    for room in s.rooms.values():
        if room.use != "office" or room.net_area_m2 is None or s.kind(room.id) in SIDE_ROOMS:
            continue
        users = workers(s, room.id)
        if len(users) != len(s.uses_of_room(room.id)) or not all(map(_movable(s), users)):
            continue
        if judged_by_person(s, room.id) or is_side_room(s, room.id):
            continue
        pieces = suite_of(s, room.id).pieces
        if all(part.net_area_m2 is not None for part, _ in pieces):
            found[room.id] = Office(room, pieces, users)
    return found


def _movable(s: Situation):  # type: ignore[no-untyped-def]
    def movable(use: Use) -> bool:
        one = len(own_offices(s, use.assignment.occupant_id)) == 1
        return counts_as_own(use) and use.entitlement.limit_m2 is not None and one

    return movable


def fits(s: Situation, office: Office, users: Sequence[Use]) -> bool:
    """Return whether people could sit in an office: within their limits, and with enough floor each."""
    if not users:
        return True
    least = least_m2_per_person(s)
    if office.area_m2 < least * len(users) - 1e-9:
        return False
    limits = [use.entitlement for use in users]
    return judge(s.policy, NO_WORDS, office.pieces, limits).outcome == "within"


def least_m2_per_person(s: Situation) -> float:
    """Return the least area people can work in, m² a person."""
    rule = s.policy.rules.working_room
    return rule.min_m2_per_person if rule else 0.0
