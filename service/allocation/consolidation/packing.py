"""One stretch for every org unit, no room twice: set packing, solved by CP-SAT with what is known as a hint.

Storeys may be closed (``closed``), and pairs of parts may be bound to one storey. A part that finds no stretch is left
out at a price no area reaches, so that the answer shows what is missing instead of being none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from ortools.sat.python import cp_model

from service.allocation.consolidation.stretches import Storey, Stretch

SCALE: Final = 100  # hundredths of a m²
LEFT_OUT_M2: Final = 10_000.0

Packing = dict[int, Stretch]


def pack(
    columns: Sequence[Stretch],
    parts: int,
    storeys: Mapping[str, Storey],
    *,
    closed: Collection[str] = (),
    bound_together: Sequence[tuple[int, int]] = (),
    hint: Packing | None = None,
    time_limit_s: float,
    seed: int = 0,
    workers: int = 2,
    progress: Callable[[float], None] | None = None,
) -> Packing:
    """Return the stretch of every part, cheapest in all; parts that found none are missing."""
    model = cp_model.CpModel()
    of_part: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    of_room: dict[str, list[cp_model.IntVar]] = defaultdict(list)
    of_storey: dict[tuple[int, str], list[cp_model.IntVar]] = defaultdict(list)
    chosen: list[tuple[cp_model.IntVar, Stretch]] = []
    costs: list[cp_model.LinearExprT] = []
    for column in columns:
        if column.storey in closed:
            continue
        take = model.new_bool_var("")
        chosen.append((take, column))
        of_part[column.part].append(take)
        of_storey[column.part, column.storey].append(take)
        for room in rooms_of(column, storeys):
            of_room[room].append(take)
        costs.append(round(column.cost * SCALE) * take)
    left_out = [model.new_bool_var("") for _ in range(parts)]
    for part in range(parts):
        model.add_exactly_one([*of_part[part], left_out[part]])
    for takes in of_room.values():
        model.add_at_most_one(takes)
    for one, other in bound_together:
        for name in storeys:
            model.add(sum(of_storey[one, name]) == sum(of_storey[other, name]))
    model.minimize(sum(costs) + round(LEFT_OUT_M2 * SCALE) * sum(left_out))
    if hint:
        for take, column in chosen:
            model.add_hint(take, hint.get(column.part) == column)
        for part, out in enumerate(left_out):
            model.add_hint(out, part not in hint)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.1, time_limit_s)
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    watcher = _Watcher(progress, time_limit_s) if progress else None
    status = solver.solve(model, watcher)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return dict(hint or {})
    return {column.part: column for take, column in chosen if solver.boolean_value(take)}


def rooms_of(column: Stretch, storeys: Mapping[str, Storey]) -> list[str]:
    """Return the plain rooms that a stretch takes."""
    members = storeys[column.storey].members
    return [room for place, _ in column.used for room in members.get(place) or (place,)]


class _Watcher(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]  # OR-Tools gives it no type
    def __init__(self, progress: Callable[[float], None], time_limit_s: float) -> None:
        super().__init__()
        self._progress, self._limit_s = progress, time_limit_s

    def on_solution_callback(self) -> None:
        self._progress(min(1.0, self.wall_time / self._limit_s))
