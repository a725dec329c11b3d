"""The sources of one room side by side, and its survey in detail, as of a revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geometry.decision import Decision, decide, uncertainty_of_difference
from geometry.finding import Text
from service.errors import NotFoundError
from service.store import imports, room_sources
from service.store.database import Database
from service.store.records import ImportRecord, Json, RoomSource, SpaceRecord, StatementRecord
from service.usecases.placing import placed, placing_of
from service.usecases.read_plan import SpaceView, get_space
from service.usecases.reconcile import COVERAGE_FACTOR
from service.usecases.source_kinds import source_of
from service.usecases.source_policy import ONLY

NO_SOURCE = Text(
    "房间 {room} 在第 {revision} 版中没有编号为 {source} 的实测来源。",
    "Room {room} has no survey with the id {source} in revision {revision}.",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure against the one that counts: their difference and its standard uncertainty, m².

    ``u_m2`` is None where neither comes with an uncertainty.
    """

    difference_m2: float
    u_m2: float | None

    @property
    def is_significant(self) -> bool | None:
        """Return whether the two differ by more than U = 2u; None where nobody knows u."""
        return None if not self.u_m2 else abs(self.difference_m2) > COVERAGE_FACTOR * self.u_m2


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source of a room: the room as it says, placed on the plan, and the import it came with.

    ``statement`` is the one under the basis asked for; ``verdict`` is None without a limit.
    """

    source: RoomSource
    record: ImportRecord
    space: SpaceRecord
    statement: StatementRecord
    counts: bool
    comparison: Comparison
    verdict: Decision | None


@dataclass(frozen=True, slots=True)
class DeclaredView:
    """An area that a file declares for a room; compared with the gross area where that is what it is."""

    name: str
    kind: str
    area_m2: float
    record: ImportRecord
    comparison: Comparison
    verdict: Decision | None


@dataclass(frozen=True, slots=True)
class SourcesView:
    """Everything known about the size of one room; ``rule`` and ``reason`` say why one source counts."""

    view: SpaceView
    basis: str
    limit_m2: float | None
    sources: tuple[SourceView, ...]
    declared: tuple[DeclaredView, ...]
    rule: str
    reason: Text

    @property
    def verdicts_agree(self) -> bool | None:
        """Return whether the verdict is the same whichever source is taken; None without a limit."""
        told = [*(source.verdict for source in self.sources), *(area.verdict for area in self.declared)]
        found = {decision.verdict for decision in told if decision is not None}
        return len(found) == 1 if found else None


@dataclass(frozen=True, slots=True)
class SurveyView:
    """One room as a surveyor sees it; ``source`` and ``survey`` are None where nobody has surveyed it."""

    view: SpaceView
    space: SpaceRecord
    source: RoomSource | None
    record: ImportRecord
    survey: Json | None
    surveys: tuple[RoomSource, ...]


def get_sources(
    database: Database, space_id: str, *, basis: str, revision: int | None, limit_m2: float | None = None
) -> SourcesView:
    """Return the sources of a room, the one that counts first."""
    view = get_space(database, space_id, revision=revision)
    sources, counting, rule, reason = _sources(database, view)
    room = view.row.space
    what_counts = _under(room, basis)
    with database.read() as session:
        files = {source.import_id: imports.get(session, source.import_id) for source in sources}
    records = {import_id: record for import_id, record in files.items() if record is not None}
    shown = []
    for source in sources:
        counts = source is counting
        space = room if counts else placed(source.space, placing_of(source.placing))
        statement = _under(space, basis)
        shown.append(
            SourceView(
                source,
                records[source.import_id],
                space,
                statement,
                counts,
                _against(statement.net_area_m2, statement.standard_uncertainty_m2, what_counts, same=counts),
                _verdict(statement.net_area_m2, limit_m2, statement.standard_uncertainty_m2),
            )
        )
    declared = [
        DeclaredView(
            area["name"],
            area["kind"],
            area["area_m2"],
            records[source.import_id],
            _against(area["area_m2"], None, what_counts, gross=area["kind"] != "net"),
            None if area["kind"] == "gross" else _verdict(area["area_m2"], limit_m2, None),
        )
        for source in sources
        for area in source.space.declared
    ]
    shown.sort(key=lambda one: (not one.counts, -one.source.position))
    return SourcesView(view, basis, limit_m2, tuple(shown), tuple(declared), rule, reason)


def get_survey(database: Database, space_id: str, *, revision: int | None, source_id: int | None = None) -> SurveyView:
    """Return a survey of a room: the one named, else the one that counts, else the newest.

    A room nobody has surveyed comes with its outline alone: what a surveyor needs before going there.
    """
    view = get_space(database, space_id, revision=revision)
    sources, counting, _, _ = _sources(database, view)
    surveys = [source for source in sources if source.survey is not None]
    chosen = next((source for source in surveys if source.position == source_id), None)
    if source_id is not None and chosen is None:
        number = view.row.space.number or space_id
        text = NO_SOURCE.format(room=number, source=source_id, revision=view.revision.revision)
        raise NotFoundError("survey-not-found", text)
    if chosen is None and surveys:
        chosen = counting if counting in surveys else surveys[-1]
    if chosen is None:
        return SurveyView(view, view.row.space, None, view.source, None, ())
    with database.read() as session:
        record = imports.get(session, chosen.import_id)
    assert record is not None
    space = replace(chosen.space, number=view.row.space.number, name=view.row.space.name)
    return SurveyView(view, space, chosen, record, chosen.survey, tuple(surveys))


def _sources(database: Database, view: SpaceView) -> tuple[list[RoomSource], RoomSource, str, Text]:
    """Return the sources of a room, the one that counts, by which rule, and why."""
    space_id, revision = view.row.space.space_id, view.revision
    with database.read() as session:
        stored = room_sources.of_space(session, revision.building_id, space_id, revision=revision.revision)
        authority = room_sources.authority(session, revision.key, space_id)
    if authority is None:
        # Of a room with one source nothing is written down beside the room itself.
        only = source_of(view.row.space, view.storey.name, import_id=view.source.id, revision=revision.revision)
        return [only], only, "only-source", ONLY
    counting = next(source for source in stored if source.position == authority.source_position)
    return list(stored), counting, authority.rule, Text(authority.reason_zh, authority.reason_en)


def _under(space: SpaceRecord, basis: str) -> StatementRecord:
    return next(statement for statement in space.statements if statement.basis == basis)


def _against(
    area_m2: float, u: float | None, what_counts: StatementRecord, *, gross: bool = False, same: bool = False
) -> Comparison:
    other_m2 = what_counts.gross_area_m2 if gross else what_counts.net_area_m2
    uncertainties: Sequence[float | None] = (u, what_counts.standard_uncertainty_m2)
    known = [value for value in uncertainties if value is not None]
    if same:
        return Comparison(0.0, None)
    u_difference = uncertainty_of_difference(*(value or 0.0 for value in uncertainties)) if known else None
    return Comparison(area_m2 - other_m2, u_difference)


def _verdict(area_m2: float, limit_m2: float | None, u: float | None) -> Decision | None:
    return None if limit_m2 is None else decide(area_m2, limit_m2, u=u)
