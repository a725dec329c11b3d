"""Who uses which room on one day under one policy, found by room, by occupant and by org unit.

A situation is never changed: ``changed`` returns a new one that shares what did not change, so that one transfer in a
house of a hundred thousand rooms costs a copy of a few tables and not a new count of everybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from geometry.finding import Text
from service.allocation.clocks import Clock, clock_of
from service.allocation.people import OFFICE_PURPOSES, Assignment, Occupant, OrgUnit, Post, Roster
from service.allocation.policy import Entitlement, Policy
from service.allocation.room_kinds import RoomKind, kind_of_name
from service.allocation.rooms import Room

Answer = TypeVar("Answer")
NO_POST = Entitlement(None, "", Text("", ""), "", "no-level")
SIDE_ROOMS: frozenset[RoomKind] = frozenset({"rest-room", "toilet"})


@dataclass(frozen=True, slots=True)
class Use:
    """One assignment in force on the day, with what the day and the policy make of it.

    ``is_office`` says that a person works here. ``entitlement`` is that of the occupant's main post, or of the last one
    held. ``clock`` runs where the office has to be given back. ``may_not`` says that the body may not occupy rooms of
    organs. ``is_own`` says that the use is judged by the limit of the person's post: nothing to be given back, no
    approved second office, nothing lent for a time.
    """

    assignment: Assignment
    space_id: str
    occupant: Occupant | None
    org_unit: OrgUnit | None
    entitlement: Entitlement
    is_office: bool
    is_own: bool
    clock: Clock | None = None
    overdue: bool = False
    may_not: bool = False

    @property
    def is_approved_second(self) -> bool:
        """Return whether this is a second office kept with approval."""
        return self.assignment.purpose == "second-office" and bool(self.assignment.approval)


@dataclass(frozen=True, slots=True)
class Change:
    """What is different from before: records by id replace or join the old ones.

    ``gone_occupants`` are ids of people who leave the roster with all their assignments. Assignments have no id: one
    that changes is removed and added anew.
    """

    occupants: tuple[Occupant, ...] = ()
    gone_occupants: tuple[str, ...] = ()
    org_units: tuple[OrgUnit, ...] = ()
    rooms: tuple[Room, ...] = ()
    removed_assignments: tuple[Assignment, ...] = ()
    added_assignments: tuple[Assignment, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """Everything the checks ask about, on one day; tables keep the order of rooms and roster."""

    policy: Policy
    day: date
    rooms: dict[str, Room] = field(default_factory=dict)
    behind: dict[str, tuple[str, ...]] = field(default_factory=dict)  # room -> rooms whose nearest way is through it
    org_units: dict[str, OrgUnit] = field(default_factory=dict)
    occupants: dict[str, Occupant] = field(default_factory=dict)
    by_room: dict[str, tuple[Use, ...]] = field(default_factory=dict)
    by_occupant: dict[str, tuple[Use, ...]] = field(default_factory=dict)
    by_org_unit: dict[str, tuple[Use, ...]] = field(default_factory=dict)
    answers: defaultdict[object, dict[str, Any]] = field(
        default_factory=lambda: defaultdict(dict), init=False, repr=False
    )  # of `asked_once`, by question and room

    def uses_of_room(self, space_id: str) -> tuple[Use, ...]:
        """Return what a room is used for."""
        return self.by_room.get(space_id, ())

    def uses_of_occupant(self, occupant_id: str) -> tuple[Use, ...]:
        """Return the rooms of a person."""
        return self.by_occupant.get(occupant_id, ())

    def uses_of_org_unit(self, org_unit_id: str) -> tuple[Use, ...]:
        """Return the rooms that people of a unit, or the unit as a whole, use for it."""
        return self.by_org_unit.get(org_unit_id, ())

    def kind(self, space_id: str) -> RoomKind:
        """Return the kind of side room that the name of a room means."""
        room = self.rooms.get(space_id)
        return kind_of_name(room.name) if room else ""

    def entitlement_of(self, post: Post | None) -> Entitlement:
        """Return the limit of a post by the table of its org unit."""
        unit = self.org_units.get(post.org_unit_id) if post else None
        if post is None or unit is None:
            return NO_POST
        return self.policy.entitlement(post.level, organ_level=unit.organ_level, kind=unit.kind, rank=unit.rank)

    def family(self, space_id: str) -> set[str]:
        """Return the rooms that share ways with a room: the outermost room before it and all that lies behind that."""
        seen = {space_id}
        outer = space_id
        while (room := self.rooms.get(outer)) and room.only_through in self.rooms and room.only_through not in seen:
            outer = room.only_through
            seen.add(outer)
        found, waiting = {outer}, [outer]
        while waiting:
            further = [other for other in self.behind.get(waiting.pop(), ()) if other not in found]
            found.update(further)
            waiting += further
        return found | {space_id}

    def changed(self, change: Change) -> Situation:
        """Return the situation after ``change``."""
        occupants = self.occupants | {person.id: person for person in change.occupants}
        for occupant_id in change.gone_occupants:
            occupants.pop(occupant_id, None)
        rooms = self.rooms | {room.id: room for room in change.rooms}
        after = Situation(
            self.policy,
            self.day,
            rooms,
            _behind(rooms.values()) if change.rooms else self.behind,
            self.org_units | {unit.id: unit for unit in change.org_units},
            occupants,
            dict(self.by_room),
            dict(self.by_occupant),
            dict(self.by_org_unit),
        )
        old = self.uses_touched_by(change)
        gone = set(change.gone_occupants)
        removed = set(change.removed_assignments) | {u.assignment for u in old if u.assignment.occupant_id in gone}
        new = {use.assignment: after.use(use.assignment) for use in old if use.assignment not in removed}
        added = [after.use(a) for a in change.added_assignments if a.runs_on(self.day)]
        for table, key_of in ((after.by_room, _room_key), (after.by_occupant, _occupant_key)):
            for key in {key_of(use) for use in (*old, *added)} - {""}:
                uses = [new.get(use.assignment, use) for use in table.get(key, ()) if use.assignment not in removed]
                table[key] = (*uses, *(use for use in added if key_of(use) == key))
        fresh = (*new.values(), *added)
        for key in {_unit_key(use) for use in (*old, *fresh)} - {""}:
            uses = [use for use in after.by_org_unit.get(key, ()) if use not in old]
            after.by_org_unit[key] = (*uses, *(use for use in fresh if _unit_key(use) == key))
        return after

    def uses_touched_by(self, change: Change) -> set[Use]:
        """Return the uses that have to be seen anew: of changed people, of changed bodies, and those removed."""
        people = {person.id for person in change.occupants} | set(change.gone_occupants)
        units = {unit.id for unit in change.org_units}
        if units:  # whose post is in a changed body, whatever body they use a room for
            people |= {p.id for p in self.occupants.values() if any(post.org_unit_id in units for post in p.posts)}
        found = {use for person in people for use in self.uses_of_occupant(person)}
        found |= {use for unit in units for use in self.uses_of_org_unit(unit)}
        removed = set(change.removed_assignments)
        return found | {use for a in removed for use in self.uses_of_room(a.space_id) if use.assignment == a}

    def use(self, assignment: Assignment) -> Use:
        """Return what an assignment amounts to on this day."""
        person = self.occupants.get(assignment.occupant_id)
        post = person.last_main_post(self.day) if person else None
        unit = self.org_units.get(assignment.org_unit_id or (post.org_unit_id if post else ""))
        policy, rules, day = self.policy, self.policy.rules, self.day
        clock = None
        if person and assignment.purpose in OFFICE_PURPOSES and rules.leaving and policy.applies(rules.leaving, day):
            clock = clock_of(assignment, person, rules.leaving, day)
        may_not = False
        if unit and rules.bodies and policy.applies(rules.bodies, day):
            without = unit.kind in rules.bodies.only_with_approval and not assignment.approval
            may_not = unit.kind in rules.bodies.may_not or without
        overdue = clock is not None and clock.overdue_days(day) > 0
        purpose = assignment.purpose
        is_office = person is not None and purpose in OFFICE_PURPOSES
        lent = purpose == "temporary-office" or (purpose == "second-office" and bool(assignment.approval))
        is_own = is_office and clock is None and not may_not and not lent
        limit = self.entitlement_of(post)
        return Use(assignment, assignment.space_id, person, unit, limit, is_office, is_own, clock, overdue, may_not)


def asked_once(question: Callable[[Situation, str], Answer]) -> Callable[[Situation, str], Answer]:
    """Make a question about a room one that is worked out once: the answer holds as long as the situation."""

    def answer(s: Situation, space_id: str) -> Answer:
        known = s.answers[question]
        if space_id not in known:
            known[space_id] = question(s, space_id)
        found: Answer = known[space_id]
        return found

    answer.__doc__ = question.__doc__
    return answer


def situation(roster: Roster, rooms: Iterable[Room], policy: Policy, day: date) -> Situation:
    """Return who uses which of ``rooms`` on ``day``, as the roster says."""
    table = {room.id: room for room in rooms}
    empty = Situation(policy, day, table, _behind(table.values()), dict(roster.org_unit), dict(roster.occupant))
    uses = [empty.use(assignment) for assignment in roster.assignments_on(day)]
    return replace(
        empty,
        by_room=_grouped(uses, _room_key),
        by_occupant=_grouped(uses, _occupant_key),
        by_org_unit=_grouped(uses, _unit_key),
    )


def changed_roster(roster: Roster, change: Change) -> Roster:
    """Return the roster after ``change``; what joins stands at the end."""
    occupants = {**roster.occupant, **{person.id: person for person in change.occupants}}
    org_units = {**roster.org_unit, **{unit.id: unit for unit in change.org_units}}
    removed, gone = set(change.removed_assignments), set(change.gone_occupants)
    kept = (a for a in roster.assignments if a not in removed and a.occupant_id not in gone)
    return Roster(
        tuple(org_units.values()),
        tuple(person for person in occupants.values() if person.id not in gone),
        (*kept, *change.added_assignments),
        roster.source,
    )


def _grouped(uses: Iterable[Use], key_of: Callable[[Use], str]) -> dict[str, tuple[Use, ...]]:
    found: dict[str, list[Use]] = {}
    for use in uses:
        found.setdefault(key_of(use), []).append(use)
    found.pop("", None)
    return {key: tuple(group) for key, group in found.items()}


def _behind(rooms: Iterable[Room]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for room in rooms:
        if room.only_through:
            found.setdefault(room.only_through, []).append(room.id)
    return {through: tuple(ids) for through, ids in found.items()}


def _room_key(use: Use) -> str:
    return use.assignment.space_id


def _occupant_key(use: Use) -> str:
    return use.assignment.occupant_id


def _unit_key(use: Use) -> str:
    return use.org_unit.id if use.org_unit else ""
