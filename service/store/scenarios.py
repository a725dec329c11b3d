"""Scenarios as stored: their inputs once, their result once, nothing changed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.store.cursors import from_cursor, to_cursor
from service.store.records import Page, Problem
from service.store.scenario_records import OPEN, Baseline, ScenarioRecord
from service.store.scenario_tables import ScenarioCaseTable, ScenarioTable

BASELINE = tuple(Baseline.__slots__)
PLAIN = tuple(name for name in ScenarioRecord.__slots__ if name not in ("baseline", "edits", "problem"))


def add_case(session: Session, sha256: str, content: bytes) -> None:
    """Keep the rooms and people of a baseline, unless they are kept already."""
    if session.get(ScenarioCaseTable, sha256) is None:
        session.add(ScenarioCaseTable(sha256=sha256, content=content))
        session.flush()


def case(session: Session, sha256: str) -> bytes:
    """Return the rooms and people of a baseline."""
    row = session.get(ScenarioCaseTable, sha256)
    assert row is not None, sha256  # scenarios refer to it by a foreign key
    return row.content


def add(session: Session, record: ScenarioRecord) -> None:
    """Store a new scenario, with its result where that is known already."""
    values = {name: getattr(record, name) for name in PLAIN} | asdict(record.baseline)
    values["building_ids"] = list(record.baseline.building_ids)
    problem = asdict(record.problem) if record.problem else None
    session.add(ScenarioTable(**values, edits=list(record.edits), problem=problem))
    session.flush()


def get(session: Session, scenario_id: str) -> ScenarioRecord | None:
    """Return one scenario."""
    row = session.scalar(select(ScenarioTable).where(ScenarioTable.id == scenario_id))
    return _record(row) if row else None


def change_open(session: Session, scenario_id: str, **values: Any) -> bool:
    """Change columns of a scenario that has not ended; False, and nothing changed, where it has."""
    problem = values.get("problem")
    if isinstance(problem, Problem):
        values["problem"] = asdict(problem)
    still = (ScenarioTable.id == scenario_id, ScenarioTable.status.in_(OPEN))
    changed = session.execute(update(ScenarioTable).where(*still).values(**values).returning(ScenarioTable.id))
    return changed.scalar() is not None


def page(session: Session, *, building_id: str | None, cursor: str | None, limit: int) -> Page[ScenarioRecord]:
    """Return scenarios, newest first, of all buildings or of those that one building is part of."""
    query = select(ScenarioTable).order_by(ScenarioTable.position.desc())
    if cursor is not None:
        query = query.where(ScenarioTable.position < from_cursor(cursor))
    if building_id is None:
        query = query.limit(limit + 1)
    rows: list[ScenarioTable] = []
    for row in session.scalars(query):
        if building_id is None or building_id in row.building_ids:
            rows.append(row)
        if len(rows) > limit:
            break
    more = to_cursor(rows[limit - 1].position) if len(rows) > limit else None
    return Page(tuple(_record(row) for row in rows[:limit]), more)


def newest_ended(session: Session, *, limit: int) -> Sequence[ScenarioRecord]:
    """Return the scenarios worked out last, newest first."""
    query = select(ScenarioTable).where(ScenarioTable.status == "done")
    return [_record(row) for row in session.scalars(query.order_by(ScenarioTable.position.desc()).limit(limit))]


def _record(row: ScenarioTable) -> ScenarioRecord:
    baseline = {name: getattr(row, name) for name in BASELINE}
    baseline["building_ids"] = tuple(row.building_ids)
    kept = row.problem
    return ScenarioRecord(
        **{name: getattr(row, name) for name in PLAIN},
        baseline=Baseline(**baseline),
        edits=tuple(row.edits),
        problem=Problem(kept["code"], kept["detail_zh"], kept["detail_en"]) if kept else None,
    )
