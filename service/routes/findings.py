"""Findings about rooms and the people in them, for any day."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from service.allocation.findings import Code, Outcome
from service.dependencies import AsOfQuery, Cursor, Limit, RoleDep, ServicesDep, TongueDep
from service.error_responses import problems
from service.schemas.occupancy import (
    FindingSummary,
    OccupancyFindingList,
    OccupancyFindingOut,
    RemedyList,
)
from service.schemas.occupancy_out import finding_out, remedy_list, summary_out
from service.store.findings import Filter
from service.usecases import read_occupancy
from service.usecases.days import today
from service.usecases.remedies import remedies_of

router = APIRouter(prefix="/findings", tags=["findings"])

Building = Annotated[str | None, Query(max_length=250, description="id of a building")]
Storey = Annotated[str | None, Query(max_length=250, description="id of a storey")]
Space = Annotated[str | None, Query(max_length=250, description="id of a space")]
Unit = Annotated[str | None, Query(max_length=200, description="id of an org unit")]
Codes = Annotated[list[Code], Query(max_length=20, description="one of the codes, repeated for several")]
Outcomes = Annotated[list[Outcome], Query(max_length=20, description="one of the outcomes, repeated for several")]
Words = Annotated[str | None, Query(max_length=100, description="words of room or org unit; all must occur")]


@router.get(
    "",
    summary="Findings, the gravest first",
    responses=problems("bad-cursor", "invalid-request", "policy-not-in-force"),
)
def read_findings(
    services: ServicesDep,
    tongue: TongueDep,
    role: RoleDep,
    building: Building = None,
    storey: Storey = None,
    space: Space = None,
    unit: Unit = None,
    code: Codes = [],  # noqa: B006 - FastAPI copies it
    outcome: Outcomes = [],  # noqa: B006
    q: Words = None,
    as_of: AsOfQuery = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> OccupancyFindingList:
    """Return findings; filters that match nothing give an empty list."""
    wanted = Filter(building, storey, space, unit, tuple(code), tuple(outcome), q)
    stands, page = read_occupancy.list_findings(
        services.occupancy, wanted, as_of=as_of or today(), cursor=cursor, limit=limit
    )
    return OccupancyFindingList(
        items=[finding_out(view, tongue, role) for view in page.items],
        next=page.next,
        as_of=stands.as_of,
        policy=stands.policy,
        roster_version=stands.roster_version,
    )


@router.get("/summary", summary="Findings in numbers", responses=problems("invalid-request", "policy-not-in-force"))
def read_summary(
    services: ServicesDep,
    building: Building = None,
    storey: Storey = None,
    unit: Unit = None,
    as_of: AsOfQuery = None,
) -> FindingSummary:
    """Return how many findings there are by code and outcome."""
    wanted = Filter(building, storey, None, unit)
    return summary_out(*read_occupancy.summary(services.occupancy, wanted, as_of=as_of or today()))


@router.get(
    "/{finding_id}",
    summary="One finding",
    responses=problems("finding-not-found", "invalid-request", "policy-not-in-force"),
)
def read_finding(
    finding_id: str, services: ServicesDep, tongue: TongueDep, role: RoleDep, as_of: AsOfQuery = None
) -> OccupancyFindingOut:
    """Return one finding as of a day."""
    _, view = read_occupancy.get_finding(services.occupancy, finding_id, as_of=as_of or today())
    return finding_out(view, tongue, role)


@router.get(
    "/{finding_id}/remedies",
    summary="What can lawfully be done about a finding",
    responses=problems("finding-not-found", "invalid-request", "policy-not-in-force"),
)
def read_remedies(finding_id: str, services: ServicesDep, role: RoleDep, as_of: AsOfQuery = None) -> RemedyList:
    """Return remedies in lawful order: swap, share, other use, and works last."""
    stands, found = remedies_of(services.occupancy, finding_id, as_of=as_of or today())
    return remedy_list(finding_id, stands, found, role)
