import io
import zipfile
from pathlib import Path

import pytest

from bim_import.errors import ImportRefused
from bim_import.ifc import reader
from bim_import.ifc.reader import open_ifc
from bim_import.ifc.refusals import REASONS
from tests.bim_import.ifc.build import room


def save(folder, content, name="model.ifc"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("ascii"))
    return path


def refused(path):
    with pytest.raises(ImportRefused) as error, open_ifc(path):
        pass
    finding = error.value.finding
    assert finding.outcome == "rejected"
    assert finding.reason.zh
    assert finding.reason.en
    assert "{" not in finding.reason.zh + finding.reason.en
    return finding.code


def zipped(*entries, compress=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compress) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("header", "found"),
    [("IFC2X3", "IFC2X3"), ("IFC4", "IFC4"), ("IFC4X3", "IFC4X3"), ("IFC4X3_ADD1", "IFC4X3_ADD1"), ("ifc4", "ifc4")],
)
def test_supported_schemas_open(tmp_path, header, found):
    text = room().text().replace("FILE_SCHEMA(('IFC4'))", f"FILE_SCHEMA(('{header}'))")
    with open_ifc(save(tmp_path, text)) as opened:
        assert opened.schema == found
        assert len(opened.file.by_type("IfcSpace")) == 1
        renamed = [f.code for f in opened.findings]
    assert renamed == (["schema-read-as"] if found in ("IFC4X3", "IFC4X3_ADD1") else [])


@pytest.mark.parametrize("schema", ["IFC2X", "IFC2X2", "IFC4RC4", "IFC4X1", "IFC5", "CONFIG_CONTROL_DESIGN"])
def test_other_schemas_are_refused_by_name(tmp_path, schema):
    path = save(tmp_path, room().text().replace("('IFC4')", f"('{schema}')"))
    with pytest.raises(ImportRefused) as error, open_ifc(path):
        pass
    assert error.value.finding.code == "wrong-schema"
    assert schema in error.value.finding.reason.en


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b" \r\n\t\n", "blank-file"),
        (b"A" * 100_000, "not-step"),
        (b"\x00" * 1000, "blank-file"),
        (b"<!DOCTYPE html><html></html>", "is-html"),
        (b'<?xml version="1.0"?><ifc:ifcXML/>', "is-ifcxml"),
        (b'<?xml version="1.0"?><gama-local xmlns="x"/>', "is-gama"),
        (b'<?xml version="1.0"?><gml/>', "is-xml"),
        (b'{"type": "IFC"}', "is-json"),
        (b"%PDF-1.7", "is-pdf"),
        (b"AC1032" + b"\0" * 10, "is-dwg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is-rvt"),
        (b"\x89PNG\r\n", "is-image"),
        (b"\x1f\x8b\x08", "is-other"),
        (b"PK\x03\x04 broken", "zip-damaged"),
        (b"ISO-10303-21;\nHEADER;\n", "truncated"),
        (b"ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\nENDSEC;\n", "no-schema"),
        (b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\n", "truncated"),
    ],
)
def test_what_is_no_model_is_refused_with_its_own_sentence(tmp_path, content, code):
    assert refused(save(tmp_path, content)) == code


def test_a_file_cut_off_in_its_data_is_refused(tmp_path):
    text = room().text()
    assert refused(save(tmp_path, text[: len(text) // 2])) == "truncated"


def test_a_syntax_error_in_the_body_is_refused(tmp_path):
    assert refused(save(tmp_path, room().text().replace("IFCSPACE(", "IFCSPACE((((((", 1))) == "syntax-error"


@pytest.mark.parametrize("name", ["C:\\Users\\lin\\a.ifc", "D:\\1.ifc", "\\\\server\\share\\a.ifc"])
def test_single_backslashes_in_the_file_name_are_repaired(tmp_path, name):
    step = room()
    step.file_name = name
    with open_ifc(save(tmp_path, step.text())) as opened:
        assert [f.code for f in opened.findings] == ["file-name-repaired"]
        assert len(opened.file.by_type("IfcSpace")) == 1


@pytest.mark.parametrize("name", ["C:\\\\Users\\\\a.ifc", "\\X2\\529E516C\\X0\\.ifc", "\\S\\D.ifc", "plain.ifc"])
def test_escapes_of_the_standard_are_left_alone(tmp_path, name):
    step = room()
    step.file_name = name
    with open_ifc(save(tmp_path, step.text())) as opened:
        assert opened.findings == ()


def test_a_byte_order_mark_does_no_harm(tmp_path):
    with open_ifc(save(tmp_path, b"\xef\xbb\xbf" + room().text().encode())) as opened:
        assert len(opened.file.by_type("IfcSpace")) == 1


def test_the_application_is_named(tmp_path):
    step = room()
    organization = step.add("IFCORGANIZATION($,'O',$,$,$)")
    step.add(f"IFCAPPLICATION({organization},'3.1','Modeller','M')")
    with open_ifc(save(tmp_path, step.text())) as opened:
        assert opened.application == "Modeller 3.1"


# -- zip ---------------------------------------------------------------------------------------------------------------


def test_an_ifczip_opens(tmp_path):
    content = zipped(("__MACOSX/._model.ifc", b"\0"), ("folder/model.ifc", room().text()))
    with open_ifc(save(tmp_path, content, "model.ifczip")) as opened:
        assert len(opened.file.by_type("IfcSpace")) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zipped(("readme.txt", "hello")), "zip-without-ifc"),
        (zipped(), "zip-without-ifc"),
        (zipped(("a.ifc", "x"), ("b.ifc", "x")), "zip-several"),
        (zipped(("../a.ifc", "x")), "zip-path"),
        (zipped(("/etc/a.ifc", "x")), "zip-path"),
        (zipped(("..\\a.ifc", "x")), "zip-path"),
        (zipped(("a.ifc", "x"), ("../../b.txt", "x")), "zip-path"),
        (zipped(("a.ifc", b"")), "empty-file"),
        (zipped(("a.ifc", b"hello")), "not-step"),
        (zipped(("a.ifc", zipped(("b.ifc", "x")))), "zip-damaged"),
    ],
)
def test_archives_that_hold_no_single_model_are_refused(tmp_path, content, code):
    assert refused(save(tmp_path, content, "a.ifczip")) == code


def test_an_encrypted_archive_is_refused(tmp_path):
    content = bytearray(zipped(("a.ifc", "x")))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + at] |= 1
    assert refused(save(tmp_path, bytes(content), "a.ifczip")) == "zip-encrypted"


def test_a_damaged_archive_is_refused(tmp_path):
    content = bytearray(zipped(("a.ifc", room().text())))
    content[100:140] = b"\xff" * 40
    assert refused(save(tmp_path, bytes(content), "a.ifczip")) == "zip-damaged"


def test_an_archive_that_declares_four_gigabytes_is_refused_unread(tmp_path):
    content = bytearray(zipped(("a.ifc", "x" * 100)))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = (0xFFFFFFFE).to_bytes(4, "little")
    assert refused(save(tmp_path, bytes(content), "a.ifczip")) == "zip-too-large"


def test_an_archive_that_unpacks_to_absurdly_much_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "RATIO_FREE_BYTES", 1024)
    content = zipped(("a.ifc", b"ISO-10303-21;" + b" " * 1_000_000))
    assert refused(save(tmp_path, content, "a.ifczip")) == "zip-bomb"


def test_an_archive_that_holds_more_than_it_declares_is_refused(tmp_path):
    content = bytearray(zipped(("a.ifc", room().text())))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = (100).to_bytes(4, "little")
    assert refused(save(tmp_path, bytes(content), "a.ifczip")) in ("zip-bomb", "zip-damaged", "truncated")


def test_temporary_copies_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(reader.tempfile, "tempdir", str(tmp_path))
    path = save(tmp_path, zipped(("a.ifc", room(schema="IFC4X3").text())), "a.ifczip")
    with open_ifc(path):
        assert len(list(tmp_path.iterdir())) == 2
    assert [p.name for p in Path(tmp_path).iterdir()] == ["a.ifczip"]


def test_every_sentence_exists_in_both_languages():
    for code, reason in REASONS.items():
        assert reason.zh.endswith("。"), code
        assert reason.en.endswith("."), code
        assert reason.zh.count("{") == reason.en.count("{"), code
