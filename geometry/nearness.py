"""Which outlines of one plan lie near each other: across a wall, or on the other side of a corridor."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from shapely import STRtree

from geometry.region import Region, valid
from geometry.tolerances import RULE_M


def neighbours(outlines: Mapping[str, Region], *, within_m: float) -> dict[str, tuple[str, ...]]:
    """Return for every outline the ids of all others no farther than ``within_m`` away, in order of their ids.

    All outlines are of one storey, in metres of one frame. Distances are measured between edges, not between centres:
    rooms that overlap or touch are 0 m apart. Nearness goes both ways, and moving or turning the plan changes nothing.
    An empty outline is near nothing. Costs n·log n.
    """
    ids = sorted(key for key, outline in outlines.items() if not outline.is_empty)
    shapes = np.array([valid(outlines[key]) for key in ids], dtype=object)
    found: dict[str, list[str]] = {key: [] for key in outlines}
    first, second = STRtree(shapes).query(shapes, predicate="dwithin", distance=within_m + RULE_M)
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        if a != b:
            found[ids[a]].append(ids[b])
    return {key: tuple(sorted(near)) for key, near in found.items()}
