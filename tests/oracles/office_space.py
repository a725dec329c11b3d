"""The office-space-allocation benchmark: read an instance, hand it to the annealer, and judge the answer by itself.

``python -m tests.oracles.office_space FILE --seconds 10 --seed 1`` solves any file of the format.
"""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.allocation.anneal import anneal_for
from service.allocation.seating import HARD, Seating

ALLOCATION, NONALLOCATION, CAPACITY, SAME, NOT_SAME, ALONE, ADJACENT, NEAR, AWAY = 0, 1, 3, 4, 5, 6, 7, 8, 9
PENALTY = {
    ALLOCATION: 20,
    NONALLOCATION: 10,
    CAPACITY: 10,
    SAME: 10,
    NOT_SAME: 10,
    ALONE: 50,
    ADJACENT: 10,
    NEAR: 10,
    AWAY: 10,
}
PAIRS = (SAME, NOT_SAME, ADJACENT, NEAR, AWAY)


@dataclass(frozen=True)
class Instance:
    size: list[float]
    capacity: list[float]
    floor: list[int]
    adjacent: list[set[int]]
    constraints: list[tuple[int, bool, int, int]]


def read(path: Path) -> Instance:
    part, size, capacity, floor, adjacent, constraints = "", [], [], [], [], []
    for line in path.read_text("ascii", errors="replace").splitlines():
        words = line.split()
        if len(words) == 1 and words[0] in ("ENTITIES", "ROOMS", "CONSTRAINTS"):
            part = words[0]
        elif not words or ":" in line:
            continue
        elif part == "ENTITIES":
            size.append(float(words[2]))
        elif part == "ROOMS":
            floor.append(int(words[1]))
            capacity.append(float(words[2]))
            adjacent.append({len(adjacent), *map(int, words[4:])})
        elif part == "CONSTRAINTS":
            kind, hard, one, two = (int(w) for w in words[1:5])
            constraints.append((kind, bool(hard), one, two))
    return Instance(size, capacity, floor, adjacent, constraints)


def seating(instance: Instance) -> Seating:
    n, m = len(instance.size), len(instance.capacity)
    place, alone, over = np.zeros((n, m)), np.zeros(n), np.zeros(m)
    pairs = []
    for kind, hard, one, two in instance.constraints:
        weight = HARD if hard else float(PENALTY[kind])
        if kind == ALLOCATION:
            place[one] += weight
            place[one, two] -= weight
        elif kind == NONALLOCATION:
            place[one, two] += weight
        elif kind == CAPACITY:
            over[one] += weight
        elif kind == ALONE:
            alone[one] += weight
        else:
            pairs.append((one, two, PAIRS.index(kind), weight))
    floor = np.array(instance.floor)
    same = np.eye(m, dtype=bool)
    beside = np.array([[b in instance.adjacent[a] for b in range(m)] for a in range(m)])
    near = floor[:, None] == floor[None, :]
    related = np.stack([same, ~same, beside | beside.T, near, ~near])
    first, second, relation, weight = np.array(pairs, float).reshape(-1, 4).T
    return Seating(
        np.array(instance.size),
        np.array(instance.capacity),
        1.0,
        2.0,
        over,
        place,
        alone,
        first.astype(np.int64),
        second.astype(np.int64),
        relation.astype(np.int64),
        weight.astype(float),
        related,
    )


def judge(instance: Instance, room: list[int]) -> tuple[float, int]:
    """Return the objective of the benchmark and how many hard constraints are broken, from the instance alone."""
    load = [0.0] * len(instance.capacity)
    people = [0] * len(instance.capacity)
    for size, r in zip(instance.size, room, strict=True):
        load[r] += size
        people[r] += 1
    cost = sum(max(0.0, c - x) + 2 * max(0.0, x - c) for c, x in zip(instance.capacity, load, strict=True))
    broken = 0
    for kind, hard, one, two in instance.constraints:
        if kind == CAPACITY:
            ok = load[one] <= instance.capacity[one] + 1e-9
        elif kind == ALLOCATION:
            ok = room[one] == two
        elif kind == NONALLOCATION:
            ok = room[one] != two
        elif kind == ALONE:
            ok = people[room[one]] == 1
        else:
            a, b = room[one], room[two]
            ok = {
                SAME: a == b,
                NOT_SAME: a != b,
                ADJACENT: b in instance.adjacent[a] or a in instance.adjacent[b],
                NEAR: instance.floor[a] == instance.floor[b],
                AWAY: instance.floor[a] != instance.floor[b],
            }[kind]
        if not ok:
            broken += hard
            cost += 0 if hard else PENALTY[kind]
    return cost, broken


def bound(instance: Instance) -> float:
    """Return what no seating can be better than: with K m² more capacity than demand, K stay unused or −K are over."""
    spare = sum(instance.capacity) - sum(instance.size)
    return max(spare, -2 * spare, 0.0)


def main(arguments: list[str] | None = None) -> None:
    parser = ArgumentParser(description="Solve one instance; print its objective, judged anew, and the room of each.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args(arguments)
    instance = read(a.file)
    found = anneal_for(seating(instance), a.seconds, a.seed, a.threads)
    cost, broken = judge(instance, found.room.tolist())
    print(f"objective {cost:.2f} · hard constraints broken {broken} · no seating below {bound(instance):.2f}")
    print("entity room")
    for entity, room in enumerate(found.room.tolist()):
        print(entity, room)


if __name__ == "__main__":
    main()
