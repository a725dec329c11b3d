"""A file is what its content says, whatever it is called."""

import pytest

from bim_import.kinds import KINDS, Beginning, beginning_of, kind_of
from tests.hostile.mutate import zipped


def test_a_model_is_a_model_under_any_name(tmp_path):
    path = tmp_path / "rooms.xlsx"
    path.write_bytes(b"\xef\xbb\xbf\r\nISO-10303-21;")
    assert kind_of(path).id == "ifc"


def test_what_is_in_a_zip_is_seen(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(zipped(b"ISO-10303-21;", "models/a.ifc"))
    assert beginning_of(path).entries == ("models/a.ifc",)


def test_a_broken_zip_has_no_entries(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    assert beginning_of(path).entries == ()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_every_reader_of_the_table_exists(kind):
    assert callable(kind.load())
    assert kind.looks_like(Beginning(b"")) is False


@pytest.mark.parametrize("data", [b"", b"\0", b"PK", b"{", b"\xff\xfe"], ids=repr)
def test_nothing_is_recognised_by_accident(data, tmp_path):
    path = tmp_path / "x"
    path.write_bytes(data)
    assert kind_of(path).id
