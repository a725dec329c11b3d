"""The elements and windows of a storey, found by place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import STRtree

from geometry.basis_rules import OBSTACLE_KINDS
from geometry.height_bands import shared_box_m2
from geometry.overlay import OVERLAY_GRID_M
from geometry.plan import Element, Opening
from geometry.region import Region, polygonal, valid
from geometry.tolerances import OBSTACLE_M2, REVEAL_TOUCH_M, RULE_M, TOUCH_M


@dataclass(frozen=True, slots=True)
class Body:
    """An element with the part of its footprint that lies inside the region being measured."""

    element: Element
    part: Region


class PlanIndex:
    """What may take floor from the rooms of a storey, and its windows, found by place: all rooms cost linear time."""

    def __init__(self, elements: Iterable[Element] = (), openings: Iterable[Opening] = ()) -> None:
        self._elements = [e for e in elements if e.kind in OBSTACLE_KINDS and not e.footprint.is_empty]
        self._windows = [o for o in openings if o.kind == "window" and not o.footprint.is_empty]
        self._footprints = np.array([valid(e.footprint) for e in self._elements], dtype=object)
        self._boxes = shapely.bounds(self._footprints)
        self._element_tree = STRtree(self._footprints)
        self._window_tree = STRtree([w.footprint for w in self._windows])

    @property
    def knows_windows(self) -> bool:
        """Whether the source has any window at all; without one, a room's lack of reveals means nothing."""
        return bool(self._windows)

    def inside(self, region: Region) -> list[Body]:
        """Return the elements that cover more of ``region`` than a touch, with the part inside it."""
        near = self._element_tree.query(region)
        near = near[shared_box_m2(self._boxes[near], region) >= OBSTACLE_M2]
        if not len(near):
            return []
        parts = shapely.intersection(self._footprints[near], region, grid_size=OVERLAY_GRID_M)
        area_m2 = shapely.area(parts)
        mean_width_m = 2 * area_m2 / np.maximum(shapely.length(parts), RULE_M)
        covered = (area_m2 >= OBSTACLE_M2) & (mean_width_m > TOUCH_M)
        return [
            Body(self._elements[i], polygonal(part))
            for i, part in zip(near[covered].tolist(), parts[covered].tolist(), strict=True)
        ]

    def windows_near(self, region: Region) -> list[Opening]:
        """Return the windows that touch ``region``."""
        near = self._window_tree.query(region, predicate="dwithin", distance=REVEAL_TOUCH_M)
        return [self._windows[i] for i in near.tolist()]
