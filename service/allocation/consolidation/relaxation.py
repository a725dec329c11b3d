"""The packing of stretches with fractions allowed: a linear programme that prices every room and judges every stretch.

Its value is below that of every packing of the same stretches. A stretch whose reduced cost is larger than what
separates a known packing from that value is in no better packing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from service.allocation.consolidation.stretches import Storey, Stretch

LEFT_OUT_M2: Final = 10_000.0  # the price of a part without a stretch: more than any floor


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The value, the reduced cost of every stretch (≥ 0), and what a part and a room are worth, m²."""

    value: float
    reduced: NDArray[np.float64]
    of_part: NDArray[np.float64]
    of_room: Mapping[str, float]


def relax(columns: Sequence[Stretch], parts: int, storeys: Mapping[str, Storey]) -> Relaxed:
    """Return the linear relaxation of packing ``columns``; a part may be left out at a price (HiGHS)."""
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


def rooms_of(column: Stretch, storeys: Mapping[str, Storey]) -> list[str]:
    """Return the plain rooms that a stretch takes."""
    members = storeys[column.storey].members
    return [room for place, _ in column.used for room in members.get(place) or (place,)]
