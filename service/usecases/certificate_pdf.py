"""The PDF twin of a certificate: made when first asked for, then kept, so that everybody gets the same file."""

from __future__ import annotations

from datetime import UTC, datetime

from service.store.certificate_records import CertificateRecord, SignedDocument
from service.store.database import Database
from service.store.files import FileStore
from service.usecases.certificate_office import CertificateOffice
from service.usecases.read_certificates import jws_of


def pdf_of(
    database: Database, files: FileStore, office: CertificateOffice, record: CertificateRecord, signed: SignedDocument
) -> bytes:
    """Return the sealed PDF of a certificate."""
    known = files.made(record.id, ".pdf")
    if known is not None:
        return known
    from service.certificates.pdf import make_pdf  # typst and pyHanko take a second to load

    made = make_pdf(signed.document, jws_of(signed), office.seal(database, datetime.now(UTC)))
    return files.keep_made(record.id, ".pdf", made)
