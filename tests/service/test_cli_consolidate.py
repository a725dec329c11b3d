"""``yijian consolidate``: the county centre seated anew, judged twice; refusals in one sentence."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from service.exports.roster_template import roster_workbook
from tests.service.build_ifc import OFFICES, write_ifc
from tests.service.test_cli_areas import yijian

SAMPLES = Path(__file__).parents[2] / "samples"
MODEL, ROSTER = SAMPLES / "county_centre.ifc", SAMPLES / "county_roster.xlsx"
DAY = ("--as-of", "2026-11-21")


@pytest.fixture(scope="module")
def county() -> dict[str, Any]:
    wanted = ("--strategy", "reseat-only", "--strategy", "fewest-moves", "--time-limit-s", "30", "--bill", "450000.37")
    code, out, err = yijian("consolidate", MODEL, "--roster", ROSTER, *DAY, *wanted, "--json", timeout_s=900)
    assert (code, err) == (0, "")
    document: dict[str, Any] = json.loads(out)
    return document


def scenario(document: dict[str, Any], name: str) -> dict[str, Any]:
    [found] = [s for s in document["scenarios"] if s["name"] == name]
    return dict(found)


def test_the_county_centre_is_seated_lawfully_near_the_bound(county: dict[str, Any]) -> None:
    found = scenario(county, "reseat-only")
    assert (found["feasible"], found["faults"], found["conflicts"]) == (True, [], [])
    figures = found["metrics"]
    for key in ("unseated", "over_entitlement", "leaders_without_single_office", "below_minimum_area", "units_split"):
        assert figures[key] == 0, key
    released = figures["released_area_m2"]
    assert 0.97 * released["bound"] <= released["value"] <= released["bound"]
    assert figures["blocks_per_unit"] <= 1.05
    assert figures["staff"] == len(found["assignments"]) >= 520


def test_the_fewest_moves_are_proved_to_be_the_fewest(county: dict[str, Any]) -> None:
    found = scenario(county, "fewest-moves")
    assert found["feasible"]
    moved = found["metrics"]["people_moved"]
    assert moved["value"] == pytest.approx(moved["bound"], rel=0.02)
    assert county["current"]["metrics"]["over_entitlement"] > 200


def test_moves_lead_from_today_to_the_scenario(county: dict[str, Any]) -> None:
    for found in county["scenarios"]:
        at = {move["occupant"]: move["from"] for move in reversed(found["moves"])}
        for move in found["moves"]:
            assert at[move["occupant"]] == move["from"]
            at[move["occupant"]] = move["to"]
        target = {row["occupant"]: row["space"] for row in found["assignments"]}
        assert {who: target[who] for who in at} == at
        assert max(Counter(target.values()).values()) <= 60


def test_no_name_of_a_person_is_in_the_document(county: dict[str, Any]) -> None:
    import openpyxl

    book = openpyxl.load_workbook(ROSTER, read_only=True)
    names = {
        str(row[1])
        for sheet in book.worksheets
        for row in sheet.iter_rows(min_row=2, values_only=True)
        if len(row) > 1 and row[0] and str(row[0]).startswith("LX")
    }
    text = json.dumps(county, ensure_ascii=False)
    assert not any(name in text for name in names if name != "None")


def test_a_bill_is_split_to_the_cent_for_today_and_every_scenario(county: dict[str, Any]) -> None:
    bill = county["utilities"]
    assert bill["rule"] == "area"
    for state in ("current", "reseat-only", "fewest-moves"):
        assert sum(Decimal(row[state]) for row in bill["org_units"]) == Decimal("450000.37")
    assert bill["explained"][0]["reason_zh"]


def test_org_units_without_a_head_are_named(small: tuple[Path, Path]) -> None:
    chosen = ("--strategy", "fewest-moves", "--time-limit-s", "5", "--json")
    out = yijian("consolidate", small[0], "--roster", small[1], *DAY, *chosen)[1]
    assert any("县财政局" in note["reason_zh"] for note in json.loads(out)["left_out"])


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    rows = {
        "org_units": [{"name": "县财政局", "organ_level": "县级", "staff_total": 4, "staffing:科级以下": 4}],
        "occupants": [
            {"number": str(k), "name": f"甲{k}", "org_unit": "县财政局", "level": "科级以下"} for k in range(1, 4)
        ],
        "assignments": [{"room": "101", "number": str(k)} for k in range(1, 4)],
    }
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(roster_workbook(rows, levels=["科级以下"]))
    return write_ifc(tmp_path / "办公楼.ifc", OFFICES), roster


def test_the_table_is_printed_in_the_language_of_the_locale(small: tuple[Path, Path]) -> None:
    model, roster = small
    chosen = ("--strategy", "fewest-moves", "--time-limit-s", "5")
    code, out, _ = yijian("consolidate", model, "--roster", roster, *DAY, *chosen, lang="zh_CN.UTF-8")
    assert code == 0
    assert "最少搬迁" in out
    assert "县财政局" in yijian("consolidate", model, "--roster", roster, *DAY, *chosen, "--bill", "480000")[1]
    assert "fewest" in yijian("consolidate", model, "--roster", roster, *DAY, *chosen, lang="en_GB.UTF-8")[1]


@pytest.mark.parametrize(
    ("more", "word"),
    [
        (("--strategy", "best"), "best"),
        (("--stay", "县水利局"), "县水利局"),
        (("--empty-storey", "9F"), "9F"),
        (("--together", "县财政局"), "="),
        (("--keep-room", "999"), "999"),
        (("--policy", "cn-1066"), "cn-1066"),
        (("--bill", "100", "--split-by", "rank"), "rank"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(small: tuple[Path, Path], more: Any, word: str) -> None:
    model, roster = small
    code, out, err = yijian("consolidate", model, "--roster", roster, *DAY, *more, "--time-limit-s", "5", "--json")
    assert (code, out) == (2, "")
    assert word in err
    assert len(err.strip().splitlines()) == 1


def test_what_is_impossible_is_said_with_exit_code_1(small: tuple[Path, Path]) -> None:
    model, roster = small
    chosen = ("--strategy", "reseat-only", "--time-limit-s", "5", "--json")
    code, out, err = yijian("consolidate", model, "--roster", roster, *DAY, "--keep-room", "101", *chosen)
    assert err == ""
    found = json.loads(out)["scenarios"][0]
    assert (code, found["feasible"], found["assignments"], found["moves"]) == (1, False, [], [])
    assert [c["code"] for c in found["conflicts"]] == ["kept-rooms"]
    assert found["conflicts"][0]["reason_zh"]


@pytest.mark.slow
def test_all_four_scenarios_of_the_county_centre_are_lawful() -> None:
    code, out, _ = yijian("consolidate", MODEL, "--roster", ROSTER, *DAY, "--json", timeout_s=900)
    assert code == 0
    document = json.loads(out)
    assert [s["feasible"] for s in document["scenarios"]] == [True] * 4
    assert scenario(document, "release-storeys")["metrics"]["released_storeys"]["value"] >= 10
    assert scenario(document, "open-plan")["joined"]
