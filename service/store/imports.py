"""Files given to the service: one row each, kept for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from service.store.cursors import from_cursor, to_cursor
from service.store.records import ImportRecord, Page, Problem
from service.store.tables import ImportTable


def add(session: Session, record: ImportRecord, *, identity: str) -> None:
    """Store a new import."""
    row = asdict(record)
    row["building_ids"] = list(record.building_ids)
    session.add(ImportTable(identity=identity, **row))
    session.flush()


def get(session: Session, import_id: str) -> ImportRecord | None:
    """Return one import."""
    row = session.scalar(select(ImportTable).where(ImportTable.id == import_id))
    return _record(row) if row else None


def find(session: Session, *, identity: str) -> ImportRecord | None:
    """Return the import of the same bytes with the same options, if there was one."""
    row = session.scalar(select(ImportTable).where(ImportTable.identity == identity))
    return _record(row) if row else None


def find_into(
    session: Session, *, sha256: str, ignore_spaces: bool, building_id: str, options: Mapping[str, Any]
) -> ImportRecord | None:
    """Return the finished import of the same bytes that made a revision of this building, if there was one."""
    same = select(ImportTable).where(
        ImportTable.sha256 == sha256, ImportTable.ignore_spaces == ignore_spaces, ImportTable.status == "done"
    )
    rows = session.scalars(same.order_by(ImportTable.position.desc()))
    same_options = (row for row in rows if (row.options or {}) == options)
    return next((_record(row) for row in same_options if building_id in row.building_ids), None)


def page(session: Session, *, cursor: str | None, limit: int) -> Page[ImportRecord]:
    """Return imports, newest first."""
    query = select(ImportTable).order_by(ImportTable.position.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(ImportTable.position < from_cursor(cursor))
    rows = session.scalars(query).all()
    more = to_cursor(rows[limit - 1].position) if len(rows) > limit else None
    return Page(tuple(_record(row) for row in rows[:limit]), more)


def change(session: Session, import_id: str, **values: Any) -> None:
    """Change columns of one import."""
    problem = values.get("problem")
    if isinstance(problem, Problem):
        values["problem"] = asdict(problem)
    session.execute(update(ImportTable).where(ImportTable.id == import_id).values(**values))


def count_by_status(session: Session) -> Mapping[str, int]:
    """Return how many imports there are in each status."""
    rows = session.execute(select(ImportTable.status, func.count()).group_by(ImportTable.status))
    return {status: count for status, count in rows}  # noqa: C416 - rows are not tuples to the type checker


def _record(row: ImportTable) -> ImportRecord:
    return ImportRecord(
        id=row.id,
        status=row.status,  # type: ignore[arg-type]  # only add and change write it
        progress=row.progress,
        step=row.step,
        file=row.file,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        ignore_spaces=row.ignore_spaces,
        target_building_id=row.target_building_id,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        building_ids=tuple(row.building_ids),
        revision=row.revision,
        report=row.report,
        problem=_problem(row.problem) if row.problem else None,
        source=row.source,
        options=row.options or {},
    )


def _problem(kept: dict[str, Any]) -> Problem:
    rows = tuple(kept.get("rows", ()))
    return Problem(kept["code"], kept["detail_zh"], kept["detail_en"], rows, kept.get("evidence", {}))
