"""Doors and windows that stand in no wall: their own lines are all that closes the gap (plan metres)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geometry.linework.arrangement import Arrangement
from geometry.linework.gaps import lengthened
from geometry.linework.graph import Array, Lines, as_lines
from geometry.linework.openings import Gap
from geometry.linework.records import Sign
from geometry.linework.rules import LineworkRules

COVERED = 0.5  # of a sign's lines that lie in walls and closed openings: it stands in a wall
AROUND_M = 0.02
MEETING_M = 0.1  # two leaves of one door meet up to the play between them
LEAF_M = 0.08  # half of what a drawn leaf may be thick
LEAF_SHARE = 0.6  # of its radius that a drawn leaf is long


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
            found.append(_shut(sign, arranged, rules))
    return np.concatenate(found) if found else np.empty((0, 2, 2))


def _is_covered(sign: Sign, bodies: NDArray[np.object_], tree: STRtree) -> bool:
    lines = shapely.MultiLineString(as_lines(sign.segments).tolist())
    near = tree.query(sign.hull, predicate="dwithin", distance=AROUND_M)
    if not len(near) or lines.length == 0.0:
        return False
    around = shapely.buffer(shapely.union_all(bodies[near]), AROUND_M)
    return bool(lines.intersection(around).length >= COVERED * lines.length)


def _shut(sign: Sign, arranged: Arrangement, rules: LineworkRules) -> Array:
    """Return the lines along which a door's leaves lie when it is shut, carried on to what they hang on and meet."""
    lines = Lines(arranged.edges)
    found: list[tuple[Array, Array]] = []
    for hinge, *ends in (np.array(leaf) for leaf in sign.leaves):
        others = [np.array(p) for leaf in sign.leaves for p in leaf[1:] if leaf[0] != tuple(hinge.tolist())]
        end = min(ends, key=lambda e: _open_first(e, hinge, sign.segments, others, lines))
        found.append((hinge, end))
        out = (end - hinge) / max(float(np.hypot(*(end - hinge))), 1e-9)
        meets = [p for p in others if float(np.hypot(*(p - end))) <= rules.sign_reach_m]
        beyond = (
            min(meets, key=lambda p: float(np.hypot(*(p - end)))) if meets else lines.nearest(end, out, rules.extend_m)
        )
        behind = lines.nearest(hinge, -out, rules.extend_m)
        found += [(end, beyond)] if beyond is not None else []
        found += [(hinge, behind)] if behind is not None else []
    return lengthened(np.array(found)) if found else np.empty((0, 2, 2))


def _open_first(
    end: Array, hinge: Array, drawn: Array, others: Sequence[Array], lines: Lines
) -> tuple[bool, bool, float, tuple[float, ...]]:
    """Return the key by which the end of a swing where the leaf is shut comes before the one where it is open.

    Symbols draw the leaf open. Two leaves meet when they are shut; a single one meets a wall.
    """
    meets = any(float(np.hypot(*(p - end))) <= MEETING_M for p in others)
    along = shapely.buffer(shapely.LineString([hinge, end]), LEAF_M)
    length = float(np.hypot(*(end - hinge)))
    is_drawn = any(
        float(np.hypot(*(b - a))) >= LEAF_SHARE * length and along.contains(shapely.LineString([a, b]))
        for a, b in drawn
    )
    return not meets, is_drawn, round(lines.distance(end), 6), tuple(np.round(end, 6).tolist())
