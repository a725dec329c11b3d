"""From what the rows say about a room to the record the adjustment takes: corners in order, ends, right angles."""

from __future__ import annotations

from dataclasses import dataclass

from bim_import.survey.cells import RowReader
from bim_import.survey.draft import DraftDistance, RoomDraft
from bim_import.survey.ends import Label, corners_in_order, end_of, label_of, listed_corners
from bim_import.survey.room_remarks import (
    ANGLES_DO_NOT_FIT,
    ASSUMED_REFLEX,
    INSTRUMENT_UNKNOWN,
    NOT_MEASURED,
    READINGS_DISAGREE,
    REFLEX_UNKNOWN,
)
from bim_import.survey.rooms_sheet import instrument_key
from bim_import.survey.row_reasons import (
    REPEATED_CORNER,
    TOO_FEW_CORNERS,
    TOO_MANY_CORNERS,
    UNKNOWN_CORNER,
)
from geometry.finding import Finding
from geometry.survey.observations import (
    Angle,
    AssumedAngle,
    ControlPoint,
    Corner,
    Distance,
    End,
    Observation,
    PolarShot,
    RoomSurvey,
    Wall,
)
from geometry.survey.rectangle import rectangle
from geometry.survey.reflex_corners import reflex_corners

MAX_CORNERS = 200
REFLEX_DEG = 225.0  # an interior angle beyond this is meant to be 270°
# Two readings of one distance farther apart than this are no repetition of each other: 1 cm is five times what a laser
# and a wall face leave between two shots.
REPEAT_M = 0.010


@dataclass(frozen=True, slots=True)
class Settled:
    """A room ready for adjustment (None where nothing was measured), and what its reader has to say about it."""

    draft: RoomDraft
    survey: RoomSurvey | None
    findings: tuple[Finding, ...]


def settle(draft: RoomDraft, *, space_id: str, storey_id: str) -> Settled:
    """Return a room's survey; labels that are no corner of it are noted as problems of their rows."""
    findings: list[Finding] = []
    if draft.instrument and instrument_key(draft.instrument) is None:
        reason = INSTRUMENT_UNKNOWN.format(instrument=draft.instrument)
        findings.append(Finding("instrument-unknown", space_id, "info", reason, {"instrument": draft.instrument}))
    if draft.rectangle is not None:
        return Settled(draft, _rectangle(draft, space_id, storey_id), tuple(findings))
    if not draft.is_observed:
        reason = NOT_MEASURED.format(number=draft.key.number)
        return Settled(draft, None, (Finding("undetermined", space_id, "rejected", reason),))
    corners = _corners(draft)
    if corners is None:
        return Settled(draft, None, ())
    observations: list[Observation] = [*_distances(draft, corners, space_id, findings), *_angles(draft, corners)]
    observations += [*_shots(draft, corners), *_control(draft, corners)]
    observations += _right_angles(draft, corners, observations, space_id, findings)
    survey = RoomSurvey(
        space_id,
        draft.key.number,
        corners,
        tuple(observations),
        tuple(draft.obstacles),
        tuple(draft.heights),
        draft.name,
        draft.use,
        storey_id,
        draft.turn,
        instrument=instrument_key(draft.instrument),
        reading=draft.row.place,
        measured_on=draft.measured_on or draft.observed_on,
    )
    return Settled(draft, survey, tuple(findings))


def _rectangle(draft: RoomDraft, space_id: str, storey_id: str) -> RoomSurvey:
    sides = draft.rectangle
    assert sides is not None
    length, width, diagonal, diagonal_2 = sides.labels
    return rectangle(
        id=space_id,
        number=draft.key.number,
        length_m=sides.length_m,
        width_m=sides.width_m,
        diagonals_m=sides.diagonals_m,
        sigma_m=draft.sigma_m,
        instrument=instrument_key(draft.instrument),
        length_reading=length,
        width_reading=width,
        diagonal_readings=(diagonal, diagonal_2),
        obstacles=tuple(draft.obstacles),
        heights=tuple(draft.heights),
        name=draft.name,
        use=draft.use,
        storey_id=storey_id,
        reading=draft.row.place,
        measured_on=draft.measured_on or draft.observed_on,
    )


def _corners(draft: RoomDraft) -> tuple[str, ...] | None:
    """Return the corner labels in order, None (and a problem) where they cannot be a room's."""
    labels: list[Label] = [label_of(text) for d in draft.distances for text in (d.start, d.end)]
    labels += [label_of(angle.corner) for angle in draft.angles]
    labels += [label_of(shot.target) for shot in draft.shots]
    corners = listed_corners(draft.corners) if draft.corners else corners_in_order(labels)
    column = "corners" if draft.corners else "number"
    seen: set[str] = set()
    for corner in corners:
        if corner in seen:
            draft.row.bad(column, draft.corners, REPEATED_CORNER.format(corner=corner))
            return None
        seen.add(corner)
    if len(corners) < 3 or len(corners) > MAX_CORNERS:
        reason = TOO_FEW_CORNERS if len(corners) < 3 else TOO_MANY_CORNERS
        draft.row.bad(
            column, draft.corners, reason.format(number=draft.key.number, count=len(corners), limit=MAX_CORNERS)
        )
        return None
    return corners


def _end(row: RowReader, column: str, text: str, draft: RoomDraft, corners: tuple[str, ...]) -> End | None:
    end = end_of(text, corners)
    if end is None:
        shown = "-".join(corners) if len(corners) <= 12 else f"{corners[0]} … {corners[-1]}"
        row.bad(column, text, UNKNOWN_CORNER.format(corner=text, number=draft.key.number, corners=shown))
    return end


def _distances(draft: RoomDraft, corners: tuple[str, ...], space_id: str, findings: list[Finding]) -> list[Distance]:
    """Return the distances, several rows about the same two ends made one with several readings."""
    groups: dict[tuple[End, End], list[DraftDistance]] = {}
    for item in draft.distances:
        start = _end(item.row, "from", item.start, draft, corners)
        end = _end(item.row, "to", item.end, draft, corners)
        if start is None or end is None or start == end:
            continue
        key = (start, end) if (end, start) not in groups else (end, start)
        groups.setdefault(key, []).append(item)
    found = []
    for (start, end), items in groups.items():
        readings = [value for item in items for value in item.readings_m]
        apart_m = max(readings) - min(readings)
        if apart_m <= REPEAT_M:
            merged = [(tuple(readings), items)]
        else:  # one of them is wrong: each stands for itself, so that the adjustment can tell which
            merged = [((value,), [item]) for item in items for value in item.readings_m]
            places = ", ".join(dict.fromkeys(item.row.place for item in items))
            reason = READINGS_DISAGREE.format(places=places, apart_mm=f"{apart_m * 1000:.0f}")
            evidence = {"apart_m": apart_m, "readings_m": readings, "rows": places}
            findings.append(Finding("readings-differ", space_id, "warning", reason, evidence))
        for values, of in merged:
            places = ", ".join(dict.fromkeys(item.row.place for item in of))
            sigma_m = next((item.sigma_m for item in of if item.sigma_m is not None), draft.sigma_m)
            found.append(Distance(start, end, values, places, sigma_m, of[0].instrument))
    return found


def _angles(draft: RoomDraft, corners: tuple[str, ...]) -> list[Angle]:
    found = []
    for item in draft.angles:
        end = _end(item.row, "corner", item.corner, draft, corners)
        if isinstance(end, Corner):
            found.append(Angle(end.index, item.readings_deg, item.row.place, item.sigma_deg, item.instrument))
        elif end is not None:
            reason = UNKNOWN_CORNER.format(corner=item.corner, number=draft.key.number, corners="-".join(corners))
            item.row.bad("corner", item.corner, reason)
    return found


def _shots(draft: RoomDraft, corners: tuple[str, ...]) -> list[PolarShot]:
    found = []
    for item in draft.shots:
        target = _end(item.row, "target", item.target, draft, corners)
        if target is not None:
            found.append(
                PolarShot(
                    item.station,
                    target,
                    item.horizontal_deg,
                    item.slope_m,
                    item.zenith_deg,
                    item.second_face,
                    item.row.place,
                    item.sigma_m or draft.sigma_m,
                    instrument=item.instrument,
                )
            )
    return found


def _control(draft: RoomDraft, corners: tuple[str, ...]) -> list[ControlPoint]:
    found = []
    for item in draft.control:
        end = _end(item.row, "corner", item.corner, draft, corners)
        if isinstance(end, Corner):
            found.append(ControlPoint(end.index, item.east_m, item.north_m, item.sigma_m, item.row.place))
    return found


def _right_angles(
    draft: RoomDraft,
    corners: tuple[str, ...],
    observations: list[Observation],
    space_id: str,
    findings: list[Finding],
) -> list[AssumedAngle]:
    """Return the right angles a surveyor vouches for, at the corners without a measured angle."""
    if not (draft.square or draft.reflex):
        return []
    n = len(corners)
    measured = {o.corner: o.readings_deg[0] for o in observations if isinstance(o, Angle)}
    reflex = _reflex(draft, corners, observations, measured)
    if reflex is None:
        reason = REFLEX_UNKNOWN.format(number=draft.key.number, count=max(0, (n - 4) // 2))
        findings.append(Finding("undetermined", space_id, "warning", reason, {"corners": n}))
        return []
    if n % 2 or len(reflex) != (n - 4) // 2:
        reason = ANGLES_DO_NOT_FIT.format(number=draft.key.number, corners=n, reflex=len(reflex))
        findings.append(Finding("undetermined", space_id, "warning", reason, {"corners": n, "reflex": len(reflex)}))
        return []
    if reflex and not draft.reflex and not all(corner in measured for corner in reflex):
        names = ", ".join(corners[i] for i in sorted(reflex))
        reason = ASSUMED_REFLEX.format(corners=names)
        findings.append(Finding("reflex-corners-found", space_id, "info", reason, {"corners": names}))
    return [
        AssumedAngle(corner, 270.0 if corner in reflex else 90.0, draft.row.place)
        for corner in range(n)
        if corner not in measured
    ]


def _reflex(
    draft: RoomDraft, corners: tuple[str, ...], observations: list[Observation], measured: dict[int, float]
) -> frozenset[int] | None:
    """Return which corners jut in: as stated, as measured, or as the lengths tell; None where nothing tells."""
    n = len(corners)
    if draft.reflex:
        ends = [_end(draft.row, "reflex", text, draft, corners) for text in listed_corners(draft.reflex)]
        return frozenset(end.index for end in ends if isinstance(end, Corner))
    if n == 4:
        return frozenset()
    seen = frozenset(corner for corner, degrees in measured.items() if degrees > REFLEX_DEG)
    if len(seen) == (n - 4) // 2:
        return seen
    lengths: dict[int, float] = {}
    diagonals: dict[tuple[int, int], float] = {}
    for item in observations:
        if not isinstance(item, Distance) or isinstance(item.start, Wall) or isinstance(item.end, Wall):
            continue
        i, j = sorted((item.start.index, item.end.index))
        value_m = sum(item.readings_m) / len(item.readings_m)
        if j - i == 1 or (i == 0 and j == n - 1):
            lengths.setdefault(i if j - i == 1 else j, value_m)
        else:
            diagonals[i, j] = value_m
    if len(lengths) < n:
        return None
    found = reflex_corners([lengths[k] for k in range(n)], diagonals_m=diagonals)
    return None if found is None else frozenset(found)
