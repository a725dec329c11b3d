"""The template is read by the reader it is made for, in both languages, and is the same bytes on every run."""

from datetime import date

import pytest

from service.allocation.people import Assignment
from service.allocation.policy_file import load_policy
from service.allocation.rooms import Room
from service.allocation.roster_columns import table_of
from service.allocation.roster_file import read_roster
from service.allocation.roster_sheets import read_sheets
from service.exports.roster_template import SHEETS, roster_template, roster_workbook


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("organ", ["central", "province", "city", "county", "township"])
def test_every_heading_of_the_template_is_understood(language, organ):
    policy = load_policy("cn-2014")
    data = roster_template(policy, organ, language=language)
    for sheet, (kind, names) in zip(read_sheets([("t.xlsx", data)]), SHEETS.items(), strict=True):
        table = table_of(sheet)
        assert (table.kind, table.unknown) == (kind, ())
        fields = [heading.field for heading in table.headings]
        assert [name for name in fields if not name.startswith("staffing:")] == list(names)
        levels = [name.removeprefix("staffing:") for name in fields if name.startswith("staffing:")]
        if kind == "org_units":
            found = [policy.entitlement(level, organ_level=organ).level for level in levels]
            assert found == [f"{organ}.{key}" for key in policy.organs[organ].posts]


def test_a_filled_template_is_read_back():
    rows = {
        "org_units": [{"name": "县财政局", "organ_level": "县级", "staff_total": 1, "staffing:正科级": 1}],
        "occupants": [
            {
                "number": "007",
                "name": "甲某",
                "org_unit": "县财政局",
                "level": "正科级",
                "main": True,
                "retired_on": date(2026, 10, 20),
            }
        ],
        "assignments": [{"room": "0302", "number": "007", "share": 0.5}],
    }
    data = roster_workbook(rows, levels=["正科级"])
    found = read_roster([("r.xlsx", data)], [Room("x", "0302", "办公室")]).roster
    assert found.occupants[0].retired_on == date(2026, 10, 20)
    assert found.assignments == (Assignment("x", "007", share=0.5),)


def test_the_same_bytes_every_time():
    policy = load_policy("cn-2014")
    assert roster_template(policy, "county") == roster_template(policy, "county")
