"""The sample roster: the same bytes on every run, 37 org units, 530 staff, and the findings its description lists."""

import json
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import get_args

import openpyxl
import pytest

from bim_import.read import read_file
from geometry.basis import BASES
from samples.make_county_roster import ROSTER, write
from service.allocation.evaluate import evaluate
from service.allocation.findings import Code
from service.allocation.policy_file import load_policy
from service.allocation.roster_file import read_roster
from service.usecases.rooms_of_model import rooms_of_model

SAMPLES = Path(__file__).parents[2] / "samples"
DAY = date(2026, 11, 21)
# The limits of county organs, written down once more: this test knows no policy file.
LIMITS = {"县级正职": 30, "县级副职": 24, "正科级": 18, "副科级": 12, "科级以下": 9}
ROW = re.compile(
    r"^\| `(?P<code>[a-z-]+)` \| (?P<about>[^|]+) \| (?P<outcome>[a-z-]+) \|(?P<numbers>.*)\|$", re.MULTILINE
)


def listed():
    text = (SAMPLES / "README.md").read_text("utf-8")
    return [
        (m["code"], m["about"], m["outcome"], *(float(n) if n.strip() else None for n in m["numbers"].split("|")))
        for m in ROW.finditer(text)
    ]


def sheet(name):
    rows = list(openpyxl.load_workbook(SAMPLES / ROSTER)[name].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.fixture(scope="module")
def evaluation():
    rooms = rooms_of_model(read_file(SAMPLES / "county_centre.ifc").model, basis=BASES["cn-usable"])
    reading = read_roster([(ROSTER, (SAMPLES / ROSTER).read_bytes())], rooms)
    assert reading.notes == ()
    return evaluate(reading.roster, reading.rooms, load_policy("cn-2014"), DAY)


def test_writing_again_gives_the_committed_bytes(tmp_path):
    write(tmp_path)
    assert (tmp_path / ROSTER).read_bytes() == (SAMPLES / ROSTER).read_bytes(), f"{ROSTER} is out of date"


def test_37_org_units_with_530_approved_posts_and_530_people():
    organs = [row for row in sheet("单位") if row["机关级别"]]
    assert (len(organs), sum(row["编制总数"] for row in organs)) == (37, 530)
    people = {row["人员编号"]: row["姓名"] for row in sheet("人员")}
    assert (len(people), len(set(people.values()))) == (530, 530)


def test_every_kind_of_finding_is_listed_and_present(evaluation):
    assert {row[0] for row in listed()} == set(get_args(Code))
    assert {finding.code for finding in evaluation.findings} == set(get_args(Code))


@pytest.mark.parametrize("row", listed(), ids=lambda row: f"{row[0]} {row[1]}")
def test_a_listed_finding_is_found_with_its_numbers(evaluation, row):
    code, about, outcome, area, limit, excess = row
    number = {room.id: room.number for room in evaluation.situation.rooms.values()}
    found = [
        f
        for f in evaluation.findings
        if f.code == code and "/".join(number.get(part, part) for part in f.subject.split("/", 1)) == about
    ]
    assert [f.outcome for f in found] == [outcome]
    for value, wanted in ((found[0].area_m2, area), (found[0].entitlement_m2, limit), (found[0].excess_m2, excess)):
        if wanted is not None:
            assert value == pytest.approx(wanted, abs=0.0051)


def test_plain_offices_counted_from_the_workbook_and_the_closed_forms_agree(evaluation):
    """Rooms with people of known levels and nothing special, from the two files alone, without any of our code."""
    areas = json.loads((SAMPLES / "county_centre.areas.json").read_text("utf-8"))
    area = {
        r["number"]: r["net_m2"] for b in areas["buildings"] for s in b["storeys"] for r in s["rooms"] if "net_m2" in r
    }
    level = {row["人员编号"]: row["职级"] for row in reversed(sheet("人员"))}
    leavers = {
        row["人员编号"] for row in sheet("人员") if row["退休日期"] and row["退休日期"].date() < date(2026, 10, 21)
    }
    people = defaultdict(list)
    for row in sheet("用房"):
        if row["人员编号"] and not row["用途"] and not row["单位名称"]:
            people[row["房间号"]].append(row["人员编号"])
    rooms_of = Counter(person for own in people.values() for person in own)
    suites = {"A303", "A310", "A325", "A333", "A514"}
    expected = {}
    for room, own in people.items():
        special = room in suites or any(rooms_of[p] > 1 or p in leavers or p == "LX0239" for p in own)
        if not special and all(level[p] in LIMITS for p in own):
            limit = sum(LIMITS[level[p]] for p in own)
            expected[room] = "over" if round(area[room], 2) > limit else "within"
    number = {room.id: room.number for room in evaluation.situation.rooms.values()}
    found = {
        number[f.subject]: f.outcome
        for f in evaluation.findings
        if f.code == "over-entitlement" and f.scope == "space" and number[f.subject] in expected
    }
    assert found == expected
    assert len(expected) > 350


def test_the_totals_of_the_description(evaluation):
    counts = Counter((f.code, f.outcome) for f in evaluation.findings)
    over, within, undecided = (counts["over-entitlement", o] for o in ("over", "within", "not-decided"))
    assert (over, within, undecided, counts["vacant", "noted"]) == (281, 96, 2, 70)
