"""How much of a room's floor lies near a window of its own, in plan metres.

A preference of planners, no rule of a building code: daylight clauses speak of window areas and sky factors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely

from geometry.overlay import common
from geometry.region import Region, polygonal, valid
from geometry.tolerances import PASSAGE_M, REVEAL_TOUCH_M

NEAR_WINDOW_M: Final = 6.0  # own choice, see docs/consolidation.md
WINDOW_EDGE_M: Final = PASSAGE_M / 3  # less of a room's edge is the end of a window of the room next door
ROUND: Final = 32  # steps of a quarter circle: a radius of 6 m is right to 2 mm


def near_window_share(outline: Region, windows: Sequence[Region], *, within_m: float = NEAR_WINDOW_M) -> float | None:
    """Return the part of a room's floor, 0 to 1, that is no farther than ``within_m`` from one of its windows.

    ``windows`` are the footprints of all windows of the storey, in the frame of ``outline``; a window counts where it
    lies on the room's own edge. Distances are straight lines to the stretch of edge that the window takes, right to
    0.1 %. None where the storey knows no window at all (such a plan says nothing about daylight), or the room has no
    floor.
    """
    room = valid(outline)
    known = [window for window in windows if not window.is_empty]
    if not known or not room.area:
        return None
    shapes = np.array([valid(window) for window in known], dtype=object)
    near = shapes[shapely.dwithin(shapes, room, REVEAL_TOUCH_M)]
    if not len(near):
        return 0.0
    edges = shapely.intersection(room.boundary, shapely.buffer(near, REVEAL_TOUCH_M))
    edges = edges[shapely.length(edges) >= WINDOW_EDGE_M]
    lit = shapely.union_all(shapely.buffer(edges, within_m, quad_segs=ROUND))
    return min(1.0, common(room, polygonal(lit)).area / room.area)
