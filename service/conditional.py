"""ETags: a read that changed nothing since the client's last one is answered 304 without a body."""

from __future__ import annotations

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HASHED = ("application/json", "application/geo+json", "application/jose", "application/pdf")


class ConditionalReads:
    """ASGI layer: puts a weak ETag on answers to GET that fit into memory and compares it with ``If-None-Match``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = bytearray()

        async def hold(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                hashed = headers.get("content-type", "").startswith(HASHED) and "etag" not in headers
                if message["status"] == 200 and hashed:
                    start = message
                    return
            elif message["type"] == "http.response.body" and start is not None:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await _answer(scope, start, bytes(body), send)
                return
            await send(message)

        await self._app(scope, receive, hold)


async def _answer(scope: Scope, start: Message, body: bytes, send: Send) -> None:
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = MutableHeaders(scope=start)
    headers["ETag"] = tag
    headers.setdefault("Cache-Control", "private, no-cache")
    headers.add_vary_header("Accept-Language")
    if matches(Headers(scope=scope).get("if-none-match", ""), tag):
        start["status"] = 304
        for name in ("content-length", "content-type"):
            del headers[name]
        body = b""
    await send(start)
    await send({"type": "http.response.body", "body": body})


def matches(given: str, tag: str) -> bool:
    """Return whether ``If-None-Match`` names the tag (weak comparison, RFC 9110 section 13.1.2)."""
    if not given:
        return False
    weak = tag.removeprefix("W/")
    return any(one.strip() == "*" or one.strip().removeprefix("W/") == weak for one in given.split(","))
