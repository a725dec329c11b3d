"""One room with what stands in it, in storey-local metres, each overlay of its regions worked out once.

Most bases take the same bodies off the same outline in the same order. Overlays are remembered by the regions
themselves: one basis hands on what the other already worked out, up to the first rule in which they differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely

from geometry.basis_rules import RevealRule
from geometry.overlay import common, together, without
from geometry.plan import Element, ElementKind, Space
from geometry.plan_index import Body, PlanIndex
from geometry.region import Region, polygonal, valid
from geometry.reveal import Reveals, reveals
from geometry.tolerances import OBSTACLE_HEIGHT_M, OBSTACLE_REACH_M, SLAB_DEPTH_M

WALLS: frozenset[ElementKind] = frozenset({"wall", "curtain-wall"})


class RoomPlan:
    """The regions of one room that every measurement basis starts from."""

    def __init__(self, space: Space, index: PlanIndex) -> None:
        self.space = space
        self.outline = valid(space.outline)
        self.knows_windows = index.knows_windows
        self._index = index
        self._bodies: dict[int, tuple[Region, list[Body]]] = {}
        self._boundaries: dict[float, Region] = {0.0: self.outline}
        self._reveals: dict[tuple[RevealRule, int], Reveals] = {}
        self._overlaid: dict[tuple[object, ...], tuple[tuple[Region, ...], Region]] = {}

    def boundary(self, behind_m: float) -> Region:
        """Return the outline moved ``behind_m`` outward from the finished wall face, corners mitred."""
        if behind_m not in self._boundaries:
            self._boundaries[behind_m] = polygonal(shapely.buffer(self.outline, behind_m, join_style="mitre"))
        return self._boundaries[behind_m]

    def bodies(self, boundary: Region) -> list[Body]:
        """Return the bodies that take floor inside ``boundary``, with the part inside it."""
        if id(boundary) not in self._bodies:
            inside = [body for body in self._index.inside(boundary) if stands_in(body.element, self.space)]
            self._bodies[id(boundary)] = boundary, inside
        return self._bodies[id(boundary)][1]

    def reveals(self, rule: RevealRule, boundary: Region) -> Reveals:
        """Return the reveal strips that ``rule`` adds outside the finished wall face."""
        rule = replace(rule, clause="", confidence="derived")  # where a rule is written does not move a strip
        key = (rule, id(boundary))
        if key not in self._reveals:
            self._reveals[key] = self._found_reveals(rule, boundary)
        return self._reveals[key]

    def _found_reveals(self, rule: RevealRule, boundary: Region) -> Reveals:
        space = self.space
        windows = self._index.windows_near(self.outline)
        if space.floor_z_m is not None:
            top_m = np.inf if space.height_m is None else space.floor_z_m + space.height_m
            windows = [w for w in windows if w.z_min_m < top_m and w.z_max_m > space.floor_z_m + OBSTACLE_HEIGHT_M]
        if not windows:
            return Reveals()
        walls = [body.part for body in self.bodies(boundary) if body.element.kind in WALLS]
        return reveals(
            self.without(self.outline, *walls),
            windows,
            rule=rule,
            floor_z_m=space.floor_z_m,
            clear_height_m=None if space.headroom else space.height_m,
        )

    def common(self, a: Region, b: Region) -> Region:
        """Return what two regions share; empty where they only touch."""
        return self._once("common", lambda: common(a, b), a, b)

    def without(self, a: Region, *others: Region) -> Region:
        """Return the part of ``a`` outside all the others."""
        if not others:
            return a
        return self._once("without", lambda: without(a, together(others) if others[1:] else others[0]), a, *others)

    def together(self, *regions: Region) -> Region:
        """Return the union of regions."""
        return self._once("together", lambda: together(regions), *regions)

    def _once(self, name: str, work: Callable[[], Region], *regions: Region) -> Region:
        key = (name, *map(id, regions))
        if key not in self._overlaid:
            self._overlaid[key] = regions, work()  # holding the regions keeps their ids from being used again
        return self._overlaid[key][1]


def stands_in(element: Element, space: Space) -> bool:
    """Return whether the element shares the space's height range and stands low enough to take floor from it."""
    if space.floor_z_m is None:  # a drawn plan has no heights
        return True
    floor_m = space.floor_z_m
    if element.kind == "slab-opening":
        return element.z_min_m < floor_m + OBSTACLE_REACH_M and element.z_max_m > floor_m - SLAB_DEPTH_M
    reach_m = OBSTACLE_REACH_M if space.height_m is None else min(OBSTACLE_REACH_M, space.height_m)
    return element.z_min_m < floor_m + reach_m and element.z_max_m > floor_m + OBSTACLE_HEIGHT_M
