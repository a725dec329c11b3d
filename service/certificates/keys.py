"""The issuer's keys: made at first start, readable by their owner only, renewed with overlap, published as JWKS.

One file per key, ``<kid>.jwk``, in a folder of its own inside the data folder. ``kid`` is the RFC 7638 thumbprint. A
key signs between its ``nbf`` and ``exp``; what it signed then stays valid, so old keys stay published. A revoked key
vouches for nothing any more, whenever it signed. Every machine that issues must share the folder.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from joserfc.jwk import OKPKey

from geometry.finding import Text
from service.certificates.key_files import locked, make_folder, read_secret, write_secret
from service.errors import SetupError

SIGNS_FOR: Final = timedelta(days=730)
# A new key is published this long before it signs: readers that keep the key set for a week know it in time.
PUBLISHED_AHEAD: Final = timedelta(days=7)
# The next key is made this long before the last one ends; both are valid in between.
RENEWED_BEFORE_END: Final = timedelta(days=30)
_CLOCK_SLACK: Final = timedelta(minutes=5)  # a reader's clock may be behind ours when the first key is new

UNREADABLE = Text(
    "密钥文件 {name} 已损坏，无法签发证书。请从备份恢复 keys 文件夹。",
    "The key file {name} is damaged and no certificate can be signed. Restore the folder keys from a backup.",
)
NO_KEY = Text(
    "没有可用于签发的密钥：全部已过期或已撤销。请运行 yijian keys --renew。",
    "No key can sign: all are expired or revoked. Run yijian keys --renew.",
)
UNKNOWN_KEY = Text("没有编号为 {kid} 的密钥。", "There is no key {kid}.")


@dataclass(frozen=True, slots=True)
class Revocation:
    """When and why a key lost all trust."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One Ed25519 key pair; ``private`` is never shown, written to a log or published."""

    kid: str
    private: OKPKey = field(repr=False, compare=False)
    not_before: datetime
    not_after: datetime
    revoked: Revocation | None = None

    def signs_at(self, moment: datetime) -> bool:
        """Return whether this key may sign at ``moment``."""
        return self.revoked is None and self.not_before <= moment < self.not_after

    def public_jwk(self) -> dict[str, Any]:
        """Return the public half as a JWK, with ``nbf``, ``exp`` and ``revoked`` in seconds since 1970.

        Those three members are named as in OpenID Federation 1.0, section 8.7.
        """
        jwk: dict[str, Any] = {
            **self.private.as_dict(private=False),
            "kid": self.kid,
            "use": "sig",
            "alg": "EdDSA",
            "nbf": int(self.not_before.timestamp()),
            "exp": int(self.not_after.timestamp()),
        }
        if self.revoked is not None:
            jwk["revoked"] = {"revoked_at": int(self.revoked.at.timestamp()), "reason": self.revoked.reason}
        return jwk


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys of the issuer, newest first."""

    keys: tuple[SigningKey, ...]

    def signing_key(self, moment: datetime) -> SigningKey:
        """Return the newest key that may sign at ``moment``; raises ``SetupError`` where none may."""
        for key in self.keys:
            if key.signs_at(moment):
                return key
        raise SetupError("no-signing-key", NO_KEY)

    def find(self, kid: str) -> SigningKey | None:
        """Return the key called ``kid``."""
        return next((key for key in self.keys if key.kid == kid), None)

    def public_jwks(self) -> dict[str, Any]:
        """Return the JWK set for ``/.well-known/jwks.json``: public halves only, expired and revoked keys included."""
        return {"keys": [key.public_jwk() for key in self.keys]}


def open_key_ring(folder: Path, *, now: datetime) -> KeyRing:
    """Return the keys in ``folder``, making the first one, or the next one when the last is about to end.

    Cheap enough to be called for every batch of certificates. Raises ``SetupError`` where a key file is readable by
    others than its owner, or damaged.
    """
    with _opened(folder) as keys:
        last = max((key.not_after for key in keys if key.revoked is None), default=now)
        if last - now > RENEWED_BEFORE_END:
            return KeyRing(tuple(keys))
        covered = any(key.signs_at(now) for key in keys)
        return _with_new_key(folder, keys, now + PUBLISHED_AHEAD if covered else now - _CLOCK_SLACK)


def rotate(folder: Path, *, now: datetime) -> KeyRing:
    """Return the keys with a new one that takes over after ``PUBLISHED_AHEAD``; those in use stay valid until then."""
    with _opened(folder) as keys:
        covered = any(key.signs_at(now) for key in keys)
        return _with_new_key(folder, keys, now + PUBLISHED_AHEAD if covered else now - _CLOCK_SLACK)


def revoke_key(folder: Path, kid: str, *, reason: str, now: datetime) -> KeyRing:
    """Return the keys with ``kid`` revoked, and a new one that signs from now on if no other can.

    Every certificate signed with a revoked key is refused from now on and must be issued again.
    """
    with _opened(folder) as keys:
        found = next((key for key in keys if key.kid == kid), None)
        if found is None:
            raise SetupError("no-such-key", UNKNOWN_KEY.format(kid=kid))
        revoked = SigningKey(found.kid, found.private, found.not_before, found.not_after, Revocation(now, reason))
        _store(folder, revoked)
        left = [revoked if key.kid == kid else key for key in keys]
        if any(key.signs_at(now) for key in left):
            return KeyRing(tuple(left))
        return _with_new_key(folder, left, now - _CLOCK_SLACK)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[list[SigningKey]]:
    """Yield the stored keys, newest first, while no other process changes them."""
    make_folder(folder)
    with locked(folder):
        found = [_loaded(path) for path in folder.glob("*.jwk")]
        yield sorted(found, key=lambda key: (key.not_before, key.kid), reverse=True)


def _with_new_key(folder: Path, keys: list[SigningKey], not_before: datetime) -> KeyRing:
    private = OKPKey.generate_key("Ed25519")
    start = not_before.replace(microsecond=0)
    key = SigningKey(str(private.thumbprint()), private, start, start + SIGNS_FOR)
    _store(folder, key)
    return KeyRing(tuple(sorted([key, *keys], key=lambda each: (each.not_before, each.kid), reverse=True)))


def _store(folder: Path, key: SigningKey) -> None:
    secret = {**key.public_jwk(), **key.private.as_dict(private=True)}
    write_secret(folder / f"{key.kid}.jwk", json.dumps(secret, indent=1, sort_keys=True).encode("utf-8"))


def _loaded(path: Path) -> SigningKey:
    content = read_secret(path)
    try:
        jwk = json.loads(content)
        private = OKPKey.import_key({name: jwk[name] for name in ("kty", "crv", "x", "d")})
        revoked = jwk.get("revoked")
        key = SigningKey(
            kid=str(private.thumbprint()),
            private=private,
            not_before=_moment(jwk["nbf"]),
            not_after=_moment(jwk["exp"]),
            revoked=None if revoked is None else Revocation(_moment(revoked["revoked_at"]), str(revoked["reason"])),
        )
        matches = key.kid == path.stem and OKPKey.import_key(private.as_dict(private=True)).is_private
    except Exception:  # whatever the parser says may quote the secret: none of it is passed on
        matches = False
    if not matches:
        raise SetupError("key-damaged", UNREADABLE.format(name=path.name))
    return key


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
