"""Does a remedy hold: its moves made on the situation itself, and every room it touches judged anew.

Knows nothing of how remedies are found.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from service.allocation.entitlement.offices import workers
from service.allocation.entitlement.over import person_over_entitlement, room_over_entitlement
from service.allocation.remedy import Move, Remedy
from service.allocation.situation import Change, Situation


def holds(s: Situation, remedy: Remedy) -> bool:
    """Return whether all moves can be made and afterwards no room or person it touches is over or crowded."""
    return not faults(s, remedy)


def faults(s: Situation, remedy: Remedy) -> list[str]:
    """Return what is wrong with a remedy, in stable words; empty where nothing is."""
    found = [f"moved twice: {who}" for who, n in Counter(m.occupant_id for m in remedy.moves).items() if n > 1]
    change = _change(s, remedy.moves)
    if change is None:
        return [*found, "a person who moves is not where the move begins"]
    after = s.changed(change)
    if remedy.kind == "works":
        rooms = tuple(replace(after.rooms[e.space_id], net_area_m2=e.area_after_m2) for e in remedy.rooms[:1])
        after = after.changed(Change(rooms=rooms))
    least = s.policy.rules.working_room.min_m2_per_person if s.policy.rules.working_room else 0.0
    for effect in remedy.rooms:
        judged = room_over_entitlement(after, effect.space_id)
        if judged is not None and judged.outcome != "within":
            found.append(f"{judged.outcome}: {effect.space_id}")
        people = len(workers(after, effect.space_id))
        area = after.rooms[effect.space_id].net_area_m2
        if people != effect.people_after:
            found.append(f"people: {effect.space_id}")
        if people > len(workers(s, effect.space_id)) and (area is None or area < least * people - 1e-9):
            found.append(f"crowded: {effect.space_id}")
    for move in remedy.moves:
        person = person_over_entitlement(after, move.occupant_id)
        if person is not None and person.outcome != "within":
            found.append(f"{person.outcome}: {move.occupant_id}")
    return found


def _change(s: Situation, moves: tuple[Move, ...]) -> Change | None:
    removed, added = [], []
    for move in moves:
        uses = [u for u in s.uses_of_occupant(move.occupant_id) if u.space_id == move.from_space_id and u.is_office]
        if not uses:
            return None
        removed += [use.assignment for use in uses]
        if move.to_space_id:
            added.append(replace(uses[0].assignment, space_id=move.to_space_id, share=None))
    return Change(removed_assignments=tuple(removed), added_assignments=tuple(added))
