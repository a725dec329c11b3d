"""Inspection rounds: begin, record room by room, finish; and the photos and documents of rounds and cases."""

from __future__ import annotations

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from geometry.finding import Text
from service.dependencies import Cursor, Limit, RoleDep, ServicesDep
from service.error_responses import problems
from service.errors import ForbiddenError
from service.roles import sees_people
from service.routes.files import FILE_BODY, attachment
from service.schemas.cases import EvidenceOut, evidence_out
from service.schemas.inspections import (
    InspectionDetail,
    InspectionIn,
    InspectionList,
    RoomRecord,
    inspection_detail,
    inspection_out,
)
from service.uploads import receive_upload
from service.usecases import inspections
from service.usecases.evidence import MEDIA_TYPES, TOO_LARGE, check_evidence, get_evidence

router = APIRouter(tags=["inspections"])
WRITES = ("invalid-request", "origin-refused", "role-insufficient")
NOT_FOR_READERS = Text(
    "照片和文件可能涉及个人信息,此令牌无权查看。",
    "Photos and documents can show personal data; this token may not see them.",
)


@router.get("/inspections", summary="Rounds, newest first", responses=problems("bad-cursor", "invalid-request"))
def read_inspections(services: ServicesDep, cursor: Cursor = None, limit: Limit = 50) -> InspectionList:
    """Return rounds without their rooms."""
    page = inspections.list_inspections(services.occupancy, cursor=cursor, limit=limit)
    return InspectionList(items=[inspection_out(record) for record in page.items], next=page.next)


@router.post(
    "/inspections",
    status_code=201,
    summary="Begin a round through a building or the rooms of an org unit",
    responses=problems(
        *WRITES, "building-not-found", "org-unit-not-found", "nothing-to-inspect", "policy-not-in-force"
    ),
)
def create_inspection(
    given: InspectionIn, request: Request, response: Response, services: ServicesDep, role: RoleDep
) -> InspectionDetail:
    """Return the list of rooms with what ledger, system and roster say about each."""
    view = inspections.open_inspection(services.occupancy, **given.model_dump(), role=role)
    path = request.app.url_path_for("read_inspection", inspection_id=view.record.id)
    response.headers["Location"] = str(path)
    return inspection_detail(view, role)


@router.get(
    "/inspections/{inspection_id}", summary="One round with its rooms", responses=problems("inspection-not-found")
)
def read_inspection(inspection_id: str, services: ServicesDep, role: RoleDep) -> InspectionDetail:
    """Return one round."""
    return inspection_detail(inspections.get_inspection(services.occupancy, inspection_id), role)


@router.put(
    "/inspections/{inspection_id}/rooms/{ordinal}",
    summary="Record what was found in a room",
    responses=problems(*WRITES, "inspection-not-found", "inspection-finished", "space-not-found"),
)
def record_room(
    inspection_id: str, ordinal: int, given: RoomRecord, services: ServicesDep, role: RoleDep
) -> InspectionDetail:
    """Record a room; recorded again, the last word counts and the earlier ones stay in the history."""
    view = inspections.record_room(
        services.occupancy,
        inspection_id,
        ordinal,
        result=given.result,
        measured_area_m2=given.measured_area_m2,
        words=given.note,
        role=role,
    )
    return inspection_detail(view, role)


@router.post(
    "/inspections/{inspection_id}/rooms/{ordinal}/evidence",
    status_code=201,
    summary="Add a photo or document to a room of a round",
    openapi_extra=FILE_BODY,
    responses=problems(
        *WRITES,
        "inspection-not-found",
        "inspection-finished",
        "space-not-found",
        "evidence-not-taken",
        "upload-missing",
        "upload-too-large",
        "upload-unreadable",
        "empty-file",
        "storage-full",
    ),
)
async def add_room_evidence(
    inspection_id: str, ordinal: int, request: Request, services: ServicesDep, role: RoleDep
) -> EvidenceOut:
    """Keep a file about a room."""
    most = services.settings.max_evidence_bytes
    received = await receive_upload(request, services.files, max_bytes=most, too_large=TOO_LARGE, check=check_evidence)
    record = await to_thread.run_sync(
        lambda: inspections.add_room_evidence(
            services.occupancy, services.files, inspection_id, ordinal, received.upload, role=role
        )
    )
    return evidence_out(record)


@router.post(
    "/inspections/{inspection_id}/finish",
    summary="Finish a round",
    responses=problems("inspection-not-found", "inspection-finished", "origin-refused", "role-insufficient"),
)
def finish_inspection(inspection_id: str, services: ServicesDep, role: RoleDep) -> InspectionDetail:
    """End a round; it takes no more records."""
    return inspection_detail(inspections.finish_inspection(services.occupancy, inspection_id, role=role), role)


@router.get(
    "/evidence/{evidence_id}",
    summary="A photo or document",
    response_class=FileResponse,
    responses=problems("evidence-not-found", "role-insufficient")
    | {200: {"description": "the file as it was given", "content": {kind: {} for kind in MEDIA_TYPES}}},
)
def read_evidence(evidence_id: str, services: ServicesDep, role: RoleDep) -> FileResponse:
    """Return the bytes; only pictures are shown in the browser, all else is saved."""
    if not sees_people(role):
        raise ForbiddenError("role-insufficient", NOT_FOR_READERS)
    record = get_evidence(services.database, evidence_id)
    shown = record.media_type.startswith("image/")
    return FileResponse(
        services.files.path_of(record.sha256),
        media_type=record.media_type,
        headers={"Content-Disposition": attachment(record.file, inline=shown), "Cache-Control": "private, no-cache"},
    )
