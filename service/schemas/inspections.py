"""Inspection rounds on the wire: for each room what ledger, system and roster say, and what was found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from service.roles import Role, sees_people
from service.schemas.cases import EvidenceOut, evidence_out
from service.schemas.common import Schema
from service.store.people_records import InspectionItem, InspectionRecord
from service.usecases.inspections import InspectionView, Result, differs, repeat_limit_m2


class PersonInRoom(Schema):
    """Who uses a room by the roster."""

    name: str
    level: str


class InspectionRoom(Schema):
    """One room of a round."""

    ordinal: int
    space_id: str
    number: str = Field(examples=["302"])
    name: str
    use: str = Field(examples=["office"])
    building_id: str
    storey_id: str
    storey: str
    org_units: list[str] = Field(description="names of the bodies that use it")
    people: int
    occupants: list[PersonInRoom] = Field(description="empty for readers")
    ledger_area_m2: float | None = Field(description="as declared in the source file")
    system_area_m2: float | None = Field(description="as computed, under `basis`")
    standard_uncertainty_m2: float | None
    basis: str
    findings: list[str] = Field(description="codes of the findings about it when the round was opened")
    result: Result | None
    measured_area_m2: float | None = Field(description="as measured on the spot")
    difference_m2: float | None = Field(description="measured − system")
    allowed_m2: float | None = Field(description="two measurements may lie so far apart (class 3)")
    differs: bool | None
    note: str | None = Field(description="null for readers")
    recorded_at: datetime | None
    evidence: list[EvidenceOut]


class InspectionOut(Schema):
    """One round, without its rooms."""

    id: str
    title: str
    building_id: str | None
    org_unit_id: str | None
    as_of: date
    state: Literal["open", "finished"]
    opened_at: datetime
    finished_at: datetime | None


class InspectionDetail(InspectionOut):
    """One round with its rooms."""

    rooms: list[InspectionRoom]
    counts: dict[str, int] = Field(description="rooms by result; `open` for those without")


class InspectionList(Schema):
    """Rounds, newest first."""

    items: list[InspectionOut]
    next: str | None


class InspectionIn(Schema):
    """A round to begin: through a building, or through the rooms of an org unit."""

    building_id: str | None = Field(None, max_length=40)
    org_unit_id: str | None = Field(None, max_length=200)
    title: str = Field("", max_length=120)
    as_of: date | None = None


class RoomRecord(Schema):
    """What was found in a room."""

    result: Result | None = None
    measured_area_m2: float | None = Field(None, gt=0, le=100_000)
    note: str = Field("", max_length=2000)


def inspection_out(record: InspectionRecord) -> InspectionOut:
    """Return one round without its rooms."""
    return InspectionOut(
        id=record.id,
        title=record.title,
        building_id=record.building_id,
        org_unit_id=record.org_unit_id,
        as_of=record.as_of,
        state="finished" if record.state == "finished" else "open",
        opened_at=record.opened_at,
        finished_at=record.finished_at,
    )


def inspection_detail(view: InspectionView, role: Role) -> InspectionDetail:
    """Return one round with its rooms; readers see neither people nor words about them."""
    head = inspection_out(view.record)
    return InspectionDetail(
        **head.model_dump(),
        rooms=[_room(view, item, role) for item in view.record.items],
        counts=dict(view.counts),
    )


def _room(view: InspectionView, item: InspectionItem, role: Role) -> InspectionRoom:
    expected = item.expected
    system = expected["system_area_m2"]
    units = view.roster.roster.org_unit
    shown = sees_people(role)
    subject = f"inspection/{view.record.id}/{item.ordinal}"
    measured = item.measured_area_m2
    return InspectionRoom(
        ordinal=item.ordinal,
        space_id=item.space_id,
        number=expected["number"],
        name=expected["name"],
        use=expected["use"],
        building_id=expected["building_id"],
        storey_id=expected["storey_id"],
        storey=expected["storey"],
        org_units=[units[id_].name for id_ in expected["org_unit_ids"] if id_ in units],
        people=expected["people"],
        occupants=[PersonInRoom(name=name, level=level) for name, level in view.people_of(item)] if shown else [],
        ledger_area_m2=expected["ledger_area_m2"],
        system_area_m2=system,
        standard_uncertainty_m2=expected["standard_uncertainty_m2"],
        basis=expected["basis"],
        findings=expected["findings"],
        result=item.result,  # type: ignore[arg-type]  # only RoomRecord writes it
        measured_area_m2=measured,
        difference_m2=None if measured is None or system is None else measured - system,
        allowed_m2=None if system is None else repeat_limit_m2(system),
        differs=differs(item),
        note=item.note if shown else None,
        recorded_at=item.recorded_at,
        evidence=[evidence_out(one) for one in view.evidence if one.subject == subject] if shown else [],
    )
