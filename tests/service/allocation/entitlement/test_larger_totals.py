"""Totals of buildings and organs by hand."""

from dataclasses import replace

import pytest

from service.allocation.entitlement.larger_totals import amount_by_building, totals_by_organ
from service.allocation.people import OrgUnit
from service.allocation.policy_file import load_policy
from service.allocation.situation import situation
from tests.service.allocation.build import DAY, person, room, roster

POLICY = load_policy("cn-2014")
ORGAN = OrgUnit("organ", "县政府", "organ", "county", approved_staffing=(("科级以下", 80),))
BUREAU = OrgUnit("bureau", "县财政局", organ_level="county", parent_id="organ", approved_staffing=(("科级以下", 70),))


def test_a_building_counts_every_room_once_whether_used_or_not():
    rooms = [
        room("1", 20.0, building="主楼"),
        room("2", 30.0, building="主楼", use="service"),
        room("3", 9.0, building="附楼", use="equipment"),
        room("4", 50.0, building="附楼", use="circulation"),
    ]
    found = amount_by_building(situation(roster([]), rooms, POLICY, DAY))
    assert (found["主楼"].office_m2, found["主楼"].service_m2, found["主楼"].total_m2) == (20.0, 30.0, 50.0)
    assert found["附楼"].total_m2 == 9.0


def test_an_organ_adds_up_its_units_between_one_formula_and_the_sum_of_theirs():
    """150 posts: A = 1350. One formula: 150·7 = 1050 of service rooms; unit by unit: 80·8 + 70·8 = 1200."""
    people = [person("a", "科级以下", "1", unit="organ"), person("b", "科级以下", "2")]
    now = situation(roster(people, (ORGAN, BUREAU)), [room("1", 9.0), room("2", 11.0)], POLICY, DAY)
    [total] = totals_by_organ(now)
    assert (total.organ, total.org_unit_ids) == (ORGAN, ("organ", "bureau"))
    assert total.used.total_m2 == pytest.approx(20.0)
    assert total.approved_m2 == pytest.approx(((1350 + 1050) * 1.09, (1350 + 1200) * 1.09))


def test_one_unit_without_staffing_leaves_the_organ_undecided():
    now = situation(roster([], (ORGAN, replace(BUREAU, approved_staffing=()))), [], POLICY, DAY)
    [total] = totals_by_organ(now)
    assert "no approved staffing" in total.approved_m2.en


def test_units_that_belong_to_each_other_do_not_run_in_a_circle():
    circle = (replace(ORGAN, parent_id="bureau"), BUREAU)
    assert len(totals_by_organ(situation(roster([], circle), [], POLICY, DAY))) == 2
