"""Workers do each job once, whatever happens to them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.jobs.owner import is_dead, this_owner
from service.jobs.queue import make_queue
from service.jobs.runner import MAX_ATTEMPTS, JobRunner, Lease, LeaseLostError
from service.store import jobs
from service.store.database import Database


class Recorder:
    """A handler that remembers what it was asked to do."""

    def __init__(self, database: Database, work: Callable[[Lease], None] | None = None) -> None:
        self.done: list[str] = []
        self.given_up: list[str] = []
        self.begun = 0
        self._database = database
        self._work = work

    def run(self, lease: Lease) -> None:
        self.begun += 1
        if self._work is not None:
            self._work(lease)
        with self._database.write() as session:
            lease.finish(session)
        self.done.append(lease.subject)

    def give_up(self, lease: Lease) -> None:
        with self._database.write() as session:
            lease.finish(session)
        self.given_up.append(lease.subject)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'store.db'}")
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def make_runner(database: Database, tmp_path: Path) -> Iterator[Callable[..., JobRunner]]:
    made: list[JobRunner] = []

    def make(handler: Recorder, *, lease_s: float = 60, workers: int = 1) -> JobRunner:
        queue = make_queue(data_dir=tmp_path, database_url=None)
        made.append(JobRunner(database, queue, {"import": handler}, workers=workers, lease_s=lease_s))
        return made[-1]

    yield make
    for runner in made:
        runner.stop()


def add(database: Database, job_id: str, *, owner: str | None = None, attempts: int = 0, until_s: float = 60) -> None:
    now = datetime.now(UTC)
    with database.write() as session:
        jobs.add(session, job_id=job_id, kind="import", subject=job_id, now=now)
        for n in range(attempts):
            jobs.take(session, job_id, owner=owner or "x", until=now + timedelta(seconds=until_s), now=now)
            if n < attempts - 1:
                jobs.revoke(session, job_id, owner=owner or "x")


def wait_for(condition: Callable[[], object], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def test_a_submitted_job_is_done(database: Database, make_runner: Callable[..., JobRunner]) -> None:
    handler = Recorder(database)
    runner = make_runner(handler)
    runner.start()
    add(database, "a")
    runner.submit("a")
    wait_for(lambda: handler.done == ["a"])


def test_asking_often_does_it_once(database: Database, make_runner: Callable[..., JobRunner]) -> None:
    handler = Recorder(database)
    runner = make_runner(handler, workers=3)
    runner.start()
    add(database, "a")
    for _ in range(10):
        runner.submit("a")
    add(database, "b")
    runner.submit("b")
    wait_for(lambda: sorted(handler.done) == ["a", "b"])
    time.sleep(0.3)
    assert sorted(handler.done) == ["a", "b"]


def test_what_waited_before_the_start_is_done(database: Database, make_runner: Callable[..., JobRunner]) -> None:
    add(database, "a")
    handler = Recorder(database)
    make_runner(handler).start()
    wait_for(lambda: handler.done == ["a"])


def test_a_job_of_a_dead_process_is_taken_over_at_once(
    database: Database, make_runner: Callable[..., JobRunner]
) -> None:
    host, _, _, _ = this_owner().split("|")
    add(database, "a", owner=f"{host}|999999|1.00|x", attempts=1, until_s=3600)
    handler = Recorder(database)
    make_runner(handler).start()
    wait_for(lambda: handler.done == ["a"])


def test_a_job_of_a_silent_other_machine_is_taken_over_after_its_lease(
    database: Database, make_runner: Callable[..., JobRunner]
) -> None:
    add(database, "a", owner="elsewhere|1|1.00|x", attempts=1, until_s=1.5)
    handler = Recorder(database)
    make_runner(handler).start()
    time.sleep(0.5)
    assert handler.begun == 0
    wait_for(lambda: handler.done == ["a"])


def test_a_job_begun_too_often_is_given_up(database: Database, make_runner: Callable[..., JobRunner]) -> None:
    host, _, _, _ = this_owner().split("|")
    add(database, "a", owner=f"{host}|999999|1.00|x", attempts=MAX_ATTEMPTS)
    handler = Recorder(database)
    make_runner(handler).start()
    wait_for(lambda: handler.given_up == ["a"])
    assert handler.begun == 0


def test_long_work_keeps_its_lease(database: Database, make_runner: Callable[..., JobRunner]) -> None:
    handler = Recorder(database, work=lambda _: time.sleep(2.0))
    add(database, "a")
    make_runner(handler, lease_s=0.6).start()
    make_runner(handler, lease_s=0.6).start()
    wait_for(lambda: handler.done == ["a"])
    assert handler.begun == 1


def test_work_whose_lease_was_lost_stores_nothing(database: Database, make_runner: Callable[..., JobRunner]) -> None:
    refused: list[str] = []

    def lose(lease: Lease) -> None:
        with database.write() as session:
            jobs.revoke(session, lease.job_id, owner=lease.owner)
            jobs.take(
                session,
                lease.job_id,
                owner="other",
                until=datetime.now(UTC) + timedelta(hours=1),
                now=datetime.now(UTC),
            )
        try:
            with database.write() as session:
                lease.finish(session)
        except LeaseLostError:
            refused.append(lease.job_id)
            raise

    handler = Recorder(database, work=lose)
    add(database, "a")
    make_runner(handler).start()
    wait_for(lambda: refused == ["a"])
    assert handler.done == []


def test_a_handler_that_breaks_is_tried_again_a_bounded_time(
    database: Database, make_runner: Callable[..., JobRunner]
) -> None:
    def break_(_: Lease) -> None:
        raise RuntimeError("no disk")

    handler = Recorder(database, work=break_)
    add(database, "a")
    make_runner(handler).start()
    wait_for(lambda: handler.given_up == ["a"])
    assert handler.begun == MAX_ATTEMPTS


def test_a_postponed_job_waits_for_its_time_and_its_attempts_start_anew(
    database: Database, make_runner: Callable[..., JobRunner]
) -> None:
    began: list[datetime] = []
    until = datetime.now(UTC) + timedelta(seconds=2.5)

    def postpone_once(lease: Lease) -> None:
        began.append(datetime.now(UTC))
        if len(began) == 1:
            with database.write() as session:
                lease.postpone(session, until)
            raise LeaseLostError

    handler = Recorder(database, work=postpone_once)
    add(database, "a")
    runner = make_runner(handler)
    runner.start()
    wait_for(lambda: began)
    runner.submit("a")
    wait_for(lambda: handler.done == ["a"])
    assert len(began) == 2
    assert began[1] >= until


def test_a_runner_leaves_jobs_of_other_kinds_alone(
    database: Database, make_runner: Callable[..., JobRunner], tmp_path: Path
) -> None:
    with database.write() as session:
        jobs.add(session, job_id="other", kind="webhook", subject="other", now=datetime.now(UTC))
    handler, courier = Recorder(database), Recorder(database)
    make_runner(handler).start()
    add(database, "a")
    wait_for(lambda: handler.done == ["a"])
    second = JobRunner(
        database,
        make_queue(data_dir=tmp_path, database_url=None, name="second"),
        {"webhook": courier},
        workers=1,
        lease_s=60,
    )
    second.start()
    wait_for(lambda: courier.done == ["other"])
    second.stop()
    assert handler.done == ["a"]


def test_only_processes_known_to_be_gone_are_dead() -> None:
    me = this_owner()
    host, pid, started, _ = me.split("|")
    assert not is_dead(me)
    assert is_dead(f"{host}|{pid}|{float(started) - 100:.2f}|x")  # the number was given to another process
    assert is_dead(f"{host}|999999|{started}|x")
    assert not is_dead(f"elsewhere|999999|{started}|x")
    assert not is_dead("nonsense")
