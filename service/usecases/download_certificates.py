"""Many certificates as one file, written beside the uploads and removed once it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from sqlalchemy.orm import Session

from geometry.finding import Text
from service.errors import InvalidRequestError
from service.store import certificates
from service.store.certificate_records import CertificateFilter, CertificateRecord, SignedDocument
from service.store.database import Database
from service.store.files import FileStore
from service.usecases.certificate_office import CertificateOffice

Format = Literal["csv", "json", "zip", "gpkg"]
MOST = 100_000
TOO_MANY = Text(
    "符合条件的证书有 {n} 份,一次最多下载 {most} 份;请缩小范围(例如按建筑或日期)。",
    "{n} certificates match and at most {most} are downloaded at once; narrow the filter, for example by building or "
    "date.",
)


def write_download(
    database: Database, files: FileStore, office: CertificateOffice, wanted: CertificateFilter, form: Format
) -> Path:
    """Write the certificates wanted into a new file and return it; the caller removes it."""
    from service.exports import certificate_files as exports  # GDAL takes a while to load

    path = files.new_incoming().with_suffix(f".{form}")
    with database.read() as session:
        found = certificates.count(session, wanted)
        if found > MOST:
            raise InvalidRequestError("invalid-request", TOO_MANY.format(n=found, most=MOST))
        lots = _lots(session, wanted)
        try:
            if form == "csv":
                exports.write_csv(path, lots)
            elif form == "json":
                exports.write_json(path, lots)
            elif form == "gpkg":
                exports.write_gpkg(path, lots)
            else:
                keys, status_list = office.public_keys(database), office.status_list(database)
                exports.write_zip(path, lots, keys=keys, status_list=status_list)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return path


def _lots(session: Session, wanted: CertificateFilter) -> Iterator[list[tuple[CertificateRecord, SignedDocument]]]:
    for records in certificates.each(session, wanted):
        signed = certificates.documents(session, [record.id for record in records])
        yield [(record, signed[record.id]) for record in records]
