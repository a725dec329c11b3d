"""Rows of workstations in one block of free floor: exact for straight rows, by dynamic programming over their places.

A row is *up* when its people sit above their desks (larger y), *down* when below. From bottom to top the next row's
desks keep the distance that the pair of directions asks for: up then down are back to back, down then up stand front to
front, equal directions keep the distance between a desk and what is behind its chair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geometry.layout.grid import Mask

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cells:
    """The lengths of a profile in cells."""

    width: int
    depth: int
    chair: int
    behind: int
    back_to_back: int
    dead_end: int


class Runs(NamedTuple):
    """Stretches of usable cells along rows: row index, first cell, cell after the last, how many sit left and right."""

    row: Counts
    start: Counts
    end: Counts
    left: Counts
    right: Counts


class Row(NamedTuple):
    """A chosen row: first cell of its desks across, and whether its people sit above them."""

    at: int
    up: bool


def usable(free: Mask, floor: Mask, cells: Cells, *, up: bool) -> Mask:
    """Return, for each place of a row and each cell along it, whether desk, chair and what is behind have their floor.

    Result[y, x]: the desks of the row lie on cells y … y+depth−1.
    """
    below, above = (0, cells.behind) if up else (cells.behind, 0)
    rows = free.shape[0] - cells.depth - below - above + 1
    if rows <= 0:
        return np.zeros((0, free.shape[1]), dtype=bool)
    chair_low = cells.behind - cells.chair if not up else 0
    span = cells.depth + cells.chair
    own = _all_along(free, span)[chair_low : chair_low + rows]
    all_floor = _all_along(floor, cells.depth + cells.behind)[:rows]
    return own & all_floor


def _all_along(mask: Mask, length: int) -> Mask:
    """Return where ``length`` cells upward from each cell are all set (shape shrinks by length − 1 rows)."""
    total = np.zeros((mask.shape[0] + 1, mask.shape[1]), dtype=np.int32)
    np.cumsum(mask, axis=0, out=total[1:])
    return np.asarray(total[length:] - total[:-length] == length)


def first_desk(cells: Cells, *, up: bool) -> int:
    """Return at which cell the desks of the first place of ``usable`` begin."""
    return 0 if up else cells.behind


def find_runs(free: Mask, floor: Mask, aisle: Mask, cells: Cells, *, up: bool) -> Runs:
    """Return how many workstations stand on each stretch, anchored at its ends, for every place of a row.

    A line of people goes on past a column that leaves the chair zones clear: then several stretches share the aisles
    at the two ends of their line.
    """
    where = usable(free, floor, cells, up=up)
    row, start, end = _stretches(where)
    wide = end - start >= cells.width
    row, start, end = row[wide], start[wide], end[wide]
    fits = (end - start) // cells.width
    offset = (cells.depth if up else cells.behind - cells.chair) + np.arange(len(where))
    clear = _all_along(free, cells.chair)[offset]
    line_row, line_start, line_end = _stretches(clear)
    length = free.shape[1] + 1
    line = np.searchsorted(line_row * length + line_start, row * length + start, side="right") - 1
    beside = np.zeros((aisle.shape[0] + 1, aisle.shape[1] + 2), dtype=np.int32)
    np.cumsum(aisle, axis=0, out=beside[1:, 1:-1])
    ways = beside[offset + cells.chair] - beside[offset] == cells.chair
    opens_left, opens_right = ways[row, line_start[line]], ways[row, line_end[line] + 1]
    directly = _opens_behind(aisle, row, start, end, offset[row] + cells.chair if up else offset[row] - 1)
    left = np.where(opens_left, _first_of_line(fits, line, cells.dead_end), 0)
    rest = fits - left
    right = np.where(opens_right, _first_of_line(rest[::-1], line[::-1], cells.dead_end)[::-1], 0)
    return Runs(row, start, end, np.where(directly, fits, left), np.where(directly, 0, right))


def _stretches(mask: Mask) -> tuple[Counts, Counts, Counts]:
    """Return the stretches of set cells in every line: line, first cell, cell after the last, in order."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    step = np.diff(padded, axis=1)
    row, start = np.nonzero(step == 1)
    return row, start, np.nonzero(step == -1)[1]


def _first_of_line(fits: Counts, line: Counts, most: int) -> Counts:
    """Return how many of each stretch are among the first ``most`` people of their line (stretches in its order)."""
    if not len(fits):
        return fits
    total = np.cumsum(fits)
    new = np.concatenate([[True], line[1:] != line[:-1]])
    before_line = np.maximum.accumulate(np.where(new, total - fits, 0))
    return np.asarray(np.clip(most - (total - fits - before_line), 0, fits))


def _opens_behind(aisle: Mask, row: Counts, start: Counts, end: Counts, behind: Counts) -> Mask:
    """Return for each stretch whether an aisle runs along all of its chair zones."""
    total = np.zeros((aisle.shape[0], aisle.shape[1] + 1), dtype=np.int32)
    np.cumsum(aisle, axis=1, out=total[:, 1:])
    inside = (behind >= 0) & (behind < aisle.shape[0])
    line = np.clip(behind, 0, aisle.shape[0] - 1)
    return np.asarray(inside & (total[line, end] - total[line, start] == end - start))


def per_row(runs: Runs, rows: int) -> Counts:
    """Return how many workstations each place of a row holds."""
    return np.bincount(runs.row, weights=runs.left + runs.right, minlength=rows).astype(np.int64)


def gap_after(cells: Cells, *, up: bool, then_up: bool) -> int:
    """Return the cells between the desks of one row and the next above it."""
    if up and not then_up:
        return cells.back_to_back
    return 0 if not up and then_up else cells.behind


def best_rows(up: Counts, down: Counts, cells: Cells) -> tuple[int, list[Row]]:
    """Return the largest total over all sequences of rows, and one that has it.

    ``up[i]`` and ``down[i]`` are the workstations of a row whose desks begin at cell i. Exact, O(number of places).
    """
    places = max(len(up), len(down))
    gains = (_lengthen(up, places), _lengthen(down, places))
    # best[d][i]: the most with a last row of direction d (0 up, 1 down) beginning at i or before; came[d][i]: that row.
    best = np.zeros((2, places + 1), dtype=np.int64)
    came: list[list[int]] = [[-1] * (places + 1), [-1] * (places + 1)]
    before: list[list[tuple[int, int]]] = [[(-1, -1)] * places, [(-1, -1)] * places]
    steps = [[cells.depth + gap_after(cells, up=a == 0, then_up=b == 0) for b in (0, 1)] for a in (0, 1)]
    values = best.tolist()
    for i in range(places):
        for d in (0, 1):
            values[d][i + 1] = values[d][i]
            came[d][i + 1] = came[d][i]
        for d in (0, 1):
            gain = gains[d][i]
            if gain <= 0:
                continue
            most, link = 0, (-1, -1)
            for e in (0, 1):
                j = i - steps[e][d] + 1
                if j > 0 and values[e][j] > most:
                    most, link = values[e][j], (e, came[e][j])
            if most + gain > values[d][i + 1]:
                values[d][i + 1], came[d][i + 1] = most + gain, i
                before[d][i] = link
    total = max(values[0][places], values[1][places])
    chosen: list[Row] = []
    d = 0 if values[0][places] >= values[1][places] else 1
    at = came[d][places]
    while at >= 0:
        chosen.append(Row(at, d == 0))
        d, at = before[d][at]
    return total, chosen[::-1]


def _lengthen(counts: Counts, places: int) -> list[int]:
    return [*counts.tolist(), *([0] * (places - len(counts)))]
