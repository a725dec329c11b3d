"""Builders of small rooms and bodies for the tests of areas."""

from __future__ import annotations

from typing import Any

from shapely import box

from geometry.plan import Element, ElementKind, Opening, Space
from geometry.region import Region


def room(outline: Region, **changes: Any) -> Space:
    """A 3 m high office on the ground, unless ``changes`` say otherwise."""
    fields: dict[str, Any] = {
        "id": "room",
        "storey_id": "1F",
        "number": "101",
        "name": "办公室",
        "use": "office",
        "origin": "modelled",
        "floor_z_m": 0.0,
        "height_m": 3.0,
    }
    return Space(outline=outline, **(fields | changes))


def body(
    kind: ElementKind, footprint: Region, *, name: str = "", z_min_m: float = 0.0, z_max_m: float = 3.0
) -> Element:
    return Element(name or kind, kind, kind, footprint, z_min_m, z_max_m)


def window(
    footprint: Region, *, name: str = "window", z_min_m: float = 0.0, z_max_m: float = 2.1, **more: Any
) -> Opening:
    return Opening(name, "window", "C1", footprint, z_min_m, z_max_m, **more)


room_5_by_4 = box(0, 0, 5, 4)
l_room = box(0, 0, 6, 4).difference(box(4, 2, 6, 4))
