"""A remedy: what could lawfully be done about a finding, with the rooms and people before and after."""

from __future__ import annotations

from dataclasses import dataclass

from geometry.finding import Text
from service.allocation.policy_rules import RemedyKind


@dataclass(frozen=True, slots=True)
class RoomEffect:
    """A room before and after a remedy; areas and entitlements in m², None where they are not known."""

    space_id: str
    area_before_m2: float | None
    area_after_m2: float | None
    entitlement_before_m2: float | None
    entitlement_after_m2: float | None
    people_before: int
    people_after: int


@dataclass(frozen=True, slots=True)
class Move:
    """One person who moves from one room to another."""

    occupant_id: str
    from_space_id: str
    to_space_id: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """One lawful way to get rid of a finding; ``rank`` counts from 1 in lawful order.

    ``partition`` is the line of a new wall in storey-local metres, empty without one. ``verified`` says that the
    independent checker found every room of it within its entitlement. ``title`` and ``reason`` name no person.
    """

    rank: int
    kind: RemedyKind
    title: Text
    reason: Text
    clause: str
    rooms: tuple[RoomEffect, ...]
    moves: tuple[Move, ...] = ()
    partition: tuple[tuple[float, float], ...] = ()
    verified: bool = False

    @property
    def people_moved(self) -> int:
        """Return how many people move."""
        return len({move.occupant_id for move in self.moves})
