"""Who sits in which room: simulated annealing, compiled, over moves of one entity and swaps of two.

The cost has four parts: how far each room is from being full (underuse and overuse weigh differently), what a place
costs an entity, what sharing costs an entity that should sit alone, and what a pair costs by how its two rooms lie to
each other. Hard constraints are costs of ``HARD`` each while searching; only states without one are kept as best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HARD = 100.0  # more than any soft term gained by breaking one, less than would freeze the search
RELOCATE = 0.45  # share of moves that move one entity; the others swap two
FAR = 40.0  # temperatures: what costs more in its rooms alone is not looked at further


@dataclass(frozen=True, slots=True)
class Seating:
    """n entities, m rooms.

    ``size`` (n), ``capacity`` (m) in m²; ``underuse``/``overuse`` are costs per m²; ``over_capacity`` (m) is the cost
    of a room that is overfull at all; ``place`` (n, m) of an entity in a room; ``alone`` (n) what sharing costs it.
    Pairs (p): ``first``, ``second``, ``relation`` index into ``related`` (k, m, m: 1 where two rooms satisfy it) and
    ``weight``, the cost where they do not.
    """

    size: Floats
    capacity: Floats
    underuse: float
    overuse: float
    over_capacity: Floats
    place: Floats
    alone: Floats
    first: Ints
    second: Ints
    relation: Ints
    weight: Floats
    related: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Seated:
    """The best state found: room of each entity, its cost, and whether no hard constraint is broken."""

    room: Ints
    cost: float
    feasible: bool


def anneal(problem: Seating, *, moves: int, seed: int, hot: float = 15.0, cold: float = 0.6) -> Seated:
    """Return the best seating after a number of tried moves; the same seed gives the same answer."""
    starts, links = _links(problem)
    rooms = (problem.capacity, problem.over_capacity, problem.underuse, problem.overuse)
    pairs = (starts, links, problem.relation, problem.weight, problem.related)
    room, cost = _run(problem.size, problem.place, problem.alone, rooms, pairs, moves, seed, hot, cold)
    return Seated(room, float(cost), bool(cost < HARD))


def _links(problem: Seating) -> tuple[Ints, Ints]:
    """Return for each entity its pairs, as one array of (pair, other) with the start of each entity's part."""
    ends = np.concatenate([problem.first, problem.second])
    others = np.concatenate([problem.second, problem.first])
    pair = np.concatenate([np.arange(len(problem.first))] * 2)
    order = np.argsort(ends, kind="stable")
    starts = np.searchsorted(ends[order], np.arange(len(problem.size) + 1))
    return starts.astype(np.int64), np.stack([pair[order], others[order]], axis=1).astype(np.int64)


@njit(cache=True, nogil=True)
def _room_cost(load, people, alone, capacity, underuse, overuse, over_capacity):  # type: ignore[no-untyped-def]
    cost = underuse * (capacity - load) if load <= capacity else overuse * (load - capacity) + over_capacity
    return cost + alone if people > 1 else cost


@njit(cache=True, nogil=True)
def _pairs(e, r, room, pairs, swapped, other):  # type: ignore[no-untyped-def]
    """Cost of the pairs of ``e`` if it sat in ``r``; ``swapped`` counts as if it sat in ``other``."""
    starts, links, relation, weight, related = pairs
    cost = 0.0
    for i in range(starts[e], starts[e + 1]):
        p, o = links[i, 0], links[i, 1]
        s = other if o == swapped else room[o]
        if not related[relation[p], r, s]:
            cost += weight[p]
    return cost


@njit(cache=True, nogil=True)
def _after(r, size, people, alone, state, rooms):  # type: ignore[no-untyped-def]
    """Cost of room ``r`` with so much more load, so many more people and so much more that wants to be alone."""
    load, count, solo, _ = state
    capacity, over_capacity, underuse, overuse = rooms
    return _room_cost(
        load[r] + size, count[r] + people, solo[r] + alone, capacity[r], underuse, overuse, over_capacity[r]
    )


@njit(cache=True, nogil=True)
def _put(r, size, people, alone, cost, state):  # type: ignore[no-untyped-def]
    load, count, solo, each = state
    load[r] += size
    count[r] += people
    solo[r] += alone
    each[r] = cost


@njit(cache=True, nogil=True)
def _begin(size, place, alone, rooms, pairs, state, room):  # type: ignore[no-untyped-def]
    """Seat everyone greedily, largest first, and return the cost."""
    n, m = place.shape
    for r in range(m):
        _put(r, 0.0, 0, 0.0, _after(r, 0.0, 0, 0.0, state, rooms), state)
    for e in np.argsort(-size):
        best, chosen = np.inf, 0
        for r in range(m):
            c = place[e, r] + _after(r, size[e], 1, alone[e], state, rooms) - state[3][r] + 1e-6 * np.random.random()
            if c < best:
                best, chosen = c, r
        room[e] = chosen
        _put(chosen, size[e], 1, alone[e], _after(chosen, size[e], 1, alone[e], state, rooms), state)
    total = state[3].sum()
    for e in range(n):
        total += place[e, room[e]] + 0.5 * _pairs(e, room[e], room, pairs, -1, 0)
    return total


@njit(cache=True, nogil=True)
def _run(size, place, alone, rooms, pairs, moves, seed, hot, cold):  # type: ignore[no-untyped-def]
    np.random.seed(seed)
    n, m = place.shape
    room = np.zeros(n, np.int64)
    state = (np.zeros(m), np.zeros(m, np.int64), np.zeros(m), np.zeros(m))
    each = state[3]
    total = _begin(size, place, alone, rooms, pairs, state, room)
    best_room, best_cost = room.copy(), total
    factor = (cold / hot) ** (1.0 / max(1, moves))
    t = hot
    for _ in range(moves):
        t *= factor
        e = np.random.randint(n)
        a = room[e]
        f = -1
        if np.random.random() < RELOCATE:
            b = np.random.randint(m)
        else:
            f = np.random.randint(n)
            b = room[f]
        if a == b:
            continue
        # f = −1: e moves alone; else e and f change places, and the sizes that move are the differences.
        size_f, alone_f, one = (size[f], alone[f], 0) if f >= 0 else (0.0, 0.0, 1)
        ds, da = size[e] - size_f, alone[e] - alone_f
        d = place[e, b] - place[e, a]
        if f >= 0:
            d += place[f, a] - place[f, b]
        cost_a = _after(a, -ds, -one, -da, state, rooms)
        cost_b = _after(b, ds, one, da, state, rooms)
        d += cost_a + cost_b - each[a] - each[b]
        if d > FAR * t:
            continue
        d += _pairs(e, b, room, pairs, f, a) - _pairs(e, a, room, pairs, -1, 0)
        if f >= 0:
            d += _pairs(f, a, room, pairs, e, b) - _pairs(f, b, room, pairs, -1, 0)
        if d <= 0.0 or np.random.random() < np.exp(-d / t):
            room[e] = b
            if f >= 0:
                room[f] = a
            _put(a, -ds, -one, -da, cost_a, state)
            _put(b, ds, one, da, cost_b, state)
            total += d
            if total < best_cost - 1e-9:
                best_cost = total
                best_room[:] = room
    return best_room, best_cost
