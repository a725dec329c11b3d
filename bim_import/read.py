"""Read one file of any supported kind: ``read_file`` answers with the model, the report and where it came from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bim_import.kinds import Progress, ReadOptions, kind_of
from bim_import.report import ReadResult, Source

__all__ = ["ReadOptions", "file_sha256", "read_file"]

BLOCK_BYTES = 1024 * 1024


def read_file(
    path: Path, *, options: ReadOptions | None = None, progress: Progress | None = None, name: str | None = None
) -> ReadResult:
    """Return the model of a file in storey-local metres, with its report; raises ``ImportRefused``.

    ``name`` is the name the file is known by, where ``path`` is a temporary copy. What the file is, its content
    decides, not its extension (``bim_import.kinds``).
    """
    path = Path(path)
    known_as = name or path.name
    tell = progress or (lambda step, share: None)
    tell("open", 0.0)
    digest = file_sha256(path)
    kind = kind_of(path)
    reading = kind.load()(path, name=known_as, options=options or ReadOptions(), progress=tell)
    tell("read", 1.0)
    source = Source(known_as, digest, kind.id, reading.schema, reading.application)
    return ReadResult(reading.model, reading.report, source)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
