"""Do the rooms of a storey overlap or leave gaps, and where.

Shared walls are noded first: where a neighbour's corner lies on an edge without a vertex (T-junction), rounding decides
whether the two outlines touch or overlap by 1e-16 m², and turning the plan would change the verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import MultiPoint, STRtree

from geometry.finding import Finding, Text
from geometry.overlay import common, together, without
from geometry.plan import Space
from geometry.region import Region
from geometry.tolerances import GAP_M, HEIGHT_OVERLAP_M, NODE_M, OVERLAP_M2

Point = tuple[float, float]

_OVERLAP = Text(
    zh="与房间 {other} 重叠 {area_m2:.3f} 平方米，位置约在 ({x:.2f}, {y:.2f}) 米。",
    en="Overlaps room {other} by {area_m2:.3f} m², near ({x:.2f}, {y:.2f}) m.",
)
_GAP = Text(
    zh="与房间 {other} 之间有宽约 {width_mm:.0f} 毫米的缝隙，位置约在 ({x:.2f}, {y:.2f}) 米。",
    en="A gap of about {width_mm:.0f} mm to room {other}, near ({x:.2f}, {y:.2f}) m.",
)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rooms, by position in the sequence given, that share ``area_m2`` of plan around ``place`` (metres)."""

    first: int
    second: int
    area_m2: float
    place: Point


@dataclass(frozen=True, slots=True)
class Gap:
    """Two rooms whose outlines run apart by no more than ``width_m`` without touching, around ``place`` (metres)."""

    first: int
    second: int
    area_m2: float
    width_m: float
    place: Point


def node(outlines: Sequence[Region], *, within_m: float = NODE_M) -> tuple[Region, ...]:
    """Return the outlines with a vertex wherever a neighbour's corner lies on an edge, moved by at most ``within_m``.

    An outline that would cross itself by being noded is returned as it was.
    """
    tree = STRtree(list(outlines))
    noded: list[Region] = []
    for i, outline in enumerate(outlines):
        near = [j for j in tree.query(outline, predicate="dwithin", distance=within_m).tolist() if j != i]
        corners = np.concatenate([shapely.get_coordinates(outlines[j]) for j in near]) if near else np.empty((0, 2))
        if len(corners):
            on_edge = shapely.dwithin(shapely.points(corners), outline.boundary, within_m)
            corners = corners[on_edge]
        if not len(corners):
            noded.append(outline)
            continue
        snapped = shapely.snap(outline, MultiPoint(np.unique(corners, axis=0)), within_m)
        noded.append(snapped if snapped.is_valid and not snapped.is_empty else outline)
    return tuple(noded)


def overlaps(outlines: Sequence[Region], *, over_m2: float = OVERLAP_M2) -> tuple[Overlap, ...]:
    """Return every pair of outlines that shares more than ``over_m2`` of plan, with a point inside what they share."""
    noded = node(outlines)
    found = []
    for i, j in _pairs(noded, 0.0):
        shared = common(noded[i], noded[j])
        if shared.area > over_m2:
            found.append(Overlap(i, j, shared.area, _inside(shared)))
    return tuple(found)


def gaps(outlines: Sequence[Region], *, up_to_m: float = GAP_M) -> tuple[Gap, ...]:
    """Return every pair of outlines between which a strip no wider than ``up_to_m`` is left free.

    Walls are wider than ``up_to_m``, so rooms on two sides of a wall leave no gap in this sense.
    """
    noded = node(outlines)
    tree = STRtree(list(noded))
    found = []
    for i, j in _pairs(noded, up_to_m):
        # Closing the pair (grow, then shrink by half the width) fills exactly the strips up to that width.
        pair = together((noded[i], noded[j]))
        half = up_to_m / 2 * 1.001
        closed = shapely.buffer(shapely.buffer(pair, half, join_style="mitre"), -half, join_style="mitre")
        strip = without(closed, pair)
        others = [noded[k] for k in tree.query(strip, predicate="intersects").tolist() if k not in (i, j)]
        if others:
            strip = without(strip, together(others))
        between = [
            p
            for p in shapely.get_parts(strip).tolist()
            if p.area > 1e-9 and p.distance(noded[i]) <= 1e-9 and p.distance(noded[j]) <= 1e-9
        ]
        if between:
            largest = max(between, key=lambda p: p.area)
            width_m = 2 * largest.area / largest.length
            if width_m > NODE_M:
                found.append(Gap(i, j, sum(p.area for p in between), width_m, _inside(largest)))
    return tuple(found)


def check_coverage(spaces: Sequence[Space]) -> tuple[Finding, ...]:
    """Return findings ``spaces-overlap`` and ``spaces-gap`` for the rooms of one storey, each with its place in metres.

    Rooms above one another (a mezzanine) do not overlap.
    """
    outlines = [s.outline for s in spaces]
    findings = []
    for o in overlaps(outlines):
        first, second = spaces[o.first], spaces[o.second]
        if _share_height(first, second):
            x, y = o.place
            findings.append(
                Finding(
                    "spaces-overlap",
                    first.id,
                    "warning",
                    _OVERLAP.format(other=second.number or second.id, area_m2=o.area_m2, x=x, y=y),
                    {"other": second.id, "overlap_m2": o.area_m2, "place_m": [x, y]},
                )
            )
    for g in gaps(outlines):
        first, second = spaces[g.first], spaces[g.second]
        if _share_height(first, second):
            x, y = g.place
            findings.append(
                Finding(
                    "spaces-gap",
                    first.id,
                    "info",
                    _GAP.format(other=second.number or second.id, width_mm=g.width_m * 1000, x=x, y=y),
                    {"other": second.id, "gap_m2": g.area_m2, "width_m": g.width_m, "place_m": [x, y]},
                )
            )
    return tuple(findings)


def _pairs(outlines: Sequence[Region], within_m: float) -> list[tuple[int, int]]:
    if not outlines:
        return []
    tree = STRtree(list(outlines))
    rows, columns = tree.query(list(outlines), predicate="dwithin", distance=within_m)
    return sorted((i, j) for i, j in zip(rows.tolist(), columns.tolist(), strict=True) if i < j)


def _inside(region: Region) -> Point:
    point = shapely.point_on_surface(region)
    return (point.x, point.y)


def _share_height(a: Space, b: Space) -> bool:
    """Return whether two rooms share part of their height; rooms without heights are taken to."""
    if a.floor_z_m is None or b.floor_z_m is None or a.height_m is None or b.height_m is None:
        return True
    low = max(a.floor_z_m, b.floor_z_m)
    high = min(a.floor_z_m + a.height_m, b.floor_z_m + b.height_m)
    return high - low > HEIGHT_OVERLAP_M
