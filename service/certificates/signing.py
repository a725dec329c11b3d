"""Signing and checking: EdDSA (Ed25519) JWS, RFC 7515 and RFC 8037, with one algorithm and three header members.

``sign`` gives the compact JWS, payload inside. ``signed_json`` turns it into the JSON certificate: the document beside
the same JWS with its payload taken out (RFC 7515, appendix F), so that the content stands in the file only once.
"""

from __future__ import annotations

from typing import Any, Final

from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jws import (
    CompactSignature,
    JWSRegistry,
    deserialize_compact,
    detach_content,
    extract_compact,
    serialize_compact,
)
from joserfc.registry import JWS_HEADER_REGISTRY

from service.certificates.keys import KeyRing, SigningKey

ALGORITHM: Final = "EdDSA"
CERTIFICATE_TYP: Final = "yijian-area-certificate+jws"
STATUS_LIST_TYP: Final = "statuslist+jwt"
HEADER_MEMBERS: Final = ("alg", "kid", "typ")
_LARGEST_PAYLOAD_BYTES: Final = 16 * 1024 * 1024  # a hall with thousands of columns, each with its footprint


class SignatureRefusedError(ValueError):
    """A JWS that none of our keys made, or not in the one form we make."""


class _Pinned(JWSRegistry):  # type: ignore[misc]  # joserfc is not followed by mypy
    """Knows one algorithm. ``none``, HMAC with the public key and all else that a header may ask for do not exist."""

    max_payload_length = _LARGEST_PAYLOAD_BYTES

    def __init__(self) -> None:
        super().__init__(algorithms=[ALGORITHM])
        self.header_registry = {name: JWS_HEADER_REGISTRY[name] for name in HEADER_MEMBERS}

    def get_alg(self, name: str) -> Any:
        # RFC 9864 prefers the name "Ed25519", for which joserfc would warn here; readers in the field know "EdDSA".
        if name != ALGORITHM:
            raise UnsupportedAlgorithmError("only EdDSA is accepted")
        return self.algorithms[ALGORITHM]


_PINNED: Final = _Pinned()


def sign(canonical: bytes, key: SigningKey, *, typ: str = CERTIFICATE_TYP) -> str:
    """Return the compact JWS of ``canonical`` (RFC 8785 bytes), its header naming the key and the kind of content."""
    header = {"alg": ALGORITHM, "kid": key.kid, "typ": typ}
    return str(serialize_compact(header, canonical, key.private, registry=_PINNED))


def payload_of(compact: str, keys: KeyRing, *, typ: str = CERTIFICATE_TYP) -> bytes:
    """Return the payload of a compact JWS that one of ``keys`` made.

    Raises ``SignatureRefusedError`` for any other. Whether the key was valid at the time, and what the payload says,
    is not judged here: ``service.certificates.verify`` does, without this module.
    """
    try:
        signature = deserialize_compact(compact, _key_finder(keys), registry=_PINNED)
    except (JoseError, ValueError) as error:
        raise SignatureRefusedError("no key of ours made this signature") from error
    if signature.headers().get("typ") != typ:
        raise SignatureRefusedError(f"signed as another kind of content than {typ}")
    return bytes(signature.payload)


def signed_json(canonical: bytes, compact: str) -> bytes:
    """Return the JSON certificate, ``{"document": …, "signature": "<header>..<signature>"}``, document canonical."""
    return b'{"document":%b,"signature":"%b"}' % (canonical, detach_content(compact).encode("ascii"))


def kid_of(compact: str) -> str:
    """Return the key id named in the header of a compact JWS of ours, unchecked."""
    return str(extract_compact(compact.encode("ascii"), None, _PINNED).headers()["kid"])


def _key_finder(keys: KeyRing) -> Any:
    def find(signature: CompactSignature) -> Any:
        key = keys.find(str(signature.headers().get("kid")))
        if key is None:
            raise ValueError("unknown key")
        return key.private

    return find
