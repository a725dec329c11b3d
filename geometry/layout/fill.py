"""Fill what the aisles leave: each block of free floor with the rows that hold most, along one axis or the other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geometry.layout.branches import served
from geometry.layout.compiled import compiled
from geometry.layout.masks import Mask
from geometry.layout.network import Numbers, Widths, linked, walkable
from geometry.layout.rows import Cells, block_rows


class Placed(NamedTuple):
    """A workstation on the grid: lower corner of its desk, sizes along x and y, and where the person looks (dx, dy)."""

    x: int
    y: int
    size_x: int
    size_y: int
    look: tuple[int, int]


def placed(rows: NDArray[np.int64]) -> tuple[Placed, ...]:
    """Return the workstations that ``evaluate`` wrote down."""
    return tuple(Placed(int(r[0]), int(r[1]), int(r[2]), int(r[3]), (int(r[4]), int(r[5]))) for r in rows)


@compiled
def evaluate(
    floor: Mask, free: Mask, zones: Mask, doors: Numbers, network: Numbers, widths: Widths, cells: Cells
) -> tuple[Numbers, Mask, Numbers]:
    """Return the strips with their links to the doors, the aisles and the workstations (n, 6) they allow.

    Where a narrow branch would serve too many, only as many as it may.
    """
    with_links = linked(floor, zones, doors, network, widths)
    aisle = walkable(floor, zones, with_links, widths)
    seats = fill(floor, free, aisle, cells)
    if len(seats):
        ground, rest = left_over(floor, free, seats, cells)
        seats = np.concatenate((seats, fill(ground, rest, aisle, cells)))
    return with_links, aisle, served(aisle, zones, seats, widths, cells.chair, cells.way_in, cells.many)


@compiled
def fill(floor: Mask, free: Mask, aisle: Mask, cells: Cells) -> Numbers:
    """Return the workstations of the best rows of every block: x, y, sizes along x and y, where the person looks."""
    rows, columns = floor.shape
    least = cells.width * (cells.depth + cells.chair)
    seats = np.empty((rows * columns // max(1, least) + 1, 6), dtype=np.int64)
    count = 0
    seen = np.zeros((rows, columns), dtype=np.bool_)
    stack = np.empty(rows * columns, dtype=np.int32)
    reach = cells.behind + 1
    for y0 in range(rows):
        for x0 in range(columns):
            if seen[y0, x0] or aisle[y0, x0] or not free[y0, x0]:
                continue
            size, low_y, high_y, low_x, high_x = 1, y0, y0, x0, x0
            seen[y0, x0] = True
            stack[0] = y0 * columns + x0
            done = 0
            while done < size:
                y, x = stack[done] // columns, stack[done] % columns
                done += 1
                low_y, high_y, low_x, high_x = min(low_y, y), max(high_y, y), min(low_x, x), max(high_x, x)
                for k in range(4):
                    v, u = y + (k == 0) - (k == 1), x + (k == 2) - (k == 3)
                    if 0 <= v < rows and 0 <= u < columns and free[v, u] and not aisle[v, u] and not seen[v, u]:
                        seen[v, u] = True
                        stack[size] = v * columns + u
                        size += 1
            if size < least:
                continue
            bottom, top = max(0, low_y - reach), min(rows, high_y + 1 + reach)
            left, right = max(0, low_x - reach), min(columns, high_x + 1 + reach)
            block = np.zeros((top - bottom, right - left), dtype=np.bool_)
            for k in range(size):
                block[stack[k] // columns - bottom, stack[k] % columns - left] = True
            ground = part(floor, bottom, top, left, right)
            ways = part(aisle, bottom, top, left, right)
            along = block_rows(block, ground, ways, cells)
            across = block_rows(turned(block), turned(ground), turned(ways), cells)
            if len(across) > len(along):
                for k in range(len(across)):
                    seats[count, 0], seats[count, 1] = across[k, 1] + left, across[k, 0] + bottom
                    seats[count, 2], seats[count, 3] = cells.depth, cells.width
                    seats[count, 4], seats[count, 5] = 1 - 2 * across[k, 2], 0
                    count += 1
            else:
                for k in range(len(along)):
                    seats[count, 0], seats[count, 1] = along[k, 0] + left, along[k, 1] + bottom
                    seats[count, 2], seats[count, 3] = cells.width, cells.depth
                    seats[count, 4], seats[count, 5] = 0, 1 - 2 * along[k, 2]
                    count += 1
    return seats[:count]


@compiled
def left_over(floor: Mask, free: Mask, seats: Numbers, cells: Cells) -> tuple[Mask, Mask]:
    """Return the floor without desks, and what is free of desks and of what must stay clear behind them."""
    ground, rest = floor.copy(), free.copy()
    for x, y, size_x, size_y, look_x, look_y in seats:
        ground[y : y + size_y, x : x + size_x] = False
        x0 = x - cells.behind if look_x > 0 else x
        y0 = y - cells.behind if look_y > 0 else y
        x1 = x + size_x + (cells.behind if look_x < 0 else 0)
        y1 = y + size_y + (cells.behind if look_y < 0 else 0)
        rest[max(0, y0) : y1, max(0, x0) : x1] = False
    return ground, rest


@compiled
def part(mask: Mask, bottom: int, top: int, left: int, right: int) -> Mask:
    """Return some rows and columns of a mask."""
    made = np.empty((top - bottom, right - left), dtype=np.bool_)
    for y in range(top - bottom):
        for x in range(right - left):
            made[y, x] = mask[bottom + y, left + x]
    return made


@compiled
def turned(mask: Mask) -> Mask:
    """Return a mask with rows and columns exchanged."""
    made = np.empty((mask.shape[1], mask.shape[0]), dtype=np.bool_)
    for y in range(mask.shape[0]):
        for x in range(mask.shape[1]):
            made[x, y] = mask[y, x]
    return made
