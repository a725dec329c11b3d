"""Who is in the rooms of a storey, and in one room, and whether they may be."""

from __future__ import annotations

from fastapi import APIRouter

from service.dependencies import AsOfQuery, RoleDep, ServicesDep, TongueDep
from service.error_responses import problems
from service.schemas.occupancy import SpaceOccupancy, StoreyOccupancy
from service.schemas.occupancy_out import room_out, storey_out
from service.usecases import read_occupancy
from service.usecases.days import today

router = APIRouter(tags=["people"])


@router.get(
    "/storeys/{storey_id}/occupancy",
    summary="The rooms of a storey: org units, people, compliance",
    responses=problems("storey-not-found", "invalid-request", "policy-not-in-force"),
)
def read_storey_occupancy(storey_id: str, services: ServicesDep, as_of: AsOfQuery = None) -> StoreyOccupancy:
    """Return what a plan needs to colour rooms by compliance, org unit or vacancy."""
    return storey_out(*read_occupancy.storey_states(services.occupancy, storey_id, as_of=as_of or today()))


@router.get(
    "/spaces/{space_id}/occupancy",
    summary="The people of a room and the arithmetic of their entitlement",
    responses=problems("space-not-found", "invalid-request", "policy-not-in-force"),
)
def read_space_occupancy(
    space_id: str, services: ServicesDep, tongue: TongueDep, role: RoleDep, as_of: AsOfQuery = None
) -> SpaceOccupancy:
    """Return who uses a room, what each post is entitled to, and the findings about it."""
    stands, view = read_occupancy.room_people(services.occupancy, space_id, as_of=as_of or today())
    return room_out(stands, view, tongue, role)
