"""The most asked question, answered before all routing: one signed certificate by its exact id, as JSON.

What other systems read thousands of times needs no routing table, no validation and no thread. Everything else about
certificates (PDF, JWS, ids as typed by people, unknown ids) goes on to the routes, which answer the same in full.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.conditional import matches
from service.negotiation import preferred_type
from service.store.certificate_reader import CertificateReader, ReadCertificate
from service.usecases.read_certificates import json_of

ADDRESS: Final = re.compile(r"/api/v1/certificates/(YJ(?:-[0-9A-HJKMNP-TV-Z]{4}){6})")
JSON: Final = "application/json"
OFFERED: Final = (JSON, "application/pdf", "application/jose")
ALWAYS: Final = (
    (b"content-type", b"application/json"),
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"Accept, Accept-Language"),
)


class _Route:
    """What the figures count these answers under."""

    path = "/certificates/{certificate_id}"


class CertificateReads:
    """ASGI layer that answers reads of certificates by exact id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        found = await _found(scope) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = _Route
        await _answer(scope, found, send)


async def _found(scope: Scope) -> ReadCertificate | None:
    asked = ADDRESS.fullmatch(scope["path"])
    if asked is None or scope["query_string"] or scope["method"] not in ("GET", "HEAD"):
        return None
    accept = next((value for name, value in scope["headers"] if name == b"accept"), b"*/*")
    if accept not in (b"*/*", b"application/json") and preferred_type(accept.decode("latin-1"), OFFERED) != JSON:
        return None
    reader: CertificateReader = scope["app"].state.services.certificate_reader
    if reader.at_once:
        return reader.read(asked[1])
    return await to_thread.run_sync(reader.read, asked[1])


async def _answer(scope: Scope, found: ReadCertificate, send: Send) -> None:
    body = json_of(found.signed)
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = [*ALWAYS, (b"etag", tag.encode()), (b"certificate-status", found.status.encode())]
    status = 200
    if matches(Headers(scope=scope).get("if-none-match", ""), tag):
        status, body = 304, b""
        headers = headers[1:]
    else:
        headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
