"""Totals of org units by hand, and the faults of systems in use that must not come back."""

from dataclasses import replace

import pytest

from service.allocation.evaluate import evaluate
from service.allocation.people import Assignment, OrgUnit
from service.allocation.policy_file import load_policy
from tests.service.allocation.build import BUREAU, DAY, person, room, roster


def total(people=(), rooms=(), *, unit=BUREAU, assignments=(), policy="cn-2014", units=()):
    found = evaluate(roster(people, (unit, *units), assignments), rooms, load_policy(policy), DAY).findings
    return next(f for f in found if f.code == "unit-over-total" and f.org_unit_id == unit.id)


def own(number, purpose="office"):
    return Assignment(number, "", "bureau", purpose=purpose)


def test_offices_service_and_equipment_against_the_approved_staffing():
    """A = 18 + 8·9 = 90, B = 9·8 = 72, equipment 9 % of 162 = 14.58: 176.58 m² approved."""
    rooms = [
        room("1", 120.0),
        room("2", 50.0, use="service", name="会议室"),
        room("3", 8.0, use="equipment", name="机房"),
        room("4", 99.0, use="circulation", name="走廊"),
    ]
    found = total(
        [person("a", "正科级", "1")], rooms, assignments=(own("2", "meeting"), own("3", "equipment"), own("4"))
    )
    assert found.outcome == "over"
    assert (found.area_m2, found.entitlement_m2) == (pytest.approx(178.0), pytest.approx(176.58))
    assert found.excess_m2 == pytest.approx(1.42)
    assert found.excess_of_entitlement == pytest.approx(1.42 / 176.58)
    assert [found.evidence[k] for k in ("office_m2", "service_m2", "equipment_m2")] == [120.0, 50.0, 8.0]


def test_equipment_is_9_percent_of_the_approved_area_not_of_the_area_in_use():
    found = total([person("a", "正科级", "1")], [room("1", 1000.0)])
    assert found.evidence["approved_equipment_m2"] == pytest.approx(0.09 * (90 + 72))  # 90.00 of the area in use


def test_the_service_area_of_350_city_posts_is_6_5_m2_a_post():
    """Integer division gives 6: 2,100 m² instead of 2,275."""
    unit = OrgUnit("bureau", "市直机关", organ_level="city", approved_staffing=(("局(处)级以下", 350),))
    assert total(unit=unit).evidence["approved_service_m2"] == pytest.approx(2275.0)


def test_the_service_area_of_300_county_posts_is_6_m2_a_post():
    """The bracket of a city with the formula of a county gives (500 − 300)/50 = 4: 1,200 m² instead of 1,800."""
    unit = replace(BUREAU, approved_staffing=(("科级以下", 300),))
    assert total(unit=unit).evidence["approved_service_m2"] == pytest.approx(1800.0)


def test_leased_rooms_count_and_are_told_apart():
    rooms = [room("1", 150.0), room("2", 40.0, leased=True, origin="declared")]
    found = total([person("a", "正科级", "1")], rooms, assignments=(own("2"),))
    assert (found.outcome, found.area_m2, found.evidence["leased_m2"]) == ("over", pytest.approx(190.0), 40.0)


def test_a_shared_room_is_split_between_the_units_of_its_people():
    other = OrgUnit("other", "县住建局", organ_level="county")
    people = [person("a", "正科级", "1"), person("b", "科级以下", "1", unit="other")]
    assert total(people, [room("1", 27.0)], units=(other,)).area_m2 == pytest.approx(18.0)
    assert total(people, [room("1", 27.0)], unit=other, units=(BUREAU,)).area_m2 == pytest.approx(9.0)


def test_the_rooms_behind_an_office_count_to_its_unit_once():
    rooms = [room("1", 20.0), room("2", 6.0, name="休息室", only_through="1")]
    assert total([person("a", "正科级", "1")], rooms, assignments=(own("2"),)).area_m2 == pytest.approx(26.0)


def test_what_forbids_a_verdict_on_a_total():
    one = [person("a", "正科级", "1")]
    assert total(one, [room("1", 20.0)], unit=replace(BUREAU, approved_staffing=())).outcome == "not-decided"
    assert (
        total(one, [room("1", 20.0)], unit=replace(BUREAU, approved_staffing=(("调研员", 1),))).outcome == "not-decided"
    )
    assert total(one, [room("1", None)]).outcome == "not-decided"
    assert total(one, [room("1", 20.0, basis="boma")]).outcome == "not-decided"


def test_a_range_is_decided_only_where_both_ends_agree():
    """Hubei townships: 6 to 8 m² of service rooms a post. Ten posts: (90 + 60 … 80)·1.09 = 163.5 … 185.3 m²."""
    unit = OrgUnit("bureau", "临溪镇政府", organ_level="township", approved_staffing=(("乡级副职以下", 10),))
    outcomes = {
        area: total([person("a", "科员", "1")], [room("1", area)], unit=unit, policy="hubei-2015").outcome
        for area in (163.0, 170.0, 186.0)
    }
    assert outcomes == {163.0: "within", 170.0: "not-decided", 186.0: "over"}


def test_offices_over_within_a_total_that_is_not_are_said():
    found = total([person("a", "正科级", "1")], [room("1", 100.0)])
    assert found.outcome == "within"
    assert "10.00" in found.reason.en
    assert found.reason.zh.endswith("其中办公室超 10.00 m²。")
