"""The PDF twin of a certificate."""

from __future__ import annotations

from geometry.finding import Text
from service.errors import NotFoundError
from service.store.certificate_records import CertificateRecord, SignedDocument
from service.store.database import Database
from service.store.files import FileStore
from service.usecases.certificate_office import CertificateOffice

NO_PDF = Text("PDF 尚不可用。", "There is no PDF yet.")


def pdf_of(
    database: Database, files: FileStore, office: CertificateOffice, record: CertificateRecord, signed: SignedDocument
) -> bytes:
    """Return the PDF of a certificate once there is one; raises ``not-found`` until then."""
    raise NotFoundError("not-found", NO_PDF)
