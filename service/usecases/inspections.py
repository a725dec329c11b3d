"""Inspection rounds: a list of rooms with what ledger and system say, and what was found on the spot."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import sqrt
from typing import Any, Final, Literal

from sqlalchemy.orm import Session

from geometry.finding import Text
from service.errors import (
    ConflictError,
    InvalidRequestError,
    building_not_found,
    inspection_not_found,
    org_unit_not_found,
    space_not_found,
)
from service.roles import Role
from service.store import findings, inspections
from service.store.files import FileStore
from service.store.people_records import EvidenceRecord, InspectionItem, InspectionRecord
from service.store.records import Json, Page
from service.usecases.days import today
from service.usecases.evidence import evidence_record
from service.usecases.import_model import Upload
from service.usecases.journal import note
from service.usecases.occupancy import Inputs, Occupancy
from service.usecases.read_occupancy import unit_of
from service.usecases.roster_rows import StoredRoster

Result = Literal["ok", "differs", "no-access"]
NOT_INSPECTED: Final = frozenset({"circulation", "not-a-room"})

ONE_OF_BOTH = Text(
    "请选定一栋楼或一个用房单位进行检查。",
    "Choose a building or an org unit to inspect.",
)
FINISHED = Text(
    "检查“{title}”已结束,不能再记录;如需补查,请新建一次检查。",
    "The inspection “{title}” is finished and takes no more records; open a new one to look again.",
)
NOTHING_TO_INSPECT = Text(
    "这个范围内没有可检查的房间。",
    "There is no room to inspect in this scope.",
)


@dataclass(frozen=True, slots=True)
class InspectionView:
    """A round with its evidence, and who is in its rooms by the roster."""

    record: InspectionRecord
    evidence: tuple[EvidenceRecord, ...]
    roster: StoredRoster

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many rooms have which result; ``open`` for those without."""
        return Counter(item.result or "open" for item in self.record.items)

    def people_of(self, item: InspectionItem) -> list[tuple[str, str]]:
        """Return name and post level of everyone who uses a room by the roster, on the day of the round."""
        found = []
        for _, use in self.roster.of_space.get(item.space_id, ()):
            occupant = self.roster.roster.occupant.get(use.occupant_id)
            if occupant is not None and use.runs_on(self.record.as_of):
                post = occupant.last_main_post(self.record.as_of)
                found.append((occupant.name, post.level if post else ""))
        return found


def repeat_limit_m2(area_m2: float) -> float:
    """Return how far two measurements of an area in m² may lie apart: class 3, ±(0.08·√S + 0.006·S).

    GB/T 17986.1-2000, limits of the accuracy of areas: what is measured twice independently must agree within them.
    """
    return 0.08 * sqrt(area_m2) + 0.006 * area_m2


def differs(item: InspectionItem) -> bool | None:
    """Return whether what was measured on the spot contradicts the system; None where one of both is missing."""
    system = item.expected.get("system_area_m2")
    if item.measured_area_m2 is None or system is None:
        return None
    return bool(abs(item.measured_area_m2 - system) > repeat_limit_m2(system))


def open_inspection(
    occupancy: Occupancy,
    *,
    building_id: str | None,
    org_unit_id: str | None,
    title: str,
    as_of: date | None,
    role: Role,
) -> InspectionView:
    """Begin a round through the rooms of a building or of an org unit."""
    if (building_id is None) == (org_unit_id is None):
        raise InvalidRequestError("invalid-request", ONE_OF_BOTH)
    now, day = datetime.now(UTC), as_of or today()
    stands, inputs = occupancy.stands(day), occupancy.inputs(day)
    chosen = _rooms(inputs, building_id, org_unit_id)
    if not chosen:
        raise InvalidRequestError("nothing-to-inspect", NOTHING_TO_INSPECT)
    with occupancy.database.write() as session:
        codes: dict[str, list[str]] = {}
        for finding in findings.every(session, stands.position):
            if finding.outcome in ("over", "violation", "not-decided", "due"):
                for place in finding.spaces:
                    codes.setdefault(place.space_id, []).append(finding.code)
        record = InspectionRecord(
            id=secrets.token_hex(4),
            title=title.strip() or _title(inputs, building_id, org_unit_id, day),
            building_id=building_id,
            org_unit_id=org_unit_id,
            as_of=day,
            state="open",
            opened_at=now,
            finished_at=None,
            items=tuple(
                InspectionItem(n, space_id, _expected(inputs, space_id, codes.get(space_id, [])))
                for n, space_id in enumerate(chosen)
            ),
        )
        inspections.add(session, record)
        details = {"title": record.title, "rooms": len(chosen), "building": building_id, "org_unit": org_unit_id}
        note(session, at=now, subject=f"inspection/{record.id}", kind="opened", role=role, details=details)
    return InspectionView(record, (), inputs.roster)


def record_room(
    occupancy: Occupancy,
    inspection_id: str,
    ordinal: int,
    *,
    result: Result | None,
    measured_area_m2: float | None,
    words: str,
    role: Role,
) -> InspectionView:
    """Write down what was found in one room; recorded again, the earlier words stay in the journal."""
    now = datetime.now(UTC)
    with occupancy.database.write() as session:
        record = _open_one(session, inspection_id)
        item = _item(record, ordinal)
        values: dict[str, Any] = {
            "result": result,
            "measured_area_m2": measured_area_m2,
            "note": words,
            "recorded_at": now,
        }
        inspections.record_item(session, inspection_id, item.ordinal, **values)
        details = {"room": item.space_id} | {name: values[name] for name in ("result", "measured_area_m2", "note")}
        note(session, at=now, subject=f"inspection/{inspection_id}", kind="recorded", role=role, details=details)
    return get_inspection(occupancy, inspection_id)


def add_room_evidence(
    occupancy: Occupancy, files: FileStore, inspection_id: str, ordinal: int, upload: Upload, *, role: Role
) -> EvidenceRecord:
    """Keep a photo or document about a room of a round."""
    now = datetime.now(UTC)
    subject = f"inspection/{inspection_id}/{ordinal}"
    record = evidence_record(upload, files.path_of(upload.sha256), subject=subject, now=now)
    with occupancy.database.write() as session:
        item = _item(_open_one(session, inspection_id), ordinal)
        inspections.add_evidence(session, record)
        details = {"room": item.space_id, "evidence": {"id": record.id, "sha256": record.sha256}}
        note(session, at=now, subject=f"inspection/{inspection_id}", kind="evidence", role=role, details=details)
    return record


def finish_inspection(occupancy: Occupancy, inspection_id: str, *, role: Role) -> InspectionView:
    """End a round; it takes no more records."""
    now = datetime.now(UTC)
    with occupancy.database.write() as session:
        record = _open_one(session, inspection_id)
        inspections.finish(session, inspection_id, now=now)
        counted = Counter(item.result or "open" for item in record.items)
        details = {"counts": dict(sorted(counted.items()))}
        note(session, at=now, subject=f"inspection/{inspection_id}", kind="finished", role=role, details=details)
    return get_inspection(occupancy, inspection_id)


def get_inspection(occupancy: Occupancy, inspection_id: str) -> InspectionView:
    """Return one round with its rooms and evidence; raises ``inspection-not-found``."""
    with occupancy.database.read() as session:
        record = inspections.get(session, inspection_id)
        if record is None:
            raise inspection_not_found(inspection_id)
        evidence = inspections.evidence_under(session, f"inspection/{inspection_id}")
    return InspectionView(record, evidence, occupancy.inputs(record.as_of).roster)


def list_inspections(occupancy: Occupancy, *, cursor: str | None, limit: int) -> Page[InspectionRecord]:
    """Return rounds, newest first."""
    with occupancy.database.read() as session:
        return inspections.page(session, cursor=cursor, limit=limit)


def _rooms(inputs: Inputs, building_id: str | None, org_unit_id: str | None) -> list[str]:
    if building_id is not None:
        if building_id not in inputs.revisions:
            raise building_not_found(building_id)
        chosen = [space_id for space_id, place in inputs.places.items() if place.building_id == building_id]
        return [space_id for space_id in chosen if inputs.rooms[space_id].use not in NOT_INSPECTED]
    assert org_unit_id is not None
    if org_unit_id not in inputs.roster.roster.org_unit:
        raise org_unit_not_found(org_unit_id)
    used = {
        assignment.space_id
        for assignment in inputs.roster.roster.assignments_on(inputs.as_of)
        if unit_of(inputs, assignment) == org_unit_id
    }
    return [space_id for space_id in inputs.rooms if space_id in used]


def _expected(inputs: Inputs, space_id: str, codes: list[str]) -> Json:
    room, place = inputs.rooms[space_id], inputs.places[space_id]
    uses = [one for _, one in inputs.roster.of_space.get(space_id, ()) if one.runs_on(inputs.as_of)]
    units = sorted({unit_of(inputs, one) for one in uses} - {""})
    return {
        "number": room.number,
        "name": room.name,
        "use": room.use,
        "building": room.building,
        "building_id": place.building_id,
        "storey": room.storey,
        "storey_id": place.storey_id,
        "ledger_area_m2": inputs.declared_m2.get(space_id),
        "system_area_m2": room.net_area_m2,
        "standard_uncertainty_m2": room.standard_uncertainty_m2,
        "basis": room.basis,
        "org_unit_ids": units,
        "people": len({one.occupant_id for one in uses if one.occupant_id}),
        "findings": sorted(set(codes)),
    }


def _title(inputs: Inputs, building_id: str | None, org_unit_id: str | None, day: date) -> str:
    if building_id is not None:
        revision = inputs.revisions[building_id]
        name = revision.name or revision.file
    else:
        name = inputs.roster.roster.org_unit[org_unit_id or ""].name
    return f"{name} {day.isoformat()}"


def _open_one(session: Session, inspection_id: str) -> InspectionRecord:
    record = inspections.get(session, inspection_id)
    if record is None:
        raise inspection_not_found(inspection_id)
    if record.state != "open":
        raise ConflictError("inspection-finished", FINISHED.format(title=record.title))
    return record


def _item(record: InspectionRecord, ordinal: int) -> InspectionItem:
    for item in record.items:
        if item.ordinal == ordinal:
            return item
    raise space_not_found(str(ordinal))
