"""Storeys: their spaces and what is drawn around them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from service.dependencies import BasisQuery, CrsQuery, RevisionQuery, ServicesDep, TongueDep
from service.error_responses import problems
from service.routes.files import attachment, file_response
from service.schemas.plan import PlanCollection, element_feature
from service.schemas.spaces import SpaceCollection, space_feature
from service.usecases.export_plan import storey_as_dxf
from service.usecases.project import projection
from service.usecases.read_plan import basis_of, get_plan, get_storey

DXF = "image/vnd.dxf"
router = APIRouter(prefix="/storeys", tags=["storeys"])
STOREY = (
    "storey-not-found",
    "revision-not-found",
    "not-in-revision",
    "crs-unknown",
    "not-georeferenced",
    "invalid-request",
)


@router.get(
    "/{storey_id}/spaces", summary="The spaces of a storey as GeoJSON", responses=problems(*STOREY, "basis-unknown")
)
def read_storey_spaces(
    storey_id: str,
    services: ServicesDep,
    tongue: TongueDep,
    basis: BasisQuery = None,
    crs: CrsQuery = None,
    revision: RevisionQuery = None,
) -> SpaceCollection:
    """Return outlines in storey-local metres, or in `crs` where the model is georeferenced."""
    chosen = basis_of(basis)
    view = get_storey(services.database, storey_id, basis=chosen, revision=revision)
    name, project = projection(view.revision, crs) or (None, None)
    return SpaceCollection(
        crs=name,
        revision=view.revision.revision,
        features=[space_feature(row, chosen.id, tongue, project) for row in view.spaces],
    )


@router.get("/{storey_id}/plan", summary="What is drawn on a storey as GeoJSON", responses=problems(*STOREY))
def read_storey_plan(
    storey_id: str, services: ServicesDep, crs: CrsQuery = None, revision: RevisionQuery = None
) -> PlanCollection:
    """Return walls, columns, doors and the like."""
    view = get_plan(services.database, storey_id, revision=revision)
    name, project = projection(view.revision, crs) or (None, None)
    features = [element_feature(element, project) for element in view.elements]
    return PlanCollection(crs=name, revision=view.revision.revision, features=features)


@router.get(
    "/{storey_id}/plan.dxf",
    summary="A storey as a drawing (DXF)",
    response_class=Response,
    responses=problems("storey-not-found", "revision-not-found", "not-in-revision", "invalid-request")
    | file_response(DXF, "rooms, walls, columns and openings on layers of their own"),
)
def read_storey_drawing(
    storey_id: str,
    services: ServicesDep,
    unit: Annotated[Literal["mm", "m"], Query(description="unit of length of the drawing")] = "mm",
    revision: RevisionQuery = None,
) -> Response:
    """Return the storey in coordinates of its source file; read back it gives the same areas."""
    name, data = storey_as_dxf(services.database, storey_id, basis=basis_of(None), unit=unit, revision=revision)
    return Response(data, media_type=DXF, headers={"Content-Disposition": attachment(name)})
