"""Stretches of a storey that can hold an org unit: every start and end, with the least cost in between.

A dynamic programme over the rooms in walking order. Its state is the last room used and how many people of each class
are seated; from a used room one goes on to one that lies beside it, so that a stretch is one connected block, whatever
rooms it leaves out. Cost: the floor used, less a small reward for everybody who need not move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from service.allocation.consolidation.demand import Demand, Seats, digits
from service.allocation.consolidation.records import Case, Place
from service.allocation.consolidation.walk import adjacency, clashes

REACH: Final = 8  # rooms looked back at: a stretch leaves out fewer than this in a row
BEYOND: Final = 10  # rooms by which a stretch may be longer than the shortest one from its start
STAY_M2: Final = 0.1  # what it is worth not to move somebody: decides between equal areas only
NEVER: Final = 1e12

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The rooms that one part of the demand would use on a storey, in walking order; ``cost`` in m² less the reward."""

    part: int
    storey: str
    used: tuple[tuple[str, Seats], ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Storey:
    """The places of a storey in walking order, what each costs when used, and which lie beside each other.

    Two that ``clash`` take the same plain room and cannot both be used.
    """

    name: str
    places: tuple[Place, ...]
    cost_m2: Floats
    near: NDArray[np.bool_]
    clash: NDArray[np.bool_]

    @property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """Return the plain rooms of every joined place."""
        return {place.id: place.members for place in self.places if place.members}

    def without_clashes(self) -> tuple[Storey, ...]:
        """Return the storey as it is with its plain places only, and with every joined place instead of its members."""
        if not self.clash.any():
            return (self,)
        inside = {room for rooms in self.members.values() for room in rooms}
        plain = [i for i, place in enumerate(self.places) if not place.members]
        joined = [i for i, place in enumerate(self.places) if place.id not in inside]
        return self._only(plain), self._only(joined)

    def _only(self, kept: Sequence[int]) -> Storey:
        pairs = np.ix_(kept, kept)
        places = tuple(self.places[i] for i in kept)
        return Storey(self.name, places, self.cost_m2[list(kept)], self.near[pairs], self.clash[pairs])


def storey_of_places(name: str, places: Sequence[Place], cost_m2: Sequence[float] | Floats) -> Storey:
    """Return a storey; ``places`` are in walking order."""
    return Storey(name, tuple(places), np.asarray(cost_m2, dtype=np.float64), adjacency(places), clashes(places))


def anywhere(places: Sequence[Place], *, floor: float) -> Storey:
    """Return places of any storey as one, none beside another, at ``floor`` times their area."""
    costs = np.array([floor * place.area_m2 for place in places])
    return Storey("", tuple(places), costs, np.zeros((len(places), len(places)), dtype=np.bool_), clashes(places))


def stretches(
    part: int, demand: Demand, storey: Storey, case: Case, *, prices: Mapping[str, float] | None = None, most: int = 0
) -> list[Stretch]:
    """Return the stretches of a storey that hold everybody of a demand, cheaper with every longer one of a start.

    ``prices`` are what a room costs besides its floor, m², because others want it; the cost of a stretch is without
    them. ``most`` > 0 keeps the best so many under those prices.
    """
    table = Table(demand, storey, case, STAY_M2)
    if not len(table.ways):
        return []
    extra = np.array([(prices or {}).get(place.id, 0.0) for place in storey.places])
    found = _stretches(*table.arguments(extra), REACH, BEYOND)
    if most:
        found = sorted(found, key=lambda one: one[0])[:most]
    return [table.stretch(part, storey, uses) for _, uses in found]


class Table:
    """The ways of using every room as arrays: those of room j are ``begins[j]:begins[j + 1]``.

    Way w is of kind ``kinds[w]``; those left in state x can take kind k where ``fits[k, x]``, and ``steps[k]`` is how
    far the state goes down.
    """

    def __init__(self, demand: Demand, storey: Storey, case: Case, stay_m2: float = STAY_M2) -> None:
        counts = np.array(demand.counts, dtype=np.int64)
        strides = np.append(np.cumprod((counts + 1)[::-1])[-2::-1], 1).astype(np.int64)
        self.ways: list[Seats] = []
        begins, changes, costs = [0], [], []
        for place, cost_m2 in zip(storey.places, storey.cost_m2.tolist(), strict=True):
            ways = demand.ways(place, case)
            here = _here(demand, place, case)
            for way in ways:
                change = demand.seated(way)
                changes.append(change)
                costs.append(cost_m2 - stay_m2 * sum(min(a, b) for a, b in zip(change, here, strict=True)))
            self.ways += ways
            begins.append(len(self.ways))
        self.begins = np.array(begins, dtype=np.int64)
        self.changes = np.array(changes, dtype=np.int64).reshape(-1, len(counts))
        self.offsets = self.changes @ strides
        self.costs = np.array(costs, dtype=np.float64)
        self._counts, self._near = counts, storey.near
        self._states = digits(demand.counts)
        kinds, self.kinds = np.unique(self.changes, axis=0, return_inverse=True)
        self.fits = (self._states[None, :, :] >= kinds[:, None, :]).all(axis=2)
        self.steps = kinds @ strides

    def stretch(self, part: int, storey: Storey, uses: Ints) -> Stretch:
        """Return what [room, way, room, way …] from the last room back stands for, without any prices."""
        pairs = [(int(uses[k]), int(uses[k + 1])) for k in range(0, len(uses), 2)]
        used = tuple((storey.places[j].id, self.ways[w]) for j, w in reversed(pairs))
        return Stretch(part, storey.name, used, float(sum(self.costs[w] for _, w in pairs)))

    def arguments(self, extra: Floats) -> tuple[NDArray[Any], ...]:
        """Return the arrays of the compiled search, with ``extra`` m² on the cost of every room."""
        return (
            self.begins, self.changes, self.offsets, self.costs_with(extra), self._states, self._counts, self._near
        )  # fmt: skip

    def costs_with(self, extra: Floats) -> Floats:
        """Return the cost of every way with ``extra`` m² on that of every room."""
        return np.asarray(self.costs + np.repeat(extra, np.diff(self.begins)))


def cost_of(demand: Demand, used: Sequence[tuple[str, Seats]], storey: Storey, case: Case) -> float:
    """Return what rooms used so cost, m²: their own cost, less the reward for everybody who need not move."""
    index = {place.id: j for j, place in enumerate(storey.places)}
    cost = 0.0
    for room, way in used:
        seats = demand.seated(way)
        here = _here(demand, storey.places[index[room]], case)
        cost += float(storey.cost_m2[index[room]]) - STAY_M2 * sum(min(a, b) for a, b in zip(seats, here, strict=True))
    return cost


def _here(demand: Demand, place: Place, case: Case) -> list[int]:
    here = [0] * len(demand.counts)
    for person in demand.people:
        if person.now == place.id:
            here[demand.class_of(person, case)] += 1
    return here


@njit(cache=True)
def _before(f, near, first, j, reach):  # type: ignore[no-untyped-def]
    """Return the least cost of every state over the rooms from which one goes on to room j."""
    states = f.shape[1]
    least = np.full(states, NEVER)
    if j == first:
        least[0] = 0.0
    for q in range(max(first, j - reach), j):
        if near[q, j]:
            for x in range(states):
                least[x] = min(least[x], f[q, x])
    return least


@njit(cache=True)
def _use(row, least, j, begins, changes, offsets, costs, table, counts):  # type: ignore[no-untyped-def]
    """Fill ``row``, the least cost of every state with room j used last."""
    classes = table.shape[1]
    row[:] = NEVER
    for w in range(begins[j], begins[j + 1]):
        for x in range(len(least) - offsets[w]):
            if least[x] >= NEVER:
                continue
            fits = True
            for c in range(classes):
                if table[x, c] + changes[w, c] > counts[c]:
                    fits = False
                    break
            if fits and least[x] + costs[w] < row[x + offsets[w]]:
                row[x + offsets[w]] = least[x] + costs[w]


@njit(cache=True)
def _stretches(begins, changes, offsets, costs, table, counts, near, reach, beyond):  # type: ignore[no-untyped-def]
    """Return (cost, [room, way, room, way …] from the last room back) of every stretch."""
    rooms, states = len(begins) - 1, len(table)
    f = np.empty((rooms, states))
    found = [(0.0, np.zeros(0, np.int64))][:0]
    for first in range(rooms):
        shortest, best = rooms, NEVER
        for j in range(first, rooms):
            if j > shortest + beyond:
                break
            least = _before(f, near, first, j, reach)
            _use(f[j], least, j, begins, changes, offsets, costs, table, counts)
            cost = f[j, states - 1]
            if cost < best - 1e-9:
                best = cost
                shortest = min(shortest, j)
                found.append((cost, _trace(f, begins, changes, offsets, costs, table, near, reach, first, j)))
    return found


@njit(cache=True)
def _trace(f, begins, changes, offsets, costs, table, near, reach, first, last):  # type: ignore[no-untyped-def]
    """Walk back from the full state at room ``last``: which rooms are used, and how."""
    chosen = [0][:0]
    j, x = last, len(table) - 1
    while True:
        least = _before(f, near, first, j, reach)
        nearest, way = NEVER, -1
        for w in range(begins[j], begins[j + 1]):
            y = x - offsets[w]
            if y < 0 or least[y] >= NEVER:
                continue
            fits = True
            for c in range(table.shape[1]):
                if table[y, c] + changes[w, c] != table[x, c]:
                    fits = False
                    break
            if fits and abs(least[y] + costs[w] - f[j, x]) < nearest:
                nearest, way = abs(least[y] + costs[w] - f[j, x]), w
        chosen.append(j)
        chosen.append(way)
        x -= offsets[way]
        if x == 0 and j == first:
            return np.array(chosen)
        for q in range(max(first, j - reach), j):
            if near[q, j] and abs(f[q, x] - least[x]) < 1e-9:
                j = q
                break
