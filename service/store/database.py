"""The store's connection: SQLite (WAL) in the data folder, or PostgreSQL, brought to the newest schema when opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from geometry.finding import Text
from service.errors import SetupError

SCHEMA_HEAD = "0005"  # newest revision in migrations/versions; compared first, so that most starts need no Alembic
MIGRATION_LOCK = 0x7969_6A69_616E  # PostgreSQL advisory lock: several services may start at once
NEWER = Text(
    "数据库由更新的版本写成,当前版本无法读取。请安装新版本,或恢复升级前的备份。",
    "The store was written by a newer version and cannot be read by this one. Install the newer version or restore the "
    "backup made before the upgrade.",
)
BUSY_TIMEOUT_MS = 15_000  # longest wait for another writer; storing a large model takes a few seconds


class Database:
    """One open store. ``write`` gives a session whose changes are kept together or not at all; ``read`` one view."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        if self.is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = _make_engine(self)
        self._reading = sessionmaker(self.engine, expire_on_commit=False)
        self._writing = sessionmaker(self.engine.execution_options(writes=True), expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Return whether the store is an SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session that sees one consistent state."""
        with self._reading.begin() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Yield a session in one transaction that may write."""
        with self._writing.begin() as session:
            yield session

    def migrate(self) -> None:
        """Bring the schema to ``SCHEMA_HEAD``."""
        with self.engine.execution_options(writes=True).begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
            if _version(connection) != SCHEMA_HEAD:
                _upgrade(connection)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _make_engine(database: Database) -> Engine:
    # Errors are logged with their statement; its parameters hold names of people.
    if not database.is_sqlite:
        return create_engine(database.url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(database.url, connect_args={"check_same_thread": False}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver would begin late, and not at all for a migration
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reading transaction cannot become a writing one while another writes, so writers say so at once.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.util import CommandError

    try:
        command.upgrade(alembic_config(connection), "head")
    except CommandError as error:
        raise SetupError("store-newer", NEWER) from error


def alembic_config(connection: Connection) -> Any:
    """Return Alembic's configuration for an open connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
