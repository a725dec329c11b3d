"""Immediate dominators of an undirected graph: for each node the nearest one that lies on every way to it.

The iterative method of Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001), with one virtual node
before all roots.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

ROOT = -1


def immediate_dominators(size: int, neighbours: Mapping[int, Set[int]], roots: Set[int]) -> dict[int, int]:
    """Return the nearest dominator of every node in 0 … size − 1 that can be reached from ``roots``.

    It is ``ROOT`` (−1) for the roots themselves and for nodes that several ways lead to which share no node.
    """
    order = _from_roots(neighbours, roots, size)
    number = {node: at for at, node in enumerate(order)} | {ROOT: -1}
    nearest: dict[int, int] = {ROOT: ROOT}

    def meet(a: int, b: int) -> int:
        while a != b:
            while number[a] > number[b]:
                a = nearest[a]
            while number[b] > number[a]:
                b = nearest[b]
        return a

    changed = True
    while changed:
        changed = False
        for node in order:
            before = [other for other in neighbours.get(node, ()) if other in nearest]
            if node in roots:
                before.append(ROOT)
            found = before[0]
            for other in before[1:]:
                found = meet(found, other)
            if nearest.get(node) != found:
                nearest[node] = found
                changed = True
    del nearest[ROOT]
    return nearest


def _from_roots(neighbours: Mapping[int, Set[int]], roots: Set[int], size: int) -> list[int]:
    """Return all reachable nodes in reverse postorder of a depth-first walk from the virtual node."""
    seen: set[int] = set()
    postorder: list[int] = []
    for root in sorted(roots):
        if root in seen or not 0 <= root < size:
            continue
        seen.add(root)
        stack = [(root, iter(sorted(neighbours.get(root, ()))))]
        while stack:
            node, rest = stack[-1]
            for other in rest:
                if other not in seen:
                    seen.add(other)
                    stack.append((other, iter(sorted(neighbours.get(other, ())))))
                    break
            else:
                stack.pop()
                postorder.append(node)
    return postorder[::-1]
