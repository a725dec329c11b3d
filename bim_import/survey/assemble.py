"""From surveyed rooms to a model like any other: outlines on storeys, in buildings, side by side where unplaced."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from shapely.affinity import translate

from bim_import.kinds import Progress, Reading
from bim_import.report import ImportReport
from bim_import.survey.ids import NO_STOREY, building_id, storey_id
from bim_import.survey.room_survey import Settled
from bim_import.survey.storey_names import level_of, nominal_elevation_m, storey_order
from geometry.finding import Finding, Text
from geometry.plan import Building, Frame, Model, Space, Storey
from geometry.survey.contact_sheet import GAP_M, contact_sheet
from geometry.survey.observations import ControlPoint
from geometry.survey.room import SurveyedRoom, adjust_room
from geometry.tolerances import FAR_AWAY_M, FRAME_STEP_M

NOT_PLACED = Text(
    "没有平面位置:房间在本层并排排列,只有形状和尺寸是测得的。",
    "The room has no place in the plan: rooms stand side by side on their storey; only shape and size were measured.",
)
ASSUMED_ELEVATIONS = Text(
    "没有楼层标高:楼层按名称排序({storeys}),标高仅供显示。",
    "No storey elevations are given: storeys are in the order of their names ({storeys}), with elevations for "
    "showing "
    "only.",
)
ELEVATIONS_DIFFER = Text(
    "楼层 {storey} 写有不同的标高({values} m),采用第一个。",
    "Different elevations are given for storey {storey} ({values} m); the first was taken.",
)


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """A survey file whose rows are all in order."""

    name: str
    schema: str
    rooms: Sequence[Settled]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Room:
    settled: Settled
    space: Space
    placed: bool


def assembled(file: SurveyFile, progress: Progress) -> Reading:
    """Return the model of a survey file: every room adjusted, laid out and reported."""
    rooms: list[_Room] = []
    rejected: list[Finding] = []
    step = max(1, len(file.rooms) // 100)
    for i, settled in enumerate(file.rooms):
        if i % step == 0:
            progress("spaces", i / len(file.rooms))
        room, findings = _adjusted(settled)
        if room is None:
            rejected += findings
        else:
            rooms.append(room)
    progress("storeys", 0.0)
    offset_m = _offset(rooms)
    buildings, findings = _buildings(file, rooms, offset_m)
    model = Model(buildings, Frame(offset_m))
    if any(not room.placed for room in rooms):
        findings.append(Finding("not-placed", "", "info", NOT_PLACED))
    lost = len({finding.subject for finding in rejected if finding.outcome == "rejected"})
    report = ImportReport(len(rooms), 0, lost, (*file.findings, *findings, *rejected))
    return Reading(model, report, file.schema)


def _adjusted(settled: Settled) -> tuple[_Room | None, list[Finding]]:
    if settled.survey is None:
        return None, list(settled.findings)
    result: SurveyedRoom = adjust_room(settled.survey)
    if result.space is None:
        return None, _once([*settled.findings, *result.findings])
    placed = any(isinstance(o, ControlPoint) for o in settled.survey.observations)
    findings = _once([*settled.findings, *result.findings])
    if not placed:
        findings.append(Finding("not-placed", result.space.id, "info", NOT_PLACED))
    return _Room(settled, replace(result.space, findings=tuple(findings)), placed), []


def _once(findings: list[Finding]) -> list[Finding]:
    return list({(f.code, f.outcome, f.reason.en): f for f in findings}.values())


def _offset(rooms: list[_Room]) -> tuple[float, float]:
    """Return what to take off the coordinates of control points that lie far from the origin, whole hundreds of m."""
    placed = [room.space.outline.bounds for room in rooms if room.placed]
    if not placed:
        return (0.0, 0.0)
    x, y = fmean(b[0] for b in placed), fmean(b[1] for b in placed)
    if math.hypot(x, y) < FAR_AWAY_M:
        return (0.0, 0.0)
    return (math.floor(x / FRAME_STEP_M) * FRAME_STEP_M, math.floor(y / FRAME_STEP_M) * FRAME_STEP_M)


def _buildings(
    file: SurveyFile, rooms: list[_Room], offset_m: tuple[float, float]
) -> tuple[tuple[Building, ...], list[Finding]]:
    stem = file.name.rpartition(".")[0] or file.name
    by_building: dict[str, dict[str, list[_Room]]] = {}
    # Storeys of rooms that were not determined exist all the same.
    for settled in file.rooms:
        key = settled.draft.key
        by_building.setdefault(key.building or stem, {}).setdefault(key.storey, [])
    for room in rooms:
        key = room.settled.draft.key
        by_building[key.building or stem][key.storey].append(room)
    buildings: list[Building] = []
    findings: list[Finding] = []
    for name, storeys in by_building.items():
        elevations, found = _elevations(file, name, stem, list(storeys))
        findings += found
        built = [_storey(storeys[s], name, s, elevations[s], offset_m) for s in storey_order(list(storeys))]
        built.sort(key=lambda s: s.elevation_m)
        buildings.append(Building(building_id(name), name, tuple(built)))
    return tuple(buildings), findings


def _elevations(
    file: SurveyFile, building: str, stem: str, storeys: list[str]
) -> tuple[dict[str, float], list[Finding]]:
    """Return the elevation of each storey: as given, else nominal by its name, else one above the other."""
    given: dict[str, list[float]] = {storey: [] for storey in storeys}
    for settled in file.rooms:
        draft = settled.draft
        if (draft.key.building or stem) == building and draft.elevation_m is not None:
            given[draft.key.storey].append(draft.elevation_m)
    findings, elevations = [], {}
    highest = 1.0
    for storey in storey_order(storeys):
        level = level_of(storey)
        level = highest if level is None else level
        values = list(dict.fromkeys(given[storey]))
        elevations[storey] = values[0] if values else nominal_elevation_m(min(level, highest + 100))
        highest = max(highest, level + 1) if level < 900 else highest
        if len(values) > 1:
            reason = ELEVATIONS_DIFFER.format(storey=storey, values=", ".join(f"{v:g}" for v in values))
            findings.append(Finding("storey-elevation", storey_id(building, storey), "warning", reason))
    if len(storeys) > 1 and not all(given.values()):
        names = ", ".join(storey or NO_STOREY for storey in storey_order(storeys))
        reason = ASSUMED_ELEVATIONS.format(storeys=names)
        findings.append(Finding("storey-elevation-assumed", building_id(building), "info", reason))
    return elevations, findings


def _storey(
    rooms: list[_Room], building: str, storey: str, elevation_m: float, offset_m: tuple[float, float]
) -> Storey:
    spaces: list[Space] = []
    placed = [room for room in rooms if room.placed]
    loose = [room for room in rooms if not room.placed]
    moves = [(-offset_m[0], -offset_m[1])] * len(placed)
    boxes = [room.space.outline.bounds for room in placed]
    below_m = min((b[1] - offset_m[1] - GAP_M for b in boxes), default=0.0)
    left_m = min((b[0] - offset_m[0] for b in boxes), default=0.0)
    moves += contact_sheet([room.space.outline for room in loose], below_y_m=below_m, left_x_m=left_m)
    for room, (x, y) in zip([*placed, *loose], moves, strict=True):
        space = replace(room.space, outline=translate(room.space.outline, x, y), storey_id=storey_id(building, storey))
        spaces.append(space)
    return Storey(storey_id(building, storey), storey or NO_STOREY, elevation_m, tuple(spaces))
