"""Numbers are read as people write them; what may mean two things is not guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bim_import.survey.numbers import (
    AmbiguousError,
    NotANumberError,
    has_degree_signs,
    packed_dms,
    read_dms,
    read_number,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.52", 4.52),
        ("\uff14\uff0e\uff15\uff12", 4.52),  # full-width
        (" 4,52 ", 4.52),
        ("-0.5", -0.5),
        ("−0.5", -0.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1.2e1", 12.0),
        ("4。52", 4.52),
        ("1 234.5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1234567.0),
        ("12,5", 12.5),
        ("0,500", 0.5),
    ],
)
def test_a_number_is_read_in_every_usual_writing(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["", "four", "4.5.6", "4..5", "4,5,6", "NaN", "inf", "1e999", "0x10", "4 m", "½"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NotANumberError):
        read_number(text)


def test_a_comma_before_three_digits_means_what_is_possible():
    assert read_number("4,500", lambda v: v < 100) == 4.5
    assert read_number("4,500", lambda v: v > 100) == 4500.0
    with pytest.raises(AmbiguousError):
        read_number("4,500")


@given(st.floats(0.001, 9999.0))
def test_a_decimal_comma_is_a_decimal_point(value):
    text = f"{value:.4f}"
    assert read_number(text.replace(".", ",")) == float(text)


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("90°12'30\"", 90 + 12 / 60 + 30 / 3600),
        ("90°12′30″", 90 + 12 / 60 + 30 / 3600),
        ("90度12分30秒", 90 + 12 / 60 + 30 / 3600),
        ("90-12-30", 90 + 12 / 60 + 30 / 3600),
        ("90:12:30.5", 90 + 12 / 60 + 30.5 / 3600),
        ("90°12'", 90.2),
        ("90.1230", 90 + 12 / 60 + 30 / 3600),
    ],
)
def test_degrees_and_minutes_are_read(text, degrees):
    assert read_dms(text) == pytest.approx(degrees, abs=1e-9)


def test_sixty_minutes_are_no_minutes():
    with pytest.raises(NotANumberError):
        read_dms("90°60'00\"")
    with pytest.raises(NotANumberError):
        packed_dms("90.7500")


@given(st.integers(0, 359), st.integers(0, 59), st.integers(0, 59))
def test_packed_degrees_are_those_written_with_signs(degrees, minutes, seconds):
    packed = packed_dms(f"{degrees}.{minutes:02d}{seconds:02d}")
    assert packed == pytest.approx(read_dms(f"{degrees}°{minutes}'{seconds}\""), abs=1e-9)
    assert has_degree_signs(f"{degrees}°{minutes}'{seconds}\"")
