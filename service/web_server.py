"""The web server: serves on a socket until it is asked to stop, and stops cleanly."""

from __future__ import annotations

import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI

from service.app import create_app
from service.settings import Settings

PATIENCE_S = 5


class Server(uvicorn.Server):
    """Uvicorn that tells open event streams to end when it is asked to stop."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; asked again, stop at once. Being asked to stop is no failure, so it is not raised again."""
        services = getattr(self._app.state, "services", None)
        if services is not None:
            services.stopping.set()
        self.force_exit = self.should_exit
        self.should_exit = True


def serve_on(settings: Settings, listener: socket.socket, on_ready: Callable[[], None], *, demo: bool) -> None:
    """Serve on a bound socket until stopped; ``on_ready`` is called once requests are answered."""
    app = create_app(settings, demo=demo, on_ready=on_ready)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=PATIENCE_S,
        lifespan="on",
    )
    Server(config, app).run(sockets=[listener])
