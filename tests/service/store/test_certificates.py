"""Certificates are kept as they were issued, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from service.store import certificate_history, certificates
from service.store.certificate_records import CertificateFilter, CertificateRecord, HistoryRow, SignedDocument
from service.store.certificate_triggers import FIXED_COLUMNS, STATUS_COLUMNS
from service.store.database import Database

NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


def record(n: int, **changes: object) -> CertificateRecord:
    made = CertificateRecord(
        position=n,
        id=f"YJ-{n:04}",
        identity=f"{n:064x}",
        space_id=f"b1.room{n}",
        building_id="b1",
        storey_id="b1.s3",
        building="主楼",
        storey="3F",
        number=f"3{n:02}",
        revision=1,
        basis="cn-usable",
        net_area_m2=10.0 + n,
        gross_area_m2=11.0 + n,
        standard_uncertainty_m2=None,
        tolerance_m2=0.01,
        issued_at=NOW + timedelta(days=n),
        valid_until=None,
        status="valid",
        status_at=NOW,
    )
    return replace(made, **changes)


def entry(n: int) -> HistoryRow:
    at = "2026-11-21T08:30:00Z"
    return HistoryRow(n, at, "issued", f"YJ-{n % 2}", "d" * 64, "", None, f"{n - 1:064x}", f"{n:064x}")


def keep(database: Database, *records: CertificateRecord) -> None:
    with database.write() as session:
        certificates.lock(session)
        signed = SignedDocument(b'{"id":1}', "eyJ9", "c2ln")
        certificates.add(session, [(one, signed) for one in records])


def listed(database: Database, **wanted: object) -> list[str]:
    with database.read() as session:
        page = certificates.page(session, CertificateFilter(**wanted), cursor=None, limit=100)
        assert certificates.count(session, CertificateFilter(**wanted)) == len(page.items)
    return [one.number for one in page.items]


def test_what_was_issued_comes_back(database: Database) -> None:
    given = record(1, standard_uncertainty_m2=0.02, valid_until=NOW + timedelta(days=365))
    with database.read() as session:
        assert certificates.next_position(session) == 0
    keep(database, given)
    with database.read() as session:
        assert certificates.get(session, given.id) == given
        assert certificates.document(session, given.id) == SignedDocument(b'{"id":1}', "eyJ9", "c2ln")
        assert certificates.document(session, "YJ-nobody") is None
        assert certificates.next_position(session) == 2


def test_a_room_has_one_valid_certificate_under_a_basis(database: Database) -> None:
    first = record(1)
    keep(database, first)
    with pytest.raises(DatabaseError):
        keep(database, record(2, space_id=first.space_id))
    keep(database, record(2, space_id=first.space_id, basis="ifc-net"))
    with database.write() as session:
        certificates.end(session, [first.id], status="superseded", cause="replaced", at=NOW, successor_id="YJ-0003")
    keep(database, record(3, space_id=first.space_id))


def test_certificates_are_found_by_what_people_know(database: Database) -> None:
    keep(database, *(record(n, building_id=f"b{n % 2}") for n in range(1, 13)))
    with database.write() as session:
        certificates.end(session, ["YJ-0005"], status="revoked", cause="revoked", at=NOW, reason="x")
    assert listed(database)[:2] == ["312", "311"]
    assert listed(database, number="31") == ["312", "311", "310"]
    assert listed(database, number="3_") == []
    assert listed(database, building_id="b1", max_area_m2=15.0) == ["305", "303", "301"]
    assert listed(database, min_area_m2=21.5) == ["312"]
    assert listed(database, status="revoked") == ["305"]
    assert listed(database, issued_from=NOW + timedelta(days=3), issued_before=NOW + timedelta(days=5)) == [
        "304",
        "303",
    ]


def test_pages_follow_one_another_without_gap(database: Database) -> None:
    keep(database, *(record(n) for n in range(1, 8)))
    seen: list[int] = []
    cursor = None
    while True:
        with database.read() as session:
            page = certificates.page(session, CertificateFilter(), cursor=cursor, limit=3)
        seen += [one.position for one in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == [7, 6, 5, 4, 3, 2, 1]
    with database.read() as session:
        chunks = list(certificates.each(session, CertificateFilter(), at_a_time=3))
    assert [one.position for chunk in chunks for one in chunk] == seen


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certificate_documents SET document = document",
        "DELETE FROM certificate_documents",
        "DELETE FROM certificates",
        "UPDATE certificates SET net_area_m2 = 1",
        "UPDATE certificates SET valid_until = NULL, status = 'revoked'",
        "UPDATE certificates SET status = 'valid'",
        "UPDATE certificates SET status = 'lost'",
        "UPDATE certificate_history SET reason = ''",
        "DELETE FROM certificate_history",
    ],
)
def test_the_database_refuses_to_change_what_was_certified(database: Database, statement: str) -> None:
    keep(database, record(1))
    with database.write() as session:
        certificate_history.append(session, [entry(1)])
    with pytest.raises(DatabaseError), database.write() as session:
        session.execute(text(statement))
    with database.read() as session:
        assert certificates.get(session, "YJ-0001") == record(1)
        assert certificate_history.head(session) == entry(1)


def test_a_status_goes_forward_only(database: Database) -> None:
    keep(database, record(1))
    with database.write() as session:
        certificates.end(session, ["YJ-0001"], status="superseded", cause="vanished", at=NOW, successor_revision=2)
    with database.write() as session:
        certificates.end(session, ["YJ-0001"], status="revoked", cause="revoked", at=NOW, reason="wrong room")
    for status in ("superseded", "valid", "revoked"):
        with pytest.raises(DatabaseError), database.write() as session:
            session.execute(text(f"UPDATE certificates SET status = '{status}'"))


def test_every_column_is_either_fixed_or_status() -> None:
    assert set(CertificateRecord.__slots__) == {*FIXED_COLUMNS, *STATUS_COLUMNS}


def test_the_history_is_read_in_order(database: Database) -> None:
    rows = [entry(n) for n in range(1, 6)]
    with database.write() as session:
        assert certificate_history.head(session) is None
        certificate_history.append(session, rows)
    with database.read() as session:
        assert certificate_history.head(session) == rows[-1]
        assert list(certificate_history.each(session, at_a_time=2)) == rows
        assert [row.sequence for row in certificate_history.of_certificate(session, "YJ-1")] == [1, 3, 5]
