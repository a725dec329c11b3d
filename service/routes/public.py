"""What anybody may ask without a token: the public keys, and whether a certificate holds whose number one knows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import Field

from service.dependencies import ServicesDep
from service.error_responses import problems
from service.negotiation import preferred_type
from service.routes.status_page import page_of_certificate, page_of_nothing
from service.schemas.common import Schema
from service.usecases.certificate_office import KEYS_PATH, STATUS_PAGE_PATH
from service.usecases.read_certificates import find_certificate, is_expired

router = APIRouter(tags=["certificates"])
HTML, JSON = "text/html", "application/json"


class JwkSet(Schema):
    """Public keys (RFC 7517); keys that expired stay, because what they signed is still to be checked."""

    keys: list[dict[str, Any]] = Field(examples=[[{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "…"}]])


@router.get(KEYS_PATH, summary="The public keys of the issuer; needs no token", responses=problems("no-signing-key"))
def read_keys(services: ServicesDep, response: Response) -> JwkSet:
    """Return the JWK set that certificates are checked with."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return JwkSet(**services.office.public_keys(services.database))


@router.get(
    STATUS_PAGE_PATH + "{certificate_id}",
    summary="The public status page of a certificate; needs no token",
    response_class=HTMLResponse,
    include_in_schema=False,  # a page for people
)
def read_status_page(certificate_id: str, request: Request, services: ServicesDep) -> Response:
    """Return whether a certificate holds; a wrong number and one that was never issued look the same."""
    now = datetime.now(UTC)
    shown = services.settings.status_page
    record = None if shown == "off" else find_certificate(services.database, certificate_id)
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Vary": "Accept"}
    as_json = preferred_type(request.headers.get("accept"), (HTML, JSON)) == JSON
    if record is None:
        nothing = {"status": "unknown"}
        return (
            JSONResponse(nothing, status_code=404, headers=headers)
            if as_json
            else HTMLResponse(page_of_nothing(), status_code=404, headers=headers)
        )
    if as_json:
        answer = {
            "id": record.id,
            "status": record.status,
            "holds": record.status == "valid" and not is_expired(record, now),
            "status_at": record.status_at.isoformat(),
            "valid_until": record.valid_until.isoformat() if record.valid_until else None,
        }
        return JSONResponse(answer, headers=headers)
    page = page_of_certificate(record, services.office.issuer.name, now, full=shown == "full")
    return HTMLResponse(page, headers=headers)
