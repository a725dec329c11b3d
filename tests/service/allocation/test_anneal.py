"""The annealer against every possible seating of tiny problems, and against an independent judge."""

from itertools import product

import numpy as np
import pytest

from service.allocation.anneal import anneal
from tests.corpus import CORPUS
from tests.oracles.office_space import ALONE, AWAY, CAPACITY, NEAR, SAME, Instance, judge, read, seating

TINY = Instance(
    size=[4.0, 6.0, 5.0, 9.0, 3.0],
    capacity=[10.0, 8.0, 12.0],
    floor=[0, 0, 1],
    adjacent=[{0, 1}, {0, 1}, {2}],
    constraints=[
        (ALONE, True, 3, -1),
        (SAME, False, 0, 1),
        (NEAR, False, 0, 3),
        (AWAY, False, 2, 4),
        (CAPACITY, False, 1, -1),
    ],
)


def test_the_best_of_a_tiny_problem_is_the_best_of_all_seatings():
    every = [judge(TINY, list(rooms)) for rooms in product(range(3), repeat=5)]
    best = min(cost for cost, broken in every if not broken)
    found = anneal(seating(TINY), moves=20_000, seed=1)
    assert found.feasible
    assert found.cost == pytest.approx(best)


def test_the_cost_kept_while_moving_is_the_cost_of_the_answer():
    found = anneal(seating(TINY), moves=5_000, seed=3)
    assert judge(TINY, found.room.tolist()) == (pytest.approx(found.cost), 0)


def test_the_same_seed_gives_the_same_answer():
    one, other = (anneal(seating(TINY), moves=5_000, seed=7) for _ in range(2))
    assert np.array_equal(one.room, other.room)


@pytest.mark.skipif(not (CORPUS.parent / "osap").is_dir(), reason="the benchmark's instances are not here")
@pytest.mark.parametrize("name", ["SVe150/s040_v040", "PNe150/p010_n010"])
def test_a_published_instance_is_seated_without_breaking_a_hard_constraint(name):
    instance = read(CORPUS.parent / "osap" / f"{name}.txt")
    found = anneal(seating(instance), moves=3_000_000, seed=0)
    cost, broken = judge(instance, found.room.tolist())
    assert broken == 0
    assert cost == pytest.approx(found.cost, abs=1e-6)
    assert cost < 320
