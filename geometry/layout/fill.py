"""Fill what the aisles leave: each block of free floor with the rows that hold most, along one axis or the other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import ndimage

from geometry.layout.grid import Grid, Mask
from geometry.layout.rows import Cells, Row, Runs, best_rows, find_runs, first_desk, per_row


class Placed(NamedTuple):
    """A workstation on the grid: lower corner of its desk, sizes along x and y, and where the person looks (dx, dy)."""

    x: int
    y: int
    size_x: int
    size_y: int
    look: tuple[int, int]


Known = dict[tuple[tuple[int, int], bytes], list[Placed]]


def fill(grid: Grid, aisle: Mask, cells: Cells, known: Known) -> list[Placed]:
    """Return the workstations of the best rows of every block; ``known`` remembers blocks met before, wherever."""
    return [p for placed in _blocks(grid, aisle, cells, known) for p in placed]


def _blocks(grid: Grid, aisle: Mask, cells: Cells, known: Known) -> list[list[Placed]]:
    open_floor = grid.free & ~aisle
    pieces, _ = ndimage.label(open_floor)
    least = cells.width * (cells.depth + cells.chair)
    sizes = np.bincount(pieces.ravel())
    placed = []
    for number, where in enumerate(ndimage.find_objects(pieces), start=1):
        if sizes[number] < least:
            continue
        reach = cells.behind + 1
        ys = slice(max(0, where[0].start - reach), where[0].stop + reach)
        xs = slice(max(0, where[1].start - reach), where[1].stop + reach)
        block = pieces[ys, xs] == number
        floor, ways = grid.floor[ys, xs], aisle[ys, xs]
        key = (block.shape, np.packbits(np.stack([block, floor, ways])).tobytes())
        best = known.get(key)
        if best is None:
            along = _one_way(block, floor, ways, cells)
            across = _one_way(block.T, floor.T, ways.T, cells)
            best = [_turn(p) for p in across] if len(across) > len(along) else along
            known[key] = best
        placed.append([p._replace(x=p.x + xs.start, y=p.y + ys.start) for p in best])
    return placed


def _turn(p: Placed) -> Placed:
    return Placed(p.y, p.x, p.size_y, p.size_x, (p.look[1], p.look[0]))


def _one_way(block: Mask, floor: Mask, aisle: Mask, cells: Cells) -> list[Placed]:
    runs = {up: find_runs(block, floor, aisle, cells, up=up) for up in (True, False)}
    places = block.shape[0]
    counts = {}
    for up, found in runs.items():
        shifted = np.zeros(places + cells.behind, dtype=np.int64)
        start = first_desk(cells, up=up)
        held = per_row(found, max(0, places - cells.depth - cells.behind + 1))
        shifted[start : start + len(held)] = held
        counts[up] = shifted
    _, rows = best_rows(counts[True], counts[False], cells)
    return [p for row in rows for p in _stand(row, runs[row.up], cells)]


def _stand(row: Row, runs: Runs, cells: Cells) -> list[Placed]:
    place = row.at - first_desk(cells, up=row.up)
    look = (0, -1) if row.up else (0, 1)
    placed = []
    for i in np.nonzero(runs.row == place)[0]:
        starts = [int(runs.start[i]) + k * cells.width for k in range(int(runs.left[i]))]
        starts += [int(runs.end[i]) - (k + 1) * cells.width for k in range(int(runs.right[i]))]
        placed += [Placed(x, row.at, cells.width, cells.depth, look) for x in sorted(starts)]
    return placed
