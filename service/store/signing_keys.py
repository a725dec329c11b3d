"""Public halves of the keys that signed, so that old certificates can be checked even after the key folder is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from service.store.certificate_tables import SigningKeyTable as Keys


def keep(session: Session, kid: str, public_jwk: dict[str, Any], *, now: datetime) -> None:
    """Store a public key, or what changed about it."""
    known = session.execute(select(Keys.public_jwk).where(Keys.kid == kid)).first()
    if known is None:
        session.execute(insert(Keys), [{"kid": kid, "public_jwk": public_jwk, "created_at": now}])
    elif known[0] != public_jwk:
        session.execute(update(Keys).where(Keys.kid == kid).values(public_jwk=public_jwk))


def all_of_them(session: Session) -> dict[str, dict[str, Any]]:
    """Return every public key by its id, newest first."""
    return {
        row[0]: row[1] for row in session.execute(select(Keys.kid, Keys.public_jwk).order_by(Keys.created_at.desc()))
    }
