import pytest

from service.exports.survey_template import survey_template
from tests.service.test_cli_areas import yijian


def test_the_template_is_written_and_said(tmp_path):
    path = tmp_path / "测量.xlsx"
    code, out, err = yijian("survey-template", path)
    assert (code, err) == (0, "")
    assert path.name in out
    assert path.read_bytes() == survey_template()


def test_a_file_that_is_there_is_not_written_over_unless_asked(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_text("mine")
    code, _, err = yijian("survey-template", path)
    assert (code, path.read_text(), err.count("\n")) == (2, "mine", 1)
    assert yijian("survey-template", path, "--force")[0] == 0


@pytest.mark.parametrize("name", ["no/such/folder/a.xlsx", "."])
def test_a_place_that_cannot_be_written_is_one_sentence(name, tmp_path):
    code, _, err = yijian("survey-template", tmp_path / name)
    assert (code, err.count("\n")) == (2, 1)
    assert "Traceback" not in err
