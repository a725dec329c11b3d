"""Which sets of places of a storey are one block: an automaton that reads them in walking order, place by place.

Its state says which of the places already passed still matter, because a later one lies beside them, and which of those
hang together (frontier-based search; Kawahara et al. 2017). Few places matter at a time along a corridor, so that a
storey of fifty rooms needs some hundred states to read every connected set there is, whatever that leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST_STATES: Final = 1500  # at one place: a storey that needs more is no corridor, and blocks are not asked for there
NO: Final = -1

Labels = tuple[int, ...]
CLOSED: Final[Labels] = (NO,)  # the block is complete: nothing more may be used


@dataclass(frozen=True, slots=True)
class Automaton:
    """States before place j are ``begins[j]:begins[j + 1]``; those at ``begins[n]`` and after are ends; 0 is the first.

    ``skip`` and ``use`` are the state one comes to by leaving the place of a state out or using it, −1 where that is
    no way to go on. ``one_block`` says whether connected sets only are read.
    """

    begins: NDArray[np.int64]
    skip: NDArray[np.int64]
    use: NDArray[np.int64]
    one_block: bool


def automaton(near: NDArray[np.bool_], clash: NDArray[np.bool_], *, one_block: bool) -> Automaton:
    """Return the automaton of all sets without two places that ``clash``, connected by ``near`` if ``one_block``.

    Both are symmetric (n, n). Where that needs too many states more is read than asked for, first sets of any shape,
    then those that clash: what is least over more sets is still a bound.
    """
    none = np.zeros_like(near)
    found = _build(near, clash, one_block=True) if one_block else None
    return found or _build(none, clash, one_block=False) or _everything(len(near))


def _build(near: NDArray[np.bool_], clash: NDArray[np.bool_], *, one_block: bool) -> Automaton | None:
    n = len(near)
    if not one_block and not clash.any():
        return _everything(n)
    either = near | clash
    last = np.where(either.any(axis=1), n - 1 - either[:, ::-1].argmax(axis=1), np.arange(n))
    layer: dict[Labels, int] = {(): 0}
    frontier: list[int] = []
    begins, skip, use = [0], list[int](), list[int]()
    for j in range(n):
        begins.append(begins[-1] + len(layer))
        following: dict[Labels, int] = {}
        ahead = [i for i in [*frontier, j] if last[i] > j]
        for labels in layer:
            for used, target in ((False, skip), (True, use)):
                go = _step(dict(zip(frontier, labels, strict=False)), labels, used, j, ahead, near, clash, one_block)
                target.append(NO if go is None else begins[-1] + following.setdefault(go, len(following)))
        if len(following) > MOST_STATES:
            return None
        layer, frontier = following, ahead
    begins.append(begins[-1] + len(layer))
    return Automaton(np.array(begins), np.array(skip), np.array(use), one_block)


def _everything(n: int) -> Automaton:
    """Return the automaton that reads every set: one state before every place."""
    following = np.arange(1, n + 1)
    return Automaton(np.arange(n + 2), following, following.copy(), one_block=False)


def _step(
    label: dict[int, int],
    labels: Labels,
    used: bool,
    j: int,
    ahead: Sequence[int],
    near: NDArray[np.bool_],
    clash: NDArray[np.bool_],
    one_block: bool,
) -> Labels | None:
    """Return the labels of the places ``ahead`` after place j, None if there is no going on.

    ``label`` is 0 for a place of the frontier that is not used, else the number of the part it hangs together with.
    """
    if labels == CLOSED:
        return None if used else CLOSED
    label[j] = 0
    if used:
        if any(part and clash[i, j] for i, part in label.items()):
            return None
        touched = {part for i, part in label.items() if part and near[i, j]}
        label = {i: NO if i == j or part in touched else part for i, part in label.items()}
    parts = set(label.values()) - {0}
    if one_block and parts - {label[i] for i in ahead}:
        # A part that nothing later lies beside has to be all there is.
        return CLOSED if len(parts) == 1 else None
    numbers = {0: 0}
    return tuple(numbers.setdefault(label[i], len(numbers)) for i in ahead)
