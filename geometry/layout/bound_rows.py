"""How many people straight rows can hold in a wing at most: optimistic cells, exact chains of rows. Compiled.

A row whose desks begin anywhere in line i is asked only for the lines that it covers wherever in i it begins, and a
cell that is free in part counts as free: no row on the continuous plan holds more than its line here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geometry.layout.compiled import compiled
from geometry.layout.masks import Ints, Mask

Counts = NDArray[np.int64]
EDGE = 1e-6
KINDS = 4  # people above or below (kind // 2), reached from the side or from an aisle behind (kind % 2)


class Lengths(NamedTuple):
    """Lengths of a profile in cells, as fractions: a bound must not round up. A main aisle takes ``main`` at least."""

    width: float
    depth: float
    chair: float
    behind: float
    aisle: float
    dead_end: int
    main: int


@compiled
def seats_along(length: int, lengths: Lengths) -> Counts:
    """Return the most seats along n cells, shape (length + 1, 4): by how many of the two ends are open to an aisle.

    Each aisle across takes its width and serves a line to either side. The last column: an aisle runs along behind.
    """
    table = np.zeros((length + 1, 4), dtype=np.int64)
    for n in range(length + 1):
        table[n, 3] = int((n + EDGE) // lengths.width)
        for ends in range(3):
            for aisles in range(int(n // lengths.aisle) + 1):
                fits = int((n - aisles * lengths.aisle + EDGE) // lengths.width)
                table[n, ends] = max(table[n, ends], min(fits, lengths.dead_end * (2 * aisles + ends)))
    return table


@compiled
def downward(mask: Mask) -> Ints:
    """Return the number of set cells below each corner of a column, shape (rows + 1, columns)."""
    total = np.zeros((mask.shape[0] + 1, mask.shape[1]), dtype=np.int32)
    for y in range(mask.shape[0]):
        for x in range(mask.shape[1]):
            total[y + 1, x] = total[y, x] + mask[y, x]
    return total


@compiled
def places(free: Mask, ways: Mask, kind: int, lengths: Lengths, whole: Mask, beside: Mask) -> None:
    """Write for each line and column whether desk and chair fit there, and whether floor lies beside the chair."""
    rows, columns = free.shape
    back = lengths.chair + lengths.aisle if kind % 2 == 1 else lengths.behind
    for_own, for_all = downward(free), downward(ways)
    for i in range(rows):
        if kind // 2 == 0:
            own_low, own_high = i + 1, int(np.floor(i + lengths.depth + lengths.chair + EDGE))
            all_low, all_high = i + 1, int(np.floor(i + lengths.depth + back + EDGE))
            side_low, side_high = int(np.floor(i + lengths.depth + EDGE)), own_high
        else:
            own_low, own_high = int(np.ceil(i + 1 - lengths.chair - EDGE)), int(np.floor(i + lengths.depth + EDGE))
            all_low, all_high = int(np.ceil(i + 1 - back - EDGE)), own_high
            side_low, side_high = own_low - 1, i + 1
        if all_low < 0 or all_high > rows or side_high > rows:
            continue
        side_low = max(side_low, 0)
        for x in range(columns):
            own = for_own[own_high, x] - for_own[own_low, x] == own_high - own_low
            whole[i, x] = own and for_all[all_high, x] - for_all[all_low, x] == all_high - all_low
            beside[i, x] = for_all[side_high, x] > for_all[side_low, x]


@compiled
def hold(
    whole: Mask, beside: Mask, from_behind: bool, table: Counts, low: int, high: int, counts: Counts, larger: bool
) -> None:
    """Write the most people in a row that begins in each line; no desk on columns ``low`` … ``high`` − 1.

    ``larger``: only where they are more than was written before.
    """
    rows, columns = whole.shape
    for i in range(rows):
        total = 0
        x = 0
        while x < columns:
            if not whole[i, x] or low <= x < high:
                x += 1
                continue
            start = x
            while x < columns and whole[i, x] and not low <= x < high:
                x += 1
            ends = 3
            if not from_behind:
                ends = (start > 0 and beside[i, start - 1]) + (x < columns and beside[i, x])
            total += table[x - start, ends]
        counts[i] = max(total, counts[i]) if larger else total


@compiled
def crossed(whole: Mask, beside: Mask, table: Counts, lengths: Lengths, counts: Counts) -> Counts:
    """Return the most people in each row reached from behind, where a secondary aisle crosses it somewhere.

    Wherever it crosses it covers one column less than its width, whole: no desk stands on those.
    """
    rows, columns = whole.shape
    wide = int(np.ceil(lengths.aisle - EDGE)) - 1
    found = np.zeros(rows, dtype=np.int64)
    for i in range(rows):
        if counts[i] == 0:
            continue
        for low in range(columns - wide + 1):
            hold(whole[i : i + 1], beside[i : i + 1], True, table, low, low + wide, found[i : i + 1], True)
            if found[i] == counts[i]:
                break
    return found


@compiled
def chained(counts: Counts, fewer: Counts, lengths: Lengths, low: int, high: int, doors: tuple[int, int]) -> int:
    """Return the most over all sequences of rows; none that covers lines ``low`` … ``high`` − 1 with its own floor.

    ``fewer``: the most in a row that an aisle crosses. With all doors on one side of a row (``doors``: lines of the
    lowest and beyond the highest) whoever sits on its other side, or steps out to it, comes through an aisle across.
    """
    rows = counts.shape[1]
    best = np.zeros((KINDS, rows + 1), dtype=np.int64)
    steps = np.zeros((KINDS, KINDS), dtype=np.int64)
    for a in range(KINDS):
        for b in range(KINDS):
            steps[a, b] = int(np.floor(lengths.depth + gap(a, b, lengths) + EDGE))
    most = 0
    for i in range(rows):
        for k in range(KINDS):
            best[k, i + 1] = best[k, i]
            if counts[k, i] == 0:
                continue
            up = k // 2 == 0
            own_low, own_high = i + 1, i + int(np.floor(lengths.depth + lengths.chair + EDGE))
            if not up:
                own_low, own_high = i + 1 - int(np.floor(lengths.chair + EDGE)), i + int(np.floor(lengths.depth + EDGE))
            if own_low < high and own_high > low:
                continue
            before = 0
            for j in range(KINDS):
                at = i - steps[j, k] + 1
                if at > 0 and best[j, at] > before:
                    before = best[j, at]
            gain = first = last = counts[k, i]
            if doors[1] < own_high:  # all below
                gain = first = fewer[k, i]
                last = gain if up else last
            elif doors[0] > own_low:  # all above
                gain = last = fewer[k, i]
                first = first if up else gain
            most = max(most, before + last, first)
            best[k, i + 1] = max(best[k, i], before + gain, first)
    return most


@compiled
def gap(one: int, other: int, lengths: Lengths) -> float:
    """Return the least distance between the desks of a row and those of the next above it, in cells."""
    up, then_up = one // 2 == 0, other // 2 == 0
    behind, then_behind = one % 2 == 1, other % 2 == 1
    if up and not then_up:
        return 2 * lengths.chair + (lengths.aisle if behind or then_behind else 0.0)
    if not up and then_up:
        return 0.0
    if (up and behind) or (not then_up and then_behind):
        return lengths.chair + lengths.aisle
    return lengths.behind


@compiled
def most_in_rows(free: Mask, ways: Mask, lengths: Lengths, doors: tuple[int, int]) -> Counts:
    """Return the most people in rows along x: without a main aisle, and with one straight across or along the wing.

    ``doors``: lines between which the floor kept clear for doors lies, (0, rows) where that says nothing.
    """
    rows, columns = free.shape
    table = seats_along(columns, lengths)
    whole = np.zeros((KINDS, rows, columns), dtype=np.bool_)
    beside = np.zeros((KINDS, rows, columns), dtype=np.bool_)
    counts = np.zeros((KINDS, rows), dtype=np.int64)
    fewer = np.zeros((KINDS, rows), dtype=np.int64)
    for k in range(KINDS):
        places(free, ways, k, lengths, whole[k], beside[k])
        hold(whole[k], beside[k], k % 2 == 1, table, 0, 0, counts[k], False)
        fewer[k] = counts[k]
        if k % 2 == 1 and (doors[0] > 0 or doors[1] < rows):
            fewer[k] = crossed(whole[k], beside[k], table, lengths, counts[k])
    found = np.zeros(2, dtype=np.int64)
    found[0] = chained(counts, fewer, lengths, 0, 0, doors)
    for low in range(rows - lengths.main + 1):
        found[1] = max(found[1], chained(counts, fewer, lengths, low, low + lengths.main, doors))
    for low in range(columns - lengths.main + 1):
        for k in range(KINDS):
            hold(whole[k], beside[k], k % 2 == 1, table, low, low + lengths.main, counts[k], False)
        found[1] = max(found[1], chained(counts, counts, lengths, 0, 0, doors))
    return found
