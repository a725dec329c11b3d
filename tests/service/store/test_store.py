"""The store keeps what it was given, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
import shapely
from sqlalchemy import text

from geometry.basis import DEFAULT_BASIS
from service.errors import InvalidRequestError
from service.store import buildings, imports, jobs, spaces
from service.store.all_tables import metadata
from service.store.cursors import from_cursor, to_cursor
from service.store.database import SCHEMA_HEAD, Database, alembic_config
from service.store.records import (
    BuildingRecord,
    ElementRecord,
    ImportRecord,
    MeasuredModel,
    Problem,
    SpaceRecord,
    StatementRecord,
    StoreyRecord,
)
from service.usecases.measured_json import from_bytes, to_bytes
from service.usecases.store_model import store_model

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def import_record(id_: str = "i1", **changes: object) -> ImportRecord:
    record = ImportRecord(
        id=id_,
        status="queued",
        progress=0.0,
        step="upload",
        file="主楼.ifc",
        size_bytes=5 * 1024**3,
        sha256="ab" * 32,
        ignore_spaces=False,
        target_building_id=None,
        created_at=NOW,
        started_at=None,
        finished_at=None,
        building_ids=(),
        revision=None,
        report=None,
        problem=None,
        source=None,
    )
    return replace(record, **changes)


def space(number: str, x: float, *, global_id: str = "", net: float = 19.75) -> SpaceRecord:
    line = {"kind": "column", "element": "C1", "area_m2": 20.0 - net, "rule": "§", "footprint": None}
    finding = {"code": "overlaps-walls", "subject": number, "outcome": "warning", "reason_zh": "重叠", "reason_en": "x"}
    return SpaceRecord(
        global_id=global_id or f"G{number}",
        number=number,
        name="办公室 100% _A",
        use="office",
        origin="modelled",
        outline=shapely.to_wkb(shapely.box(x, 0, x + 5, 4)),
        label_point=(x + 2.5, 2.0),
        floor_z_m=0.0,
        height_m=None,
        declared=({"name": "Area", "kind": "gross", "area_m2": 20.0},),
        findings=(finding | {"cause": None, "evidence": {"overlap_m2": 0.25}},),
        statements=(StatementRecord(DEFAULT_BASIS, 20.0, net, None, None, (line,), ()),),
    )


def model(*rooms: SpaceRecord, global_id: str = "B1") -> MeasuredModel:
    wall = ElementRecord("W1", "wall", "墙", shapely.to_wkb(shapely.box(5, 0, 5.2, 4)), {"width_m": 0.2})
    storey = StoreyRecord("S1", "1F", 0.0, rooms, (wall,))
    return MeasuredModel(
        source={"file": "a.ifc", "sha256": "ab", "kind": "ifc", "schema": "IFC4", "application": "x"},
        report={"accepted": len(rooms), "repaired": 0, "rejected": 0, "differs": 0, "findings": []},
        frame={"offset_m": [0.0, 0.0], "georeference": None},
        buildings=(BuildingRecord(global_id, "主楼", (storey,)),),
    )


def keep(database: Database, measured: MeasuredModel, import_id: str) -> tuple[str, int]:
    with database.write() as session:
        record = import_record(import_id)
        imports.add(session, record, identity=import_id)
        return store_model(session, measured, record, now=NOW)[0]


def test_a_measured_model_survives_the_way_from_the_child() -> None:
    measured = model(space("101", 0))
    assert from_bytes(to_bytes(measured)) == measured


def test_what_was_stored_comes_back(database: Database) -> None:
    given = replace(space("101", 0), access="through", only_through="G102")
    building_id, number = keep(database, model(given), "i1")
    assert number == 1
    with database.read() as session:
        revision = buildings.revision(session, building_id)
        assert revision is not None
        assert (revision.imported_at, revision.name, revision.file) == (NOW, "主楼", "主楼.ifc")
        (storey,) = buildings.storeys(session, revision.key)
        (row,) = spaces.of_storey(session, revision.key, storey.storey_id, basis=DEFAULT_BASIS)
        assert replace(row.space, space_id="") == given
        assert row.worst_outcome == "warning"
        (wall,) = spaces.elements(session, revision.key, storey.storey_id)
        assert wall.details == {"width_m": 0.2}
        assert buildings.counts(session) == {"buildings": 1, "storeys": 1, "spaces": 1}


def test_a_new_revision_leaves_the_old_one_as_it_was(database: Database) -> None:
    building_id, _ = keep(database, model(space("101", 0), space("102", 5)), "i1")
    same_id, number = keep(database, model(space("101", 0, net=18.0), space("103", 9)), "i2")
    assert (same_id, number) == (building_id, 2)
    with database.read() as session:
        first = buildings.revision(session, building_id, 1)
        newest = buildings.revision(session, building_id)
        assert first is not None
        assert newest is not None
        assert [r.revision for r in buildings.revisions(session, building_id)] == [2, 1]
        was = {r.space.number: r for r in spaces.of_revision(session, first.key, basis=DEFAULT_BASIS)}
        now = {r.space.number: r for r in spaces.of_revision(session, newest.key, basis=DEFAULT_BASIS)}
    assert (set(was), set(now)) == ({"101", "102"}, {"101", "103"})
    assert was["101"].space.space_id == now["101"].space.space_id
    assert was["101"].space.statements[0].net_area_m2 == 19.75
    assert [change["number"] for change in newest.changes["area_changed"]] == ["101"]


def test_rooms_exported_with_new_ids_keep_theirs(database: Database) -> None:
    building_id, _ = keep(database, model(space("101", 0)), "i1")
    keep(database, model(space("101", 0.1, global_id="other")), "i2")
    with database.read() as session:
        revision = buildings.revision(session, building_id)
        assert revision is not None
        (row,) = spaces.of_revision(session, revision.key, basis=DEFAULT_BASIS)
    assert row.space.space_id == f"{building_id}.G101"
    assert revision.changes["appeared"] == []


def test_two_spaces_with_one_id_become_two(database: Database) -> None:
    building_id, _ = keep(database, model(space("101", 0, global_id="G"), space("102", 9, global_id="G")), "i1")
    with database.read() as session:
        revision = buildings.revision(session, building_id)
        assert revision is not None
        ids = [row.space.space_id for row in spaces.of_revision(session, revision.key, basis=DEFAULT_BASIS)]
    assert ids == [f"{building_id}.G", f"{building_id}.G~2"]


def test_a_failure_while_storing_leaves_nothing(database: Database) -> None:
    broken = model(space("101", 0), replace(space("102", 5), statements=()))
    with pytest.raises(StopIteration):
        keep(database, broken, "i1")
    with database.read() as session:
        assert buildings.counts(session) == {"buildings": 0, "storeys": 0, "spaces": 0}
        assert imports.get(session, "i1") is None


def test_search_takes_signs_literally(database: Database) -> None:
    keep(database, model(space("101", 0), space("1_1", 5)), "i1")

    def found(text_: str) -> list[str]:
        with database.read() as session:
            page = spaces.search(
                session,
                building_id=None,
                storey_id=None,
                text=text_,
                use=None,
                basis=DEFAULT_BASIS,
                cursor=None,
                limit=9,
            )
        return [hit.row.space.number for hit in page.items]

    assert found("1_1") == ["1_1"]
    assert found("100%") == ["101", "1_1"]
    assert found("_a 101") == ["101"]


def test_imports_keep_their_times_and_problems(database: Database) -> None:
    china = timezone(timedelta(hours=8))
    with database.write() as session:
        imports.add(session, import_record(created_at=NOW.astimezone(china)), identity="x")
        imports.change(session, "i1", status="failed", problem=Problem("truncated", "不完整", "truncated"))
    with database.read() as session:
        record = imports.get(session, "i1")
        assert imports.count_by_status(session) == {"failed": 1}
        assert imports.find(session, identity="x") == record
    assert record is not None
    assert (record.created_at, record.size_bytes) == (NOW, 5 * 1024**3)
    assert record.problem == Problem("truncated", "不完整", "truncated")


def test_a_job_is_taken_by_one_worker_only(database: Database) -> None:
    with database.write() as session:
        jobs.add(session, job_id="j", kind="import", subject="i", now=NOW)
    winners: list[str] = []
    barrier = threading.Barrier(4)

    def work(name: str) -> None:
        barrier.wait()
        with database.write() as session:
            if jobs.take(session, "j", owner=name, until=NOW + timedelta(minutes=1), now=NOW):
                winners.append(name)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(winners) == 1


def test_a_lease_runs_out_unless_it_is_renewed(database: Database) -> None:
    later = NOW + timedelta(minutes=2)
    with database.write() as session:
        jobs.add(session, job_id="j", kind="import", subject="i", now=NOW)
        assert jobs.take(session, "j", owner="one", until=NOW + timedelta(minutes=1), now=NOW)
        assert jobs.take(session, "j", owner="two", until=later, now=NOW) is None
        assert jobs.renew(session, "j", owner="one", until=later)
        assert jobs.take(session, "j", owner="two", until=later, now=NOW + timedelta(seconds=90)) is None
        taken = jobs.take(
            session, "j", owner="two", until=later + timedelta(minutes=1), now=later + timedelta(seconds=1)
        )
        assert taken is not None
        assert taken.attempts == 2
        assert not jobs.renew(session, "j", owner="one", until=later)
        assert not jobs.finish(session, "j", owner="one")
        assert jobs.finish(session, "j", owner="two")
        assert jobs.unfinished(session) == ()


def test_migrations_and_tables_agree(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
        assert ScriptDirectory.from_config(alembic_config(connection)).get_heads() == [SCHEMA_HEAD]


def test_a_store_can_be_opened_by_several_at_once(store_url: str) -> None:
    stores = [Database(store_url) for _ in range(3)]
    failures: list[Exception] = []

    def open_(store: Database) -> None:
        try:
            store.migrate()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=open_, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with stores[0].engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [SCHEMA_HEAD]
    for store in stores:
        store.close()
    assert failures == []


@pytest.mark.parametrize("position", [0, 1, 2**31 - 1])
def test_a_cursor_leads_back(position: int) -> None:
    assert from_cursor(to_cursor(position)) == position


@pytest.mark.parametrize("cursor", ["", "x", "cA", "cC0x", "é", "====", to_cursor(2**31)])
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidRequestError):
        from_cursor(cursor)
