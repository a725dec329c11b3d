"""The rooms of a storey in the order in which one walks past them.

Rooms that lie beside each other form a graph; its Fiedler vector, the second eigenvector of the graph's Laplacian,
runs along corridors from one end to the other (spectral ordering; Barnard, Pothen and Simon 1995). It knows no
coordinates: a building that is turned or mirrored is walked the same way, or backwards.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from service.allocation.consolidation.records import Place


def walk(places: Sequence[Place]) -> list[Place]:
    """Return the places of one storey in walking order, part after part where no way of neighbours joins them."""
    ranked = sorted((place for place in places if not place.members), key=lambda place: place.id)
    if not ranked:
        return [place for place in places if place.members]
    near = adjacency(ranked)
    count, part = connected_components(near, directed=False)
    order: list[int] = []
    for k in range(count):
        inside = np.flatnonzero(part == k)
        order += _along(near[np.ix_(inside, inside)], inside)
    return _with_joined([ranked[i] for i in order], [place for place in places if place.members])


def _with_joined(order: Sequence[Place], joined: Sequence[Place]) -> list[Place]:
    """Return the order with every joined place where the last of its members is passed."""
    position = {place.id: float(i) for i, place in enumerate(order)}
    for place in joined:
        position[place.id] = max((position[m] for m in place.members if m in position), default=-1.0) + 0.5
    return sorted([*order, *joined], key=lambda place: (position[place.id], place.id))


def adjacency(places: Sequence[Place]) -> NDArray[np.bool_]:
    """Return which places lie beside which others (n, n), joined ones by their members; none beside itself."""
    at = _places_of_rooms(places)
    near = np.zeros((len(places), len(places)), dtype=np.bool_)
    for i, place in enumerate(places):
        for other in place.beside:
            for k in at.get(other, ()):
                near[i, k] = near[k, i] = i != k
    return near


def clashes(places: Sequence[Place]) -> NDArray[np.bool_]:
    """Return which places take the same plain room, so that they cannot be used together (n, n)."""
    clash = np.zeros((len(places), len(places)), dtype=np.bool_)
    for same in _places_of_rooms(places).values():
        clash[np.ix_(same, same)] = True
    np.fill_diagonal(clash, False)
    return clash


def _places_of_rooms(places: Sequence[Place]) -> dict[str, list[int]]:
    """Return which places take a plain room, by its id."""
    found: dict[str, list[int]] = {}
    for i, place in enumerate(places):
        for room in place.members or (place.id,):
            found.setdefault(room, []).append(i)
    return found


def _along(near: NDArray[np.bool_], inside: NDArray[np.int64]) -> list[int]:
    if len(inside) < 3:
        return [int(i) for i in inside]
    laplacian = np.diag(near.sum(axis=0)).astype(float) - near
    fiedler = np.linalg.eigh(laplacian)[1][:, 1]
    return [int(i) for i in inside[np.argsort(np.round(fiedler, 9), kind="stable")]]
