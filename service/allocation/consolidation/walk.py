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
    ranked = sorted(places, key=lambda place: place.id)
    if not ranked:
        return []
    near = adjacency(ranked)
    count, part = connected_components(near, directed=False)
    order: list[int] = []
    for k in range(count):
        inside = np.flatnonzero(part == k)
        order += _along(near[np.ix_(inside, inside)], inside)
    return [ranked[i] for i in order]


def adjacency(places: Sequence[Place]) -> NDArray[np.bool_]:
    """Return which places lie beside which others (n, n), joined ones by their members; none beside itself."""
    index = {room: i for i, place in enumerate(places) for room in (place.id, *place.members)}
    near = np.zeros((len(places), len(places)), dtype=np.bool_)
    for i, place in enumerate(places):
        for other in place.beside:
            if other in index and index[other] != i:
                near[i, index[other]] = near[index[other], i] = True
    return near


def _along(near: NDArray[np.bool_], inside: NDArray[np.int64]) -> list[int]:
    if len(inside) < 3:
        return [int(i) for i in inside]
    laplacian = np.diag(near.sum(axis=0)).astype(float) - near
    fiedler = np.linalg.eigh(laplacian)[1][:, 1]
    return [int(i) for i in inside[np.argsort(np.round(fiedler, 9), kind="stable")]]
