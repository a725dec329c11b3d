"""Certify many rooms as one job: some at a time, each lot stored whole, so that a killed worker loses nothing."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy.orm import Session

from geometry.basis import BASES
from geometry.finding import Text
from service.errors import InvalidRequestError, NotFoundError, ServiceError, building_not_found, storey_not_found
from service.jobs.runner import Lease
from service.store import buildings, certifiable, certificate_batches, jobs, spaces
from service.store.certificate_records import BatchItem, BatchRecord
from service.store.database import Database
from service.store.records import Page
from service.usecases.certificate_office import CertificateOffice
from service.usecases.certificate_texts import BATCH_NOT_FOUND, NOTHING_ASKED, TOO_MANY
from service.usecases.certify import Issued, Refused, Terms, certify

log = logging.getLogger(__name__)

JOB_KIND: Final = "certificate-batch"
AT_A_TIME: Final = 100  # a lot holds the store for about a third of a second: other writers wait that long
MOST_ROOMS: Final = 100_000
BROKEN_OFF = Text(
    "签发时服务多次中断,这间房没有签发;请重新提交。",
    "The service was interrupted several times and no certificate was issued for this room; submit it again.",
)


def request_batch(
    database: Database,
    terms: Terms,
    *,
    building_id: str | None,
    storey_id: str | None,
    space_ids: Sequence[str] | None,
    now: datetime,
) -> BatchRecord:
    """Note down a batch for a building, a storey or some rooms, and its job; return it."""
    if [building_id, storey_id, space_ids].count(None) != 2:
        raise InvalidRequestError("invalid-request", NOTHING_ASKED)
    with database.write() as session:
        about, wanted = _wanted(session, building_id, storey_id, space_ids)
        if len(wanted) > MOST_ROOMS:
            raise InvalidRequestError("invalid-request", TOO_MANY.format(most=MOST_ROOMS))
        record = BatchRecord(
            id=secrets.token_hex(8),
            status="queued",
            basis=terms.basis.id,
            valid_until=terms.valid_until,
            renew=terms.renew,
            about=about,
            total=len(wanted),
            issued=0,
            kept=0,
            refused=0,
            created_at=now,
            started_at=None,
            finished_at=None,
        )
        certificate_batches.add(session, record, wanted)
        jobs.add(session, job_id=f"batch-{record.id}", kind=JOB_KIND, subject=record.id, now=now)
    return record


def get_batch(database: Database, batch_id: str) -> BatchRecord:
    """Return one batch; raises ``batch-not-found``."""
    with database.read() as session:
        record = certificate_batches.get(session, batch_id)
    if record is None:
        raise NotFoundError("batch-not-found", BATCH_NOT_FOUND.format(id=batch_id[:80]))
    return record


def list_batches(database: Database, *, cursor: str | None, limit: int) -> Page[BatchRecord]:
    """Return batches, newest first."""
    with database.read() as session:
        return certificate_batches.page(session, cursor=cursor, limit=limit)


def list_batch_items(database: Database, batch_id: str, *, cursor: str | None, limit: int) -> Page[BatchItem]:
    """Return the rooms of a batch and what became of each."""
    get_batch(database, batch_id)
    with database.read() as session:
        return certificate_batches.items(session, batch_id, cursor=cursor, limit=limit)


class BatchHandler:
    """Does certificate batches. Signing kills no worker: one that died in between was stopped by something else."""

    max_attempts = 10

    def __init__(self, database: Database, office: CertificateOffice) -> None:
        self._database = database
        self._office = office

    def run(self, lease: Lease) -> None:
        """Certify lot after lot; what an earlier worker settled is not touched again."""
        batch = self._begin(lease)
        terms = Terms(BASES[batch.basis], batch.valid_until, renew=batch.renew)
        while self._settle_some(lease, terms):
            lease.check()

    def give_up(self, lease: Lease) -> None:
        """Say of the rooms that are left that nothing was issued."""
        self._refuse_rest(lease, Refused("certificate-interrupted", BROKEN_OFF))

    def _begin(self, lease: Lease) -> BatchRecord:
        with self._database.write() as session:
            found = certificate_batches.get(session, lease.subject)
            assert found is not None
            values = {} if found.started_at else {"started_at": datetime.now(UTC)}
            certificate_batches.change(session, found.id, status="running", **values)
        return found

    def _settle_some(self, lease: Lease, terms: Terms) -> bool:
        """Certify the next rooms; False when none was left and the batch has ended."""
        now = datetime.now(UTC)
        try:
            with self._database.write() as session:
                items = certificate_batches.waiting(session, lease.subject, limit=AT_A_TIME)
                if not items:
                    lease.finish(session)
                    certificate_batches.finish(session, lease.subject, status="done", at=now)
                    return False
                lease.headway(session)
                outcomes = certify(session, self._office, [item.space_id for item in items], terms, now=now)
                done = [_settled(item, outcomes[item.space_id]) for item in items]
                certificate_batches.settle(session, lease.subject, done)
        except ServiceError as error:  # no key can sign, or the validity ended while the batch waited
            log.warning("batch %s ended early: %s", lease.subject, error.code)
            self._refuse_rest(lease, Refused(error.code, error.detail))
            return False
        return True

    def _refuse_rest(self, lease: Lease, refused: Refused) -> None:
        with self._database.write() as session:
            lease.finish(session)
            while items := certificate_batches.waiting(session, lease.subject, limit=AT_A_TIME):
                certificate_batches.settle(session, lease.subject, [_settled(item, refused) for item in items])
            certificate_batches.finish(session, lease.subject, status="failed", at=datetime.now(UTC))


def _wanted(
    session: Session, building_id: str | None, storey_id: str | None, space_ids: Sequence[str] | None
) -> tuple[str, Sequence[str]]:
    if space_ids is not None:
        return "", list(dict.fromkeys(space_ids))
    if building_id is not None:
        revision = buildings.revision(session, building_id)
        if revision is None:
            raise building_not_found(building_id)
        return revision.name, certifiable.ids_of(session, building_id=building_id)
    assert storey_id is not None
    last = spaces.last_revision_with_storey(session, storey_id)
    if last is None:
        raise storey_not_found(storey_id)
    revision = buildings.revision(session, last[0])
    assert revision is not None
    storey = buildings.storey(session, revision.key, storey_id)
    return f"{revision.name} {storey.name if storey else ''}".strip(), certifiable.ids_of(session, storey_id=storey_id)


def _settled(item: BatchItem, outcome: Issued | Refused) -> BatchItem:
    if isinstance(outcome, Refused):
        reason = outcome.reason
        return BatchItem(item.ordinal, item.space_id, "refused", None, outcome.code, reason.zh, reason.en)
    return BatchItem(item.ordinal, item.space_id, "issued" if outcome.new else "kept", outcome.record.id)
