"""The roster of the benchmark is what it says: as many rooms and uses, and findings of many kinds."""

from collections import Counter

from service.allocation.evaluate import evaluate
from service.allocation.policy_file import load_policy
from tests.bench.make_roster import DAY, make


def test_as_many_rooms_and_uses_as_asked_for_and_many_kinds_of_findings():
    roster, rooms = make(2_000)
    assert (len(rooms), len(roster.assignments)) == (2_000, 2_400)
    found = evaluate(roster, rooms, load_policy("cn-2014"), DAY).findings
    kinds = Counter((f.code, f.outcome) for f in found)
    assert kinds["over-entitlement", "over"] > 300
    assert kinds["over-entitlement", "within"] > 100
    assert {code for code, _ in kinds} >= {"private-suite", "several-offices", "kept-after-leaving", "other-use"}
