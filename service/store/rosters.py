"""Versions of the roster: rows come with one version and go with another, and none is ever changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from service.store.cursors import from_cursor, to_cursor
from service.store.people_records import RosterRecord, RosterRow, RowKind
from service.store.people_tables import RosterRowTable, RosterTable
from service.store.records import Page

IDS_PER_QUERY = 500  # databases limit how many values one question may name


def newest(session: Session) -> RosterRecord | None:
    """Return the last version, None before the first."""
    row = session.scalar(select(RosterTable).order_by(RosterTable.version.desc()).limit(1))
    return _record(row) if row else None


def in_force(session: Session, day: date) -> RosterRecord | None:
    """Return the last version that applies to ``day``; the first one for days before all of them."""
    applies = or_(RosterTable.applies_from.is_(None), RosterTable.applies_from <= day)
    row = session.scalar(select(RosterTable).where(applies).order_by(RosterTable.version.desc()).limit(1))
    row = row or session.scalar(select(RosterTable).order_by(RosterTable.version).limit(1))
    return _record(row) if row else None


def get(session: Session, version: int) -> RosterRecord | None:
    """Return one version."""
    row = session.get(RosterTable, version)
    return _record(row) if row else None


def page(session: Session, *, cursor: str | None, limit: int) -> Page[RosterRecord]:
    """Return versions, newest first."""
    query = select(RosterTable).order_by(RosterTable.version.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(RosterTable.version < from_cursor(cursor))
    rows = session.scalars(query).all()
    more = to_cursor(rows[limit - 1].version) if len(rows) > limit else None
    return Page(tuple(_record(row) for row in rows[:limit]), more)


def rows(session: Session, version: int) -> tuple[RosterRow, ...]:
    """Return all rows of a version in the order they came."""
    table = RosterRowTable
    query = (
        select(table.kind, table.id, table.fields)
        .where(table.since <= version, or_(table.until.is_(None), table.until > version))
        .order_by(table.position)
    )
    return tuple(RosterRow(row[0], row[1], row[2]) for row in session.execute(query))


def add_version(
    session: Session, record: RosterRecord, *, gone: Iterable[tuple[RowKind, str]], new: Iterable[RosterRow]
) -> int:
    """Store the next version: the last one without the rows ``gone`` and with the rows ``new``; return its number."""
    made = RosterTable(
        kind=record.kind,
        file=record.file,
        sha256=record.sha256,
        size_bytes=record.size_bytes,
        imported_at=record.imported_at,
        applies_from=record.applies_from,
        summary=record.summary,
    )
    session.add(made)
    session.flush()
    ids_of: dict[str, list[str]] = {}
    for row in gone:
        ids_of.setdefault(row[0], []).append(row[1])
    for kind, ids in ids_of.items():
        for start in range(0, len(ids), IDS_PER_QUERY):
            session.execute(
                update(RosterRowTable)
                .where(
                    RosterRowTable.kind == kind,
                    RosterRowTable.until.is_(None),
                    RosterRowTable.id.in_(ids[start : start + IDS_PER_QUERY]),
                )
                .values(until=made.version)
            )
    added = [{"kind": one.kind, "id": one.id, "since": made.version, "fields": one.fields} for one in new]
    if added:
        session.execute(insert(RosterRowTable), added)
    session.flush()
    return made.version


def count(session: Session) -> dict[str, int]:
    """Return how many org units, occupants and assignments the last version has."""
    query = select(RosterRowTable.kind, func.count()).where(RosterRowTable.until.is_(None))
    return {row[0]: row[1] for row in session.execute(query.group_by(RosterRowTable.kind))}


def _record(row: RosterTable) -> RosterRecord:
    return RosterRecord(
        version=row.version,
        kind=row.kind,  # type: ignore[arg-type]  # only add_version writes it
        file=row.file,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        imported_at=row.imported_at,
        applies_from=row.applies_from,
        summary=row.summary,
    )
