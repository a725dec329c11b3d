"""Rooms derived from the sample without spaces against the spaces of the sample itself: an arc-shaped building."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from shapely import STRtree

from bim_import.read import ReadOptions, read_file
from geometry.overlay import common
from geometry.plan import Space

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@cache
def spaces(name: str) -> tuple[Space, ...]:
    return read_file(SAMPLES / name, options=ReadOptions()).model.spaces()


def best(room: Space, rooms: tuple[Space, ...], tree: STRtree) -> tuple[float, Space | None]:
    near = [rooms[i] for i in tree.query(room.outline, predicate="intersects")]
    near = [r for r in near if abs((r.floor_z_m or 0.0) - (room.floor_z_m or 0.0)) < 1.0]
    shares = [(common(r.outline, room.outline).area, r) for r in near]
    return max(
        ((s / (r.outline.area + room.outline.area - s), r) for s, r in shares), key=lambda m: m[0], default=(0.0, None)
    )


def test_the_rooms_of_the_county_centre_are_found_again_from_its_walls():
    modelled, derived = spaces("county_centre.ifc"), spaces("county_centre_no_spaces.ifc")
    tree = STRtree([r.outline for r in derived])
    missed = []
    for room in modelled:
        share, found = best(room, derived, tree)
        if share < 0.95 and room.use != "not-a-room" and not (found and found.findings):
            missed.append((room.number, room.name, round(share, 3)))
    assert missed == []
    matched = sum(best(room, derived, tree)[0] >= 0.95 for room in modelled)
    assert matched >= 0.98 * len(modelled)
    assert abs(len(derived) - len(modelled)) <= 2
