"""Who sits where, room by room, as one CP-SAT model: every rule of a scenario exactly, nothing left out.

For small cases, for what no stretch could hold, for the fewest moves of one org unit, and to say what conflicts. It
grows with org units x rooms; whole houses go through stretches and packing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ortools.sat.python import cp_model

from service.allocation.consolidation.demand import capacity, single_fits
from service.allocation.consolidation.records import Case, Person, Place

SCALE: Final = 100
UNSEATED_M2: Final = 100_000.0
MOVE_M2: Final = 0.1

Key = tuple[str, float, bool]  # org unit, limit, sits alone


@dataclass(frozen=True, slots=True)
class Weights:
    """What the objective counts: m² of floor used, people moved, and for every storey and building left open."""

    area: float = 1.0
    move_m2: float = MOVE_M2
    storey_m2: Mapping[str, float] = field(default_factory=dict)
    building_m2: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exact:
    """The answer: how many of a class sit where (``stay`` of them already), whether it is proven best.

    ``bound`` is the least objective anyone could reach, m² and what moves and storeys weigh.
    """

    seats: Mapping[tuple[Key, str], int]
    unseated: int
    proven: bool
    objective: float
    bound: float


def seat_exactly(
    case: Case,
    people: Sequence[Person],
    places: Sequence[Place],
    *,
    one_storey: Collection[str] = (),
    together: Sequence[tuple[str, str]] = (),
    only_on: Mapping[str, str] | None = None,
    weights: Weights | None = None,
    may_leave_out: bool = False,
    time_limit_s: float = 10.0,
    seed: int = 0,
) -> Exact | None:
    """Return the best seating of ``people`` in ``places``, None where there is none (proven or out of time).

    ``one_storey`` are org units that must not be split over storeys, ``only_on`` names the storey of some. With
    ``may_leave_out`` people may stay without a room at a price no area reaches.
    """
    model = _Model(case, people, places, one_storey, together, weights or Weights(), may_leave_out)
    model.keep_to(only_on or {})
    return model.solve(time_limit_s, seed)


class _Model:
    def __init__(
        self,
        case: Case,
        people: Sequence[Person],
        places: Sequence[Place],
        one_storey: Collection[str],
        together: Sequence[tuple[str, str]],
        weights: Weights,
        may_leave_out: bool,
    ) -> None:
        self.case, self.places, self.weights = case, places, weights
        self.floors_m2 = case.floors_m2()
        self.model = cp_model.CpModel()
        self.count: dict[Key, int] = defaultdict(int)
        self.here: dict[tuple[Key, str], int] = defaultdict(int)
        for person in people:
            key = (person.org_unit, person.limit_m2, case.single(person))
            self.count[key] += 1
            self.here[key, person.now] += 1
        self.units = list(dict.fromkeys(key[0] for key in self.count))
        self.seats: dict[tuple[Key, str], cp_model.IntVar] = {}
        self.used: dict[tuple[str, str], cp_model.IntVar] = {}
        self.cost: list[cp_model.LinearExprT] = []
        self.out: list[cp_model.IntVar] = []
        for place in places:
            for unit in self.units:
                self._room(unit, place)
        self._everybody(may_leave_out)
        self._rooms_once()
        self._storeys(one_storey, together)
        self._stays()

    def keep_to(self, only_on: Mapping[str, str]) -> None:
        """Keep some org units to one storey each."""
        storey = {place.id: place.storey for place in self.places}
        for (unit, place), used in self.used.items():
            if only_on.get(unit, storey[place]) != storey[place]:
                self.model.add(used == 0)

    def _room(self, unit: str, place: Place) -> None:
        """One room for one unit: shared by people of the sharing classes, or one person alone."""
        model, most = self.model, capacity(place, self.case)
        keys = [key for key in self.count if key[0] == unit]
        used = model.new_bool_var("")
        shared = model.new_bool_var("")
        shares, alone = [], []
        for key in keys:
            _, limit, single = key
            if not single and most:
                n = model.new_int_var(0, min(most, self.count[key]), "")
                self.seats[key, place.id] = n
                shares.append((n, limit))
            elif single and single_fits(place, self.case) and place.counted_m2 <= limit + 1e-9:
                n = model.new_bool_var("")
                self.seats[key, place.id] = n
                alone.append(n)
        everyone = sum(n for n, _ in shares)
        model.add(shared + sum(alone) == used)
        model.add(everyone <= most * shared)
        model.add(everyone >= shared)
        # Rounded so that the integer condition is never weaker than the real one, by at most a ten-thousandth.
        limits = sum(int(limit * 1e4 + 1e-6) * n for n, limit in shares)
        model.add(limits >= int(-(-(place.counted_m2 - 1e-9) * 1e4 // 1)) * shared)
        self.used[unit, place.id] = used
        self.cost.append(round(self.weights.area * self.floors_m2[place.id] * SCALE) * used)

    def _everybody(self, may_leave_out: bool) -> None:
        for key, count in self.count.items():
            seats = [self.seats[key, place.id] for place in self.places if (key, place.id) in self.seats]
            out = self.model.new_int_var(0, count if may_leave_out else 0, "")
            self.out.append(out)
            self.model.add(sum(seats) + out == count)
            self.cost.append(round(UNSEATED_M2 * SCALE) * out)

    def _rooms_once(self) -> None:
        by_room: dict[str, list[cp_model.IntVar]] = defaultdict(list)
        for place in self.places:
            for room in place.members or (place.id,):
                by_room[room] += [self.used[unit, place.id] for unit in self.units]
        for taken in by_room.values():
            self.model.add_at_most_one(taken)

    def _storeys(self, one_storey: Collection[str], together: Sequence[tuple[str, str]]) -> None:
        on: dict[tuple[str, str], cp_model.IntVar] = {}
        bound = {unit for pair in together for unit in pair} | set(one_storey)
        names = list(dict.fromkeys(place.storey for place in self.places))
        for unit in self.units:
            if unit in bound:
                for name in names:
                    on[unit, name] = self.model.new_bool_var("")
                self.model.add_at_most_one([on[unit, name] for name in names])
                for place in self.places:
                    self.model.add_implication(self.used[unit, place.id], on[unit, place.storey])
        for one, other in together:
            if one in self.units and other in self.units:
                for name in names:
                    self.model.add(on[one, name] == on[other, name])
        self._open(names)

    def _open(self, names: Sequence[str]) -> None:
        for group, prices in (("storey", self.weights.storey_m2), ("building", self.weights.building_m2)):
            for name, price_m2 in prices.items():
                is_open = self.model.new_bool_var("")
                for place in self.places:
                    if getattr(place, group) == name:
                        for unit in self.units:
                            self.model.add_implication(self.used[unit, place.id], is_open)
                self.cost.append(round(price_m2 * SCALE) * is_open)

    def _stays(self) -> None:
        for (key, place), n in self.seats.items():
            here = self.here.get((key, place), 0)
            if here and self.weights.move_m2:
                stay = self.model.new_int_var(0, here, "")
                self.model.add(stay <= n)
                self.cost.append(-round(self.weights.move_m2 * SCALE) * stay)

    def solve(self, time_limit_s: float, seed: int) -> Exact | None:
        self.model.minimize(sum(self.cost))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.1, time_limit_s)
        solver.parameters.num_workers = 1  # the same answer again, unless the clock cuts it short
        solver.parameters.random_seed = seed
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        seats = {key: solver.value(n) for key, n in self.seats.items() if solver.value(n)}
        unseated = sum(solver.value(out) for out in self.out)
        proven = status == cp_model.OPTIMAL
        return Exact(seats, unseated, proven, solver.objective_value / SCALE, solver.best_objective_bound / SCALE)
