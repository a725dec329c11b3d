"""Issue area certificates for rooms as they stand, many or one, in one transaction.

The same room with the same content has the same certificate: asking again returns it. Where the content differs
(another revision, another area, another validity) a new certificate takes the place of the old one, so that at most one
is valid for a room and basis.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
import shapely
from sqlalchemy.orm import Session

from geometry.basis import Basis
from geometry.finding import Text
from geometry.plan import AreaStatement, Deduction, Frame, Georeference
from geometry.region import Region
from geometry.survey.accuracy_class import judged_by
from geometry.tolerances import CERTIFIED_AREA_M2, ROOM_AREA_M2
from service.certificates.compose import CertificateRefusedError, basis_facts, compose, rules_sha256
from service.certificates.document import (
    CertificateDocument,
    Method,
    RoomFacts,
    Source,
    Uncertainty,
    new_certificate_id,
    to_canonical,
    to_json,
)
from service.certificates.signing import sign
from service.errors import InvalidRequestError, NotFoundError, ServiceError, space_not_found
from service.store import certifiable, certificates, spaces
from service.store.certifiable import StandingRoom
from service.store.certificate_records import CertificateRecord, SignedDocument
from service.store.database import Database
from service.store.records import Json, StatementRecord
from service.usecases.certificate_events import Event, record_events
from service.usecases.certificate_office import CertificateOffice
from service.usecases.certificate_texts import ENDS_BEFORE_IT_BEGINS, GONE, NO_BASIS, REFUSED

# What differs between two certificates that say the same.
NOT_CONTENT: Final = frozenset({"id", "issued_at", "valid_from", "valid_until", "replaces", "status"})


@dataclass(frozen=True, slots=True)
class Terms:
    """How certificates are issued: under which basis, until when (None: until superseded), anew even if one holds."""

    basis: Basis
    valid_until: datetime | None = None
    renew: bool = False


@dataclass(frozen=True, slots=True)
class Issued:
    """The certificate of one room; ``new`` unless it was there before."""

    record: CertificateRecord
    new: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Why one room got no certificate."""

    code: str
    reason: Text


def certify_room(
    database: Database, office: CertificateOffice, space_id: str, terms: Terms, *, now: datetime
) -> tuple[Issued, SignedDocument]:
    """Return the certificate of one room, issued now unless there is one; raises where none can be issued."""
    with database.write() as session:
        outcome = certify(session, office, [space_id], terms, now=now)[space_id]
        if isinstance(outcome, Refused):
            kind = NotFoundError if outcome.code in ("space-not-found", "not-in-revision") else InvalidRequestError
            raise kind(outcome.code, outcome.reason)
        signed = certificates.document(session, outcome.record.id)
    assert signed is not None
    return outcome, signed


def certify(
    session: Session, office: CertificateOffice, space_ids: Sequence[str], terms: Terms, *, now: datetime
) -> dict[str, Issued | Refused]:
    """Certify some rooms in the caller's transaction; return what became of each, by room."""
    if terms.valid_until is not None and terms.valid_until <= now:
        until = terms.valid_until.isoformat()
        raise InvalidRequestError("invalid-request", ENDS_BEFORE_IT_BEGINS.format(until=until))
    now = now.replace(microsecond=0)  # as the document writes it
    certificates.lock(session)
    standing = certifiable.standing(session, space_ids, basis=terms.basis.id)
    holding = certificates.valid_of_spaces(session, space_ids, basis=terms.basis.id)
    orphans = certificates.without_successor(session, space_ids, basis=terms.basis.id)
    key = office.signing_key(session, now)
    position = certificates.next_position(session)
    outcomes: dict[str, Issued | Refused] = {}
    added: list[tuple[CertificateRecord, SignedDocument]] = []
    events: list[Event] = []
    for space_id in dict.fromkeys(space_ids):
        before = holding.get(space_id)
        try:
            room = standing.get(space_id) or _missing(session, space_id)
            document = _document(office, room, terms, before, index=position + len(added), now=now)
        except CertificateRefusedError as refused:
            outcomes[space_id] = Refused(refused.code, refused.reason)
            continue
        except ServiceError as error:
            outcomes[space_id] = Refused(error.code, error.detail)
            continue
        identity = _identity(document)
        if before is not None and _still_answers(before, identity, terms, now):
            outcomes[space_id] = Issued(before, new=False)
            continue
        canonical = to_canonical(document)
        protected, _, signature = sign(canonical, key).split(".")
        record = _record(document, identity, terms, now)
        added.append((record, SignedDocument(canonical, protected, signature)))
        outcomes[space_id] = Issued(record, new=True)
        if before is not None:
            certificates.end(
                session, [before.id], status="superseded", cause="replaced", at=now, successor_id=record.id
            )
            events.append(Event("superseded", before, cause="replaced", successor_id=record.id))
        elif space_id in orphans:
            certificates.name_successor(session, orphans[space_id], successor_id=record.id)
        events.append(Event("issued", record, document_sha256=hashlib.sha256(canonical).hexdigest()))
    certificates.add(session, added)
    record_events(session, events, now=now)
    return outcomes


def tolerance_m2(standard_uncertainty_m2: float | None) -> float:
    """Return by how much a room may differ in a new revision and its certificate still hold, m²: max(0.01 m², U)."""
    expanded = 0.0 if standard_uncertainty_m2 is None else Uncertainty(1.0).coverage_factor * standard_uncertainty_m2
    return max(CERTIFIED_AREA_M2, expanded)


def _missing(session: Session, space_id: str) -> StandingRoom:
    if spaces.last_revision_with(session, space_id) is None:
        raise space_not_found(space_id)
    raise NotFoundError("not-in-revision", GONE.format(id=space_id))


def _document(
    office: CertificateOffice,
    room: StandingRoom,
    terms: Terms,
    before: CertificateRecord | None,
    *,
    index: int,
    now: datetime,
) -> CertificateDocument:
    space, revision, storey = room.row.space, room.revision, room.storey
    statement = next((one for one in space.statements if one.basis == terms.basis.id), None)
    _refuse_unfit(room, statement, terms.basis)
    assert statement is not None
    certificate_id = new_certificate_id()
    uncertainty = None
    if statement.standard_uncertainty_m2 is not None:
        uncertainty = _uncertainty(statement.net_area_m2, statement.standard_uncertainty_m2)
    return compose(
        certificate_id=certificate_id,
        issuer=office.issuer,
        addresses=office.addresses(certificate_id),
        room=RoomFacts(
            space_id=space.space_id,
            source_id=space.global_id,
            number=space.number,
            name=space.name if office.room_names else "",
            use=space.use,  # type: ignore[arg-type]  # written by the readers only
            building_id=revision.building_id,
            building=revision.name,
            storey_id=storey.storey_id,
            storey=storey.name,
            storey_elevation_m=storey.elevation_m,
        ),
        frame=_frame(revision.frame),
        outline=_region(statement.boundary or space.outline),
        statement=area_statement(space.space_id, statement),
        basis=basis_facts(terms.basis),
        source=Source(room.origin.file, room.origin.sha256, revision.revision, room.origin.imported_at),
        method=_method(room),
        issued_at=now,
        valid_until=terms.valid_until,
        status_index=index,
        uncertainty=uncertainty,
        replaces=before.id if before else None,
    )


def _uncertainty(net_area_m2: float, u_m2: float) -> Uncertainty:
    """Return the uncertainty of a net area with the class it reaches: its limits are those of 2u, whatever k is."""
    reached, rule = judged_by(net_area_m2, 2 * u_m2)
    return Uncertainty(u_m2, accuracy_class=reached, accuracy_rule=rule)


def _method(room: StandingRoom) -> Method:
    kind = room.row.space.origin
    measured = kind == "surveyed"  # somebody stood in the room with the instrument
    return Method(
        kind=kind,  # type: ignore[arg-type]  # written by the readers only
        instrument=room.origin.instrument or None,
        verified_on_site=measured,
        verified_on=room.origin.measured_on if measured else None,
    )


def _refuse_unfit(room: StandingRoom, statement: StatementRecord | None, basis: Basis) -> None:
    space = room.row.space
    if space.use == "not-a-room":
        raise _refusal("certificate-not-a-room", number=space.number)
    rejected = next((finding for finding in space.findings if _leaves_no_area(finding)), None)
    if rejected is not None:
        why = Text(rejected["reason_zh"], rejected["reason_en"])
        text = REFUSED["certificate-not-measured"]
        detail = Text(text.zh.format(number=space.number, why=why.zh), text.en.format(number=space.number, why=why.en))
        raise InvalidRequestError("certificate-not-measured", detail)
    if statement is None:
        raise InvalidRequestError("certificate-no-area", NO_BASIS.format(basis=basis.id))
    if statement.rules_sha256 not in ("", rules_sha256(basis)):
        raise _refusal("certificate-rules-changed", basis=basis.id)
    if statement.gross_area_m2 > ROOM_AREA_M2[1]:
        raise _refusal("certificate-too-large", number=space.number, area=statement.gross_area_m2)
    if statement.net_area_m2 <= 0.0:
        raise _refusal("certificate-no-area", number=space.number, basis=basis.id)


def _leaves_no_area(finding: Json) -> bool:
    """Return whether nobody can answer for the area: it was not found, or most likely is in another unit."""
    suspect = finding["code"] == "unit-suspect" or finding.get("evidence", {}).get("suspect") == "geometry"
    return bool(suspect or finding["outcome"] == "rejected")


def _refusal(code: str, **values: Any) -> InvalidRequestError:
    return InvalidRequestError(code, REFUSED[code].format(**values))


def _still_answers(before: CertificateRecord, identity: str, terms: Terms, now: datetime) -> bool:
    if terms.renew or before.identity != identity:
        return False
    if before.valid_until is not None and before.valid_until <= now:
        return False
    return terms.valid_until in (None, before.valid_until)


def _identity(document: CertificateDocument) -> str:
    content = {name: value for name, value in to_json(document).items() if name not in NOT_CONTENT}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _record(document: CertificateDocument, identity: str, terms: Terms, now: datetime) -> CertificateRecord:
    u_m2 = document.uncertainty.standard_m2 if document.uncertainty else None
    return CertificateRecord(
        position=document.status_index,
        id=document.id,
        identity=identity,
        space_id=document.room.space_id,
        building_id=document.room.building_id,
        storey_id=document.room.storey_id,
        building=document.room.building,
        storey=document.room.storey,
        number=document.room.number,
        revision=document.source.revision,
        basis=document.basis.id,
        net_area_m2=document.net_area_m2,
        gross_area_m2=document.gross_area_m2,
        standard_uncertainty_m2=u_m2,
        tolerance_m2=tolerance_m2(u_m2),
        issued_at=now,
        valid_until=terms.valid_until,
        status="valid",
        status_at=now,
    )


def area_statement(space_id: str, record: StatementRecord) -> AreaStatement:
    """Return a stored statement as the record geometry speaks in."""
    return AreaStatement(
        space_id=space_id,
        basis=record.basis,
        gross_area_m2=record.gross_area_m2,
        net_area_m2=record.net_area_m2,
        deductions=tuple(
            Deduction(
                kind=line["kind"],
                element=line["element"],
                area_m2=line["area_m2"],
                rule=line["rule"],
                footprint=_region(base64.b64decode(line["footprint"])) if line["footprint"] else None,
            )
            for line in record.deductions
        ),
        limited_use_area_m2=record.limited_use_area_m2,
        standard_uncertainty_m2=record.standard_uncertainty_m2,
        missing=tuple(row["code"] for row in record.missing),
        notes=tuple(row["code"] for row in record.notes),
    )


def _frame(stored: dict[str, Any]) -> Frame:
    x, y = stored["offset_m"]
    georeference = stored["georeference"]
    return Frame((x, y), Georeference(**georeference) if georeference else None)


def _region(wkb: bytes) -> Region:
    region = shapely.from_wkb(wkb)
    assert isinstance(region, shapely.Polygon | shapely.MultiPolygon)
    return region
