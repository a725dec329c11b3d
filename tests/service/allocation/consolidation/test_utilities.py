"""Bills split by area, head and meter: by hand, to the cent whatever the weights, refused where nothing is known."""

from decimal import Decimal
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.allocation.consolidation.utilities import RULES, SplitRefusedError, UnitUse, split, uses_of_units
from tests.service.allocation.consolidation.build import case, person, place

A, B, C = UnitUse("a", 100.0, 10, 500.0), UnitUse("b", 200.0, 10, 300.0), UnitUse("c", 100.0, 5)


def amounts(total, rule, uses, **more):
    return [str(share.amount) for share in split(Decimal(total), rule, uses, **more).shares]


def test_the_three_rules_by_hand():
    assert amounts("100.00", "area", [A, B, C]) == ["25.00", "50.00", "25.00"]
    assert amounts("100.00", "headcount", [A, B, C]) == ["40.00", "40.00", "20.00"]
    assert amounts("100.00", "meter", [A, B]) == ["62.50", "37.50"]


def test_cents_left_over_go_to_the_largest_remainder():
    assert amounts("0.05", "area", [A, B, C]) == ["0.01", "0.03", "0.01"]
    assert amounts("100.00", "headcount", [UnitUse(u, 0, 1) for u in "abc"]) == ["33.34", "33.33", "33.33"]


def test_units_without_a_meter_bear_the_rest_of_the_main_meter():
    found = split(Decimal("1000.00"), "meter", [A, B, C], main_reading=1000.0)
    assert [share.weight for share in found.shares] == [500.0, 300.0, 200.0]
    assert "c" in found.explained[1].zh
    assert "200" in found.explained[2].en


def test_the_common_part_of_the_rest_is_borne_by_all():
    # 200 kWh over 100 m² of c and 100 m² of corridors: 100 for c, 100 by area for everybody.
    found = split(Decimal("1000.00"), "meter", [A, B, C], main_reading=1000.0, common_area_m2=100.0)
    assert [share.weight for share in found.shares] == [525.0, 350.0, 125.0]


def test_where_every_unit_has_a_meter_the_rest_goes_by_area():
    found = split(Decimal("900.00"), "meter", [A, B], main_reading=1100.0)
    assert [share.weight for share in found.shares] == pytest.approx([600.0, 500.0])


@pytest.mark.parametrize(
    ("total", "rule", "uses", "more", "words"),
    [
        ("10", "meter", [A, C], {}, "No meter reading of: c"),
        ("10", "meter", [A, B], {"main_reading": 700.0}, "less than the 800"),
        ("10", "headcount", [UnitUse("a", 5.0)], {}, "nothing to split by"),
        ("10", "area", [], {}, "nothing to split by"),
        ("10", "meter", [UnitUse("a", 0.0)], {"main_reading": 10.0}, "belongs nowhere"),
        ("10.005", "area", [A], {}, "whole cents"),
        ("-1", "area", [A], {}, "zero or more in whole cents"),
        ("NaN", "area", [A], {}, "whole cents"),
        ("1e40", "area", [A], {}, "whole cents"),
        ("10", "area", [UnitUse("a", nan)], {}, "Area of a"),
        ("10", "area", [A, A], {}, "listed twice"),
        ("10", "meter", [A], {"main_reading": -4.0}, "Main reading"),
    ],
)
def test_what_cannot_be_split_is_refused_with_a_reason(total, rule, uses, more, words):
    with pytest.raises(SplitRefusedError, match=words) as refused:
        split(Decimal(total), rule, uses, **more)
    assert refused.value.reason.zh


def test_a_shared_room_is_divided_by_entitlement():
    of = case(
        [place("r1", 27.0), place("r2", 12.0)],
        [person("a", limit_m2=18.0), person("b", unit="u2"), person("c", unit="u2")],
    )
    found = {use.org_unit: use for use in uses_of_units(of, {"a": "r1", "b": "r1", "c": "r2"}, {"u1": 7.0})}
    assert (found["u1"].area_m2, found["u1"].people, found["u1"].metered) == (18.0, 1, 7.0)
    assert (found["u2"].area_m2, found["u2"].people, found["u2"].metered) == (21.0, 2, None)


@given(
    cents=st.integers(0, 10**9),
    rule=st.sampled_from(RULES),
    weights=st.lists(
        st.tuples(st.floats(0.01, 1e6), st.integers(1, 500), st.floats(0.01, 1e7)), min_size=1, max_size=40
    ),
)
def test_the_parts_are_the_bill_and_each_is_right_to_a_cent(cents, rule, weights):
    uses = [UnitUse(f"u{i}", area, people, meter) for i, (area, people, meter) in enumerate(weights)]
    total = Decimal(cents) / 100
    found = split(total, rule, uses)
    assert sum(share.amount for share in found.shares) == total
    assert sum(share.share for share in found.shares) == pytest.approx(1)
    for share in found.shares:
        assert abs(float(share.amount) - share.share * float(total)) < 0.01 + 1e-6
