"""Open .ifc and .ifczip files safely: every file that cannot be used is refused with a sentence of its own."""

from __future__ import annotations

import lzma
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bim_import.errors import ImportRefused
from bim_import.ifc.encoding import re_encoded
from bim_import.ifc.refusals import REASONS
from geometry.finding import Finding, Text

MIB = 1024 * 1024
HEADER_BYTES = MIB  # real headers are a few kB; some list thousands of descriptions
TAIL_BYTES = 64 * 1024
BLOCK_BYTES = MIB

MAX_UNZIPPED_BYTES = 2048 * MIB
MAX_RATIO = 200  # IFC text deflates 4- to 20-fold, also when it repeats itself a lot
RATIO_FREE_BYTES = 64 * MIB  # small files may well compress better than that

# What zipfile lets through for broken, unknown or encrypted entries, its decompressors included.
ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),
)

SCHEMAS = {"IFC2X3": "IFC2X3", "IFC4": "IFC4"}
IFC4X3 = "IFC4X3_ADD2"

SINGLE_BACKSLASH = re.compile(r"\\\\|\\(?:S\\|P[A-I]\\|X\\[0-9A-Fa-f]{2}|X[24]\\[0-9A-Fa-f]*\\X0\\|N\\)|(\\)")
FILE_SCHEMA = re.compile(rb"FILE_SCHEMA\s*\(\s*\(\s*'([^']*)'", re.IGNORECASE)
BEFORE_STEP = b"\xef\xbb\xbf \t\r\n\0"  # a byte order mark and blanks, which the parser does not skip
LAST_ENTITY = re.compile(rb"^\s*#(\d+)\s*=", re.MULTILINE)
DATA_SECTION = re.compile(rb"^\s*DATA\s*[;(]", re.MULTILINE)

FILE_NAME_REPAIRED = Text(
    "文件头里有未转义的反斜杠(例如 C:\\Users),已补全后读取;模型内容不受影响。",
    "The file header holds single backslashes (such as C:\\Users); they were escaped to read it. "
    "The model is unaffected.",
)
ERRORS = Text(
    "文件里有 {count} 处语法或引用错误,涉及的内容可能缺失。",
    "The file has {count} errors of syntax or reference; what they concern may be missing.",
)
SCHEMA_RENAMED = Text(
    "文件头写的模式是 {found},按 {used} 读取。",
    "The header names the schema {found}; it was read as {used}.",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file: the ifcopenshell ``file``, its schema as written, and what was repaired to open it."""

    file: Any
    schema: str
    application: str
    findings: tuple[Finding, ...]


@contextmanager
def open_ifc(path: Path) -> Iterator[Opened]:
    """Open an .ifc or .ifczip file; temporary copies live as long as the context."""
    with tempfile.TemporaryDirectory(prefix="yijian-") as folder:
        if zipfile.is_zipfile(path) and _starts_with(path, b"PK"):
            path = _unzipped(path, Path(folder) / "unzipped.ifc")
        yield _open_step(path, Path(folder) / "repaired.ifc")


def refuse(code: str, **values: Any) -> ImportRefused:
    """Return the refusal with this code, its sentence filled in."""
    return ImportRefused(code, REASONS[code].format(**values), values)


# -- zip ---------------------------------------------------------------------------------------------------------------


def _unzipped(path: Path, target: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            entry = _only_ifc(archive, path.stat().st_size)
            with archive.open(entry) as source, target.open("wb") as copy:
                _copy_limited(source, copy, entry.file_size)
    except ZIP_ERRORS as error:
        raise refuse("zip-damaged") from error
    return target


def _only_ifc(archive: zipfile.ZipFile, packed_bytes: int) -> zipfile.ZipInfo:
    entries = [e for e in archive.infolist() if not e.is_dir()]
    for entry in entries:
        name = entry.orig_filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or re.match(r"^[A-Za-z]:", name) or "\0" in name:
            raise refuse("zip-path")
    models = [e for e in entries if e.filename.lower().endswith(".ifc") and not e.filename.startswith("__MACOSX/")]
    if not models:
        raise refuse("zip-without-ifc")
    if len(models) > 1:
        raise refuse("zip-several", count=len(models))
    entry = models[0]
    if entry.flag_bits & 0x1:
        raise refuse("zip-encrypted")
    if entry.file_size > MAX_UNZIPPED_BYTES:
        raise refuse("zip-too-large", declared_mib=entry.file_size // MIB, limit_mib=MAX_UNZIPPED_BYTES // MIB)
    packed = max(min(entry.compress_size, packed_bytes), 1)
    if entry.file_size > RATIO_FREE_BYTES and entry.file_size > MAX_RATIO * packed:
        raise refuse("zip-bomb")
    return entry


def _copy_limited(source: IO[bytes], target: IO[bytes], declared: int) -> None:
    copied = 0
    while block := source.read(BLOCK_BYTES):
        copied += len(block)
        if copied > declared or copied > MAX_UNZIPPED_BYTES:
            raise refuse("zip-bomb")
        target.write(block)


# -- STEP --------------------------------------------------------------------------------------------------------------


def _starts_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(magic)) == magic


def _open_step(path: Path, repaired: Path) -> Opened:
    findings = []
    head, tail, tail_at = _ends(path)
    header, found, used = _check(head, tail, tail_at)  # before anything reads the whole file
    encoded = re_encoded(path, repaired.with_suffix(".encoded"))
    if encoded is not None:
        findings.append(encoded)
        path = repaired.with_suffix(".encoded")
        head, tail, tail_at = _ends(path)
        header, found, used = _check(head, tail, tail_at)
    new = header.lstrip(BEFORE_STEP)
    if found != used:
        new = FILE_SCHEMA.sub(lambda m: m.group(0).replace(m.group(1), used.encode()), new, count=1)
        if found.upper() != used:
            findings.append(Finding("schema-read-as", "", "info", SCHEMA_RENAMED.format(found=found, used=used)))
    text = new.decode("latin-1")
    escaped = SINGLE_BACKSLASH.sub(lambda m: "\\\\" if m.group(1) else m.group(0), text)
    if escaped != text:
        new = escaped.encode("latin-1")
        findings.append(Finding("file-name-repaired", "", "repaired", FILE_NAME_REPAIRED))
    if new != header:
        with path.open("rb") as source, repaired.open("wb") as copy:
            source.seek(len(header))
            copy.write(new)
            shutil.copyfileobj(source, copy, BLOCK_BYTES)
        path = repaired
    file, errors = _parse(path)
    last = LAST_ENTITY.findall(tail)
    if last and not _has(file, int(last[-1])):
        raise refuse("syntax-error")  # the parser gave up midway and says nothing about the rest
    if errors:
        findings.append(Finding("broken-entities", "", "warning", ERRORS.format(count=errors), {"count": errors}))
    return Opened(file, found, _application(file), tuple(findings))


def _ends(path: Path) -> tuple[bytes, bytes, int]:
    """Return the first and the last bytes of a file, and where the last ones begin."""
    size = path.stat().st_size
    if size == 0:
        raise refuse("empty-file")
    with path.open("rb") as stream:
        head = stream.read(HEADER_BYTES)
        stream.seek(max(0, size - TAIL_BYTES))
        return head, stream.read(), max(0, size - TAIL_BYTES)


def _application(file: Any) -> str:
    """Return the authoring tool and its version as the file names them, "" where it does not."""
    try:
        for application in file.by_type("IfcApplication"):
            name, version = str(application[2] or "").strip(), str(application[1] or "").strip()
            return name if version in name else f"{name} {version}"
    except (RuntimeError, IndexError):
        pass
    return ""


def _has(file: Any, number: int) -> bool:
    try:
        file.by_id(number)
    except (RuntimeError, OverflowError):
        return False
    return True


def _check(head: bytes, tail: bytes, tail_at: int) -> tuple[bytes, str, str]:
    """Return the header section, the schema it names and the one to read it with; refuse what is no whole model."""
    start = head.lstrip(BEFORE_STEP)
    if not start:
        raise refuse("blank-file")
    if not start[:2048].upper().startswith((b"ISO-10303-21", b"/*")) or b"ISO-10303-21" not in start[:65536].upper():
        raise refuse(_kind_of(start))
    data = DATA_SECTION.search(head)
    header = head[: data.start()] if data else head
    schema = FILE_SCHEMA.search(header)
    if schema is None:
        raise refuse("truncated" if data is None and b"ENDSEC" not in header else "no-schema")
    found = schema.group(1).decode("latin-1").strip()
    used = IFC4X3 if found.upper().startswith("IFC4X3") else SCHEMAS.get(found.upper())
    if used is None:
        raise refuse("wrong-schema", found=found[:40])
    if data is None:
        raise refuse("truncated" if len(head) < HEADER_BYTES else "no-data")
    if b"ENDSEC" not in tail[max(0, data.end() - tail_at) :].upper():
        raise refuse("truncated")
    return header, found, used


MAGIC = (
    (b"%PDF", "is-pdf"),
    (b"AC10", "is-dwg"),
    (b"\xd0\xcf\x11\xe0", "is-rvt"),
    (b"SQLite format 3", "is-other"),
    (b"\x89PNG", "is-image"),
    (b"\xff\xd8\xff", "is-image"),
    (b"\x1f\x8b", "is-other"),
    (b"7z\xbc\xaf", "is-other"),
    (b"Rar!", "is-other"),
    (b"PK", "zip-damaged"),
)


def _kind_of(start: bytes) -> str:
    for magic, code in MAGIC:
        if start.startswith(magic):
            return code
    opening = start[:4096].lower()
    if opening.startswith(b"<"):
        if b"<html" in opening or b"<!doctype html" in opening:
            return "is-html"
        if b"<gama-local" in opening or b"<gama-xml" in opening:
            return "is-gama"
        return "is-ifcxml" if b"ifc" in opening else "is-xml"
    if opening.startswith((b"{", b"[")):
        return "is-json"
    return "not-step"


def _parse(path: Path) -> tuple[Any, int]:
    """Return the open file and the number of errors the parser logged, over which it went on."""
    import ifcopenshell

    try:
        ifcopenshell.get_log()  # empties it
        file = ifcopenshell.open(str(path), format=".ifc")
        file.by_type("IfcProject")
    except ifcopenshell.SchemaError as error:
        raise refuse("wrong-schema", found="?") from error
    except MemoryError:
        raise
    except Exception as error:  # whatever the C++ parser raises, the file is the reason
        raise refuse("syntax-error") from error
    return file, ifcopenshell.get_log().count("[error]")
