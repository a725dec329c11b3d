"""An issuer for tests: its keys live in memory, seeded, and are good for nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import rfc8785
from joserfc.jwk import OKPKey

from service.certificates.document import CertificateDocument, to_canonical
from service.certificates.keys import KeyRing, Revocation, SigningKey
from service.certificates.signing import sign, signed_json
from service.certificates.verify import Verdict, verify
from tests.service.certificates.rooms import NOW


def throwaway_key(
    seed: str,
    *,
    not_before: datetime = NOW - timedelta(days=1),
    not_after: datetime = NOW + timedelta(days=365),
    revoked: Revocation | None = None,
) -> SigningKey:
    """Return a throw-away key derived from a word: never use one for anything but tests."""
    secret = hashlib.sha256(f"throw-away test key: {seed}".encode()).digest()
    private = OKPKey.import_key(
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": base64.urlsafe_b64encode(_public(secret)).rstrip(b"=").decode(),
            "d": base64.urlsafe_b64encode(secret).rstrip(b"=").decode(),
        }
    )
    return SigningKey(private.thumbprint(), private, not_before, not_after, revoked)


def _public(secret: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


KEY = throwaway_key("issuer")
OTHER_KEY = throwaway_key("somebody else")
KEYS = KeyRing((KEY,)).public_jwks()


@dataclass(frozen=True)
class Issued:
    """One certificate in its three forms."""

    document: dict[str, Any]
    canonical: bytes
    compact: str
    json: bytes


def issue(document: CertificateDocument | dict[str, Any], key: SigningKey = KEY) -> Issued:
    """Return a certificate signed with ``key``; a dict is signed as it stands, however wrong it may be."""
    canonical = rfc8785.dumps(document) if isinstance(document, dict) else to_canonical(document)
    compact = sign(canonical, key)
    return Issued(json.loads(canonical), canonical, compact, signed_json(canonical, compact))


def verdict_on(data: bytes, keys: dict[str, Any] | None = KEYS, **options: Any) -> Verdict:
    """Return the verdict as of the day the tests are set on."""
    return verify(data, keys, **{"at": NOW + timedelta(days=1), **options})


def codes(verdict: Verdict) -> list[str]:
    return [refusal.code for refusal in verdict.refusals]
