"""Writes the sample certificate: an invented room of 5 m by 4 m with a column, 20.00 m² gross and 19.75 m² net.

It is signed with a throw-away key whose secret anybody can compute, and therefore proves nothing. Run from anywhere:
``python -m samples.make_certificate``.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc.jwk import OKPKey
from shapely import box

from geometry.areas import measure
from geometry.basis import BASES, DEFAULT_BASIS
from geometry.plan import Element, Frame, Space
from service.certificates.compose import basis_facts, compose
from service.certificates.document import Addresses, Issuer, Method, RoomFacts, Source, to_canonical
from service.certificates.keys import KeyRing, Revocation, SigningKey
from service.certificates.signing import sign, signed_json

CERTIFICATE = Path(__file__).parent / "area_certificate.json"
KEYS = Path(__file__).parent / "area_certificate.jwks.json"
ISSUED_AT = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)


def throwaway_key(
    word: str, *, not_before: datetime, not_after: datetime, revoked: Revocation | None = None
) -> SigningKey:
    """Return the key derived from a word: the same for everybody, so never use one for anything but samples."""
    secret = hashlib.sha256(f"throw-away test key: {word}".encode()).digest()
    public = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    private = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": _base64url(public), "d": _base64url(secret)})
    return SigningKey(str(private.thumbprint()), private, not_before, not_after, revoked)


def sample() -> tuple[bytes, bytes]:
    """Return the certificate and its key set, both JSON, the same bytes every time."""
    outline, basis = box(0.0, 0.0, 5.0, 4.0), BASES[DEFAULT_BASIS]
    column = Element("2O2Fr$t4X7Zf8NOew3FLOH", "column", "柱", box(2.0, 1.0, 2.5, 1.5), 7.2, 10.5)
    space = Space("0BTBFw6f90Nfh9rP1dlXr2", "3F", "302", "办公室", "office", "modelled", outline, 7.2, 3.3)
    document = compose(
        certificate_id="YJ-SAMP-1E00-0000-0000-0000-001P",
        issuer=Issuer("澜溪县机关事务服务中心（虚构，示例）"),
        addresses=Addresses(),
        room=RoomFacts(
            "sample-302", space.id, space.number, space.name, space.use, "sample", "综合楼", "sample-3F", "3F", 7.2
        ),
        frame=Frame(),
        outline=outline,
        statement=measure(space, basis=basis, elements=(column,)),
        basis=basis_facts(basis),
        source=Source("sample.ifc", hashlib.sha256(b"no such file").hexdigest(), 1, ISSUED_AT - timedelta(days=1)),
        method=Method("modelled"),
        issued_at=ISSUED_AT,
        status_index=0,
    )
    key = throwaway_key("sample", not_before=ISSUED_AT, not_after=ISSUED_AT + timedelta(days=730))
    canonical = to_canonical(document)
    envelope = json.loads(signed_json(canonical, sign(canonical, key)))
    return _written(envelope), _written(KeyRing((key,)).public_jwks())


def _written(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def main() -> None:
    """Write both files."""
    for path, content in zip((CERTIFICATE, KEYS), sample(), strict=True):
        path.write_bytes(content)


if __name__ == "__main__":
    main()
