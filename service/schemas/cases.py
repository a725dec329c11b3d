"""Rectification cases, their history and evidence on the wire. Readers see neither persons nor words about them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field

from geometry.finding import Text
from service.allocation.cases import State, Way
from service.negotiation import Tongue, pick
from service.roles import Role, sees_people
from service.schemas.common import Schema
from service.store.people_records import EvidenceRecord, JournalRecord
from service.usecases.cases import CaseView, FindingNow
from service.usecases.journal import JournalCheck


class EvidenceOut(Schema):
    """A photo or document; its bytes are at `/evidence/{id}`."""

    id: str
    subject: str = Field(examples=["case/1f0c7a52"])
    file: str = Field(examples=["302.jpg"])
    media_type: str = Field(examples=["image/jpeg"])
    size_bytes: int
    sha256: str
    added_at: datetime


class EventOut(Schema):
    """One event of the history; `hash` covers it and the one before."""

    number: int
    at: datetime
    kind: str = Field(examples=["changed"])
    role: str = Field(examples=["manager"])
    details: dict[str, Any]
    hash: str


class FindingNowOut(Schema):
    """What an evaluation says today about the finding of a case."""

    still_there: bool
    outcome: str | None = Field(examples=["over"])
    area_m2: float | None
    entitlement_m2: float | None
    excess_m2: float | None
    reason: str
    reason_zh: str
    reason_en: str
    as_of: date
    roster_version: int


class CaseOut(Schema):
    """One rectification case. Owner, notes, evidence and history are empty for readers."""

    id: str = Field(examples=["1f0c7a52"])
    finding_id: str
    code: str = Field(examples=["over-entitlement"])
    state: State
    way: Way | None
    owner: str | None
    deadline: date | None
    overdue: bool
    opened_at: datetime
    opened_on: date
    closed_at: datetime | None
    org_unit_id: str | None
    org_unit: str | None
    building_id: str | None
    storey_id: str | None
    space_id: str | None
    number: str | None = Field(description="of the room", examples=["302"])
    area_m2: float | None = Field(description="when it was opened")
    entitlement_m2: float | None
    excess_m2: float | None
    reason: str = Field(description="why it was opened")
    reason_zh: str
    reason_en: str


class CaseDetail(CaseOut):
    """A case with what is known today, its evidence and its history."""

    now: FindingNowOut
    evidence: list[EvidenceOut]
    history: list[EventOut]


class CaseList(Schema):
    """Cases, newest first."""

    items: list[CaseOut]
    next: str | None


class CaseIn(Schema):
    """A finding to be followed until it is gone."""

    finding_id: str = Field(min_length=1, max_length=40)
    way: Way | None = None
    owner: str | None = Field(None, max_length=80)
    deadline: date | None = None
    note: str = Field("", max_length=2000)


class CaseChange(Schema):
    """What changes about a case; what is not named stays. `closed` is refused while the finding is there."""

    state: State | None = None
    way: Way | None = None
    owner: str | None = Field(None, max_length=80)
    deadline: date | None = None
    note: str = Field("", max_length=2000)


class JournalCheckOut(Schema):
    """Whether the history of cases and inspections is whole."""

    whole: bool
    events: int
    head: str | None = Field(description="hash of the last event: note it down elsewhere to notice a shortened history")
    broken_at: int | None
    reason: str | None
    reason_zh: str | None
    reason_en: str | None


def case_out(view: CaseView, tongue: Tongue, role: Role) -> CaseOut:
    """Return one case in one language."""
    return CaseOut(**_case(view, tongue, role))


def case_detail(view: CaseView, now: FindingNow, tongue: Tongue, role: Role) -> CaseDetail:
    """Return one case with all that belongs to it."""
    shown = sees_people(role)
    reason = now.reason_for(role)
    return CaseDetail(
        **_case(view, tongue, role),
        now=FindingNowOut(
            still_there=now.still_there,
            outcome=now.outcome,
            area_m2=now.area_m2,
            entitlement_m2=now.entitlement_m2,
            excess_m2=now.excess_m2,
            reason=pick(reason, tongue),
            reason_zh=reason.zh,
            reason_en=reason.en,
            as_of=now.as_of,
            roster_version=now.roster_version,
        ),
        evidence=[evidence_out(one) for one in view.evidence] if shown else [],
        history=[event_out(one) for one in view.history] if shown else [],
    )


def evidence_out(record: EvidenceRecord) -> EvidenceOut:
    """Return what is known about a photo or document."""
    return EvidenceOut(
        id=record.id,
        subject=record.subject,
        file=record.file,
        media_type=record.media_type,
        size_bytes=record.size_bytes,
        sha256=record.sha256,
        added_at=record.added_at,
    )


def event_out(record: JournalRecord) -> EventOut:
    """Return one event of the history."""
    return EventOut(
        number=record.number,
        at=record.at,
        kind=record.kind,
        role=record.role,
        details=record.details,
        hash=record.hash,
    )


def journal_check_out(check: JournalCheck, tongue: Tongue) -> JournalCheckOut:
    """Return what a check of the history found."""
    reason = check.reason
    return JournalCheckOut(
        whole=check.broken_at is None,
        events=check.events,
        head=check.head,
        broken_at=check.broken_at,
        reason=pick(reason, tongue) if reason else None,
        reason_zh=reason.zh if reason else None,
        reason_en=reason.en if reason else None,
    )


def _case(view: CaseView, tongue: Tongue, role: Role) -> dict[str, Any]:
    case, finding = view.case, view.case.finding
    reason: Text = view.reason_for(role)
    return {
        "id": case.id,
        "finding_id": case.finding_id,
        "code": finding["code"],
        "state": case.state,
        "way": case.way,
        "owner": case.owner if sees_people(role) else None,
        "deadline": case.deadline,
        "overdue": view.overdue,
        "opened_at": case.opened_at,
        "opened_on": case.opened_on,
        "closed_at": case.closed_at,
        "org_unit_id": case.org_unit_id or None,
        "org_unit": finding.get("org_unit"),
        "building_id": case.building_id,
        "storey_id": case.storey_id,
        "space_id": case.space_id,
        "number": finding.get("number"),
        "area_m2": finding.get("area_m2"),
        "entitlement_m2": finding.get("entitlement_m2"),
        "excess_m2": finding.get("excess_m2"),
        "reason": pick(reason, tongue),
        "reason_zh": reason.zh,
        "reason_en": reason.en,
    }
