"""What lies below and above a region of the plan: floor, headroom and clear height, in metres, from slabs alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import shapely
from shapely import Polygon, STRtree

from geometry.enclosure_barrier import is_roof
from geometry.enclosure_rules import EnclosureRules
from geometry.overlay import common, together, without
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
        self._flat.sort(key=lambda e: e.z_min_m)
        for e in self._flat:
            shapely.prepare(e.footprint)
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
        """Return the share of a region that slabs of its level carry, and the height of the top of most of them."""
        near = [
            (a, e)
            for a, e in self._over(region, z_m - FLOOR_REACH_M - FLAT_M, z_m + FLOOR_REACH_M)
            if e.kind == "slab" and abs(e.z_max_m - z_m) <= FLOOR_REACH_M
        ]
        if not near:
            return 0.0, z_m
        holes = [
            self._holes[i].footprint
            for i in self._hole_tree.query(region, predicate="intersects")
            if abs(self._holes[i].z_max_m - z_m) <= FLOOR_REACH_M
        ]
        most = [e.z_max_m for a, e in near if a >= MOST * region.area]
        if not holes and most:
            share = max(a for a, _ in near) / region.area
        else:
            carried = together([common(e.footprint, region) for _, e in near])
            share = without(carried, together(holes)).area / region.area
        return share, max(most) if most else z_m

    def is_low(self, region: Polygon, z_m: float) -> bool:
        """Return whether a slab hangs so low above the floor that nobody stands upright: a crawl space."""
        low = [
            common(e.footprint, region)
            for _, e in self._over(region, z_m, z_m + self._rules.min_headroom_m)
            if e.kind == "slab" and e.z_max_m > z_m + FLOOR_REACH_M
        ]
        return bool(low) and bool(together(low).area >= MOST * region.area)

    def height(self, region: Polygon, z_m: float) -> float | None:
        """Return the clear height in metres below the flat slab or ceiling over most of a region, None if unknown."""
        covered = 0.0
        for area, e in self._over(region, z_m + self._rules.min_headroom_m, float("inf")):
            covered += area
            if covered >= MOST * region.area:
                return e.z_min_m - z_m
        return None

    def is_sloped(self, region: Polygon, z_m: float) -> bool:
        """Return whether a sloping roof lies over most of a region."""
        near = [self._slopes[i] for i in self._slope_tree.query(region, predicate="intersects")]
        roofs = [common(e.footprint, region) for e in near if e.z_max_m > z_m]
        return bool(roofs) and bool(together(roofs).area >= MOST * region.area)

    def _over(self, region: Polygon, low_m: float, high_m: float) -> Iterator[tuple[float, Element]]:
        """Give slabs that begin between two heights with the area of the region they cover, lowest first."""
        near = sorted(int(i) for i in self._tree.query(region))
        for i in near:
            e = self._flat[i]
            if low_m <= e.z_min_m < high_m:
                # Most rooms lie wholly under one large slab with a prepared outline: no polygon to build then.
                area = region.area if e.footprint.covers(region) else common(e.footprint, region).area
                if area > 0:
                    yield area, e
