"""Propose a layout: the most workstations the rules allow on a site, or a wished number, with a bound beside it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from itertools import pairwise
from math import atan2, degrees, hypot

import numpy as np
import shapely

from geometry.layout.fill import Placed
from geometry.layout.grid import COARSE_M, FINE_M, Grid, Mask, make_grid
from geometry.layout.network import Network, Strip, Widths
from geometry.layout.profile import Profile
from geometry.layout.records import Site, Workstation
from geometry.layout.search import Found, Search, run
from geometry.region import Region, polygonal

ANGLE_DEG = 1.0  # walls nearer than this in direction ask for the same rows
DIRECTIONS = 3
FINE_ONLY_UP_TO_M2 = 60.0  # small rooms are searched on the fine grid from the start
FINISH = 0.25  # share of the time for going on from the best on the fine grid


def directions_deg(site: Site) -> list[float]:
    """Return the directions of the walls (0 to 90°), those with most wall first."""
    weights: dict[float, float] = {}
    for ring in shapely.get_parts(site.floor.boundary):
        points = shapely.get_coordinates(ring)
        for (x0, y0), (x1, y1) in pairwise(points):
            angle = degrees(atan2(y1 - y0, x1 - x0)) % 90.0
            near = next((a for a in weights if min(abs(a - angle), 90 - abs(a - angle)) < ANGLE_DEG), angle)
            weights[near] = weights.get(near, 0.0) + hypot(x1 - x0, y1 - y0)
    box = shapely.get_coordinates(site.floor.minimum_rotated_rectangle)
    along = degrees(atan2(*(box[1] - box[0])[::-1])) % 90.0
    ordered = sorted(weights, key=lambda a: -weights[a])[:DIRECTIONS]
    if all(min(abs(a - along), 90 - abs(a - along)) >= ANGLE_DEG for a in ordered):
        ordered.append(along)
    return ordered


Proposal = tuple[tuple[Workstation, ...], Region, float]
Legal = Callable[[tuple[Workstation, ...], Region], bool]


def most(
    site: Site, profile: Profile, *, legal: Legal, time_limit_s: float, seed: int = 0, cap: int | None = None
) -> Proposal:
    """Return workstations, aisles and the direction of the rows in degrees, for as many people as the rules allow.

    Nothing is returned that ``legal`` refuses: it is the independent checker, handed in so that this module cannot
    know it.
    """
    end = time.monotonic() + max(0.0, time_limit_s)
    limit = _cap(site, profile, cap)
    coarse: list[tuple[Grid, Found]] = []
    angles = directions_deg(site)
    searching = end - (time_limit_s * FINISH if site.floor.area > FINE_ONLY_UP_TO_M2 else 0.0)
    cell_m = COARSE_M if site.floor.area > FINE_ONLY_UP_TO_M2 else FINE_M
    for number, angle in enumerate(angles):
        grid = make_grid(site, angle, cell_m=cell_m)
        share = (searching - time.monotonic()) / (len(angles) - number)
        found = _search(grid, profile, legal, time.monotonic() + share, seed, limit)
        if found is not None:
            coarse.append((grid, found))
        if found is not None and len(found.placed) >= limit:
            break
    if not coarse:
        return (), polygonal(shapely.union_all([d.clear for d in site.doors])), 0.0
    grid, found = max(coarse, key=lambda g: len(g[1].placed))
    if cell_m > FINE_M and len(found.placed) < limit:
        fine = make_grid(site, grid.angle_deg, cell_m=FINE_M)
        again = _search(fine, profile, legal, end, seed, limit, begin=_finer(found.network, round(cell_m / FINE_M)))
        if again is not None and len(again.placed) > len(found.placed):
            grid, found = fine, again
    return workstations_of(grid, found.placed, profile), aisles_of(grid, found.aisle), grid.angle_deg


def _finer(network: Network, times: int) -> Network:
    return tuple(Strip(s.across, s.at * times, s.width * times, s.low * times, s.high * times) for s in network)


def _cap(site: Site, profile: Profile, cap: int | None) -> int:
    limits = [cap] if cap is not None else []
    if profile.area_per_person_m2 is not None:
        limits.append(int((site.net_area_m2 + 1e-9) // profile.area_per_person_m2.hard))
    return min(limits, default=10**6)


def _search(
    grid: Grid,
    profile: Profile,
    legal: Legal,
    deadline: float,
    seed: int,
    limit: int,
    *,
    begin: Network | None = None,
) -> Found | None:
    """Search with the main aisle that the number of people found asks for; ``begin`` goes on from a known network."""
    best: Found | None = None
    wide = [profile.main_aisle_many_m.hard, profile.main_aisle_m.hard, profile.secondary_aisle_m.hard]
    allowed = [limit, min(limit, profile.many_people), min(limit, profile.no_main_aisle_up_to)]
    for width_m, most_people in zip(wide, allowed, strict=True):
        if best is not None and len(best.placed) >= most_people:
            continue
        widths = Widths(grid.cells(width_m), grid.cells(profile.secondary_aisle_m.hard))

        def accepted(found: Found, most_people: int = most_people) -> bool:
            seats = workstations_of(grid, found.placed[:most_people], profile)
            return legal(seats, aisles_of(grid, found.aisle))

        search = Search(grid, profile, widths, deadline, most_people, accepted)
        rng = random.Random(seed)  # noqa: S311  - a search, no secret
        run(search, rng, begin)
        found = search.best
        if found is not None and (best is None or len(found.placed) > len(best.placed)):
            best = found
    return best


def workstations_of(grid: Grid, placed: tuple[Placed, ...], profile: Profile) -> tuple[Workstation, ...]:
    """Return workstations in plan coordinates."""
    module = profile.module
    made = []
    for p in placed:
        u = grid.x0_m + grid.cell_m * (p.x + p.size_x / 2)
        v = grid.y0_m + grid.cell_m * (p.y + p.size_y / 2)
        point = grid.to_plan(shapely.Point(u, v))  # type: ignore[arg-type]
        look = (degrees(atan2(p.look[1], p.look[0])) + grid.angle_deg) % 360.0
        made.append(Workstation(point.x, point.y, look, module.width_m, module.depth_m))  # type: ignore[union-attr]
    return tuple(made)


def aisles_of(grid: Grid, aisle: Mask) -> Region:
    """Return the aisle cells as polygons in plan coordinates."""
    boxes = []
    for y, line in enumerate(aisle):
        edges = np.diff(np.concatenate([[0], line.astype(np.int8), [0]]))
        for start, end in zip(np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0], strict=True):
            x0, y0 = grid.x0_m + grid.cell_m * start, grid.y0_m + grid.cell_m * y
            boxes.append(shapely.box(x0, y0, grid.x0_m + grid.cell_m * end, y0 + grid.cell_m))
    return polygonal(grid.to_plan(polygonal(shapely.union_all(boxes, grid_size=1e-6))))
