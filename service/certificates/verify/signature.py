"""Whether a signature was made by one of the issuer's keys, and whether that key may be trusted."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .reading import BYTE_ORDER_MARK, Signed, parse, unbase64
from .shape import is_number, member
from .verdict import RefusedError, UnreadableError, Verdict

_SECRET = ("d", "p", "q", "dp", "dq", "qi", "k")


def read_keys(text: bytes) -> dict[str, Any]:
    """Return the JWK set in ``text`` (a single JWK counts as a set of one).

    Raises ``UnreadableError`` where it is none, and where it holds a private key, which must not be passed around.
    """
    try:
        value = parse(text.removeprefix(BYTE_ORDER_MARK))
    except (RefusedError, UnreadableError) as error:
        raise UnreadableError("keys-unreadable") from error
    keys = value.get("keys", [value] if "kty" in value else None)
    if not isinstance(keys, list) or not keys or not all(isinstance(key, dict) for key in keys):
        raise UnreadableError("keys-unreadable")
    for key in keys:
        if any(name in key for name in _SECRET):
            raise UnreadableError("keys-secret", kid=str(key.get("kid"))[:80])
        # A period nobody can read must not count as one without end.
        if any(name in key and not is_number(key[name]) for name in ("nbf", "exp")):
            raise UnreadableError("keys-unreadable")
    return {"keys": keys}


def check_signature(verdict: Verdict, signed: Signed, keys: Mapping[str, Any] | None) -> None:
    """Refuse what no trusted key of ``keys`` signed."""
    kid = signed.header["kid"]
    if keys is None:
        url = member(verdict.document, "issuer.keys_url")
        verdict.reject("no-key", where=f" ({url})" if isinstance(url, str) else "")
        return
    key = find_key(kid, keys)
    if key is None:
        verdict.reject("unknown-key", kid=kid[:80])
        return
    try:
        public = unbase64(str(key.get("x")).encode("utf-8"))
    except RefusedError:
        public = b""
    if len(public) != 32 or _thumbprint(key) != kid:
        verdict.reject("key-id-wrong", kid=kid[:80])
        return
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signed.signature, signed.signing_input)
    except InvalidSignature:
        verdict.reject("signature-wrong")
    if (revoked := key.get("revoked")) is not None:
        at, why = member(revoked, "revoked_at"), member(revoked, "reason")
        verdict.reject("key-revoked", kid=kid, at=written(at), why=str(why or "-")[:200])


def find_key(kid: str | None, keys: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the Ed25519 key called ``kid``: no other kind of key ever checks a certificate."""
    for key in [] if keys is None else keys["keys"]:
        if key.get("kid") == kid and key.get("kty") == "OKP" and key.get("crv") == "Ed25519":
            return dict(key)
    return None


def written(seconds: Any) -> str:
    """Return seconds since 1970 as RFC 3339."""
    try:
        return datetime.fromtimestamp(float(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (TypeError, ValueError, OverflowError, OSError):
        return "?"


def _thumbprint(key: dict[str, Any]) -> str:
    """Return the RFC 7638 thumbprint of an Ed25519 key (RFC 8037, appendix A.3)."""
    members = {"crv": "Ed25519", "kty": "OKP", "x": key.get("x")}
    text = json.dumps(members, sort_keys=True, separators=(",", ":")).encode("utf-8")
    return base64.urlsafe_b64encode(hashlib.sha256(text).digest()).rstrip(b"=").decode("ascii")
