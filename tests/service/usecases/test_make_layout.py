"""What becomes of a layout whose search is broken off, and of one that was found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from bim_import.errors import ImportRefused
from geometry.finding import Text
from service.app import create_app
from service.jobs.runner import Lease
from service.store import jobs, layouts
from service.store.database import Database
from service.usecases.make_layout import LayoutHandler, LayoutRequest, request_layout
from tests.service.build_ifc import OFFICE_DOORS, OFFICES, write_ifc
from tests.service.conftest import API, LOCAL, Client, local_settings


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, str]]:
    """A store with rooms that can be laid out, and nobody at work on it."""
    folder = tmp_path_factory.mktemp("store")
    with Client(create_app(local_settings(folder / "data")), base_url=LOCAL) as client:
        client.bring_in(write_ifc(folder / "office.ifc", OFFICES, doors=OFFICE_DOORS))
        room = next(item["id"] for item in client.get(f"{API}/spaces").json()["items"] if item["number"] == "102")
    database = Database(f"sqlite:///{folder / 'data' / 'yijian.db'}")
    yield database, room
    database.close()


def taken(database: Database, job_id: str) -> Lease:
    now = datetime.now(UTC)
    with database.write() as session:
        job = jobs.take(session, job_id, owner="test", until=now + timedelta(minutes=1), now=now)
    assert job is not None
    return Lease(job.id, job.subject, "test")


def stopped(*_: Any, **__: Any) -> bytes:
    raise ImportRefused("import-timeout", Text("慢", "slow"))


def found(*_: Any, **__: Any) -> bytes:
    return orjson.dumps({"count": 4, "bound": 5, "legal": True})


def test_a_search_that_is_stopped_is_said_and_can_be_asked_for_again(store: tuple[Database, str]) -> None:
    database, room = store
    asked = LayoutRequest((room,), "1.4x0.7")
    record, job_id = request_layout(database, asked)
    assert job_id is not None
    assert request_layout(database, asked) == (record, None)
    LayoutHandler(database, run_child=stopped).run(taken(database, job_id))
    with database.read() as session:
        failed = layouts.get(session, record.id)
    assert failed is not None
    assert failed.status == "failed"
    assert failed.problem is not None
    assert failed.problem["code"] == "layout-interrupted"
    again, job_id = request_layout(database, asked)
    assert (again.id, again.status, again.problem) == (record.id, "queued", None)
    assert job_id is not None
    LayoutHandler(database, run_child=found).run(taken(database, job_id))
    with database.read() as session:
        done = layouts.get(session, record.id)
        kept = layouts.document(session, record.id)
    assert done is not None
    assert (done.status, done.count, done.bound) == ("done", 4, 5)
    assert kept == found()


def test_a_layout_that_was_found_is_never_changed(store: tuple[Database, str]) -> None:
    database, room = store
    record, job_id = request_layout(database, LayoutRequest((room,), "1.2x0.6"))
    assert job_id is not None
    LayoutHandler(database, run_child=found).run(taken(database, job_id))
    with database.write() as session:
        layouts.change(session, record.id, status="failed", count=0)
        kept = layouts.get(session, record.id)
    assert kept is not None
    assert (kept.status, kept.count) == ("done", 4)


def test_work_begun_too_often_is_given_up_with_a_reason(store: tuple[Database, str]) -> None:
    database, room = store
    record, job_id = request_layout(database, LayoutRequest((room,), "1.6x0.8"))
    assert job_id is not None
    LayoutHandler(database).give_up(taken(database, job_id))
    with database.read() as session:
        kept = layouts.get(session, record.id)
    assert kept is not None
    assert kept.problem is not None
    assert "interrupted" in kept.problem["detail_en"]
