"""The template is read by the importer: every heading, every word of its lists, and its examples never."""

import pytest

from bim_import.survey.cells import RowReader, Units
from bim_import.survey.problems import Problems
from bim_import.survey.table import is_for_people, sheet_id_of, understood
from bim_import.survey.words import instrument_of, known_half, words
from bim_import.survey.xlsx import read_grids
from service.exports.survey_template import INSTRUMENTS, SHEETS, filled_template, survey_template
from tests.bim_import.survey.build import read, refusal


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(survey_template())
    return path


def test_the_template_is_the_same_bytes_every_time():
    assert survey_template() == survey_template()


def test_every_heading_of_the_template_is_understood_with_its_unit(template):
    problems = Problems()
    grids = {g.name: g for g in read_grids(template)}
    read_sheets = {}
    for grid in grids.values():
        if is_for_people(grid):
            continue
        sheet_id = sheet_id_of(grid)
        table = understood(grid, sheet_id, problems)
        read_sheets[sheet_id] = [(c, table.units.get(c, "")) for c in sorted(table.columns, key=table.columns.get)]
        assert table.unknown == ()
        assert table.rows == []
    assert problems.rows == []
    assert read_sheets == {sheet: [(c, u.replace("²", "2")) for c, u in columns] for sheet, columns in SHEETS}
    assert len(grids) == len(SHEETS) + 2


def test_an_empty_template_is_a_survey_without_rooms(template):
    assert refusal(template) == "survey-empty"


def test_every_word_of_the_drop_down_lists_is_understood():
    assert all(instrument_of(name) for name in INSTRUMENTS)
    for word, names in (("是 Yes", words().yes), ("否 No", words().no)):
        assert known_half(word, names)
    for word in ("逆时针 Counter-clockwise", "顺时针 Clockwise"):
        assert known_half(word, words().turns)
    for zh, en in words().obstacle_titles.values():
        assert known_half(f"{zh} {en}", words().obstacles)


def test_a_filled_template_gives_its_rooms(tmp_path):
    rooms = [{"number": "101", "length": 5.0, "width": 4.0, "instrument": INSTRUMENTS[0], "square": "否 No"}]
    path = tmp_path / "a.xlsx"
    path.write_bytes(filled_template({"rooms": rooms}))
    (space,) = read(path).model.spaces()
    assert space.outline.area == pytest.approx(20.0)


def test_a_room_number_that_looks_like_a_date_stays_a_number(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(filled_template({"rooms": [{"number": "3-02", "length": 5.0, "width": 4.0}]}))
    assert [s.number for s in read(path).model.spaces()] == ["3-02"]
    grid = next(g for g in read_grids(path) if sheet_id_of(g) == "rooms")
    table = understood(grid, "rooms", Problems())
    assert RowReader(table, *table.rows[0], Units(), Problems()).text("number") == "3-02"
