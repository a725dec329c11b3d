"""Which storeys could hold an org unit if they had nobody else: shown by a seating, never assumed from areas alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from service.allocation.consolidation.records import Case, Person, Place

WITHIN = 1e-6  # m² and heads: a limit met to this is met


def storeys_that_hold(case: Case, org_unit: str) -> tuple[str, ...]:
    """Return the storeys on which all people of a unit can be seated lawfully in plain places, in their order.

    Rooms that are kept or have to be emptied, and those of org units that stay, are not used. An empty answer is no
    proof that no storey would do: people who share are all given the smallest limit among them.
    """
    people = [person for person in case.people if person.org_unit == org_unit]
    storeys: dict[str, list[Place]] = {}
    for place in _free(case, org_unit):
        storeys.setdefault(place.storey, []).append(place)
    return tuple(storey for storey, places in storeys.items() if _holds(case, people, places))


def _free(case: Case, org_unit: str) -> Iterator[Place]:
    chosen = case.choices
    taken = {person.now for person in case.people if person.org_unit in chosen.stay and person.org_unit != org_unit}
    for place in case.places:
        emptied = place.storey in chosen.emptied_storeys or place.building in chosen.emptied_buildings
        if not emptied and place.id not in chosen.kept_rooms and place.id not in taken:
            yield place


def _holds(case: Case, people: Sequence[Person], places: Sequence[Place]) -> bool:
    rooms = sorted(places, key=lambda place: place.area_m2)
    least_m2 = case.choices.single_least_m2 - WITHIN
    for leader in sorted((p for p in people if case.single(p)), key=lambda person: person.limit_m2):
        fitting = (room for room in rooms if room.area_m2 >= least_m2 and room.counted_m2 <= leader.limit_m2 + WITHIN)
        own = next(fitting, None)
        if own is None:
            return False
        rooms.remove(own)
    sharing = [person.limit_m2 for person in people if not case.single(person)]
    if not sharing:
        return True
    return _head_counts(rooms, min(sharing), case.choices.least_m2, len(sharing)) >> len(sharing) & 1 == 1


def _head_counts(rooms: Sequence[Place], limit_m2: float, least_m2: float, most: int) -> int:
    """Return the head counts that rooms can hold exactly, as bits: each room none, or from its fewest to its most."""
    within = (1 << (most + 1)) - 1
    reached = 1
    for room in rooms:
        fewest = max(1, ceil(room.counted_m2 / limit_m2 - WITHIN))
        with_room = 0
        for heads in range(fewest, room.seats(least_m2) + 1):
            with_room |= reached << heads
        reached |= with_room & within
    return reached
