"""``yijian worker``: one more import and solve worker for a service whose store is PostgreSQL."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from geometry.finding import Text
from service.cli_common import DataOption, one_sentence, refuse, settings_of, tell

NEEDS_POSTGRESQL = Text(
    "只有数据库为 PostgreSQL 时才能另加工作进程:请设置 YIJIAN_DATABASE_URL。SQLite 时请用 YIJIAN_IMPORT_WORKERS。",
    "Another worker needs a store on PostgreSQL: set YIJIAN_DATABASE_URL. With SQLite set YIJIAN_IMPORT_WORKERS.",
)
READY = Text("工作进程已就绪({n} 个线程)。", "The worker is ready ({n} threads).")


def worker(
    data: DataOption = None,
    workers: Annotated[int | None, typer.Option(help="jobs at the same time in this process", min=1, max=64)] = None,
) -> None:
    """Work on jobs until stopped; needs the same store and data folder as the service."""
    from service.app import open_services
    from service.main import check_store
    from service.metrics import RequestMetrics

    with one_sentence():
        settings = settings_of(data_dir=data, import_workers=workers)
        if settings.database_url is None:
            refuse(NEEDS_POSTGRESQL)
        check_store(settings)
        services = open_services(settings, RequestMetrics())
    stop = threading.Event()
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, lambda *_: stop.set())
    services.runner.start()
    services.courier.start()
    services.planner.start()
    services.solver.start()
    tell(READY.format(n=settings.import_workers))
    stop.wait()
    services.close()
