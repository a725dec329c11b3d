"""The certificate inside a PDF twin, and whether the pages around it are still those the issuer sealed.

The attached JSON can be honest while somebody painted another number on the page: therefore the seal must cover every
byte of the file, belong to a certificate in the issuer's key set, and be the only thing in its place.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping
from typing import Any, Final

from .verdict import UnreadableError, Verdict

ATTACHMENT: Final = "area-certificate.json"


def is_pdf(data: bytes) -> bool:
    """Return whether ``data`` is a PDF file; readers look for its mark in the first kilobyte."""
    return b"%PDF-" in data[:1024] and not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")


def attached_certificate(verdict: Verdict, data: bytes, keys: Mapping[str, Any] | None) -> bytes:
    """Return the JSON attached to a PDF twin, after checking its seal; raises ``UnreadableError``."""
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader
    except ImportError as error:
        raise UnreadableError("pdf-needs-pyhanko") from error
    try:
        reader = PdfFileReader(io.BytesIO(data))
        attached = _attachment(reader)
        _check_seal(verdict, reader, data, keys)
    except Exception as error:  # a damaged PDF can fail in any way the format can
        raise UnreadableError("pdf-unreadable") from error
    if attached is None:
        raise UnreadableError("pdf-without-certificate")
    return attached


def _attachment(reader: Any) -> bytes | None:
    for reference in reader.root.get("/AF", ()):
        file = reference.get_object()
        if file.get("/UF", file.get("/F")) == ATTACHMENT:
            return bytes(file["/EF"]["/F"].get_object().data)
    return None


def _check_seal(verdict: Verdict, reader: Any, data: bytes, keys: Mapping[str, Any] | None) -> None:
    seals = reader.embedded_signatures
    if not seals:
        verdict.reject("pdf-unsigned")
    elif len(seals) > 1 or not _covers(seals[0], data):
        verdict.reject("pdf-changed")
    elif keys is not None and seals[0].signer_cert.dump() not in _seal_certificates(keys):
        verdict.reject("pdf-signer-unknown")


def _covers(seal: Any, data: bytes) -> bool:
    """Return whether the seal was made over these bytes: all but its own place, which holds it, zeros, and no more."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    start, length, resume, rest = (int(value) for value in seal.byte_range)
    content = bytes(seal.pkcs7_content)
    if start != 0 or resume + rest != len(data) or any(content[_der_length(content) :]):
        return False
    if data[length:resume] != b"<%b>" % content.hex().upper().encode("ascii"):
        return False
    digest = hashlib.sha256(data[:length] + data[resume:]).digest()
    intact, valid = validate_sig_integrity(seal.signer_info, seal.signer_cert, "data", digest)
    return bool(intact and valid)


def _der_length(content: bytes) -> int:
    """Return the length of the DER value that ``content`` begins with."""
    first = content[1]
    if first < 0x80:
        return 2 + first
    count = first & 0x7F
    return 2 + count + int.from_bytes(content[2 : 2 + count], "big")


def _seal_certificates(keys: Mapping[str, Any]) -> list[bytes]:
    chains = (key.get("x5c") for key in keys["keys"] if "revoked" not in key)
    return [base64.b64decode(chain[0]) for chain in chains if isinstance(chain, list) and chain]
