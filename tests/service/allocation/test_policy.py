"""Every cell and every note of the national table, as literals with their source; nothing here reads a policy file."""

from datetime import date

import pytest

from service.allocation.policy_file import PolicyError, load_policy, policy_names, policy_on, require_in_force
from service.allocation.policy_rules import ServiceFormula

DAY = date(2026, 11, 21)
TABLE_1 = "发改投资〔2014〕2674号, 表1"  # the first column of every row below
CELLS = [
    ("central", "部级正职", "minister", 54),
    ("central", "部级副职", "vice-minister", 42),
    ("central", "正司(局)级", "bureau-chief", 24),
    ("central", "副司(局)级", "deputy-bureau-chief", 18),
    ("central", "处级", "division-chief", 12),
    ("central", "处级以下", "below-division", 9),
    ("province", "省级正职", "leader", 54),
    ("province", "省级副职", "deputy-leader", 42),
    ("province", "正厅(局)级", "department-head", 30),
    ("province", "副厅(局)级", "deputy-department-head", 24),
    ("province", "正处级", "division-chief", 18),
    ("province", "副处级", "deputy-division-chief", 12),
    ("province", "处级以下", "below-division", 9),
    ("city", "市级正职", "leader", 42),
    ("city", "市级副职", "deputy-leader", 30),
    ("city", "正局(处)级", "bureau-head", 24),
    ("city", "副局(处)级", "deputy-bureau-head", 18),
    ("city", "局(处)级以下", "below-bureau", 9),
    ("county", "县级正职", "leader", 30),
    ("county", "县级副职", "deputy-leader", 24),
    ("county", "正科级", "section-chief", 18),
    ("county", "副科级", "deputy-section-chief", 12),
    ("county", "科级以下", "below-section", 9),
]
TOWNSHIPS = [  # 24/18/9 in all four places that were found
    (policy, level, limit)
    for policy in ("heilongjiang-2015", "hubei-2015", "panjin-2018", "wuhan")
    for level, limit in (("乡级正职", 24), ("乡级副职", 18), ("乡级副职以下", 9))
]
WUHAN = [
    ("subprovincial-city", "副市级", 42),
    ("subprovincial-city", "正局级", 30),
    ("subprovincial-city", "副局级", 24),
    ("subprovincial-city", "正处级", 18),
    ("subprovincial-city", "副处级", 12),
    ("subprovincial-city", "科级及以下", 9),
    ("subprovincial-district", "区级正职", 30),
    ("subprovincial-district", "区级副职", 30),
    ("subprovincial-district", "区直部门正职", 24),
    ("subprovincial-district", "区直部门副职", 18),
]
DERIVED = [  # note 2: (organ, kind, own rank, level, m²)
    ("central", "dispatched", "bureau", "正司局级", 30),  # as a provincial department, not 24 as in the ministry
    ("central", "institution", "bureau", "副司局级", 24),
    ("central", "institution-1", "division", "正处级", 24),  # as a city bureau, not 12
    ("province", "dispatched", "division", "正处级", 24),  # as a city bureau, not 18
    ("province", "institution", "division", "副处级", 18),
    ("city", "dispatched", "section", "正科级", 18),  # as a county section, not 9
    ("city", "institution", "section", "副科级", 12),
    ("province", "dispatched", "section", "正科级", 18),
]


@pytest.fixture(scope="module")
def national():
    return load_policy("cn-2014")


@pytest.mark.parametrize(("organ", "written", "key", "limit"), CELLS)
def test_every_cell_of_table_1(national, organ, written, key, limit):
    found = national.entitlement(written, organ_level=organ)
    assert (found.limit_m2, found.level) == (limit, f"{organ}.{key}")
    assert found.clause.startswith(TABLE_1)
    assert national.entitlement(key, organ_level=organ) == found
    assert national.entitlement(f"{organ}.{key}", organ_level="township").limit_m2 == limit


def test_the_table_has_no_other_cell_with_a_limit(national):
    found = {(organ, key) for organ, table in national.organs.items() for key in table.posts}
    notes = {(organ, key) for organ, key in found if organ in {"subprovincial-city", "deputy-ministry", "township"}}
    assert found - notes == {(organ, key) for organ, _, key, _ in CELLS}


def test_the_same_rank_has_another_limit_in_another_organ(national):
    assert national.entitlement("正科级", organ_level="county").limit_m2 == 18
    assert national.entitlement("正科级", organ_level="city").limit_m2 == 9
    assert national.entitlement("正处级", organ_level="province").limit_m2 == 18
    assert national.entitlement("正处级", organ_level="central").limit_m2 == 12


@pytest.mark.parametrize("level", ["乡级正职", "乡级副职", "乡级副职以下"])
def test_the_national_standard_sets_no_township_limit(national, level):
    found = national.entitlement(level, organ_level="township")
    assert (found.limit_m2, found.why) == (None, "no-limit")


@pytest.mark.parametrize(("policy", "level", "limit"), TOWNSHIPS)
def test_township_limits_of_four_places(policy, level, limit):
    assert load_policy(policy).entitlement(level, organ_level="township").limit_m2 == limit


@pytest.mark.parametrize(
    ("organ", "level", "limit"),
    [
        ("subprovincial-city", "副市级", 42),
        ("subprovincial-city", "正局级", 30),
        ("subprovincial-city", "副局级", 24),
        ("deputy-ministry", "单位副职", 42),
        ("deputy-ministry", "正司局级", 24),
        ("deputy-ministry", "副司局级", 18),
    ],
)
def test_note_1_sub_provincial_cities_and_vice_ministerial_bodies(national, organ, level, limit):
    assert national.entitlement(level, organ_level=organ).limit_m2 == limit


@pytest.mark.parametrize(("organ", "level", "limit"), WUHAN)
def test_the_sub_provincial_variant(organ, level, limit):
    assert load_policy("wuhan").entitlement(level, organ_level=organ).limit_m2 == limit


@pytest.mark.parametrize(("organ", "kind", "rank", "level", "limit"), DERIVED)
def test_note_2_dispatched_bodies_and_institutions(national, organ, kind, rank, level, limit):
    found = national.entitlement(level, organ_level=organ, kind=kind, rank=rank)
    assert found.limit_m2 == limit
    assert "表1注2" in found.clause


def test_note_2_leaves_departments_alone(national):
    found = national.entitlement("正处级", organ_level="province", kind="department", rank="division")
    assert (found.limit_m2, "注2" in found.clause) == (18, False)


def test_note_3_the_rest_room_lies_within_the_limit(national):
    assert national.rules.rest_room.counts
    assert national.clause(national.rules.rest_room) == "发改投资〔2014〕2674号, 表1注3 (table 1, note 3)"


def test_note_4_a_toilet_of_at_most_6_m2_within_the_limit_and_for_whom(national):
    toilet = national.rules.toilet
    assert (toilet.counts, toilet.max_m2) == (True, 6)
    assert set(toilet.eligible) == {
        "central.minister",
        "central.vice-minister",
        "province.leader",
        "province.deputy-leader",
        "province.department-head",
    }
    assert set(toilet.eligible_by_title) == {"city.leader", "county.leader"}


@pytest.mark.parametrize(
    ("organ", "staff", "value"),
    [  # article 12; between the brackets (1100−x)/100, (1000−x)/100, (500−x)/50
        ("central", 200, 9.0),
        ("province", 1, 9.0),
        ("province", 201, 8.99),
        ("province", 250, 8.5),
        ("province", 399, 7.01),
        ("province", 400, 7.0),
        ("province", 5000, 7.0),
        ("city", 200, 8.0),
        ("city", 350, 6.5),  # integer division in a system in use gives 6
        ("city", 400, 6.0),
        ("county", 100, 8.0),
        ("county", 101, 7.98),
        ("county", 150, 7.0),
        ("county", 199, 6.02),
        ("county", 200, 6.0),
        ("county", 399, 6.0),  # the bracket of a city would give (500−399)/50 = 2.02
    ],
)
def test_service_area_per_approved_post(national, organ, staff, value):
    assert national.service.by_organ[organ].per_post_m2(staff) == pytest.approx((value, value))


@pytest.mark.parametrize("organ", ["central", "province", "city", "county"])
def test_total_service_area_never_falls_within_a_bracket(national, organ):
    rule: ServiceFormula = national.service.by_organ[organ]
    for bracket in (range(1, rule.low_staff + 1), range(rule.low_staff, rule.high_staff + 1)):
        totals = [staff * rule.per_post_m2(staff)[0] for staff in bracket]
        assert totals == sorted(totals)


def test_township_service_area_is_a_range_or_a_single_value():
    assert load_policy("hubei-2015").service.by_organ["township"].per_post_m2(40) == (6, 8)
    assert load_policy("heilongjiang-2015").service.by_organ["township"].per_post_m2(40) == (8, 8)


def test_the_other_indices(national):
    assert (national.equipment.share, national.equipment.of) == (0.09, "approved")
    assert (national.building.k_multi_storey, national.building.k_high_rise) == (0.65, 0.60)
    a = national.ancillary
    assert (a.canteen_m2, a.canteen_staff, a.canteen_m2_beyond) == (3.7, 100, 2.6)
    assert (a.garage_m2, a.garage_spaces, a.garage_m2_beyond) == (40, 200, 38)
    assert (a.bicycle_m2, a.motorcycle_m2, a.guard_m2) == (1.8, 2.5, 25)


def test_the_rules_of_the_measures_of_2017(national):
    rules = national.rules
    assert (rules.leaving.months, rules.leaving.second_office_months) == (1, 2)
    assert (rules.offices.max_offices, rules.offices.approved_extra) == (1, 1)
    assert rules.offices.extra_smaller_than_entitlement
    assert rules.verdict.tolerance_m2 == 0
    assert rules.grace.bands == ()
    assert rules.share.split == "proportional"
    assert rules.remedies.order == ("swap", "share", "convert", "works")
    assert rules.working_room.min_m2_per_person == 6


def test_works_are_forbidden_below_a_rank_only_where_the_city_says_so(national):
    assert national.rules.remedies.works_forbidden == ()
    assert "subprovincial-city.division-chief" in load_policy("wuhan").rules.remedies.works_forbidden


def test_rules_begin_with_their_own_document(national):
    assert national.applies(national.rules.leaving, date(2017, 12, 5))
    assert not national.applies(national.rules.leaving, date(2017, 12, 4))
    assert national.applies(national.rules.toilet, date(2014, 11, 24))


def test_each_day_has_one_national_standard_and_dates_are_never_mixed(national):
    assert policy_on(DAY).id == "cn-2014"
    assert policy_on(date(2014, 11, 24)).id == "cn-2014"
    old = policy_on(date(2014, 11, 23))
    assert old.id == "cn-1999"
    assert old.entitlement("县级正职", organ_level="county").limit_m2 == 20
    assert old.entitlement("县级副职", organ_level="county").limit_m2 is None
    assert old.rules.share is None
    with pytest.raises(PolicyError, match="never mixed"):
        require_in_force(old, DAY)
    with pytest.raises(PolicyError, match="2013-05-01"):
        require_in_force(national, date(2013, 5, 1))


@pytest.mark.parametrize("name", policy_names())
def test_every_number_names_its_source(name):
    policy = load_policy(name)
    for organ in policy.organs.values():
        for post in organ.posts.values():
            assert policy.clause(post)
            assert post.confidence in "HML"
    assert policy.label.startswith(f"{name}@")
    assert policy.title.zh
    assert policy.title.en


@pytest.mark.parametrize("written", ["二级调研员", "一级主任科员", "正处级"])
def test_a_rank_that_is_no_post_of_the_table_is_unknown_not_guessed(national, written):
    found = national.entitlement(written, organ_level="county")
    assert (found.limit_m2, found.why, found.level) == (None, "unknown-level", f"county.{written}")


def test_other_reasons_for_having_no_limit(national):
    assert national.entitlement("", organ_level="county").why == "no-level"
    assert national.entitlement("正科级", organ_level="village").why == "unknown-organ"
    assert national.entitlement("工勤人员", organ_level="county").why == "support-staff"


def test_width_and_blanks_in_a_written_level_do_not_matter(national):
    assert national.entitlement(" 正司(局)级 ", organ_level="central").limit_m2 == 24
    assert national.entitlement("Section Chief", organ_level="county").limit_m2 == 18
