"""Rows of workstations in one block of free floor: exact for straight rows, by dynamic programming over their places.

A row is *up* when its people sit above their desks (larger y), *down* when below. From bottom to top the next row's
desks keep the distance that the pair of directions asks for: up then down are back to back, down then up stand front to
front, equal directions keep the distance between a desk and what is behind its chair. Compiled.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geometry.layout.compiled import compiled
from geometry.layout.masks import Ints, Mask, heights

Counts = NDArray[np.int64]


class Cells(NamedTuple):
    """The lengths of a profile in cells; ``way_in`` is the shortest edge of a chair zone that one steps in through.

    ``dead_end`` and ``many`` count people: in a line from an aisle, and on an aisle narrower than a main one.
    """

    width: int
    depth: int
    chair: int
    behind: int
    back_to_back: int
    dead_end: int
    way_in: int
    many: int


class Floor(NamedTuple):
    """Heights of what is free in the block, of the floor and of the aisles, and the aisles themselves."""

    block: Ints
    floor: Ints
    aisle: Ints
    ways: Mask


@compiled
def stand(at: int, up: bool, floor: Floor, cells: Cells, seats: Counts) -> int:
    """Write the first cell of each workstation of a row whose desks begin at line ``at``; return how many there are.

    A line of people goes on past a column that leaves the chair zones clear: several stretches share the aisles at the
    two ends of their line. From either end sit at most ``dead_end``; all do where an aisle runs along behind.
    """
    rows, columns = floor.ways.shape
    chair_low = at + cells.depth if up else at - cells.chair
    own_low = at if up else at - cells.chair
    all_low = at if up else at - cells.behind
    beyond = at + cells.depth + cells.chair if up else at - cells.chair - 1
    if all_low < 0 or at + cells.depth > rows or (up and at + cells.depth + cells.behind > rows):
        return 0
    stretches = np.empty((columns, 2), dtype=np.int64)
    found = 0
    x = 0
    while x < columns:
        if floor.block[chair_low, x] < cells.chair:
            x += 1
            continue
        begin = x
        count = 0
        start = -1
        while x < columns and floor.block[chair_low, x] >= cells.chair:
            own = floor.block[own_low, x] >= cells.depth + cells.chair
            fits = own and floor.floor[all_low, x] >= cells.depth + cells.behind
            if fits and start < 0:
                start = x
            if not fits and start >= 0:
                stretches[count, 0], stretches[count, 1] = start, x
                count += 1
                start = -1
            x += 1
        if start >= 0:
            stretches[count, 0], stretches[count, 1] = start, x
            count += 1
        from_left = begin > 0 and floor.aisle[chair_low, begin - 1] >= cells.chair
        from_right = x < columns and floor.aisle[chair_low, x] >= cells.chair
        found = seat(stretches, count, from_left, from_right, floor.ways, beyond, cells, seats, found)
    return found


@compiled
def seat(
    stretches: Counts,
    count: int,
    from_left: bool,
    from_right: bool,
    ways: Mask,
    beyond: int,
    cells: Cells,
    seats: Counts,
    found: int,
) -> int:
    """Seat the stretches of one line from the aisles at its ends, or from one that runs along behind (``beyond``)."""
    taken = np.zeros(count, dtype=np.int64)
    left = cells.dead_end if from_left else 0
    for i in range(count):
        taken[i] = min((stretches[i, 1] - stretches[i, 0]) // cells.width, left)
        left -= taken[i]
    right = cells.dead_end if from_right else 0
    for i in range(count - 1, -1, -1):
        start, end = stretches[i, 0], stretches[i, 1]
        most = (end - start) // cells.width
        some = min(most - taken[i], right)
        right -= some
        directly = 0 <= beyond < len(ways)
        for x in range(start, end):
            directly = directly and ways[beyond, x]
        if directly:
            taken[i], some = most, 0
        for k in range(taken[i]):
            seats[found] = start + k * cells.width
            found += 1
        for k in range(some):
            seats[found] = end - (k + 1) * cells.width
            found += 1
    return found


@compiled
def best_rows(up: Counts, down: Counts, cells: Cells) -> Counts:
    """Return a sequence of rows with the largest total, as (first line, 1 if up) pairs.

    ``up[i]`` and ``down[i]`` are the workstations of a row whose desks begin at line i. Exact, O(number of places).
    """
    places = len(up)
    # best[d, i]: the most with a last row of direction d (0 up, 1 down) beginning before i; came[d, i]: that row.
    best = np.zeros((2, places + 1), dtype=np.int64)
    came = np.full((2, places + 1), -1, dtype=np.int64)
    # The row before: its direction + 2 times its line, or −1.
    before = np.full((2, places + 1), -1, dtype=np.int64)
    for i in range(places):
        for d in range(2):
            best[d, i + 1] = best[d, i]
            came[d, i + 1] = came[d, i]
            gain = up[i] if d == 0 else down[i]
            if gain <= 0:
                continue
            most, link = 0, -1
            for e in range(2):
                gap = cells.behind if e == d else cells.back_to_back if e == 0 else 0
                j = i - cells.depth - gap + 1
                if j > 0 and best[e, j] > most:
                    most, link = best[e, j], e + 2 * came[e, j]
            if most + gain > best[d, i + 1]:
                best[d, i + 1], came[d, i + 1] = most + gain, i
                before[d, i] = link
    d = 0 if best[0, places] >= best[1, places] else 1
    chosen = np.empty((places + 1, 2), dtype=np.int64)
    count, at = 0, came[d, places]
    while at >= 0:
        chosen[count, 0], chosen[count, 1] = at, 1 - d
        count += 1
        link = before[d, at]
        at = -1 if link < 0 else link // 2
        d = link % 2
    return chosen[:count]


@compiled
def block_rows(block: Mask, floor: Mask, aisle: Mask, cells: Cells) -> Counts:
    """Return the workstations of the best rows of a block along x: first cell, first line, 1 where people sit above."""
    rows, columns = block.shape
    here = Floor(heights(block), heights(floor), heights(aisle), aisle)
    seats = np.empty(columns + 1, dtype=np.int64)
    up = np.zeros(rows, dtype=np.int64)
    down = np.zeros(rows, dtype=np.int64)
    for at in range(rows):
        up[at] = stand(at, True, here, cells, seats)
        down[at] = stand(at, False, here, cells, seats)
    chosen = best_rows(up, down, cells)
    total = 0
    for k in range(len(chosen)):
        total += up[chosen[k, 0]] if chosen[k, 1] == 1 else down[chosen[k, 0]]
    placed = np.empty((total, 3), dtype=np.int64)
    found = 0
    for k in range(len(chosen)):
        some = stand(chosen[k, 0], chosen[k, 1] == 1, here, cells, seats)
        for i in range(some):
            placed[found, 0], placed[found, 1], placed[found, 2] = seats[i], chosen[k, 0], chosen[k, 1]
            found += 1
    return placed
