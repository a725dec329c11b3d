"""How deep windows sit in their walls, seen from the room, in metres: from the frame's inner face to the wall's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import shapely
from shapely import Polygon, STRtree

from geometry.plan import Element, Model, Opening, Space, Storey
from geometry.region import Region
from geometry.solid import Array
from geometry.tolerances import LEVEL, RULE_M

STRAIGHT_SHARE = 0.95  # of the rectangle around it: mitred ends are cut off at most
PARALLEL = 1e-3  # sine of the angle between frame and wall
INSIDE = 0.5  # of the strip before the window, that a room there covers at least


def with_reveal_depths(model: Model, frames: Mapping[str, Region]) -> Model:
    """Return the model with ``Opening.reveal_depth_m`` where it can be told; ``frames`` are footprints of windows.

    It can be where the wall is straight, the frame lies along it and is thinner than it, and rooms lie on one side
    only. All else stays None, which the bases that ask for reveals say in ``missing``.
    """
    if not frames:
        return model
    buildings = (replace(b, storeys=tuple(_on_storey(s, frames) for s in b.storeys)) for b in model.buildings)
    return replace(model, buildings=tuple(buildings))


def _on_storey(storey: Storey, frames: Mapping[str, Region]) -> Storey:
    rooms = [s for s in storey.spaces if s.use != "not-a-room"]
    walls = {e.id: e for e in storey.elements if e.kind == "wall"}
    if not rooms or not any(o.id in frames and o.host_id in walls for o in storey.openings):
        return storey
    tree = STRtree([r.outline for r in rooms])
    openings = []
    for opening in storey.openings:
        wall, frame = walls.get(opening.host_id or ""), frames.get(opening.id)
        if wall is not None and frame is not None:
            opening = replace(opening, reveal_depth_m=_depth(opening, frame, wall, rooms, tree))  # noqa: PLW2901
        openings.append(opening)
    return replace(storey, openings=tuple(openings))


def _depth(opening: Opening, frame: Region, wall: Element, rooms: list[Space], tree: STRtree) -> float | None:
    across = _across(wall.footprint)
    if across is None or not _is_parallel(frame, across):
        return None
    (low, high), (inner, outer) = _reach(wall.footprint, across), _reach(frame, across)
    if outer - inner > high - low - RULE_M:
        return None  # as deep as the wall: a lining or a box, which does not say where the glass is
    sides = [
        side
        for side, shift in ((-1, low - high), (1, high - low))
        if _is_room(shapely.transform(opening.footprint, lambda xy, by=shift: xy + by * across), opening, rooms, tree)
    ]
    if len(sides) != 1:
        return None
    depth = inner - low if sides[0] < 0 else high - outer
    return float(depth) if depth > -RULE_M else None  # a sill board or casing reaches into the room


def _across(footprint: Region) -> Array | None:
    """Return the unit vector across a straight wall, None for any other."""
    box = shapely.oriented_envelope(footprint)
    if not isinstance(box, Polygon) or box.area < LEVEL or footprint.area < STRAIGHT_SHARE * box.area:
        return None
    corners = shapely.get_coordinates(box)
    a, b = corners[1] - corners[0], corners[2] - corners[1]
    short: Array = min(a, b, key=lambda side: float(np.hypot(*side)))
    return short / float(np.hypot(*short))


def _is_parallel(frame: Region, across: Array) -> bool:
    box = _across(frame)
    return box is not None and abs(float(box[0] * across[1] - box[1] * across[0])) < PARALLEL


def _reach(region: Region, along: Array) -> tuple[float, float]:
    reach = shapely.get_coordinates(region) @ along
    return float(reach.min()), float(reach.max())


def _is_room(strip: Region, opening: Opening, rooms: list[Space], tree: STRtree) -> bool:
    near = (rooms[i] for i in tree.query(strip))
    inside = [r.outline.intersection(strip).area for r in near if _is_at_height(r, opening)]
    return bool(sum(inside) > INSIDE * strip.area)


def _is_at_height(room: Space, opening: Opening) -> bool:
    if room.floor_z_m is None:
        return True
    top = np.inf if room.height_m is None else room.floor_z_m + room.height_m
    return bool(room.floor_z_m < opening.z_max_m and opening.z_min_m < top)
