"""The sheets of observations: distances, diagonals, angles, shots, control points, obstacles and heights."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable

from bim_import.survey.cells import CLEAR_HEIGHT, DISTANCE, OBSTACLE, SIGMA, RowReader, Units
from bim_import.survey.draft import (
    DraftAngle,
    DraftControl,
    DraftDistance,
    DraftShot,
    RoomDraft,
    RoomKey,
)
from bim_import.survey.problems import Problems, shown
from bim_import.survey.rooms_sheet import check_all_named, instrument_key, key_of
from bim_import.survey.row_reasons import (
    FACES_DISAGREE,
    NO_DISTANCE,
    NO_SIZE,
    ONE_FACE,
    SAME_END,
    SEVERAL_ROOMS,
    UNKNOWN_KIND,
    UNKNOWN_ROOM,
)
from bim_import.survey.table import Table
from bim_import.survey.words import SheetId, known_half, words
from geometry.survey.observations import Height, Obstacle

READINGS = ("value", "reading_2", "reading_3", "reading_4", "reading_5")
FACES_LIMIT_DEG = 0.25  # collimation and index errors of an instrument in use stay far below a quarter of a degree
CONTROL_SIGMA_M = 0.01
FAR_M = 1e8  # beyond any coordinate of any plane system


class RoomFinder:
    """Finds the room a row speaks of by its number, and by building and storey where they are given.

    ``adds`` is true where the file has no sheet of rooms: then every room named is one.
    """

    def __init__(self, rooms: dict[RoomKey, RoomDraft], *, adds: bool, number: str = "") -> None:
        self.rooms = rooms
        self._adds, self._number = adds, number
        self._by_number: dict[str, list[RoomDraft]] = defaultdict(list)
        for room in rooms.values():
            self._by_number[room.key.number].append(room)

    def find(self, row: RowReader) -> RoomDraft | None:
        """Return the room of a row, None (and a problem) where it is unknown or several could be meant."""
        named = "number" in row.table.columns
        key = key_of(row) if named else RoomKey(row.text("building"), row.text("storey"), self._number)
        if not key.number:
            return None
        fitting = [
            room
            for room in self._by_number[key.number]
            if key.building in ("", room.key.building) and key.storey in ("", room.key.storey)
        ]
        if len(fitting) == 1:
            return fitting[0]
        if self._adds and not fitting:
            room = RoomDraft(key, row)
            self.rooms[key] = room
            self._by_number[key.number].append(room)
            return room
        reason = SEVERAL_ROOMS if fitting else UNKNOWN_ROOM
        row.bad("number", key.number, reason.format(number=key.number, count=len(fitting)))
        return None


def read_observations(table: Table, finder: RoomFinder, units: Units, problems: Problems) -> None:
    """Add every row of one sheet to its room; what is wrong is noted in ``problems``."""
    read = READERS[table.sheet.id]
    rows = [RowReader(table, number, values, units, problems) for number, values in table.rows]
    if not finder.rooms:
        for column in ("building", "storey"):
            check_all_named(rows, column)
    for row in rows:
        room = finder.find(row)
        if room is not None:
            _note_day(row, room)
            read(row, room)


def _note_day(row: RowReader, room: RoomDraft) -> None:
    """Note when a row was measured; of several days the last is when the room was."""
    day = row.day("measured_on") or row.table.measured_on
    if day is not None:
        room.observed_on = day if room.observed_on is None else max(day, room.observed_on)


def _distance(row: RowReader, room: RoomDraft) -> None:
    start, end = row.text("from", required=True), row.text("to", required=True)
    readings = _readings(row, lambda column, needed: row.length(column, DISTANCE, required=needed))
    sigma_m = row.length("sigma", SIGMA)
    if start and start == end:
        row.bad("to", end, SAME_END)
    if row.good and readings:
        room.distances.append(DraftDistance(row, start, end, readings, _instrument(row, room), sigma_m))


def _angle(row: RowReader, room: RoomDraft) -> None:
    corner = row.text("corner", required=True)
    readings = _readings(row, lambda column, needed: row.angle(column, 1.0, 359.0, required=needed))
    sigma_deg = row.angle("sigma", 0.00001, 10.0)
    if row.good and readings:
        room.angles.append(DraftAngle(row, corner, readings, _instrument(row, room), sigma_deg))


def _shot(row: RowReader, room: RoomDraft) -> None:
    station, target = row.text("station", required=True), row.text("target", required=True)
    horizontal_deg = row.angle("horizontal", -360.0, 720.0, required=True)
    zenith_deg = _zenith(row, "zenith", "elevation_angle")
    slope_m = row.length("slope", DISTANCE)
    level_m = row.length("horizontal_distance", DISTANCE)
    second = _second_face(row, horizontal_deg, zenith_deg)
    sigma_m = row.length("sigma", SIGMA)
    if row.good and slope_m is None and level_m is None:
        row.bad("slope" if "slope" in row.table.columns else "horizontal_distance", "", NO_DISTANCE)
    if not row.good or horizontal_deg is None or zenith_deg is None:
        return
    if slope_m is None:
        assert level_m is not None
        slope_m = level_m / math.sin(math.radians(zenith_deg))
    room.shots.append(
        DraftShot(row, station, target, horizontal_deg, zenith_deg, slope_m, second, _instrument(row, room), sigma_m)
    )


def _zenith(row: RowReader, zenith: str, elevation: str) -> float | None:
    """Return the zenith angle of a shot, 90 where the sheet has no column for it; None where it is wrong."""
    if row.raw(zenith) is not None:
        return row.angle(zenith, 1.0, 359.0)
    if row.raw(elevation) is not None:
        above_deg = row.angle(elevation, -89.0, 89.0)
        return None if above_deg is None else 90.0 - above_deg
    given = [column for column in (zenith, elevation) if column in row.table.columns]
    if given and row.raw("slope") is not None:
        return row.angle(given[0], 0.0, 360.0, required=True)
    return 90.0


def _second_face(row: RowReader, horizontal_deg: float | None, zenith_deg: float | None) -> tuple[float, float] | None:
    horizontal_2_deg = row.angle("horizontal_2", -360.0, 720.0)
    zenith_2_deg = row.angle("zenith_2", 1.0, 359.0)
    given = [row.raw(column) is not None for column in ("horizontal_2", "zenith_2")]
    if not any(given):
        return None
    if not all(given):
        row.bad("zenith_2" if given[0] else "horizontal_2", "", ONE_FACE)
        return None
    if None in (horizontal_deg, zenith_deg, horizontal_2_deg, zenith_2_deg):
        return None
    assert horizontal_deg is not None
    assert zenith_deg is not None
    assert horizontal_2_deg is not None
    assert zenith_2_deg is not None
    apart_deg = (horizontal_2_deg - horizontal_deg) % 360.0 - 180.0
    index_deg = (zenith_deg + zenith_2_deg) - 360.0
    for column, wrong_deg in (("horizontal_2", apart_deg), ("zenith_2", index_deg)):
        if abs(wrong_deg) > FACES_LIMIT_DEG:
            value, limit = f"{abs(wrong_deg) * 60:.0f}", f"{FACES_LIMIT_DEG * 60:.0f}"
            row.bad(column, row.raw(column), FACES_DISAGREE.format(value=value, limit=limit))
    return horizontal_2_deg, zenith_2_deg


def _control(row: RowReader, room: RoomDraft) -> None:
    corner = row.text("corner", required=True)
    east_m, north_m = (row.signed_length(column, FAR_M, required=True) for column in ("east", "north"))
    sigma_m = row.length("sigma", SIGMA)
    if row.good and east_m is not None and north_m is not None:
        room.control.append(DraftControl(row, corner, east_m, north_m, sigma_m or CONTROL_SIGMA_M))


def _obstacle(row: RowReader, room: RoomDraft) -> None:
    text = row.text("kind", required=True)
    kind = words().obstacles.get(known_half(text, words().obstacles) or "")
    if text and kind is None:
        titles = words().obstacle_titles.values()
        known = {"known_zh": "、".join(zh for zh, _ in titles), "known_en": ", ".join(en for _, en in titles)}
        row.bad("kind", text, UNKNOWN_KIND.format(value=shown(text), **known))
    length_m, width_m = row.length("length", OBSTACLE), row.length("width", OBSTACLE)
    diameter_m, area_m2, count = row.length("diameter", OBSTACLE), row.area("area", 400.0), row.count("count")
    if not row.good or kind is None:
        return
    sizes: dict[str, float | None]
    if length_m is not None and width_m is not None:
        sizes = {"length_m": length_m, "width_m": width_m}
    elif diameter_m is not None:
        sizes = {"length_m": diameter_m, "width_m": None}
    elif area_m2:
        sizes = {"length_m": math.sqrt(area_m2), "width_m": math.sqrt(area_m2)}
    else:
        row.bad("length", "", NO_SIZE)
        return
    side_m, other_m = sizes["length_m"], sizes["width_m"]
    assert side_m is not None
    room.obstacles.append(Obstacle(kind, side_m, other_m, count, label=text, reading=row.place))


def _height(row: RowReader, room: RoomDraft) -> None:
    for value_m in _readings(row, lambda column, needed: row.length(column, CLEAR_HEIGHT, required=needed)):
        room.heights.append(Height(value_m, row.place))


def _readings(row: RowReader, read: Callable[[str, bool], float | None]) -> tuple[float, ...]:
    values = [read(column, column == "value") for column in READINGS]
    return tuple(value for value in values if value is not None)


def _instrument(row: RowReader, room: RoomDraft) -> str | None:
    return instrument_key(row.text("instrument") or room.instrument)


READERS: dict[SheetId, Callable[[RowReader, RoomDraft], None]] = {
    "distances": _distance,
    "diagonals": _distance,
    "angles": _angle,
    "shots": _shot,
    "control": _control,
    "obstacles": _obstacle,
    "heights": _height,
}
