"""The most workstations that layouts of a stated family can have: a relaxation that sees columns, doors and quantities.

Family: rows run straight across a wing of the floor, all rows of a wing in one direction; above ``many_people`` a
straight main aisle crosses one wing. Relaxed: every row has its own side aisles where it likes, they need not meet, an
aisle behind a row costs its width but no way to it, and half-taken cells count as free. So no layout of the family
has more, wherever on the continuous plan its rows lie: two rows a distance apart lie at least as many cells apart.
"""

from __future__ import annotations

import numpy as np
import shapely
from shapely.affinity import rotate

from geometry.finding import Text
from geometry.layout.bound_rows import Lengths, most_in_rows
from geometry.layout.grid import touched
from geometry.layout.masks import Mask
from geometry.layout.profile import Profile
from geometry.layout.records import Bound, Site
from geometry.layout.wings import partitions
from geometry.region import Region, polygonal

CELL_M = 0.1
EDGE_M = 1e-6

FAMILY = Text(
    "各翼内座位成直排、同翼同向,超过 {many} 人时有一条笔直主通道的所有布置",
    "all layouts of straight rows, one direction in each wing, with a straight main aisle above {many} people",
)


def bound(site: Site, profile: Profile, angles_deg: list[float], *, at_least: int = 0) -> Bound:
    """Return the most workstations of the family over all directions given, and what limits it.

    A layout outside the family may hold ``at_least`` more than the family: then the bound is what the floor's area
    allows, each workstation having its desk and chair zone to itself.
    """
    module = profile.module
    c = CELL_M
    lengths = Lengths(
        module.width_m / c,
        module.depth_m / c,
        profile.chair_zone_m / c,
        profile.chair_to_wall_m.hard / c,
        profile.secondary_aisle_m.hard / c,
        profile.dead_end_workstations,
        # Wherever a main aisle lies it covers one cell less than its width, whole.
        int(np.ceil(profile.main_aisle_many_m.hard / c - EDGE_M)) - 1,
    )
    geometric = max((_most(site, profile, angle, lengths) for angle in angles_deg), default=0)
    family = FAMILY.format(many=profile.many_people)
    if geometric < at_least:
        free = shapely.difference(
            site.floor, shapely.union_all([*(o.footprint for o in site.obstacles), *(d.zone for d in site.doors)])
        )
        geometric = int((free.area + EDGE_M) // (module.width_m * (module.depth_m + profile.chair_zone_m)))
        family = Text("所有布置", "all layouts")
    limits = [(geometric, Text("排距、通道、柱和门", "rows, aisles, columns and doors"))]
    if profile.area_per_person_m2 is not None:
        each = profile.area_per_person_m2.hard
        by_area = int((site.net_area_m2 + 1e-9) // each)
        limits.append((by_area, Text(f"人均不低于 {each:g} m²", f"at least {each:g} m² a person")))
    count, why = min(limits, key=lambda item: item[0])
    return Bound(count, family, why)


def _most(site: Site, profile: Profile, angle_deg: float, lengths: Lengths) -> int:
    floor = polygonal(rotate(site.floor, -angle_deg, origin=(0, 0)))
    free, ways = _optimistic(site, floor, angle_deg)
    x0, y0, _, _ = floor.bounds
    best = 0
    for wings in partitions(floor):
        totals = []
        for wing in wings:
            mask = np.ones_like(free) if len(wings) == 1 else touched(wing, x0, y0, CELL_M, free.shape)
            here, there = _cropped(free & mask, ways & mask)
            along = most_in_rows(here, there, lengths)
            across = most_in_rows(here.T.copy(), there.T.copy(), lengths)
            totals.append(np.maximum(along, across))
        total = int(sum(plain for plain, _ in totals))
        if total > profile.many_people:
            loss = min(int(plain - crossed) for plain, crossed in totals)
            total = max(total - max(0, loss), profile.many_people)
        best = max(best, total)
    return best


def _cropped(free: Mask, ways: Mask) -> tuple[Mask, Mask]:
    rows, columns = np.nonzero(ways.any(axis=1))[0], np.nonzero(ways.any(axis=0))[0]
    if not len(rows):
        return free[:1, :1].copy(), ways[:1, :1].copy()
    inside = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return free[inside].copy(), ways[inside].copy()


def _optimistic(site: Site, floor: Region, angle_deg: float) -> tuple[Mask, Mask]:
    """Return the cells where anything is free for people to sit, and to walk."""
    standing = shapely.union_all([o.footprint for o in site.obstacles])
    ways = polygonal(rotate(shapely.difference(site.floor, standing), -angle_deg, origin=(0, 0)))
    doors = rotate(shapely.union_all([d.zone for d in site.doors]), -angle_deg, origin=(0, 0))
    x0, y0, x1, y1 = floor.bounds
    shape = (int(np.ceil((y1 - y0) / CELL_M - EDGE_M)), int(np.ceil((x1 - x0) / CELL_M - EDGE_M)))
    free = polygonal(shapely.difference(ways, doors))
    return touched(free, x0, y0, CELL_M, shape), touched(ways, x0, y0, CELL_M, shape)
