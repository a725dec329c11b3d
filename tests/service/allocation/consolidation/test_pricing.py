"""The cheapest rooms for an org unit equal the cheapest of all seatings tried one by one, connected or not."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.allocation.consolidation.blocks import blocks
from service.allocation.consolidation.check import faults
from service.allocation.consolidation.connected import automaton
from service.allocation.consolidation.demand import demands
from service.allocation.consolidation.pricing import cheapest_of
from service.allocation.consolidation.stretches import Table, storey_of_places
from tests.service.allocation.consolidation.build import case, person, place, scenario

AREAS = st.lists(st.sampled_from([8.0, 10.5, 12.0, 17.5, 18.0, 27.0]), min_size=1, max_size=5)
LIMITS = st.lists(st.sampled_from([9.0, 9.0, 12.0, 18.0, 24.0]), min_size=1, max_size=4)
PRICES = st.lists(st.sampled_from([0.0, 0.5, 6.0, 20.0]), min_size=5, max_size=5)
BESIDE = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)))


@settings(max_examples=40, deadline=None)
@given(areas=AREAS, limits=LIMITS, prices=PRICES, beside=BESIDE)
def test_the_cheapest_set_is_that_of_trying_all(areas, limits, prices, beside):
    near = {i: tuple(f"r{b}" for a, b in beside if a == i and b != i and b < len(areas)) for i in range(len(areas))}
    rooms = [place(f"r{i}", area, beside=near[i]) for i, area in enumerate(areas)]
    of = case(rooms, [person(f"p{i}", limit_m2=limit) for i, limit in enumerate(limits)])
    [demand] = demands(of, hopeful=True)
    storey = storey_of_places("A-1F", rooms, areas)
    price = dict(zip((r.id for r in rooms), prices, strict=False))
    lawful = [room_of for room_of in every(of) if not faults(of, scenario(room_of))]
    for one_block in (False, True):
        sets = automaton(storey.near, storey.clash, one_block=one_block)
        found = cheapest_of(0, Table(demand, storey, of, 0.0), storey, sets, np.array(prices[: len(areas)]))
        allowed = [r for r in lawful if not one_block or len(blocks(of, r)["u1"]) == 1]
        costs = [sum(areas[int(k[1:])] + price[k] for k in set(room_of.values())) for room_of in allowed]
        assert (found is None) == (not costs)
        if found is not None:
            cost, column = found
            assert cost == pytest.approx(min(costs))
            assert cost == pytest.approx(column.cost + sum(price[room] for room, _ in column.used))
            assert sum(way.people for _, way in column.used) == len(limits)


def every(of):
    ids = [r.id for r in of.places]
    return (dict(zip((p.id for p in of.people), s, strict=True)) for s in product(ids, repeat=len(of.people)))
