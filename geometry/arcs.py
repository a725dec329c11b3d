"""Arcs as chords that keep the area.

An arc of n chords has its inner points moved outwards, from radius r to r', so that the fan of triangles to its centre
has the area of the sector: ½·(n−2)·r'²·sin θ + r·r'·sin θ = ½·n·θ·r² with the step θ. A round room then has its exact
area although its outline is a polygon.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from geometry.tolerances import ARC_SAGITTA_M

MAX_CHORDS = 2000

Array = NDArray[np.float64]


def arc_steps(radius_m: float, start_rad: float, sweep_rad: float) -> tuple[Array, Array]:
    """Return the angles of the points of an arc, and the factors on its radius that keep its area.

    The chords leave the arc by at most ``ARC_SAGITTA_M``; the ends stay where they are.
    """
    sagitta = min(ARC_SAGITTA_M, radius_m / 4)
    step = 2 * math.acos(1 - sagitta / radius_m) if radius_m > 0 else math.pi / 2
    n = min(max(2, math.ceil(abs(sweep_rad) / step)), MAX_CHORDS)
    whole = abs(sweep_rad) > 2 * math.pi - 1e-12
    if whole:
        n = max(n, 8)
    angles = start_rad + sweep_rad * np.arange(n + 1) / n
    theta = abs(sweep_rad) / n
    reach = np.ones(n + 1)
    if whole:
        reach[:] = math.sqrt(theta / math.sin(theta))
    elif 0 < theta < math.pi:
        # (n−2)·k² + 2·k − n·θ/sin θ = 0, the wanted root
        target = n * theta / math.sin(theta)
        k = target / 2 if n == 2 else (math.sqrt(1 + (n - 2) * target) - 1) / (n - 2)
        reach[1:-1] = k
    return angles, reach
