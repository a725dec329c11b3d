"""Buildings, storeys and spaces as they stand, or as they stood in an older revision."""

from __future__ import annotations

from dataclasses import dataclass

from geometry.basis import BASES, DEFAULT_BASIS, Basis
from geometry.finding import Text
from service.errors import (
    InvalidRequestError,
    NotFoundError,
    building_not_found,
    space_not_found,
    storey_not_found,
)
from service.store import buildings, imports, spaces
from service.store.database import Database
from service.store.records import ElementRecord, ImportRecord, Page, RevisionRecord, SpaceHit, SpaceRow, StoreyRow

NO_REVISION = Text("建筑 {building} 没有第 {revision} 版。", "Building {building} has no revision {revision}.")
NOT_IN_REVISION = Text(
    "{id} 不在第 {revision} 版中;它最后出现在第 {last} 版,可用 ?revision={last} 查看。",
    "{id} is not in revision {revision}; it was last seen in revision {last}: ask with ?revision={last}.",
)
NO_BASIS = Text(
    "没有名为“{basis}”的测量依据;可用的见 /api/v1/meta。",
    "There is no measurement basis “{basis}”; /api/v1/meta lists those known.",
)


@dataclass(frozen=True, slots=True)
class BuildingView:
    """One revision of a building with its storeys."""

    revision: RevisionRecord
    storeys: tuple[StoreyRow, ...]


@dataclass(frozen=True, slots=True)
class StoreyView:
    """One storey with its spaces under one basis."""

    revision: RevisionRecord
    storey: StoreyRow
    spaces: tuple[SpaceRow, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """One storey with what is drawn on it."""

    revision: RevisionRecord
    storey: StoreyRow
    elements: tuple[ElementRecord, ...]


@dataclass(frozen=True, slots=True)
class SpaceView:
    """One space with its statements under every basis, and the import its numbers come from."""

    revision: RevisionRecord
    storey: StoreyRow
    row: SpaceRow
    source: ImportRecord


def basis_of(given: str | None) -> Basis:
    """Return a measurement basis, the default one for None; raises ``basis-unknown``."""
    basis = BASES.get(given or DEFAULT_BASIS)
    if basis is None:
        raise InvalidRequestError("basis-unknown", NO_BASIS.format(basis=(given or "")[:80]))
    return basis


def list_buildings(database: Database, *, cursor: str | None, limit: int) -> Page[RevisionRecord]:
    """Return the newest revision of every building."""
    with database.read() as session:
        return buildings.page(session, cursor=cursor, limit=limit)


def get_building(database: Database, building_id: str, *, revision: int | None) -> BuildingView:
    """Return one building; raises ``building-not-found`` or ``revision-not-found``."""
    with database.read() as session:
        found = buildings.revision(session, building_id, revision)
        if found is None:
            if buildings.exists(session, building_id):
                text = NO_REVISION.format(building=building_id, revision=revision)
                raise NotFoundError("revision-not-found", text)
            raise building_not_found(building_id)
        return BuildingView(found, buildings.storeys(session, found.key))


def list_revisions(database: Database, building_id: str) -> tuple[RevisionRecord, ...]:
    """Return all revisions of a building, newest first."""
    with database.read() as session:
        found = buildings.revisions(session, building_id)
    if not found:
        raise building_not_found(building_id)
    return found


def get_storey(database: Database, storey_id: str, *, basis: Basis, revision: int | None) -> StoreyView:
    """Return one storey with its spaces."""
    where, storey = _storey(database, storey_id, revision)
    with database.read() as session:
        return StoreyView(where, storey, spaces.of_storey(session, where.key, storey_id, basis=basis.id))


def get_plan(database: Database, storey_id: str, *, revision: int | None) -> PlanView:
    """Return one storey with what is drawn on it."""
    where, storey = _storey(database, storey_id, revision)
    with database.read() as session:
        return PlanView(where, storey, spaces.elements(session, where.key, storey_id))


def get_space(database: Database, space_id: str, *, revision: int | None) -> SpaceView:
    """Return one space; raises ``space-not-found`` or, for one that vanished, ``not-in-revision``."""
    with database.read() as session:
        last = spaces.last_revision_with(session, space_id)
    if last is None:
        raise space_not_found(space_id)
    view = get_building(database, last[0], revision=revision)
    with database.read() as session:
        row = spaces.get(session, view.revision.key, space_id)
        if row is None:
            raise _not_there(space_id, view.revision.revision, last[1])
        source = imports.get(session, row.space.import_id or view.revision.import_id)
    assert source is not None
    storey = next(storey for storey in view.storeys if storey.storey_id == row.storey_id)
    return SpaceView(view.revision, storey, row, source)


def search_spaces(
    database: Database,
    *,
    building_id: str | None,
    storey_id: str | None,
    text: str | None,
    use: str | None,
    basis: Basis,
    cursor: str | None,
    limit: int,
) -> Page[SpaceHit]:
    """Return spaces of the newest revisions."""
    with database.read() as session:
        return spaces.search(
            session,
            building_id=building_id,
            storey_id=storey_id,
            text=text,
            use=use,
            basis=basis.id,
            cursor=cursor,
            limit=limit,
        )


def _storey(database: Database, storey_id: str, revision: int | None) -> tuple[RevisionRecord, StoreyRow]:
    with database.read() as session:
        last = spaces.last_revision_with_storey(session, storey_id)
    if last is None:
        raise storey_not_found(storey_id)
    view = get_building(database, last[0], revision=revision)
    storey = next((storey for storey in view.storeys if storey.storey_id == storey_id), None)
    if storey is None:
        raise _not_there(storey_id, view.revision.revision, last[1])
    return view.revision, storey


def _not_there(given: str, revision: int, last: int) -> NotFoundError:
    return NotFoundError("not-in-revision", NOT_IN_REVISION.format(id=given, revision=revision, last=last))
