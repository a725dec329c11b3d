"""The compiled part of the annealer: propose a move between two rooms, know its cost at once, take it or leave it.

A table (n, m) holds what each entity would pay in each room while all others stay; so the cost of a move is a few
look-ups, and only moves that are taken (a few in a hundred) renew the rows of those they are linked to. The threshold
of a move is drawn before the move: nearly all end at the first comparison.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit, uint64
from numpy.typing import NDArray

from service.allocation.seating import EPS_M2, Floats, Ints

# Shares of moves in 1,024, summed up: one entity moves; two change places; two of like size do; two rooms change all
# their people; two of one room for one of another; the rest, two for two.
MOVE, SWAP, ALIKE, ROOMS, TWO_FOR_ONE = 307, 512, 717, 819, 921
NEIGHBOURS = 8  # how far apart in the order of sizes two are of like size
COOLING = 1024  # moves between two steps of the temperature
UNIFORMS = 8192
MINUS_LOG = -np.log((np.arange(UNIFORMS) + 0.5) / UNIFORMS)  # accept if change ≤ temperature · −ln(uniform)


class Costs(NamedTuple):
    """The problem as the kernel wants it: hard costs already weighed, links by entity, entities by size."""

    size: Floats
    place: Floats
    alone: Floats
    capacity: Floats
    over_capacity: Floats
    underuse: float
    overuse: float
    starts: Ints  # n + 1: the links of entity e are starts[e] … starts[e + 1]
    other: Ints
    relation: Ints
    weight: Floats
    unrelated: Floats  # k, m, m: 1 where two rooms do not satisfy a relation
    linked: NDArray[np.bool_]  # n, n
    slack: float  # what links between those who move together may change at most
    by_size: Ints
    rank: Ints


class State(NamedTuple):
    """One chain: where everyone is, what follows from it, and the best seen."""

    room: Ints
    load: Floats
    people: Ints
    solo: Floats  # m: what sharing costs those in a room
    each: Floats  # m: the cost of a room
    members: Ints  # m, n: who is in a room, the first people[r]
    slot: Ints  # where in members
    table: Floats  # n, m
    random: NDArray[np.uint64]  # 1
    best_room: Ints
    best_cost: Floats  # 1


@njit(cache=True, nogil=True)
def _room_cost(over, count, solo, underuse, overuse, over_capacity):  # type: ignore[no-untyped-def]
    cost = -underuse * over if over <= EPS_M2 else overuse * over + over_capacity
    return cost + solo if count > 1 else cost


@njit(cache=True, nogil=True)
def begin(costs, state):  # type: ignore[no-untyped-def]
    """Work out everything that follows from ``state.room`` and return its cost."""
    n, m = costs.place.shape
    for r in range(m):
        state.load[r], state.solo[r], state.people[r] = 0.0, 0.0, 0
    for e in range(n):
        r = state.room[e]
        state.load[r] += costs.size[e]
        state.solo[r] += costs.alone[e]
        state.members[r, state.people[r]] = e
        state.slot[e] = state.people[r]
        state.people[r] += 1
    total = 0.0
    for r in range(m):
        over = state.load[r] - costs.capacity[r]
        state.each[r] = _room_cost(
            over, state.people[r], state.solo[r], costs.underuse, costs.overuse, costs.over_capacity[r]
        )
        total += state.each[r]
    for e in range(n):
        row = state.table[e]
        for r in range(m):
            row[r] = costs.place[e, r]
        for i in range(costs.starts[e], costs.starts[e + 1]):
            apart, w = costs.unrelated[costs.relation[i], state.room[costs.other[i]]], costs.weight[i]
            for r in range(m):
                row[r] += w * apart[r]
        total += 0.5 * (state.table[e, state.room[e]] + costs.place[e, state.room[e]])
    return total


@njit(cache=True, nogil=True)
def _between(g, old_g, new_g, h, old_h, new_h, starts, other, relation, weight, unrelated):  # type: ignore[no-untyped-def]
    """What the table gets wrong where ``g`` and ``h``, linked, both move."""
    d = 0.0
    for i in range(starts[g], starts[g + 1]):
        if other[i] == h:
            apart = unrelated[relation[i]]
            d += weight[i] * (apart[new_g, new_h] + apart[old_g, old_h] - apart[new_g, old_h] - apart[old_g, new_h])
    return d


@njit(cache=True, nogil=True)
def _links(leaving, out, entering, into, a, b, linked, starts, other, relation, weight, unrelated):  # type: ignore[no-untyped-def]
    """The same for all who leave ``a`` for ``b`` or ``b`` for ``a``."""
    d = 0.0
    for i in range(out + into):
        g, old_g, new_g = (leaving[i], a, b) if i < out else (entering[i - out], b, a)
        for j in range(i):
            h, old_h, new_h = (leaving[j], a, b) if j < out else (entering[j - out], b, a)
            if linked[g, h]:
                d += _between(g, old_g, new_g, h, old_h, new_h, starts, other, relation, weight, unrelated)
    return d


@njit(cache=True, nogil=True)
def _go(e, a, b, room, people, members, slot, table, starts, other, relation, weight, unrelated):  # type: ignore[no-untyped-def]
    """Move ``e`` from ``a`` to ``b``: lists of members, and the table of those linked to it."""
    last = members[a, people[a] - 1]
    members[a, slot[e]] = last
    slot[last] = slot[e]
    people[a] -= 1
    members[b, people[b]] = e
    slot[e] = people[b]
    people[b] += 1
    room[e] = b
    for i in range(starts[e], starts[e + 1]):
        row, w = table[other[i]], weight[i]
        there, here = unrelated[relation[i], b], unrelated[relation[i], a]
        for r in range(len(row)):
            row[r] += w * (there[r] - here[r])


@njit(cache=True, nogil=True)
def _below(bits, count):  # type: ignore[no-untyped-def]
    """Return a number below ``count`` from 32 random bits."""
    return np.int64((bits * uint64(count)) >> uint64(32))


@njit(cache=True, nogil=True)
def _next(x):  # type: ignore[no-untyped-def]
    """Marsaglia's xorshift64 (2003), shifts 13, 7, 17."""
    x ^= x << uint64(13)
    x ^= x >> uint64(7)
    return x ^ (x << uint64(17))


def run(costs: Costs, state: State, moves: int, hot: float, cold: float) -> float:
    """Try ``moves`` moves while cooling from ``hot`` to ``cold``; ``state`` is where it ends and the best seen."""
    return float(_run(begin(costs, state), moves, hot, cold, MINUS_LOG, *costs, *state))


@njit(cache=True, nogil=True)
def _run(  # type: ignore[no-untyped-def] # noqa: PLR0912, PLR0915 - arrays handed to functions in the loop halve its speed
    total, moves, hot, cold, minus_log,
    sizes, place, alone, capacity, over_capacity, underuse, overuse, starts, other, relation, weight, unrelated, linked,
    slack, by_size, rank, room, load, people, solos, each, members, slot, table, random, best_room, best_cost,
):  # fmt: skip
    n, m = place.shape
    best = best_cost[0]
    if total < best - EPS_M2:
        best = total
        best_room[:] = room
    x = random[0]
    leaving, entering = np.empty(n, np.int64), np.empty(n, np.int64)
    t, factor = hot, (cold / hot) ** (COOLING / moves)
    for k in range(moves):
        if k % COOLING == COOLING - 1:
            t *= factor
        x = _next(x)
        threshold = t * minus_log[(x >> uint64(10)) & uint64(UNIFORMS - 1)]
        e = _below(x >> uint64(32), n)
        kind = np.int64(x & uint64(1023))
        x = _next(x)
        high, low = x >> uint64(32), x & uint64(0xFFFFFFFF)
        a = room[e]
        leaving[0], out, into = e, 1, 0
        if kind < MOVE:
            b, c = _below(high, m), _below(low, m)
            if table[e, c] < table[e, b]:
                b = c
        elif ALIKE <= kind < ROOMS:
            b = _below(high, m)
            out, into = people[a], people[b]
        else:
            into = 1
            if SWAP <= kind < ALIKE:
                i = rank[e] - NEIGHBOURS + _below(high, 2 * NEIGHBOURS + 1)
                if i < 0 or i >= n:
                    continue
                f = by_size[i]
            else:
                f = _below(high, n)
            entering[0] = f
            b = room[f]
            if kind >= ROOMS:
                if people[b] < 2:
                    continue
                into = 2
                i = _below(low, people[b] - 1)
                entering[1] = members[b, i + 1 if i >= slot[f] else i]
                if kind >= TWO_FOR_ONE:
                    if people[a] < 2:
                        continue
                    out = 2
                    i = _below((x >> uint64(16)) & uint64(0xFFFFFFFF), people[a] - 1)
                    leaving[1] = members[a, i + 1 if i >= slot[e] else i]
        if a == b:
            continue
        size, solo = 0.0, 0.0
        if ALIKE <= kind < ROOMS:
            size, solo = load[a] - load[b], solos[a] - solos[b]
        else:
            for i in range(out):
                size += sizes[leaving[i]]
                solo += alone[leaving[i]]
            for i in range(into):
                size -= sizes[entering[i]]
                solo -= alone[entering[i]]
        cost_a = _room_cost(
            load[a] - size - capacity[a], people[a] - out + into, solos[a] - solo, underuse, overuse, over_capacity[a]
        )
        cost_b = _room_cost(
            load[b] + size - capacity[b], people[b] + out - into, solos[b] + solo, underuse, overuse, over_capacity[b]
        )
        d = cost_a + cost_b - each[a] - each[b]
        if ALIKE <= kind < ROOMS:
            if d > threshold + slack:  # most pairs of rooms: not worth a list
                continue
            for i in range(out):
                leaving[i] = members[a, i]
            for i in range(into):
                entering[i] = members[b, i]
        for i in range(out):
            d += table[leaving[i], b] - table[leaving[i], a]
        for i in range(into):
            d += table[entering[i], a] - table[entering[i], b]
        if out > 1 or into > 1 or (into == 1 and linked[leaving[0], entering[0]]):
            if d > threshold + slack:
                continue
            d += _links(leaving, out, entering, into, a, b, linked, starts, other, relation, weight, unrelated)
        if d > threshold:
            continue
        total += d
        for i in range(out):
            _go(leaving[i], a, b, room, people, members, slot, table, starts, other, relation, weight, unrelated)
        for i in range(into):
            _go(entering[i], b, a, room, people, members, slot, table, starts, other, relation, weight, unrelated)
        load[a] -= size
        load[b] += size
        solos[a] -= solo
        solos[b] += solo
        each[a] = cost_a
        each[b] = cost_b
        if total < best - EPS_M2:
            best = total
            best_room[:] = room
    random[0] = x
    best_cost[0] = best
    return total
