"""Files that are no models, damaged text, and archives that are not what they say."""

from __future__ import annotations

import io
import struct
import zipfile

from samples.defects.defect import Defect
from samples.defects.small import Small, box, sound

ROOM = (("101", 20.0),)
EPOCH = (2026, 1, 5, 8, 0, 0)


def _model() -> str:
    return sound("model").text()


def _zip(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _bomb() -> bytes:
    """A small archive whose directory declares 4 GB for its one file."""
    data = bytearray(_zip(("model.ifc", _model().encode())))
    declared = struct.pack("<I", 0xFFFFFFFE)
    data[22:26] = declared  # local header: uncompressed size
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = declared
    return bytes(data)


def _packed_zeros() -> bytes:
    return _zip(("model.ifc", b"ISO-10303-21;\n" + b" " * (80 * 1024 * 1024)))


def _no_geometry() -> bytes:
    small = Small("no_geometry")
    storey = small.storey()
    walls = [small.root("IfcWall", Name="墙") for _ in range(4)]
    small.root("IfcRelContainedInSpatialStructure", RelatedElements=walls, RelatingStructure=storey)
    return small.data()


def _spaces_only_listed() -> bytes:
    small = Small("spaces_only_listed")
    small.storey()
    small.room("101", "办公室")
    small.room("102", "会议室")
    return small.data()


def _no_project() -> bytes:
    lines = _model().splitlines(keepends=True)
    return "".join(line for line in lines if "=IFCPROJECT(" not in line).encode()


def _sliced(share: float) -> bytes:
    data = _model().encode()
    return data[: int(len(data) * share)]


def _with_schema(schema: str) -> bytes:
    return _model().replace("FILE_SCHEMA(('IFC4'))", f"FILE_SCHEMA(('{schema}'))").encode()


def _backslash() -> bytes:
    return _model().replace("FILE_NAME('model'", r"FILE_NAME('C:\Users\surveyor\model.ifc'").encode()


def _open_quote() -> bytes:
    return _model().replace("'101'", "'101", 1).encode()


def _open_brackets() -> bytes:
    return _model().replace("=IFCBUILDING(", "=IFCBUILDING((((", 1).encode()


def _spaces_partly() -> bytes:
    small = sound("one_room_without_geometry")
    small.room("102", "会议室")
    return small.data()


def _names(kind: str) -> bytes:
    small = Small(kind)
    small.storey()
    small.room("101", "县长办公室", small.solid(box(0.0, 0.0, 5.0, 4.0)))
    small.room("102", "Кабинет", small.solid(box(6.0, 0.0, 11.0, 4.0)))
    small.room("103", "Büro", small.solid(box(12.0, 0.0, 17.0, 4.0)))
    text = small.text()
    if kind == "names_raw_utf8":
        for name in ("县长办公室", "Кабинет", "Büro"):
            text = text.replace(_x2(name), name)
        return text.encode("utf-8")
    if kind == "names_gb18030":
        text = text.replace(_x2("县长办公室"), "县长办公室").replace(_x2("Кабинет"), "Кабинет")
        return text.replace(_x2("Büro"), "Buero").encode("gb18030")
    return text.replace(_x2("Büro"), r"B\S\|ro").encode("ascii")


def _x2(name: str) -> str:
    """Return a name as STEP writes it: runs of other than ASCII letters in UTF-16 hexadecimal."""
    out, run = "", ""
    for letter in name + "\0":
        if letter > "~":
            run += f"{ord(letter):04X}"
        else:
            out += (f"\\X2\\{run}\\X0\\" if run else "") + letter
            run = ""
    return out[:-1]


NAMES = (("101", "县长办公室"), ("102", "Кабинет"), ("103", "Büro"))

CONTAINERS = (
    Defect("empty.ifc", "nothing in it, 0 bytes", lambda: b"", refused="empty-file"),
    Defect("blank.ifc", "only spaces and line ends", lambda: b" \r\n" * 20, refused="blank-file"),
    Defect("one_character.ifc", "10 MB of one letter", lambda: b"A" * 10_000_000, refused="not-step", kept=False),
    Defect("ten_million_blanks.ifc", "10 MB of blanks", lambda: b" " * 10_000_000, refused="blank-file", kept=False),
    Defect(
        "web_page.ifc",
        "a login page saved under the name of a model",
        lambda: b"<!DOCTYPE html>\n<html><head><title>Login</title></head><body>Please sign in.</body></html>\n",
        refused="is-html",
    ),
    Defect("truncated.ifc", "the second half is missing", lambda: _sliced(0.5), refused="truncated"),
    Defect("truncated_header.ifc", "cut off within the header", lambda: _sliced(0.01), refused="truncated"),
    Defect("open_quote.ifc", "a text in the body that never ends", _open_quote, refused="syntax-error"),
    Defect("open_brackets.ifc", "brackets in the body that never close", _open_brackets, refused="syntax-error"),
    Defect("schema_ifc2x.ifc", "schema IFC2X_FINAL", lambda: _with_schema("IFC2X_FINAL"), refused="wrong-schema"),
    Defect("schema_ifc4x1.ifc", "schema IFC4X1", lambda: _with_schema("IFC4X1"), refused="wrong-schema"),
    Defect(
        "schema_ifc4x3.ifc",
        "schema IFC4X3, which readers know as IFC4X3_ADD2",
        lambda: _with_schema("IFC4X3"),
        says=("schema-read-as",),
        areas_m2=ROOM,
    ),
    Defect(
        "backslash_in_file_name.ifc",
        "FILE_NAME with single backslashes (C:\\Users)",
        _backslash,
        says=("file-name-repaired",),
        areas_m2=ROOM,
    ),
    Defect("no_project.ifc", "no IfcProject", _no_project, refused="no-project"),
    Defect("no_geometry.ifc", "four walls without a shape and no space", _no_geometry, refused="no-geometry"),
    Defect(
        "spaces_only_listed.ifc",
        "two spaces, neither with a shape (a COBie export)",
        _spaces_only_listed,
        says=("no-geometry",),
    ),
    Defect(
        "one_room_without_geometry.ifc",
        "one of two spaces has no shape",
        _spaces_partly,
        says=("no-geometry",),
        areas_m2=ROOM,
    ),
    Defect(
        "names_encoded.ifc",
        "names in Chinese, Cyrillic and German, escaped as STEP asks (\\X2\\, \\S\\)",
        lambda: _names("names_encoded"),
        names=NAMES,
        areas_m2=(("101", 20.0), ("102", 20.0), ("103", 20.0)),
    ),
    Defect(
        "names_raw_utf8.ifc",
        "the same names as bare UTF-8, against the rule",
        lambda: _names("names_raw_utf8"),
        says=("text-encoding",),
        names=NAMES,
        areas_m2=(("101", 20.0), ("102", 20.0), ("103", 20.0)),
    ),
    Defect(
        "names_gb18030.ifc",
        "names as bare GB 18030 bytes, as older Chinese tools write them",
        lambda: _names("names_gb18030"),
        says=("text-encoding",),
        names=(("101", "县长办公室"), ("102", "Кабинет")),
        areas_m2=(("101", 20.0), ("102", 20.0), ("103", 20.0)),
    ),
    Defect("zip_bomb.ifczip", "a small archive that declares 4 GB", _bomb, refused="zip-too-large"),
    Defect("zip_of_blanks.ifczip", "80 MB of blanks in 80 kB", _packed_zeros, refused="zip-bomb", kept=False),
    Defect(
        "zip_path.ifczip",
        "an entry that wants to land outside (../)",
        lambda: _zip(("../../model.ifc", _model().encode())),
        refused="zip-path",
    ),
    Defect(
        "zip_without_ifc.ifczip",
        "an archive with a text file only",
        lambda: _zip(("readme.txt", b"The model follows by mail.\n")),
        refused="zip-without-ifc",
    ),
    Defect(
        "zip_two_models.ifczip",
        "an archive with two models",
        lambda: _zip(("a.ifc", _model().encode()), ("b.ifc", _model().encode())),
        refused="zip-several",
    ),
    Defect(
        "zip_damaged.ifczip",
        "the archive lacks its second half",
        lambda: _zip(("model.ifc", _model().encode()))[:1500],
        refused="zip-damaged",
    ),
)
