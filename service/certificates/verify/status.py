"""Whether a certificate was revoked or superseded, by a signed Token Status List of the same issuer."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from .dates import CLOCK_SLACK, seconds
from .reading import LARGEST_FILE_BYTES, parse, read_jws, unbase64
from .signature import check_signature, written
from .verdict import RefusedError, UnreadableError, Verdict

STATUS_LIST_TYP: Final = "statuslist+jwt"
STATUS_BY_VALUE: Final = {0: "valid", 1: "revoked", 3: "superseded"}


def check_status(
    verdict: Verdict, document: dict[str, Any], status_list: bytes, keys: Mapping[str, Any] | None, now: datetime
) -> None:
    """Set ``verdict.status`` from ``status_list`` (compact JWS); refuse what is not valid, and a list not to trust."""
    place = document["status"]["status_list"]
    try:
        signed = read_jws(status_list.strip(), STATUS_LIST_TYP)
        content = parse(signed.payload)
        issued, ends = content["iat"], content["exp"]
        packed = unbase64(content["status_list"]["lst"].encode("ascii"))
        value = _value(packed, content["status_list"]["bits"], int(place["idx"]))
    except RefusedError as refused:
        verdict.reject("status-list-wrong", why=refused.code)
        return
    except (UnreadableError, KeyError, TypeError, ValueError, AttributeError, zlib.error):
        verdict.reject("status-list-wrong", why="form")
        return
    own = Verdict()
    check_signature(own, signed, keys)
    if own.refusals:
        verdict.reject("status-list-wrong", why=own.refusals[0].code)
    elif place["uri"] is not None and content.get("sub") != place["uri"]:
        verdict.reject("status-list-wrong", why="sub")
    elif not seconds(issued, math.inf) - CLOCK_SLACK.total_seconds() <= now.timestamp() <= seconds(ends, -math.inf):
        verdict.reject("status-list-stale", at=written(ends))
    else:
        verdict.status = STATUS_BY_VALUE.get(value, "revoked")
        if verdict.status != "valid":
            verdict.reject(verdict.status)


def _value(packed: bytes, bits: int, index: int) -> int:
    if bits not in (1, 2, 4, 8):
        raise ValueError("bits")
    inflate = zlib.decompressobj()
    raw = inflate.decompress(packed, LARGEST_FILE_BYTES)
    at, shift = divmod(index * bits, 8)
    if inflate.unconsumed_tail or at >= len(raw):
        raise ValueError("index")
    return raw[at] >> shift & ((1 << bits) - 1)
