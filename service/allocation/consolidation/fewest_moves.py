"""The fewest moves to compliance: every org unit by itself, in the rooms it has and those that nobody needs.

Units are taken in turn, the largest first, each seated with the fewest moves in what is left; what it gives up is free
for the next. Nobody is moved for the sake of one storey or one block.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from service.allocation.consolidation.demand import Demand, demands
from service.allocation.consolidation.exact import Weights
from service.allocation.consolidation.house import House, Progress, Seated
from service.allocation.consolidation.people import seats_of_demand, take_seats
from service.allocation.consolidation.pricing import cheapest
from service.allocation.consolidation.stretches import anywhere

MOVE_M2: Final = 10_000.0  # more than all floor: area decides between equal numbers of moves only
MOVES_FIRST = Weights(area=0.01, move_m2=100.0)


def fewest_moves(house: House, *, time_limit_s: float, seed: int = 0, progress: Progress | None = None) -> Seated:
    """Return a lawful seating with few moves; those it could not seat are counted."""
    if house.small:
        return house.seat(weights=MOVES_FIRST, time_limit_s=time_limit_s, seed=seed)
    groups = sorted(demands(house.case, house.people), key=lambda demand: -len(demand.people))
    seated = _in_turn(house, groups, progress)
    if seated.unseated:  # who found nothing goes first the second time, while rooms are still free
        groups.sort(key=lambda demand: demand.people[0].id in seated.room_of)
        seated = min((seated, _in_turn(house, groups, progress)), key=lambda one: one.unseated)
    return seated


def _in_turn(house: House, groups: Sequence[Demand], progress: Progress | None) -> Seated:
    room_of = dict(house.staying)
    owners: dict[str, set[str]] = defaultdict(set)
    for person in house.people:
        owners[person.now].add(person.org_unit)
    taken: set[str] = set()
    unseated = 0
    for done, demand in enumerate(groups):
        unit = demand.unit
        free = (p for p in house.places if p.id not in taken and owners.get(p.id, set()) <= {unit})
        open_to = [p for p in free if house.only_on.get(unit, p.storey) == p.storey]
        found = cheapest(0, demand, anywhere(open_to, floor=1.0), house.case, stay_m2=MOVE_M2)
        for place in house.places:
            owners[place.id].discard(unit)
        if found is None:
            unseated += len(demand.people)
            continue
        named = take_seats(demand.people, seats_of_demand(demand, dict(found[1].used)), house.case)
        room_of |= named
        taken |= set(named.values())
        if progress:
            progress((done + 1) / len(groups))
    return Seated(room_of, unseated)
