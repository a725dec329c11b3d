"""Where parallel aisles suit rows that run along x: places of rows and of aisles improved by turns, each exactly.

An estimate, quick and without a way to the doors: the search tries what is found here. With the aisles given the best
rows are a chain (as in ``rows``); with the rows given the best aisles are one too, over the columns. Compiled.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geometry.layout.compiled import compiled
from geometry.layout.masks import Ints, Mask, heights
from geometry.layout.rows import Cells, best_rows

Counts = NDArray[np.int64]
ROUNDS = 3
BROKEN = 3  # seats that an aisle which something stands in is worth less
REACH = 11  # desks: aisles farther apart than this are not looked for


@compiled
def comb(free: Mask, ways: Mask, joining: int, joining_width: int, width: int, cells: Cells) -> Counts:
    """Return the first column of each aisle of ``width`` cells, and at the end how many people the rows then seat.

    ``joining``: the first line of an aisle along x that is given, or −1.
    """
    rows, columns = free.shape
    left = free.copy()
    if joining >= 0:
        left[joining : joining + joining_width] = False
    whole = np.zeros((2, rows, columns), dtype=np.bool_)
    lane = np.zeros((2, rows, columns), dtype=np.bool_)
    mouth = np.zeros((2, rows, columns), dtype=np.bool_)
    direct = np.zeros((2, rows), dtype=np.bool_)
    own, all_ = heights(left), heights(ways)
    for k in range(2):
        stand(own, all_, k == 0, width, cells, whole[k], lane[k], mouth[k])
        beside = joining - cells.depth - cells.chair if k == 0 else joining + joining_width + cells.chair
        if joining >= 0 and 0 <= beside < rows:
            direct[k, beside] = True
    cost = broken(ways, width)
    taken = np.zeros(columns, dtype=np.bool_)
    aisles = best = np.zeros(0, dtype=np.int64)
    most = -1
    for turn in range(ROUNDS):
        seats = np.zeros((2, rows), dtype=np.int64)
        for k in range(2):
            for i in range(rows):
                seats[k, i] = seated(whole[k, i], lane[k, i], mouth[k, i], taken, width, direct[k, i], turn == 0, cells)
        chosen = best_rows(seats[0], seats[1], cells)
        if turn:
            total = 0
            for j in range(len(chosen)):
                total += seats[1 - chosen[j, 1], chosen[j, 0]]
            if total <= most:
                break
            most = total
            best = aisles
        if turn == ROUNDS - 1 or not len(chosen):
            break
        aisles = aisles_for(whole, lane, mouth, direct, chosen, cost, width, cells)
        taken[:] = False
        for j in range(len(aisles)):
            taken[aisles[j] : aisles[j] + width] = True
    found = np.empty(len(best) + 1, dtype=np.int64)
    found[: len(best)] = best
    found[len(best)] = max(0, most)
    return found


@compiled
def stand(own: Ints, all_: Ints, up: bool, width: int, cells: Cells, whole: Mask, lane: Mask, mouth: Mask) -> None:
    """Write where desk and chair fit, where a line of people goes on, and where an aisle may begin beside it."""
    rows, columns = whole.shape
    for i in range(rows):
        own_low = i if up else i - cells.chair
        all_low = i if up else i - cells.behind
        chair_low = i + cells.depth if up else i - cells.chair
        if all_low < 0 or i + cells.depth + (cells.behind if up else 0) > rows:
            continue
        open_ = 0
        for x in range(columns - 1, -1, -1):
            fits = own[own_low, x] >= cells.depth + cells.chair
            whole[i, x] = fits and all_[all_low, x] >= cells.depth + cells.behind
            lane[i, x] = own[chair_low, x] >= cells.chair
            open_ = open_ + 1 if all_[chair_low, x] >= cells.chair else 0
            mouth[i, x] = open_ >= width


@compiled
def broken(ways: Mask, width: int) -> Counts:
    """Return for each column what an aisle that begins there costs for what stands in it."""
    rows, columns = ways.shape
    pieces = np.zeros(columns, dtype=np.int64)
    for x in range(columns):
        for y in range(rows):
            pieces[x] += ways[y, x] and (y == 0 or not ways[y - 1, x])
    cost = np.zeros(columns, dtype=np.int64)
    for x in range(columns):
        for u in range(x, min(columns, x + width)):
            cost[x] = max(cost[x], BROKEN * max(0, pieces[u] - 1))
    return cost


@compiled
def seated(
    whole: Mask, lane: Mask, mouth: Mask, taken: Mask, width: int, direct: bool, anywhere: bool, cells: Cells
) -> int:
    """Return how many sit in one row between given aisles (``taken``), or (``anywhere``) with aisles of its own."""
    columns = len(whole)
    total, fits, run, ends = 0, 0, 0, 0
    before = True
    for x in range(columns + 1):
        on = x < columns and lane[x] and not taken[x]
        if on and whole[x]:
            run += 1
        else:
            fits += run // cells.width
            run = 0
        if on:
            if before and x >= width and taken[x - 1]:
                ends += mouth[x - width]
            before = False
            continue
        if not before:
            if x < columns and taken[x]:
                ends += mouth[x]
            if anywhere and not direct and fits:
                # Two lines of people share an aisle, whose floor is lost.
                fits = max(0, fits - (fits // (2 * cells.dead_end) + 1) * width // cells.width)
            total += fits if direct or anywhere else min(fits, cells.dead_end * ends)
        fits, ends, before = 0, 0, True
    return total


@compiled
def aisles_for(
    whole: Mask, lane: Mask, mouth: Mask, direct: Mask, chosen: Counts, cost: Counts, width: int, cells: Cells
) -> Counts:
    """Return the aisles with which the chosen rows seat most: a chain over the columns where they begin."""
    columns = whole.shape[2]
    count = len(chosen)
    # most[b]: with the last aisle beginning at b; from_[b]: the aisle before it, or −1. Entry ``columns``: the end.
    most = np.full(columns + 1, -1, dtype=np.int64)
    from_ = np.full(columns + 1, -1, dtype=np.int64)
    done = np.zeros(count, dtype=np.int64)
    fits = np.zeros(count, dtype=np.int64)
    run = np.zeros(count, dtype=np.int64)
    left = np.zeros(count, dtype=np.bool_)
    for a in range(-1, columns):
        if a >= 0 and most[a] < 0:
            continue
        start = 0 if a < 0 else a + width
        gained = 0 if a < 0 else most[a]
        for j in range(count):
            k, i = 1 - chosen[j, 1], chosen[j, 0]
            done[j], fits[j], run[j] = 0, 0, 0
            left[j] = a >= 0 and mouth[k, i, a]
        for b in range(start, min(columns, start + REACH * cells.width) + 1):
            inside = b == columns or (b + width <= columns and b > 0)
            total = gained - (cost[b] if b < columns else 0)
            for j in range(count):
                k, i = 1 - chosen[j, 1], chosen[j, 0]
                now = fits[j] + run[j] // cells.width
                if not direct[k, i]:
                    now = min(now, cells.dead_end * (left[j] + (b < columns and mouth[k, i, b])))
                total += done[j] + now
                if b == columns:
                    continue
                if not lane[k, i, b]:
                    last = fits[j] + run[j] // cells.width
                    done[j] += last if direct[k, i] else min(last, cells.dead_end * left[j])
                    fits[j], run[j], left[j] = 0, 0, False
                elif whole[k, i, b]:
                    run[j] += 1
                else:
                    fits[j] += run[j] // cells.width
                    run[j] = 0
            if inside and total > most[b]:
                most[b], from_[b] = total, a
    return traced(most, from_)


@compiled
def traced(most: Counts, from_: Counts) -> Counts:
    """Return the aisles of the best chain, from left to right."""
    columns = len(most) - 1
    found = np.empty(columns, dtype=np.int64)
    size = 0
    # The last aisle may end farther from the wall than aisles are looked for: then nothing sits beyond.
    at = columns
    if most[columns] < 0:
        at = int(np.argmax(most[:columns]))
        found[0] = at
        size = 1
    while from_[at] >= 0:
        at = from_[at]
        found[size] = at
        size += 1
    return found[:size][::-1].copy()
