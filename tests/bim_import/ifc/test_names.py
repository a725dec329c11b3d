from types import SimpleNamespace

import pytest

from bim_import.ifc.names import number_and_name


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("101", "办公室", ("101", "办公室")),
        ("A-1.02", "", ("A-1.02", "")),
        ("Store", None, ("", "Store")),
        (None, None, ("", "")),
        ("SPACE | Standard(1)", "kitc", ("1", "kitc")),
        ("Space | Office (large)(12)", "off", ("12", "off")),
        ("SPACE | Standard", "kitc", ("", "kitc")),
        ("SPACE | Standard(3)", None, ("3", "")),
        ("SPACE | Standard", None, ("", "")),
        ("Spaceship 4", "hall", ("Spaceship 4", "hall")),
        ("4 | east", "hall", ("4 | east", "hall")),
    ],
)
def test_number_and_name(short, long, expected):
    assert number_and_name(SimpleNamespace(Name=short, LongName=long)) == expected
