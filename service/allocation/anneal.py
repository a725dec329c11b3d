"""Simulated annealing of who sits in which room: short chains from scratch, then the best one warmed again and again.

One long chain gets stuck in whatever it chose while hot; the best of several short ones is better, and warming it a
little mends its details. Hard constraints are penalties that cost little enough for a chain to pass through broken
states, and double for one that ends in such a state. Seatings are compared by constraints broken, then by cost.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from service.allocation.anneal_moves import Costs, State, run
from service.allocation.seating import HARD, Floats, Ints, Seated, Seating, seated, split

HOT, WARM, COLD = 15.0, 4.0, 0.5  # temperatures a chain begins, begins again and ends at, in units of cost
PENALTY = 27.0  # of a hard constraint broken while searching: more than most soft ones gain by it
CHAIN = 10_000_000  # moves of one chain where moves are counted
FRESH, AGAIN = 8, 6  # chains from scratch and from the best, where time is counted; their ratio in both cases
PART = 20_000  # moves between two looks at the clock, before the speed is known
LOOKS = 30  # at the clock in a chain


def anneal(problem: Seating, *, moves: int, seed: int) -> Seated:
    """Return the best seating after a number of tried moves; the same seed gives the same answer."""
    chain = _Chain(problem, seed)
    chains = max(1, moves // CHAIN)
    fresh = -(-chains * FRESH // (FRESH + AGAIN))
    best: Seated | None = None
    for k in range(chains):
        found = chain.by_moves(None if k < fresh else best, max(1, moves // chains))
        best = found if best is None else min(best, found, key=_rank)
    assert best is not None
    return best


def anneal_for(
    problem: Seating, seconds: float, seed: int, threads: int = 2, clock: Callable[[], float] = time.monotonic
) -> Seated:
    """Return the best seating found in so much time on so many cores.

    Compiling, a few seconds once an installation, is not counted. Two runs with the same seed differ as the speed of
    the machine does. ``clock`` may be ``time.thread_time`` where other programs share the cores.
    """
    chains = [_Chain(problem, seed * 1000 + k) for k in range(threads)]
    best = chains[0].by_moves(None, 1)  # compiles
    with ThreadPoolExecutor(threads) as pool:
        for k in range(FRESH + AGAIN):
            begin = None if k < FRESH else best

            def cool(chain: _Chain, begin: Seated | None = begin) -> Seated:
                return chain.by_clock(begin, seconds / (FRESH + AGAIN), clock)

            best = min((best, *pool.map(cool, chains)), key=_rank)
    return best


def _rank(found: Seated) -> tuple[int, float]:
    return found.rank


class _Chain:
    """One walker, with its own random numbers, its own penalty and the arrays of the kernel."""

    def __init__(self, problem: Seating, seed: int) -> None:
        self.problem = problem
        self.random = np.random.default_rng(seed)
        self.penalty = PENALTY

    def by_moves(self, best: Seated | None, moves: int) -> Seated:
        costs, state = self._begin(best)
        run(costs, state, moves, HOT if best is None else WARM, COLD)
        return self._end(state)

    def by_clock(self, best: Seated | None, seconds: float, clock: Callable[[], float]) -> Seated:
        """Cool as time passes, in parts that are counted in moves: as many as the speed so far lets expect."""
        costs, state = self._begin(best)
        hot = warm = HOT if best is None else WARM
        began = last = clock()
        part = PART
        while last < began + seconds:
            cold = hot * (COLD / hot) ** min(1.0, (last - began) / seconds + 1 / LOOKS)
            run(costs, state, part, warm, cold)
            warm, now = cold, clock()
            speed = part / max(now - last, 1e-6)
            part = max(1000, int(speed * min(seconds / LOOKS, began + seconds - now)))
            last = now
        return self._end(state)

    def _begin(self, best: Seated | None) -> tuple[Costs, State]:
        n, m = self.problem.place.shape
        room: Ints = np.asarray(self.random.integers(0, m, n)) if best is None else best.room.copy()
        state = State(
            room,
            load=np.zeros(m),
            people=np.zeros(m, np.int64),
            solo=np.zeros(m),
            each=np.zeros(m),
            members=np.zeros((m, n), np.int64),
            slot=np.zeros(n, np.int64),
            table=np.zeros((n, m)),
            random=self.random.integers(1, 2**63, 1).astype(np.uint64),
            best_room=room.copy(),
            best_cost=np.array([np.inf]),
        )
        return _costs(self.problem, self.penalty), state

    def _end(self, state: State) -> Seated:
        found = min(seated(self.problem, state.best_room), seated(self.problem, state.room), key=_rank)
        if not found.feasible:
            self.penalty = min(2 * self.penalty, HARD)
        return found


def _costs(problem: Seating, penalty: float) -> Costs:
    """Return the problem for the kernel, with so much for each hard constraint."""

    def weighed(cost: Floats) -> Floats:
        broken, soft = split(cost)
        return soft + penalty * broken

    n = len(problem.size)
    ends = np.concatenate([problem.first, problem.second])
    others = np.concatenate([problem.second, problem.first])
    pair = np.tile(np.arange(len(problem.first)), 2)
    order = np.argsort(ends, kind="stable")
    weight = weighed(problem.weight)
    linked = np.zeros((n, n), bool)
    linked[ends, others] = True
    by_size = np.argsort(problem.size, kind="stable")
    return Costs(
        size=problem.size,
        place=weighed(problem.place),
        alone=weighed(problem.alone),
        capacity=problem.capacity,
        over_capacity=weighed(problem.over_capacity),
        underuse=float(problem.underuse),
        overuse=float(problem.overuse),
        starts=np.searchsorted(ends[order], np.arange(n + 1)),
        other=others[order],
        relation=problem.relation[pair[order]],
        weight=weight[pair[order]],
        unrelated=(~problem.related).astype(float),
        linked=linked,
        slack=2.0 * float(weight.max(initial=0.0)),
        by_size=by_size,
        rank=np.argsort(by_size, kind="stable"),
    )
