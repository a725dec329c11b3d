"""The least floor in use with every org unit on one storey, or in one block: column generation, priced exactly.

The relaxation of packing is solved over the sets of rooms known so far; a dynamic programme finds, for the prices of
the rooms, the cheapest set there is for every org unit on every storey. Whatever the prices are, what the cheapest sets
of all org units cost with them, less all prices, is a bound (Lagrange): nobody who keeps to it uses less floor.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import fsum, inf
from typing import Final

import numpy as np

from service.allocation.consolidation.connected import Automaton, automaton
from service.allocation.consolidation.demand import Demand, demands
from service.allocation.consolidation.house import House
from service.allocation.consolidation.pricing import cheapest_of
from service.allocation.consolidation.relaxation import relax
from service.allocation.consolidation.stretches import Storey, Stretch, Table, anywhere

NEAR_M2: Final = 0.2  # between relaxation and bound: no better is worth another round
LOWERS_M2: Final = 0.01
BEGIN_WITH: Final = 2000


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor area, m², that nobody goes below, 0 if none was found, and the sets of rooms that came up on the way.

    The part of a set is its place among the demands of the ``FloorBound``.
    """

    least_m2: float
    columns: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Sets:
    """What one org unit can use on one storey: sets of any rooms, and sets of rooms in one block."""

    storey: Storey
    table: Table
    any: Automaton
    block: Automaton


class FloorBound:
    """Bounds on the floor of one house; its columns cost the floor of the plain rooms in them, nothing else."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.demands = demands(house.case, house.people, hopeful=True)
        self.storeys = {
            name: replace(storey, cost_m2=house.floor_m2(storey.places)) for name, storey in house.storeys.items()
        }
        if any(demand.unit not in house.one_storey for demand in self.demands):
            everywhere = anywhere([place for storey in house.storeys.values() for place in storey.places], floor=1.0)
            self.storeys[""] = replace(everywhere, cost_m2=house.floor_m2(everywhere.places))
        self._any = {n: automaton(s.near, s.clash, one_block=False) for n, s in self.storeys.items()}
        self._block = {n: automaton(s.near, s.clash, one_block=True) for n, s in self.storeys.items() if n}
        self._sets = [self._open_to(demand) for demand in self.demands]

    def _open_to(self, demand: Demand) -> list[_Sets]:
        """Return where an org unit can be: on one storey, or anywhere where no storey holds it."""
        house, unit = self.house, demand.unit
        names = [name for name in house.storeys if house.only_on.get(unit, name) == name]
        found = []
        for name in names if unit in house.one_storey else [""]:
            storey = self.storeys[name]
            table = Table(demand, storey, house.case, 0.0)
            found.append(_Sets(storey, table, self._any[name], self._block.get(name, self._any[name])))
        return found

    def can_be_in_one_block(self) -> tuple[str, ...]:
        """Return the org units that some storey could hold in one block if they had it to themselves."""
        return tuple(
            demand.unit
            for part, demand in enumerate(self.demands)
            if demand.unit in self.house.one_storey
            and any(
                cheapest_of(part, sets.table, sets.storey, sets.block, np.zeros(len(sets.storey.places)))
                for sets in self._sets[part]
            )
        )

    def least(self, start: Sequence[Stretch], *, one_block: Collection[str] = (), time_limit_s: float) -> Floor:
        """Return the least floor of all lawful seatings with org units on one storey, and ``one_block`` in one block.

        ``start`` are stretches of the house known already.
        """
        began = time.monotonic()
        columns, best = self._best(self._costing_floor(start)), 0.0
        came_up: list[Stretch] = []
        while time.monotonic() - began < time_limit_s:
            relaxed = relax(columns, len(self.demands), self.storeys)
            prices = {room: max(0.0, price) for room, price in relaxed.of_room.items()}
            bound, new = -fsum(prices.values()), []
            extra = {name: _extra(storey, prices) for name, storey in self.storeys.items()}
            for part, demand in enumerate(self.demands):
                least, found = self._price(part, relaxed.of_part[part], extra, blocks=demand.unit in one_block)
                bound += least
                new += found
            best = max(best, bound) if bound < inf else best
            columns += new
            came_up += [column for column in new if column.storey and self._block[column.storey].one_block]
            if not new or relaxed.value - best < NEAR_M2:
                break
        return Floor(best, tuple(came_up))

    def _price(
        self, part: int, worth: float, extra: dict[str, np.ndarray], *, blocks: bool
    ) -> tuple[float, list[Stretch]]:
        """Return the least cost of an org unit with prices, and sets of rooms that cost less than they are ``worth``.

        A storey where even rooms that do not hang together cost too much is not looked at any further.
        """
        sets = self._sets[part]
        found = [(cheapest_of(part, s.table, s.storey, s.any, extra[s.storey.name]), s) for s in sets]
        ranked = sorted(((one[0], one[1], s) for one, s in found if one is not None), key=lambda item: item[0])
        least, new = inf, list[Stretch]()
        if not blocks:
            new = [rooms for cost, rooms, _ in ranked if cost < worth - LOWERS_M2]
            return (ranked[0][0] if ranked else inf), new
        for any_cost, _, s in ranked:
            if any_cost >= min(least, worth):
                return min(least, any_cost), new
            block = cheapest_of(part, s.table, s.storey, s.block, extra[s.storey.name])
            if block is not None:
                least = min(least, block[0])
                if block[0] < worth - LOWERS_M2:
                    new.append(block[1])
        return least, new

    def _costing_floor(self, start: Sequence[Stretch]) -> list[Stretch]:
        """Return those stretches of the house that seat a whole org unit, at the cost of their floor."""
        part_of = {demand.unit: part for part, demand in enumerate(self.demands)}
        cost = {
            n: dict(zip((p.id for p in s.places), s.cost_m2.tolist(), strict=True)) for n, s in self.storeys.items()
        }
        found = []
        for column in start:
            demand = self.house.parts[column.part]
            part = part_of[demand.unit]
            if demand.people == self.demands[part].people:
                floor_m2 = fsum(cost[column.storey][place] for place, _ in column.used)
                found.append(replace(column, part=part, cost=floor_m2))
        return found

    def _best(self, columns: list[Stretch]) -> list[Stretch]:
        """Return the columns that the relaxation likes most: enough to begin with, few enough to be quick."""
        if not columns:
            return []
        order = np.argsort(relax(columns, len(self.demands), self.storeys).reduced, kind="stable")
        return [columns[int(i)] for i in order[:BEGIN_WITH]]


def _extra(storey: Storey, prices: dict[str, float]) -> np.ndarray:
    return np.array([fsum(prices.get(room, 0.0) for room in place.members or (place.id,)) for place in storey.places])
