"""Secrets of webhooks: made from one key file and the webhook's id, so that the store holds none of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from pathlib import Path
from typing import Final

from service.certificates.key_files import locked, make_folder, read_secret, write_secret

FILE: Final = "webhooks.secret"
PREFIX: Final = "whsec_"  # of the Standard Webhooks specification


class WebhookSecrets:
    """Derives the secret of each webhook and signs messages with it."""

    def __init__(self, keys_dir: Path) -> None:
        self._folder = keys_dir

    def of(self, webhook_id: str) -> str:
        """Return the secret as its subscriber is shown it."""
        return PREFIX + base64.b64encode(self._derived(webhook_id)).decode("ascii")

    def signature(self, webhook_id: str, *, message_id: str, timestamp: int, body: bytes) -> str:
        """Return the header ``webhook-signature`` (Standard Webhooks 1.0, symmetric): HMAC-SHA256 of id.time.body."""
        signed = b"%b.%d.%b" % (message_id.encode(), timestamp, body)
        digest = hmac.digest(self._derived(webhook_id), signed, hashlib.sha256)
        return "v1," + base64.b64encode(digest).decode("ascii")

    def _derived(self, webhook_id: str) -> bytes:
        return hmac.digest(self._master(), b"webhook:" + webhook_id.encode(), hashlib.sha256)

    def _master(self) -> bytes:
        path = self._folder / FILE
        if not path.exists():
            make_folder(self._folder)
            with locked(self._folder):
                if not path.exists():
                    write_secret(path, secrets.token_bytes(32))
        return read_secret(path)
