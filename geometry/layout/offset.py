"""A region grown or shrunk with its corners kept sharp."""

from __future__ import annotations

import numpy as np
import shapely

from geometry.region import Region, polygonal


def offset(region: Region, by_m: float) -> Region:
    """Return the region grown by ``by_m`` metres (shrunk where negative), corners mitred.

    The library divides by the angle of a corner that folds back and cuts it off then; that is no error.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return polygonal(shapely.buffer(region, by_m, join_style="mitre"))
