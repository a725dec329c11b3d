"""Uploaded files on disk, kept once per content under their SHA-256."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from pathlib import Path

ABANDONED_S = 24 * 3600  # no upload takes a day


class FileStore:
    """``files/ab/abcd…`` for what is kept, ``incoming/`` for what is being received, ``made/`` for what we made."""

    def __init__(self, folder: Path) -> None:
        self._kept = folder / "files"
        self._incoming = folder / "incoming"
        self._made = folder / "made"
        for each in (self._kept, self._incoming, self._made):
            each.mkdir(parents=True, exist_ok=True)

    def new_incoming(self) -> Path:
        """Return the path of a new file to receive into."""
        return self._incoming / secrets.token_hex(16)

    def keep(self, incoming: Path, sha256: str) -> Path:
        """Move a received file to its place and return it; the same content is kept once."""
        place = self.path_of(sha256)
        place.parent.mkdir(exist_ok=True)
        # One rename: a file under its hash is complete even if the machine stops here.
        incoming.replace(place)
        return place

    def path_of(self, sha256: str) -> Path:
        """Return where the file with this hash is kept."""
        return self._kept / sha256[:2] / sha256

    def made(self, name: str, ending: str) -> bytes | None:
        """Return a file that was made before; ``name`` is an id of ours."""
        try:
            return self._made_path(name, ending).read_bytes()
        except FileNotFoundError:
            return None

    def keep_made(self, name: str, ending: str, content: bytes) -> bytes:
        """Keep a file that was made and return it, or the one that somebody else kept first."""
        place = self._made_path(name, ending)
        place.parent.mkdir(exist_ok=True)
        partial = self.new_incoming()
        partial.write_bytes(content)
        try:
            os.link(partial, place)  # whole or not there, and never over another one
        except FileExistsError:
            return place.read_bytes()
        finally:
            partial.unlink()
        return content

    def _made_path(self, name: str, ending: str) -> Path:
        return self._made / name[-2:] / f"{name}{ending}"

    def forget_abandoned(self) -> None:
        """Remove what was received only in part and long ago; another service may be receiving right now."""
        for path in self._incoming.iterdir():
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > ABANDONED_S:
                    path.unlink()


def flush_to_disk(descriptor: int) -> None:
    """Wait until what was written survives a power cut."""
    os.fsync(descriptor)
