"""Org units, occupants and assignments: lists for any day, and changes one at a time."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from geometry.finding import Text
from service.allocation.people import Assignment, Occupant, Post
from service.dependencies import AsOfQuery, Cursor, Limit, RoleDep, ServicesDep
from service.error_responses import problems
from service.errors import InvalidRequestError
from service.roles import sees_people
from service.schemas.people import (
    AssignmentChange,
    AssignmentIn,
    AssignmentList,
    OccupantChange,
    OccupantIn,
    OccupantList,
    OrgUnitList,
    RosterOut,
    assignment_out,
    occupant_out,
    org_unit_out,
    roster_out,
)
from service.usecases import change_people, read_people
from service.usecases.days import today

router = APIRouter(tags=["people"])
LIST = ("bad-cursor", "invalid-request")
WRITES = ("invalid-request", "no-roster", "origin-refused", "role-insufficient")
NOT_BY_NAME = Text(
    "此令牌不能按人查询;请去掉 q 和 occupant 参数。",
    "This token may not ask by person; leave out q and occupant.",
)
Words = Annotated[str | None, Query(max_length=100, description="words of id, number or name; all must occur")]


@router.get("/org-units", summary="Org units of the roster", responses=problems(*LIST))
def read_org_units(
    services: ServicesDep, q: Words = None, as_of: AsOfQuery = None, cursor: Cursor = None, limit: Limit = 200
) -> OrgUnitList:
    """Return org units in the order of the roster."""
    version, page = read_people.list_org_units(
        services.occupancy, text=q, as_of=as_of or today(), cursor=cursor, limit=limit
    )
    return OrgUnitList(items=[org_unit_out(unit) for unit in page.items], next=page.next, roster_version=version)


@router.get("/occupants", summary="Occupants of the roster", responses=problems(*LIST))
def read_occupants(
    services: ServicesDep,
    role: RoleDep,
    q: Words = None,
    unit: Annotated[str | None, Query(max_length=200, description="id of the org unit of the main post")] = None,
    as_of: AsOfQuery = None,
    cursor: Cursor = None,
    limit: Limit = 200,
) -> OccupantList:
    """Return occupants in the order of the roster; for readers without saying who they are."""
    if q is not None and not sees_people(role):
        raise InvalidRequestError("invalid-request", NOT_BY_NAME)
    day = as_of or today()
    version, page = read_people.list_occupants(
        services.occupancy, text=q, unit=unit, as_of=day, cursor=cursor, limit=limit
    )
    items = [occupant_out(one, day, role) for one in page.items]
    return OccupantList(items=items, next=page.next, roster_version=version, as_of=day)


@router.get("/assignments", summary="Who uses which room on a day", responses=problems(*LIST))
def read_assignments(
    services: ServicesDep,
    role: RoleDep,
    space: Annotated[str | None, Query(max_length=250, description="id of a space")] = None,
    occupant: Annotated[str | None, Query(max_length=200, description="id of an occupant")] = None,
    as_of: AsOfQuery = None,
    cursor: Cursor = None,
    limit: Limit = 200,
) -> AssignmentList:
    """Return the assignments in force; for readers without saying whose they are."""
    if occupant is not None and not sees_people(role):
        raise InvalidRequestError("invalid-request", NOT_BY_NAME)
    day = as_of or today()
    version, page = read_people.list_assignments(
        services.occupancy, space=space, occupant=occupant, as_of=day, cursor=cursor, limit=limit
    )
    items = [assignment_out(id_, one, role) for id_, one in page.items]
    return AssignmentList(items=items, next=page.next, roster_version=version, as_of=day)


@router.post(
    "/occupants",
    status_code=201,
    summary="Add one occupant",
    responses=problems(*WRITES, "occupant-exists", "org-unit-not-found"),
)
def create_occupant(given: OccupantIn, services: ServicesDep, role: RoleDep) -> RosterOut:
    """Add a person; the answer is the version of the roster this made."""
    posts = tuple(Post(**post.model_dump()) for post in given.posts)
    occupant = Occupant(given.id, given.name, posts, given.number)
    return roster_out(change_people.add_occupant(services.occupancy.rosters, occupant), role)


@router.patch(
    "/occupants/{occupant_id}",
    summary="Change one occupant: a new main post, retirement, leaving, a loan",
    responses=problems(*WRITES, "occupant-not-found", "org-unit-not-found"),
)
def change_occupant(occupant_id: str, given: OccupantChange, services: ServicesDep, role: RoleDep) -> RosterOut:
    """Change a person; only what it touches is evaluated again."""
    changes = given.model_dump(exclude={"main_post"}, exclude_unset=True)
    if "lent_to" in changes:
        changes["lent_to"] = changes["lent_to"] or ""
    post = Post(**given.main_post.model_dump()) if given.main_post else None
    record = change_people.change_occupant(services.occupancy.rosters, occupant_id, changes, main_post=post)
    return roster_out(record, role)


@router.post(
    "/assignments",
    status_code=201,
    summary="Give a room to an occupant or an org unit",
    responses=problems(*WRITES, "occupant-not-found", "org-unit-not-found", "space-not-found"),
)
def create_assignment(given: AssignmentIn, services: ServicesDep, role: RoleDep) -> RosterOut:
    """Add a use of a room."""
    record = change_people.add_assignment(services.occupancy.rosters, Assignment(**given.model_dump()))
    return roster_out(record, role)


@router.patch(
    "/assignments/{assignment_id}",
    summary="Change, end or move one use of a room",
    responses=problems(*WRITES, "assignment-not-found", "occupant-not-found", "org-unit-not-found", "space-not-found"),
)
def change_assignment(assignment_id: str, given: AssignmentChange, services: ServicesDep, role: RoleDep) -> RosterOut:
    """Change a use of a room; moved, it ends in one room the day before it begins in the other."""
    changes: dict[str, Any] = given.model_dump(exclude={"space_id", "on"}, exclude_unset=True)
    if changes.get("purpose", "") is None:
        del changes["purpose"]
    if "approval" in changes:
        changes["approval"] = changes["approval"] or ""
    record = change_people.change_assignment(
        services.occupancy.rosters, assignment_id, changes, moves_to=given.space_id, on=given.on
    )
    return roster_out(record, role)
