"""How far a space reaches into the walls around it: the overlapped part of its plan in m², per wall."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from geometry.finding import Finding, Text
from geometry.height_bands import HeightBands
from geometry.overlay import OVERLAY_GRID_M, common, together
from geometry.plan import Element, ElementKind, Space
from geometry.region import Region, polygonal, valid
from geometry.section import is_upright, section_at
from geometry.solid import Prism, Solid
from geometry.tolerances import HEIGHT_OVERLAP_M, OBSTACLE_M2, ROOM_HEIGHT_M, WALL_OVERLAP_SHARE

WALLS: frozenset[ElementKind] = frozenset({"wall", "curtain-wall"})
# A space known by its outline only is taken to be this high and no higher: every room is, and nothing of the next
# storey stands so low.
LEAST_HEIGHT_M = ROOM_HEIGHT_M[0]
CUT_HEIGHT_M = 1.2  # where plans are cut; only matters for walls that are not the same at every height

OVERLAPS = Text(
    "房间伸入墙体:与 {count} 面墙重叠 {overlap_m2:.2f} m²,占 {share:.1%};建模面积偏大。",
    "The space reaches into its walls: {overlap_m2:.2f} m² ({share:.1%}) lie inside {count} of them, so the modelled "
    "area is too large.",
)


class WallIndex:
    """The walls of a model found by place, so that looking at every space costs linear time."""

    def __init__(self, elements: Iterable[Element], kinds: frozenset[ElementKind] = WALLS) -> None:
        self._walls = [e for e in elements if e.kind in kinds and not e.footprint.is_empty]
        regions = [valid(e.footprint) for e in self._walls]
        self._regions = np.empty(len(regions), dtype=object)
        self._regions[:] = regions
        low = np.array([e.z_min_m for e in self._walls], dtype=float)
        high = np.array([e.z_max_m for e in self._walls], dtype=float)
        self._bands = HeightBands(self._regions, low, high)

    def overlap(self, space: Space, body: Solid | None = None) -> tuple[Region, dict[str, float]]:
        """Return the part of the space inside walls, and the m² inside each of them by its id.

        ``body`` is the space's own solid where its outline is not the same at every height.
        """
        parts, by_wall = self._parts(space, body)
        return together(parts) if parts else Polygon(), by_wall

    def finding(self, space: Space, body: Solid | None = None) -> Finding | None:
        """Return the finding ``overlaps-walls`` where the overlap is more than rounding of corners."""
        parts, by_wall = self._parts(space, body)
        # Walls may overlap one another, so the sum is the most it can be; the union takes long where walls are round.
        if sum(by_wall.values()) <= WALL_OVERLAP_SHARE * space.outline.area:
            return None
        return overlap_finding(space, (together(parts), by_wall))

    def _parts(self, space: Space, body: Solid | None) -> tuple[list[Region], dict[str, float]]:
        """Return the parts of the space inside each wall, and their m² by the wall's id."""
        if space.floor_z_m is None:
            near = self._bands.overlapping(space.outline, over_m2=OBSTACLE_M2)
        else:
            near = self._bands.overlapping(
                space.outline, over_m2=OBSTACLE_M2, low_m=space.floor_z_m, high_m=_top(space), over_m=HEIGHT_OVERLAP_M
            )
        if len(near) == 0:
            return [], {}
        regions = self._regions[near].copy()
        for i, wall in enumerate(near):
            cut = _cut(self._walls[wall], space)
            if cut is not None:
                regions[i] = cut
        parts = shapely.intersection(regions, valid(space.outline), grid_size=OVERLAY_GRID_M)
        if body is not None:
            _within_body(parts, [self._walls[w] for w in near], space, body)
        areas = shapely.area(parts)
        real = areas > OBSTACLE_M2
        shares = {self._walls[w].id: float(a) for w, a in zip(near[real], areas[real], strict=True)}
        return [polygonal(p) for p in parts[real]], shares


def wall_overlap(
    space: Space, elements: Sequence[Element] | WallIndex, *, body: Solid | None = None
) -> tuple[Region, dict[str, float]]:
    """Return the part of a space's plan inside walls that share its height range, and m² by wall id.

    Columns that stand in a room are obstacles, not an overlap. For many spaces pass one ``WallIndex``.
    """
    index = elements if isinstance(elements, WallIndex) else WallIndex(elements)
    return index.overlap(space, body)


def overlap_finding(space: Space, overlap: tuple[Region, dict[str, float]]) -> Finding | None:
    """Return the finding ``overlaps-walls`` if the overlap is more than rounding of corners."""
    region, by_wall = overlap
    share = region.area / space.outline.area if space.outline.area > 0 else 0.0
    if share <= WALL_OVERLAP_SHARE:
        return None
    reason = OVERLAPS.format(count=len(by_wall), overlap_m2=region.area, share=share)
    evidence = {"overlap_m2": region.area, "share": share, "walls": sorted(by_wall)}
    return Finding("overlaps-walls", space.id, "warning", reason, evidence)


def _top(space: Space) -> float:
    """Return how high a space reaches, at least where its height is not known."""
    assert space.floor_z_m is not None
    return space.floor_z_m + (LEAST_HEIGHT_M if space.height_m is None else space.height_m)


def _cut(wall: Element, space: Space) -> Region | None:
    """Return the section of a wall that is not the same at every height, where the space's plan is cut."""
    if wall.body is None or isinstance(wall.body, Prism) or space.floor_z_m is None:
        return None
    return section_at(wall.body, _cut_height(wall, space)) or Polygon()


def _cut_height(wall: Element, space: Space) -> float:
    """Return the height at which wall and space are compared: 1.2 m above the floor if both are there."""
    assert space.floor_z_m is not None
    low = max(wall.z_min_m, space.floor_z_m)
    high = min(wall.z_max_m, _top(space))
    z = space.floor_z_m + CUT_HEIGHT_M
    return z if low < z < high else (low + high) / 2


def _within_body(parts: NDArray[np.object_], walls: Sequence[Element], space: Space, body: Solid) -> None:
    """Cut ``parts`` down, in place, to where the space is at the height of each wall."""
    if space.floor_z_m is None or space.height_m is None or (isinstance(body, Prism) and is_upright(body)):
        return
    sections: dict[float, Region] = {}
    for i, wall in enumerate(walls):
        if shapely.area(parts[i]) > OBSTACLE_M2:
            z = _cut_height(wall, space)
            if z not in sections:
                sections[z] = section_at(body, z) or Polygon()
            parts[i] = common(parts[i], sections[z])
