"""Aisles in plan coordinates: the strips of a network on the true floor, without what is narrow or leads nowhere."""

from __future__ import annotations

import shapely
from shapely import Polygon

from geometry.layout.grid import Grid
from geometry.layout.network import Network
from geometry.layout.offset import offset
from geometry.layout.profile import Profile
from geometry.layout.records import Site, Workstation
from geometry.region import Region, polygonal

EDGE_M = 0.004  # less than the checker's tolerance: what touches a desk by rounding is no overlap

BESIDE = 1.42  # cells: as far as a cell reaches from what touches it


def free_floor(site: Site) -> Region:
    """Return the floor without what stands on it."""
    return polygonal(shapely.difference(site.floor, shapely.union_all([o.footprint for o in site.obstacles])))


def door_floor(site: Site, free: Region) -> Region:
    """Return the squares that doors keep clear."""
    return polygonal(shapely.intersection(shapely.union_all([d.clear for d in site.doors]), free))


def aisles_of(
    grid: Grid, network: Network, workstations: tuple[Workstation, ...], site: Site, free: Region, profile: Profile
) -> Region:
    """Return the floor of the strips that is at least as wide as a secondary aisle and leads to a door."""
    c = grid.cell_m
    boxes = []
    for s in network:
        across, along = (s.at * c, (s.at + s.width) * c), (s.low * c, s.high * c)
        (x0, x1), (y0, y1) = (across, along) if s.across else (along, across)
        boxes.append(shapely.box(grid.x0_m + x0, grid.y0_m + y0, grid.x0_m + x1, grid.y0_m + y1))
    strips = grid.to_plan(polygonal(shapely.union_all(boxes))) if boxes else Polygon()
    # Whole cells are kept clear for doors: the rest of them is walked on too, or people beside them would be cut off.
    zones = [offset(d.zone, BESIDE * c) for d in site.doors]
    strips = polygonal(shapely.union_all([strips, *zones]))
    return walkable(strips, workstations, site, free, profile)


def walkable(
    strips: Region, workstations: tuple[Workstation, ...], site: Site, free: Region, profile: Profile
) -> Region:
    """Return the part of ``strips`` and door squares that people can walk: free of desks and chairs, wide, led to."""
    doors = door_floor(site, free)
    taken = shapely.union_all([w.behind(profile.chair_zone_m).union(w.desk()) for w in workstations])
    reserved = shapely.union(shapely.intersection(strips, free), doors)
    joined = polygonal(shapely.difference(reserved, taken) if workstations else reserved)
    half_m = profile.secondary_aisle_m.hard / 2 - EDGE_M
    core = offset(joined, -half_m)
    led_to = [p for p in shapely.get_parts(core) if not p.is_empty and p.distance(doors) <= half_m]
    wide = shapely.union_all([offset(p, half_m) for p in led_to])
    return polygonal(shapely.union(shapely.intersection(wide, joined), doors))
