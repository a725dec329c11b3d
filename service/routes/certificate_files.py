"""One certificate as a file: signed JSON, PDF or bare JWS."""

from __future__ import annotations

from typing import Final

from fastapi import Response

from service.services import Services
from service.store.certificate_records import CertificateRecord, SignedDocument
from service.usecases.certificate_pdf import pdf_of
from service.usecases.read_certificates import json_of, jws_of

JSON: Final = "application/json"
PDF: Final = "application/pdf"
JOSE: Final = "application/jose"
CERTIFICATE: Final = {"json": JSON, "pdf": PDF, "jws": JOSE}
ENDINGS: Final = {JSON: "json", PDF: "pdf", JOSE: "jws"}


def certificate_file(
    services: Services, record: CertificateRecord, signed: SignedDocument, media: str, *, as_download: bool
) -> Response:
    """Return the answer that carries a certificate; the same certificate always gives the same bytes."""
    if media == PDF:
        content = pdf_of(services.database, services.files, services.office, record, signed)
    elif media == JOSE:
        content = jws_of(signed).encode("ascii")
    else:
        content = json_of(signed)
    headers = {"Certificate-Status": record.status, "Vary": "Accept"}
    if as_download or media == PDF:
        how = "attachment" if as_download else "inline"
        headers["Content-Disposition"] = f'{how}; filename="{record.id}.{ENDINGS[media]}"'
    return Response(content, media_type=media, headers=headers)
