"""How good a layout is for a given number of people: daylight, teams together, short aisles; each part from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import STRtree

from geometry.layout.profile import Profile
from geometry.layout.records import Site, Workstation
from geometry.region import Region

DAYLIGHT, TOGETHER, SHORT_AISLES = 0.5, 0.3, 0.2  # weights, chosen by this project
TEAM = 4  # desks that touch make a team block from this number on
TOUCH_M = 0.02


@dataclass(frozen=True, slots=True)
class Score:
    """The parts of the score; ``daylight`` is None where the plan shows no window, and then does not count.

    ``daylight``: share of workstations no farther from a window than the profile prefers. ``together``: share in a
    block of at least four desks that touch. ``short_aisles``: share of the floor that is not reserved for aisles.
    """

    daylight: float | None
    together: float
    short_aisles: float

    @property
    def total(self) -> float:
        """Return the weighted mean of the parts that count, 0 to 1."""
        parts = [(TOGETHER, self.together), (SHORT_AISLES, self.short_aisles)]
        parts += [] if self.daylight is None else [(DAYLIGHT, self.daylight)]
        return sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts)


def score(site: Site, workstations: Sequence[Workstation], aisles: Region, profile: Profile) -> Score:
    """Return how good a layout is; one without workstations scores nothing."""
    if not workstations:
        return Score(None if not site.windows else 0.0, 0.0, 0.0)
    near = window_distances_m(workstations, site) <= profile.window_distance_m.hard
    short = 1.0 - aisles.area / site.floor.area
    return Score(float(near.mean()) if site.windows else None, _together(workstations), float(short))


def _together(workstations: Sequence[Workstation]) -> float:
    desks = [w.desk() for w in workstations]
    one, other = STRtree(desks).query(desks, predicate="dwithin", distance=TOUCH_M)
    graph = coo_array((np.ones(len(one)), (one, other)), (len(desks), len(desks)))
    _, block = connected_components(graph, directed=False)
    return float(np.mean(np.bincount(block)[block] >= TEAM))


def window_distances_m(workstations: Sequence[Workstation], site: Site) -> NDArray[np.float64]:
    """Return how far each workstation is from the nearest window, in metres (0 where the plan shows none)."""
    if not site.windows:
        return np.zeros(len(workstations))
    windows = shapely.union_all(list(site.windows))
    return np.asarray(shapely.distance(shapely.points([[w.x_m, w.y_m] for w in workstations]), windows))
