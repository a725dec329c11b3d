"""The most workstations that layouts of a stated family can have: a relaxation that sees columns, doors and quantities.

Family: rows run straight across a wing of the floor, all rows of a wing in one direction; above ``many_people`` a
straight main aisle crosses one wing. Relaxed: every row has its own side aisles where it likes, they need not meet, an
aisle behind a row costs its width, its way to the doors only where it must cross rows of the undivided floor, and
half-taken cells count as free. So no layout of the family has more, wherever on the continuous plan its rows lie: two
rows a distance apart lie at least as many cells apart.
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

CELLS_M = (0.1, 0.05)  # every size gives a bound; what rooms measure in odd centimetres fits one better
FINE_UP_TO_M2 = 400.0  # beyond, cells of half the size, which take about ten times as long, are left out
EDGE_M = 1e-6

WITH_MAIN_AISLE = Text(
    "各翼内座位成直排、同翼同向,超过 {many} 人时有一条笔直主通道的所有布置",
    "all layouts of straight rows, one direction in each wing, with a straight main aisle above {many} people",
)
STRAIGHT_ROWS = Text(
    "各翼内座位成直排、同翼同向的所有布置",
    "all layouts of straight rows, one direction in each wing",
)
ALL = Text("所有布置", "all layouts")


def bound(site: Site, profile: Profile, angles_deg: list[float], *, at_least: int = 0) -> Bound:
    """Return the most workstations of the smallest family that holds as many as were found, and what limits it.

    A layout outside a family may hold ``at_least`` more than the family: then the next larger family counts, and in the
    end what the floor's area allows, each workstation having its desk and chair zone to itself.
    """
    count, family = _geometric(site, profile, angles_deg, at_least)
    limits = [(count, Text("排距、通道、柱和门", "rows, aisles, columns and doors"))]
    if profile.area_per_person_m2 is not None:
        each = profile.area_per_person_m2.hard
        by_area = int((site.net_area_m2 + 1e-9) // each)
        limits.append((by_area, Text(f"人均不低于 {each:g} m²", f"at least {each:g} m² a person")))
    count, why = min(limits, key=lambda item: item[0])
    return Bound(count, family, why)


def _geometric(site: Site, profile: Profile, angles_deg: list[float], at_least: int) -> tuple[int, Text]:
    sizes_m = CELLS_M if site.floor.area <= FINE_UP_TO_M2 else CELLS_M[:1]
    plain, crossed = 10**6, 10**6
    for cell_m in sizes_m:
        most = [_most(site, profile, angle, cell_m) for angle in angles_deg]
        plain = min(plain, max((p for p, _ in most), default=0))
        crossed = min(crossed, max((c for _, c in most), default=0))
    for count, family in ((crossed, WITH_MAIN_AISLE.format(many=profile.many_people)), (plain, STRAIGHT_ROWS)):
        if count >= at_least:
            return count, family
    free = shapely.difference(
        site.floor, shapely.union_all([*(o.footprint for o in site.obstacles), *(d.zone for d in site.doors)])
    )
    module = profile.module
    return int((free.area + EDGE_M) // (module.width_m * (module.depth_m + profile.chair_zone_m))), ALL


def _lengths(profile: Profile, cell_m: float) -> Lengths:
    return Lengths(
        profile.module.width_m / cell_m,
        profile.module.depth_m / cell_m,
        profile.chair_zone_m / cell_m,
        profile.chair_to_wall_m.hard / cell_m,
        profile.secondary_aisle_m.hard / cell_m,
        profile.dead_end_workstations,
        # Wherever a main aisle lies it covers one cell less than its width, whole.
        int(np.ceil(profile.main_aisle_many_m.hard / cell_m - EDGE_M)) - 1,
    )


def _most(site: Site, profile: Profile, angle_deg: float, cell_m: float) -> tuple[int, int]:
    """Return the most in straight rows that run along a direction or across it: in all, and with a main aisle."""
    lengths = _lengths(profile, cell_m)
    floor = polygonal(rotate(site.floor, -angle_deg, origin=(0, 0)))
    free, ways, zones = _optimistic(site, floor, angle_deg, cell_m)
    x0, y0, _, _ = floor.bounds
    best = with_main = 0
    for wings in partitions(floor):
        totals = []
        for wing in wings:
            whole = len(wings) == 1
            mask = np.ones_like(free) if whole else touched(wing, x0, y0, cell_m, free.shape)
            here, there, doors = _cropped(free & mask, ways & mask, zones)
            along = most_in_rows(here, there, lengths, _lines(doors, whole=whole))
            across = most_in_rows(here.T.copy(), there.T.copy(), lengths, _lines(doors.T, whole=whole))
            totals.append(np.maximum(along, across))
        total = int(sum(plain for plain, _ in totals))
        best = max(best, total)
        if total > profile.many_people:
            loss = min(int(plain - crossed) for plain, crossed in totals)
            total = max(total - max(0, loss), profile.many_people)
        with_main = max(with_main, total)
    return best, with_main


def _lines(doors: Mask, *, whole: bool) -> tuple[int, int]:
    """Return the lines between which doors lie; from a wing the way to them may lead round through another one."""
    lines = np.nonzero(doors.any(axis=1))[0]
    return (int(lines[0]), int(lines[-1]) + 1) if whole and len(lines) else (0, len(doors))


def _cropped(free: Mask, ways: Mask, zones: Mask) -> tuple[Mask, Mask, Mask]:
    rows, columns = np.nonzero(ways.any(axis=1))[0], np.nonzero(ways.any(axis=0))[0]
    if not len(rows):
        return free[:1, :1].copy(), ways[:1, :1].copy(), zones[:1, :1]
    inside = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return free[inside].copy(), ways[inside].copy(), zones[inside]


def _optimistic(site: Site, floor: Region, angle_deg: float, cell_m: float) -> tuple[Mask, Mask, Mask]:
    """Return the cells where anything is free for people to sit, where to walk, and what doors touch."""
    standing = shapely.union_all([o.footprint for o in site.obstacles])
    ways = polygonal(rotate(shapely.difference(site.floor, standing), -angle_deg, origin=(0, 0)))
    doors = polygonal(rotate(shapely.union_all([d.zone for d in site.doors]), -angle_deg, origin=(0, 0)))
    x0, y0, x1, y1 = floor.bounds
    shape = (int(np.ceil((y1 - y0) / cell_m - EDGE_M)), int(np.ceil((x1 - x0) / cell_m - EDGE_M)))
    free = polygonal(shapely.difference(ways, doors))
    masks = [touched(region, x0, y0, cell_m, shape) for region in (free, ways, doors)]
    return masks[0], masks[1], masks[2]
