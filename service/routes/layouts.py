"""Open-plan layouts of stored rooms: ask for one, see how far it is, read it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from geometry.finding import Text
from service.dependencies import Cursor, Limit, ServicesDep, TongueDep
from service.error_responses import problem_body, problems
from service.negotiation import Tongue
from service.schemas.common import Problem
from service.schemas.layouts import LayoutIn, LayoutLine, LayoutList, LayoutOut, layout_line, layout_out
from service.store.layouts import LayoutRecord
from service.usecases.make_layout import LayoutRequest, request_layout
from service.usecases.read_layouts import get_layout, list_layouts

router = APIRouter(prefix="/layouts", tags=["layouts"])
MOST_FILTERS = 20
REFUSALS = (
    "layout-load-bearing",
    "layout-no-door",
    "layout-not-measured",
    "layout-not-neighbours",
    "layout-storeys-differ",
)


@router.post(
    "",
    status_code=202,
    summary="Ask for an open-plan layout of one room or of several joined",
    responses=problems(
        "space-not-found",
        "not-in-revision",
        "invalid-request",
        "origin-refused",
        "role-insufficient",
        "storage-full",
        *REFUSALS,
    ),
)
def create_layout(
    given: LayoutIn, request: Request, response: Response, services: ServicesDep, tongue: TongueDep
) -> LayoutLine:
    """Begin a layout, or return the one that the same request made before; `Location` is where to read it."""
    asked = LayoutRequest(**(given.model_dump() | {"spaces": tuple(given.spaces)}))
    record, job_id = request_layout(services.database, asked)
    if job_id is not None:
        services.planner.submit(job_id)
    response.headers["Location"] = str(request.app.url_path_for("read_layout", layout_id=record.id))
    return layout_line(record, _problem(record, tongue))


@router.get("", summary="Layouts, newest first", responses=problems("bad-cursor", "invalid-request"))
def read_layouts(
    services: ServicesDep,
    tongue: TongueDep,
    space: Annotated[
        list[Annotated[str, Query(max_length=250)]] | None,
        Query(max_length=MOST_FILTERS, description="id of a space in the layout; several: all of them"),
    ] = None,
    storey: Annotated[str | None, Query(max_length=250, description="id of a storey")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> LayoutList:
    """Return layouts without their drawings."""
    page = list_layouts(services.database, space_ids=space or [], storey_id=storey, cursor=cursor, limit=limit)
    return LayoutList(items=[layout_line(r, _problem(r, tongue)) for r in page.items], next=page.next)


@router.get("/{layout_id}", summary="One layout with its drawing and proof", responses=problems("layout-not-found"))
def read_layout(layout_id: str, services: ServicesDep, tongue: TongueDep) -> LayoutOut:
    """Return workstations, aisles, doors, obstacles, ways out, bound, checks and the ledger of the area."""
    view = get_layout(services.database, layout_id)
    return layout_out(view, tongue, _problem(view.record, tongue))


def _problem(record: LayoutRecord, tongue: Tongue) -> Problem | None:
    if record.problem is None:
        return None
    text = Text(record.problem["detail_zh"], record.problem["detail_en"])
    return Problem(**problem_body(record.problem["code"], text, tongue=tongue, request_id=None))
