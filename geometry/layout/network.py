"""Aisles on the grid: straight strips from the doors, kept only where they are wide enough and hang together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import ndimage

from geometry.layout.grid import DoorCells, Grid, Mask

HOLDS = 0.9  # share of a main aisle's floor that must be reachable at full width


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


@dataclass(frozen=True, slots=True)
class Widths:
    """Widths of aisles in cells."""

    main: int
    secondary: int


def paint(grid: Grid, network: Network) -> Mask:
    """Return the cells of all strips that can be walked on."""
    mask = np.zeros_like(grid.floor)
    rows, columns = mask.shape
    for s in network:
        at, end = max(0, s.at), max(0, s.at + s.width)
        low, high = max(0, s.low), max(0, s.high)
        if s.across:
            mask[low : min(high, rows), at : min(end, columns)] = True
        else:
            mask[at : min(end, rows), low : min(high, columns)] = True
    return np.asarray(mask & grid.floor)


def walkable(grid: Grid, network: Network, widths: Widths) -> Mask | None:
    """Return the cells of door zones and of all aisles that lead to one, or None where there is none.

    What is narrower than a secondary aisle, as beside a column, is no aisle.
    """
    wide = opened(paint(grid, network), widths.secondary)
    zones = np.zeros_like(grid.floor)
    for door in grid.doors:
        zones |= door.zone & grid.floor
    joined = wide | zones
    if not grid.doors:
        return joined if joined.any() else None
    # Two pieces that share less than an aisle's width of edge do not hang together: label what is left when narrowed.
    pieces, _ = ndimage.label(eroded(joined, widths.secondary))
    led_to = set(np.unique(pieces[zones])) - {0}
    if not led_to:
        return None
    kept = np.isin(pieces, list(led_to))
    return np.asarray((dilated(kept, widths.secondary) & joined) | zones)


def main_holds(grid: Grid, network: Network, widths: Widths) -> bool:
    """Return whether the main aisles keep their width from a door on: no column narrows them on the way."""
    main = tuple(s for s in network if s.width >= widths.main)
    if not main or widths.main == widths.secondary:
        return True
    painted = paint(grid, main)
    zones = np.zeros_like(grid.floor)
    for door in grid.doors:
        zones |= door.zone & grid.floor
    core = eroded(painted | zones, widths.main)
    pieces, _ = ndimage.label(core)
    led_to = set(np.unique(pieces[_grown(zones, widths.main)])) - {0}
    kept = dilated(np.isin(pieces, list(led_to)), widths.main)
    return bool((kept & painted).sum() >= HOLDS * painted.sum())


def _grown(mask: Mask, width: int) -> Mask:
    """Return the lower corners of all squares of ``width`` cells that meet the mask."""
    total = _summed(np.pad(mask, ((0, width - 1), (0, width - 1))))
    count = total[width:, width:] - total[:-width, width:] - total[width:, :-width] + total[:-width, :-width]
    return np.asarray(count > 0)


def opened(mask: Mask, width: int) -> Mask:
    """Return the cells that a square of ``width`` cells can cover without leaving the mask."""
    return dilated(eroded(mask, width), width)


def eroded(mask: Mask, width: int) -> Mask:
    """Return the lower corners of all squares of ``width`` cells inside the mask."""
    total = _summed(mask)
    full = np.zeros_like(mask)
    if mask.shape[0] >= width and mask.shape[1] >= width:
        inside = total[width:, width:] - total[:-width, width:] - total[width:, :-width] + total[:-width, :-width]
        full[: inside.shape[0], : inside.shape[1]] = inside == width * width
    return full


def dilated(corners: Mask, width: int) -> Mask:
    """Return all cells of squares of ``width`` cells with these lower corners."""
    padded = np.zeros((corners.shape[0] + width - 1, corners.shape[1] + width - 1), dtype=bool)
    padded[width - 1 :, width - 1 :] = corners
    total = _summed(padded)
    count = total[width:, width:] - total[:-width, width:] - total[width:, :-width] + total[:-width, :-width]
    return np.asarray(count > 0)


def _summed(mask: Mask) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    total = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), dtype=np.int32)
    np.cumsum(mask, axis=0, out=total[1:, 1:])
    np.cumsum(total[1:, 1:], axis=1, out=total[1:, 1:])
    return total


def door_links(grid: Grid, network: Network, widths: Widths) -> Network:
    """Return strips from each door straight into the room to the first strip it meets, the first door's the widest."""
    painted = paint(grid, network)
    links = []
    for number, door in enumerate(grid.doors):
        width = widths.main if number == 0 else widths.secondary
        if (door.zone & painted).any() or not network:
            continue
        links.append(_link(door, painted, width))
    return tuple(links)


def _link(door: DoorCells, painted: Mask, width: int) -> Strip:
    along_y = door.inward[0] != 0
    step = door.inward[0] or door.inward[1]
    middle, start = (door.middle[1], door.middle[0]) if along_y else (door.middle[0], door.middle[1])
    at = round(middle - width / 2)
    lines = painted[:, max(0, at) : at + width].any(axis=1) if along_y else painted[max(0, at) : at + width].any(axis=0)
    hits = np.nonzero(np.atleast_1d(lines))[0]
    here = round(start)
    if step > 0:
        beyond = hits[hits >= here]
        return Strip(
            along_y, at, width, max(0, here), int(beyond[0]) + 1 if len(beyond) else painted.shape[0 if along_y else 1]
        )
    beyond = hits[hits <= here]
    return Strip(along_y, at, width, int(beyond[-1]) if len(beyond) else 0, here)
