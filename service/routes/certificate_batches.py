"""Batches: certify many rooms as one job."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from service.dependencies import Cursor, Limit, ServicesDep
from service.error_responses import problems
from service.schemas.certificate_batches import (
    BatchIn,
    BatchItemList,
    BatchList,
    BatchOut,
    batch_item_out,
    batch_out,
)
from service.usecases.certificate_batch import get_batch, list_batch_items, list_batches, request_batch
from service.usecases.certify import Terms
from service.usecases.read_plan import basis_of

router = APIRouter(prefix="/certificate-batches", tags=["certificates"])


@router.post(
    "",
    status_code=202,
    summary="Certify a building, a storey or chosen rooms as one job",
    responses=problems(
        "building-not-found",
        "storey-not-found",
        "basis-unknown",
        "invalid-request",
        "origin-refused",
        "role-insufficient",
        "storage-full",
    ),
)
def create_batch(given: BatchIn, request: Request, response: Response, services: ServicesDep) -> BatchOut:
    """Begin a batch; `Location` is where to follow it."""
    record = request_batch(
        services.database,
        Terms(basis_of(given.basis), given.valid_until, renew=given.renew),
        building_id=given.building,
        storey_id=given.storey,
        space_ids=given.spaces,
        now=datetime.now(UTC),
    )
    services.courier.submit(f"batch-{record.id}")
    response.headers["Location"] = str(request.app.url_path_for("read_batch", batch_id=record.id))
    return batch_out(record)


@router.get("", summary="All batches, newest first", responses=problems("bad-cursor", "invalid-request"))
def read_batches(services: ServicesDep, cursor: Cursor = None, limit: Limit = 20) -> BatchList:
    """Return batches."""
    page = list_batches(services.database, cursor=cursor, limit=limit)
    return BatchList(items=[batch_out(record) for record in page.items], next=page.next)


@router.get("/{batch_id}", summary="How far a batch is", responses=problems("batch-not-found"))
def read_batch(batch_id: str, services: ServicesDep) -> BatchOut:
    """Return one batch."""
    return batch_out(get_batch(services.database, batch_id))


@router.get(
    "/{batch_id}/items",
    summary="The rooms of a batch and what became of each",
    responses=problems("batch-not-found", "bad-cursor", "invalid-request"),
)
def read_batch_items(batch_id: str, services: ServicesDep, cursor: Cursor = None, limit: Limit = 200) -> BatchItemList:
    """Return the rooms in the order they were given."""
    page = list_batch_items(services.database, batch_id, cursor=cursor, limit=limit)
    return BatchItemList(items=[batch_item_out(item) for item in page.items], next=page.next)
