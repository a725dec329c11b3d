"""The sheet of rooms: one row a room, with length and width where that is all there is to say."""

from __future__ import annotations

import math

from bim_import.survey.cells import CLEAR_HEIGHT, SIDE, SIGMA, RowReader, Units
from bim_import.survey.draft import Rectangle, RoomDraft, RoomKey
from bim_import.survey.problems import Problems
from bim_import.survey.row_reasons import (
    DUPLICATE_ROOM,
    HALF_A_RECTANGLE,
    PARTLY_NAMED,
    UNKNOWN_TURN,
    UNKNOWN_YES,
)
from bim_import.survey.table import Table
from bim_import.survey.words import instrument_of, known_half, words
from bim_import.use_terms import use_of_text
from geometry.plan import ElementKind, Use
from geometry.survey.observations import Height, Obstacle, Turn

SIDES = ("length", "width", "length_2", "width_2", "diagonal", "diagonal_2")
# A share of floor taken off as a number only: a square of that area, measured to 1 cm.
DEDUCTIONS: tuple[tuple[str, ElementKind], ...] = (
    ("deduct", "column"),
    ("deduct_columns", "column"),
    ("deduct_shafts", "shaft"),
)
DEDUCTION_SIGMA_M = 0.01


def read_rooms(table: Table, units: Units, problems: Problems) -> dict[RoomKey, RoomDraft]:
    """Return the rooms of a sheet in its order; what is wrong with a row is noted in ``problems``."""
    rooms: dict[RoomKey, RoomDraft] = {}
    readers = [RowReader(table, number, values, units, problems) for number, values in table.rows]
    for column in ("building", "storey"):
        check_all_named(readers, column)
    for row in readers:
        room = _room(row)
        known = rooms.get(room.key)
        if not room.key.number:
            continue
        if known is not None:
            reason = DUPLICATE_ROOM.format(number=room.key.number, row=known.row.number)
            row.bad("number", room.key.number, reason)
        else:
            rooms[room.key] = room
    return rooms


def check_all_named(rows: list[RowReader], column: str) -> None:
    """Note the rows that leave out a building or storey that others name: they would become rooms of another one."""
    named = [row.raw(column) is not None for row in rows]
    if any(named):
        zh, en = words().titles[column]
        for row, has_name in zip(rows, named, strict=True):
            if not has_name:
                row.bad(column, "", PARTLY_NAMED.format(column_zh=zh, column_en=en.lower()))


def key_of(row: RowReader) -> RoomKey:
    """Return which room a row speaks of."""
    return RoomKey(row.text("building"), row.text("storey"), row.text("number", required=True))


def _room(row: RowReader) -> RoomDraft:
    name, use = row.text("name"), row.text("use")
    room = RoomDraft(key_of(row), row, name, _use(use, name), corners=row.text("corners"), reflex=row.text("reflex"))
    room.elevation_m = _elevation(row)
    room.turn = _turn(row)
    room.square = _square(row)
    room.instrument = row.text("instrument") or None
    room.measured_on = row.day("measured_on") or row.table.measured_on
    room.sigma_m = row.length("sigma", SIGMA)
    room.rectangle = _rectangle(row)
    height_m = row.length("height", CLEAR_HEIGHT)
    if height_m is not None:
        room.heights.append(Height(height_m, f"{row.place}"))
    for column, kind in DEDUCTIONS:
        area_m2 = row.area(column)
        if area_m2:
            side_m = math.sqrt(area_m2)
            room.obstacles.append(
                Obstacle(kind, side_m, side_m, 1, DEDUCTION_SIGMA_M, row.table.label(column), row.place)
            )
    return room


def _use(use: str, name: str) -> Use:
    return use_of_text(use) or use_of_text(name) or "other"


def _rectangle(row: RowReader) -> Rectangle | None:
    sides = {column: row.length(column, SIDE) for column in SIDES}
    given = {column for column in SIDES if row.raw(column) is not None}
    if not given:
        return None
    for column, other in (("length", "width"), ("width", "length")):
        if column in given and other not in given:
            row.bad(other, "", HALF_A_RECTANGLE)
    lengths = tuple(v for v in (sides["length"], sides["length_2"]) if v is not None)
    widths = tuple(v for v in (sides["width"], sides["width_2"]) if v is not None)
    if not lengths or not widths:
        if row.good:  # only a second length or a diagonal
            row.bad("length", "", HALF_A_RECTANGLE)
        return None
    labels = tuple(f"{row.place} {row.table.label(c)}".strip() for c in ("length", "width", "diagonal", "diagonal_2"))
    return Rectangle(
        lengths, widths, (sides["diagonal"], sides["diagonal_2"]), (labels[0], labels[1], labels[2], labels[3])
    )


def _elevation(row: RowReader) -> float | None:
    value = row.raw("elevation")
    if value is None:
        return None
    return row.signed_length("elevation", 2000.0)


def _turn(row: RowReader) -> Turn:
    text = row.text("turn")
    known = words().turns.get(known_half(text, words().turns) or "")
    if text and known is None:
        row.bad("turn", text, UNKNOWN_TURN.format(value=text))
    return "clockwise" if known == "clockwise" else "counter-clockwise"


def _square(row: RowReader) -> bool:
    said = row.yes("square")
    if said is None and row.raw("square") is not None:
        row.bad("square", row.raw("square"), UNKNOWN_YES.format(value=row.text("square")))
    return bool(said)


def instrument_key(text: str | None) -> str | None:
    """Return the key of the instrument a surveyor names, None where it names none or an unknown one."""
    return instrument_of(text) if text else None
