"""A roster answers for any day: who holds which post, who is gone, which rooms are in use."""

from datetime import date

from service.allocation.people import Assignment, Occupant, OrgUnit, Post, Roster, runs_on

MAY_1, MAY_31, JUNE_1 = date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1)
MOVED = Occupant(
    "p1",
    "",
    posts=(
        Post("planning", "副科级", ends=MAY_31),
        Post("finance", "正科级", starts=JUNE_1),
        Post("reform", "正科级", main=False, starts=MAY_1),
    ),
)


def test_a_range_contains_its_first_and_last_day():
    assert runs_on(MAY_1, MAY_1, MAY_31)
    assert runs_on(MAY_31, MAY_1, MAY_31)
    assert not runs_on(JUNE_1, MAY_1, MAY_31)
    assert runs_on(JUNE_1, None, None)


def test_a_transfer_changes_the_main_post_from_one_day_to_the_next():
    assert MOVED.main_post_on(MAY_31).org_unit_id == "planning"
    assert MOVED.main_post_on(JUNE_1).org_unit_id == "finance"
    assert [post.org_unit_id for post in MOVED.posts_on(JUNE_1)] == ["finance", "reform"]


def test_nobody_holds_a_post_after_retiring_but_the_last_one_is_remembered():
    retired = Occupant("p2", "", posts=(Post("finance", "正科级"),), retired_on=MAY_31)
    assert retired.main_post_on(MAY_31)
    assert retired.main_post_on(JUNE_1) is None
    assert retired.last_main_post(JUNE_1).org_unit_id == "finance"
    assert Occupant("p3", "", retired_on=JUNE_1, left_on=MAY_1).gone_on == MAY_1


def test_a_loan_has_its_dates():
    lent = Occupant("p4", "", lent_to="上级机关", lent_from=MAY_1, lent_until=MAY_31)
    assert [lent.lent_on(day) for day in (date(2026, 4, 30), MAY_1, MAY_31, JUNE_1)] == [False, True, True, False]


def test_a_roster_finds_by_id_and_by_day():
    roster = Roster(
        (OrgUnit("finance", "财政局", approved_staffing=(("正科级", 1), ("科级以下", 8))),),
        (MOVED,),
        (Assignment("302", "p1", ends=MAY_31), Assignment("305", "p1", starts=JUNE_1)),
    )
    assert roster.org_unit["finance"].staff == 9
    assert roster.occupant["p1"] is MOVED
    assert [a.space_id for a in roster.assignments_on(JUNE_1)] == ["305"]
    assert roster.days_of_change() == (MAY_1, MAY_31, JUNE_1)
