"""What stands around a room, as far as it may explain a declared area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geometry.overlay import common, together
from geometry.plan import Element, Opening, Space
from geometry.region import valid
from geometry.tolerances import TOUCH_M, WALL_FACE_M

_WALLS = frozenset({"wall", "curtain-wall", "partition"})
_SOLID = _WALLS | {"column", "pier", "chimney"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a room: half-thicknesses of walls along it, m² of it inside solid elements, openings at it."""

    half_walls_m: tuple[float, ...] = ()
    overlap_m2: float = 0.0
    overlap_elements: tuple[str, ...] = ()
    openings: tuple[Opening, ...] = ()


def surroundings(
    spaces: Sequence[Space], elements: Sequence[Element], openings: Sequence[Opening]
) -> dict[str, Surroundings]:
    """Return, by space id, walls along it, what of it lies inside solid elements, and openings at it."""
    # An element that passes several storeys is listed on each of them.
    solid = list({e.id: e for e in elements if e.kind in _SOLID and not e.footprint.is_empty}.values())
    bodies = [valid(e.footprint) for e in solid]
    tree = shapely.STRtree(bodies)
    at = list({o.id: o for o in openings if not o.footprint.is_empty}.values())
    opening_tree = shapely.STRtree([o.footprint for o in at])
    result = {}
    for space in spaces:
        low = space.floor_z_m
        high = None if low is None else low + (space.height_m or 0.0)

        def level(z_min: float, z_max: float, low: float | None = low, high: float | None = high) -> bool:
            return low is None or high is None or min(z_max, high) - max(z_min, low) > 0.1

        outline = valid(space.outline)
        found = sorted(tree.query(outline, predicate="dwithin", distance=WALL_FACE_M))
        close = [i for i in found if level(solid[i].z_min_m, solid[i].z_max_m)]
        near = [solid[i] for i in close]
        # What only touches the room is told by a predicate; an overlay for each wall of each room would cost the most.
        core = shapely.buffer(outline, -TOUCH_M, join_style="mitre")
        reach = [i for i in close if bodies[i].intersects(core)]
        inside = [solid[i] for i in reach]
        overlap = common(together(bodies[i] for i in reach), outline).area if reach else 0.0
        doors = [at[i] for i in opening_tree.query(outline, predicate="dwithin", distance=WALL_FACE_M)]
        result[space.id] = Surroundings(
            tuple(sorted({round(_thickness_m(e) / 2, 4) for e in near if e.kind in _WALLS})),
            float(overlap),
            tuple(e.id for e in inside) if overlap > 0 else (),
            tuple(o for o in doors if level(o.z_min_m, o.z_max_m)),
        )
    return result


def _thickness_m(element: Element) -> float:
    if element.thickness_m is not None:
        return element.thickness_m
    box = np.asarray(shapely.get_coordinates(shapely.minimum_rotated_rectangle(element.footprint)))
    return float(min(np.hypot(*(box[1] - box[0])), np.hypot(*(box[2] - box[1])))) if len(box) >= 3 else 0.0
