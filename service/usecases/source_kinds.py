"""Whether a file is a model, a drawing or a survey, told by where its rooms come from."""

from __future__ import annotations

from collections import Counter
from datetime import date

from service.store.records import (
    BuildingRecord,
    Json,
    MeasuredModel,
    RevisionRecord,
    RoomSource,
    SourceKind,
    SpaceRecord,
)
from service.usecases.placing import Placing
from service.usecases.revision_summary import spaces_of

BY_ORIGIN: dict[str, SourceKind] = {"surveyed": "survey", "drawn": "drawing"}
RANK: tuple[SourceKind, ...] = ("model", "drawing", "survey")  # how good a plan it is, best first


def kind_of_room(space: SpaceRecord) -> SourceKind:
    """Return the kind of source a room comes from."""
    return BY_ORIGIN.get(space.origin, "model")


def kind_of_building(building: BuildingRecord) -> SourceKind:
    """Return the kind of plan a building has: of its rooms, the best; a model where it has none."""
    kinds = {kind_of_room(space) for space in spaces_of(building)}
    return min(kinds, key=RANK.index, default="model")


def plan_of(revision: RevisionRecord) -> SourceKind:
    """Return the kind of file the storeys of a building come from, whatever its rooms were measured with since."""
    return next((kind for kind in RANK if kind == revision.summary.get("plan")), "model")


def kind_of_file(measured: MeasuredModel) -> SourceKind:
    """Return the kind of a file."""
    return min((kind_of_building(building) for building in measured.buildings), key=RANK.index, default="model")


def source_of(
    space: SpaceRecord, storey: str, *, import_id: str, revision: int, placing: Placing | None = None
) -> RoomSource:
    """Return a room as the source it is from this revision on; the survey is parted from it."""
    survey = space.survey or {}
    measured_on = survey.get("measured_on")
    return RoomSource(
        kind=kind_of_room(space),
        space=space,
        storey=storey,
        import_id=import_id,
        first_revision=revision,
        measured_on=date.fromisoformat(measured_on) if measured_on else None,
        instrument=", ".join(_instruments(survey)),
        placing=placing.json() if placing else None,
        survey=space.survey,
    )


def _instruments(survey: Json) -> list[str]:
    """Return the instruments of a survey, keys of ``geometry.survey.instruments``, the one used most first."""
    used = Counter(row["instrument"] for row in survey.get("observations", ()) if row.get("instrument"))
    return [name for name, _ in used.most_common()]
