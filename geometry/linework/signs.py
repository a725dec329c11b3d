"""Doors and windows that stand in no wall: their own lines are all that closes the gap (plan metres)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geometry.linework.arrangement import Arrangement
from geometry.linework.graph import Array, as_lines
from geometry.linework.openings import Gap
from geometry.linework.records import Sign
from geometry.linework.rules import LineworkRules

COVERED = 0.5  # of a sign's lines that lie in walls and closed openings: it stands in a wall
AROUND_M = 0.02


def bare_lines(signs: Sequence[Sign], gaps: Sequence[Gap], arranged: Arrangement, rules: LineworkRules) -> Array:
    """Return as (n, 2, 2) segments the lines of windows, and the closed leaves of doors, that no wall surrounds."""
    used = {g.opening.sign for g in gaps}
    bodies = arranged.faces[np.isin(arranged.kinds, ("wall", "opening"))]
    tree = STRtree(bodies)
    found: list[Array] = []
    for n, sign in enumerate(signs):
        if n in used or _is_covered(sign, bodies, tree):
            continue
        if sign.kind == "window":
            found.append(sign.segments)
        else:
            found += [_closed_leaf(leaf, arranged) for leaf in sign.leaves]
    return np.concatenate(found) if found else np.empty((0, 2, 2))


def _is_covered(sign: Sign, bodies: NDArray[np.object_], tree: STRtree) -> bool:
    lines = shapely.MultiLineString(as_lines(sign.segments).tolist())
    near = tree.query(sign.hull, predicate="dwithin", distance=AROUND_M)
    if not len(near) or lines.length == 0.0:
        return False
    around = shapely.buffer(shapely.union_all(bodies[near]), AROUND_M)
    return bool(lines.intersection(around).length >= COVERED * lines.length)


def _closed_leaf(leaf: tuple[tuple[float, float], ...], arranged: Arrangement) -> Array:
    """Return where a leaf lies when the door is shut: from its hinge to that end of the arc which meets a wall."""
    hinge, *ends = leaf
    lines = shapely.MultiLineString(as_lines(arranged.edges).tolist())
    nearest = min(ends, key=lambda e: (round(float(lines.distance(shapely.Point(e))), 6), e))
    return np.array([[hinge, nearest]])
