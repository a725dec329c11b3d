"""Office documents that are no workbook we read: which one it is decides what to do about it."""

from __future__ import annotations

from pathlib import Path

from bim_import.ifc.reader import refuse as refuse_model
from bim_import.kinds import Progress, Reading, ReadOptions, beginning_of
from bim_import.survey.refusals import refuse

SEARCHED_BYTES = 32 * 1024 * 1024
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORKBOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
DRAWING = "RevitPreview4.0".encode("utf-16-le")


def refuse_office(path: Path, *, name: str, options: ReadOptions, progress: Progress) -> Reading:
    """Raise the refusal that fits an old or protected office document, or one of another program."""
    entries = beginning_of(path).entries
    if "content.xml" in entries:
        raise refuse("workbook-opendocument")
    if entries:
        raise refuse("not-read")
    with path.open("rb") as stream:
        data = stream.read(SEARCHED_BYTES)
    if ENCRYPTED in data:
        raise refuse("workbook-encrypted")
    if DRAWING not in data and any(word in data for word in WORKBOOKS):
        raise refuse("workbook-old")
    raise refuse_model("is-rvt")
