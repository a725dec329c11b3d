"""Rooms from splays: what a laser saw from one station all around, where it tells a closed room.

Every station with shots at walls is tried by itself. A station whose shots leave a side open, or do not tell its walls,
becomes a finding and no area. Rooms seen from several stations of one survey are kept once, from the station that sees
most.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from shapely import Polygon
from shapely.affinity import translate

from bim_import.kinds import Progress, Reading, ReadOptions
from bim_import.report import ImportReport
from bim_import.survey.ids import NO_STOREY, building_id, space_id, storey_id
from bim_import.survey.pockettopo import parse_pockettopo
from bim_import.survey.refusals import refuse
from bim_import.survey.shots import Shot, ShotList
from bim_import.survey.splay_remarks import (
    FROM_CORNERS,
    FROM_WALLS,
    NOT_ENCLOSED,
    NOT_PLACED,
    NOT_TOLD,
    SEEN_TWICE,
    UNUSED,
)
from bim_import.survey.survex import parse_survex
from geometry.finding import Finding
from geometry.plan import Building, Model, Space, Storey
from geometry.survey.contact_sheet import contact_sheet
from geometry.survey.observations import Corner, Height, PolarShot, RoomSurvey, Wall
from geometry.survey.room import adjust_room
from geometry.survey.wall_fit import OPEN_DEG, FittedRoom, fitted_room, widest_gap_deg

INSTRUMENT = "distox2"  # both formats are those of its users
LEVEL_DEG = 30.0  # a steeper shot hits floor or ceiling, not the wall beside it
PLUMB_DEG = 75.0  # steeper than this it measures the height
SAME_ROOM_SHARE = 0.5
MAX_FINDINGS = 500


@dataclass(frozen=True, slots=True)
class _Seen:
    """A room as seen from one station, in the frame of the whole survey."""

    station: str
    part: int
    shots: int
    space: Space


def read_survex(path: Path, *, name: str, options: ReadOptions, progress: Progress) -> Reading:
    """Return the rooms that the splays of a Survex file tell; raises ``ImportRefused``."""
    return _read(parse_survex(path), name, "Survex", progress)


def read_pockettopo(path: Path, *, name: str, options: ReadOptions, progress: Progress) -> Reading:
    """Return the rooms that the splays of a PocketTopo export tell; raises ``ImportRefused``."""
    return _read(parse_pockettopo(path), name, "PocketTopo", progress)


def _read(found: ShotList, name: str, schema: str, progress: Progress) -> Reading:
    found.problems.refuse_if_any()
    splays = found.splays()
    if not splays:
        raise refuse("survey-no-shots")
    stem = Path(name).stem
    places = found.places_m()
    findings = [
        Finding("survey-line-ignored", "", "info", UNUSED.format(command=c, line=n)) for c, n in found.unused.items()
    ]
    seen: list[_Seen] = []
    rejected: list[Finding] = []
    for i, (station, shots) in enumerate(splays.items()):
        progress("spaces", i / len(splays))
        part, east, north, _ = places[station]
        space, remarks = _room(station, shots, found, stem)
        if space is None:
            rejected += remarks
            continue
        outline = translate(space.outline, east, north)
        seen.append(_Seen(station, part, len(shots), replace(space, outline=outline, findings=tuple(remarks))))
    kept, twice = _once(seen)
    lost = len({f.subject for f in rejected if f.outcome == "rejected"})
    spaces = _side_by_side(kept)
    home = storey_id(stem, NO_STOREY)
    building = Building(building_id(stem), stem, (Storey(home, NO_STOREY, 0.0, spaces),))
    report = ImportReport(len(spaces), 0, lost, (*findings, *twice, *rejected[:MAX_FINDINGS]))
    return Reading(Model((building,)), report, schema)


def _room(station: str, shots: list[Shot], found: ShotList, stem: str) -> tuple[Space | None, list[Finding]]:
    subject = space_id(stem, NO_STOREY, station)
    level = [s for s in shots if s.on_wall and abs(s.clino_deg) <= LEVEL_DEG and s.level_m > 0]
    points = np.array([s.step_m[:2] for s in level]).reshape(-1, 2)
    gap_deg = widest_gap_deg(points)
    evidence = {"shots": len(shots), "level_shots": len(level), "widest_gap_deg": round(gap_deg, 1)}
    if gap_deg > OPEN_DEG or len(level) < 4:
        reason = NOT_ENCLOSED.format(station=station, shots=len(level), gap=f"{gap_deg:.0f}")
        return None, [Finding("not-enclosed", subject, "rejected", reason, evidence)]
    fitted = fitted_room(points)
    if fitted is None:
        reason = NOT_TOLD.format(station=station, shots=len(level))
        return None, [Finding("undetermined", subject, "rejected", reason, evidence)]
    result = adjust_room(_survey(station, subject, level, shots, fitted, found, stem))
    if result.space is None:
        return None, list(result.findings)
    how = FROM_WALLS if fitted.by == "walls" else FROM_CORNERS
    reason = how.format(
        station=station, shots=len(level), walls=len(fitted.corners), mm=f"{fitted.residual_m * 1000:.0f}"
    )
    about = Finding(
        "outline-from-splays",
        subject,
        "warning",
        reason,
        evidence | {"by": fitted.by, "set_aside": [level[i].line for i in fitted.set_aside]},
    )
    return result.space, [about, *result.findings, Finding("not-placed", subject, "info", NOT_PLACED)]


def _survey(
    station: str, subject: str, level: list[Shot], shots: list[Shot], fitted: FittedRoom, found: ShotList, stem: str
) -> RoomSurvey:
    target = Wall if fitted.by == "walls" else Corner
    observations = tuple(
        PolarShot(
            station,
            target(hit),
            shot.compass_deg or 0.0,
            shot.tape_m,
            90.0 - shot.clino_deg,
            None,
            f"#{shot.line}",
            found.tape_sigma_m,
            found.angle_sigma_deg,
            INSTRUMENT,
        )
        for shot, hit in zip(level, fitted.hits, strict=True)
    )
    up = [s.step_m[2] for s in shots if s.clino_deg >= PLUMB_DEG]
    down = [-s.step_m[2] for s in shots if s.clino_deg <= -PLUMB_DEG]
    height_m = min(up) + min(down) if up and down else None
    return RoomSurvey(
        subject,
        station,
        tuple(str(i + 1) for i in range(len(fitted.corners))),
        observations,
        heights=(Height(height_m, "splays"),) if height_m and height_m > 0 else (),
        storey_id=storey_id(stem, NO_STOREY),
        approximate_m=fitted.corners,
        instrument=INSTRUMENT,
    )


def _once(seen: list[_Seen]) -> tuple[list[_Seen], list[Finding]]:
    """Return every room once, from the station with most shots, and what was left out."""
    kept: list[_Seen] = []
    findings = []
    for room in sorted(seen, key=lambda s: -s.shots):
        same = next((k for k in kept if k.part == room.part and _overlap(k.space, room.space) > SAME_ROOM_SHARE), None)
        if same is None:
            kept.append(room)
        else:
            reason = SEEN_TWICE.format(station=room.station, kept=same.station)
            evidence = {"area_m2": room.space.outline.area, "kept_area_m2": same.space.outline.area}
            findings.append(Finding("duplicate-space", same.space.id, "info", reason, evidence))
    order = {room.station: i for i, room in enumerate(seen)}
    return sorted(kept, key=lambda s: order[s.station]), findings


def _overlap(a: Space, b: Space) -> float:
    common = shapely.intersection(a.outline, b.outline).area
    return float(common / min(a.outline.area, b.outline.area))


def _side_by_side(kept: list[_Seen]) -> tuple[Space, ...]:
    """Return the rooms with connected parts of the survey as they lie and the parts beside one another."""
    parts: defaultdict[int, list[_Seen]] = defaultdict(list)
    for room in kept:
        parts[room.part].append(room)
    boxes = [shapely.box(*shapely.total_bounds([r.space.outline for r in rooms])) for rooms in parts.values()]
    moves: dict[int, tuple[float, float]] = {}
    if len(boxes) > 1:
        moves = dict(zip(parts, contact_sheet([b for b in boxes if isinstance(b, Polygon)]), strict=True))
    return tuple(
        replace(room.space, outline=translate(room.space.outline, *moves.get(room.part, (0.0, 0.0)))) for room in kept
    )
