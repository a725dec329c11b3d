"""Buildings and their revisions."""

from __future__ import annotations

from fastapi import APIRouter

from geometry.basis import DEFAULT_BASIS
from service.dependencies import Cursor, Limit, RevisionQuery, ServicesDep
from service.error_responses import problems
from service.schemas.buildings import (
    BuildingDetail,
    BuildingList,
    RevisionList,
    StoreyList,
    building_detail,
    building_out,
    revision_out,
    storey_out,
)
from service.usecases.read_plan import get_building, list_buildings, list_revisions

router = APIRouter(prefix="/buildings", tags=["buildings"])
ONE = problems("building-not-found", "revision-not-found", "invalid-request")


@router.get("", summary="All buildings in their newest revisions", responses=problems("bad-cursor", "invalid-request"))
def read_buildings(services: ServicesDep, cursor: Cursor = None, limit: Limit = 200) -> BuildingList:
    """Return buildings in the order they were first imported."""
    page = list_buildings(services.database, cursor=cursor, limit=limit)
    return BuildingList(items=[building_out(revision, DEFAULT_BASIS) for revision in page.items], next=page.next)


@router.get("/{building_id}", summary="One building with its storeys", responses=ONE)
def read_building(building_id: str, services: ServicesDep, revision: RevisionQuery = None) -> BuildingDetail:
    """Return one building."""
    view = get_building(services.database, building_id, revision=revision)
    return building_detail(view.revision, view.storeys, DEFAULT_BASIS)


@router.get("/{building_id}/storeys", summary="The storeys of a building, lowest first", responses=ONE)
def read_storeys(building_id: str, services: ServicesDep, revision: RevisionQuery = None) -> StoreyList:
    """Return storeys with their sums."""
    view = get_building(services.database, building_id, revision=revision)
    return StoreyList(items=[storey_out(row, DEFAULT_BASIS) for row in view.storeys])


@router.get(
    "/{building_id}/revisions",
    summary="The history of a building, newest first",
    responses=problems("building-not-found"),
)
def read_revisions(building_id: str, services: ServicesDep) -> RevisionList:
    """Return revisions with the rooms that appeared, vanished or changed area."""
    return RevisionList(items=[revision_out(one) for one in list_revisions(services.database, building_id)])
