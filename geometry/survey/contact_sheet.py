"""Rooms nobody has placed, side by side like prints on a contact sheet: in rows, in their order, none touching."""

from __future__ import annotations

import math
from collections.abc import Sequence

from geometry.region import Region

GAP_M = 2.0
WIDTH_SHARE = 1.6  # how much wider than high the sheet should be


def contact_sheet(
    outlines: Sequence[Region], *, below_y_m: float = 0.0, left_x_m: float = 0.0
) -> list[tuple[float, float]]:
    """Return by how much to move each outline, metres: rows from the top left down, all below ``below_y_m``."""
    boxes = [outline.bounds for outline in outlines]
    taken_m2 = sum((box[2] - box[0] + GAP_M) * (box[3] - box[1] + GAP_M) for box in boxes)
    width_m = max(math.sqrt(taken_m2 * WIDTH_SHARE), max((box[2] - box[0] for box in boxes), default=0.0))
    moves: list[tuple[float, float]] = []
    x, y, deepest = 0.0, below_y_m, 0.0
    for west, south, east, north in boxes:
        if x > 0.0 and x + (east - west) > width_m:
            x, y, deepest = 0.0, y - deepest - GAP_M, 0.0
        moves.append((left_x_m + x - west, y - north))
        x += east - west + GAP_M
        deepest = max(deepest, north - south)
    return moves
