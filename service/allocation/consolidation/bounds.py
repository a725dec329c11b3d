"""What nobody can do better: certified bounds on the floor in use and on the storeys and buildings left open.

Both are mixed-integer relaxations solved by HiGHS: rooms of one size are counted, not told apart. Every lawful seating
satisfies them, so that their dual bound holds for all of them, also where HiGHS stops early.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from service.allocation.consolidation.demand import capacity, single_fits
from service.allocation.consolidation.records import Case, Person, Place

GRID_M2: Final = 0.1  # rooms that differ by less count as one size: always to the side that keeps the bound valid
MANY_SIZES: Final = 60


@dataclass(frozen=True, slots=True)
class Size:
    """Rooms alike: floor and counted area not above theirs, capacity not below; ``alone`` where one may sit alone."""

    area_m2: float
    counted_m2: float
    people: int
    alone: bool


@dataclass
class _Program:
    """A mixed-integer program that grows by columns and rows."""

    costs: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def column(self, cost: float, upper: float) -> int:
        self.costs.append(cost)
        self.upper.append(upper)
        return len(self.costs) - 1

    def row(self, terms: Mapping[int, float], low: float, high: float) -> None:
        self.rows.append((dict(terms), low, high))

    def solve(self, time_limit_s: float) -> tuple[float, np.ndarray[tuple[int], np.dtype[np.float64]] | None]:
        """Return the dual bound (inf where nothing satisfies all rows) and the best solution found."""
        if not self.costs:
            return (float("inf") if any(low > 0 for _, low, _ in self.rows) else 0.0), None
        data = [(i, k, v) for i, (terms, _, _) in enumerate(self.rows) for k, v in terms.items()]
        matrix = csr_matrix(
            ([v for _, _, v in data], ([i for i, _, _ in data], [k for _, k, _ in data])),
            shape=(len(self.rows), len(self.costs)),
        )
        done = milp(
            self.costs,
            constraints=LinearConstraint(matrix, [low for _, low, _ in self.rows], [high for _, _, high in self.rows]),
            integrality=np.ones(len(self.costs)),
            bounds=Bounds(0, self.upper),
            options={"time_limit": max(0.1, time_limit_s), "mip_rel_gap": 1e-4},
        )
        if done.status == 2:  # HiGHS: infeasible
            return float("inf"), None
        dual = done.mip_dual_bound if done.mip_dual_bound is not None else -float("inf")
        return float(dual), done.x


def least_floor_m2(case: Case, people: Sequence[Person], places: Sequence[Place], *, time_limit_s: float) -> float:
    """Return a floor area, m², that every lawful seating of ``people`` in ``places`` uses at least; inf if none exists.

    Org units stay apart room by room; which storey a room is on, and what lies beside it, is not asked.
    """
    return _floor_program(case, people, places).solve(time_limit_s)[0]


def surely_too_few_rooms(case: Case, people: Sequence[Person], places: Sequence[Place], *, time_limit_s: float) -> bool:
    """Return whether it is proven that ``places`` cannot seat ``people`` lawfully; no least floor is looked for."""
    program = _floor_program(case, people, places)
    program.costs = [0.0] * len(program.costs)
    return program.solve(time_limit_s)[0] == float("inf")


def _floor_program(case: Case, people: Sequence[Person], places: Sequence[Place]) -> _Program:
    sizes = Counter(_sizes(case, places).values())
    program = _Program()
    rooms: dict[Size, dict[int, float]] = defaultdict(dict)
    for group in _by_unit(people).values():
        sharing = [p.limit_m2 for p in group if not case.single(p)]
        singles = Counter(p.limit_m2 for p in group if case.single(p))
        shared = {size: program.column(size.area_m2, count) for size, count in sizes.items() if size.people and sharing}
        if sharing:
            program.row({k: size.people for size, k in shared.items()}, len(sharing), np.inf)
            program.row({k: size.counted_m2 for size, k in shared.items()}, 0, sum(sharing))
            program.row(dict.fromkeys(shared.values(), 1.0), 0, len(sharing))
        for size, k in shared.items():
            rooms[size][k] = 1
        for limit, count in singles.items():
            fit = [size for size in sizes if size.alone and size.counted_m2 <= limit + 1e-9]
            alone = {size: program.column(size.area_m2, sizes[size]) for size in fit}
            program.row(dict.fromkeys(alone.values(), 1.0), count, count)
            for size, k in alone.items():
                rooms[size][k] = 1
    for size, taken in rooms.items():
        program.row(taken, 0, sizes[size])
    return program


@dataclass(frozen=True, slots=True)
class StoreyChoice:
    """Storeys left open by the best relaxed solution, and the least total price anyone can reach."""

    bound: float
    left_open: frozenset[str] | None


def least_open(
    case: Case,
    people: Sequence[Person],
    places: Sequence[Place],
    price: Mapping[str, float],
    *,
    group: str = "storey",
    one_storey: Collection[str] = (),
    spare: float = 0.0,
    time_limit_s: float,
) -> StoreyChoice:
    """Return the cheapest storeys (or buildings: ``group``) that could hold everybody, at ``price`` each.

    Counted together over all org units: rooms to share, rooms for those alone, units of ``one_storey`` each on one
    storey. ``spare`` asks for that share of seats more than there are people: a choice with room to pack, whose price
    is no bound then.
    """
    program = _Program()
    names = sorted({str(getattr(place, group)) for place in places})
    opened = {name: program.column(price.get(name, 0.0), 1) for name in names}
    sizes = _sizes(case, places)
    storeys = sorted({place.storey for place in places})
    seats: dict[str, tuple[dict[int, float], dict[float, dict[int, float]]]] = {}
    limits = sorted({p.limit_m2 for p in people if case.single(p)})
    for storey in storeys:
        there = [place for place in places if place.storey == storey]
        is_open = opened[str(getattr(there[0], group))]
        shared: dict[int, float] = {}
        alone: dict[float, dict[int, float]] = {limit: {} for limit in limits}
        for size, count in Counter(sizes[place.id] for place in there).items():
            taken = {}
            if size.people:
                k = program.column(0.0, count)
                shared[k] = size.people
                taken[k] = 1.0
            for limit in limits:
                if size.alone and size.counted_m2 <= limit + 1e-9:
                    k = program.column(0.0, count)
                    alone[limit][k] = 1.0
                    taken[k] = 1.0
            program.row(taken | {is_open: -count}, -np.inf, 0)
        seats[storey] = (shared, alone)
    _hold_everybody(program, case, people, seats, one_storey, 1 + spare)
    bound, x = program.solve(time_limit_s)
    return StoreyChoice(bound, None if x is None else frozenset(n for n, k in opened.items() if x[k] > 0.5))


def _hold_everybody(
    program: _Program,
    case: Case,
    people: Sequence[Person],
    seats: Mapping[str, tuple[dict[int, float], dict[float, dict[int, float]]]],
    one_storey: Collection[str],
    more: float,
) -> None:
    """Every unit on one storey (or spread, where it may be), and seats enough on every storey for those on it."""
    on: dict[str, list[tuple[int, int, Counter[float]]]] = {storey: [] for storey in seats}
    for unit, group in _by_unit(people).items():
        sharing = sum(not case.single(p) for p in group)
        singles = Counter(p.limit_m2 for p in group if case.single(p))
        pieces = (
            [(sharing, singles)] if unit in one_storey else [(1, Counter()), *((0, Counter({m: 1})) for m in singles)]
        )
        counts = [1] if unit in one_storey else [sharing, *singles.values()]
        for (share, single), count in zip(pieces, counts, strict=True):
            if not count:
                continue
            here = {storey: program.column(0.0, count) for storey in seats}
            program.row(dict.fromkeys(here.values(), 1.0), count, count)
            for storey, k in here.items():
                on[storey].append((k, share, single))
    for storey, (shared, alone) in seats.items():
        program.row({k: -share * more for k, share, _ in on[storey] if share} | shared, 0, np.inf)
        for limit, taken in alone.items():
            # Who may have more can sit in a smaller room, so that rooms are counted from the lowest limit up.
            program.row({k: -single[limit] for k, _, single in on[storey] if single[limit]} | taken, 0, np.inf)


def _by_unit(people: Sequence[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(person.org_unit, []).append(person)
    return found


def _sizes(case: Case, places: Sequence[Place]) -> dict[str, Size]:
    """Return the size of every place; where all differ they are put on a grid, on the safe side."""
    fine = {
        place.id: Size(place.area_m2, place.counted_m2, capacity(place, case), single_fits(place, case))
        for place in places
    }
    if len(set(fine.values())) <= MANY_SIZES:
        return fine
    return {
        place: Size(_down(size.area_m2), _down(size.counted_m2), size.people, size.alone)
        for place, size in fine.items()
    }


def _down(area_m2: float) -> float:
    return floor(area_m2 / GRID_M2) * GRID_M2
