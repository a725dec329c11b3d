"""Open-plan layouts of stored rooms: ask for one, see how far it is, read it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from bim_import.sandbox import Limits
from geometry.finding import Text
from service.dependencies import CrsQuery, Cursor, Limit, ServicesDep, TongueDep
from service.error_responses import problem_body, problems
from service.negotiation import Tongue
from service.routes.files import attachment, file_response
from service.schemas.common import Problem
from service.schemas.layouts import LayoutIn, LayoutLine, LayoutList, LayoutOut, layout_line, layout_out
from service.store.layouts import LayoutRecord
from service.usecases.export_layout import as_dxf, as_geojson, as_ifc
from service.usecases.make_layout import LayoutRequest, request_layout
from service.usecases.read_layouts import get_layout, list_layouts

router = APIRouter(prefix="/layouts", tags=["layouts"])
MOST_FILTERS = 20
GEOJSON = "application/geo+json"
DXF = "image/vnd.dxf"
IFC = "application/x-step"
FILE = ("layout-not-found", "layout-not-finished", "layout-not-legal", "invalid-request")
FEATURES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "a FeatureCollection; `kind` says what a feature is",
        "content": {GEOJSON: {"schema": {"type": "object", "required": ["type", "crs", "features"]}}},
    }
}
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


@router.get(
    "/{layout_id}.geojson",
    summary="A layout as GeoJSON file",
    response_class=Response,
    responses=problems(*FILE, "crs-unknown", "not-georeferenced") | FEATURES,
)
def read_layout_geojson(layout_id: str, services: ServicesDep, crs: CrsQuery = None) -> Response:
    """Return floor, obstacles, doors, aisles, workstations and ways out in storey-local metres or in `crs`."""
    data = as_geojson(services.database, layout_id, crs=crs)
    headers = {"Content-Disposition": attachment(f"layout-{layout_id}.geojson")}
    return Response(data, media_type=GEOJSON, headers=headers)


@router.get(
    "/{layout_id}/plan.dxf",
    summary="A layout as a drawing (DXF)",
    response_class=Response,
    responses=problems(*FILE) | file_response(DXF, "workstations as blocks; walls, aisles, doors, ways out on layers"),
)
def read_layout_drawing(
    layout_id: str,
    services: ServicesDep,
    unit: Annotated[Literal["mm", "m"], Query(description="unit of length of the drawing")] = "mm",
) -> Response:
    """Return the layout in coordinates of the source file of its rooms."""
    name, data = as_dxf(services.database, layout_id, unit=unit)
    return Response(data, media_type=DXF, headers={"Content-Disposition": attachment(name)})


@router.get(
    "/{layout_id}/model.ifc",
    summary="The stored model with the workstations of a layout (IFC)",
    response_class=Response,
    responses=problems(*FILE, "layout-no-model", "layout-model-failed", "storage-full")
    | file_response(IFC, "a copy of the model; all that was in it is unchanged"),
)
def read_layout_model(layout_id: str, services: ServicesDep) -> Response:
    """Return a copy of the model in which every workstation is a piece of furniture of one type."""
    settings = services.settings
    limits = Limits(time_s=settings.import_time_limit_s, memory_mib=settings.import_memory_limit_mib)
    name, data = as_ifc(services.database, services.files, layout_id, limits=limits)
    return Response(data, media_type=IFC, headers={"Content-Disposition": attachment(name)})


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
