"""What is kept about people, findings, cases and inspections: frozen records between the store and the use cases.

Areas m². ``fields``, ``details`` and the like are plain JSON values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from service.store.records import Json

RowKind = Literal["org-unit", "occupant", "assignment", "room"]


@dataclass(frozen=True, slots=True)
class RosterRecord:
    """One version of the roster; days before ``applies_from`` are asked of an earlier version."""

    version: int
    kind: Literal["file", "change"]
    file: str
    sha256: str
    size_bytes: int
    imported_at: datetime
    applies_from: date | None
    summary: Json


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One org unit, occupant, assignment or room as JSON."""

    kind: RowKind
    id: str
    fields: Json


@dataclass(frozen=True, slots=True)
class EvaluationRecord:
    """What a stored evaluation was made from; ``revisions`` maps building ids to revision keys."""

    position: int
    policy: str
    as_of: date
    roster_version: int
    revisions: dict[str, int]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PlaceOfSpace:
    """Where a room lies."""

    space_id: str
    storey_id: str
    building_id: str


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One finding of an evaluation with the rooms it is about, the office first."""

    id: str
    code: str
    outcome: str
    weight: int
    org_unit_id: str
    search: str
    excess_m2: float | None
    fields: Json
    spaces: tuple[PlaceOfSpace, ...] = ()


@dataclass(frozen=True, slots=True)
class JournalRecord:
    """One event of the journal as stored."""

    number: int
    at: datetime
    subject: str
    kind: str
    role: str
    details: Json
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One rectification case as it stands."""

    id: str
    finding_id: str
    state: str
    way: str | None
    owner: str | None
    deadline: date | None
    opened_at: datetime
    opened_on: date
    closed_at: datetime | None
    org_unit_id: str
    building_id: str | None
    storey_id: str | None
    space_id: str | None
    finding: Json


@dataclass(frozen=True, slots=True)
class InspectionItem:
    """One room of a round: what is expected there, and what was found."""

    ordinal: int
    space_id: str
    expected: Json
    result: str | None = None
    measured_area_m2: float | None = None
    note: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InspectionRecord:
    """One round through the rooms of a building or an org unit."""

    id: str
    title: str
    building_id: str | None
    org_unit_id: str | None
    as_of: date
    state: str
    opened_at: datetime
    finished_at: datetime | None
    items: tuple[InspectionItem, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One photo or document."""

    id: str
    subject: str
    file: str
    media_type: str
    sha256: str
    size_bytes: int
    added_at: datetime
