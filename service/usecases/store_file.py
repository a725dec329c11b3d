"""Store what was read from one file: as a new plan, or as surveys and drawings of rooms that are known already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from geometry.finding import Finding, Text
from service.store import buildings
from service.store.records import BuildingRecord, ImportRecord, Json, MeasuredModel, SourceKind
from service.usecases.finding_rows import finding_row
from service.usecases.room_names import number_key
from service.usecases.source_kinds import kind_of_file, plan_of
from service.usecases.source_policy import DEFAULT_ORDER
from service.usecases.store_model import store_model
from service.usecases.store_survey import store_survey

SAME_NAME = Text(
    "已有一栋同名的楼“{name}”({id})。如果是同一栋,请重新导入并选择归属该楼(building_id);如果不是,请在文件中改名,以免混淆。",
    "There already is a building called “{name}” ({id}). If it is the same one, import again and say that the file "
    "belongs to it (building_id); if it is another, give it a name of its own in the file.",
)


@dataclass(frozen=True, slots=True)
class Stored:
    """The (building id, revision) of every building of the file, that of the named one first, and the report."""

    buildings: tuple[tuple[str, int], ...]
    report: Json


def store_file(
    session: Session,
    measured: MeasuredModel,
    import_record: ImportRecord,
    *,
    now: datetime,
    order: Sequence[SourceKind] = DEFAULT_ORDER,
) -> Stored:
    """Store a file whole.

    A survey, or a drawing of a building that has a model, adds to the building the client named; anything else is a
    plan of its own.
    """
    target = import_record.target_building_id
    if target is None or not measured.buildings or not _adds_to(session, measured, target):
        known = {number_key(name): known_id for known_id, name in buildings.names(session).items() if name}
        stored = tuple(store_model(session, measured, import_record, now=now, order=order))
        return Stored(stored, _with_namesakes(measured, stored, known))
    revision = buildings.revision(session, target)
    assert revision is not None
    named = _named(measured.buildings, revision.name)
    added = store_survey(session, named, measured, import_record, building_id=target, now=now, order=order)
    others = tuple(building for building in measured.buildings if building is not named)
    alone = replace(import_record, target_building_id=None)
    rest = store_model(session, replace(measured, buildings=others), alone, now=now, order=order) if others else []
    return Stored(((target, added.revision), *rest), added.report)


def _adds_to(session: Session, measured: MeasuredModel, building_id: str) -> bool:
    kind = kind_of_file(measured)
    if kind != "drawing":
        return kind == "survey"
    revision = buildings.revision(session, building_id)
    assert revision is not None
    return plan_of(revision) == "model"


def _named(read: Sequence[BuildingRecord], name: str) -> BuildingRecord:
    """Return the building of the file that has this name, else the one with most rooms."""
    same = [building for building in read if number_key(building.name) == number_key(name)]
    return same[0] if same else max(read, key=lambda building: sum(len(storey.spaces) for storey in building.storeys))


def _with_namesakes(measured: MeasuredModel, stored: Sequence[tuple[str, int]], known: Mapping[str, str]) -> Json:
    """Return the report with a word about new buildings that are called like one that was there before."""
    found = []
    for building, (building_id, revision) in zip(measured.buildings, stored, strict=True):
        namesake = known.get(number_key(building.name))
        if revision == 1 and namesake is not None:
            reason = SAME_NAME.format(name=building.name, id=namesake)
            evidence = {"building_id": building_id, "namesake": namesake}
            found.append(finding_row(Finding("same-name-building", building.global_id, "warning", reason, evidence)))
    return measured.report | {"findings": [*measured.report["findings"], *found]} if found else measured.report
