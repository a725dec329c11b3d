"""The least floor in use when every org unit is on one storey: column generation with an exact pricing problem.

The relaxation of packing is solved over sets of rooms of any shape; a dynamic programme finds, for the prices of the
rooms, the cheapest set of every org unit on every storey. What the relaxation is worth, less what the best sets still
promise, is a bound in every round (Lasdon 1970): nobody who keeps units on one storey uses less floor.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from math import fsum
from typing import Final

import numpy as np

from service.allocation.consolidation.demand import Demand, demands
from service.allocation.consolidation.house import House
from service.allocation.consolidation.relaxation import relax
from service.allocation.consolidation.stretches import Storey, Stretch, anywhere, cheapest

NEAR_M2: Final = 0.2  # between relaxation and bound: no better is worth another round
LOWERS_M2: Final = 0.01
BEGIN_WITH: Final = 2000


def least_floor_on_one_storey_m2(house: House, start: Sequence[Stretch], *, time_limit_s: float) -> float:
    """Return a floor area, m², that every lawful seating with units on one storey uses at least; 0 if none was found.

    Units that no storey holds may use rooms anywhere. ``start`` are stretches known already.
    """
    began = time.monotonic()
    storeys = dict(house.storeys)
    everywhere = anywhere(house.places, floor=1.0)
    storeys[everywhere.name] = everywhere
    hopeful = demands(house.case, house.people, hopeful=True)
    part_of = {demand.unit: part for part, demand in enumerate(hopeful)}
    columns = _best(
        [
            Stretch(part_of[house.parts[c.part].unit], c.storey, c.used, _floor_m2(c, storeys[c.storey]))
            for c in start
            if house.parts[c.part].people == hopeful[part_of[house.parts[c.part].unit]].people
        ],
        len(hopeful),
        storeys,
    )
    best = 0.0
    while time.monotonic() - began < time_limit_s:
        relaxed = relax(columns, len(hopeful), storeys)
        bound, new = relaxed.value, []
        for part, demand in enumerate(hopeful):
            promises = 0.0
            for storey in _open_to(demand, house, storeys, everywhere):
                found = cheapest(part, demand, storey, house.case, prices=relaxed.of_room, stay_m2=0.0)
                if found is not None:
                    off = found[0] - relaxed.of_part[part]
                    promises = min(promises, off)
                    if off < -LOWERS_M2:
                        new.append(found[1])
            bound += promises
        best = max(best, bound)
        columns += new
        if not new or relaxed.value - best < NEAR_M2:
            break
    return float(best)


def _best(columns: list[Stretch], parts: int, storeys: dict[str, Storey]) -> list[Stretch]:
    """Return the stretches that the relaxation likes most: enough to begin with, few enough to be quick."""
    if not columns:
        return []
    order = np.argsort(relax(columns, parts, storeys).reduced, kind="stable")
    return [columns[int(i)] for i in order[:BEGIN_WITH]]


def _open_to(demand: Demand, house: House, storeys: dict[str, Storey], everywhere: Storey) -> list[Storey]:
    if demand.unit not in house.one_storey:
        return [everywhere]
    return [storey for storey in storeys.values() if storey is not everywhere]


def _floor_m2(column: Stretch, storey: Storey) -> float:
    cost = dict(zip((place.id for place in storey.places), storey.cost_m2.tolist(), strict=True))
    return fsum(cost[place] for place, _ in column.used)
