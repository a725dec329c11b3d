"""The most workstations that layouts of a stated family can have: a relaxation that sees columns, doors and quantities.

Family: rows run straight across a wing of the floor, all rows of a wing in one direction; above ``many_people`` a
straight main aisle crosses one wing. Relaxed: every row has its own side aisles where it likes, they need not meet, an
aisle behind a row costs its width but no way to it, and half-taken cells count as free. So no layout of the family
has more, wherever on the continuous plan its rows lie: two rows a distance apart lie at least as many cells apart.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.affinity import rotate

from geometry.finding import Text
from geometry.layout.grid import Mask
from geometry.layout.profile import Profile
from geometry.layout.records import Bound, Site
from geometry.layout.wings import partitions
from geometry.region import Region, polygonal

CELL_M = 0.1
MAIN_STEP_M = 0.3
EDGE_M = 1e-6

FAMILY = Text(
    "各翼内座位成直排、同翼同向,超过 {many} 人时有一条笔直主通道的所有布置",
    "all layouts of straight rows, one direction in each wing, with a straight main aisle above {many} people",
)


class Lengths(NamedTuple):
    """Lengths of a profile in cells, as fractions: a bound must not round up."""

    width: float
    own: float  # desk and chair zone
    depth: float
    chair: float
    behind: float
    aisle: float
    dead_end: int


def bound(site: Site, profile: Profile, angles_deg: list[float], *, at_least: int = 0) -> Bound:
    """Return the most workstations of the family over all directions given, and what limits it.

    A layout outside the family may hold ``at_least`` more than the family: then the bound is what the floor's area
    allows, each workstation having its desk and chair zone to itself.
    """
    module = profile.module
    c = CELL_M
    lengths = Lengths(
        module.width_m / c,
        (module.depth_m + profile.chair_zone_m) / c,
        module.depth_m / c,
        profile.chair_zone_m / c,
        profile.chair_to_wall_m.hard / c,
        profile.secondary_aisle_m.hard / c,
        profile.dead_end_workstations,
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
    free, ways = _optimistic(site, angle_deg)
    x0, y0, _, _ = rotate(site.floor, -angle_deg, origin=(0, 0)).bounds
    best = 0
    for wings in partitions(polygonal(rotate(site.floor, -angle_deg, origin=(0, 0)))):
        totals = []
        for wing in wings:
            mask = _touched(wing, x0, y0, free.shape)
            plain = max(_rows(free & mask, ways & mask, lengths), _rows((free & mask).T, (ways & mask).T, lengths))
            totals.append((plain, mask))
        total = sum(plain for plain, _ in totals)
        if total > profile.many_people and len(wings) == 1:
            wide = (profile.main_aisle_many_m.hard - MAIN_STEP_M) / CELL_M
            loss = min(plain - _with_main(free & mask, ways & mask, lengths, wide) for plain, mask in totals)
            total = max(total - max(0, loss), profile.many_people)
        best = max(best, total)
    return best


def _with_main(free: Mask, ways: Mask, lengths: Lengths, wide: float) -> int:
    """Return the most with a main aisle across, over all its places (a step apart, so as much narrower)."""
    best = 0
    step, width = int(MAIN_STEP_M / CELL_M), max(0, int(wide))
    for turned in (False, True):
        f, w = (free.T, ways.T) if turned else (free, ways)
        lines = np.nonzero(f.any(axis=0))[0]
        if not len(lines):
            continue
        for at in range(int(lines[0]), max(int(lines[-1]) - width, int(lines[0])) + 1, step):
            left = f.copy()
            left[:, at : at + width] = False
            best = max(best, _rows(left, w, lengths), _rows(left.T, w.T, lengths))
    return best


def _rows(free: Mask, ways: Mask, lengths: Lengths) -> int:
    """Return the most in rows along x: independent rows, each cut by obstacles, chained by their distances along y."""
    places = free.shape[0]
    # Kinds: people above or below, reached from the side or from an aisle behind.
    kinds = [(up, behind) for up in (True, False) for behind in (False, True)]
    counts = [_capacity(free, ways, lengths, up=up, from_behind=behind) for up, behind in kinds]
    gaps = [[int(np.ceil(lengths.depth + _gap(a, b, lengths) - EDGE_M)) for b in kinds] for a in kinds]
    best = [[0] * (places + 1) for _ in kinds]
    for i in range(places):
        for k in range(len(kinds)):
            gain = int(counts[k][i])
            value = best[k][i]
            if gain:
                before = max(
                    (best[j][i - gaps[j][k] + 1] for j in range(len(kinds)) if i - gaps[j][k] + 1 > 0), default=0
                )
                value = max(value, gain + before)
            best[k][i + 1] = value
    return max(b[places] for b in best)


def _gap(one: tuple[bool, bool], other: tuple[bool, bool], lengths: Lengths) -> float:
    """Return the least distance between the desks of a row and those of the next above it, in cells."""
    up, behind = one
    then_up, then_behind = other
    if up and not then_up:
        return 2 * lengths.chair + (lengths.aisle if behind or then_behind else 0.0)
    if not up and then_up:
        return 0.0
    if (up and behind) or (not then_up and then_behind):
        return lengths.chair + lengths.aisle
    return lengths.behind


def _capacity(free: Mask, ways: Mask, lengths: Lengths, *, up: bool, from_behind: bool) -> NDArray[np.int64]:
    """Return for each cell across how many people a row whose desks begin in it can seat."""
    if not up:
        # Seen from the other side a row with people below has them above; its desks then end where they began.
        flipped = _capacity(free[::-1], ways[::-1], lengths, up=True, from_behind=from_behind)
        shifted = np.zeros_like(flipped)
        depth = int(np.floor(lengths.depth + EDGE_M))
        kept = flipped[::-1][depth:] if depth else flipped[::-1]
        shifted[: len(kept)] = kept
        # The desks may begin anywhere in their cell, so the place before counts as well.
        return np.asarray(np.maximum(shifted, np.concatenate([[0], shifted[:-1]])))
    places, length = free.shape
    back = lengths.chair + lengths.aisle if from_behind else lengths.behind
    own, reach = int(np.floor(lengths.own + EDGE_M)), int(np.floor(lengths.depth + back + EDGE_M))
    depth = int(np.floor(lengths.depth + EDGE_M))
    # Somewhere in cell i the desks begin: only the cells covered wherever that is are asked for, i + 1 … i + own − 1.
    fits = places - reach + 1
    if fits <= 0:
        return np.zeros(places, dtype=np.int64)
    whole = np.zeros((places, length), dtype=bool)
    whole[:fits] = _all(free, 1, own)[:fits] & _all(ways, 1, reach)[:fits]
    chairs = np.zeros((places, length + 2), dtype=bool)
    chairs[:fits, 1:-1] = _any(ways, depth, own)[:fits]
    padded = np.zeros((places, length + 2), dtype=np.int8)
    padded[:, 1:-1] = whole
    step = np.diff(padded, axis=1)
    row, start = np.nonzero(step == 1)
    end = np.nonzero(step == -1)[1]
    run = end - start
    if from_behind:
        seats = np.floor((run + EDGE_M) / lengths.width).astype(np.int64)
    else:
        # Where floor goes on beside the chairs, an aisle may open onto the end of the run.
        ends = chairs[row, start].astype(np.int64) + chairs[row, end + 1]
        table = np.array([[_seats(n, e, lengths) for e in (0, 1, 2)] for n in range(length + 1)])
        seats = table[run, ends]
    return np.asarray(np.bincount(row, weights=seats, minlength=places), dtype=np.int64)


def _all(mask: Mask, low: int, high: int) -> Mask:
    """Return for each line i whether all of lines i + low … i + high − 1 are set (beyond the last line: not asked)."""
    return np.asarray(_sum(~mask, low, high) == 0)


def _any(mask: Mask, low: int, high: int) -> Mask:
    """Return for each line i whether any of lines i + low … i + high − 1 is set."""
    return np.asarray(_sum(mask, low, high) > 0)


def _sum(mask: Mask, low: int, high: int) -> NDArray[np.int64]:
    total = np.zeros((mask.shape[0] + high + 1, mask.shape[1]), dtype=np.int64)
    total[1 : mask.shape[0] + 1] = np.cumsum(mask, axis=0)
    total[mask.shape[0] + 1 :] = total[mask.shape[0]]
    lines = np.arange(mask.shape[0])
    return np.asarray(total[np.minimum(lines + high, len(total) - 1)] - total[lines + low])


@lru_cache(maxsize=4096)
def _seats(run: int, open_ends: int, lengths: Lengths) -> int:
    """Return the most seats along ``run`` cells: each aisle takes its width and serves a line to either side."""
    best = 0
    for aisles in range(int(run // lengths.aisle) + 1):
        fits = int((run - aisles * lengths.aisle + EDGE_M) // lengths.width)
        best = max(best, min(fits, lengths.dead_end * (2 * aisles + open_ends)))
        if fits <= best:
            break
    return best


def _optimistic(site: Site, angle_deg: float) -> tuple[Mask, Mask]:
    """Return the cells where anything is free for people to sit, and to walk."""
    standing = shapely.union_all([o.footprint for o in site.obstacles])
    ways = polygonal(rotate(shapely.difference(site.floor, standing), -angle_deg, origin=(0, 0)))
    doors = rotate(shapely.union_all([d.zone for d in site.doors]), -angle_deg, origin=(0, 0))
    x0, y0, x1, y1 = rotate(site.floor, -angle_deg, origin=(0, 0)).bounds
    shape = (int(np.ceil((y1 - y0) / CELL_M - EDGE_M)), int(np.ceil((x1 - x0) / CELL_M - EDGE_M)))
    return _touched(polygonal(shapely.difference(ways, doors)), x0, y0, shape), _touched(ways, x0, y0, shape)


def _touched(region: Region, x0: float, y0: float, shape: tuple[int, int]) -> Mask:
    xs, ys = x0 + CELL_M * np.arange(shape[1]), y0 + CELL_M * np.arange(shape[0])
    left, bottom = np.meshgrid(xs, ys)
    boxes = shapely.box(left + EDGE_M, bottom + EDGE_M, left + CELL_M - EDGE_M, bottom + CELL_M - EDGE_M)
    shapely.prepare(region)
    return np.asarray(shapely.intersects(region, boxes), dtype=bool)
