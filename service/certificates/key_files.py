"""Files that hold a secret: whole or not there, for their owner only whatever the umask, refused when exposed."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from geometry.finding import Text
from service.errors import SetupError

_OWNER_ONLY: Final = 0o600
_FOLDER_OWNER_ONLY: Final = 0o700
_HAS_MODES: Final = os.name == "posix"  # elsewhere access lists decide, which the operator has to set

EXPOSED = Text(
    "密钥 {name} 可被其他用户读取或改写，服务不予使用。请运行 chmod {mode:o} {name}，并考虑撤销该密钥。",
    "The key {name} can be read or changed by other users and is not used. Run chmod {mode:o} {name}, and consider "
    "revoking the key.",
)


def make_folder(folder: Path) -> None:
    """Make ``folder`` for its owner only; raises ``SetupError`` where others may write into an existing one."""
    if not folder.is_dir():
        folder.mkdir(mode=_FOLDER_OWNER_ONLY, parents=True, exist_ok=True)
        folder.chmod(_FOLDER_OWNER_ONLY)
    _refuse_if(folder, 0o022, _FOLDER_OWNER_ONLY)


def read_secret(path: Path) -> bytes:
    """Return the content of a secret file; raises ``SetupError`` where group or others have any access to it."""
    _refuse_if(path, 0o077, _OWNER_ONLY)
    return path.read_bytes()


def write_secret(path: Path, content: bytes) -> None:
    """Write ``content`` so that no other user can ever open it and a crash leaves the old file or the new one."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), _OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if _HAS_MODES:
                os.fchmod(file.fileno(), _OWNER_ONLY)  # a strict umask may have taken the owner's own rights
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    _sync(path.parent)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder against other processes of this machine that make or change keys."""
    if not _HAS_MODES:
        yield
        return
    import fcntl

    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, _OWNER_ONLY)
    try:
        os.fchmod(descriptor, _OWNER_ONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _refuse_if(path: Path, forbidden: int, mode: int) -> None:
    if _HAS_MODES and stat.S_IMODE(path.stat().st_mode) & forbidden:
        raise SetupError("key-exposed", EXPOSED.format(name=path.name, mode=mode))


def _sync(folder: Path) -> None:
    """Make a new name in ``folder`` survive a power cut."""
    if _HAS_MODES:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
