"""Outlines without a common frame, laid side by side like photographs on a contact sheet."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from geometry.region import Region

GAP_M = 1.5  # wide enough for a room not to look like the neighbour of the next
WIDTH_TO_HEIGHT = 1.6  # of a screen with an inspector beside it


def side_by_side(
    outlines: Sequence[Region], *, below: tuple[float, float] | None = None, gap_m: float = GAP_M
) -> list[tuple[float, float]]:
    """Return the shift (dx, dy) in metres of every outline: rows from top left, in the order given, none overlapping.

    The sheet begins at the origin, or under ``below``, the lower left corner of what already lies there.
    """
    boxes = [outline.bounds for outline in outlines]
    sizes = [(x1 - x0, y1 - y0) for x0, y0, x1, y1 in boxes]
    room_m2 = sum((width + gap_m) * (height + gap_m) for width, height in sizes)
    sheet_m = max([sqrt(room_m2 * WIDTH_TO_HEIGHT), *(width for width, _ in sizes)], default=0.0)
    left, top = below if below is not None else (0.0, 0.0)
    top -= gap_m if below is not None else 0.0
    x, row_m = left, 0.0
    shifts = []
    for (x0, _, _, y1), (width, height) in zip(boxes, sizes, strict=True):
        if x > left and x + width > left + sheet_m + gap_m:
            x, top, row_m = left, top - row_m - gap_m, 0.0
        shifts.append((x - x0, top - y1))
        x += width + gap_m
        row_m = max(row_m, height)
    return shifts
