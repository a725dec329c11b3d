"""Import a roster: read in a child process, every fault by row, all of it or nothing; first as a dry run if wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

from bim_import.errors import ImportRefused
from bim_import.sandbox import Limits, Progress, run_in_child
from geometry.finding import Text
from service.allocation.people import Roster
from service.allocation.rooms import Room
from service.allocation.roster_file import read_roster
from service.allocation.roster_problems import RosterError
from service.allocation.roster_sheets import RosterRefused
from service.errors import InvalidRequestError
from service.store import rosters
from service.store.files import FileStore
from service.store.people_records import RosterRecord
from service.usecases.days import today
from service.usecases.import_model import Upload
from service.usecases.occupancy import Occupancy
from service.usecases.roster_difference import RosterDifference, roster_difference
from service.usecases.roster_rows import converter, difference, room_fields, with_roster

TARGET = "service.usecases.import_roster:read_in_child"
FAULTS = Text(
    "名册中有 {n} 处需要修正,没有导入任何内容;逐行说明见 rows。",
    "{n} places of the roster have to be mended; nothing was imported. See rows for each of them.",
)
LOST_CODES = {
    "import-crashed": "roster-unreadable",
    "import-failed": "roster-unreadable",
    "import-timeout": "roster-too-large",
    "import-memory": "roster-too-large",
}
UNREADABLE = Text(
    "名册 {file} 无法读取;请在表格软件中另存为 .xlsx 后再试。",
    "The roster {file} cannot be read; save it as .xlsx in a spreadsheet program and try again.",
)
TOO_LARGE = Text(
    "名册 {file} 太大,读取超出时间或内存上限;请按单位拆分。",
    "The roster {file} is too large to be read within the limits of time and memory; split it by org unit.",
)
Child = Callable[..., bytes]


@dataclass(frozen=True)
class RosterImport:
    """What a roster file came to: the version it made, None for a dry run, and what it changes."""

    record: RosterRecord | None
    difference: RosterDifference
    notes: tuple[Text, ...]
    applies_from: date | None


def import_roster(
    occupancy: Occupancy,
    files: FileStore,
    upload: Upload,
    *,
    organ: str,
    applies_from: date | None,
    dry_run: bool,
    limits: Limits,
    run_child: Child = run_in_child,
) -> RosterImport:
    """Read a roster file against the rooms of the day and store it as the next version, or only say what it changes.

    Without ``applies_from`` the first roster holds for all days and a later one from today. Raises ``roster-invalid``
    with every faulty row, and ``roster-unreadable`` or ``roster-too-large`` where the file cannot be read at all.
    """
    with occupancy.database.read() as session:
        last = rosters.newest(session)
    holds_from = applies_from if applies_from or last is None else today()
    day = holds_from or today()
    known = occupancy.rooms_on(day)
    payload = {
        "path": str(files.path_of(upload.sha256).resolve()),
        "file": upload.file,
        "organ": organ,
        "rooms": [converter.unstructure(room) for room in known],
    }
    roster, rooms, notes = _answer(upload, run_child, payload, limits)
    said = room_fields(rooms, {room.id: room for room in known})
    before = occupancy.rosters.version(last.version if last else 0)
    names = {room.id: room for room in with_roster(known, said)}
    changed = roster_difference(before.roster, roster, names, day)
    if dry_run:
        return RosterImport(None, changed, notes, holds_from)
    with occupancy.database.write() as session:
        newest = rosters.newest(session)
        before = occupancy.rosters.version(newest.version if newest else 0)
        gone, new = difference(before, roster, said)
        record = RosterRecord(
            version=0,
            kind="file",
            file=upload.file,
            sha256=upload.sha256,
            size_bytes=upload.size_bytes,
            imported_at=datetime.now(UTC),
            applies_from=holds_from,
            summary={
                **{str(kind): count for kind, count in changed.counts.items()},
                "unchanged": changed.unchanged,
                "org_units": len(roster.org_units),
                "occupants": len(roster.occupants),
                "assignments": len(roster.assignments),
            },
        )
        version = rosters.add_version(session, record, gone=gone, new=new)
    return RosterImport(replace(record, version=version), changed, notes, holds_from)


def read_in_child(payload: dict[str, Any], progress: Progress) -> bytes:
    """Return the roster of ``payload`` {path, file, organ, rooms} as JSON, or the rows that have to be mended."""
    progress("read", 0.0)
    rooms = [converter.structure(fields, Room) for fields in payload["rooms"]]
    content = Path(payload["path"]).read_bytes()
    try:
        reading = read_roster([(payload["file"], content)], rooms, organ=payload["organ"])
    except RosterRefused as refused:
        raise ImportRefused(refused.code, refused.reason) from None
    except RosterError as error:
        rows = [
            {
                "sheet": problem.sheet,
                "row": problem.row or None,
                "column": f"{problem.column} {problem.heading}".strip(),
                "value": problem.value,
                "reason_zh": problem.reason.zh,
                "reason_en": problem.reason.en,
            }
            for problem in error.problems
        ]
        return orjson.dumps({"problems": rows})
    except Exception:  # its message may hold a cell, and a cell a name: nothing of it goes into the log
        raise ImportRefused("import-failed", UNREADABLE.format(file=payload["file"])) from None
    known = {room.id: room for room in rooms}
    return orjson.dumps(
        {
            "roster": converter.unstructure(reading.roster),
            "rooms": [converter.unstructure(room) for room in reading.rooms if known.get(room.id) != room],
            "notes": [[note.zh, note.en] for note in reading.notes],
        }
    )


def _answer(
    upload: Upload, run_child: Child, payload: dict[str, Any], limits: Limits
) -> tuple[Roster, list[Room], tuple[Text, ...]]:
    try:
        answer = orjson.loads(run_child(TARGET, payload, limits=limits))
    except ImportRefused as refused:
        code = refused.finding.code
        if code in LOST_CODES:
            text = UNREADABLE if LOST_CODES[code] == "roster-unreadable" else TOO_LARGE
            raise InvalidRequestError(LOST_CODES[code], text.format(file=upload.file)) from None
        raise InvalidRequestError(code, refused.finding.reason) from None
    problems = answer.get("problems")
    if problems:
        raise InvalidRequestError("roster-invalid", FAULTS.format(n=len(problems)), problems)
    return (
        converter.structure(answer["roster"], Roster),
        [converter.structure(fields, Room) for fields in answer["rooms"]],
        tuple(Text(*note) for note in answer["notes"]),
    )
