"""Which rooms are worth joining: pairs that hold more people once the wall between goes, each room in one at most.

Rooms small enough to sit alone in are left as they are, because those who sit alone need them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from service.allocation.consolidation.demand import capacity
from service.allocation.consolidation.records import Case, Place

WALL_STRIP_M2: Final = 0.3  # floor that a partition gives back, as expected before it is measured
JOIN_COST: Final = 0.1  # seats that a join must be better by: walls are not taken out for nothing


def worth_joining(case: Case, touching: Mapping[str, Sequence[str]]) -> list[tuple[Place, Place]]:
    """Return pairs of places; ``touching`` are the places that have a wall in common with each.

    A matching with the most seats gained in all (a binary programme, HiGHS).
    """
    place = {p.id: p for p in case.places}
    kept = set(case.choices.kept_rooms)
    pairs = []
    for first in case.places:
        for other in touching.get(first.id, ()):
            if other in place and first.id < other and not {first.id, other} & kept:
                gain = _gain(first, place[other], case)
                if gain > 0:
                    pairs.append((first, place[other], gain))
    if not pairs:
        return []
    index = {room: i for i, room in enumerate(sorted({p.id for a, b, _ in pairs for p in (a, b)}))}
    rows = [index[p.id] for a, b, _ in pairs for p in (a, b)]
    once = csr_matrix((np.ones(len(rows)), (rows, np.repeat(np.arange(len(pairs)), 2))), shape=(len(index), len(pairs)))
    gains = np.array([gain - JOIN_COST for _, _, gain in pairs])
    chosen = milp(
        -gains, constraints=LinearConstraint(once, 0, 1), integrality=np.ones(len(pairs)), bounds=Bounds(0, 1)
    )
    return [(a, b) for (a, b, _), take in zip(pairs, chosen.x, strict=True) if take > 0.5]


def _gain(one: Place, other: Place, case: Case) -> int:
    if one.storey != other.storey or min(capacity(one, case), capacity(other, case)) < 2:
        return 0
    together = joined_place(one, other, area_m2=one.area_m2 + other.area_m2 + WALL_STRIP_M2)
    return capacity(together, case) - capacity(one, case) - capacity(other, case)


def joined_place(one: Place, other: Place, *, area_m2: float) -> Place:
    """Return two places as one of ``area_m2`` measured net area, the strip where the wall goes included."""
    more_m2 = area_m2 - one.area_m2 - other.area_m2
    beside = tuple(sorted({*one.beside, *other.beside} - {one.id, other.id}))
    return replace(
        one,
        id=f"{one.id}+{other.id}",
        number=f"{one.number}+{other.number}",
        area_m2=area_m2,
        counted_m2=one.counted_m2 + other.counted_m2 + more_m2,
        beside=beside,
        members=(one.id, other.id),
        workstations=None,
        near_window_share=None,
        travel_m=min((way for way in (one.travel_m, other.travel_m) if way is not None), default=None),
    )
