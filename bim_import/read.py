"""Read one file of any supported kind: ``read_file`` answers with the model, the report and where it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bim_import.report import ReadResult, Source

Progress = Callable[[str, float], None]
BLOCK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """``ignore_spaces`` derives rooms from walls even where spaces are modelled."""

    ignore_spaces: bool = False


def read_file(
    path: Path, *, options: ReadOptions | None = None, progress: Progress | None = None, name: str | None = None
) -> ReadResult:
    """Return the model of a file in storey-local metres, with its report; raises ``ImportRefused``.

    ``name`` is the name the file is known by, where ``path`` is a temporary copy. What the file is, its content
    decides, not its extension.
    """
    from bim_import.ifc.model import read_model
    from bim_import.ifc.reader import open_ifc

    chosen = options or ReadOptions()
    path = Path(path)
    if progress:
        progress("open", 0.0)
    digest = file_sha256(path)
    with open_ifc(path) as opened:
        model, report = read_model(opened.file, ignore_spaces=chosen.ignore_spaces, progress=progress)
        report = type(report)(report.accepted, report.repaired, report.rejected, (*opened.findings, *report.findings))
        source = Source(name or path.name, digest, "ifc", opened.schema, opened.application)
    if progress:
        progress("read", 1.0)
    return ReadResult(model, report, source)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
