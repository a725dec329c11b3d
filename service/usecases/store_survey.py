"""Keep a survey or drawing of rooms that are known: a new revision in which they say what their sources say.

All other rooms stay as they are. A room that matches nothing is kept aside on a sheet of its own, except where the
building itself is known from surveys only: there it is one more room.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from geometry.finding import Finding, Text
from service.store import buildings, room_sources
from service.store.records import (
    BuildingRecord,
    ImportRecord,
    Json,
    MeasuredModel,
    RoomSource,
    SourceKind,
    SpaceRecord,
    StoreyRecord,
)
from service.usecases.control_points import placings_from
from service.usecases.finding_rows import finding_row
from service.usecases.kept_aside import laid_out, sheet_of, with_sheet
from service.usecases.known_building import before, whole
from service.usecases.match_survey import Match, Place, match_survey
from service.usecases.placing import Placing, placed, placing_of, region_of
from service.usecases.revise import Draft, write_revision
from service.usecases.revision_summary import spaces_of
from service.usecases.room_ids import id_maker
from service.usecases.room_names import storey_key
from service.usecases.source_kinds import kind_of_room, plan_of, source_of
from service.usecases.source_policy import DEFAULT_ORDER

UNPLACED = "not-placed"  # what a reader says of a survey without control points
MATCHED = Text(
    "{known} 间对应到已有房间,{aside} 间未能定位,另页保存。",
    "{known} rooms are known rooms of this building; {aside} could not be placed and are kept aside.",
)
ADDED = Text(
    "{known} 间对应到已有房间,新增 {added} 间。", "{known} rooms are known rooms of this building, {added} are new."
)


@dataclass(frozen=True, slots=True)
class Supplement:
    """What came of it: the revision, and the report with the rooms under the ids they have in the building."""

    revision: int
    report: Json


def store_survey(
    session: Session,
    building: BuildingRecord,
    measured: MeasuredModel,
    import_record: ImportRecord,
    *,
    building_id: str,
    now: datetime,
    order: Sequence[SourceKind] = DEFAULT_ORDER,
) -> Supplement:
    """Store the rooms of one building of a file as sources of the building they belong to."""
    revision = buildings.revision(session, building_id)
    assert revision is not None
    known, was = before(session, revision), whole(session, revision)
    sources = room_sources.open_ones(session, building_id)
    merge = _Merge(building_id, was, sources, import_record.id, revision.revision + 1, revision.import_id)
    control = placings_from(import_record.options)
    own = _placed_by_file(building, measured.frame, revision.frame)
    matching = match_survey(
        _places(was, sources), _read(building), control=lambda room: control(room) or own.get(room.id)
    )
    for storey in building.storeys:
        for space in storey.spaces:
            if space.global_id in matching.found:
                merge.found(space, storey, matching.found[space.global_id])
    unknown = [
        (space, storey) for storey in building.storeys for space in storey.spaces if space.global_id in matching.unknown
    ]
    if plan_of(revision) == "survey":
        merge.append(unknown)
        said = ADDED.format(known=len(matching.found), added=len(unknown))
    else:
        merge.aside(unknown, [matching.unknown[space.global_id] for space, _ in unknown])
        said = MATCHED.format(known=len(matching.found), aside=len(unknown))
    draft = Draft(
        building_id=building_id,
        building=merge.building,
        before=known,
        frame=revision.frame,
        plan=plan_of(revision),
        source=revision.summary["source"],
        site_id=revision.site_id,
        findings=revision.summary["findings"],
        judged=was,
        kept=sources,
        added=merge.added,
    )
    now_is = write_revision(session, draft, import_record, now=now, order=order)
    aside = len(unknown) if plan_of(revision) != "survey" else 0
    whole_file = Finding("survey-matched", "", "warning" if aside else "info", said)
    counts = {"matched": len(matching.found), "aside": aside}
    return Supplement(draft.number, counts | _report(measured.report, merge.ids, now_is, whole_file))


def _read(building: BuildingRecord) -> list[Place]:
    return [
        Place(space.global_id, space.number, storey.name, region_of(space.outline))
        for storey in building.storeys
        for space in storey.spaces
    ]


def _placed_by_file(building: BuildingRecord, frame: Json, onto: Json) -> dict[str, Placing]:
    """Return the placing of rooms that were surveyed with control points of their own."""
    dx, dy = (a - b for a, b in zip(frame["offset_m"], onto["offset_m"], strict=True))
    placing = Placing("control-points", (1.0, 0.0, 0.0, 1.0, dx, dy))
    return {
        space.global_id: placing
        for space in spaces_of(building)
        if kind_of_room(space) == "survey" and all(finding["code"] != UNPLACED for finding in space.findings)
    }


def _places(was: BuildingRecord, sources: dict[str, tuple[RoomSource, ...]]) -> list[Place]:
    """Return the rooms of a building as they are on its plan, not as an earlier survey had them."""
    places = []
    for storey in was.storeys:
        for space in storey.spaces:
            plan = next((s for s in sources.get(space.space_id, ()) if s.kind == "model"), None)
            shown = space if plan is None else plan.space
            named = sources[space.space_id][-1].storey if storey.aside and space.space_id in sources else storey.name
            places.append(Place(space.space_id, space.number, named, region_of(shown.outline), storey.aside))
    return places


class _Merge:
    """The building while the rooms of a file are put in."""

    def __init__(
        self,
        building_id: str,
        was: BuildingRecord,
        sources: dict[str, tuple[RoomSource, ...]],
        import_id: str,
        revision: int,
        import_before: str,
    ) -> None:
        self.building = _with_imports(was, import_before)
        self.added: list[RoomSource] = []
        self.ids: dict[str, str] = {}  # id in the file → room id
        self._building_id, self._sources = building_id, sources
        self._import_id, self._revision = import_id, revision
        self._by_id = {space.space_id: (space, storey) for storey in self.building.storeys for space in storey.spaces}
        used = {*self._by_id, *(storey.storey_id for storey in was.storeys)}
        self._new_id: Callable[[str], str] = id_maker(building_id, used)

    def found(self, space: SpaceRecord, storey: StoreyRecord, match: Match) -> None:
        """Add what the file says of a known room."""
        known, where = self._by_id[match.id]
        if match.id not in self._sources:
            plan = source_of(known, where.name, import_id=known.import_id or "", revision=self._revision)
            self.added.append(plan)
        placing = match.placing
        if where.aside:
            why = placing_of(self._sources[match.id][-1].placing).why
            placing = replace(placing, by="side-by-side", why=why)
        self._add(space, storey, match.id, placing)

    def append(self, rooms: Sequence[tuple[SpaceRecord, StoreyRecord]]) -> None:
        """Add rooms to a building that is known from surveys only, on their storeys."""
        by_key = {storey_key(storey.name): storey.storey_id for storey in self.building.storeys}
        storeys = {storey.storey_id: storey for storey in self.building.storeys}
        for name in dict.fromkeys(storey.name for _, storey in rooms):
            here = [(space, storey) for space, storey in rooms if storey.name == name]
            home = storeys.get(by_key.get(storey_key(name), "")) or replace(
                here[0][1], storey_id=self._new_id(here[0][1].global_id), spaces=(), elements=()
            )
            placings = laid_out([space for space, _ in here], beside=home.spaces, why=[None] * len(here))
            new = [
                self._add(space, storey, self._new_id(space.global_id), placing)
                for (space, storey), placing in zip(here, placings, strict=True)
            ]
            storeys[home.storey_id] = replace(home, spaces=(*home.spaces, *new))
        self.building = replace(self.building, storeys=tuple(storeys.values()))

    def aside(self, rooms: Sequence[tuple[SpaceRecord, StoreyRecord]], why: Sequence[Text]) -> None:
        """Keep rooms that match nothing on the sheet of rooms aside."""
        there = sheet_of(self.building)
        placings = laid_out([space for space, _ in rooms], beside=there, why=why)
        new = [
            self._add(space, storey, self._new_id(space.global_id), placing)
            for (space, storey), placing in zip(rooms, placings, strict=True)
        ]
        self.building = with_sheet(self.building, self._building_id, (*there, *new))

    def _add(self, space: SpaceRecord, storey: StoreyRecord, space_id: str, placing: Placing) -> SpaceRecord:
        self.ids[space.global_id] = space_id
        named = _renamed(space, space_id)
        self.added.append(
            source_of(named, storey.name, import_id=self._import_id, revision=self._revision, placing=placing)
        )
        return placed(replace(named, import_id=self._import_id), placing)


def _renamed(space: SpaceRecord, space_id: str) -> SpaceRecord:
    """Return a room with its id in the building, in its findings too; where it lies is another matter now."""
    findings = tuple(
        row | {"subject": space_id} if row["subject"] == space.global_id else row
        for row in space.findings
        if row["code"] != UNPLACED
    )
    return replace(space, space_id=space_id, findings=findings)


def _with_imports(was: BuildingRecord, import_before: str) -> BuildingRecord:
    """Return the building with every room naming the import its numbers come from."""
    return replace(
        was,
        storeys=tuple(
            replace(
                storey,
                spaces=tuple(replace(s, import_id=s.import_id or import_before) for s in storey.spaces),
            )
            for storey in was.storeys
        ),
    )


def _report(report: Json, ids: dict[str, str], now_is: BuildingRecord, whole_file: Finding) -> Json:
    """Return the report with rooms under their ids in the building, and what was found when they were put in."""
    told = [
        row | {"subject": ids.get(row["subject"], row["subject"])}
        for row in report["findings"]
        if row["code"] != UNPLACED
    ]
    known = {(row["code"], row["subject"]) for row in told}
    touched = set(ids.values())
    new = [
        finding
        for space in spaces_of(now_is)
        if space.space_id in touched
        for finding in space.findings
        if (finding["code"], finding["subject"]) not in known
    ]
    return report | {"findings": [finding_row(whole_file), *told, *new]}
