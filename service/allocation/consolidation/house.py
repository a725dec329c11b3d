"""Seat a whole house: stretches packed along its storeys, and room by room what no stretch could hold."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from service.allocation.consolidation.demand import Demand, demands
from service.allocation.consolidation.exact import Exact, Weights, seat_exactly
from service.allocation.consolidation.one_storey import storeys_that_hold
from service.allocation.consolidation.packing import Packing, pack
from service.allocation.consolidation.people import Seat, seats_of_demand, take_seats
from service.allocation.consolidation.records import Case, Person, Place
from service.allocation.consolidation.stretches import Storey, Stretch, cost_of, storey_of_places, stretches
from service.allocation.consolidation.walk import walk

SMALL: Final = 500  # org units x rooms up to which one exact model does it all
REST_SHARE: Final = 0.25  # of the time, for what no stretch could hold

WALL_M2: Final = 0.1  # what it has to release at least to take out a wall

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Seated:
    """The place of everyone who has one, how many have none, and whether nothing better exists (proven)."""

    room_of: Mapping[str, str]
    unseated: int
    proven: bool = False


class House:
    """The people to be seated and the places open to them, with the stretches worked out once for all attempts.

    With ``joined`` the joins of the case are places too, beside the rooms they are made of.
    """

    def __init__(self, case: Case, *, joined: bool = False) -> None:
        chosen = case.choices
        self.case = case
        self.staying = {p.id: p.now for p in case.people if p.org_unit in chosen.stay and p.now}
        self.people = tuple(person for person in case.people if person.id not in self.staying)
        taken = set(self.staying.values())
        joins = [j for j in case.joined if joined and not set(j.members) & {*chosen.kept_rooms, *taken}]
        self.joined = tuple(joins)
        self.places = tuple(
            place
            for place in (*case.places, *joins)
            if place.storey not in chosen.emptied_storeys
            and place.building not in chosen.emptied_buildings
            and place.id not in chosen.kept_rooms
            and place.id not in taken
        )
        self.parts: list[Demand] = []
        self.columns: list[Stretch] = []

    @property
    def small(self) -> bool:
        """Return whether one exact model is quick enough."""
        return len({person.org_unit for person in self.people}) * len(self.places) <= SMALL

    @cached_property
    def only_on(self) -> dict[str, str]:
        """Return the storey of org units that have to be together with one that stays."""
        storey = {place.id: place.storey for place in self.case.places}
        stays = {p.org_unit: storey[p.now] for p in self.case.people if p.id in self.staying and p.now in storey}
        pairs = [pair for one, other in self.case.choices.together for pair in ((one, other), (other, one))]
        return {one: stays[other] for one, other in pairs if other in stays and one not in stays}

    @cached_property
    def one_storey(self) -> frozenset[str]:
        """Return the org units that have to be on one storey: those that one storey can hold and that do not stay."""
        if not self.case.choices.one_storey:
            return frozenset()
        units = dict.fromkeys(p.org_unit for p in self.people if p.org_unit not in self.case.choices.stay)
        return frozenset(unit for unit in units if storeys_that_hold(self.case, unit))

    @cached_property
    def storeys(self) -> dict[str, Storey]:
        """Return the storeys in walking order."""
        there: dict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            there[place.storey].append(place)
        found = {}
        for name, places in there.items():
            order = walk(places)
            found[name] = storey_of_places(name, order, self.floor_m2(order) + WALL_M2 * _walls(order))
        return found

    def floor_m2(self, places: Sequence[Place]) -> NDArray[np.float64]:
        """Return the floor of the plain rooms that every place takes."""
        floors = self.case.floors_m2()
        return np.array([floors[place.id] for place in places])

    def with_workstations(self, holds: Mapping[str, int]) -> House:
        """Return the house with joined places that hold fewer people, and without the stretches that need more."""
        joined = tuple(replace(p, workstations=holds.get(p.id, p.workstations)) for p in self.case.joined)
        house = House(replace(self.case, joined=joined), joined=True)
        house.parts = self.parts
        house.columns = [c for c in self.columns if all(way.people <= holds.get(p, way.people) for p, way in c.used)]
        return house

    def learn(self, columns: Iterable[Stretch], of: Sequence[Demand]) -> None:
        """Add sets of rooms that came up elsewhere, for the demands ``of`` that are parts of this house too."""
        parts = {demand.unit: part for part, demand in enumerate(self.parts)}
        known = {(column.part, column.storey, column.used) for column in self.columns}
        for column in columns:
            demand = of[column.part]
            part = parts.get(demand.unit)
            if part is None or self.parts[part] != demand:
                continue
            if (part, column.storey, column.used) not in known:
                cost = cost_of(demand, column.used, self.storeys[column.storey], self.case)
                self.columns.append(replace(column, part=part, cost=cost))

    def prepare(self, progress: Progress | None = None) -> None:
        """Work out the stretches of every org unit; a unit that no storey can hold is halved until one can."""
        if self.parts:
            return
        waiting = list(demands(self.case, self.people))
        total, done = len(waiting), 0
        while waiting:
            demand = waiting.pop(0)
            part = len(self.parts)
            only = self.only_on.get(demand.unit)
            storeys = [storey for storey in self.storeys.values() if only in (None, storey.name)]
            pure = [one for storey in storeys for one in storey.without_clashes()]
            found = list(dict.fromkeys(s for storey in pure for s in stretches(part, demand, storey, self.case)))
            if not found and demand.unit not in self.one_storey and len(demand.people) > 1:
                waiting = [*demand.halves(self.case), *waiting]
                total += 1
                continue
            self.parts.append(demand)
            self.columns += found
            done += 1
            if progress:
                progress(done / total)

    def seat(
        self,
        *,
        closed: Collection[str] = (),
        weights: Weights | None = None,
        time_limit_s: float,
        seed: int = 0,
    ) -> Seated:
        """Return the best seating found that leaves the storeys ``closed`` empty."""
        places = [place for place in self.places if place.storey not in closed]
        if self.small:
            exact = self._exactly(self.people, places, weights, time_limit_s, seed)
            room_of, unseated = self._by_name(exact, self.people)
            proven = exact is not None and exact.proven and not unseated
            return Seated(self.staying | room_of, unseated, proven)
        began = time.monotonic()
        self.prepare()
        packing = pack(
            self.columns,
            len(self.parts),
            self.storeys,
            closed=closed,
            bound_together=self._bound_together(),
            time_limit_s=time_limit_s * (1 - REST_SHARE),
            seed=seed,
        )
        left_s = time_limit_s - (time.monotonic() - began)
        return self._with_rest(packing, places, weights, left_s, seed)

    def _bound_together(self) -> list[tuple[int, int]]:
        of_unit: dict[str, list[int]] = defaultdict(list)
        for part, demand in enumerate(self.parts):
            of_unit[demand.unit].append(part)
        pairs = [(a, b) for one, other in self.case.choices.together for a in of_unit[one] for b in of_unit[other]]
        return [pair for pair in pairs if pair[0] != pair[1]]

    def _with_rest(
        self,
        packing: Packing,
        places: Sequence[Place],
        weights: Weights | None,
        time_limit_s: float,
        seed: int,
    ) -> Seated:
        """Seat those of the packing by name, and the others room by room in what is left."""
        room_of = dict(self.staying)
        taken: set[str] = set()
        rest: list[Person] = []
        place_of = {place.id: place for place in places}
        for part, demand in enumerate(self.parts):
            stretch = packing.get(part)
            if stretch is None:
                rest += demand.people
                continue
            used = dict(stretch.used)
            room_of |= take_seats(demand.people, seats_of_demand(demand, used), self.case)
            for place in used:
                taken |= {place, *place_of[place].members}
        if not rest:
            return Seated(room_of, 0)
        free = [place for place in places if not {place.id, *place.members} & taken]
        exact = self._exactly(rest, free, weights, time_limit_s, seed)
        more, unseated = self._by_name(exact, rest)
        return Seated(room_of | more, unseated)

    def _exactly(
        self,
        people: Sequence[Person],
        places: Sequence[Place],
        weights: Weights | None,
        time_limit_s: float,
        seed: int,
    ) -> Exact | None:
        units = {person.org_unit for person in people}
        return seat_exactly(
            self.case,
            people,
            places,
            one_storey=self.one_storey & units,
            together=[pair for pair in self.case.choices.together if set(pair) <= units],
            only_on=self.only_on,
            weights=weights,
            may_leave_out=True,
            time_limit_s=time_limit_s,
            seed=seed,
        )

    def _by_name(self, exact: Exact | None, people: Sequence[Person]) -> tuple[dict[str, str], int]:
        if exact is None or exact.unseated:
            return {}, len(people) if exact is None else exact.unseated
        return name_seats(exact, people, self.case), 0


def _walls(places: Sequence[Place]) -> NDArray[np.float64]:
    return np.array([max(0, len(place.members) - 1) for place in places], dtype=np.float64)


def name_seats(exact: Exact, people: Sequence[Person], case: Case) -> dict[str, str]:
    """Return the place of every person of an exact seating that seats them all."""
    by_unit: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        by_unit[person.org_unit].append(person)
    seats: dict[str, list[Seat]] = defaultdict(list)
    for ((unit, limit_m2, single), place), count in exact.seats.items():
        seats[unit] += [Seat(place, limit_m2, single)] * count
    room_of: dict[str, str] = {}
    for unit, group in by_unit.items():
        room_of |= take_seats(group, seats[unit], case)
    return room_of
