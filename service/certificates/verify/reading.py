"""From the bytes of a certificate to its parts, refusing whatever could be read in two ways."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from dataclasses import dataclass
from typing import Any, Final

import rfc8785

from .verdict import RefusedError, UnreadableError

CERTIFICATE_TYP: Final = "yijian-area-certificate+jws"
LARGEST_FILE_BYTES: Final = 64 * 1024 * 1024
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_COMPACT: Final = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Signed:
    """A JWS taken apart: header, payload, the bytes that were signed, the signature over them."""

    header: dict[str, Any]
    payload: bytes
    signing_input: bytes
    signature: bytes


def read_certificate(data: bytes) -> Signed:
    """Return the parts of a JSON certificate or a compact JWS.

    Raises ``RefusedError`` for what no honest issuer writes, ``UnreadableError`` for what is no certificate.
    """
    if len(data) > LARGEST_FILE_BYTES:
        raise UnreadableError("file-too-large")
    text = data.removeprefix(BYTE_ORDER_MARK).strip()
    if not text.startswith(b"{"):
        return read_jws(text, CERTIFICATE_TYP)
    envelope = parse(text)
    document, detached = envelope.pop("document", None), envelope.pop("signature", None)
    if not isinstance(document, dict) or not isinstance(detached, str):
        raise UnreadableError("not-a-certificate")
    for name in envelope:
        raise RefusedError("unsigned-member", name=name)
    header, separator, signature = detached.partition("..")
    if not separator:
        raise RefusedError("signature-malformed")
    payload = base64.urlsafe_b64encode(canonical(document)).rstrip(b"=")
    return read_jws(b".".join((header.encode("utf-8"), payload, signature.encode("utf-8"))), CERTIFICATE_TYP)


def read_jws(compact: bytes, typ: str) -> Signed:
    """Return the parts of a compact JWS whose header asks for nothing but EdDSA, a key and this kind of content."""
    if not _COMPACT.fullmatch(compact):
        raise RefusedError("signature-malformed") if compact.count(b".") == 2 else UnreadableError("not-a-certificate")
    head, middle, tail = compact.split(b".")
    try:
        header = parse(unbase64(head))
    except UnreadableError as error:
        raise RefusedError("signature-malformed") from error
    if header.get("alg") != "EdDSA":
        raise RefusedError("algorithm-refused", alg=str(header.get("alg"))[:40])
    if header.get("typ") != typ:
        raise RefusedError("wrong-type", typ=str(header.get("typ"))[:80])
    if set(header) != {"alg", "kid", "typ"} or not isinstance(header["kid"], str):
        raise RefusedError("signature-malformed")
    return Signed(header, unbase64(middle), head + b"." + middle, unbase64(tail))


def unbase64(text: bytes) -> bytes:
    """Return what base64url text without padding means; only the one spelling of it is accepted."""
    try:
        decoded = base64.b64decode(text + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError("signature-malformed") from error
    if base64.urlsafe_b64encode(decoded).rstrip(b"=") != text:
        raise RefusedError("signature-malformed")
    return decoded


def parse(text: bytes) -> dict[str, Any]:
    """Return a JSON object that has every member once and only finite numbers."""
    try:
        value = json.loads(
            text.decode("utf-8"),
            object_pairs_hook=_members,
            parse_constant=_no_number,
            parse_float=_real,
            parse_int=_whole,
        )
    except RefusedError:
        raise
    except (ValueError, RecursionError) as error:
        raise UnreadableError("not-json", at=getattr(error, "pos", getattr(error, "start", 0))) from error
    if not isinstance(value, dict):
        raise UnreadableError("not-a-certificate")
    return value


def canonical(value: dict[str, Any]) -> bytes:
    """Return the canonical form (RFC 8785) of a JSON object."""
    try:
        return bytes(rfc8785.dumps(value))
    except (ValueError, RecursionError) as error:  # half a surrogate pair is text that UTF-8 cannot hold
        raise UnreadableError("not-json", at=0) from error


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise RefusedError("duplicate-member", name=name)
        found[name] = value
    return found


def _no_number(written: str) -> Any:
    raise RefusedError("number-not-finite", value=written[:20])


def _real(written: str) -> float:
    value = float(written)
    return value if math.isfinite(value) else _no_number(written)


def _whole(written: str) -> float | int:
    # Up to 15 digits are exact as a JSON number; RFC 8785 takes longer ones for what they are as a double.
    return int(written) if len(written) <= 15 else _real(written)
