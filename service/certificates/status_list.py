"""The status of all certificates in one signed list of a few kilobytes: a Token Status List (IETF OAuth working group).

Two bits per certificate at the place ``status.status_list.idx`` of its document, lowest bits first, compressed with
zlib: 0 valid, 1 revoked, 3 superseded (values 3 and above are left to the application by the specification). The list
names no certificate and no room. The signed payload also carries the newest entry of the history, so that nobody can
rewrite the history without contradicting a list that others keep.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, Literal

import rfc8785

from service.certificates.keys import SigningKey
from service.certificates.signing import STATUS_LIST_TYP, sign

Status = Literal["valid", "revoked", "superseded"]
VALUES: Final[dict[Status, int]] = {"valid": 0, "revoked": 1, "superseded": 3}
BITS: Final = 2
_PER_BYTE: Final = 8 // BITS


def status_bytes(size: int, changed: Iterable[tuple[int, Status]]) -> bytes:
    """Return the uncompressed list for indices 0 to ``size`` − 1: all valid, except those in ``changed``."""
    packed = bytearray(-(-size // _PER_BYTE))
    for index, status in changed:
        if not 0 <= index < size:
            raise ValueError(f"status index {index} lies outside of a list of {size}")
        shift = BITS * (index % _PER_BYTE)
        at = index // _PER_BYTE
        packed[at] = packed[at] & ~(0b11 << shift) | VALUES[status] << shift
    return bytes(packed)


def sign_status_list(
    packed: bytes,
    key: SigningKey,
    *,
    issuer: str,
    uri: str,
    now: datetime,
    ttl: timedelta = timedelta(hours=1),
    valid_for: timedelta = timedelta(days=7),
    history_head: tuple[int, str] = (0, ""),
) -> str:
    """Return the signed list (compact JWS): ``packed`` from ``status_bytes``, ``uri`` the address it is served at.

    ``ttl`` is how long a reader may keep it before asking again, ``valid_for`` when it must no longer be relied on.
    ``history_head`` is sequence and hash of the newest entry of the history.
    """
    issued = int(now.timestamp())
    payload = {
        "iss": issuer,
        "sub": uri,
        "iat": issued,
        "exp": issued + int(valid_for.total_seconds()),
        "ttl": int(ttl.total_seconds()),
        "status_list": {
            "bits": BITS,
            "lst": base64.urlsafe_b64encode(zlib.compress(packed, 9)).decode("ascii").rstrip("="),
        },
        "history": {"sequence": history_head[0], "hash": history_head[1]},
    }
    return sign(rfc8785.dumps(payload), key, typ=STATUS_LIST_TYP)
