"""Photos and documents about a case or a room of an inspection: what kinds are taken, and how they are kept."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path
from typing import Final

from geometry.finding import Text
from service.errors import InvalidRequestError, evidence_not_found
from service.store import inspections
from service.store.database import Database
from service.store.people_records import EvidenceRecord
from service.usecases.import_model import Upload

TOO_LARGE = Text(
    "照片或文件超过上限 {limit_mib} MiB。请压缩后再上传,或由管理员提高 YIJIAN_MAX_EVIDENCE_BYTES。",
    "The photo or document is larger than the {limit_mib} MiB allowed. Make it smaller or have "
    "YIJIAN_MAX_EVIDENCE_BYTES raised.",
)
NOT_TAKEN = Text(
    "{file} 不是可用作材料的文件;请上传照片(JPEG、PNG、WebP、HEIC)、PDF 或 Word、Excel 文件(.docx、.xlsx)。",
    "{file} cannot be taken as evidence: upload a photo (JPEG, PNG, WebP, HEIC), a PDF or a Word or Excel file "
    "(.docx, .xlsx).",
)
OFFICE_TYPES: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MEDIA_TYPES: Final = (
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "application/pdf",
    *OFFICE_TYPES.values(),
)
LOOKED_AT_BYTES = 16
HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc")


def media_type_of(head: bytes, file: str) -> str | None:
    """Return the media type of a file by its first bytes, None for what is not taken; names alone prove nothing."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return "image/heic"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return OFFICE_TYPES.get(Path(file).suffix.lower())
    return None


def check_evidence(path: Path, file: str) -> None:
    """Raise ``evidence-not-taken`` unless the file is of a kind that serves as evidence."""
    with path.open("rb") as stream:
        head = stream.read(LOOKED_AT_BYTES)
    if media_type_of(head, file) is None:
        raise InvalidRequestError("evidence-not-taken", NOT_TAKEN.format(file=file))


def evidence_record(upload: Upload, path: Path, *, subject: str, now: datetime) -> EvidenceRecord:
    """Return what is to be stored about a file that ``check_evidence`` took."""
    with path.open("rb") as stream:
        media_type = media_type_of(stream.read(LOOKED_AT_BYTES), upload.file)
    assert media_type is not None
    return EvidenceRecord(secrets.token_hex(8), subject, upload.file, media_type, upload.sha256, upload.size_bytes, now)


def get_evidence(database: Database, evidence_id: str) -> EvidenceRecord:
    """Return one photo or document; raises ``evidence-not-found``."""
    with database.read() as session:
        record = inspections.evidence(session, evidence_id)
    if record is None:
        raise evidence_not_found(evidence_id)
    return record
