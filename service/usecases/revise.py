"""Write one revision of a building: its rooms as their sources say, the sources, and which of them count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from service.store import buildings, room_sources
from service.store.records import (
    Authority,
    BuildingRecord,
    ImportRecord,
    Json,
    RevisionRecord,
    RoomSource,
    SourceKind,
)
from service.usecases.end_certificates import supersede_changed
from service.usecases.identity import changes
from service.usecases.known_building import Before
from service.usecases.reconcile import reconcile
from service.usecases.revision_summary import areas_of, building_summary, findings_after, storey_summary


@dataclass(frozen=True, slots=True)
class Draft:
    """A revision about to be written; all its storeys and spaces have their ids.

    ``plan`` is the kind of file its storeys come from, ``source`` that file. ``findings`` counts the findings of
    ``judged``: the building before its sources were reconciled, or the one before this revision. ``kept`` are the
    stored sources that go on as they are, ``added`` new ones, ``closed`` the positions of those that ended with the
    revision before.
    """

    building_id: str
    building: BuildingRecord
    before: Before | None
    frame: Json
    plan: SourceKind
    source: Json
    site_id: str | None
    findings: dict[str, int]
    judged: BuildingRecord
    kept: Mapping[str, Sequence[RoomSource]] = field(default_factory=dict)
    added: Sequence[RoomSource] = ()
    closed: Sequence[int] = ()

    @property
    def number(self) -> int:
        """Return the number of the revision."""
        return self.before.revision.revision + 1 if self.before else 1


def write_revision(
    session: Session, draft: Draft, import_record: ImportRecord, *, now: datetime, order: Sequence[SourceKind]
) -> BuildingRecord:
    """Store the draft as the newest revision of its building; return the building as it now stands."""
    room_sources.close(session, draft.closed, last_revision=draft.number - 1)
    sources = {space_id: list(known) for space_id, known in draft.kept.items()}
    for source in draft.added:
        sources.setdefault(source.space_id, []).append(room_sources.add(session, draft.building_id, source))
    building, decisions = reconcile(draft.building, sources, order=order)
    storeys = {storey.storey_id: storey_summary(storey) for storey in building.storeys}
    findings = findings_after(draft.findings, draft.judged, building)
    revision = RevisionRecord(
        key=0,
        building_id=draft.building_id,
        revision=draft.number,
        import_id=import_record.id,
        imported_at=now,
        file=import_record.file,
        sha256=import_record.sha256,
        name=building.name,
        site_id=draft.site_id,
        frame=draft.frame,
        summary=building_summary(building, storeys, findings) | {"plan": draft.plan, "source": draft.source},
        changes=changes(draft.before.areas, areas_of(building)) if draft.before else changes({}, {}),
    )
    key = buildings.add_revision(session, revision, building, storey_summaries=storeys)
    room_sources.add_authorities(
        session,
        key,
        (
            Authority(space_id, one.source.position, one.rule, one.reason.zh, one.reason.en)
            for space_id, one in decisions.items()
        ),
    )
    supersede_changed(session, draft.building_id, draft.number, now=now)
    return building
