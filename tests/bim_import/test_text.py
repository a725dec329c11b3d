"""Texts arrive whole from whatever encoding an office program wrote."""

import pytest

from bim_import.text import decoded

TEXT = "房号,长(m)\r\n302,5.20\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
    ],
)
def test_a_chinese_table_is_read_in_every_usual_encoding(data, encoding):
    assert decoded(data) == (TEXT, encoding)


def test_accents_of_a_european_code_page_are_not_taken_for_chinese():
    assert decoded("Länge;Höhe\n4,5;2,8\n".encode("cp1252")) == ("Länge;Höhe\n4,5;2,8\n", "cp1252")


def test_what_holds_zeros_is_no_text():
    assert decoded(b"\0\1\2") is None
    assert decoded(b"") == ("", "utf-8")
