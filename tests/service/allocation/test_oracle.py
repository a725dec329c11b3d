"""On random small houses the evaluation and the plain oracle say the same."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from service.allocation.evaluate import evaluate
from service.allocation.policy_file import load_policy
from tests.service.allocation.build import DAY, person, room, roster
from tests.service.allocation.oracle import verdicts

POLICY = load_policy("cn-2014")
LIMITS = {"县级正职": 30, "县级副职": 24, "正科级": 18, "副科级": 12, "科级以下": 9}
NUMBERS = ("1", "2", "3", "4", "5")
RETIRED = (
    None,
    None,
    None,
    date(2026, 10, 20),
    date(2026, 10, 21),
    date(2026, 11, 20),
    date(2026, 11, 21),
    date(2026, 12, 1),
)
AREAS = st.integers(500, 8000).map(lambda cm: cm / 100)

people_of = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(
        st.sampled_from(sorted(LIMITS)),
        st.lists(st.sampled_from(NUMBERS), max_size=3, unique=True),
        st.sampled_from(RETIRED),
    ),
    max_size=6,
)


@settings(max_examples=300, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(NUMBERS, AREAS)), people_of)
def test_the_plain_oracle_agrees(areas, people):
    expected = verdicts(areas, {n: (LIMITS[level], own, retired) for n, (level, own, retired) in people.items()}, DAY)
    records = [person(name, level, *own, retired_on=retired) for name, (level, own, retired) in people.items()]
    found = evaluate(roster(records), [room(n, area) for n, area in areas.items()], POLICY, DAY).findings
    assert {(f.code, *f.subject.split("/")): f.outcome for f in found if f.code != "unit-over-total"} == expected


@settings(max_examples=100, deadline=None)
@given(AREAS, st.lists(st.sampled_from(sorted(LIMITS)), min_size=1, max_size=5))
def test_parts_of_a_shared_room_add_up_to_it_and_are_over_together_or_not_at_all(area, levels):
    records = [person(f"p{at}", level, "1") for at, level in enumerate(levels)]
    found = evaluate(roster(records), [room("1", area)], POLICY, DAY).findings
    over = next(f for f in found if f.code == "over-entitlement")
    parts = [p.get("part_m2", area) for p in over.evidence["occupants"]]
    limits = [p["entitlement_m2"] for p in over.evidence["occupants"]]
    assert abs(sum(parts) - area) < 1e-9
    assert {part > limit + 1e-9 for part, limit in zip(parts, limits, strict=True)} == {area > sum(limits) + 1e-9}
