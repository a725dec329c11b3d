"""How few people have to move for the house to comply: the least for every org unit by itself, added up.

An org unit alone could take any room there is; that others want the same ones is not asked, so that no lawful seating
of all moves fewer people than the sum.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.allocation.consolidation.demand import demands
from service.allocation.consolidation.pricing import cheapest
from service.allocation.consolidation.records import Case, Person, Place
from service.allocation.consolidation.stretches import anywhere


def least_moves(case: Case, people: Sequence[Person], places: Sequence[Place]) -> int:
    """Return a number of people that every lawful seating moves at least; a unit that cannot be seated counts 0."""
    everywhere = anywhere(places, floor=0.0)
    least = 0
    for demand in demands(case, people, hopeful=True):
        found = cheapest(0, demand, everywhere, case, stay_m2=1.0)
        if found is not None:
            least += len(demand.people) + round(found[0])
    return least
