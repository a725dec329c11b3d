"""Rosters: import one, first as a dry run; see the versions; get a template."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response

from bim_import.sandbox import Limits
from geometry.finding import Text
from service.dependencies import Cursor, Limit, RoleDep, ServicesDep, TongueDep
from service.error_responses import problems
from service.errors import InvalidRequestError
from service.exports.roster_template import roster_template
from service.routes.files import XLSX, attachment, file_response
from service.routes.imports import BOOLEANS
from service.schemas.people import RosterImportOut, RosterList, roster_import_out, roster_out
from service.uploads import receive_upload
from service.usecases.import_roster import import_roster
from service.usecases.read_people import list_rosters

router = APIRouter(prefix="/rosters", tags=["people"])
MOST_BYTES = 64 * 1024 * 1024
TOO_LARGE = Text(
    "名册超过上限 {limit_mib} MiB;请按单位拆分。",
    "The roster is over the limit of {limit_mib} MiB; split it by org unit.",
)
NOT_BOOLEAN = Text("字段 dry_run 只能是 true 或 false。", "The field dry_run is true or false.")
NOT_A_DAY = Text(
    "字段 applies_from 须写作 2026-03-01 这样的日期。", "The field applies_from is a day such as 2026-03-01."
)
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "an .xlsx or .csv file"},
                        "dry_run": {"type": "boolean", "default": False, "description": "only say what it changes"},
                        "applies_from": {
                            "type": "string",
                            "format": "date",
                            "description": "first day it holds for; today without it, all days for the first roster",
                        },
                        "organ": {
                            "type": "string",
                            "description": "organ level of org units that give none, such as `county`",
                        },
                    },
                }
            }
        },
    }
}


@router.post(
    "",
    status_code=201,
    summary="Import a roster, or see what it would change",
    openapi_extra=BODY,
    responses=problems(
        "roster-invalid",
        "roster-unreadable",
        "roster-too-large",
        "upload-missing",
        "upload-too-large",
        "upload-unreadable",
        "empty-file",
        "invalid-request",
        "origin-refused",
        "role-insufficient",
        "storage-full",
    )
    | {200: {"model": RosterImportOut, "description": "a dry run: nothing was stored"}},
)
async def create_roster(request: Request, response: Response, services: ServicesDep, role: RoleDep) -> RosterImportOut:
    """Store a roster as the next version, all of it or nothing."""
    most = min(MOST_BYTES, services.settings.max_upload_bytes)
    received = await receive_upload(request, services.files, max_bytes=most, too_large=TOO_LARGE)
    dry_run = BOOLEANS.get(received.fields.get("dry_run", "").strip().lower())
    if dry_run is None:
        raise InvalidRequestError("invalid-request", NOT_BOOLEAN)
    settings = services.settings
    limits = Limits(time_s=settings.import_time_limit_s, memory_mib=settings.import_memory_limit_mib)
    made = await to_thread.run_sync(
        lambda: import_roster(
            services.occupancy,
            services.files,
            received.upload,
            organ=received.fields.get("organ", "").strip(),
            applies_from=_day(received.fields.get("applies_from", "")),
            dry_run=dry_run,
            limits=limits,
        )
    )
    if dry_run:
        response.status_code = 200
    return roster_import_out(made, role)


@router.get("", summary="Versions of the roster, newest first", responses=problems("bad-cursor", "invalid-request"))
def read_rosters(services: ServicesDep, role: RoleDep, cursor: Cursor = None, limit: Limit = 50) -> RosterList:
    """Return imported files and changes made by hand."""
    page = list_rosters(services.occupancy, cursor=cursor, limit=limit)
    return RosterList(items=[roster_out(record, role) for record in page.items], next=page.next)


@router.get(
    "/template",
    summary="An empty roster to fill in",
    response_class=Response,
    responses=problems("invalid-request") | file_response(XLSX, "a workbook with headings, choices and notes"),
)
def read_template(
    services: ServicesDep,
    tongue: TongueDep,
    organ: Annotated[str, Query(max_length=40, description="organ whose posts are columns of the staffing")] = "county",
) -> Response:
    """Return the template in the language asked for."""
    name = "用房名册模板.xlsx" if tongue == "zh" else "roster-template.xlsx"
    return Response(
        roster_template(services.occupancy.policy, organ, language=tongue),
        media_type=XLSX,
        headers={"Content-Disposition": attachment(name)},
    )


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidRequestError("invalid-request", NOT_A_DAY) from None
