"""Propose a layout: the most workstations the rules allow on a site, or a wished number, with a bound beside it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees, hypot

import shapely

from geometry.layout.aisles import aisles_of, free_floor
from geometry.layout.fill import Placed
from geometry.layout.grid import COARSE_M, FINE_M, Grid, make_grid
from geometry.layout.network import Network, Strip, Widths
from geometry.layout.profile import Profile
from geometry.layout.records import Site, Workstation
from geometry.layout.search import Found, Kept, Search, run
from geometry.layout.wings import masks_of
from geometry.region import Region

ANGLE_DEG = 1.0  # walls nearer than this in direction ask for the same rows
DIRECTIONS = 3
FINE_ONLY_UP_TO_M2 = 60.0  # small rooms are searched on the fine grid from the start
FIRST = 0.6  # share of the effort for the direction with most wall
LEAST_TRIED = 60
SECONDS_PER_CELL = 4e-8  # that one network of aisles takes for each cell of the grid
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


Accept = Callable[[tuple[Workstation, ...], Region, int], Kept | None]


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search: seconds of a quiet core, turned into a number of tries, and the moment at which to stop."""

    seconds: float
    deadline: float

    def tries(self, grid: Grid, share: float) -> int:
        """Return how many networks of aisles may be tried on a grid for a share of the effort."""
        return LEAST_TRIED + int(share * self.seconds / (grid.floor.size * SECONDS_PER_CELL))


@dataclass(frozen=True, slots=True)
class Solution:
    """The best layout found with the grid that it was found on."""

    kept: Kept
    network: Network
    angle_deg: float


def most(
    site: Site, profile: Profile, *, accept: Accept, effort: Effort, seed: int, cap: int | None
) -> Solution | None:
    """Return the layout with most people, at most ``cap``, or None where none was accepted.

    ``accept`` gets workstations, aisles and how many of the workstations may stay; it returns what it keeps. Nothing is
    returned that it refuses: it holds the independent checker, handed in so that this module cannot know it.
    """
    limit = 10**6 if cap is None else cap
    small = site.floor.area <= FINE_ONLY_UP_TO_M2
    cell_m = FINE_M if small else COARSE_M
    angles = directions_deg(site)
    best: Solution | None = None
    free = free_floor(site)
    for number, angle in enumerate(angles):
        grid = make_grid(site, angle, cell_m=cell_m)
        first = FIRST if len(angles) > 1 else 1.0
        share = (1.0 if small else 1.0 - FINISH) * (first if number == 0 else (1.0 - first) / (len(angles) - 1))
        found = _search(grid, site, free, profile, accept, effort, share, seed, limit)
        if found is not None and (best is None or _better(found.kept, best.kept)):
            best = found
        if best is not None and len(best.kept.workstations) >= limit:
            return best
    if best is not None and not small:
        grid = make_grid(site, best.angle_deg, cell_m=FINE_M)
        begin = _finer(best.network, round(cell_m / FINE_M))
        again = _search(grid, site, free, profile, accept, effort, FINISH, seed, limit, begin=begin)
        if again is not None and _better(again.kept, best.kept):
            best = again
    return best


def _better(one: Kept, other: Kept) -> bool:
    return one.value > other.value


def _finer(network: Network, times: int) -> Network:
    return tuple(Strip(s.across, s.at * times, s.width * times, s.low * times, s.high * times) for s in network)


def _search(
    grid: Grid,
    site: Site,
    free: Region,
    profile: Profile,
    accept: Accept,
    effort: Effort,
    share: float,
    seed: int,
    limit: int,
    *,
    begin: Network | None = None,
) -> Solution | None:
    """Search with the main aisle that the number of people found asks for; ``begin`` goes on from a known network."""
    best: Solution | None = None
    wings = masks_of(site, grid)
    wide = [profile.main_aisle_many_m.hard, profile.main_aisle_m.hard, profile.secondary_aisle_m.hard]
    allowed = [limit, min(limit, profile.many_people), min(limit, profile.no_main_aisle_up_to)]
    for width_m, most_people in zip(wide, allowed, strict=True):
        if best is not None and len(best.kept.workstations) >= most_people:
            continue
        widths = Widths(grid.cells(width_m), grid.cells(profile.secondary_aisle_m.hard))

        def accepted(found: Found, most_people: int = most_people) -> Kept | None:
            seats = workstations_of(grid, found.placed, profile)
            return accept(seats, aisles_of(grid, found.linked, seats, site, free, profile), most_people)

        tries = effort.tries(grid, share)
        search = Search(grid, profile, widths, tries, effort.deadline, most_people, accepted, wings)
        rng = random.Random(seed)  # noqa: S311  - a search, no secret
        run(search, rng, begin)
        if search.best is None or search.kept is None:
            continue
        found = Solution(search.kept, search.best.network, grid.angle_deg)
        if best is None or _better(found.kept, best.kept):
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
