"""CSV is told from other text, its delimiter found, its rows numbered as in the file."""

import pytest

from bim_import.kinds import kind_of
from bim_import.survey.delimited import delimiter_of, grid_of, looks_like_table
from bim_import.survey.grid import Formula
from tests.bim_import.survey.build import refusal


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_the_lines_evenly(delimiter):
    text = delimiter.join("abc") + "\n" + delimiter.join(["1,5" if delimiter != "," else "1.5", "2", "3"]) + "\n"
    assert delimiter_of(text) == delimiter


def test_a_line_that_names_the_delimiter_is_no_row():
    assert grid_of("sep=;\na;b\n1;2\n").rows == [(2, ("a", "b")), (3, ("1", "2"))]


def test_row_numbers_are_those_of_the_file():
    grid = grid_of('a,b\n\n"two\nlines",2\n3,4\n')
    assert [number for number, _ in grid.rows] == [1, 3, 5]


def test_a_formula_is_seen():
    assert grid_of("a,b\n1,=A2*2\n").rows[1][1] == ("1", Formula("=A2*2"))


@pytest.mark.parametrize(
    "text",
    ["minutes of a meeting", "Dear all,\nplease come, if you can.\n", "<html>a,b</html>", "", "a", "{'a',1}"],
)
def test_prose_is_no_table(text):
    assert not looks_like_table(text.encode())


def test_a_table_of_something_else_is_one_sentence(tmp_path):
    path = tmp_path / "budget.csv"
    path.write_text("item,amount\ntiles,3\npaint,4\n")
    assert kind_of(path).id == "survey-table"
    assert refusal(path) == "survey-no-table"
