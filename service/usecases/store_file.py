"""Store what was read from one file: as a new plan, or as surveys and drawings of rooms that are known already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from service.store import buildings
from service.store.records import BuildingRecord, ImportRecord, Json, MeasuredModel, SourceKind
from service.usecases.room_names import number_key
from service.usecases.source_kinds import kind_of_file, plan_of
from service.usecases.source_policy import DEFAULT_ORDER
from service.usecases.store_model import store_model
from service.usecases.store_survey import store_survey


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
        return Stored(tuple(store_model(session, measured, import_record, now=now, order=order)), measured.report)
    revision = buildings.revision(session, target)
    assert revision is not None
    named = _named(measured.buildings, revision.name)
    added = store_survey(session, named, measured, import_record, building_id=target, now=now, order=order)
    others = tuple(building for building in measured.buildings if building is not named)
    alone = replace(import_record, target_building_id=None)
    stored = store_model(session, replace(measured, buildings=others), alone, now=now, order=order) if others else []
    return Stored(((target, added.revision), *stored), added.report)


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
