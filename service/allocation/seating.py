"""Who sits in which room, as numbers: entities with a size, rooms with a capacity, and what each choice costs.

The cost has four parts: how far each room is from being full (underuse and overuse weigh differently), what a place
costs an entity, what sharing costs an entity that should sit alone, and what a pair costs by how its two rooms lie to
each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HARD = 1000.0  # the cost that says "never"; every whole multiple of it in a cost is that many hard constraints
EPS_M2 = 1e-9  # what sums of sizes may lack in their last digits


@dataclass(frozen=True, slots=True)
class Seating:
    """n entities, m rooms.

    ``size`` (n), ``capacity`` (m) in m²; ``underuse``/``overuse`` are costs per m²; ``over_capacity`` (m) is the cost
    of a room that is overfull at all; ``place`` (n, m) of an entity in a room; ``alone`` (n) what sharing costs it.
    Pairs (p): ``first``, ``second``, ``relation`` index into ``related`` (k, m, m, symmetric: true where two rooms
    satisfy it) and ``weight``, the cost where they do not. Costs but those per m² may be ``HARD`` or more.
    A ``ValueError`` says that there is nobody to seat or no room.
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

    def __post_init__(self) -> None:
        if not len(self.size) or not len(self.capacity):
            raise ValueError("a seating needs an entity and a room")


@dataclass(frozen=True, slots=True)
class Seated:
    """The best seating found: the room of each entity, its soft cost, and how many hard constraints it breaks."""

    room: Ints
    cost: float
    broken: int

    @property
    def feasible(self) -> bool:
        """Return whether no hard constraint is broken."""
        return self.broken == 0

    @property
    def rank(self) -> tuple[int, float]:
        """Return what seatings are ordered by: hard constraints first."""
        return (self.broken, self.cost)


def seated(problem: Seating, room: Ints) -> Seated:
    """Return a seating with its cost, summed anew from the problem."""
    m = len(problem.capacity)
    load = np.bincount(room, problem.size, m)
    count = np.bincount(room, minlength=m)
    over = load - problem.capacity
    entities = np.arange(len(room))
    apart = ~problem.related[problem.relation, room[problem.first], room[problem.second]]
    each = np.concatenate(
        [
            problem.over_capacity[over > EPS_M2],
            problem.place[entities, room],
            problem.alone[count[room] > 1],
            problem.weight[apart],
        ]
    )
    broken, soft = split(each)
    space = np.where(over > EPS_M2, problem.overuse * over, -problem.underuse * over).sum()
    return Seated(room.copy(), float(space + soft.sum()), round(float(broken.sum())))


def split(cost: Floats) -> tuple[Floats, Floats]:
    """Return how many hard constraints each cost stands for, and what remains of it."""
    hard = np.floor(cost / HARD + 1e-9)
    return hard, cost - hard * HARD
