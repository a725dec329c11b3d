"""The rooms of a storey that hold an org unit at the least cost, among all sets that an automaton reads.

A dynamic programme from the last place back: the least cost to seat those who are left, by state of the automaton and
by how many of each class they are. Exact: no set that it reads seats everybody lawfully at less.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numba import njit
from numpy.typing import NDArray

from service.allocation.consolidation.connected import Automaton, automaton
from service.allocation.consolidation.demand import Demand
from service.allocation.consolidation.records import Case
from service.allocation.consolidation.stretches import STAY_M2, Storey, Stretch, Table


def cheapest(
    part: int,
    demand: Demand,
    storey: Storey,
    case: Case,
    *,
    prices: Mapping[str, float] | None = None,
    stay_m2: float = STAY_M2,
) -> tuple[float, Stretch] | None:
    """Return the rooms of a storey that hold everybody at the least cost with ``prices``, connected or not."""
    extra = np.array([(prices or {}).get(place.id, 0.0) for place in storey.places])
    sets = automaton(storey.near, storey.clash, one_block=False)
    return cheapest_of(part, Table(demand, storey, case, stay_m2), storey, sets, extra)


def cheapest_of(
    part: int, table: Table, storey: Storey, sets: Automaton, extra: NDArray[np.float64]
) -> tuple[float, Stretch] | None:
    """Return the least cost with ``extra`` m² on every place, and the rooms; None where no set holds everybody."""
    if not len(table.ways):
        return None
    cost, uses = _least(
        sets.begins, sets.skip, sets.use, table.begins, table.kinds, table.fits, table.steps, table.costs_with(extra)
    )
    return None if cost == np.inf else (float(cost), table.stretch(part, storey, uses))


@njit(cache=True)
def _least(layers, skip, use, begins, kinds, fits, steps, costs):  # type: ignore[no-untyped-def]
    """Return the least cost and [room, way, room, way …] from the last room back.

    Way w of room j, ``begins[j] <= w < begins[j + 1]``, is of kind ``kinds[w]``, which can be taken by those left in
    state x where ``fits[kind, x]`` and leaves ``x - steps[kind]``.
    """
    rooms, people = len(begins) - 1, fits.shape[1]
    choice = np.full((len(skip), people), -1, np.int16)
    after = np.full((layers[rooms + 1] - layers[rooms], people), np.inf)
    after[:, 0] = 0.0
    for j in range(rooms - 1, -1, -1):
        now = np.full((layers[j + 1] - layers[j], people), np.inf)
        for k in range(len(now)):
            state = layers[j] + k
            if skip[state] >= 0:
                now[k] = after[skip[state] - layers[j + 1]]
            if use[state] < 0:
                continue
            then = after[use[state] - layers[j + 1]]
            for w in range(begins[j], begins[j + 1]):
                kind = kinds[w]
                step = steps[kind]
                for x in range(step, people):
                    cost = then[x - step] + costs[w]
                    if cost < now[k, x] and fits[kind, x]:
                        now[k, x] = cost
                        choice[state, x] = w - begins[j]
        after = now
    chosen = [0][:0]
    state, x = 0, people - 1
    if after[0, x] < np.inf:
        for j in range(rooms):
            way = choice[state, x]
            if way < 0:
                state = skip[state]
            else:
                chosen.append(begins[j] + way)
                chosen.append(j)
                x -= steps[kinds[begins[j] + way]]
                state = use[state]
    return after[0, people - 1], np.array(chosen)[::-1].copy()
