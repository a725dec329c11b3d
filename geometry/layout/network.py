"""Aisles on the grid: straight strips from the doors, kept only where they are wide enough and hang together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geometry.layout.compiled import compiled
from geometry.layout.masks import Mask, common, dilated, either, eroded, flooded, opened

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
def paint(floor: Mask, network: Numbers) -> Mask:
    """Return the floor under all strips."""
    rows, columns = floor.shape
    mask = np.zeros((rows, columns), dtype=np.bool_)
    for k in range(len(network)):
        across, at, end = network[k, 0], network[k, 1], network[k, 1] + network[k, 2]
        low, high = network[k, 3], network[k, 4]
        y0, y1, x0, x1 = at, end, low, high
        if across:
            y0, y1, x0, x1 = low, high, at, end
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
    painted = paint(floor, network)
    made = np.empty((len(network) + len(doors), 5), dtype=np.int64)
    count = 0
    for k in range(len(network)):
        for i in range(5):
            made[k, i] = network[k, i]
        count += 1
    for number in range(len(doors)):
        step = doors[number, 6] + doors[number, 7]
        if not count or not step or meets(painted, zones, doors, number):
            continue
        width = widths.main if number == 0 else widths.secondary
        along_y = doors[number, 6] != 0
        at, start, length, breadth = doors[number, 4], doors[number, 5], floor.shape[1], floor.shape[0]
        if along_y:
            at, start, length, breadth = doors[number, 5], doors[number, 4], floor.shape[0], floor.shape[1]
        at -= width // 2
        end = min(max(start, 0), length - 1)
        hit = False
        while not hit and 0 <= end < length:
            for i in range(max(0, at), min(at + width, breadth)):
                hit = hit or (painted[end, i] if along_y else painted[i, end])
            if not hit:
                end += step
        made[count, 0], made[count, 1], made[count, 2] = along_y, at, width
        made[count, 3], made[count, 4] = max(0, end), start
        if step > 0:
            made[count, 3], made[count, 4] = max(0, start), end + 1
        count += 1
    return made[:count]


@compiled
def meets(painted: Mask, zones: Mask, doors: Numbers, number: int) -> bool:
    """Return whether a strip runs through the zone of a door."""
    for y in range(doors[number, 0], doors[number, 1]):
        for x in range(doors[number, 2], doors[number, 3]):
            if painted[y, x] and zones[y, x]:
                return True
    return False


@compiled
def walkable(floor: Mask, zones: Mask, network: Numbers, widths: Widths) -> Mask:
    """Return the cells of door zones and of all aisles that lead to one.

    What is narrower than a secondary aisle, as beside a column, is no aisle; two pieces that share less than its width
    of edge do not hang together.
    """
    joined = either(opened(paint(floor, network), widths.secondary), zones)
    kept = flooded(eroded(joined, widths.secondary), zones)
    return either(common(dilated(kept, widths.secondary), joined), zones)
