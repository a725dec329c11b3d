"""What kind of file this is, told by its first bytes (and the names inside a zip), never by its extension.

``KINDS`` is the table of everything that is read: the first row that recognises a file reads it. What no row knows goes
to the IFC reader, which refuses it with a sentence of its own. A reader is named, not imported: an IFC file loads no
spreadsheet library.
"""

from __future__ import annotations

import importlib
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bim_import.dxf.document import looks_like_dxf
from bim_import.report import ImportReport
from geometry.plan import Model

Progress = Callable[[str, float], None]

BEGINNING_BYTES = 64 * 1024
BEFORE_TEXT = b"\xef\xbb\xbf \t\r\n\0"  # a byte order mark and blanks
MAX_ENTRIES = 10_000  # names of a zip that are looked at


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """``ignore_spaces`` derives rooms from walls even where spaces are modelled.

    For drawings: ``unit`` is the unit of length where the file does not say it (or wrongly), ``layers`` says what its
    layers stand for (``wall=A,B*;column=C``); both "" to go by the file.
    """

    ignore_spaces: bool = False
    unit: str = ""
    layers: str = ""


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a file begins: its first 64 KiB as they are, and the names inside where it is a zip."""

    data: bytes
    entries: tuple[str, ...] = ()

    @property
    def start(self) -> bytes:
        """Return the first bytes without byte order mark and blanks before the text."""
        return self.data.lstrip(BEFORE_TEXT)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader answers: the model, its report, the schema of the file and the tool that wrote it ("" unknown)."""

    model: Model
    report: ImportReport
    schema: str = ""
    application: str = ""


class Reader(Protocol):
    """Reads one kind of file."""

    def __call__(self, path: Path, *, name: str, options: ReadOptions, progress: Progress) -> Reading:
        """Return what is in the file; raises ``ImportRefused``. ``name`` is the name people know it by."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: ``id`` as in ``Source.kind``, how it is recognised, and who reads it (``module:function``)."""

    id: str
    looks_like: Callable[[Beginning], bool]
    reader: str

    def load(self) -> Reader:
        """Return the reader, its module imported now."""
        module, _, function = self.reader.partition(":")
        reader: Reader = getattr(importlib.import_module(module), function)
        return reader


def _is_step(beginning: Beginning) -> bool:
    return b"ISO-10303-21" in beginning.start[:2048].upper()


def _is_dxf(beginning: Beginning) -> bool:
    return looks_like_dxf(beginning.start)


def _is_workbook(beginning: Beginning) -> bool:
    names = beginning.entries
    if names:
        return any(name.startswith("xl/") for name in names)
    # A damaged archive has no directory, but its first entries tell what it was.
    return beginning.data.startswith(b"PK") and SPREADSHEET_PART.search(beginning.data) is not None


def _is_json(beginning: Beginning) -> bool:
    return beginning.start.startswith((b"{", b"["))


def _is_survex(beginning: Beginning) -> bool:
    return b"\0" not in beginning.data and SURVEX_COMMAND.search(beginning.data) is not None


def _is_pockettopo(beginning: Beginning) -> bool:
    data = beginning.data
    return b"\0" not in data and all(heading.search(data) for heading in POCKETTOPO_HEADINGS)


def _is_office(beginning: Beginning) -> bool:
    names = beginning.entries
    return beginning.data.startswith(b"\xd0\xcf\x11\xe0") or any(
        name.startswith(("word/", "ppt/")) or name == "content.xml" for name in names
    )


def _is_table(beginning: Beginning) -> bool:
    from bim_import.survey.delimited import looks_like_table  # csv and words only for what is nothing else

    return looks_like_table(beginning.data)


SPREADSHEET_PART = re.compile(rb"\[Content_Types\]\.xml|xl/w")

SURVEX_COMMAND = re.compile(rb"(?im)^[ \t]*\*[ \t]*(begin|data|units|calibrate|include|export|fix|flags|alias|sd)\b")
POCKETTOPO_HEADINGS = (re.compile(rb"(?m)^(?:TRIP|FIX)[ \t]*\r?$"), re.compile(rb"(?m)^DATA[ \t]*\r?$"))

KINDS: tuple[Kind, ...] = (
    Kind("ifc", _is_step, "bim_import.ifc.model:read_ifc"),
    Kind("dxf", _is_dxf, "bim_import.dxf.model:read_dxf"),
    Kind("survey-workbook", _is_workbook, "bim_import.survey.workbook:read_workbook"),
    Kind("survex", _is_survex, "bim_import.survey.splay_rooms:read_survex"),
    Kind("pockettopo", _is_pockettopo, "bim_import.survey.splay_rooms:read_pockettopo"),
    Kind("roomplan", _is_json, "bim_import.survey.roomplan:read_roomplan"),
    Kind("office-document", _is_office, "bim_import.survey.office:refuse_office"),
    # Last of all: nearly any text looks like a table to somebody.
    Kind("survey-table", _is_table, "bim_import.survey.workbook:read_csv"),
)
OTHERWISE = KINDS[0]


def kind_of(path: Path) -> Kind:
    """Return the kind of a file by its content; ``OTHERWISE`` where nothing recognises it."""
    beginning = beginning_of(path)
    return next((kind for kind in KINDS if kind.looks_like(beginning)), OTHERWISE)


def beginning_of(path: Path) -> Beginning:
    """Return the first bytes of a file and, where it is a zip, what is in it."""
    with path.open("rb") as stream:
        data = stream.read(BEGINNING_BYTES)
    entries: tuple[str, ...] = ()
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(path) as archive:
                entries = tuple(archive.namelist()[:MAX_ENTRIES])
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            entries = ()  # its reader says that it is damaged
    return Beginning(data, entries)
