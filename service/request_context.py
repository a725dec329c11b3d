"""The outermost layer of every request: an id, security headers, counting, and no traceback ever reaching a client."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.metrics import RequestMetrics

log = logging.getLogger(__name__)

# The viewer loads nothing from elsewhere. Element Plus sets inline styles; OpenLayers draws to blobs and workers.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "style-src 'self' 'unsafe-inline'",
        "worker-src 'self' blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# As ASGI wants them: this happens for every answer.
ENCODED_HEADERS = tuple((name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items())

Fallback = Callable[[Request], Awaitable[Response]]


class RequestContext:
    """ASGI layer: ``scope["state"]["request_id"]``, headers and figures for all that happens inside it."""

    def __init__(self, app: ASGIApp, *, metrics: RequestMetrics, on_unknown_error: Fallback) -> None:
        self._app = app
        self._metrics = metrics
        self._on_unknown_error = on_unknown_error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        began = time.perf_counter()
        status = 500
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal status, started
            if message["type"] == "http.response.start":
                status, started = message["status"], True
                headers = message["headers"] = list(message.get("headers", ()))
                given = {name for name, _ in headers}
                headers.append((b"x-request-id", request_id.encode("ascii")))
                headers += [header for header in ENCODED_HEADERS if header[0] not in given]
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception:
            log.exception("request %s failed: %s %s", request_id, scope["method"], scope["path"])
            if not started:
                response = await self._on_unknown_error(Request(scope))
                await response(scope, receive, send_with_headers)
        finally:
            route = getattr(scope.get("route"), "path", None) or "other"
            self._metrics.count(scope["method"], route, status, time.perf_counter() - began)
