"""An issuer for tests: its keys live in memory, seeded, and are good for nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import rfc8785

from samples import make_certificate
from service.certificates.document import CertificateDocument, to_canonical
from service.certificates.keys import KeyRing, Revocation, SigningKey
from service.certificates.signing import sign, signed_json
from service.certificates.verify import Verdict, verify
from tests.service.certificates.rooms import NOW


def throwaway_key(
    word: str,
    *,
    not_before: datetime = NOW - timedelta(days=1),
    not_after: datetime = NOW + timedelta(days=365),
    revoked: Revocation | None = None,
) -> SigningKey:
    """Return the key derived from a word, good for nothing but tests; it signs on the day the tests are set on."""
    return make_certificate.throwaway_key(word, not_before=not_before, not_after=not_after, revoked=revoked)


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
