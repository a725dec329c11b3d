"""``python -m tests.bench.plain_service PORT BYTES``: a FastAPI app with one route and nothing else, for comparison.

The route takes an id out of its path and answers with a body of the size of a certificate, held in memory.
"""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI, Response


def make_app(size_bytes: int) -> FastAPI:
    """Return the app."""
    app = FastAPI()
    body = b'{"document":"' + b"x" * (size_bytes - 15) + b'"}'

    @app.get("/api/v1/certificates/{certificate_id}")
    async def read_certificate(certificate_id: str) -> Response:
        return Response(body, media_type="application/json")

    return app


if __name__ == "__main__":
    uvicorn.run(
        make_app(int(sys.argv[2])), port=int(sys.argv[1]), log_level="warning", access_log=False, server_header=False
    )
