"""Rooms derived from walls against the rooms the authors of real files modelled, where those files are at hand.

The modelled rooms come straight from the triangles of IfcOpenShell's geometry kernel, not through our reader of spaces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ifcopenshell
import ifcopenshell.geom
import numpy as np
import pytest
import shapely
from shapely import Polygon

from bim_import.read import ReadOptions, read_file
from geometry.finding import Finding
from geometry.plan import Space

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real files is not here")

MATCH_IOU = 0.95
SAME_STOREY_M = 1.6  # a lift's pit is modelled as low as 1.2 m below the storey
# Whoever sees one of these does not take the outline for a room as modelled.
DOUBTS = {"merged-rooms", "not-enclosed", "contains-stair", "floor-opening", "no-floor", "under-slope", "not-a-room"}


@dataclass(frozen=True)
class Modelled:
    number: str
    footprint: shapely.Geometry
    z_m: float


@cache
def path(number: str) -> Path:
    found = sorted(CORPUS.glob(f"{number}_*.ifc"))
    if not found:
        pytest.skip(f"file {number} of the corpus is not here")
    return found[0]


@cache
def modelled(number: str) -> tuple[Modelled, ...]:
    file = ifcopenshell.open(path(number))
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    out = []
    for space in file.by_type("IfcSpace"):
        shape = ifcopenshell.geom.create_shape(settings, space).geometry
        xyz = np.array(shape.verts).reshape(-1, 3)
        triangles = shapely.polygons(xyz[np.array(shape.faces).reshape(-1, 3)][:, :, :2])
        flat = triangles[shapely.area(triangles) > 1e-6]
        out.append(Modelled(space.Name, shapely.union_all(flat, grid_size=1e-6), float(xyz[:, 2].min())))
    return tuple(out)


@cache
def derived(number: str) -> tuple[tuple[Space, ...], tuple[Finding, ...]]:
    result = read_file(path(number), options=ReadOptions(ignore_spaces=True))
    return result.model.spaces(), result.report.findings


def iou(a: shapely.Geometry, b: shapely.Geometry) -> float:
    common = a.intersection(b).area
    return common / (a.area + b.area - common)


def near(room: Modelled, number: str) -> list[Space]:
    return [
        s
        for s in derived(number)[0]
        if abs((s.floor_z_m or 0.0) - room.z_m) < SAME_STOREY_M and s.outline.intersects(room.footprint)
    ]


def best(room: Modelled, number: str) -> tuple[float, Space | None]:
    return max(
        ((iou(s.outline, room.footprint), s) for s in near(room, number)), key=lambda m: m[0], default=(0.0, None)
    )


def unmatched(number: str) -> list[Modelled]:
    return [m for m in modelled(number) if best(m, number)[0] < MATCH_IOU]


def codes(findings: Sequence[Finding]) -> set[str]:
    return {f.code for f in findings}


def is_flagged(room: Modelled, number: str) -> bool:
    over = [s for s in near(room, number) if s.outline.intersection(room.footprint).area > 0.05 * room.footprint.area]
    if over:
        return all(codes(s.findings) & DOUBTS for s in over)
    return any(
        f.code == "not-enclosed"
        and "outline" in f.evidence
        and Polygon(f.evidence["outline"]).intersects(room.footprint)
        for f in derived(number)[1]
    )


@pytest.mark.parametrize(
    ("number", "at_least"), [("01", 98), ("02", 82), ("03", 10), ("04", 4), ("06", 11), ("08", 8), ("11", 8)]
)
def test_derived_rooms_are_those_that_were_modelled(number: str, at_least: int) -> None:
    matched = len(modelled(number)) - len(unmatched(number))
    assert matched >= at_least, [m.number for m in unmatched(number)]


@pytest.mark.parametrize("number", ["01", "02", "03", "04", "06", "08", "11"])
def test_a_modelled_room_that_was_not_found_is_flagged(number: str) -> None:
    silent = [(m.number, best(m, number)[0]) for m in unmatched(number) if not is_flagged(m, number)]
    assert silent == []


@pytest.mark.parametrize(("number", "at_most"), [("01", 20), ("02", 0), ("06", 3), ("11", 0)])
def test_few_rooms_that_were_found_are_called_merged(number: str, at_most: int) -> None:
    matches = [best(m, number) for m in modelled(number)]
    wrongly = [s.number for share, s in matches if s and share >= MATCH_IOU and "merged-rooms" in codes(s.findings)]
    assert len(wrongly) <= at_most, wrongly


def test_rooms_modelled_into_their_walls_are_derived_to_the_wall_face() -> None:
    # The spaces of this file reach into walls (that is its defect), so the derived room lies within the modelled one.
    rooms, _ = derived("05")
    assert len(rooms) == 15
    for s in rooms:
        around = shapely.union_all([m.footprint for m in modelled("05") if m.footprint.intersects(s.outline)])
        assert s.outline.difference(around.buffer(0.05)).area < 0.01 * s.outline.area
    gym = max(rooms, key=lambda s: s.outline.area)
    assert "merged-rooms" in codes(gym.findings)


@pytest.mark.parametrize(("number", "rooms", "area_m2"), [("09", 38, (430.0, 500.0)), ("10", 15, (140.0, 200.0))])
def test_models_without_spaces_give_their_rooms(number: str, rooms: int, area_m2: tuple[float, float]) -> None:
    found, _ = derived(number)
    assert len(found) >= rooms
    assert area_m2[0] <= sum(s.outline.area for s in found) <= area_m2[1]
    assert len({s.id for s in found}) == len(found)


@pytest.mark.parametrize("number", ["01", "02", "03", "04", "05", "06", "08", "09", "10", "11"])
def test_derived_rooms_never_overlap_on_a_storey(number: str) -> None:
    by_storey: dict[str, list[Space]] = {}
    for s in derived(number)[0]:
        by_storey.setdefault(s.storey_id, []).append(s)
    for rooms in by_storey.values():
        tree = shapely.STRtree([s.outline for s in rooms])
        for i, s in enumerate(rooms):
            for k in tree.query(s.outline, predicate="intersects"):
                if k > i:
                    assert s.outline.intersection(rooms[k].outline).area < 1e-4


@pytest.mark.parametrize("number", ["01", "10"])
def test_the_same_file_gives_the_same_rooms_again(number: str) -> None:
    again = read_file(path(number), options=ReadOptions(ignore_spaces=True)).model.spaces()
    assert [(s.id, s.number) for s in again] == [(s.id, s.number) for s in derived(number)[0]]
