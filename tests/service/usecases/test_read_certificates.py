"""Checking the history notices every way to rewrite it; the triggers are taken off first, as a forger would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from geometry.basis import BASES
from service.store import certifiable
from service.store.database import Database
from service.usecases.certificate_office import CertificateOffice
from service.usecases.certify import Terms, certify
from service.usecases.end_certificates import revoke
from service.usecases.read_certificates import HistoryCheck, check_history
from tests.service.houses import furnish


@pytest.fixture
def forged(tmp_path: Path) -> Iterator[Database]:
    """Three certificates, the second revoked, in a store without its triggers."""
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    database.migrate()
    building = furnish(database)
    office = CertificateOffice(tmp_path / "keys", name="x", url=None)
    now = datetime.now(UTC)
    with database.write() as session:
        ids = certifiable.ids_of(session, building_id=building)
        issued = certify(session, office, ids, Terms(BASES["cn-usable"]), now=now)
    revoke(database, issued[ids[1]].record.id, reason="wrong room", now=now)  # type: ignore[union-attr]
    assert check_history(database) == HistoryCheck(4, check_history(database).head, 3, None, ())
    with database.write() as session:
        for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f"DROP TRIGGER {name}"))
    yield database
    database.close()


@pytest.mark.parametrize(
    ("forgery", "expected"),
    [
        ("UPDATE certificate_history SET reason = 'right room' WHERE sequence = 4", (4, "changed")),
        ("UPDATE certificate_history SET at = '2020-01-01T00:00:00Z' WHERE sequence = 1", (1, "changed")),
        ("DELETE FROM certificate_history WHERE sequence = 2", (3, "sequence")),
        ("DELETE FROM certificate_history WHERE sequence = 1", (2, "sequence")),
        ("UPDATE certificate_history SET previous = hash WHERE sequence = 3", (3, "previous")),
        ("UPDATE certificate_history SET sequence = 9 - sequence", (5, "sequence")),
    ],
)
def test_a_rewritten_history_is_noticed_where_it_breaks(
    forged: Database, forgery: str, expected: tuple[int, str]
) -> None:
    with forged.write() as session:
        session.execute(text(forgery))
    check = check_history(forged)
    assert check.broken is not None
    assert (check.broken.sequence, check.broken.why) == expected
    assert not check.whole


@pytest.mark.parametrize(
    ("forgery", "why"),
    [
        ("UPDATE certificates SET status = 'valid', cause = NULL WHERE status = 'revoked'", "status"),
        ("UPDATE certificates SET status = 'revoked' WHERE position = 0", "status"),
        ("UPDATE certificate_documents SET document = CAST(replace(document, '19.75', '29.75') AS BLOB)", "document"),
        ("DELETE FROM certificate_documents WHERE id = (SELECT id FROM certificates WHERE position = 0)", "document"),
        ("DELETE FROM certificate_history WHERE sequence = 4", "status"),
        (
            "INSERT INTO certificates SELECT 9, 'YJ-FORGED', identity, 'other', building_id, storey_id, building, "
            "storey, number, revision, basis, net_area_m2, gross_area_m2, standard_uncertainty_m2, tolerance_m2, "
            "issued_at, valid_until, status, status_at, cause, reason, successor_revision, successor_id "
            "FROM certificates WHERE position = 0",
            "not-issued",
        ),
    ],
)
def test_a_certificate_that_the_history_does_not_know_is_noticed(forged: Database, forgery: str, why: str) -> None:
    with forged.write() as session:
        session.execute(text(forgery))
    check = check_history(forged)
    assert check.broken is None
    assert [one.why for one in check.contradictions][:1] == [why]


def test_a_cut_off_end_is_noticed_by_who_kept_a_hash(forged: Database) -> None:
    kept = (4, check_history(forged).head)
    assert check_history(forged, head=kept).whole
    with forged.write() as session:
        session.execute(text("DELETE FROM certificate_history WHERE sequence >= 3"))
        session.execute(
            text("DELETE FROM certificate_documents WHERE id IN (SELECT id FROM certificates WHERE position >= 2)")
        )
        session.execute(text("DELETE FROM certificates WHERE position >= 2"))
        session.execute(text("UPDATE certificates SET status = 'valid', cause = NULL"))
    assert check_history(forged).whole
    check = check_history(forged, head=kept)
    assert check.broken is not None
    assert check.broken.why == "end"
