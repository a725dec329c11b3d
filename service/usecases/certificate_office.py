"""Who issues: the name on certificates, the addresses in them, and the keys that sign them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from service.certificates.document import Addresses, Issuer
from service.certificates.keys import KeyRing, SigningKey, open_key_ring
from service.certificates.status_list import sign_status_list, status_bytes
from service.errors import SetupError
from service.store import certificate_history, certificates, signing_keys
from service.store.database import Database

if TYPE_CHECKING:
    from service.certificates.seal import Seal

KEYS_PATH = "/.well-known/jwks.json"
STATUS_PAGE_PATH = "/c/"
STATUS_LIST_PATH = "/api/v1/certificates/status-list"
KEYS_LOOKED_AT_AGAIN = timedelta(seconds=2)  # another process may have renewed or revoked a key: it signs no more then
STATUS_LIST_KEPT = timedelta(minutes=10)  # signed anew although nothing happened, so that it never looks stale


class CertificateOffice:
    """The issuer of one service; safe to use from several threads."""

    def __init__(self, keys_dir: Path, *, name: str, url: str | None, room_names: bool = False) -> None:
        self._keys_dir = keys_dir
        self._url = url
        self.issuer = Issuer(name, url)
        self.room_names = room_names
        self._lock = threading.Lock()
        self._ring: tuple[datetime, KeyRing] | None = None
        self._published: set[str] = set()
        self._list: tuple[datetime, tuple[int, str], str] | None = None

    def addresses(self, certificate_id: str) -> Addresses:
        """Return where a reader of a certificate finds keys and status; none without a public address."""
        if self._url is None:
            return Addresses()
        return Addresses(
            keys=self._url + KEYS_PATH,
            status_page=f"{self._url}{STATUS_PAGE_PATH}{certificate_id}",
            status_list=self._url + STATUS_LIST_PATH,
        )

    def ring(self, now: datetime) -> KeyRing:
        """Return the keys, made at the first call of all; raises ``no-signing-key`` where they cannot be used."""
        with self._lock:
            if self._ring is None or now - self._ring[0] > KEYS_LOOKED_AT_AGAIN:
                with _one_code():
                    self._ring = (now, open_key_ring(self._keys_dir, now=now))
            return self._ring[1]

    def signing_key(self, session: Session, now: datetime) -> SigningKey:
        """Return the key that signs now, its public half noted in the store, where a lost folder cannot take it."""
        with _one_code():
            key = self.ring(now).signing_key(now)
        if key.kid not in self._published:
            signing_keys.keep(session, key.kid, key.public_jwk(), now=now)
            self._published.add(key.kid)
        return key

    def seal(self, database: Database, now: datetime) -> Seal:
        """Return the seal of PDF files, made at the first call of all, its public half noted in the store."""
        from service.certificates.seal import open_seals  # pyHanko takes a while to load

        with _one_code():
            seal = open_seals(self._keys_dir, issuer=self.issuer.name, now=now)[0]
        jwk = seal.public_jwk()
        if jwk["kid"] not in self._published:
            with database.write() as session:
                signing_keys.keep(session, jwk["kid"], jwk, now=now)
            self._published.add(jwk["kid"])
        return seal

    def public_keys(self, database: Database) -> dict[str, Any]:
        """Return the JWK set: the keys of the folder, and those that only the store still knows."""
        ours = self.ring(datetime.now(UTC)).public_jwks()["keys"]
        with database.read() as session:
            kept = signing_keys.all_of_them(session)
        known = {jwk["kid"] for jwk in ours}
        every = [*ours, *(jwk for kid, jwk in kept.items() if kid not in known)]
        return {"keys": [dict(sorted(jwk.items())) for jwk in every]}

    def status_list(self, database: Database) -> str:
        """Return the signed list of all statuses (compact JWS), made anew when something happened."""
        now = datetime.now(UTC)
        with database.read() as session:
            newest = certificate_history.head(session)
            head = (0, "") if newest is None else (newest.sequence, newest.hash)
            with self._lock:
                made = self._list
            if made is not None and made[1] == head and now - made[0] < STATUS_LIST_KEPT:
                return made[2]
            packed = status_bytes(certificates.next_position(session), _changed(session))
        with _one_code():
            key = self.ring(now).signing_key(now)
        uri = (self._url or "") + STATUS_LIST_PATH
        signed = sign_status_list(
            packed, key, issuer=self._url or self.issuer.name, uri=uri, now=now, history_head=head
        )
        with self._lock:
            self._list = (now, head, signed)
        return signed


@contextmanager
def _one_code() -> Iterator[None]:
    """Give whatever is wrong with the keys one code for clients; the sentence says what it is."""
    try:
        yield
    except SetupError as error:
        raise SetupError("no-signing-key", error.detail) from error


def _changed(session: Session) -> list[Any]:
    return list(certificates.not_valid(session))


def public_url(given: str | None) -> str | None:
    """Return the public address without the slash at its end."""
    return given.rstrip("/") or None if given else None
