"""What lies below and above a region of the plan: floor, headroom and clear height, in metres, from slabs alone."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import Polygon, STRtree

from geometry.enclosure_barrier import is_roof
from geometry.enclosure_rules import EnclosureRules
from geometry.plan import Element

FLOOR_REACH_M = 0.7  # the top of a slab this near to a level is its floor
MOST = 0.5  # of a region's area
FLAT_M = 0.6  # a flat roof with its insulation is thinner


class Slabs:
    """Slabs, ceilings and roofs of all storeys, asked about one region at a time."""

    def __init__(self, elements: Sequence[Element], rules: EnclosureRules) -> None:
        """Index what is level enough to be a floor or a ceiling."""
        self._rules = rules
        self._flat = [
            e
            for e in elements
            if e.kind in {"slab", "ceiling", "roof"} and e.z_max_m - e.z_min_m <= FLAT_M and e.footprint.area > 0
        ]
        self._slopes = [e for e in elements if is_roof(e) and e.z_max_m - e.z_min_m > FLAT_M and e.footprint.area > 0]
        self._holes = [e for e in elements if e.kind == "slab-opening" and e.footprint.area > 0]
        self._tree = STRtree([e.footprint for e in self._flat])
        self._hole_tree = STRtree([e.footprint for e in self._holes])
        self._slope_tree = STRtree([e.footprint for e in self._slopes])

    def floors_at(self, z_m: float) -> list[Polygon]:
        """Return the floor slabs of a level as polygons."""
        near = [e for e in self._flat if e.kind == "slab" and abs(e.z_max_m - z_m) <= FLOOR_REACH_M]
        return [p for e in near for p in shapely.get_parts(e.footprint)]

    def floor(self, region: Polygon, z_m: float) -> tuple[float, float]:
        """Return the share of a region that a slab of its level carries, and the height of the top of that slab."""
        over = self._over(region)
        near = [(a, e) for a, e in over if e.kind == "slab" and abs(e.z_max_m - z_m) <= FLOOR_REACH_M]
        if not near:
            return 0.0, z_m
        carried = shapely.union_all([e.footprint for _, e in near]).intersection(region)
        holes = [
            self._holes[i].footprint
            for i in self._hole_tree.query(region, predicate="intersects")
            if abs(self._holes[i].z_max_m - z_m) <= FLOOR_REACH_M
        ]
        share = (carried.difference(shapely.union_all(holes)) if holes else carried).area / region.area
        most = [e.z_max_m for a, e in near if a >= MOST * region.area]
        return share, max(most) if most else z_m

    def is_low(self, region: Polygon, z_m: float) -> bool:
        """Return whether a slab hangs so low above the floor that nobody stands upright: a crawl space."""
        low = [
            e.footprint
            for _, e in self._over(region)
            if e.kind == "slab"
            and e.z_max_m > z_m + FLOOR_REACH_M
            and e.z_min_m > z_m
            and e.z_min_m < z_m + self._rules.min_headroom_m
        ]
        return bool(low) and bool(shapely.union_all(low).intersection(region).area >= MOST * region.area)

    def height(self, region: Polygon, z_m: float) -> float | None:
        """Return the clear height in metres below the flat slab or ceiling over most of a region, None if unknown."""
        above = sorted((e.z_min_m, a) for a, e in self._over(region) if e.z_min_m >= z_m + self._rules.min_headroom_m)
        covered = 0.0
        for z, area in above:
            covered += area
            if covered >= MOST * region.area:
                return z - z_m
        return None

    def is_sloped(self, region: Polygon, z_m: float) -> bool:
        """Return whether a sloping roof, and nothing level, lies over most of a region."""
        if self.height(region, z_m) is not None:
            return False
        near = [self._slopes[i] for i in self._slope_tree.query(region, predicate="intersects")]
        roofs = [e.footprint for e in near if e.z_max_m > z_m]
        return bool(roofs) and bool(shapely.union_all(roofs).intersection(region).area >= MOST * region.area)

    def _over(self, region: Polygon) -> list[tuple[float, Element]]:
        near = [self._flat[i] for i in self._tree.query(region, predicate="intersects")]
        return [(float(e.footprint.intersection(region).area), e) for e in near]
