"""Gaps in walls that may or may not part rooms: what numbers written in a plan say of them (plan metres).

A wall that breaks off further than a door is wide may be an opening within one room or the side of a door that nobody
drew. Two numbers in one room say that it is two; nothing says that it is one, so what is left is told to the reader.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree

from geometry.linework.columns import edges_of
from geometry.linework.graph import Array, build_graph, faces_of
from geometry.linework.openings import Gap
from geometry.linework.rules import LineworkRules

TOUCH_M = 1e-6


def by_room(gaps: Sequence[Gap], rooms: NDArray[np.object_]) -> dict[int, list[Gap]]:
    """Return the gaps by the room their middle lies in, −1 for those outside of all."""
    found: dict[int, list[Gap]] = defaultdict(list)
    if not gaps:
        return found
    middles = np.asarray(shapely.points([np.mean(g.opening.line, axis=0) for g in gaps]), dtype=object)
    home = np.full(len(gaps), -1)
    if len(rooms):
        gap, room = STRtree(rooms).query(middles, predicate="intersects")
        home[gap] = room
    for gap_, room_ in zip(gaps, home.tolist(), strict=True):
        found[room_].append(gap_)
    return found


def parting(room: Polygon, gaps: Sequence[Gap], numbers: Array) -> list[Gap]:
    """Return the fewest of ``gaps`` that part the numbers in a room as far as all of them do."""
    own = _inside(numbers, room)
    if len(own) < 2:
        return []
    best = _most_together(split(room, gaps), own)
    if best == len(own):
        return []
    kept = sorted(gaps, key=lambda g: (g.opening.width_m, g.opening.line))
    for gap in list(reversed(kept)):
        without = [g for g in kept if g is not gap]
        if _most_together(split(room, without), own) <= best and len(split(room, without)) >= len(own):
            kept = without
    return kept


def breaks(room: Polygon, gaps: Sequence[Gap], rules: LineworkRules) -> list[Gap]:
    """Return ``gaps`` if closing them would leave at least two parts of a room large enough to be rooms."""
    parts = split(room, gaps) if gaps else []
    return list(gaps) if sum(p.area >= rules.suspect_part_m2 for p in parts) > 1 else []


def split(room: Polygon, gaps: Sequence[Gap]) -> list[Polygon]:
    """Return the parts of a room between closed gaps, without the openings themselves."""
    lines = np.concatenate([edges_of([room]), *(g.lines for g in gaps)])
    openings = [g.opening.region for g in gaps if not g.opening.region.is_empty]
    parts = []
    for face in faces_of(build_graph(lines).segments):
        inside = face.representative_point()
        if room.contains(inside) and not any(o.contains(inside) for o in openings):
            parts.append(face)
    return parts


def _most_together(parts: Sequence[Polygon], numbers: Array) -> int:
    return max((len(_inside(numbers, p)) for p in parts), default=len(numbers))


def _inside(places: Array, region: Polygon) -> Array:
    if not len(places):
        return places
    return np.asarray(places[shapely.contains_xy(region, places[:, 0], places[:, 1])], dtype=np.float64)
