"""Short names for the records of entitlement tests: one county bureau, its people and rooms on one day."""

from datetime import date

from service.allocation.evaluate import evaluate
from service.allocation.people import Assignment, Occupant, OrgUnit, Post, Roster
from service.allocation.policy_file import load_policy
from service.allocation.rooms import Room

DAY = date(2026, 11, 21)
BUREAU = OrgUnit("bureau", "县财政局", organ_level="county", approved_staffing=(("正科级", 1), ("科级以下", 8)))


def room(number, area_m2, **more):
    fields = {"name": "办公室", "basis": "cn-usable", "net_area_m2": area_m2} | more
    return Room(fields.pop("id", number), number, fields.pop("name"), **fields)


def person(name, level, *rooms, unit="bureau", title="", posts=(), **more):
    """An occupant with a main post in ``unit``, further ``posts``, and the numbers of the rooms they work in."""
    main = Post(unit, level, title, starts=more.pop("since", None), ends=more.pop("until", None))
    return Occupant(name, "", posts=(main, *posts), **more), tuple(Assignment(number, name) for number in rooms)


def roster(people, units=(BUREAU,), assignments=()):
    return Roster(
        tuple(units),
        tuple(occupant for occupant, _ in people),
        (*(a for _, own in people for a in own), *assignments),
    )


def findings(people, rooms, *, units=(BUREAU,), assignments=(), policy="cn-2014", day=DAY):
    """All findings by key, without the totals of units."""
    chosen = load_policy(policy) if isinstance(policy, str) else policy
    found = evaluate(roster(people, units, assignments), rooms, chosen, day).findings
    return {finding.key: finding for finding in found if finding.code != "unit-over-total"}
