"""``yijian findings``: the contract's document, exit codes, no names unless asked for, one sentence on bad input."""

import json
from datetime import date
from pathlib import Path

import pytest

from service.exports.roster_template import roster_workbook
from tests.service.build_ifc import OFFICES, write_ifc
from tests.service.test_cli_areas import yijian

SAMPLES = Path(__file__).parents[2] / "samples"
NAME = "云舟远"
DAY = ("--as-of", "2026-11-21")


@pytest.fixture
def model(tmp_path):
    return write_ifc(tmp_path / "办公楼.ifc", OFFICES)


def roster(tmp_path, *uses, level="科级以下", **more):
    rows = {
        "org_units": [{"name": "县财政局", "organ_level": "县级", "staff_total": 1, "staffing:科级以下": 1}],
        "occupants": [{"number": "1", "name": NAME, "org_unit": "县财政局", "level": level, **more}],
        "assignments": [{"room": number, "number": "1"} for number in uses],
    }
    path = tmp_path / "roster.xlsx"
    path.write_bytes(roster_workbook(rows, levels=["科级以下"]))
    return path


def test_json_is_the_document_of_the_contract_and_nothing_else(model, tmp_path):
    code, out, err = yijian("findings", model, "--roster", roster(tmp_path, "101"), *DAY, "--json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert document["policy"].startswith("cn-2014@")
    assert document["as_of"] == "2026-11-21"
    [over] = [f for f in document["findings"] if f["code"] == "over-entitlement"]
    assert (over["outcome"], over["number"]) == ("over", "101")
    assert (over["area_m2"], over["entitlement_m2"], over["excess_m2"]) == pytest.approx((20.0, 9.0, 11.0))
    assert over["excess_of_entitlement"] == pytest.approx(11 / 9)
    assert over["standard_uncertainty_m2"] is None
    assert over["occupants"] == [{"id": "1", "post_level": "county.below-section", "entitlement_m2": 9.0}]
    assert over["reason"] == "Room 101: 20.00 m², one person entitled to 9.00 m², 11.00 m² over (122.2 %)."
    assert over["reason_zh"] == "101 室 20.00 m²,一人核定 9.00 m²,超 11.00 m²(122.2%)。"
    assert over["clause"].startswith("发改投资〔2014〕2674号")


def test_names_are_said_only_when_asked_for(model, tmp_path):
    plain = yijian("findings", model, "--roster", roster(tmp_path, "101"), *DAY, "--json")[1]
    assert NAME not in plain
    named = yijian("findings", model, "--roster", roster(tmp_path, "101"), *DAY, "--json", "--names")[1]
    assert NAME in named
    assert NAME not in yijian("findings", model, "--roster", roster(tmp_path, "101"), *DAY)[1]
    assert NAME in yijian("findings", model, "--roster", roster(tmp_path, "101"), *DAY, "--names")[1]


def test_the_table_speaks_the_language_of_the_locale(model, tmp_path):
    path = roster(tmp_path, "101")
    assert "101 室 20.00 m²" in yijian("findings", model, "--roster", path, *DAY, lang="zh_CN.UTF-8")[1]
    assert "Room 101: 20.00 m²" in yijian("findings", model, "--roster", path, *DAY, lang="en_GB.UTF-8")[1]


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("any", 1), ("over", 1), ("over-entitlement", 1), ("several-offices,over", 1), ("kept-after-leaving", 0), ("", 0)],
)
def test_fail_on_answers_with_the_exit_code(model, tmp_path, fail_on, code):
    assert (
        yijian("findings", model, "--roster", roster(tmp_path, "101"), *DAY, "--fail-on", fail_on, "--json")[0] == code
    )


def test_the_day_asked_about_decides(model, tmp_path):
    path = roster(tmp_path, "101", level="正科级", retired_on=date(2026, 10, 20))
    outcomes = {}
    for day in ("2026-11-20", "2026-11-21"):
        document = json.loads(yijian("findings", model, "--roster", path, "--as-of", day, "--json")[1])
        outcomes[day] = [f["outcome"] for f in document["findings"] if f["code"] == "kept-after-leaving"]
    assert outcomes == {"2026-11-20": ["due"], "2026-11-21": ["violation"]}


def test_a_local_policy_file_changes_the_verdict(model, tmp_path):
    policy = tmp_path / "lanxi.toml"
    policy.write_text(
        'extends = "cn-2014"\n[sources.lanxi]\ndocument = "澜溪县规定"\ntitle = { zh = "规定", en = "rule" }\n'
        '[organs.county.posts.below-section]\nlimit_m2 = 20\nsource = "lanxi"\narticle = "1"\nconfidence = "M"\n',
        encoding="utf-8",
    )
    path = roster(tmp_path, "101")
    document = json.loads(yijian("findings", model, "--roster", path, "--policy", policy, *DAY, "--json")[1])
    assert document["policy"].startswith("lanxi@")
    assert [f["outcome"] for f in document["findings"] if f["code"] == "over-entitlement"] == ["within"]
    policy.write_text(policy.read_text("utf-8").replace("= 20", '= "20"'), encoding="utf-8")
    code, out, err = yijian("findings", model, "--roster", path, "--policy", policy, *DAY, "--json")
    assert (code, out) == (2, "")
    assert "lanxi.toml, line 6, organs.county.posts.below-section.limit_m2" in err


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--policy", "cn-2041"), "cn-2014"),
        (("--policy", "cn-1999"), "never mixed"),
        (("--as-of", "yesterday"), "2026-11-21"),
        (("--organ", "village"), "county"),
        (("--fail-on", "everything"), "over-entitlement"),
        (("--roster", "missing.xlsx"), "missing.xlsx"),
    ],
)
def test_an_unusable_argument_is_one_sentence_and_exit_code_2(model, tmp_path, arguments, word):
    code, out, err = yijian("findings", model, "--roster", roster(tmp_path, "101"), *DAY, "--json", *arguments)
    assert (code, out) == (2, "")
    assert word in err
    assert err.count("\n") == 1


def test_every_faulty_row_of_a_roster_is_listed_below_one_sentence(model, tmp_path):
    code, out, err = yijian("findings", model, "--roster", roster(tmp_path, "998", "999"), *DAY, "--json")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "The roster has 2 faults and none of it was used; correct them and try again.",
        "  用房, row 2, column A (房间号), 998: There is no such room in the building.",
        "  用房, row 3, column A (房间号), 999: There is no such room in the building.",
    ]


def test_a_folder_of_csv_files_is_a_roster(model, tmp_path):
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "people.csv").write_text("number,name,unit,level\n1,Someone,Finance,section chief\n", encoding="utf-8")
    (folder / "units.csv").write_text("unit,kind\nFinance,department\n", encoding="utf-8")
    (folder / "uses.csv").write_text("room,staff number\n101,1\n", encoding="utf-8")
    code, out, _ = yijian("findings", model, "--roster", folder, "--organ", "county", *DAY, "--json")
    assert code == 0
    [finding] = [f for f in json.loads(out)["findings"] if f["code"] == "over-entitlement"]
    assert (finding["outcome"], finding["entitlement_m2"]) == ("over", 18.0)


def test_the_sample_from_the_command_line():
    code, out, err = yijian(
        "findings", SAMPLES / "county_centre.ifc", "--roster", SAMPLES / "county_roster.xlsx", *DAY, "--json"
    )
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert document["roster"]["occupants"] == 530
    assert sum(f["code"] == "over-entitlement" and f["outcome"] == "over" for f in document["findings"]) == 281
    suite = next(f for f in document["findings"] if f["code"] == "private-suite" and f["number"] == "A303")
    assert [part["kind"] for part in suite["evidence"]["adds"]] == ["rest-room", "toilet"]
