"""Ledgers, the annual return, use certificates and inspection reports as files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.dependencies import AsOfQuery, RoleDep, ServicesDep, TongueDep
from service.error_responses import problems
from service.routes.files import PDF, XLSX, attachment, file_response
from service.usecases import ledgers
from service.usecases.days import today
from service.usecases.handed_over import inspection_pdf, inspection_xlsx, use_certificate
from service.usecases.inspections import get_inspection

router = APIRouter(tags=["exports"])
TABLE = problems("invalid-request", "policy-not-in-force") | file_response(XLSX, "a workbook")


@router.get("/exports/rooms.xlsx", summary="Ledger of rooms", response_class=Response, responses=TABLE)
def export_rooms(
    services: ServicesDep,
    tongue: TongueDep,
    role: RoleDep,
    building: Annotated[str | None, Query(max_length=250, description="id of a building")] = None,
    as_of: AsOfQuery = None,
) -> Response:
    """Return a row per room: area, basis, users, entitlement, verdict; for readers without persons."""
    day = ledgers.day_of(services.occupancy, as_of=as_of or today(), tongue=tongue, role=role)
    return _file(ledgers.room_ledger(day, building_id=building), XLSX, f"{day.say('rooms')}-{day.stands.as_of}.xlsx")


@router.get("/exports/org-units.xlsx", summary="Ledger of org units", response_class=Response, responses=TABLE)
def export_org_units(services: ServicesDep, tongue: TongueDep, role: RoleDep, as_of: AsOfQuery = None) -> Response:
    """Return a row per org unit: what it uses by class, and what its approved staffing allows."""
    day = ledgers.day_of(services.occupancy, as_of=as_of or today(), tongue=tongue, role=role)
    return _file(ledgers.unit_ledger(day), XLSX, f"{day.say('units')}-{day.stands.as_of}.xlsx")


@router.get("/exports/annual-return.xlsx", summary="Annual return, table ②", response_class=Response, responses=TABLE)
def export_annual_return(services: ServicesDep, tongue: TongueDep, role: RoleDep, as_of: AsOfQuery = None) -> Response:
    """Return a sheet per level of organs, a row per place and using unit; what is not known is left to fill in."""
    day = ledgers.day_of(services.occupancy, as_of=as_of or today(), tongue=tongue, role=role)
    return _file(ledgers.annual_return(day), XLSX, f"{day.say('return')}-{day.stands.as_of}.xlsx")


@router.get(
    "/org-units/{org_unit_id}/use-certificate",
    summary="Use certificate of an org unit as PDF",
    response_class=Response,
    responses=problems("org-unit-not-found", "invalid-request", "policy-not-in-force")
    | file_response(PDF, "the certificate of the rooms allocated to it"),
)
def read_use_certificate(
    org_unit_id: str, services: ServicesDep, tongue: TongueDep, as_of: AsOfQuery = None
) -> Response:
    """Return the rooms allocated to a unit as a document to be sealed; it names no person."""
    day = as_of or today()
    made = use_certificate(
        services.occupancy, org_unit_id, issuer=services.settings.issuer_name, as_of=day, tongue=tongue
    )
    return _file(made, PDF, f"使用凭证-{org_unit_id}-{day}.pdf", inline=True)


@router.get(
    "/inspections/{inspection_id}/report.pdf",
    summary="Report of a round as PDF",
    response_class=Response,
    responses=problems("inspection-not-found") | file_response(PDF, "the report"),
)
def read_report_pdf(inspection_id: str, services: ServicesDep, tongue: TongueDep, role: RoleDep) -> Response:
    """Return ledger, system and measured area of each room; for readers without what people wrote."""
    view = get_inspection(services.occupancy, inspection_id)
    made = inspection_pdf(services.occupancy, view, tongue=tongue, role=role)
    return _file(made, PDF, f"{view.record.title}.pdf", inline=True)


@router.get(
    "/inspections/{inspection_id}/report.xlsx",
    summary="Report of a round as XLSX",
    response_class=Response,
    responses=problems("inspection-not-found") | file_response(XLSX, "the report"),
)
def read_report_xlsx(inspection_id: str, services: ServicesDep, tongue: TongueDep, role: RoleDep) -> Response:
    """Return the same as a table."""
    view = get_inspection(services.occupancy, inspection_id)
    return _file(inspection_xlsx(view, tongue=tongue, role=role), XLSX, f"{view.record.title}.xlsx")


def _file(content: bytes, media_type: str, name: str, *, inline: bool = False) -> Response:
    headers = {"Content-Disposition": attachment(name, inline=inline), "Cache-Control": "private, no-store"}
    return Response(content, media_type=media_type, headers=headers)
