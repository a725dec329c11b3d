"""What is kept about buildings and imports: frozen records between the store, the use cases and the reading child.

Plan coordinates are storey-local metres as in ``geometry.plan``; areas m². Outlines are WKB.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

SourceKind = Literal["model", "drawing", "survey"]
ImportStatus = Literal["queued", "running", "done", "failed"]
STEPS = ("upload", "read", "spaces", "walls", "areas", "checks", "store")

Json = dict[str, Any]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """The area of a space under one basis, with its ledger as JSON rows (geometry as WKB in base64).

    ``boundary`` is the region whose area the gross is (WKB), None where that is the outline of the space.
    ``rules_sha256`` is the hash of the rules applied: a later version of the service may know better ones.
    """

    basis: str
    gross_area_m2: float
    net_area_m2: float
    standard_uncertainty_m2: float | None
    limited_use_area_m2: float | None
    deductions: tuple[Json, ...]
    missing: tuple[Json, ...]
    notes: tuple[Json, ...] = ()
    boundary: bytes | None = None
    rules_sha256: str = ""


@dataclass(frozen=True, slots=True)
class SpaceRecord:
    """One room of one revision; ``global_id`` is its id in the source file, ``space_id`` the stable one of ours.

    ``import_id`` is the import its numbers come from, where that is not the one that made the revision. ``survey`` is
    what ``geometry.survey.record`` says of the room; it is kept with the sources of the room, not with the revision.
    ``access`` is how the room is reached (``geometry.access``) and ``only_through`` the global id of the nearest room
    on every way to it, "" where there is none.
    """

    global_id: str
    number: str
    name: str
    use: str
    origin: str
    outline: bytes
    label_point: tuple[float, float]
    floor_z_m: float | None
    height_m: float | None
    declared: tuple[Json, ...]
    findings: tuple[Json, ...]
    statements: tuple[StatementRecord, ...]
    space_id: str = ""
    import_id: str | None = None
    survey: Json | None = None
    access: str = "unknown"
    only_through: str = ""


@dataclass(frozen=True, slots=True)
class ElementRecord:
    """One thing drawn on a plan; ``details`` holds what only some kinds have (hinge, swing, width)."""

    global_id: str
    kind: str
    name: str
    footprint: bytes
    details: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoreyRecord:
    """One storey of one revision."""

    global_id: str
    name: str
    elevation_m: float
    spaces: tuple[SpaceRecord, ...]
    elements: tuple[ElementRecord, ...]
    storey_id: str = ""
    aside: bool = False  # holds surveyed rooms that nobody knows the place of, side by side


@dataclass(frozen=True, slots=True)
class BuildingRecord:
    """One building as read from one file."""

    global_id: str
    name: str
    storeys: tuple[StoreyRecord, ...]


@dataclass(frozen=True, slots=True)
class MeasuredModel:
    """All that the reading child found in one file."""

    source: Json
    report: Json
    frame: Json
    buildings: tuple[BuildingRecord, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an import failed, in both languages; ``rows`` are the rows of a table it is about, as ``RowError``.

    ``evidence`` is that of the finding, such as the layers of a drawing to choose from.
    """

    code: str
    detail_zh: str
    detail_en: str
    rows: tuple[Json, ...] = ()
    evidence: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One file given to the service and what became of it."""

    id: str
    status: ImportStatus
    progress: float
    step: str
    file: str
    size_bytes: int
    sha256: str
    ignore_spaces: bool
    target_building_id: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    building_ids: tuple[str, ...]
    revision: int | None
    report: Json | None
    problem: Problem | None
    source: Json | None
    options: Json = field(default_factory=dict)  # what else the client said about the file, by form field


@dataclass(frozen=True, slots=True)
class RevisionRecord:
    """One state of a building: which import made it, and what it changed."""

    key: int
    building_id: str
    revision: int
    import_id: str
    imported_at: datetime
    file: str
    sha256: str
    name: str
    site_id: str | None
    frame: Json
    summary: Json
    changes: Json


@dataclass(frozen=True, slots=True)
class RoomSource:
    """What one file says about one room, from revision ``first_revision`` of its building to ``last_revision`` (None:
    to this day).

    ``space`` is the room in the coordinates of the file, without its survey, ``storey`` the name the file has for where
    it lies; ``placing`` says how it lies on the plan of the building (``service.usecases.placing``), None where it
    already does. ``position`` is 0 until it is stored.
    """

    kind: SourceKind
    space: SpaceRecord
    storey: str
    import_id: str
    first_revision: int
    last_revision: int | None = None
    measured_on: date | None = None
    instrument: str = ""
    placing: Json | None = None
    survey: Json | None = None
    position: int = 0

    @property
    def space_id(self) -> str:
        """Return the id of the room."""
        return self.space.space_id


@dataclass(frozen=True, slots=True)
class Authority:
    """Which source of a room counts in one revision, by which rule, and the reason for people."""

    space_id: str
    source_position: int
    rule: str
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class StoreyRow:
    """One storey as stored, with its sums under the default basis."""

    storey_id: str
    building_id: str
    revision_key: int
    name: str
    elevation_m: float
    summary: Json


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """One space as stored, with the statement asked for."""

    revision_key: int
    building_id: str
    storey_id: str
    space: SpaceRecord
    worst_outcome: str | None


@dataclass(frozen=True, slots=True)
class SpaceHit:
    """One line of a list of spaces."""

    position: int
    building: str
    storey: str
    row: SpaceRow


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Part of a list, and the cursor of the rest."""

    items: tuple[Item, ...]
    next: str | None
