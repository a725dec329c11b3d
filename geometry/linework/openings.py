"""Gaps between wall ends: which of them are doors, windows or unfinished walls, and the lines that close them (metres).

A wall end looks straight ahead. What it sees first is the other side of the gap: another wall end, or the face of a
wall or column. The faces are carried on to it, so that what lies beside the gap ends at the face of its wall.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon, STRtree

from geometry.linework.ends import FACING_COSINE, WallEnds
from geometry.linework.gaps import lengthened
from geometry.linework.graph import Array, Ints, Lines
from geometry.linework.records import ClosedBecause, DrawnOpening, OpeningKind, Points, Sign
from geometry.linework.rules import LineworkRules

INSET = 0.02  # of its width: the outer rays of a wall end start within its side, not on the corner
OBLIQUE_M = 0.5  # by which one face may reach the other side later than the other
BESIDE_M = 0.02  # two single wall ends in one line may be this far out of it


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """A gap between wall ends: its lines of closure (k, 2, 2), and the opening it makes. ``sure`` says that it is one
    whatever the labels say.
    """

    lines: Array
    opening: DrawnOpening
    sure: bool


def find_gaps(ends: WallEnds, lines: Lines, signs: Sequence[Sign], rules: LineworkRules) -> list[Gap]:
    """Return the gaps ahead of wall ends, each once. ``lines`` are all faces of walls and columns, sides included."""
    if not len(ends):
        return []
    seen = _look_ahead(ends, lines, rules)
    partner = _partners(ends, seen, rules)
    index = _SignIndex(signs, rules)
    found: list[Gap] = []
    for i in range(len(ends)):
        k = int(partner[i])
        if not np.isfinite(seen.middle_m[i]) and k < 0:
            continue
        if k >= 0 and partner[k] == i and k < i:
            continue  # the same gap from its other side
        gap = _gap(ends, i, k, seen, index, rules)
        if gap is not None:
            found.append(gap)
    return found


@dataclass(frozen=True, slots=True)
class _Ahead:
    """How far each end sees: along its middle (the nearest thing of all in its way) and along its two corners."""

    middle_m: Array
    left_m: Array
    right_m: Array


def _look_ahead(ends: WallEnds, lines: Lines, rules: LineworkRules) -> _Ahead:
    reach = rules.sign_m
    across = ends.right - ends.left
    inner = [lines.first_hits(ends.left + share * across, ends.out, reach).distance_m for share in (INSET, 0.5)]
    inner.append(lines.first_hits(ends.right - INSET * across, ends.out, reach).distance_m)
    left = lines.first_hits(ends.left, ends.out, reach).distance_m
    right = lines.first_hits(ends.right, ends.out, reach).distance_m
    return _Ahead(np.minimum.reduce(inner), left, right)


def _partners(ends: WallEnds, seen: _Ahead, rules: LineworkRules) -> Ints:
    """Return for each end the one that faces it across a gap, −1 where it looks at something else."""
    partner = np.full(len(ends), -1, dtype=np.int64)
    middle = ends.middle
    dots = np.asarray(shapely.points(middle), dtype=object)
    i, k = STRtree(dots).query(dots, predicate="dwithin", distance=rules.sign_m)
    i, k = i[i != k], k[i != k]
    opposed = (ends.out[i] * ends.out[k]).sum(axis=1) < -FACING_COSINE
    i, k = i[opposed], k[opposed]
    step = middle[k] - middle[i]
    ahead = (step * ends.out[i]).sum(axis=1)
    beside = np.abs(step[:, 0] * ends.out[i, 1] - step[:, 1] * ends.out[i, 0])
    reach = np.maximum((ends.thickness_m[i] + ends.thickness_m[k]) / 2 * (1 - 2 * INSET), BESIDE_M)
    # Nothing stands between them: the end sees the other's side, or past a single line that leaves no side to see.
    clear = seen.middle_m[i] >= ahead - BESIDE_M - 0.1 * beside
    fits = (ahead > 0) & (beside < reach) & clear
    i, k, ahead, beside = i[fits], k[fits], ahead[fits], beside[fits]
    order = np.lexsort((k, np.round(beside, 6), np.round(ahead, 6), i))
    i, k = i[order], k[order]
    first = np.concatenate([[True], i[1:] != i[:-1]]) if len(i) else np.empty(0, dtype=bool)
    partner[i[first]] = k[first]
    return partner


def _gap(ends: WallEnds, i: int, k: int, seen: _Ahead, index: _SignIndex, rules: LineworkRules) -> Gap | None:
    out = ends.out[i]
    width = float(seen.middle_m[i])
    if k >= 0:
        width = float((ends.middle[k] - ends.middle[i]) @ out)
    single = ends.thickness_m[i] == 0 and (k < 0 or ends.thickness_m[k] == 0)
    left, right = ends.left[i], ends.right[i]
    far_left, left_at_end = _across(left, out, seen.left_m[i], width, None if k < 0 else ends.right[k])
    far_right, right_at_end = _across(right, out, seen.right_m[i], width, None if k < 0 else ends.left[k])
    corners = np.array([left, far_left, far_right, right])
    region = Polygon() if single else Polygon(corners)
    if not region.is_valid:
        region = region.convex_hull if isinstance(region.convex_hull, Polygon) else Polygon()
    middle = np.array([ends.middle[i], (far_left + far_right) / 2])
    sign = index.covering(middle)
    slender = bool(ends.slender[i]) or (k >= 0 and bool(ends.slender[k]))
    because, sure = _because(width, sign is not None, facing=k >= 0, slender=slender, rules=rules)
    if because is None:
        return None
    pieces = corners[[[0, 1], [3, 2]]]
    pieces = np.where(np.array([left_at_end, right_at_end])[:, None, None], pieces, lengthened(pieces))
    lines = pieces[:1] if single else pieces
    kind: OpeningKind = "opening" if sign is None else index.signs[sign].kind
    line: Points = tuple((float(x), float(y)) for x, y in middle)
    return Gap(lines, DrawnOpening(kind, region, line, width, because, sign), sure)


def _because(
    width: float, signed: bool, *, facing: bool, slender: bool, rules: LineworkRules
) -> tuple[ClosedBecause | None, bool]:
    """Return why a gap is closed, and whether it is whatever the labels say; None where it is none."""
    if signed:
        return "drawn", True
    if slender and width <= rules.extend_m:
        return "extended-wall", True
    if slender and facing and width <= rules.doorway_m:
        return "undrawn-door", True
    if not slender and not facing:
        return None, False  # a pilaster looks at a wall
    if width <= (rules.open_gap_m if facing else rules.doorway_m):
        return "open-gap", False
    return None, False


def _across(corner: Array, out: Array, seen_m: float, width: float, facing: Array | None) -> tuple[Array, bool]:
    """Return where the face from a corner ends on the other side, and whether that is the corner ``facing`` it.

    It ends at that corner if it looks straight at it, or if the wall on the other side is thinner; else where it meets
    something, or straight across.
    """
    if facing is not None:
        step = facing - corner
        beside = abs(float(step[0] * out[1] - step[1] * out[0]))
        if beside <= BESIDE_M or seen_m > width + OBLIQUE_M:
            return facing, True
    reach = seen_m if seen_m <= width + OBLIQUE_M else width
    return np.asarray(corner + out * reach, dtype=np.float64), False


class _SignIndex:
    """Doors and windows found by place."""

    def __init__(self, signs: Sequence[Sign], rules: LineworkRules) -> None:
        self.signs = signs
        self._rules = rules
        self._hulls = [shapely.buffer(s.hull, rules.sign_reach_m) for s in signs]
        self._tree = STRtree(self._hulls)

    def covering(self, line: Array) -> int | None:
        """Return the sign that covers most of a gap's middle line, if it covers enough of it."""
        middle = shapely.LineString(line)
        if middle.length == 0.0:
            return None
        best, share = None, self._rules.sign_share
        for n in sorted(self._tree.query(middle, predicate="intersects").tolist()):
            covered = middle.intersection(self._hulls[n]).length / middle.length
            if covered > share + 1e-9 or (best is None and covered >= share):
                best, share = n, covered
        return best
