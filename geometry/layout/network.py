"""Aisles on the grid: straight strips from the doors, kept only where they are wide enough and hang together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geometry.layout.compiled import compiled
from geometry.layout.masks import Mask, dilated, eroded, flooded, opened

HOLDS = 0.9  # share of a main aisle's floor that must be reachable at full width
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Strip:
    """A straight aisle: cells ``at`` … ``at + width − 1`` across, ``low`` … ``high − 1`` along.

    ``across`` False runs along x (the axis of columns), True along y.
    """

    across: bool
    at: int
    width: int
    low: int
    high: int

    def moved(self, by: int) -> Strip:
        """Return the strip shifted sideways."""
        return replace(self, at=self.at + by)


Network = tuple[Strip, ...]


class Widths(NamedTuple):
    """Widths of aisles in cells."""

    main: int
    secondary: int


def numbers(network: Network) -> Numbers:
    """Return strips as numbers, shape (n, 5): across, at, width, low, high."""
    return np.array([(s.across, s.at, s.width, s.low, s.high) for s in network], dtype=np.int64).reshape(-1, 5)


def strips(rows: Numbers) -> Network:
    """Return the strips that ``numbers`` wrote down."""
    return tuple(Strip(bool(r[0]), int(r[1]), int(r[2]), int(r[3]), int(r[4])) for r in rows)


@compiled
def paint(floor: Mask, network: Numbers, least: int) -> Mask:
    """Return the floor under all strips of at least ``least`` cells' width."""
    rows, columns = floor.shape
    mask = np.zeros((rows, columns), dtype=np.bool_)
    for k in range(len(network)):
        across, at, width, low, high = network[k]
        if width < least:
            continue
        y0, y1, x0, x1 = (low, high, at, at + width) if across else (at, at + width, low, high)
        for y in range(max(0, y0), min(rows, y1)):
            for x in range(max(0, x0), min(columns, x1)):
                mask[y, x] = floor[y, x]
    return mask


@compiled
def linked(floor: Mask, zones: Mask, doors: Numbers, network: Numbers, widths: Widths) -> Numbers:
    """Return the strips with one from each door straight into the room to the first strip it meets.

    ``doors`` (n, 8): zone rows low/high, zone columns low/high, middle row and column, way in (rows, columns). The
    first door's link is as wide as a main aisle. Doors whose zone meets a strip need none.
    """
    rows, columns = floor.shape
    painted = paint(floor, network, 0)
    made = np.empty((len(network) + len(doors), 5), dtype=np.int64)
    made[: len(network)] = network
    count = len(network)
    if not count:
        return made[:0]
    for number in range(len(doors)):
        y0, y1, x0, x1, row, column, step_y, step_x = doors[number]
        meets = False
        for y in range(y0, y1):
            for x in range(x0, x1):
                if painted[y, x] and zones[y, x]:
                    meets = True
        if meets:
            continue
        width = widths.main if number == 0 else widths.secondary
        along_y = step_y != 0
        at = (column if along_y else row) - width // 2
        start, length, step = (row, rows, step_y) if along_y else (column, columns, step_x)
        end = min(max(start, 0), length - 1)
        while 0 <= end < length:
            hit = False
            for i in range(max(0, at), min(at + width, columns if along_y else rows)):
                if painted[end, i] if along_y else painted[i, end]:
                    hit = True
            if hit:
                break
            end += step
        made[count, 0], made[count, 1], made[count, 2] = 1 if along_y else 0, at, width
        made[count, 3], made[count, 4] = (max(0, start), end + 1) if step > 0 else (max(0, end), start)
        count += 1
    return made[:count]


@compiled
def walkable(floor: Mask, zones: Mask, network: Numbers, widths: Widths) -> Mask:
    """Return the cells of door zones and of all aisles that lead to one.

    What is narrower than a secondary aisle, as beside a column, is no aisle; two pieces that share less than its width
    of edge do not hang together.
    """
    joined = opened(paint(floor, network, 0), widths.secondary) | zones
    kept = flooded(eroded(joined, widths.secondary), zones)
    return (dilated(kept, widths.secondary) & joined) | zones


@compiled
def main_holds(floor: Mask, zones: Mask, network: Numbers, widths: Widths) -> bool:
    """Return whether the main aisles keep their width from a door on: no column narrows them on the way."""
    if widths.main == widths.secondary:
        return True
    painted = paint(floor, network, widths.main)
    total = painted.sum()
    if not total:
        return True
    near = np.zeros(floor.shape, dtype=np.bool_)
    corners = dilated(zones[::-1, ::-1], widths.main)[::-1, ::-1]
    near |= corners
    kept = dilated(flooded(eroded(painted | zones, widths.main), near), widths.main) & painted
    return bool(kept.sum() >= HOLDS * total)
