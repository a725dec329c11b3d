"""Workbooks from anybody: what they hold is read as it stands, and what is no workbook is one sentence."""

import io
import zipfile

import pytest

from bim_import.survey.grid import CellError, Formula, column_letter
from bim_import.survey.xlsx import read_grids
from tests.bim_import.survey.build import ROOMS, quick, raw_workbook, refusal

GOOD = ("1号楼", "1F", "101", "办公室", 5.2, 4.1)


def rewritten(path, change):
    """Rewrite the parts of a workbook; ``change`` returns new bytes, or None to leave a part out."""
    parts = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            new = change(name, data)
            if new is not None:
                archive.writestr(name, new)
    return path


def with_part(path, name, data=b"x"):
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, data)
    return path


def test_values_formulas_errors_merges_and_hidden_rows_are_seen(tmp_path):
    book, path = raw_workbook(tmp_path / "a.xlsx", {"房间": [ROOMS, GOOD, ("", "", "", "", "=1+1", "#REF!")]})
    sheet = book["房间"]
    sheet.merge_cells("B2:B3")
    sheet.row_dimensions[3].hidden = True
    sheet.sheet_state = "hidden"
    book.create_sheet("空")
    book.save(path)
    first, empty = read_grids(path)
    assert first.rows[0] == (1, ROOMS)
    assert first.rows[2][1][4:] == (Formula("=1+1"), CellError("#REF!"))
    assert first.merged == ((2, 2, 3, 2),)
    assert first.hidden_rows == {3}
    assert (first.hidden, empty.rows) == (True, [])


def test_rows_keep_their_numbers_over_gaps(tmp_path):
    book, path = raw_workbook(tmp_path / "a.xlsx", {"s": [("a",)]})
    book["s"]["C7"] = 1.5
    book.save(path)
    (grid,) = read_grids(path)
    assert grid.rows == [(1, ("a",)), (7, (None, None, 1.5))]


def test_a_size_that_lies_hides_no_rows(tmp_path):
    path = quick(tmp_path / "a.xlsx", GOOD)
    rewritten(path, lambda name, data: data.replace(b'ref="A1:F2"', b'ref="A1"') if "sheet1" in name else data)
    (grid,) = read_grids(path)
    assert len(grid.rows) == 2


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "workbook-macros"),
        ("xl/externalLinks/externalLink1.xml", "workbook-links"),
        ("xl/workbook.bin", "workbook-binary"),
    ],
)
def test_what_is_not_read_for_safety_is_one_sentence(part, code, tmp_path):
    assert refusal(with_part(quick(tmp_path / "a.xlsx", GOOD), part)) == code


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_with_a_broken_part_is_damaged(part, tmp_path):
    path = quick(tmp_path / "a.xlsx", GOOD)
    rewritten(path, lambda name, data: data[: len(data) // 2] if name == part else data)
    assert refusal(path) == "workbook-damaged"


def test_a_truncated_workbook_is_damaged(tmp_path):
    path = quick(tmp_path / "a.xlsx", GOOD)
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path) == "workbook-damaged"


def test_entities_that_unfold_are_not_unfolded(tmp_path):
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b"<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
    )
    path = quick(tmp_path / "a.xlsx", GOOD)
    rewritten(path, lambda name, data: bomb if "sheet1" in name else data)
    assert refusal(path) == "workbook-damaged"


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    path = quick(tmp_path / "a.xlsx", GOOD)
    rewritten(path, lambda name, data: data + b" " * 60_000_000 if "sheet1" in name else data)
    assert refusal(path) == "workbook-bomb"


def test_rows_beyond_any_sheet_are_refused(tmp_path):
    path = quick(tmp_path / "a.xlsx", GOOD)
    rewritten(path, lambda name, data: data.replace(b'<row r="2"', b'<row r="99999999"') if "sheet1" in name else data)
    assert refusal(path) == "workbook-damaged"


def test_office_documents_of_other_kinds_are_told_apart(tmp_path):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for name, data, code in (
        ("a.xlsx", ole + "EncryptedPackage".encode("utf-16-le") + bytes(99), "workbook-encrypted"),
        ("a.xls", ole + "Workbook".encode("utf-16-le") + bytes(99), "workbook-old"),
        ("a.rvt", ole, "is-rvt"),
    ):
        (tmp_path / name).write_bytes(data)
        assert refusal(tmp_path / name) == code
    for entry, code in (("content.xml", "workbook-opendocument"), ("word/document.xml", "not-read")):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("[Content_Types].xml", "x")
            archive.writestr(entry, "x")
        (tmp_path / "b.zip").write_bytes(buffer.getvalue())
        assert refusal(tmp_path / "b.zip") == code


def test_column_letters_are_those_of_a_spreadsheet():
    assert [column_letter(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
