"""Does a scenario hold under the policy itself: all its moves made on the situation, and every room judged anew.

The second judgement, independent of the areas and limits that the case was made with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from service.allocation.consolidation.check import Fault
from service.allocation.consolidation.records import Case, Place, Scenario
from service.allocation.entitlement.over import person_over_entitlement, room_over_entitlement
from service.allocation.entitlement.verdict import uncertainty_of_sum
from service.allocation.people import Assignment
from service.allocation.rooms import Room
from service.allocation.situation import Change, Situation


def policy_faults(situation: Situation, case: Case, scenario: Scenario) -> list[Fault]:
    """Return every over-entitlement finding of the rooms and people of a scenario that is not *within*.

    ``situation`` is the one that ``case`` was made from. Rooms of people who take no part, or who stay as the user
    wants, are not asked about.
    """
    if not scenario.feasible:
        return []
    after = situation_after(situation, case, scenario)
    asked = [person for person in case.people if person.org_unit not in case.choices.stay or not person.now]
    rooms = dict.fromkeys(scenario.room_of.get(person.id, "") for person in asked)
    found = [room_over_entitlement(after, room) for room in rooms if room in after.rooms]
    found += [person_over_entitlement(after, person.id) for person in asked if person.id in after.occupants]
    return [
        Fault(f"policy-{finding.outcome}", finding.reason, (finding.subject, *finding.occupant_ids))
        for finding in found
        if finding is not None and finding.outcome != "within"
    ]


def situation_after(situation: Situation, case: Case, scenario: Scenario) -> Situation:
    """Return the situation with everyone in the room of the scenario, and with the walls gone that it takes out.

    People give up every office they have as of right, wherever it is, for the new one; an approved second office they
    keep. Rooms of the case that have to be given back are given back.
    """
    rooms = {place.id for place in case.places}
    joined = {place.id: place for place in case.joined}
    uses_of_rooms = [use for room in rooms for use in situation.uses_of_room(room)]
    seated = {person.id for person in case.people}
    removed: list[Assignment] = [
        use.assignment
        for use in uses_of_rooms
        if (use.clock is not None or use.may_not) and use.assignment.occupant_id not in seated
    ]
    added: list[Assignment] = []
    for person in case.people:
        offices = [use for use in situation.uses_of_occupant(person.id) if use.is_office]
        uses = [use for use in offices if use.is_own or use.clock is not None or use.space_id in rooms]
        target = scenario.room_of.get(person.id, "")
        kept = next((u.assignment for u in uses if u.space_id == target), None)
        removed += [u.assignment for u in uses if u.assignment != kept]
        if kept is None and target:
            first = uses[0].assignment if uses else Assignment(target, person.id)
            added.append(replace(first, space_id=target, share=None, purpose="office"))
    used = [joined[room] for room in dict.fromkeys(scenario.room_of.values()) if room in joined]
    change = Change(
        rooms=tuple(room for place in used for room in _joined(situation, place)),
        removed_assignments=tuple(removed),
        added_assignments=tuple(added),
    )
    return situation.changed(change)


def _joined(situation: Situation, place: Place) -> Iterable[Room]:
    """Yield the room that arises from several, and what lay behind one of them as lying behind it."""
    members = [situation.rooms[member] for member in place.members]
    yield replace(
        members[0],
        id=place.id,
        number=place.number,
        name=place.name,
        net_area_m2=place.area_m2,
        standard_uncertainty_m2=uncertainty_of_sum([(room, 1.0) for room in members]),
        only_through="",
        further_areas=(),
        other_sources=(),
        shared_offsets=(),
    )
    for member in place.members:
        for behind in situation.behind.get(member, ()):
            if behind not in place.members:
                yield replace(situation.rooms[behind], only_through=place.id)
