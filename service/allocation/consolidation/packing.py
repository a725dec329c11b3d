"""One stretch for every org unit, no room twice: set packing over the stretches that the relaxation leaves possible.

CP-SAT on one thread, so that the same input gives the same answer unless the clock cuts it short. The first round takes
the stretches with the least reduced cost; where that does not settle it, all that could be in a better packing.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from service.allocation.consolidation.relaxation import LEFT_OUT_M2, relax, rooms_of
from service.allocation.consolidation.stretches import Storey, Stretch

SCALE: Final = 100  # hundredths of a m²
FIRST: Final = 3000
MOST: Final = 30_000
FIRST_S: Final = 4.0  # of work at least, however late it is: without a packing nobody has a place
BUSY: Final = 4.0  # how much longer that may take on a machine that is busy with other things

Packing = dict[int, Stretch]


def pack(
    columns: Sequence[Stretch],
    parts: int,
    storeys: Mapping[str, Storey],
    *,
    closed: Collection[str] = (),
    bound_together: Sequence[tuple[int, int]] = (),
    time_limit_s: float,
    seed: int = 0,
) -> Packing:
    """Return the stretch of every part, cheapest in all, on storeys that are not ``closed``.

    Pairs of parts ``bound_together`` share a storey. A part that found no stretch is missing.
    """
    began = time.monotonic()
    columns = [column for column in columns if column.storey not in closed]
    relaxed = relax(columns, parts, storeys)
    order = np.argsort(relaxed.reduced, kind="stable")
    best: Packing = {}
    count = min(FIRST, len(order))
    while True:
        kept = [columns[i] for i in order[:count]]
        left_s = time_limit_s - (time.monotonic() - began)
        best = _solve(kept, parts, storeys, bound_together, best, max(0.5, left_s), seed)
        off_m2 = sum(c.cost for c in best.values()) + LEFT_OUT_M2 * (parts - len(best)) - relaxed.value
        possible = min(int(np.count_nonzero(relaxed.reduced <= off_m2 + 1e-6)), MOST)
        if possible <= count or time.monotonic() - began > 0.7 * time_limit_s:
            return best
        count = possible


def _solve(
    columns: Sequence[Stretch],
    parts: int,
    storeys: Mapping[str, Storey],
    bound_together: Sequence[tuple[int, int]],
    hint: Packing,
    time_limit_s: float,
    seed: int,
) -> Packing:
    model = cp_model.CpModel()
    of_part: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    of_room: dict[str, list[cp_model.IntVar]] = defaultdict(list)
    of_storey: dict[tuple[int, str], list[cp_model.IntVar]] = defaultdict(list)
    takes = [model.new_bool_var("") for _ in columns]
    for take, column in zip(takes, columns, strict=True):
        of_part[column.part].append(take)
        of_storey[column.part, column.storey].append(take)
        for room in rooms_of(column, storeys):
            of_room[room].append(take)
    left_out = [model.new_bool_var("") for _ in range(parts)]
    for part in range(parts):
        model.add_exactly_one([*of_part[part], left_out[part]])
    for together in of_room.values():
        model.add_at_most_one(together)
    for one, other in bound_together:
        for name in storeys:
            model.add(sum(of_storey[one, name]) == sum(of_storey[other, name]))
    costs = sum(round(column.cost * SCALE) * take for take, column in zip(takes, columns, strict=True))
    model.minimize(costs + round(LEFT_OUT_M2 * SCALE) * sum(left_out))
    if hint:
        for take, column in zip(takes, columns, strict=True):
            model.add_hint(take, hint.get(column.part) == column)
        for part, out in enumerate(left_out):
            model.add_hint(out, part not in hint)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = time_limit_s if hint else max(time_limit_s, BUSY * FIRST_S)
    solver.parameters.max_deterministic_time = time_limit_s if hint else max(time_limit_s, FIRST_S)
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return hint
    return {column.part: column for take, column in zip(takes, columns, strict=True) if solver.boolean_value(take)}
