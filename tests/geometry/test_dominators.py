"""Dominators against their definition: a node dominates another if taking it away cuts the other off."""

from hypothesis import given
from hypothesis import strategies as st

from geometry.dominators import ROOT, immediate_dominators


def reachable(size, edges, roots, without=None):
    seen, waiting = set(), [r for r in roots if r != without]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        waiting += [b for a, b in edges if a == node and b != without]
        waiting += [a for a, b in edges if b == node and a != without]
    return seen


def dominators_by_removal(size, edges, roots):
    """All strict dominators of every reachable node, by taking each node away in turn."""
    whole = reachable(size, edges, roots)
    cut_off = {d: whole - reachable(size, edges, roots, without=d) - {d} for d in whole}
    return {node: {d for d in whole if node in cut_off[d]} for node in whole}


@given(st.data())
def test_the_nearest_dominator_is_the_one_all_others_dominate(data):
    size = data.draw(st.integers(1, 8))
    node = st.integers(0, size - 1)
    edges = data.draw(st.lists(st.tuples(node, node).filter(lambda e: e[0] != e[1]), max_size=14))
    roots = data.draw(st.sets(node, max_size=3))
    neighbours = {n: {b for a, b in edges if a == n} | {a for a, b in edges if b == n} for n in range(size)}
    found = immediate_dominators(size, neighbours, roots)
    strict = dominators_by_removal(size, edges, roots)
    assert set(found) == set(strict)
    for n, nearest in found.items():
        if nearest == ROOT:
            assert strict[n] == set()
        else:
            assert nearest in strict[n]
            assert strict[n] - {nearest} == strict[nearest]


def test_a_long_row_of_rooms_needs_no_deep_stack():
    size = 20_000
    neighbours = {n: {m for m in (n - 1, n + 1) if 0 <= m < size} for n in range(size)}
    found = immediate_dominators(size, neighbours, {0})
    assert found[0] == ROOT
    assert all(found[n] == n - 1 for n in range(1, size))
