"""Spaces: find them, look at one, ask for its areas."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from geometry.basis import BASES
from geometry.plan import Use
from service.dependencies import BasisQuery, CrsQuery, Cursor, Limit, RevisionQuery, ServicesDep, TongueDep
from service.error_responses import problems
from service.schemas.areas import AreaStatementList, AreaStatementOut, statement_out
from service.schemas.sources import SourcesOut, sources_out
from service.schemas.spaces import SpaceDetail, SpaceList, space_detail, space_line
from service.schemas.surveys import SurveyOut, survey_out
from service.usecases.project import projection
from service.usecases.read_plan import basis_of, get_space, search_spaces
from service.usecases.read_sources import get_sources, get_survey

router = APIRouter(prefix="/spaces", tags=["spaces"])
SPACE = ("space-not-found", "revision-not-found", "not-in-revision", "basis-unknown", "invalid-request")


@router.get(
    "",
    summary="Find spaces by number, name, use or place",
    responses=problems("bad-cursor", "basis-unknown", "invalid-request"),
)
def read_spaces(
    services: ServicesDep,
    building: Annotated[str | None, Query(max_length=250, description="id of a building")] = None,
    storey: Annotated[str | None, Query(max_length=250, description="id of a storey")] = None,
    q: Annotated[str | None, Query(max_length=100, description="words of number or name; all must occur")] = None,
    use: Annotated[Use | None, Query(description="one of the uses in /meta")] = None,
    basis: BasisQuery = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> SpaceList:
    """Return spaces of the newest revisions; filters that match nothing give an empty list."""
    chosen = basis_of(basis)
    page = search_spaces(
        services.database,
        building_id=building,
        storey_id=storey,
        text=q,
        use=use,
        basis=chosen,
        cursor=cursor,
        limit=limit,
    )
    return SpaceList(items=[space_line(hit, chosen.id) for hit in page.items], next=page.next)


@router.get(
    "/{space_id}",
    summary="One space as GeoJSON feature",
    responses=problems(*SPACE, "crs-unknown", "not-georeferenced"),
)
def read_space(
    space_id: str,
    services: ServicesDep,
    tongue: TongueDep,
    basis: BasisQuery = None,
    crs: CrsQuery = None,
    revision: RevisionQuery = None,
) -> SpaceDetail:
    """Return one space with its place, source and findings."""
    chosen = basis_of(basis)
    view = get_space(services.database, space_id, revision=revision)
    _, project = projection(view.revision, crs) or (None, None)
    return space_detail(
        view.row, view.storey, view.revision, view.source, basis=chosen.id, tongue=tongue, project=project
    )


@router.get("/{space_id}/areas", summary="The areas of a space with their ledger", responses=problems(*SPACE))
def read_space_areas(
    space_id: str, services: ServicesDep, basis: BasisQuery = None, revision: RevisionQuery = None
) -> AreaStatementOut | AreaStatementList:
    """Return the statement under one basis, or one per basis when none is named."""
    chosen = None if basis is None else basis_of(basis)
    view = get_space(services.database, space_id, revision=revision)
    by_basis = {statement.basis: statement for statement in view.row.space.statements}
    wanted = [chosen] if chosen else [known for known in BASES.values() if known.id in by_basis]
    items = [statement_out(space_id, one, by_basis[one.id], view.revision, view.source) for one in wanted]
    return items[0] if chosen else AreaStatementList(items=items)


@router.get(
    "/{space_id}/sources",
    summary="All that is known about the size of a space, side by side",
    responses=problems(*SPACE),
)
def read_space_sources(
    space_id: str,
    services: ServicesDep,
    tongue: TongueDep,
    basis: BasisQuery = None,
    revision: RevisionQuery = None,
    limit_m2: Annotated[
        float | None, Query(gt=0, le=1e6, description="tells what each figure would mean for this limit")
    ] = None,
) -> SourcesOut:
    """Return declared values, model, drawing and surveys, which of them counts and why, and how they differ."""
    chosen = basis_of(basis)
    found = get_sources(services.database, space_id, basis=chosen.id, revision=revision, limit_m2=limit_m2)
    return sources_out(found, tongue)


@router.get(
    "/{space_id}/survey",
    summary="The survey of a space: observations, residuals, reliability",
    responses=problems(*SPACE, "survey-not-found"),
)
def read_space_survey(
    space_id: str,
    services: ServicesDep,
    tongue: TongueDep,
    basis: BasisQuery = None,
    revision: RevisionQuery = None,
    source: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="id of a survey among the sources")] = None,
) -> SurveyOut:
    """Return the survey that counts, or the one named; without any, the walls of the room to be measured."""
    chosen = basis_of(basis)
    found = get_survey(services.database, space_id, revision=revision, source_id=source)
    return survey_out(found, basis=chosen.id, tongue=tongue)
