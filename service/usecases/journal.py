"""Write down what happens to cases and inspections, and check that nobody rewrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geometry.finding import Text
from service.allocation.journal import Break, Event, first_break, follow
from service.roles import Role
from service.store import cases, journal
from service.store.database import Database
from service.store.people_records import JournalRecord

STATES_APART = Text(
    "整改事项 {case} 的现状与其记录不符:数据库被绕过服务改动过。",
    "Case {case} does not stand as its history says: the store was changed behind the service.",
)
CASE_LOST = Text(
    "整改事项 {case} 有记录,但事项本身已不在:数据库被绕过服务改动过。",
    "Case {case} has a history but is no longer there: the store was changed behind the service.",
)


@dataclass(frozen=True, slots=True)
class JournalCheck:
    """Whether the history is whole. ``head`` is the hash of its last event, worth noting down elsewhere."""

    events: int
    head: str | None
    broken_at: int | None
    reason: Text | None


def note(session: Session, *, at: datetime, subject: str, kind: str, role: Role, details: dict[str, Any]) -> None:
    """Add one event to the journal, in the transaction of what it tells about."""
    journal.lock(session)
    last = journal.last(session)
    event = follow(_event(last) if last else None, at=at, subject=subject, kind=kind, role=role, details=details)
    journal.add(session, JournalRecord(**asdict(event)))


def check_journal(database: Database) -> JournalCheck:
    """Return whether every event follows from the one before and every case stands where its last event left it."""
    with database.read() as session:
        last = journal.last(session)
        standing: dict[str, dict[str, Any]] = {}

        def events() -> Iterator[Event]:
            for record in journal.every(session):
                if "case" in record.details:
                    standing[record.subject.removeprefix("case/")] = record.details["case"]
                yield _event(record)

        broken = first_break(events()) or _apart(session, standing, last.number if last else 0)
    events_seen, head = (last.number, last.hash) if last else (0, None)
    return JournalCheck(events_seen, head, broken.number if broken else None, broken.reason if broken else None)


def standing(record: Any) -> dict[str, Any]:
    """Return what the journal repeats of a case after every change."""
    return {
        "state": record.state,
        "way": record.way,
        "owner": record.owner,
        "deadline": record.deadline.isoformat() if record.deadline else None,
    }


def _apart(session: Session, expected: dict[str, dict[str, Any]], number: int) -> Break | None:
    for case_id, stood in expected.items():
        record = cases.get(session, case_id)
        if record is None:
            return Break(number, CASE_LOST.format(case=case_id))
        if standing(record) != stood:
            return Break(number, STATES_APART.format(case=case_id))
    return None


def _event(record: JournalRecord) -> Event:
    return Event(**asdict(record))
