"""Make a ring or region a valid, oriented outline, and say what had to change; all in plan metres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from geometry.finding import Finding, Text
from geometry.region import Region, polygonal
from geometry.tolerances import REPAIR_M2, SAME_POINT_M, SLIVER_M2, SLIVER_SHARE

Repair = Literal["crossing", "open-shell", "sliver", "repeated-point"]

TOUCHING = Text(
    "轮廓在 ({x:.2f}, {y:.2f}) 米处与自身相接;面积不受影响。",
    "The outline touches itself at ({x:.2f}, {y:.2f}) m; the area is unaffected.",
)
REPAIRED = {
    "crossing": Text(
        "轮廓自相交,已拆分修复;面积变化 {change_m2:.4f} m²,请核对。",
        "The outline crossed itself and was split into valid parts; the area changed by {change_m2:.4f} m². Check it.",
    ),
    "open-shell": Text(
        "几何只有侧面,没有地面和顶面;轮廓取自侧面所围的 {change_m2:.2f} m²。",
        "The body has side faces only; its outline is the {change_m2:.2f} m² that they run around.",
    ),
    "sliver": Text(
        "去掉了 {change_m2:.6f} m² 的细碎部分。",
        "Slivers of {change_m2:.6f} m² were left out.",
    ),
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A valid outline, exteriors counter-clockwise, and what was done to get it (area changes in m²)."""

    region: Region
    repairs: tuple[tuple[Repair, float], ...] = ()


def close_ring(points: Sequence[tuple[float, float]]) -> Cleaned:
    """Return the region a ring of points in metres runs around; a crossing ring is split into valid parts."""
    ring = [p for i, p in enumerate(points) if p != points[i - 1]]
    if len(ring) < 3:
        return Cleaned(Polygon())
    polygon = Polygon(ring)
    if polygon.is_valid:
        return Cleaned(_oriented(polygon))
    region = polygonal(shapely.make_valid(polygon, method="structure", keep_collapsed=False))
    change = abs(region.area - abs(polygon.area))
    # A ring that only touches itself keeps its area when it is taken apart; one that crosses itself does not.
    return Cleaned(_oriented(region), (("crossing", change),) if change > SLIVER_M2 else ())


def clean(region: Region) -> Cleaned:
    """Return a region valid, oriented and without slivers, keeping every corner that neighbours may share."""
    repairs: list[tuple[Repair, float]] = []
    area = region.area
    if not region.is_valid:
        region = polygonal(shapely.make_valid(region, method="structure", keep_collapsed=False))
        if abs(region.area - area) > SLIVER_M2:
            repairs.append(("crossing", abs(region.area - area)))
    # Relative as well: a room written in the wrong unit is tiny as a whole, and must still be seen to be judged.
    sliver = min(SLIVER_M2, region.area * SLIVER_SHARE)
    parts, lost = [], 0.0
    for part in shapely.get_parts(region):
        if part.area < sliver:
            lost += part.area
            continue
        holes = [h for h in part.interiors if Polygon(h).area >= sliver]
        if len(holes) < len(part.interiors):
            lost += sum(Polygon(h).area for h in part.interiors) - sum(Polygon(h).area for h in holes)
            part = Polygon(part.exterior, holes)  # noqa: PLW2901 - the part without its slivers
        parts.append(part)
    if lost > 0.0 or not parts:
        # No grid: parts of one valid region touch at points at most, and none lies in a hole as small as a sliver.
        region = parts[0] if len(parts) == 1 else polygonal(shapely.union_all(parts)) if parts else Polygon()
        if not parts or is_repair(lost, region.area):
            repairs.append(("sliver", lost))
    if isinstance(region, MultiPolygon) and len(region.geoms) == 1:
        region = region.geoms[0]
    # Only now: a sliver that is narrower than the tolerance would collapse, which GEOS refuses to return.
    distinct = polygonal(shapely.remove_repeated_points(region, min(SAME_POINT_M, sliver**0.5)))
    if distinct.is_valid and not distinct.is_empty:
        region = distinct
    return Cleaned(_oriented(region), tuple(repairs))


def is_repair(change_m2: float, area_m2: float) -> bool:
    """Return whether an outline of ``area_m2`` that changed by ``change_m2`` was repaired, and not merely rounded."""
    return change_m2 >= min(REPAIR_M2, SLIVER_SHARE * area_m2)


def touching_points(region: Region) -> list[tuple[float, float]]:
    """Return the points in metres where the boundary of a region meets itself at a corner."""
    corners = [shapely.get_coordinates(r)[:-1] for r in shapely.get_rings(shapely.get_parts(region))]
    if not corners:
        return []
    grid = np.round(np.concatenate(corners) / SAME_POINT_M).astype(np.int64)
    points, count = np.unique(grid, axis=0, return_counts=True)
    return [(float(x) * SAME_POINT_M, float(y) * SAME_POINT_M) for x, y in points[count > 1]]


def outline_findings(subject: str, cleaned: Cleaned) -> tuple[Finding, ...]:
    """Return what is to be said about an outline: where it touches itself, what was repaired."""
    found = []
    for repair, change_m2 in cleaned.repairs:
        if repair in REPAIRED:
            reason = REPAIRED[repair].format(change_m2=change_m2)
            found.append(Finding("repaired", subject, "repaired", reason, {"change_m2": change_m2, "repair": repair}))
    touching = touching_points(cleaned.region)
    if touching:
        x, y = touching[0]
        points = [list(p) for p in touching]
        found.append(Finding("self-touching", subject, "info", TOUCHING.format(x=x, y=y), {"points_m": points}))
    return tuple(found)


def _oriented(region: Region) -> Region:
    oriented: Region = shapely.orient_polygons(region)
    return oriented
