"""What is wide enough and hangs together on a grid of cells: opening by a square, flooding, heights. Compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geometry.layout.compiled import compiled

Mask = NDArray[np.bool_]
Ints = NDArray[np.int32]


@compiled
def summed(mask: Mask) -> Ints:
    """Return the number of set cells below and left of each corner, shape (rows + 1, columns + 1)."""
    rows, columns = mask.shape
    total = np.zeros((rows + 1, columns + 1), dtype=np.int32)
    for y in range(rows):
        line = 0
        for x in range(columns):
            line += mask[y, x]
            total[y + 1, x + 1] = total[y, x + 1] + line
    return total


@compiled
def eroded(mask: Mask, width: int) -> Mask:
    """Return the lower corners of all squares of ``width`` cells inside the mask."""
    rows, columns = mask.shape
    total = summed(mask)
    full = np.zeros((rows, columns), dtype=np.bool_)
    for y in range(rows - width + 1):
        for x in range(columns - width + 1):
            inside = total[y + width, x + width] - total[y, x + width] - total[y + width, x] + total[y, x]
            full[y, x] = inside == width * width
    return full


@compiled
def dilated(corners: Mask, width: int) -> Mask:
    """Return all cells of squares of ``width`` cells with these lower corners."""
    rows, columns = corners.shape
    total = summed(corners)
    grown = np.zeros((rows, columns), dtype=np.bool_)
    for y in range(rows):
        low = max(0, y - width + 1)
        for x in range(columns):
            left = max(0, x - width + 1)
            grown[y, x] = total[y + 1, x + 1] - total[low, x + 1] - total[y + 1, left] + total[low, left] > 0
    return grown


@compiled
def opened(mask: Mask, width: int) -> Mask:
    """Return the cells that a square of ``width`` cells can cover without leaving the mask."""
    return dilated(eroded(mask, width), width)


@compiled
def flooded(mask: Mask, start: Mask) -> Mask:
    """Return the cells of the mask that hang together, edge to edge, with one of ``start``."""
    rows, columns = mask.shape
    reached = np.zeros((rows, columns), dtype=np.bool_)
    stack = np.empty(rows * columns, dtype=np.int32)
    top = 0
    for y in range(rows):
        for x in range(columns):
            if start[y, x] and mask[y, x]:
                reached[y, x] = True
                stack[top] = y * columns + x
                top += 1
    while top:
        top -= 1
        y, x = stack[top] // columns, stack[top] % columns
        for k in range(4):
            v, u = y + (k == 0) - (k == 1), x + (k == 2) - (k == 3)
            if 0 <= v < rows and 0 <= u < columns and mask[v, u] and not reached[v, u]:
                reached[v, u] = True
                stack[top] = v * columns + u
                top += 1
    return reached


@compiled
def heights(mask: Mask) -> Ints:
    """Return how many cells upward from each are set without a gap, shape (rows + 1, columns)."""
    rows, columns = mask.shape
    high = np.zeros((rows + 1, columns), dtype=np.int32)
    for y in range(rows - 1, -1, -1):
        for x in range(columns):
            if mask[y, x]:
                high[y, x] = high[y + 1, x] + 1
    return high


@compiled
def either(one: Mask, other: Mask) -> Mask:
    """Return the cells that are in one mask or the other."""
    made = np.zeros(one.shape, dtype=np.bool_)
    for y in range(one.shape[0]):
        for x in range(one.shape[1]):
            made[y, x] = one[y, x] or other[y, x]
    return made


@compiled
def common(one: Mask, other: Mask) -> Mask:
    """Return the cells that are in both masks."""
    made = np.zeros(one.shape, dtype=np.bool_)
    for y in range(one.shape[0]):
        for x in range(one.shape[1]):
            made[y, x] = one[y, x] and other[y, x]
    return made


@compiled
def meeting(mask: Mask, width: int) -> Mask:
    """Return the lower corners of all squares of ``width`` cells that meet the mask."""
    rows, columns = mask.shape
    total = summed(mask)
    met = np.zeros((rows, columns), dtype=np.bool_)
    for y in range(rows):
        high = min(rows, y + width)
        for x in range(columns):
            right = min(columns, x + width)
            met[y, x] = total[high, right] - total[y, right] - total[high, x] + total[y, x] > 0
    return met
