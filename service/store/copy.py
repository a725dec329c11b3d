"""Copy a whole store into another one: SQLite or PostgreSQL on either side, in one view of the source."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Integer, func, insert, select, text

from service.store.all_tables import metadata
from service.store.database import Database

ROWS_AT_A_TIME = 500
PAGES_AT_A_TIME = 2000  # 8 MB: writers get their turn in between
Progress = Callable[[float], None]


def copy_to_file(database: Database, path: Path, *, on_progress: Progress = lambda _: None) -> None:
    """Write a consistent copy of the store into a new SQLite file while the service goes on."""
    if database.is_sqlite:
        assert database.url.database is not None
        _online_copy(Path(database.url.database), path, on_progress)
        return
    target = Database(f"sqlite:///{path}")
    try:
        target.migrate()
        copy_rows(database, target, on_progress=on_progress)
        with target.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        target.close()


def copy_from_file(path: Path, database: Database, *, on_progress: Progress = lambda _: None) -> None:
    """Fill an empty store on PostgreSQL from such a file."""
    source = Database(f"sqlite:///{path}")
    try:
        source.migrate()
        database.migrate()
        copy_rows(source, database, on_progress=on_progress)
    finally:
        source.close()


def copy_rows(source: Database, target: Database, *, on_progress: Progress = lambda _: None) -> None:
    """Copy every row of every table in one transaction of each side; both have the newest schema, the target no row."""
    tables = metadata.sorted_tables
    with _one_view(source) as reading, target.engine.execution_options(writes=True).begin() as writing:
        for done, table in enumerate(tables):
            rows = reading.execution_options(yield_per=ROWS_AT_A_TIME).execute(select(table))
            for part in rows.mappings().partitions():
                writing.execute(insert(table), [dict(row) for row in part])
            on_progress((done + 1) / len(tables))
        if not target.is_sqlite:
            _continue_sequences(writing)


def is_empty(database: Database) -> bool:
    """Return whether a store with the newest schema has no row in any table."""
    with database.engine.connect() as connection:
        return not any(connection.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables)


def _online_copy(source: Path, target: Path, on_progress: Progress) -> None:
    reading, writing = sqlite3.connect(source), sqlite3.connect(target)
    try:
        reading.backup(
            writing, pages=PAGES_AT_A_TIME, progress=lambda _, left, total: on_progress(1 - left / max(total, 1))
        )
        (found,) = writing.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(str(found))
        writing.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    finally:
        writing.close()
        reading.close()


def _one_view(source: Database) -> Connection:
    if source.is_sqlite:
        connection = source.engine.connect()
        connection.begin()
        return connection
    return source.engine.connect().execution_options(isolation_level="REPEATABLE READ")


def _continue_sequences(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            if isinstance(column.type, Integer) and column.autoincrement is True:
                name = connection.scalar(
                    text("SELECT pg_get_serial_sequence(:table, :column)"),
                    {"table": table.name, "column": column.name},
                )
                newest = connection.scalar(select(func.max(column)))
                if name and newest is not None:
                    connection.execute(text("SELECT setval(:name, :newest)"), {"name": name, "newest": newest})
