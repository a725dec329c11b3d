"""Workers: take a job's lease, keep it while working, and pick up what a killed worker left behind.

The queue only says "look at this job"; the job table decides. Saying it twice does no harm, and a job the queue forgot
is said again by the sweep. Each runner does the kinds of jobs it has handlers for; one service may have several, so
that a long import does not hold up what is quick.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from huey import Huey
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from service.jobs.endings import Endings
from service.jobs.owner import is_dead, this_owner
from service.jobs.queue import make_consumer
from service.store import jobs
from service.store.database import Database

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 2  # a job whose worker died twice most likely kills it
SWEEP_INTERVAL_S = 2.0
STOP_PATIENCE_S = 3.0


class LeaseLostError(Exception):
    """The job is no longer this worker's: another one has it, or the service stops."""


@dataclass(slots=True)
class Lease:
    """A job in the hands of this worker."""

    job_id: str
    subject: str
    owner: str
    lost: threading.Event = field(default_factory=threading.Event)

    def check(self) -> None:
        """Raise if the work is to stop."""
        if self.lost.is_set():
            raise LeaseLostError(self.job_id)

    def finish(self, session: Session) -> None:
        """Mark the job done in the transaction that stores its result, so that it is stored once or not at all."""
        self.check()
        if not jobs.finish(session, self.job_id, owner=self.owner):
            raise LeaseLostError(self.job_id)

    def headway(self, session: Session) -> None:
        """Note in the transaction that stores a part of the result that the job came forward."""
        self.check()
        if not jobs.headway(session, self.job_id, owner=self.owner):
            raise LeaseLostError(self.job_id)

    def postpone(self, session: Session, until: datetime) -> None:
        """Put the job back until a moment, in the transaction that stores how far it came."""
        self.check()
        if not jobs.postpone(session, self.job_id, owner=self.owner, until=until):
            raise LeaseLostError(self.job_id)


class Handler(Protocol):
    """What is done for one kind of job; ``max_attempts`` of a handler, if it has one, replaces ``MAX_ATTEMPTS``."""

    def run(self, lease: Lease) -> None:
        """Do the work and finish the lease, also when the answer is a failure."""

    def give_up(self, lease: Lease) -> None:
        """Record that the work was begun too often without an end, and finish the lease."""


class JobRunner:
    """The workers of this process."""

    def __init__(
        self, database: Database, queue: Huey, handlers: Mapping[str, Handler], *, workers: int, lease_s: float
    ) -> None:
        self._database = database
        self._queue = queue
        self._handlers = handlers
        self._lease = timedelta(seconds=lease_s)
        self._owner = this_owner()
        self.endings = Endings()
        self._held: dict[str, Lease] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._say: Callable[[str], object] = queue.task(name="work")(self._work)
        self._workers = workers
        self._threads = [
            threading.Thread(target=self._repeat, args=(self._renew, lease_s / 3), daemon=True, name="lease-keeper"),
            threading.Thread(target=self._repeat, args=(self._sweep, SWEEP_INTERVAL_S), daemon=True, name="job-sweep"),
        ]
        self._consumer = make_consumer(queue, workers=workers)

    def submit(self, job_id: str) -> None:
        """Tell the workers about a job that is in the job table."""
        self._say(job_id)

    def start(self) -> None:
        """Start working, first of all on what an earlier process left."""
        with self._database.read() as session:
            waiting = [job.id for job in self._unfinished(session) if job.state == "waiting"]
        self._sweep()
        for job_id in waiting:
            self.submit(job_id)
        self._consumer.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop working; what is not done waits for the next start without counting as an attempt."""
        self._stopping.set()
        with self._lock:
            held = list(self._held.values())
        for lease in held:
            lease.lost.set()
        self._consumer.stop(graceful=False)
        deadline = time.monotonic() + STOP_PATIENCE_S
        while self._held and time.monotonic() < deadline:
            time.sleep(0.02)
        for lease in list(self._held.values()):
            self._give_back(lease)
        for _, thread in self._consumer.worker_threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._queue.storage.close()

    def _work(self, job_id: str) -> None:
        if self._stopping.is_set():
            return
        now = datetime.now(UTC)
        with self._database.write() as session:
            job = jobs.take(session, job_id, owner=self._owner, until=now + self._lease, now=now)
        if job is None:
            return
        lease = Lease(job.id, job.subject, self._owner)
        with self._lock:
            self._held[job.id] = lease
        handler = self._handlers[job.kind]
        try:
            if job.attempts > getattr(handler, "max_attempts", MAX_ATTEMPTS):
                handler.give_up(lease)
            else:
                handler.run(lease)
        except LeaseLostError:
            log.info("job %s was taken away", job.id)
            self._give_back(lease)
        except Exception:
            # The handler could not even record its failure (a full disk, say): the job runs again, a bounded time.
            log.exception("job %s failed", job.id)
            with self._database.write() as session:
                jobs.revoke(session, job.id, owner=self._owner)
        finally:
            with self._lock:
                self._held.pop(job.id, None)
            self.endings.announce(lease.subject)

    def _give_back(self, lease: Lease) -> None:
        with self._database.write() as session:
            jobs.give_back(session, lease.job_id, owner=lease.owner)

    def _renew(self) -> None:
        with self._lock:
            held = list(self._held.values())
        for lease in held:
            with self._database.write() as session:
                mine = jobs.renew(session, lease.job_id, owner=lease.owner, until=datetime.now(UTC) + self._lease)
            if not mine:
                lease.lost.set()

    def _sweep(self) -> None:
        now = datetime.now(UTC)
        with self._database.read() as session:
            open_jobs = self._unfinished(session)
        for job in open_jobs:
            if job.lease_owner and is_dead(job.lease_owner):
                with self._database.write() as session:
                    jobs.revoke(session, job.id, owner=job.lease_owner)
                self.submit(job.id)
            elif job.lease_until and job.lease_until < now and job.id not in self._held:
                self.submit(job.id)
        due = [job.id for job in open_jobs if job.state == "waiting" and (job.due_at is None or job.due_at <= now)]
        if due and self._queue.pending_count() == 0:
            for job_id in due[: self._workers]:
                self.submit(job_id)

    def _unfinished(self, session: Session) -> tuple[jobs.Job, ...]:
        return jobs.unfinished(session, self._handlers.keys())

    def _repeat(self, work: Callable[[], None], interval_s: float) -> None:
        while not self._stopping.wait(interval_s):
            try:
                work()
            except SQLAlchemyError:
                log.exception("the store did not answer; trying again")
