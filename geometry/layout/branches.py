"""Whom narrow aisles serve: where one that branches off the main aisle serves too many, the farthest go. Compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geometry.layout.compiled import compiled
from geometry.layout.masks import Ints, Mask, common, dilated, eroded, flooded, meeting
from geometry.layout.network import Numbers, Widths

MAIN = -1


@compiled
def labelled(aisle: Mask, zones: Mask, width: int) -> Ints:
    """Return −1 on main aisles (``width`` from a door on), 1, 2, … on each piece of aisle that branches off, else 0."""
    rows, columns = aisle.shape
    trunk = common(dilated(flooded(eroded(aisle, width), meeting(zones, width)), width), aisle)
    label = np.zeros((rows, columns), dtype=np.int32)
    stack = np.empty(rows * columns, dtype=np.int32)
    number = 0
    for y0 in range(rows):
        for x0 in range(columns):
            if trunk[y0, x0]:
                label[y0, x0] = MAIN
            if not aisle[y0, x0] or trunk[y0, x0] or label[y0, x0] != 0:
                continue
            number += 1
            label[y0, x0] = number
            stack[0] = y0 * columns + x0
            top = 1
            while top:
                top -= 1
                y, x = stack[top] // columns, stack[top] % columns
                for k in range(4):
                    v, u = y + (k == 0) - (k == 1), x + (k == 2) - (k == 3)
                    inside = 0 <= v < rows and 0 <= u < columns
                    if inside and aisle[v, u] and not trunk[v, u] and label[v, u] == 0:
                        label[v, u] = number
                        stack[top] = v * columns + u
                        top += 1
    return label


@compiled
def way_in(label: Ints, seat: NDArray[np.int64], chair: int, least: int) -> tuple[int, int]:
    """Return the label of the aisle that a workstation is reached from (0: none), and how far it is, in cells."""
    x, y, width, depth, look_x, look_y = seat
    # The chair zone and the directions along its line of people.
    x0 = x if look_x == 0 else x - chair if look_x > 0 else x + width
    y0 = y if look_y == 0 else y - chair if look_y > 0 else y + depth
    x1, y1 = x0 + (width if look_x == 0 else chair), y0 + (depth if look_y == 0 else chair)
    branch = 0
    for k in range(4):
        low_x, high_x = (x0 - 1, x0) if k == 0 else (x1, x1 + 1) if k == 1 else (x0, x1)
        low_y, high_y = (y0 - 1, y0) if k == 2 else (y1, y1 + 1) if k == 3 else (y0, y1)
        low_x, high_x = max(0, low_x), min(label.shape[1], high_x)
        low_y, high_y = max(0, low_y), min(label.shape[0], high_y)
        main, other, some = 0, 0, 0
        for v in range(low_y, high_y):
            for u in range(low_x, high_x):
                main += label[v, u] == MAIN
                if label[v, u] > 0:
                    other, some = label[v, u], some + 1
        if main >= least:
            return MAIN, 0
        if some >= least:
            branch = other
    if branch:
        return branch, 0
    along_x = look_x == 0
    middle = (y0 + y1) // 2 if along_x else (x0 + x1) // 2
    for step in range(1, label.shape[1] + label.shape[0]):
        for way in range(2):
            at = (x0 if along_x else y0) - step if way == 0 else (x1 if along_x else y1) - 1 + step
            v, u = (middle, at) if along_x else (at, middle)
            if 0 <= v < label.shape[0] and 0 <= u < label.shape[1] and label[v, u] != 0:
                return label[v, u], step
    return 0, 0


@compiled
def served(aisle: Mask, zones: Mask, seats: Numbers, widths: Widths, chair: int, least: int, many: int) -> Numbers:
    """Return the workstations without those that make a narrow branch serve more than ``many``.

    ``least``: cells of an edge through which one gets into a chair zone. Up to ``many`` in all need no main aisle.
    """
    if len(seats) <= many:
        return seats
    label = labelled(aisle, zones, widths.main)
    count = np.zeros(label.max() + 2, dtype=np.int64)
    roots = np.empty(len(seats), dtype=np.int64)
    far = np.empty(len(seats), dtype=np.int64)
    for i in range(len(seats)):
        roots[i], far[i] = way_in(label, seats[i], chair, least)
        if roots[i] > 0:
            count[roots[i]] += 1
    keep = np.ones(len(seats), dtype=np.bool_)
    # The farthest down their line go first: nobody passes them on the way.
    for i in np.argsort(-far):
        if roots[i] > 0 and count[roots[i]] > many:
            keep[i] = False
            count[roots[i]] -= 1
    return seats[keep]
