"""Rectification cases: open, follow, prove, check again, close."""

from __future__ import annotations

from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response

from service.allocation.cases import State
from service.dependencies import Cursor, Limit, RoleDep, ServicesDep, TongueDep
from service.error_responses import problems
from service.routes.files import FILE_BODY
from service.schemas.cases import (
    CaseChange,
    CaseDetail,
    CaseIn,
    CaseList,
    CaseOut,
    EvidenceOut,
    JournalCheckOut,
    case_detail,
    case_out,
    evidence_out,
    journal_check_out,
)
from service.uploads import receive_upload
from service.usecases import cases
from service.usecases.evidence import TOO_LARGE, check_evidence
from service.usecases.journal import check_journal

router = APIRouter(prefix="/cases", tags=["cases"])
WRITES = ("invalid-request", "origin-refused", "role-insufficient")


@router.get("", summary="Cases, newest first", responses=problems("bad-cursor", "invalid-request"))
def read_cases(
    services: ServicesDep,
    tongue: TongueDep,
    role: RoleDep,
    state: Annotated[State | None, Query(description="one of the states of a case")] = None,
    overdue: Annotated[Literal["true"] | None, Query(description="only those whose deadline has passed")] = None,
    unit: Annotated[str | None, Query(max_length=200, description="id of an org unit")] = None,
    building: Annotated[str | None, Query(max_length=250, description="id of a building")] = None,
    finding: Annotated[str | None, Query(max_length=40, description="id of a finding")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> CaseList:
    """Return cases; filters that match nothing give an empty list."""
    page = cases.list_cases(
        services.occupancy,
        state=state,
        org_unit_id=unit,
        building_id=building,
        finding_id=finding,
        only_overdue=overdue is not None,
        cursor=cursor,
        limit=limit,
    )
    return CaseList(items=[case_out(view, tongue, role) for view in page.items], next=page.next)


@router.post(
    "",
    status_code=201,
    summary="Open a case about a finding",
    responses=problems(*WRITES, "finding-not-found", "finding-not-open", "case-exists", "case-incomplete"),
)
def create_case(
    given: CaseIn, request: Request, response: Response, services: ServicesDep, tongue: TongueDep, role: RoleDep
) -> CaseOut:
    """Open a case; a finding has at most one that is not closed."""
    changes = given.model_dump(exclude={"finding_id", "note"}, exclude_none=True)
    view = cases.open_case(services.occupancy, given.finding_id, changes, words=given.note, role=role)
    response.headers["Location"] = str(request.app.url_path_for("read_case", case_id=view.case.id))
    return case_out(view, tongue, role)


@router.get("/journal", summary="Whether the history of cases and inspections is whole", responses=problems())
def check_history(services: ServicesDep, tongue: TongueDep) -> JournalCheckOut:
    """Follow the chain of hashes from the first event to the last."""
    return journal_check_out(check_journal(services.database), tongue)


@router.get("/{case_id}", summary="One case with evidence and history", responses=problems("case-not-found"))
def read_case(case_id: str, services: ServicesDep, tongue: TongueDep, role: RoleDep) -> CaseDetail:
    """Return one case, and what an evaluation of today says about its finding."""
    return case_detail(*cases.get_case(services.occupancy, case_id), tongue, role)


@router.patch(
    "/{case_id}",
    summary="Change or close a case",
    responses=problems(*WRITES, "case-not-found", "case-incomplete", "finding-still-there"),
)
def change_case(case_id: str, given: CaseChange, services: ServicesDep, tongue: TongueDep, role: RoleDep) -> CaseOut:
    """Change a case; it closes only when its finding is gone."""
    changes = given.model_dump(exclude={"note"}, exclude_unset=True)
    if changes.get("state", "") is None:
        del changes["state"]
    return case_out(cases.change_case(services.occupancy, case_id, changes, words=given.note, role=role), tongue, role)


@router.post(
    "/{case_id}/check",
    summary="Check the finding of a case again",
    responses=problems("case-not-found", "origin-refused", "role-insufficient"),
)
def check_case(case_id: str, services: ServicesDep, tongue: TongueDep, role: RoleDep) -> CaseDetail:
    """Evaluate anew and write the result into the history."""
    cases.check_again(services.occupancy, case_id, role=role)
    return case_detail(*cases.get_case(services.occupancy, case_id), tongue, role)


@router.post(
    "/{case_id}/evidence",
    status_code=201,
    summary="Add a photo or document to a case",
    openapi_extra=FILE_BODY,
    responses=problems(
        *WRITES,
        "case-not-found",
        "evidence-not-taken",
        "upload-missing",
        "upload-too-large",
        "upload-unreadable",
        "empty-file",
        "storage-full",
    ),
)
async def add_case_evidence(case_id: str, request: Request, services: ServicesDep, role: RoleDep) -> EvidenceOut:
    """Keep a file about a case."""
    most = services.settings.max_evidence_bytes
    received = await receive_upload(request, services.files, max_bytes=most, too_large=TOO_LARGE, check=check_evidence)
    record = await to_thread.run_sync(
        lambda: cases.add_case_evidence(services.occupancy, services.files, case_id, received.upload, role=role)
    )
    return evidence_out(record)
