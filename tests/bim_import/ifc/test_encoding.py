"""Texts in bare UTF-8, GBK or Latin-1 arrive whole; ASCII files are left alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bim_import.ifc.encoding import BLOCK_BYTES, escaped, re_encoded

NAMES = ("县长办公室", "一", "三层", "会议室(大)", "档案室", "王五's room")
STEP = "#1=IFCSPACE('{}',$,'{}');\n"


def unescaped(data: bytes) -> str:
    """Read \\X2\\ and \\X4\\ by the standard."""
    text = data.decode("ascii")
    text = re.sub(r"\\X2\\([0-9A-F]+)\\X0\\", lambda m: bytes.fromhex(m[1]).decode("utf-16-be"), text)
    return re.sub(r"\\X4\\([0-9A-F]+)\\X0\\", lambda m: bytes.fromhex(m[1]).decode("utf-32-be"), text)


def read_back(tmp_path: Path, data: bytes) -> tuple[str, str]:
    source, copy = tmp_path / "a.ifc", tmp_path / "b.ifc"
    source.write_bytes(data)
    finding = re_encoded(source, copy)
    assert finding is not None
    assert finding.outcome == "repaired"
    return unescaped(copy.read_bytes()), str(finding.evidence["encoding"])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_names_arrive_whole(tmp_path, encoding):
    text = "".join(STEP.format(i, name) for i, name in enumerate(NAMES))
    assert read_back(tmp_path, text.encode(encoding)) == (text, encoding)


def test_second_bytes_that_look_like_escapes_or_letters(tmp_path):
    text = STEP.format("a", "誠\\\\樓縗") + STEP.format("b", "办公室") + STEP.format("c", "会议室")
    assert "\\" in "誠".encode("gb18030").decode("latin-1") or "\\" in "縗".encode("gb18030").decode("latin-1")
    assert read_back(tmp_path, text.encode("gb18030")) == (text, "gb18030")


def test_european_code_page(tmp_path):
    text = "".join(STEP.format(i, name) for i, name in enumerate(("Büro", "Küche", "Réunion", "Gärtner")))
    assert read_back(tmp_path, text.encode("latin-1")) == (text, "latin-1")


def test_a_header_in_another_encoding_than_the_body(tmp_path):
    header = "FILE_NAME('县政府办公楼.ifc');\n"
    body = "".join(STEP.format(i, name) for i, name in enumerate(NAMES))
    text, encoding = read_back(tmp_path, header.encode("gb18030") + body.encode("utf-8"))
    assert (text, encoding) == (header + body, "utf-8")


def test_letters_beyond_the_basic_plane():
    assert escaped("𠮷野家A") == rb"\X4\00020BB7\X0\\X2\91CE5BB6\X0\A"


def test_texts_across_blocks(tmp_path):
    text = STEP.format("x" * (BLOCK_BYTES - 16), "办公室" * 40) * 3
    assert read_back(tmp_path, text.encode("gb18030")) == (text, "gb18030")


def test_a_file_without_quotes_is_passed_on(tmp_path):
    text = "é" + "x" * (3 * BLOCK_BYTES) + "é"
    assert read_back(tmp_path, text.encode("latin-1"))[0] == text


def test_ascii_is_left_alone(tmp_path):
    source, copy = tmp_path / "a.ifc", tmp_path / "b.ifc"
    for data in (b"", b"plain", b"\xef\xbb\xbf" + b"plain", b"x" * (2 * BLOCK_BYTES)):
        source.write_bytes(data)
        assert re_encoded(source, copy) is None
        assert not copy.exists()
