"""HEAD is answered like GET, without the body (RFC 9110 §9.3.2)."""

from __future__ import annotations

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENDLESS = "text/event-stream"


class HeadLikeGet:
    """ASGI layer: everything inside it sees GET and sends a body that goes nowhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        inner = {**scope, "method": "GET"}
        with anyio.CancelScope() as rest:

            async def send_start(message: Message) -> None:
                if message["type"] != "http.response.start":
                    return
                await send(message)
                if Headers(raw=message["headers"]).get("content-type", "").startswith(ENDLESS):
                    rest.cancel()

            await self._app(inner, receive, send_start)
        if "route" in inner:
            scope["route"] = inner["route"]  # the figures count by route
        await send({"type": "http.response.body", "body": b""})
