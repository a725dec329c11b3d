"""A store moves between SQLite and PostgreSQL with every row."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from geometry.basis import BASES
from service.store import certifiable, certificates
from service.store.all_tables import metadata
from service.store.copy import copy_from_file, copy_to_file, is_empty
from service.store.database import Database
from service.usecases.certificate_office import CertificateOffice
from service.usecases.certify import Terms, certify
from service.usecases.read_certificates import check_history
from tests.service.houses import furnish


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=str)
            for table in metadata.sorted_tables
        }


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_store_on_postgresql_goes_into_a_file_and_back(database: Database, tmp_path: Path) -> None:
    building = furnish(database)
    office = CertificateOffice(tmp_path / "keys", name="x", url=None)
    with database.write() as session:
        ids = certifiable.ids_of(session, building_id=building)
        certify(session, office, ids, Terms(BASES["cn-usable"]), now=datetime.now(UTC))
    before = rows(database)
    copy_to_file(database, tmp_path / "copy.db")
    copy = Database(f"sqlite:///{tmp_path / 'copy.db'}")
    assert rows(copy) == before
    assert check_history(copy).whole
    copy.close()
    with database.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.exec_driver_sql(f"ALTER TABLE {table.name} DISABLE TRIGGER USER")
            connection.execute(table.delete())
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ENABLE TRIGGER USER")
    assert is_empty(database)
    copy_from_file(tmp_path / "copy.db", database)
    assert rows(database) == before
    furnish(database, {"101": 12.0})  # numbers of new rows go on after the copied ones
    with database.read() as session:
        assert certificates.count_by_status(session) == {"superseded": 3}


def test_a_copy_is_whole_while_others_write(database: Database, tmp_path: Path) -> None:
    furnish(database)
    copy_to_file(database, tmp_path / "copy.db", on_progress=lambda _: None)
    furnish(database, {"101": 12.0})
    copy = Database(f"sqlite:///{tmp_path / 'copy.db'}")
    with copy.read() as session:
        (building,) = certifiable._buildings_of(session, [certifiable.ids_of(session)[0]])
        assert len(certifiable.ids_of(session, building_id=building)) == 3
    copy.close()
