"""Apple RoomPlan scans: the floor polygon is the room; walls are compared with it, or give the outline themselves.

A scan names no room: the file's name stands in for the number. Areas never come from ``dimensions``, which only bound
a surface.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon

from bim_import.kinds import Progress, Reading, ReadOptions
from bim_import.report import ImportReport
from bim_import.survey import roomplan_remarks as remarks
from bim_import.survey.ids import NO_STOREY, building_id, storey_id
from bim_import.survey.refusals import refuse
from bim_import.survey.roomplan_json import Capture, Surface, plan, read_capture
from bim_import.use_terms import use_of_text
from geometry.finding import Finding
from geometry.plan import Building, Element, Model, Opening, Space, Storey
from geometry.survey.instruments import INSTRUMENTS
from geometry.survey.observations import ControlPoint, Height, RoomSurvey
from geometry.survey.room import adjust_room
from geometry.survey.wall_loop import WallLine, wall_loop

INSTRUMENT = "roomplan"
SIGMA_M = INSTRUMENTS[INSTRUMENT].distance_sigma_m(5.0)
STRAIGHT_M2 = 1e-5  # corners along a straight wall say nothing about the room
OPENING_DEPTH_M = 0.10  # walls of a scan have no thickness; openings are drawn this deep
FAR_WALL_M = 8.0  # a wall farther from a floor belongs to another one


@dataclass(frozen=True, slots=True)
class _Outline:
    """The outline of one room of a scan, and where it comes from."""

    id: str
    ring: Polygon
    floor_y_m: float | None
    walls: tuple[Surface, ...]
    story: int
    findings: tuple[Finding, ...]


def read_roomplan(path: Path, *, name: str, options: ReadOptions, progress: Progress) -> Reading:
    """Return the rooms of a scan in plan metres; raises ``ImportRefused`` where the file is no scan."""
    capture = read_capture(path)
    if not any(s.kind in ("wall", "floor") for s in capture.surfaces):
        raise refuse("roomplan-empty")
    progress("spaces", 0.0)
    outlines, rejected = _outlines(capture)
    stem = Path(name).stem
    by_story: defaultdict[int, list[_Outline]] = defaultdict(list)
    for outline in outlines:
        by_story[outline.story].append(outline)
    for surface in capture.surfaces:  # a storey whose room is not determined exists all the same
        by_story.setdefault(surface.story, [])
    numbers = _numbers(stem, len(outlines))
    ground_y_m = min((o.floor_y_m for o in outlines if o.floor_y_m is not None), default=0.0)
    storeys, findings = [], [*remarks.unreadable(capture.unreadable), *rejected]
    for story, rooms in sorted(by_story.items()):
        storey, unsolved = _storey(story, rooms, capture, stem, ground_y_m, numbers)
        storeys.append(storey)
        findings += unsolved
    spaces = sum(len(s.spaces) for s in storeys)
    lost = sum(1 for f in findings if f.outcome == "rejected")
    model = Model((Building(building_id(stem), stem, tuple(storeys)),))
    version = f"CapturedRoom {capture.version}".strip()
    return Reading(model, ImportReport(spaces, 0, lost, tuple(findings)), version, "Apple RoomPlan")


def _numbers(stem: str, rooms: int) -> list[str]:
    return [stem] if rooms == 1 else [f"{stem}-{i + 1}" for i in range(rooms)]


# -- outlines ----------------------------------------------------------------------------------------------------------


def _outlines(capture: Capture) -> tuple[list[_Outline], list[Finding]]:
    walls, rejected = capture.of_kind("wall"), []
    outlines: list[_Outline] = []
    for floor in capture.of_kind("floor"):
        ring = _ring(floor.corners)
        if ring is not None and remarks.too_large(ring):
            rejected.append(remarks.unit_suspect(floor.id, ring))
            continue
        if ring is None:
            rejected.append(remarks.floor_without_polygon(floor))
            continue
        own = _own_walls(ring, floor, walls)
        y_m = float(floor.corners[:, 1].mean()) if floor.corners is not None else None
        found = (*remarks.compared(floor.id, ring, own), *remarks.walls_seen(floor.id, own, _openings(capture, own)))
        outlines.append(_Outline(floor.id, ring, y_m, own, floor.story, found))
    if outlines or any(finding.code == "unit-suspect" for finding in rejected):
        return outlines, rejected
    by_story: defaultdict[int, list[Surface]] = defaultdict(list)
    for wall in walls:
        by_story[wall.story].append(wall)
    for story, own_walls in by_story.items():
        loop = wall_loop([_line(wall) for wall in own_walls])
        seen = remarks.walls_seen(own_walls[0].id, own_walls, _openings(capture, own_walls))
        if loop.outline is None:
            rejected.append(remarks.undetermined(own_walls, loop.gaps_m))
            continue
        if remarks.too_large(loop.outline):
            rejected.append(remarks.unit_suspect(own_walls[0].id, loop.outline))
            continue
        base_y_m = min(w.centre_y_m - w.height_m / 2 for w in own_walls)
        found = (remarks.from_walls(own_walls, loop.gaps_m), *seen)
        outlines.append(_Outline(own_walls[0].id, loop.outline, base_y_m, tuple(own_walls), story, found))
    return outlines, rejected


def _ring(corners: NDArray[np.float64] | None) -> Polygon | None:
    """Return a floor's polygon in plan, its straight-on corners left out; None where it encloses nothing."""
    if corners is None:
        return None
    points = [(float(x), float(y)) for x, y in plan(corners)]
    area_m2 = Polygon(points).area
    ring = Polygon(points)
    if not ring.is_valid or area_m2 <= 0.0:
        return None
    kept = list(points)
    for point in points:
        without = [p for p in kept if p != point]
        if len(without) >= 3 and abs(Polygon(without).area - Polygon(kept).area) < STRAIGHT_M2:
            kept = without
    return shapely.orient_polygons(Polygon(kept))


def _own_walls(ring: Polygon, floor: Surface, walls: Sequence[Surface]) -> tuple[Surface, ...]:
    return tuple(w for w in walls if w.story == floor.story and LineString(w.ends).distance(ring) <= FAR_WALL_M)


def _line(wall: Surface) -> WallLine:
    (x1, y1), (x2, y2) = wall.ends.tolist()
    return WallLine((x1, y1), (x2, y2))


def _openings(capture: Capture, walls: Sequence[Surface]) -> tuple[Surface, ...]:
    ids = {wall.id for wall in walls}
    of_walls = (s for s in capture.surfaces if s.kind in ("door", "window", "opening"))
    return tuple(s for s in of_walls if s.parent in ids or not s.parent)


# -- plan --------------------------------------------------------------------------------------------------------------


def _storey(
    story: int, rooms: Sequence[_Outline], capture: Capture, stem: str, ground_y_m: float, numbers: list[str]
) -> tuple[Storey, list[Finding]]:
    name = NO_STOREY if story == 0 else str(story)
    home = storey_id(stem, name)
    spaces: list[Space] = []
    unsolved: list[Finding] = []
    levels = [r.floor_y_m for r in rooms if r.floor_y_m is not None]
    floor_y_m = min(levels, default=ground_y_m)
    elevation_m = round(floor_y_m - ground_y_m, 3)
    for room in rooms:
        label = capture.sections[0] if len(capture.sections) == 1 else ""
        space, findings = _space(room, home, numbers.pop(0), "" if label == "unidentified" else label, elevation_m)
        if space is None:
            unsolved += findings
        else:
            spaces.append(space)
    openings = [_opening(s, floor_y_m - elevation_m) for s in capture.surfaces if s.story == story and _is_opening(s)]
    elements = [_furniture(s, floor_y_m - elevation_m) for s in capture.of_kind("object") if s.story == story]
    return Storey(home, name, elevation_m, tuple(spaces), tuple(elements), tuple(openings)), unsolved


def _space(
    room: _Outline, home: str, number: str, label: str, elevation_m: float
) -> tuple[Space | None, list[Finding]]:
    corners = shapely.get_coordinates(room.ring)[:-1].tolist()
    names = tuple(str(i + 1) for i in range(len(corners)))
    heights = [wall.height_m for wall in room.walls if wall.height_m > 0]
    survey = RoomSurvey(
        id=f"roomplan:{room.id}",
        number=number,
        corners=names,
        observations=tuple(
            ControlPoint(i, x, y, SIGMA_M, f"polygonCorners {i + 1}") for i, (x, y) in enumerate(corners)
        ),
        heights=(Height(median(heights), "walls"),) if heights else (),
        name=label,
        use=use_of_text(label) or "other",
        storey_id=home,
        approximate_m=tuple((x, y) for x, y in corners),
        instrument=INSTRUMENT,
    )
    result = adjust_room(survey)
    if result.space is None:
        return None, list(result.findings)
    findings = (
        *(replace(f, subject=survey.id) for f in room.findings),
        *result.findings,
        remarks.not_placed(survey.id),
    )
    return replace(result.space, floor_z_m=elevation_m, findings=findings), []


def _is_opening(surface: Surface) -> bool:
    return surface.kind in ("door", "window", "opening")


def _opening(surface: Surface, zero_y_m: float) -> Opening:
    bottom_m = surface.centre_y_m - surface.height_m / 2 - zero_y_m
    line = LineString(surface.ends)
    footprint = shapely.buffer(line, OPENING_DEPTH_M / 2, cap_style="flat") if line.length else Polygon()
    return Opening(
        id=surface.id,
        kind="door" if surface.kind == "door" else "window" if surface.kind == "window" else "opening",
        name="",
        footprint=footprint,
        z_min_m=bottom_m,
        z_max_m=bottom_m + surface.height_m,
        host_id=surface.parent or None,
        width_m=surface.width_m,
        height_m=surface.height_m,
        sill_m=max(0.0, bottom_m),
    )


def _furniture(surface: Surface, zero_y_m: float) -> Element:
    """Return a thing in the room as the box around it, turned as it stands."""
    half_x, half_z = surface.width_m / 2, surface.depth_m / 2
    box = np.array([[sx * half_x, 0.0, sz * half_z, 1.0] for sx, sz in ((-1, -1), (1, -1), (1, 1), (-1, 1))])
    footprint = Polygon(plan(box @ surface.transform.T)).convex_hull
    bottom_m = surface.centre_y_m - surface.height_m / 2 - zero_y_m
    shape = footprint if isinstance(footprint, Polygon) else Polygon()
    top_m = bottom_m + (surface.height_m if math.isfinite(surface.height_m) else 0.0)
    return Element(surface.id, "furniture", surface.label, shape, bottom_m, top_m)
