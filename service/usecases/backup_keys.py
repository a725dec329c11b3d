"""The folder of private keys as one encrypted file: scrypt makes a key from the passphrase, AES-256-GCM locks it."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from geometry.finding import Text
from service.certificates.key_files import make_folder, read_secret, write_secret
from service.errors import SetupError

N: Final = 2**16  # with R = 8: 64 MiB and about a fifth of a second for every guess
R: Final = 8
P: Final = 1
ABOUT: Final = b"yijian keys 1"
SHORTEST: Final = 12

WRONG = Text(
    "口令不对,或加密的密钥文件已损坏。没有恢复任何内容。",
    "The passphrase is wrong or the encrypted keys are damaged. Nothing was restored.",
)
TOO_SHORT = Text("口令太短:至少 {n} 个字符。", "The passphrase is too short: {n} characters at least.")


@dataclass(frozen=True, slots=True)
class UnlockedKeys:
    """The files of the folder by name; never shown."""

    files: dict[str, bytes] = field(repr=False)

    def write(self, folder: Path) -> None:
        """Write the files for their owner only."""
        make_folder(folder)
        for name, content in self.files.items():
            write_secret(folder / name, content)


def lock_keys(folder: Path, passphrase: str) -> bytes:
    """Return the files of ``folder``, encrypted."""
    if len(passphrase) < SHORTEST:
        raise SetupError("passphrase-short", TOO_SHORT.format(n=SHORTEST))
    files = {
        path.name: base64.b64encode(read_secret(path)).decode("ascii")
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".")
    }
    salt, nonce = os.urandom(16), os.urandom(12)
    locked = AESGCM(_key(passphrase, salt)).encrypt(nonce, json.dumps(files).encode(), ABOUT)
    parts = {"salt": salt, "nonce": nonce, "locked": locked}
    told = {name: base64.b64encode(part).decode("ascii") for name, part in parts.items()}
    return json.dumps({"kdf": "scrypt", "n": N, "r": R, "p": P, "cipher": "AES-256-GCM", **told}, indent=1).encode()


def unlock_keys(content: bytes, passphrase: str) -> UnlockedKeys:
    """Return what ``lock_keys`` locked; raises ``passphrase-wrong`` for another passphrase or a changed byte."""
    try:
        told = json.loads(content)
        salt, nonce, locked = (base64.b64decode(told[name]) for name in ("salt", "nonce", "locked"))
        if (told["n"], told["r"], told["p"]) != (N, R, P):  # a forged file could ask for all memory there is
            raise ValueError("parameters")
        files = json.loads(AESGCM(_key(passphrase, salt)).decrypt(nonce, locked, ABOUT))
        found = {Path(name).name: base64.b64decode(content) for name, content in files.items()}
    except (InvalidTag, ValueError, KeyError, TypeError, AttributeError):
        raise SetupError("passphrase-wrong", WRONG) from None
    return UnlockedKeys(found)


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=N, r=R, p=P).derive(passphrase.encode())
