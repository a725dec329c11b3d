"""The automaton reads exactly the connected sets without clashes: compared with trying every set there is."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.allocation.consolidation import connected
from service.allocation.consolidation.connected import Automaton, automaton

PAIRS = st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)))


def matrix(pairs, n):
    found = np.zeros((n, n), dtype=np.bool_)
    for a, b in pairs:
        if a != b and max(a, b) < n:
            found[a, b] = found[b, a] = True
    return found


def read(sets: Automaton, n: int, used: frozenset[int]) -> bool:
    state = 0
    for j in range(n):
        state = (sets.use if j in used else sets.skip)[state]
        if state < 0:
            return False
    return bool(state >= sets.begins[n])


def hang_together(used, near):
    reached, waiting = set(), [min(used)]
    while waiting:
        j = waiting.pop()
        reached.add(j)
        waiting += [k for k in used - reached if near[j, k]]
    return reached == used


@settings(max_examples=150, deadline=None)
@given(n=st.integers(1, 7), beside=PAIRS, together=PAIRS)
def test_every_connected_set_is_read_and_no_other(n, beside, together):
    near, clash = matrix(beside, n), matrix(together, n)
    block, loose = (automaton(near, clash, one_block=one_block) for one_block in (True, False))
    assert block.one_block
    for size in range(1, n + 1):
        for used in map(frozenset, combinations(range(n), size)):
            fits = not any(clash[a, b] for a, b in combinations(used, 2))
            assert read(block, n, used) == (fits and hang_together(used, near))
            assert read(loose, n, used) == fits


def test_a_corridor_needs_few_states():
    """Rooms on both sides of a corridor, each beside the next two on either side: 60 rooms, four of them matter."""
    n = 60
    near = matrix([(i, j) for i in range(n) for j in range(i + 1, min(n, i + 5))], n)
    sets = automaton(near, np.zeros_like(near), one_block=True)
    assert np.diff(sets.begins).max() <= 40


def test_where_states_run_out_more_is_read_than_asked_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connected, "MOST_STATES", 3)
    near, clash = matrix([(0, 3), (1, 4), (2, 5), (3, 4), (4, 5)], 6), matrix([(0, 1)], 6)
    sets = automaton(near, clash, one_block=True)
    assert not sets.one_block
    assert read(sets, 6, frozenset({0, 5}))
    assert not read(sets, 6, frozenset({0, 1}))
