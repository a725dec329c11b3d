"""The queue that hands jobs to workers: Huey on an SQLite file, or on PostgreSQL where the store is there."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from huey import Huey, PostgresHuey, SqliteHuey
from huey.consumer import Consumer
from sqlalchemy.engine import make_url

NAME = "yijian"


def make_queue(*, data_dir: Path, database_url: str | None, name: str = NAME) -> Huey:
    """Return the queue called ``name`` beside the store."""
    logging.getLogger("huey").setLevel(logging.WARNING)
    if database_url is None:
        return SqliteHuey(name, filename=str(data_dir / "queue.db"), results=False, timeout=15)
    dsn = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    queue = PostgresHuey(name, dsn=dsn, results=False, table_prefix="queue")
    queue.on_shutdown(name="close")(queue.storage.close)  # every worker thread listens on a connection of its own
    return queue


class EmbeddedConsumer(Consumer):  # type: ignore[misc]  # Huey has no types
    """Workers as threads of the service, which keeps its own signal handlers."""

    def _set_signal_handlers(self) -> None:
        """Leave signals to the web server."""


def make_consumer(queue: Huey, *, workers: int) -> Any:
    """Return threads that work on the queue until ``stop`` is called."""
    return EmbeddedConsumer(
        queue, workers=workers, periodic=False, initial_delay=0.05, max_delay=0.5, worker_type="thread"
    )
