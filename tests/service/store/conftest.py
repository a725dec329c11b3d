"""The store on SQLite and on a PostgreSQL cluster made for the test run."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.store.database import Database


def _postgres_bin() -> Path | None:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    return installed[-1].parent if installed else Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A fresh PostgreSQL cluster, reachable by a socket only."""
    found = _postgres_bin()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is not installed and CI has to test on it")
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="yijian-pg-"))
    as_root = os.geteuid() == 0  # the server refuses to run as root
    if as_root:
        shutil.chown(folder, "postgres", "postgres")
    prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if as_root else []

    def run(*command: str) -> None:
        # A file instead of a pipe: the server inherits it and would keep a pipe open.
        with (Path(tempfile.gettempdir()) / f"{folder.name}.log").open("ab") as log:
            subprocess.run([*prefix, *command], cwd=folder, check=True, stdout=log, stderr=log)

    data = str(folder / "data")
    run(str(found / "initdb"), "-D", data, "-A", "trust", "-U", "yijian", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run(str(found / "pg_ctl"), "-D", data, "-w", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://yijian@/postgres?host={folder}"
    finally:
        run(str(found / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
        (Path(tempfile.gettempdir()) / f"{folder.name}.log").unlink(missing_ok=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty store on each of both."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    from sqlalchemy import create_engine, text

    server = create_engine(request.getfixturevalue("postgres_url"), isolation_level="AUTOCOMMIT")
    name = f"t{os.getpid()}_{abs(hash(tmp_path)) % 10**8}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    opened = Database(store_url)
    opened.migrate()
    yield opened
    opened.close()
