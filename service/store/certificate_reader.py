"""The shortest way to one signed certificate: no session, no mapping, one prepared question."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sqlalchemy import text

from service.store.certificate_records import SignedDocument
from service.store.database import BUSY_TIMEOUT_MS, Database

QUESTION = (
    "SELECT d.document, d.protected, d.signature, c.status "
    "FROM certificates c JOIN certificate_documents d ON d.id = c.id WHERE c.id = "
)
MAPPED_BYTES = 2**28  # pages are read where the system has them instead of being copied


@dataclass(frozen=True, slots=True)
class ReadCertificate:
    """A signed certificate and its status."""

    signed: SignedDocument
    status: str


class CertificateReader:
    """Reads certificates by id. ``at_once``: quick enough (a local file) to be called in the event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.at_once = database.is_sqlite
        self._file: sqlite3.Connection | None = None

    def read(self, certificate_id: str) -> ReadCertificate | None:
        """Return the certificate with exactly this id."""
        if not self.at_once:
            with self._database.engine.connect() as connection:
                found = connection.execute(text(f"{QUESTION}:id"), {"id": certificate_id}).first()
                row = None if found is None else tuple(found)
        else:
            row = self._open().execute(f"{QUESTION}?", (certificate_id,)).fetchone()
        if row is None:
            return None
        document, protected, signature, status = row
        return ReadCertificate(SignedDocument(bytes(document), protected, signature), status)

    def close(self) -> None:
        """Close the connection."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> sqlite3.Connection:
        if self._file is None:
            assert self._database.url.database is not None
            # Autocommit: every question sees the newest state. Used by the event loop only, closed by whoever ends it.
            self._file = sqlite3.connect(self._database.url.database, isolation_level=None, check_same_thread=False)
            for pragma in ("query_only=ON", f"mmap_size={MAPPED_BYTES}", f"busy_timeout={BUSY_TIMEOUT_MS}"):
                self._file.execute(f"PRAGMA {pragma}")
        return self._file
