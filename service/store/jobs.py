"""Leases on work: who does which job until when, so that the job of a killed worker is done by another.

A job is *waiting*, *leased* (a worker renews the lease while it lives) or *finished*. Taking a job is one UPDATE that
only one worker can win. A waiting job may be *postponed* until a moment before which nobody takes it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from service.store.tables import JobTable


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work and its lease."""

    id: str
    kind: str
    subject: str
    state: str
    attempts: int
    lease_owner: str | None
    lease_until: datetime | None
    due_at: datetime | None = None


def add(session: Session, *, job_id: str, kind: str, subject: str, now: datetime) -> None:
    """Store a waiting job, or make a finished one wait again.

    Where the job exists its row is held until the transaction ends: a worker that is about to finish it sees what was
    written for it before, or leaves it finished for us to wake.
    """
    job = session.get(JobTable, job_id, with_for_update=True)
    if job is None:
        session.add(
            JobTable(
                id=job_id,
                kind=kind,
                subject=subject,
                state="waiting",
                attempts=0,
                lease_owner=None,
                lease_until=None,
                created_at=now,
            )
        )
    elif job.state == "finished":
        job.state, job.attempts, job.lease_owner, job.lease_until = "waiting", 0, None, None
        job.due_at = None
    session.flush()


def take(session: Session, job_id: str, *, owner: str, until: datetime, now: datetime) -> Job | None:
    """Lease a job that waits or whose lease has run out; None when another worker has it or it is finished."""
    due = or_(JobTable.due_at.is_(None), JobTable.due_at <= now)
    free = or_(and_(JobTable.state == "waiting", due), and_(JobTable.state == "leased", JobTable.lease_until < now))
    taken = session.execute(
        update(JobTable)
        .where(JobTable.id == job_id, free)
        .values(state="leased", lease_owner=owner, lease_until=until, attempts=JobTable.attempts + 1)
        .returning(JobTable.id)
    ).scalar()
    row = session.get(JobTable, job_id) if taken else None
    return _job(row) if row else None


def renew(session: Session, job_id: str, *, owner: str, until: datetime) -> bool:
    """Keep a lease; False when it is no longer this owner's."""
    held = and_(JobTable.id == job_id, JobTable.lease_owner == owner, JobTable.state == "leased")
    return bool(session.execute(update(JobTable).where(held).values(lease_until=until).returning(JobTable.id)).scalar())


def finish(session: Session, job_id: str, *, owner: str) -> bool:
    """Mark a job as done with; False when the lease was lost meanwhile."""
    held = and_(JobTable.id == job_id, JobTable.lease_owner == owner, JobTable.state == "leased")
    done = update(JobTable).where(held).values(state="finished", lease_owner=None, lease_until=None)
    return bool(session.execute(done.returning(JobTable.id)).scalar())


def headway(session: Session, job_id: str, *, owner: str) -> bool:
    """Forget earlier attempts: the job came forward, so it is not what kills its workers; False when it was lost."""
    held = and_(JobTable.id == job_id, JobTable.lease_owner == owner, JobTable.state == "leased")
    return bool(session.execute(update(JobTable).where(held).values(attempts=1).returning(JobTable.id)).scalar())


def give_back(session: Session, job_id: str, *, owner: str) -> None:
    """Let a job wait again without counting the attempt: its worker stops in an orderly way."""
    held = and_(JobTable.id == job_id, JobTable.lease_owner == owner, JobTable.state == "leased")
    session.execute(
        update(JobTable)
        .where(held)
        .values(state="waiting", lease_owner=None, lease_until=None, attempts=JobTable.attempts - 1)
    )


def revoke(session: Session, job_id: str, *, owner: str) -> None:
    """Let a job wait again whose worker is known to be dead; the attempt counts."""
    held = and_(JobTable.id == job_id, JobTable.lease_owner == owner, JobTable.state == "leased")
    session.execute(update(JobTable).where(held).values(state="waiting", lease_owner=None, lease_until=None))


def postpone(session: Session, job_id: str, *, owner: str, until: datetime) -> bool:
    """Let a job wait until a moment, as if it had never been tried; False when the lease was lost meanwhile."""
    held = and_(JobTable.id == job_id, JobTable.lease_owner == owner, JobTable.state == "leased")
    later = update(JobTable).where(held)
    later = later.values(state="waiting", attempts=0, lease_owner=None, lease_until=None, due_at=until)
    return bool(session.execute(later.returning(JobTable.id)).scalar())


def call_off(session: Session, job_id: str) -> None:
    """Mark a job as done with, whoever has it: its worker finds the lease gone and stops."""
    still = and_(JobTable.id == job_id, JobTable.state != "finished")
    session.execute(update(JobTable).where(still).values(state="finished", lease_owner=None, lease_until=None))


def unfinished(session: Session, kinds: Collection[str] | None = None) -> tuple[Job, ...]:
    """Return all jobs that wait or are leased, of some kinds or of all, oldest first."""
    query = select(JobTable).where(JobTable.state.in_(["waiting", "leased"]))
    if kinds is not None:
        query = query.where(JobTable.kind.in_(kinds))
    rows = session.scalars(query.order_by(JobTable.created_at))
    return tuple(_job(row) for row in rows)


def count_by_state(session: Session) -> dict[str, int]:
    """Return how many jobs there are in each state."""
    rows = session.execute(select(JobTable.state, func.count()).group_by(JobTable.state))
    return {row[0]: row[1] for row in rows}


def _job(row: JobTable) -> Job:
    return Job(row.id, row.kind, row.subject, row.state, row.attempts, row.lease_owner, row.lease_until, row.due_at)
