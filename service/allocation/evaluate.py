"""All findings of a roster on one day, and the same again after a change without asking what it does not touch.

Findings are computed in groups: one per room, per occupant and per org unit, each from the situation alone. A change
touches the groups of the rooms it moves (with everything behind and before their doors), of the people in those rooms,
and of the units of those people.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from service.allocation.entitlement.leaving import kept_after_leaving
from service.allocation.entitlement.over import person_over_entitlement, room_over_entitlement
from service.allocation.entitlement.private_suite import private_suite
from service.allocation.entitlement.room_use import not_entitled_body, other_use, vacant
from service.allocation.entitlement.second_offices import second_office_not_smaller, several_offices
from service.allocation.entitlement.totals import unit_over_total
from service.allocation.entitlement.without_room import no_room
from service.allocation.findings import OccupancyFinding
from service.allocation.people import Roster
from service.allocation.policy import Policy
from service.allocation.policy_file import require_in_force
from service.allocation.rooms import Room
from service.allocation.situation import Change, Situation, situation

Group = tuple[Literal["space", "occupant", "org-unit"], str]


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """The findings on one day; ``groups`` holds them by what they are about, ``computed`` those worked out anew."""

    situation: Situation
    groups: dict[Group, tuple[OccupancyFinding, ...]] = field(repr=False)
    computed: frozenset[Group] = frozenset()

    @property
    def findings(self) -> tuple[OccupancyFinding, ...]:
        """Return all findings: rooms in their order, then people and org units in the order of the roster."""
        return tuple(finding for group in _all_groups(self.situation) for finding in self.groups.get(group, ()))


def evaluate(roster: Roster, rooms: Iterable[Room], policy: Policy, day: date) -> Evaluation:
    """Return all findings on ``day``; raises ``PolicyError`` where ``policy`` is not in force then."""
    require_in_force(policy, day)
    with _nothing_to_collect():
        now = situation(roster, rooms, policy, day)
        groups = tuple(_all_groups(now))
        found = {group: findings for group in groups if (findings := _of_group(now, group))}
        return Evaluation(now, found, frozenset(groups))


def reevaluate(previous: Evaluation, change: Change) -> Evaluation:
    """Return the evaluation after ``change``, equal to a full one, from the groups that the change touches."""
    before = previous.situation
    after = before.changed(change)
    touched = _touched(before, change, after) | _touched(after, change, before)
    groups = dict(previous.groups)
    for group in touched:
        found = _of_group(after, group) if _exists(after, group) else ()
        if found:
            groups[group] = found
        else:
            groups.pop(group, None)
    return Evaluation(after, groups, frozenset(touched))


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Spare the search for cyclic garbage while only lasting things are made: a fifth of the time of a large house."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _all_groups(s: Situation) -> Iterator[Group]:
    yield from (("space", space) for space in s.rooms)
    yield from (("occupant", occupant) for occupant in s.occupants)
    yield from (("org-unit", unit) for unit in s.org_units)


def _exists(s: Situation, group: Group) -> bool:
    kind, subject = group
    return subject in s.rooms if kind == "space" else subject in (s.occupants if kind == "occupant" else s.org_units)


def _of_group(s: Situation, group: Group) -> tuple[OccupancyFinding, ...]:
    kind, subject = group
    found: list[OccupancyFinding | None]
    if kind == "space":
        found = [room_over_entitlement(s, subject), private_suite(s, subject), vacant(s, subject)]
        for use in s.uses_of_room(subject):
            if use.occupant is None:
                found += [other_use(s, use), not_entitled_body(s, use)]
    elif kind == "occupant":
        uses = s.uses_of_occupant(subject)
        found = [person_over_entitlement(s, subject)] if uses else []
        if len(uses) > 1:
            found.append(several_offices(s, subject))
        for use in uses:
            found += [
                second_office_not_smaller(s, use),
                kept_after_leaving(s, use),
                other_use(s, use),
                not_entitled_body(s, use),
            ]
        found.append(no_room(s, subject))
    else:
        found = [unit_over_total(s, subject)]
    return tuple(finding for finding in found if finding is not None)


def _touched(s: Situation, change: Change, other: Situation) -> set[Group]:
    """Return the groups of ``s`` that a change reaches; ``other`` is the situation on its other side."""
    people = {person.id for person in change.occupants} | set(change.gone_occupants)
    units = {unit.id for unit in change.org_units}
    if units:
        people |= {p.id for p in s.occupants.values() if any(post.org_unit_id in units for post in p.posts)}
    rooms = {room.id for room in change.rooms}
    for assignment in (*change.removed_assignments, *change.added_assignments):
        rooms.add(assignment.space_id)
        units.add(assignment.org_unit_id)
        people.add(assignment.occupant_id)
    rooms |= {use.space_id for person in people for use in s.uses_of_occupant(person)}
    rooms |= {use.space_id for unit in units for use in s.uses_of_org_unit(unit)}
    family = {member for room in rooms if room in s.rooms for member in s.family(room)} | rooms
    uses = [use for room in family for table in (s, other) for use in table.uses_of_room(room)]
    people |= {use.assignment.occupant_id for use in uses}
    # How many offices a person has decides whether each is judged by itself, wherever the others are.
    spaces = family | {use.space_id for person in people for use in s.uses_of_occupant(person)}
    units |= {use.org_unit.id for use in uses if use.org_unit}
    units |= {post.org_unit_id for person in people if (found := s.occupants.get(person)) for post in found.posts}
    return {
        *(("space", room) for room in spaces),
        *(("occupant", person) for person in people),
        *(("org-unit", unit) for unit in units),
    }
