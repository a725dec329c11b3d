"""Headings are found in both languages, in any spelling, with their unit."""

import pytest

from bim_import.survey.words import heading_of, instrument_of, known_half, names_sheet, unit_of, words
from geometry.survey.instruments import INSTRUMENTS


@pytest.mark.parametrize(
    ("sheet", "text", "column", "unit"),
    [
        ("rooms", "房号", "number", None),
        ("rooms", "*房号", "number", None),
        ("rooms", "房号\nNumber", "number", None),
        ("rooms", "Room No.", "number", None),
        ("rooms", "长(m)", "length", "m"),
        ("rooms", "长（mm）", "length", "mm"),
        ("rooms", "长度", "length", None),
        ("rooms", "长mm", "length", "mm"),
        ("rooms", "Length [cm]", "length", "cm"),
        ("rooms", "length_mm", "length", "mm"),
        ("rooms", "对角线2 Diagonal 2 (m)", "diagonal_2", "m"),
        ("rooms", "扣减面积(㎡)", "deduct", "m2"),
        ("distances", "From", "from", None),
        ("distances", "长度", "value", None),
        ("distances", "读数2 Reading 2", "reading_2", None),
        ("diagonals", "对角线(m)", "value", "m"),
        ("angles", "角度(度)", "value", "deg"),
        ("shots", "Hz (gon)", "horizontal", "gon"),
        ("shots", "Vertical angle (deg)", "elevation_angle", "deg"),
        ("heights", "净高 m", "value", "m"),
    ],
)
def test_a_heading_is_known_with_its_unit(sheet, text, column, unit):
    heading = heading_of(text, words().sheets[sheet])
    assert heading is not None
    assert (heading.column, heading.unit) == (column, unit)


def test_a_heading_that_means_nothing_is_not_guessed():
    assert heading_of("颜色", words().sheets["rooms"]) is None
    assert heading_of("", words().sheets["rooms"]) is None


def test_sheets_are_known_in_both_languages():
    assert names_sheet("距离 Distances", words().sheets["distances"].names)
    assert names_sheet("DISTANCES", words().sheets["distances"].names)
    assert names_sheet("说明 Instructions", words().people_sheets)


def test_units_are_told_by_quantity():
    assert unit_of("毫米", "length") == "mm"
    assert unit_of("mm", "length") == "mm"
    assert unit_of("°", "angle") == "deg"
    assert unit_of("m", "angle") is None


def test_every_instrument_word_leads_to_a_known_instrument():
    assert {key for _, key in words().instruments} <= set(INSTRUMENTS)
    assert instrument_of("徕卡 DISTO D2") == "disto"
    assert instrument_of("Leica DISTO + DST 360") == "disto-dst360"
    assert instrument_of("yardstick") is None


def test_a_word_in_two_languages_counts_when_half_of_it_is_known():
    assert known_half("是 Yes", words().yes) == "是"
    assert known_half("Yes", words().yes) == "yes"
    assert known_half("maybe", words().yes) is None


def test_every_column_has_titles_and_an_explanation():
    used = {c for sheet in words().sheets.values() for c in (*sheet.required, *sheet.optional)}
    assert used == set(words().titles)
    assert used == set(words().about)


def test_no_heading_means_two_columns_of_one_sheet_by_its_usual_name():
    for sheet in words().sheets.values():
        for column in (*sheet.required, *sheet.optional):
            for title in words().titles[column]:
                heading = heading_of(title, sheet)
                assert heading is not None
                assert heading.column == column, (sheet.id, title)
