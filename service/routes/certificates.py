"""Area certificates: issue, read, search, revoke, and check their history."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from service.dependencies import Cursor, Limit, ServicesDep
from service.error_responses import problems
from service.negotiation import preferred_type
from service.routes.certificate_files import CERTIFICATE, JOSE, JSON, PDF, certificate_file
from service.schemas.certificates import (
    CertificateLine,
    CertificateList,
    CertificateStatus,
    CertificateTerms,
    HistoryCheckOut,
    HistoryList,
    RevokeIn,
    SignedCertificate,
    Status,
    certificate_line,
    history_check_out,
    history_entry,
    status_out,
)
from service.services import Services
from service.store.certificate_records import CertificateFilter, CertificateRecord
from service.usecases.certificate_office import STATUS_PAGE_PATH
from service.usecases.certify import Terms, certify_room
from service.usecases.download_certificates import Format, write_download
from service.usecases.end_certificates import revoke
from service.usecases.read_certificates import (
    check_history,
    get_certificate,
    get_signed,
    history_of,
    json_of,
    list_certificates,
)
from service.usecases.read_plan import basis_of

router = APIRouter(tags=["certificates"])

MEDIA: dict[Format, str] = {
    "csv": "text/csv",
    "json": JSON,
    "zip": "application/zip",
    "gpkg": "application/geopackage+sqlite3",
}
REFUSALS = (
    "certificate-no-outline",
    "certificate-outline-differs",
    "certificate-ledger-differs",
    "certificate-negative-deduction",
    "certificate-number-unusable",
    "certificate-not-a-room",
    "certificate-not-measured",
    "certificate-too-large",
    "certificate-no-area",
    "certificate-rules-changed",
)
BEFORE: dict[int | str, dict[str, Any]] = {
    200: {"model": SignedCertificate, "description": "the certificate was there before"}
}
ISSUE = problems(
    "space-not-found",
    "not-in-revision",
    "basis-unknown",
    "invalid-request",
    "no-signing-key",
    "origin-refused",
    "role-insufficient",
    "storage-full",
    *REFUSALS,
)


def wanted_certificates(
    building: Annotated[str | None, Query(max_length=250, description="id of a building")] = None,
    storey: Annotated[str | None, Query(max_length=250, description="id of a storey")] = None,
    space: Annotated[str | None, Query(max_length=250, description="id of a space")] = None,
    number: Annotated[str | None, Query(max_length=100, description="beginning of the room number")] = None,
    status: Annotated[Status | None, Query(description="valid, superseded or revoked")] = None,
    basis: Annotated[str | None, Query(max_length=80, description="measurement basis")] = None,
    issued_from: Annotated[datetime | None, Query(description="RFC 3339; UTC where no zone is given")] = None,
    issued_before: Annotated[datetime | None, Query(description="RFC 3339, not itself")] = None,
    min_area_m2: Annotated[float | None, Query(ge=0, le=1e9, description="least net area, m²")] = None,
    max_area_m2: Annotated[float | None, Query(ge=0, le=1e9, description="largest net area, m²")] = None,
) -> CertificateFilter:
    """Return which certificates the query asks for."""
    return CertificateFilter(
        building_id=building,
        storey_id=storey,
        space_id=space,
        number=number,
        status=status,
        basis=basis,
        issued_from=_in_utc(issued_from),
        issued_before=_in_utc(issued_before),
        min_area_m2=min_area_m2,
        max_area_m2=max_area_m2,
    )


Wanted = Annotated[CertificateFilter, Depends(wanted_certificates)]


@router.post(
    "/spaces/{space_id}/certificates",
    status_code=201,
    summary="Certify the area of a room",
    response_model=SignedCertificate,
    responses=BEFORE | ISSUE,
)
def issue_certificate(
    space_id: str, request: Request, services: ServicesDep, terms: CertificateTerms | None = None
) -> Response:
    """Issue a certificate, or return the one that says the same; `Location` is its address."""
    asked = terms or CertificateTerms.model_validate({})
    wanted = Terms(basis_of(asked.basis), asked.valid_until, renew=asked.renew)
    issued, signed = certify_room(services.database, services.office, space_id, wanted, now=datetime.now(UTC))
    location = str(request.app.url_path_for("read_certificate", certificate_id=issued.record.id))
    headers = {"Location": location, "Content-Location": location, "Cache-Control": "no-store"}
    return Response(json_of(signed), status_code=201 if issued.new else 200, media_type=JSON, headers=headers)


@router.get(
    "/certificates", summary="Find certificates, newest first", responses=problems("bad-cursor", "invalid-request")
)
def read_certificates(
    services: ServicesDep, wanted: Wanted, cursor: Cursor = None, limit: Limit = 50
) -> CertificateList:
    """Return certificates; filters that match nothing give an empty list."""
    page = list_certificates(services.database, wanted, cursor=cursor, limit=limit)
    return CertificateList(items=[_line(services, record) for record in page.items], next=page.next)


@router.get(
    "/certificates/download",
    summary="Certificates as one file: CSV, JSON, ZIP or GeoPackage",
    response_class=FileResponse,
    responses=problems("invalid-request", "storage-full")
    | {200: {"content": {media: {} for media in MEDIA.values()}, "description": "at most 100,000 certificates"}},
)
def download_certificates(
    services: ServicesDep,
    wanted: Wanted,
    format: Annotated[Format, Query(description="`zip` holds all that an offline check needs")] = "csv",  # noqa: A002
) -> FileResponse:
    """Return the certificates that a search would list."""
    path = write_download(services.database, services.files, services.office, wanted, format)
    return FileResponse(
        path, media_type=MEDIA[format], filename=f"certificates.{format}", background=BackgroundTask(path.unlink)
    )


@router.get(
    "/certificates/status-list",
    summary="The signed status of all certificates; needs no token",
    response_class=Response,
    responses=problems("no-signing-key") | {200: {"content": {"application/statuslist+jwt": {}}}},
)
def read_status_list(services: ServicesDep) -> Response:
    """Return a Token Status List: two bits per certificate, naming none of them."""
    signed = services.office.status_list(services.database)
    return Response(signed, media_type="application/statuslist+jwt", headers={"Cache-Control": "public, max-age=60"})


@router.get("/certificates/history/verify", summary="Check the whole history of certificates", responses=problems())
def verify_history(services: ServicesDep) -> HistoryCheckOut:
    """Check that no entry was changed, left out or added, and that every certificate is as the history tells."""
    return history_check_out(check_history(services.database))


@router.get(
    "/certificates/{certificate_id}",
    summary="One certificate: signed JSON, its PDF twin or the bare JWS",
    response_model=SignedCertificate,
    responses=problems("certificate-not-found", "invalid-request")
    | {200: {"content": {JSON: {}, PDF: {}, JOSE: {}}, "description": "by `Accept`, or by `format`"}},
)
def read_certificate(
    certificate_id: str,
    request: Request,
    services: ServicesDep,
    format: Annotated[  # noqa: A002 - the name clients use
        str | None, Query(pattern="^(json|pdf|jws)$", description="for links, which have no `Accept`")
    ] = None,
) -> Response:
    """Return the certificate as it was signed; `Certificate-Status` says whether it still holds."""
    media = CERTIFICATE.get(format or "") or preferred_type(request.headers.get("accept"), (JSON, PDF, JOSE))
    record, signed = get_signed(services.database, certificate_id)
    return certificate_file(services, record, signed, media, as_download=format is not None)


@router.get(
    "/certificates/{certificate_id}/status",
    summary="Whether a certificate still holds",
    responses=problems("certificate-not-found"),
)
def read_certificate_status(certificate_id: str, services: ServicesDep) -> CertificateStatus:
    """Return valid, superseded or revoked, and why."""
    return status_out(get_certificate(services.database, certificate_id), datetime.now(UTC))


@router.get(
    "/certificates/{certificate_id}/history",
    summary="What happened to a certificate",
    responses=problems("certificate-not-found"),
)
def read_certificate_history(certificate_id: str, services: ServicesDep) -> HistoryList:
    """Return its entries of the chained history, oldest first."""
    return HistoryList(items=[history_entry(row) for row in history_of(services.database, certificate_id)])


@router.get(
    "/certificates/{certificate_id}/qr",
    summary="The code that leads to the public status page, as SVG",
    response_class=Response,
    responses=problems("certificate-not-found") | {200: {"content": {"image/svg+xml": {}}}},
)
def read_certificate_code(certificate_id: str, request: Request, services: ServicesDep) -> Response:
    """Return a QR code; without a public address it leads to where this request was sent."""
    record = get_certificate(services.database, certificate_id)
    here = str(request.base_url).rstrip("/") + STATUS_PAGE_PATH + record.id
    image = io.BytesIO()
    code = segno.make(services.office.addresses(record.id).status_page or here, error="m")
    code.save(image, kind="svg", border=2, xmldecl=False, svgns=True, dark="#000", light="#fff", omitsize=True)
    return Response(image.getvalue(), media_type="image/svg+xml", headers={"Cache-Control": "private, max-age=3600"})


@router.post(
    "/certificates/{certificate_id}/revoke",
    summary="Revoke a certificate for good",
    responses=problems(
        "certificate-not-found", "certificate-revoked", "invalid-request", "origin-refused", "role-insufficient"
    ),
)
def revoke_certificate(certificate_id: str, services: ServicesDep, given: RevokeIn) -> CertificateLine:
    """Revoke a certificate with a reason that everybody sees who asks for its status."""
    now = datetime.now(UTC)
    known = get_certificate(services.database, certificate_id)
    return _line(services, revoke(services.database, known.id, reason=given.reason.strip(), now=now))


def _line(services: Services, record: CertificateRecord) -> CertificateLine:
    page = services.office.addresses(record.id).status_page
    return certificate_line(record, datetime.now(UTC), page)


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
