"""Where a drawing lies: far from its origin its coordinates are moved, by whole hundreds of metres."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bim_import.dxf.contents import Contents
from geometry.tolerances import FAR_AWAY_M, FRAME_STEP_M


def near_origin(contents: Contents) -> tuple[float, float]:
    """Move contents (metres) near the origin of the plan, and return what was taken off their coordinates.

    The middle of most lines counts, so that one stray point far away moves nothing.
    """
    first = [s.points[0] for s in contents.strokes] + [f.rings[0][0] for f in contents.fills]
    x, y = (float(v) for v in np.median(np.array(first), axis=0))
    if np.hypot(x, y) < FAR_AWAY_M:
        return (0.0, 0.0)
    dx, dy = offset = (round(x / FRAME_STEP_M) * FRAME_STEP_M, round(y / FRAME_STEP_M) * FRAME_STEP_M)
    contents.strokes = [
        replace(s, points=s.points - offset, leaf=None if s.leaf is None else s.leaf - offset) for s in contents.strokes
    ]
    contents.fills = [replace(f, rings=tuple(r - offset for r in f.rings)) for f in contents.fills]
    contents.texts = [
        replace(t, place=(t.place[0] - dx, t.place[1] - dy), anchor=(t.anchor[0] - dx, t.anchor[1] - dy))
        for t in contents.texts
    ]
    return offset
