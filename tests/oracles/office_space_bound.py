"""A lower bound of an instance of the benchmark, certified by a linear relaxation: no seating can be better.

    python -m tests.oracles.office_space_bound FILE

Whoever must sit alone takes a room whole, so what that room costs is known and the others share what is left of it:
this is what makes the relaxation say more than K or −2K does. Pairs are compared room by room or storey by storey.
Soft wishes to be alone and penalties of overfull shared rooms are left out, which can only lower the bound.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from tests.oracles.office_space import (
    ADJACENT,
    ALLOCATION,
    ALONE,
    AWAY,
    CAPACITY,
    NEAR,
    NONALLOCATION,
    NOT_SAME,
    PENALTY,
    SAME,
    Instance,
    bound,
    read,
)

SAFE = 1e-4  # what the solver's tolerances may lift the value by


class Relaxation:
    """Columns x[e, r] first; every row is Σ ≤ right."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.n, self.m = len(instance.size), len(instance.capacity)
        self.cost = [0.0] * (self.n * self.m)
        self.upper = [1.0] * (self.n * self.m)
        self.constant = 0.0
        self.rows: list[tuple[Mapping[int, float], float]] = []

    def x(self, e: int, r: int) -> int:
        return e * self.m + r

    def column(self, cost: float, upper: float) -> int:
        self.cost.append(cost)
        self.upper.append(upper)
        return len(self.cost) - 1

    def row(self, terms: Mapping[int, float], right: float) -> None:
        self.rows.append((terms, right))

    def rooms(self) -> None:
        i = self.instance
        never_over = {c[2] for c in i.constraints if c[0] == CAPACITY and c[1]}
        alone = sorted({c[2] for c in i.constraints if c[0] == ALONE and c[1]})
        others = [e for e in range(self.n) if e not in set(alone)]
        for r, capacity in enumerate(i.capacity):
            for e in alone:
                over = i.size[e] - capacity
                self.cost[self.x(e, r)] += 2 * over if over > 0 else -over
                if over > 1e-9 and r in never_over:
                    self.upper[self.x(e, r)] = 0.0
            whole = {self.x(e, r): 1.0 for e in alone}
            for e in others:
                self.row({**whole, self.x(e, r): 1.0}, 1.0)
            self.row(whole, 1.0)
            unused, over = self.column(1.0, np.inf), self.column(2.0, 0.0 if r in never_over else np.inf)
            shared = {self.x(e, r): i.size[e] for e in others}
            taken = {self.x(e, r): capacity for e in alone}
            self.row({unused: -1.0} | {k: -v for k, v in shared.items()} | {k: -v for k, v in taken.items()}, -capacity)
            self.row({over: -1.0} | shared | taken, capacity)

    def constraint(self, kind: int, hard: bool, one: int, two: int) -> None:
        penalty = float(PENALTY[kind])
        if kind == ALLOCATION:
            if hard:
                self.row({self.x(one, two): -1.0}, -1.0)
            self.cost[self.x(one, two)] -= 0.0 if hard else penalty
            self.constant += 0.0 if hard else penalty
        elif kind == NONALLOCATION:
            self.cost[self.x(one, two)] += 0.0 if hard else penalty
            self.upper[self.x(one, two)] = 0.0 if hard else self.upper[self.x(one, two)]
        elif kind not in (CAPACITY, ALONE):
            self.pair(kind, one, two, self.column(penalty, 0.0 if hard else 1.0))

    def pair(self, kind: int, one: int, two: int, broken: int) -> None:
        floors = sorted(set(self.instance.floor))
        storey = [[r for r in range(self.m) if self.instance.floor[r] == f] for f in floors]
        single = [[r] for r in range(self.m)]
        if kind in (SAME, NEAR):  # Σ over groups of what ``one`` has more there than ``two``
            more = []
            for rooms in single if kind == SAME else storey:
                more.append(self.column(0.0, 1.0))
                self.row(self.of(one, rooms, 1.0) | self.of(two, rooms, -1.0) | {more[-1]: -1.0}, 0.0)
            self.row(dict.fromkeys(more, 1.0) | {broken: -1.0}, 0.0)
        elif kind in (NOT_SAME, AWAY):
            for rooms in single if kind == NOT_SAME else storey:
                self.row(self.of(one, rooms, 1.0) | self.of(two, rooms, 1.0) | {broken: -1.0}, 1.0)
        elif kind == ADJACENT:
            near = self.instance.adjacent
            for r in range(self.m):
                around = [s for s in range(self.m) if s in near[r] or r in near[s]]
                for a, b in ((one, two), (two, one)):
                    self.row(self.of(a, [r], 1.0) | self.of(b, around, -1.0) | {broken: -1.0}, 0.0)

    def of(self, e: int, rooms: list[int], factor: float) -> dict[int, float]:
        return {self.x(e, r): factor for r in rooms}


def relaxed_bound(instance: Instance) -> float:
    """Return a value that no seating without a broken hard constraint is below."""
    p = Relaxation(instance)
    p.rooms()
    for c in instance.constraints:
        p.constraint(*c)
    data = [(k, column, value) for k, (terms, _) in enumerate(p.rows) for column, value in terms.items()]
    row, column, value = zip(*data, strict=True)
    below = csr_array((value, (row, column)), shape=(len(p.rows), len(p.cost)))
    cells = np.arange(p.n * p.m)
    once = csr_array((np.ones(len(cells)), (cells // p.m, cells)), shape=(p.n, len(p.cost)))
    solved = linprog(
        p.cost, below, [right for _, right in p.rows], once, np.ones(p.n),
        bounds=np.stack([np.zeros(len(p.cost)), p.upper], axis=1), method="highs-ipm",
    )  # fmt: skip
    if solved.status != 0:
        raise RuntimeError(solved.message)
    return max(bound(instance), solved.fun + p.constant - SAFE)


def main(arguments: list[str] | None = None) -> None:
    parser = ArgumentParser(description="Print what no seating of an instance can be better than.")
    parser.add_argument("file", type=Path)
    instance = read(parser.parse_args(arguments).file)
    print(f"no seating below {relaxed_bound(instance):.2f}; by capacity alone {bound(instance):.2f}")


if __name__ == "__main__":
    main()
