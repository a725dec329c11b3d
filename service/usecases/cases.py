"""Open, change, check again and close rectification cases; everything that happens goes into the journal."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from geometry.finding import Text
from service.allocation.cases import Case, CaseRefusedError, changed, overdue
from service.errors import ConflictError, case_not_found, finding_not_found
from service.roles import Role, sees_people
from service.store import cases, inspections, journal
from service.store.files import FileStore
from service.store.people_records import CaseRecord, EvidenceRecord, FindingRecord, JournalRecord
from service.store.records import Page
from service.usecases.days import today
from service.usecases.evidence import evidence_record
from service.usecases.import_model import Upload
from service.usecases.journal import note, standing
from service.usecases.occupancy import Inputs, Occupancy, Standing
from service.usecases.public_reasons import public_reason

CASE_EXISTS = Text(
    "这个问题已有未销号的整改事项 {case}。",
    "There already is a case about this finding that is not closed: {case}.",
)
NOTHING_TO_MEND = Text(
    "这一项没有需要整改的问题:{reason}",
    "There is nothing to mend about this: {reason}",
)
GONE = Text("复查未再发现这个问题。", "The finding is gone.")
MENDED = frozenset({"within", "noted"})  # outcomes that leave nothing to be done
SNAPSHOT = ("code", "outcome", "severity", "reason", "clause", "policy", "area_m2", "standard_uncertainty_m2")
SNAPSHOT_MORE = ("entitlement_m2", "excess_m2", "excess_of_entitlement", "occupant_ids", "space_ids")


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with what belongs to it; evidence and history only where they were asked for."""

    case: CaseRecord
    overdue: bool
    evidence: tuple[EvidenceRecord, ...] = ()
    history: tuple[JournalRecord, ...] = ()

    def reason_for(self, role: Role) -> Text:
        """Return why the case was opened, without persons for those who see none."""
        fields = self.case.finding
        if sees_people(role):
            return Text(*fields["reason"])
        return public_reason(fields["code"], fields["outcome"], number=fields["number"], fields=fields)


@dataclass(frozen=True, slots=True)
class FindingNow:
    """What the evaluation of today says about the finding of a case."""

    finding: FindingRecord | None
    number: str | None
    as_of: date
    roster_version: int

    @property
    def still_there(self) -> bool:
        """Return whether the finding has not gone; what cannot be decided has not."""
        return self.finding is not None and self.finding.outcome not in MENDED

    @property
    def outcome(self) -> str | None:
        """Return its outcome, None where it is gone altogether."""
        return self.finding.outcome if self.finding else None

    @property
    def area_m2(self) -> float | None:
        """Return the area it is about, m²."""
        return self.finding.fields["area_m2"] if self.finding else None

    @property
    def entitlement_m2(self) -> float | None:
        """Return the limit, m²."""
        return self.finding.fields["entitlement_m2"] if self.finding else None

    @property
    def excess_m2(self) -> float | None:
        """Return the excess, m²."""
        return self.finding.fields["excess_m2"] if self.finding else None

    def reason_for(self, role: Role) -> Text:
        """Return its reason, without persons for those who see none."""
        if self.finding is None:
            return GONE
        if sees_people(role):
            return Text(*self.finding.fields["reason"])
        return public_reason(self.finding.code, self.finding.outcome, number=self.number, fields=self.finding.fields)


def open_case(occupancy: Occupancy, finding_id: str, changes: dict[str, Any], *, words: str, role: Role) -> CaseView:
    """Open a case about a finding of today; raises ``case-exists`` or ``finding-not-open``."""
    now, day = datetime.now(UTC), today()
    stands, inputs = occupancy.stands(day), occupancy.inputs(day)
    with occupancy.database.write() as session:
        finding = occupancy.finding(session, stands, finding_id)
        if finding is None:
            raise finding_not_found(finding_id)
        if finding.outcome in MENDED:
            reason = Text(*finding.fields["reason"]) if sees_people(role) else Text("", "")
            raise ConflictError("finding-not-open", _both(NOTHING_TO_MEND, reason=reason))
        other = cases.not_closed_for(session, finding_id)
        if other is not None:
            raise ConflictError("case-exists", CASE_EXISTS.format(case=other.id))
        return opened(session, inputs, finding, changes, details={"note": words}, role=role, now=now, day=day)


def opened(
    session: Session,
    inputs: Inputs,
    finding: FindingRecord,
    changes: dict[str, Any],
    *,
    details: dict[str, Any],
    role: Role,
    now: datetime,
    day: date,
) -> CaseView:
    """Store a new case about a finding that has none which is not closed; ``details`` go into its history."""
    place = finding.spaces[0] if finding.spaces else None
    room = inputs.rooms.get(place.space_id) if place else None
    number = (room.number or room.name) if room else None
    unit = inputs.roster.roster.org_unit.get(finding.org_unit_id)
    record = CaseRecord(
        id=secrets.token_hex(4),
        finding_id=finding.id,
        state="open",
        way=None,
        owner=None,
        deadline=None,
        opened_at=now,
        opened_on=day,
        closed_at=None,
        org_unit_id=finding.org_unit_id,
        building_id=place.building_id if place else None,
        storey_id=place.storey_id if place else None,
        space_id=place.space_id if place else None,
        finding={name: finding.fields.get(name) for name in SNAPSHOT + SNAPSHOT_MORE}
        | {
            "code": finding.code,
            "outcome": finding.outcome,
            "number": number,
            "org_unit": unit.name if unit else None,
        },
    )
    record = _after(record, changes, Text(*finding.fields["reason"]))
    cases.add(session, record)
    told = {"finding": record.finding, **details, "case": standing(record)}
    note(session, at=now, subject=f"case/{record.id}", kind="opened", role=role, details=told)
    return CaseView(record, late(record, day))


def change_case(occupancy: Occupancy, case_id: str, changes: dict[str, Any], *, words: str, role: Role) -> CaseView:
    """Change a case; raises ``finding-still-there`` where it is to be closed too early, or ``case-incomplete``."""
    now, day = datetime.now(UTC), today()
    stands = occupancy.stands(day)
    with occupancy.database.write() as session:
        before = _existing(session, case_id)
        found = _finding_now(occupancy, session, stands, before)
        there = found.reason_for("manager") if found.still_there else None
        after = _after(before, changes, there)
        if after.state == "closed" and before.state != "closed":
            after = replace(after, closed_at=now)
        elif after.state != "closed":
            after = replace(after, closed_at=None)
        cases.change(session, case_id, **standing_columns(after))
        kind = "closed" if after.state == "closed" and before.state != "closed" else "changed"
        details: dict[str, Any] = {"note": words, "case": standing(after)}
        if kind == "closed":
            details["checked"] = _checked(found)
        note(session, at=now, subject=f"case/{case_id}", kind=kind, role=role, details=details)
    return CaseView(after, late(after, day))


def check_again(occupancy: Occupancy, case_id: str, *, role: Role) -> FindingNow:
    """Evaluate the finding of a case now and write the result into its history."""
    stands = occupancy.stands(today())
    with occupancy.database.write() as session:
        case = _existing(session, case_id)
        found = _finding_now(occupancy, session, stands, case)
        details = {"checked": _checked(found), "case": standing(case)}
        note(session, at=datetime.now(UTC), subject=f"case/{case_id}", kind="checked", role=role, details=details)
    return found


def add_case_evidence(
    occupancy: Occupancy, files: FileStore, case_id: str, upload: Upload, *, role: Role
) -> EvidenceRecord:
    """Keep a photo or document about a case."""
    now, subject = datetime.now(UTC), f"case/{case_id}"
    record = evidence_record(upload, files.path_of(upload.sha256), subject=subject, now=now)
    with occupancy.database.write() as session:
        case = _existing(session, case_id)
        inspections.add_evidence(session, record)
        details = {"evidence": {"id": record.id, "sha256": record.sha256}, "case": standing(case)}
        note(session, at=now, subject=subject, kind="evidence", role=role, details=details)
    return record


def get_case(occupancy: Occupancy, case_id: str) -> tuple[CaseView, FindingNow]:
    """Return a case with evidence, history and what is known today."""
    day = today()
    stands = occupancy.stands(day)
    with occupancy.database.read() as session:
        case = _existing(session, case_id)
        subject = f"case/{case_id}"
        found = _finding_now(occupancy, session, stands, case)
        history, evidence = journal.of(session, subject), inspections.evidence_of(session, subject)
    return CaseView(case, late(case, day), evidence, history), found


def list_cases(
    occupancy: Occupancy,
    *,
    state: str | None,
    org_unit_id: str | None,
    building_id: str | None,
    finding_id: str | None,
    only_overdue: bool,
    cursor: str | None,
    limit: int,
) -> Page[CaseView]:
    """Return cases, newest first."""
    day = today()
    with occupancy.database.read() as session:
        page = cases.page(
            session,
            state=state,
            org_unit_id=org_unit_id,
            building_id=building_id,
            finding_id=finding_id,
            overdue_on=day if only_overdue else None,
            cursor=cursor,
            limit=limit,
        )
    return Page(tuple(CaseView(case, late(case, day)) for case in page.items), page.next)


def standing_columns(record: CaseRecord) -> dict[str, Any]:
    """Return the columns of a case that can change."""
    return {name: getattr(record, name) for name in ("state", "way", "owner", "deadline", "closed_at")}


def _after(record: CaseRecord, changes: dict[str, Any], there: Text | None) -> CaseRecord:
    try:
        after = changed(_case(record), changes, finding_still_there=there)
    except CaseRefusedError as refused:
        raise ConflictError(refused.code, refused.reason) from None
    return replace(record, state=after.state, way=after.way, owner=after.owner, deadline=after.deadline)


def _case(record: CaseRecord) -> Case:
    return Case(
        record.id,
        record.finding_id,
        record.opened_on,
        record.state,  # type: ignore[arg-type]  # only ``changed`` gives states and ways
        record.way,  # type: ignore[arg-type]
        record.owner,
        record.deadline,
    )


def late(record: CaseRecord, day: date) -> bool:
    """Return whether the deadline of a case has passed."""
    return overdue(_case(record), day)


def _existing(session: Session, case_id: str) -> CaseRecord:
    case = cases.get(session, case_id)
    if case is None:
        raise case_not_found(case_id)
    return case


def _finding_now(occupancy: Occupancy, session: Session, stands: Standing, case: CaseRecord) -> FindingNow:
    finding = occupancy.finding(session, stands, case.finding_id)
    return FindingNow(finding, case.finding.get("number"), stands.as_of, stands.roster_version)


def _checked(found: FindingNow) -> dict[str, Any]:
    return {
        "still_there": found.still_there,
        "outcome": found.outcome,
        "area_m2": found.area_m2,
        "entitlement_m2": found.entitlement_m2,
        "excess_m2": found.excess_m2,
        "as_of": found.as_of.isoformat(),
        "roster_version": found.roster_version,
    }


def _both(text: Text, **values: Text) -> Text:
    """Return ``text`` with each value in its own language."""
    return Text(
        text.zh.format(**{name: value.zh for name, value in values.items()}),
        text.en.format(**{name: value.en for name, value in values.items()}),
    )
