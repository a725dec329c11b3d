"""Findings as stored: one evaluation per policy and day, replaced in part or as a whole when its inputs change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.orm import Session

from service.store.cursors import from_cursor, to_cursor
from service.store.people_records import EvaluationRecord, FindingRecord, PlaceOfSpace
from service.store.people_tables import EvaluationTable, FindingSpaceTable, FindingTable
from service.store.records import Page

EVALUATIONS_KEPT = 24
IDS_PER_QUERY = 500


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings are asked for; None means any."""

    building_id: str | None = None
    storey_id: str | None = None
    space_id: str | None = None
    org_unit_id: str | None = None
    codes: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    text: str | None = None


def evaluation(session: Session, *, policy: str, as_of: date) -> EvaluationRecord | None:
    """Return the stored evaluation of a policy on a day."""
    query = select(EvaluationTable).where(EvaluationTable.policy == policy, EvaluationTable.as_of == as_of)
    row = session.scalar(query)
    if row is None:
        return None
    return EvaluationRecord(row.position, row.policy, row.as_of, row.roster_version, row.revisions, row.made_at)


def replace_all(session: Session, record: EvaluationRecord, found: Iterable[FindingRecord]) -> int:
    """Store an evaluation in place of the one before; return its position."""
    same = (EvaluationTable.policy == record.policy) & (EvaluationTable.as_of == record.as_of)
    session.execute(delete(EvaluationTable).where(same))
    row = EvaluationTable(
        policy=record.policy,
        as_of=record.as_of,
        roster_version=record.roster_version,
        revisions=record.revisions,
        made_at=record.made_at,
        used_at=record.made_at,
    )
    session.add(row)
    session.flush()
    _add(session, row.position, found)
    _forget_old(session)
    return row.position


def replace_some(
    session: Session, record: EvaluationRecord, *, gone: Sequence[str], found: Iterable[FindingRecord]
) -> None:
    """Bring a stored evaluation to the inputs of ``record``: without the findings ``gone``, with those ``found``."""
    for start in range(0, len(gone), IDS_PER_QUERY):
        some = FindingTable.id.in_(gone[start : start + IDS_PER_QUERY])
        session.execute(delete(FindingTable).where(FindingTable.evaluation == record.position, some))
    session.execute(
        update(EvaluationTable)
        .where(EvaluationTable.position == record.position)
        .values(
            roster_version=record.roster_version,
            revisions=record.revisions,
            made_at=record.made_at,
            used_at=record.made_at,
        )
    )
    _add(session, record.position, found)


def used(session: Session, position: int, *, now: datetime) -> None:
    """Note that an evaluation was asked for, so that it is kept."""
    session.execute(update(EvaluationTable).where(EvaluationTable.position == position).values(used_at=now))


def page(
    session: Session, evaluation_position: int, wanted: Filter, *, cursor: str | None, limit: int
) -> Page[FindingRecord]:
    """Return findings, the gravest first."""
    offset = from_cursor(cursor) if cursor is not None else 0
    query = (
        _matching(evaluation_position, wanted)
        .order_by(FindingTable.weight, func.coalesce(FindingTable.excess_m2, 0.0).desc(), FindingTable.id)
        .offset(offset)
        .limit(limit + 1)
    )
    rows = session.scalars(query).all()
    more = to_cursor(offset + limit) if len(rows) > limit else None
    return Page(_records(session, rows[:limit]), more)


def every(session: Session, evaluation_position: int, wanted: Filter | None = None) -> tuple[FindingRecord, ...]:
    """Return all matching findings, in the order they were stored."""
    query = _matching(evaluation_position, wanted or Filter()).order_by(FindingTable.position)
    return _records(session, session.scalars(query).all())


def get(session: Session, evaluation_position: int, finding_id: str) -> FindingRecord | None:
    """Return one finding."""
    query = select(FindingTable).where(FindingTable.evaluation == evaluation_position, FindingTable.id == finding_id)
    row = session.scalar(query)
    return _records(session, [row])[0] if row else None


def counts(session: Session, evaluation_position: int, wanted: Filter) -> tuple[tuple[str, str, int, float], ...]:
    """Return how many findings there are by code and outcome, with the sum of their excess in m²."""
    ids = _matching(evaluation_position, wanted).with_only_columns(FindingTable.position).subquery()
    query = (
        select(
            FindingTable.code,
            FindingTable.outcome,
            func.count(),
            func.coalesce(func.sum(FindingTable.excess_m2), 0.0),
        )
        .where(FindingTable.position.in_(select(ids.c.position)))
        .group_by(FindingTable.code, FindingTable.outcome)
        .order_by(FindingTable.code, FindingTable.outcome)
    )
    return tuple((row[0], row[1], row[2], float(row[3] or 0.0)) for row in session.execute(query))


def _matching(evaluation_position: int, wanted: Filter) -> Select[Any]:
    query = select(FindingTable).where(FindingTable.evaluation == evaluation_position)
    if wanted.codes:
        query = query.where(FindingTable.code.in_(wanted.codes))
    if wanted.outcomes:
        query = query.where(FindingTable.outcome.in_(wanted.outcomes))
    if wanted.org_unit_id is not None:
        query = query.where(FindingTable.org_unit_id == wanted.org_unit_id)
    for word in (wanted.text or "").casefold().split():
        query = query.where(FindingTable.search.contains(word, autoescape=True))
    places = [
        column == value
        for column, value in (
            (FindingSpaceTable.building_id, wanted.building_id),
            (FindingSpaceTable.storey_id, wanted.storey_id),
            (FindingSpaceTable.space_id, wanted.space_id),
        )
        if value is not None
    ]
    if places:
        query = query.where(FindingTable.position.in_(select(FindingSpaceTable.finding).where(*places)))
    return query


def _add(session: Session, evaluation_position: int, found: Iterable[FindingRecord]) -> None:
    records = list(found)
    rows: list[dict[str, Any]] = [
        {
            "evaluation": evaluation_position,
            "id": record.id,
            "code": record.code,
            "outcome": record.outcome,
            "weight": record.weight,
            "org_unit_id": record.org_unit_id,
            "search": record.search,
            "excess_m2": record.excess_m2,
            "fields": record.fields,
        }
        for record in records
    ]
    if not rows:
        return
    made = session.scalars(insert(FindingTable).returning(FindingTable.position, sort_by_parameter_order=True), rows)
    spaces = [
        {
            "finding": position,
            "ordinal": ordinal,
            "space_id": place.space_id,
            "storey_id": place.storey_id,
            "building_id": place.building_id,
        }
        for position, record in zip(made.all(), records, strict=True)
        for ordinal, place in enumerate(record.spaces)
    ]
    if spaces:
        session.execute(insert(FindingSpaceTable), spaces)


def _records(session: Session, rows: Sequence[FindingTable]) -> tuple[FindingRecord, ...]:
    places: dict[int, list[PlaceOfSpace]] = {row.position: [] for row in rows}
    positions = list(places)
    for start in range(0, len(positions), IDS_PER_QUERY):
        query = (
            select(FindingSpaceTable)
            .where(FindingSpaceTable.finding.in_(positions[start : start + IDS_PER_QUERY]))
            .order_by(FindingSpaceTable.finding, FindingSpaceTable.ordinal)
        )
        for place in session.scalars(query):
            places[place.finding].append(PlaceOfSpace(place.space_id, place.storey_id, place.building_id))
    return tuple(
        FindingRecord(
            row.id,
            row.code,
            row.outcome,
            row.weight,
            row.org_unit_id,
            row.search,
            row.excess_m2,
            row.fields,
            tuple(places[row.position]),
        )
        for row in rows
    )


def _forget_old(session: Session) -> None:
    kept = select(EvaluationTable.position).order_by(EvaluationTable.used_at.desc()).limit(EVALUATIONS_KEPT)
    positions = session.scalars(kept).all()
    session.execute(delete(EvaluationTable).where(EvaluationTable.position.not_in(positions)))
