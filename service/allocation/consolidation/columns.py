"""Better stretches where many org units want the same rooms: column generation on the packing's linear relaxation.

The relaxation prices every room by what it is worth to the others; stretches found under those prices that would still
lower the total join, until none does or time is up (Gilmore and Gomory 1961). Stretches whose reduced cost is above
what separates the best packing from the relaxation cannot be part of a better one and are dropped.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from service.allocation.consolidation.demand import Demand
from service.allocation.consolidation.packing import LEFT_OUT_M2, rooms_of
from service.allocation.consolidation.records import Case
from service.allocation.consolidation.stretches import Storey, Stretch, stretches

BEST: Final = 3  # stretches of an org unit on a storey that join in one round
LOWERS_M2: Final = 0.01
ROUNDS: Final = 12


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The linear relaxation: its value, and the reduced cost of every column, m²."""

    value: float
    reduced: NDArray[np.float64]
    of_part: NDArray[np.float64]
    of_room: Mapping[str, float]


def more_columns(
    columns: Sequence[Stretch],
    parts: Sequence[Demand],
    storeys: Mapping[str, Storey],
    case: Case,
    *,
    closed: Collection[str] = (),
    time_limit_s: float,
) -> tuple[list[Stretch], Relaxed]:
    """Return the columns with those that lower the relaxation, and the relaxation over all of them."""
    began = time.monotonic()
    known = {(c.part, c.used) for c in columns}
    found = [c for c in columns if c.storey not in closed]
    relaxed = relax(found, len(parts), storeys)
    for _ in range(ROUNDS):
        if time.monotonic() - began > time_limit_s:
            break
        new = []
        for part, demand in enumerate(parts):
            for name, storey in storeys.items():
                if name in closed:
                    continue
                prices = {p.id: sum(relaxed.of_room.get(r, 0.0) for r in p.members or (p.id,)) for p in storey.places}
                for column in stretches(part, demand, storey, case, prices=prices, most=BEST):
                    reduced = column.cost + sum(prices[place] for place, _ in column.used) - relaxed.of_part[part]
                    if reduced < -LOWERS_M2 and (part, column.used) not in known:
                        known.add((part, column.used))
                        new.append(column)
        if not new:
            break
        found += new
        relaxed = relax(found, len(parts), storeys)
    return found, relaxed


def relax(columns: Sequence[Stretch], parts: int, storeys: Mapping[str, Storey]) -> Relaxed:
    """Return the linear relaxation of packing ``columns``; a part may be left out at a price."""
    taken = [rooms_of(column, storeys) for column in columns]
    index: dict[str, int] = {}
    for rooms in taken:
        for room in rooms:
            index.setdefault(room, len(index))
    n = len(columns)
    costs = np.array([*(c.cost for c in columns), *[LEFT_OUT_M2] * parts])
    ones = csr_matrix(
        (np.ones(n + parts), ([*(c.part for c in columns), *range(parts)], range(n + parts))), shape=(parts, n + parts)
    )
    pairs = [(index[room], k) for k, rooms in enumerate(taken) for room in rooms]
    once = csr_matrix(
        (np.ones(len(pairs)), ([i for i, _ in pairs], [k for _, k in pairs])), shape=(len(index), n + parts)
    )
    solved = linprog(costs, A_ub=once, b_ub=np.ones(len(index)), A_eq=ones, b_eq=np.ones(parts), method="highs")
    of_part, of_room = solved.eqlin.marginals, -solved.ineqlin.marginals
    reduced = costs[:n] - (ones.T @ of_part)[:n] + (once.T @ of_room)[:n]
    return Relaxed(float(solved.fun), reduced, of_part, dict(zip(index, of_room.tolist(), strict=True)))
