import json
import os
import subprocess
import sys
from hashlib import sha256

import pytest

from tests.service.build_ifc import OFFICES, Column, write_ifc


def yijian(*arguments, lang="C.UTF-8", timeout_s=120, **environment):
    """Run the command in a process of its own; returns (exit code, stdout, stderr)."""
    clean = {k: v for k, v in os.environ.items() if k not in {"LC_ALL", "LC_MESSAGES", "YIJIAN_LANG"}}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", "from service.cli import main; main()", *map(str, arguments)],
        capture_output=True,
        timeout=timeout_s,
        env=clean | {"LANG": lang, "COLUMNS": "200"} | environment,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def model(tmp_path):
    return write_ifc(tmp_path / "办公楼.ifc", OFFICES, columns=(Column(1.0, 1.0, 0.5),))


def test_json_is_the_areas_document_and_nothing_else(model):
    code, out, err = yijian("areas", model, "--json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert document["source"]["file"] == "办公楼.ifc"
    assert document["source"]["sha256"] == sha256(model.read_bytes()).hexdigest()
    assert (document["source"]["kind"], document["source"]["schema"]) == ("ifc", "IFC4")
    assert document["basis"] == "cn-usable"
    assert document["report"]["accepted"] == 3
    office = next(space for space in document["spaces"] if space["number"] == "101")
    assert office["gross_area_m2"] == pytest.approx(20.0, abs=1e-6)
    assert office["net_usable_area_m2"] == pytest.approx(19.75, abs=1e-6)
    (column,) = office["deductions"]
    assert (column["kind"], column["area_m2"]) == ("column", pytest.approx(0.25, abs=1e-6))
    assert column["rule"]
    assert office["outline"]["type"] == "Polygon"
    assert office["standard_uncertainty_m2"] is None
    assert (office["origin"], office["use"], office["storey_elevation_m"]) == ("modelled", "office", 0.0)


def test_two_runs_on_one_file_give_the_same_document(model):
    assert yijian("areas", model, "--json") == yijian("areas", model, "--json")


def test_the_table_speaks_the_language_of_the_locale(model):
    assert "使用面积 m²" in yijian("areas", model, lang="zh_CN.UTF-8")[1]
    assert "Net usable m²" in yijian("areas", model, lang="en_GB.UTF-8")[1]
    assert "使用面积 m²" in yijian("areas", model, YIJIAN_LANG="zh")[1]


def test_another_basis_is_measured_by_its_name(model):
    document = json.loads(yijian("areas", model, "--json", "--basis", "ipms-3.2")[1])
    assert document["basis"] == "ipms-3.2"
    assert {space["number"]: round(space["net_usable_area_m2"], 6) for space in document["spaces"]}["101"] == 20.0


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("missing.ifc",), "missing.ifc"),
        (("{tmp}/empty.ifc",), "empty"),
        (("{tmp}/text.ifc",), "IFC"),
        (("{model}", "--basis", "net"), "cn-usable"),
    ],
)
def test_an_unusable_input_is_one_sentence_and_exit_code_2(arguments, word, model, tmp_path):
    (tmp_path / "empty.ifc").write_bytes(b"")
    (tmp_path / "text.ifc").write_text("minutes of a meeting")
    code, out, err = yijian("areas", *(a.format(tmp=tmp_path, model=model) for a in arguments), "--json")
    assert (code, out) == (2, "")
    assert word in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_a_file_that_takes_too_long_is_stopped_with_a_sentence(model):
    code, _, err = yijian("areas", model, "--time-limit-s", "0.01")
    assert code == 2
    assert "took longer" in err
    assert err.count("\n") == 1


GOOD_ROWS = "房号,长(m),宽(m)\n101,5.0,4.0\n102,3.0,4.0\n"


def test_a_survey_is_shown_with_its_uncertainty(tmp_path):
    path = tmp_path / "rooms.csv"
    path.write_bytes(GOOD_ROWS.encode("gb18030"))
    code, out, err = yijian("areas", path, lang="zh_CN.UTF-8")
    assert (code, err) == (0, "")
    assert "± U" in out
    assert out.count("± 0.") == 2
    room = json.loads(yijian("areas", path, "--json")[1])["spaces"][0]
    assert (room["number"], room["origin"]) == ("101", "surveyed")
    assert room["net_usable_area_m2"] == pytest.approx(20.0)
    u, expanded = room["standard_uncertainty_m2"], room["expanded_uncertainty_m2"]
    assert 0 < u < expanded == pytest.approx(room["coverage_factor"] * u)


def test_a_model_has_no_column_of_uncertainties(model):
    assert "± U" not in yijian("areas", model)[1]


def test_one_bad_row_is_one_line_that_names_it(tmp_path):
    path = tmp_path / "rooms.csv"
    path.write_text(GOOD_ROWS.replace("3.0", "-3"), encoding="utf-8")
    code, out, err = yijian("areas", path)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith("Row 3, column B 长(m): The value is negative")


def test_several_bad_rows_are_a_summary_and_a_line_each_up_to_fifty(tmp_path):
    path = tmp_path / "rooms.csv"
    path.write_text("房号,长(m),宽(m)\n" + "".join(f"{i},5,zero\n" for i in range(60)), encoding="utf-8")
    code, out, err = yijian("areas", path, lang="zh_CN.UTF-8")
    assert (code, out) == (2, "")
    summary, *lines = err.splitlines()
    assert "60 处" in summary
    assert len(lines) == 51
    assert lines[0].strip().startswith("第 2 行 C 宽(m) 列")
    assert "10" in lines[-1]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan.dwg", b"AC1032" + bytes(100), ("DWG", "DXF", "Save As")),
        ("notes.txt", b"minutes of a meeting", ("IFC", "DXF", ".xlsx", "RoomPlan")),
        ("book.xls", b"\xd0\xcf\x11\xe0" + bytes(600) + "Workbook".encode("utf-16-le"), (".xls", ".xlsx")),
    ],
)
def test_what_is_not_read_says_what_is(name, data, words, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    code, out, err = yijian("areas", path)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert all(word in err for word in words)
