"""Survey workbooks (XLSX) and tables (CSV): every sheet read, every problem collected, then all rooms or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bim_import.kinds import Progress, Reading, ReadOptions
from bim_import.survey.assemble import SurveyFile, assembled
from bim_import.survey.assumed_units import assumed_units
from bim_import.survey.delimited import read_grid
from bim_import.survey.draft import RoomDraft, RoomKey
from bim_import.survey.file_remarks import (
    DISTANCES_LEVEL,
    READ_AS_GB18030,
    hidden_rows,
    hidden_sheet,
    ignored_columns,
    ignored_sheet,
    sums_left_out,
)
from bim_import.survey.grid import Grid
from bim_import.survey.ids import space_id, storey_id
from bim_import.survey.observation_sheets import RoomFinder, read_observations
from bim_import.survey.problems import Problems
from bim_import.survey.refusals import refuse
from bim_import.survey.room_survey import Settled, settle
from bim_import.survey.rooms_sheet import read_rooms
from bim_import.survey.row_reasons import DUPLICATE_ELSEWHERE, MEASURED_TWICE
from bim_import.survey.table import Table, is_for_people, sheet_id_of, understood
from bim_import.survey.xlsx import read_grids
from geometry.finding import Finding

NOT_ROOMS = ("distances", "diagonals", "angles", "shots", "control", "obstacles", "heights")


@dataclass(slots=True)
class _Survey:
    tables: list[Table] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)


def read_workbook(path: Path, *, name: str, options: ReadOptions, progress: Progress) -> Reading:
    """Return the rooms of a survey workbook; raises ``ImportRefused``, with every bad row, where any is bad."""
    grids = read_grids(path)
    progress("units", 0.0)
    return _read(grids, "xlsx", name, (), progress)


def read_csv(path: Path, *, name: str, options: ReadOptions, progress: Progress) -> Reading:
    """Return the rooms of a CSV table (rooms, distances or shots); raises ``ImportRefused`` as ``read_workbook``."""
    grid, text = read_grid(path)
    findings = []
    if text.encoding not in ("utf-8", "utf-16"):
        findings.append(
            Finding("text-encoding", "", "info", READ_AS_GB18030[text.encoding], {"encoding": text.encoding})
        )
    progress("units", 0.0)
    return _read([grid], "csv", name, findings, progress)


def _read(grids: Sequence[Grid], schema: str, name: str, findings: Sequence[Finding], progress: Progress) -> Reading:
    survey = _Survey(findings=list(findings))
    _understand(grids, survey)
    if not survey.tables:
        survey.problems.refuse_if_any()
        raise refuse("survey-no-table")
    rooms = _rooms(survey, Path(name).stem)
    settled = _settled(rooms, Path(name).stem)
    survey.problems.refuse_if_any()
    if not rooms:
        raise refuse("survey-empty")
    return assembled(SurveyFile(name, schema, settled, tuple(survey.findings)), progress)


def _understand(grids: Sequence[Grid], survey: _Survey) -> None:
    for grid in grids:
        if not grid.rows or is_for_people(grid):
            continue
        sheet_id = sheet_id_of(grid)
        if sheet_id is None:
            if grid.name:
                survey.findings.append(ignored_sheet(grid))
            continue
        table = understood(grid, sheet_id, survey.problems)
        if table is None:
            continue
        survey.tables.append(table)
        if grid.hidden and table.rows:
            survey.findings.append(hidden_sheet(table))
        for remark in (hidden_rows(table), ignored_columns(table), sums_left_out(table)):
            if remark is not None:
                survey.findings.append(remark)


def _rooms(survey: _Survey, stem: str) -> dict[RoomKey, RoomDraft]:
    rooms: dict[RoomKey, RoomDraft] = {}
    lists = [table for table in survey.tables if table.sheet.id == "rooms"]
    for table in lists:
        units, findings = assumed_units(table)
        survey.findings += findings
        for key, room in read_rooms(table, units, survey.problems).items():
            if key in rooms:
                first = f"{rooms[key].row.place}"
                room.row.bad("number", key.number, DUPLICATE_ELSEWHERE.format(number=key.number, place=first))
            else:
                rooms[key] = room
    finder = RoomFinder(rooms, adds=not lists, number=stem)
    for table in sorted((t for t in survey.tables if t.sheet.id != "rooms"), key=lambda t: NOT_ROOMS.index(t.sheet.id)):
        units, findings = assumed_units(table)
        survey.findings += findings
        level = not {"zenith", "elevation_angle"} & table.columns.keys()
        if table.sheet.id == "shots" and level and "slope" in table.columns:
            survey.findings.append(Finding("distances-taken-level", "", "warning", DISTANCES_LEVEL))
        read_observations(table, finder, units, survey.problems)
    for room in rooms.values():
        if room.rectangle is not None and room.is_observed:
            rows = [item.row for items in (room.distances, room.angles, room.shots) for item in items]
            reason = MEASURED_TWICE.format(number=room.key.number, sheet=rows[0].table.name)
            room.row.bad("length", room.row.text("length"), reason)
    return rooms


def _settled(rooms: dict[RoomKey, RoomDraft], stem: str) -> list[Settled]:
    found = []
    for key, room in rooms.items():
        building = key.building or stem
        found.append(
            settle(
                room,
                space_id=space_id(building, key.storey, key.number),
                storey_id=storey_id(building, key.storey),
            )
        )
    return found
