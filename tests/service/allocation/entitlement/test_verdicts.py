"""Hand-computed verdicts: each case is a small roster and every finding it must give, nothing else.

Expected numbers are literals worked out by hand (area, Σ of limits, excess, excess as a share of the limit). The limits
themselves are held cell by cell in ``test_policy``.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from service.allocation.people import Assignment, OrgUnit, Post
from service.allocation.rooms import Measured
from tests.service.allocation.build import BUREAU, findings, person, room

PROVINCE = OrgUnit("bureau", "省财政厅", organ_level="province")
CITY = OrgUnit("bureau", "市财政局", organ_level="city")
CENTRAL = OrgUnit("bureau", "部", organ_level="central")
TOWN = OrgUnit("bureau", "临溪镇政府", organ_level="township")
HOUSING = OrgUnit("housing", "县住建局", organ_level="county")
REST = {"name": "休息室", "use": "office"}
TOILET = {"name": "卫生间", "use": "service"}
STORE = {"name": "储藏室", "use": "service"}
MEETING = {"name": "小会议室", "use": "service"}


def over(area, limit, excess, share):
    return "over", area, limit, excess, share


def within(area, limit):
    return "within", area, limit, 0.0, 0.0


UNDECIDED = "not-decided"


@dataclass(frozen=True)
class Case:
    name: str
    people: list[Any]
    rooms: list[Any]
    expected: dict[str, Any]
    more: dict[str, Any] = field(default_factory=dict)


def single(name, level, area, expected, **more):
    unit = more.pop("unit", BUREAU)
    return Case(
        name,
        [person("a", level, "302")],
        [room("302", area)],
        {"over-entitlement:space:302": expected},
        {"units": (unit,), **more},
    )


CASES = [
    # -- one person, one room -----------------------------------------------------------------------------------------
    single("a section chief at the limit is within", "正科级", 18.0, within(18.0, 18.0)),
    single(
        "a section chief 1 cm² over 18 m² is not over: areas are stated to 0.01 m²",
        "正科级",
        18.0001,
        within(18.0001, 18.0),
    ),
    single("a section chief with 18.01 m²", "正科级", 18.01, over(18.01, 18.0, 0.01, 0.000556)),
    single("a county leader with 30.84 m²", "县级正职", 30.84, over(30.84, 30.0, 0.84, 0.028)),
    single("a deputy county leader with 48.15 m²", "县级副职", 48.15, over(48.15, 24.0, 24.15, 1.00625)),
    single("a deputy section chief with 11.63 m²", "副科级", 11.63, within(11.63, 12.0)),
    single(
        "a clerk alone in 10 m², the least recommended for a single office",
        "科级以下",
        10.0,
        over(10.0, 9.0, 1.0, 0.111111),
    ),
    single("a provincial division chief in 18.5 m²", "正处级", 18.5, over(18.5, 18.0, 0.5, 0.027778), unit=PROVINCE),
    single("the same rank in the ministry has 12 m²", "正处级", 18.0, over(18.0, 12.0, 6.0, 0.5), unit=CENTRAL),
    single("a city section chief is below bureau level", "正科级", 18.0, over(18.0, 9.0, 9.0, 1.0), unit=CITY),
    single("a department head in 30 m²", "正厅级", 30.0, within(30.0, 30.0), unit=PROVINCE),
    single("a minister in 54.02 m²", "部级正职", 54.02, over(54.02, 54.0, 0.02, 0.00037), unit=CENTRAL),
    single("a township leader under the national table alone is not decided", "乡级正职", 20.0, UNDECIDED, unit=TOWN),
    single(
        "a township leader with the provincial table",
        "乡级正职",
        25.0,
        over(25.0, 24.0, 1.0, 0.041667),
        unit=TOWN,
        policy="hubei-2015",
    ),
    single(
        "a township clerk with the provincial table",
        "科员",
        9.0,
        within(9.0, 9.0),
        unit=TOWN,
        policy="heilongjiang-2015",
    ),
    single(
        "a district deputy of a sub-provincial city has 30 m²",
        "区级副职",
        30.0,
        within(30.0, 30.0),
        unit=OrgUnit("bureau", "区政府", organ_level="subprovincial-district"),
        policy="wuhan",
    ),
    single(
        "a dispatched provincial division follows the city table",
        "正处级",
        24.0,
        within(24.0, 24.0),
        unit=OrgUnit("bureau", "省派出机构", "dispatched", "province", "division"),
    ),
    single("a rank the policy does not know is not decided", "二级调研员", 9.0, UNDECIDED),
    single("someone without a level is not decided", "", 9.0, UNDECIDED),
    single("support staff have no limit of their own", "工勤人员", 9.0, UNDECIDED),
    single(
        "a unit of an unknown organ level is not decided",
        "正科级",
        9.0,
        UNDECIDED,
        unit=replace(BUREAU, organ_level="village"),
    ),
    single(
        "the table of 1999 before its end: 20 m² for a county leader",
        "县级正职",
        24.0,
        over(24.0, 20.0, 4.0, 0.2),
        policy="cn-1999",
        day=date(2014, 11, 23),
    ),
    # -- areas that forbid a verdict ----------------------------------------------------------------------------------
    Case(
        "18.02 ± 0.02 m² at 18 m² is not decided (needs 0.033 m²)",
        [person("a", "正科级", "302")],
        [room("302", 18.02, standard_uncertainty_m2=0.02)],
        {"over-entitlement:space:302": UNDECIDED},
    ),
    Case(
        "18.04 ± 0.02 m² is over",
        [person("a", "正科级", "302")],
        [room("302", 18.04, standard_uncertainty_m2=0.02)],
        {"over-entitlement:space:302": over(18.04, 18.0, 0.04, 0.002222)},
    ),
    Case(
        "17.96 ± 0.02 m² is within",
        [person("a", "正科级", "302")],
        [room("302", 17.96, standard_uncertainty_m2=0.02)],
        {"over-entitlement:space:302": within(17.96, 18.0)},
    ),
    Case(
        "17.98 ± 0.02 m² is not decided either",
        [person("a", "正科级", "302")],
        [room("302", 17.98, standard_uncertainty_m2=0.02)],
        {"over-entitlement:space:302": UNDECIDED},
    ),
    Case(
        "a room without an area",
        [person("a", "正科级", "302")],
        [room("302", None)],
        {"over-entitlement:space:302": UNDECIDED},
    ),
    Case(
        "an area under another basis",
        [person("a", "正科级", "302")],
        [room("302", 17.0, basis="ipms-3.2")],
        {"over-entitlement:space:302": UNDECIDED},
    ),
    Case(
        "a room of the roster that is not in the building",
        [person("a", "正科级", "399")],
        [room("302", 9.0)],
        {"over-entitlement:occupant:a": UNDECIDED, "vacant:space:302": "noted"},
    ),
    Case(
        "two measurements of one room that lead to different verdicts",
        [person("a", "正科级", "302")],
        [room("302", 17.9, further_areas=(Measured(18.2, source="laser"),))],
        {"over-entitlement:space:302": UNDECIDED},
    ),
    Case(
        "two measurements that agree in the verdict",
        [person("a", "正科级", "302")],
        [room("302", 18.5, further_areas=(Measured(18.3, source="laser"),))],
        {"over-entitlement:space:302": over(18.5, 18.0, 0.5, 0.027778)},
    ),
    Case(
        "an over office whose store has no area is over all the same",
        [person("a", "正科级", "302")],
        [room("302", 19.0), room("303", None, only_through="302", **STORE)],
        {"over-entitlement:space:302": over(19.0, 18.0, 1.0, 0.055556), "private-suite:space:302": "noted"},
    ),
    Case(
        "an office within whose store has no area is not decided",
        [person("a", "正科级", "302")],
        [room("302", 17.0), room("303", None, only_through="302", **STORE)],
        {"over-entitlement:space:302": UNDECIDED, "private-suite:space:302": "noted"},
    ),
    # -- shared rooms -------------------------------------------------------------------------------------------------
    Case(
        "18 + 9 in 27.5 m²",
        [person("a", "正科级", "302"), person("b", "科级以下", "302")],
        [room("302", 27.5)],
        {"over-entitlement:space:302": over(27.5, 27.0, 0.5, 0.018519)},
    ),
    Case(
        "9 + 9 in 27.5 m²",
        [person("a", "科级以下", "302"), person("b", "科级以下", "302")],
        [room("302", 27.5)],
        {"over-entitlement:space:302": over(27.5, 18.0, 9.5, 0.527778)},
    ),
    Case(
        "18 + 9 in 27 m²",
        [person("a", "正科级", "302"), person("b", "科级以下", "302")],
        [room("302", 27.0)],
        {"over-entitlement:space:302": within(27.0, 27.0)},
    ),
    Case(
        "three levels in one room: 24 + 18 + 12 = 54 m²",
        [person("a", "县级副职", "302"), person("b", "正科级", "302"), person("c", "副科级", "302")],
        [room("302", 60.0)],
        {"over-entitlement:space:302": over(60.0, 54.0, 6.0, 0.111111)},
    ),
    Case(
        "one unknown rank in a shared room",
        [person("a", "正科级", "302"), person("b", "调研员", "302")],
        [room("302", 15.0)],
        {"over-entitlement:space:302": UNDECIDED},
    ),
    Case(
        "the 1999 table knows no rule about sharing",
        [person("a", "科级", "302"), person("b", "科级", "302")],
        [room("302", 10.0)],
        {"over-entitlement:space:302": UNDECIDED},
        {"policy": "cn-1999", "day": date(2014, 1, 1)},
    ),
    Case(
        "stated shares of 0.7 and 0.3 of 27 m²: 18.9 of 18, and 8.1 of 9",
        [person("a", "正科级"), person("b", "科级以下")],
        [room("302", 27.0)],
        {"over-entitlement:occupant:a": over(18.9, 18.0, 0.9, 0.05), "over-entitlement:occupant:b": within(8.1, 9.0)},
        {"assignments": (Assignment("302", "a", share=0.7), Assignment("302", "b", share=0.3))},
    ),
    Case(
        "shares that add up to more than the room",
        [person("a", "正科级"), person("b", "科级以下")],
        [room("302", 27.0)],
        {"over-entitlement:occupant:a": UNDECIDED, "over-entitlement:occupant:b": UNDECIDED},
        {"assignments": (Assignment("302", "a", share=0.7), Assignment("302", "b", share=0.5))},
    ),
    # -- several rooms of one person ----------------------------------------------------------------------------------
    Case(
        "two rooms of 10 m² each are summed against 18 m²",
        [person("a", "正科级", "302", "303")],
        [room("302", 10.0), room("303", 10.0)],
        {"over-entitlement:occupant:a": over(20.0, 18.0, 2.0, 0.111111), "several-offices:occupant:a": "violation"},
    ),
    Case(
        "a room of one's own and half of another: 9 + 20·9/18 of 9 m²",
        [person("a", "科级以下", "302", "303"), person("b", "科级以下", "303")],
        [room("302", 9.0), room("303", 20.0)],
        {
            "over-entitlement:occupant:a": over(19.0, 9.0, 10.0, 1.111111),
            "over-entitlement:space:303": over(20.0, 18.0, 2.0, 0.111111),
            "several-offices:occupant:a": "violation",
        },
    ),
    Case(
        "a rest room assigned besides is summed and is no second office",
        [person("a", "县级正职", "302", "303")],
        [room("302", 24.0), room("303", 8.0, **REST)],
        {"over-entitlement:occupant:a": over(32.0, 30.0, 2.0, 0.066667)},
    ),
    # -- the door rule ------------------------------------------------------------------------------------------------
    Case(
        "a toilet through the office counts: 28 + 5 m²",
        [person("a", "县级正职", "302", title="县长")],
        [room("302", 28.0), room("303", 5.0, only_through="302", **TOILET)],
        {"over-entitlement:space:302": over(33.0, 30.0, 3.0, 0.1), "private-suite:space:302": "noted"},
    ),
    Case(
        "rest room and toilet behind it: 20 + 6 + 3.9 m² within 30",
        [person("a", "县级正职", "302", title="县委书记")],
        [
            room("302", 20.0),
            room("303", 6.0, only_through="302", **REST),
            room("304", 3.9, only_through="303", **TOILET),
        ],
        {"over-entitlement:space:302": within(29.9, 30.0), "private-suite:space:302": "noted"},
    ),
    Case(
        "a deputy may not have a toilet of their own",
        [person("a", "县级副职", "302", title="副县长")],
        [room("302", 18.0), room("303", 5.0, only_through="302", **TOILET)],
        {"over-entitlement:space:302": within(23.0, 24.0), "private-suite:space:302": "violation"},
    ),
    Case(
        "nor may the head of another organ of that level",
        [person("a", "县级正职", "302", title="县政协主席")],
        [room("302", 24.0), room("303", 5.0, only_through="302", **TOILET)],
        {"over-entitlement:space:302": within(29.0, 30.0), "private-suite:space:302": "violation"},
    ),
    Case(
        "a toilet of 6.9 m² is too large even for the county head",
        [person("a", "县级正职", "302", title="县委副书记、县长")],
        [room("302", 20.0), room("303", 6.9, only_through="302", **TOILET)],
        {"over-entitlement:space:302": within(26.9, 30.0), "private-suite:space:302": ("over", 6.9, None, None, None)},
    ),
    Case(
        "without a title nobody knows who may have a toilet",
        [person("a", "县级正职", "302")],
        [room("302", 20.0), room("303", 5.0, only_through="302", **TOILET)],
        {"over-entitlement:space:302": within(25.0, 30.0), "private-suite:space:302": UNDECIDED},
    ),
    Case(
        "a store and a meeting room behind one person's office count",
        [person("a", "正科级", "302")],
        [
            room("302", 15.0),
            room("303", 4.0, only_through="302", **STORE),
            room("304", 8.0, only_through="302", **MEETING),
        ],
        {"over-entitlement:space:302": over(27.0, 18.0, 9.0, 0.5), "private-suite:space:302": "noted"},
    ),
    Case(
        "behind a shared office the meeting room does not count, the toilet does",
        [person("a", "正科级", "302"), person("b", "正科级", "302")],
        [
            room("302", 30.0),
            room("303", 8.0, only_through="302", **MEETING),
            room("304", 5.0, only_through="302", **TOILET),
        ],
        {"over-entitlement:space:302": within(35.0, 36.0), "private-suite:space:302": "violation"},
    ),
    Case(
        "an inner office with its own occupant does not count",
        [person("a", "正科级", "302"), person("b", "科级以下", "303")],
        [room("302", 18.0), room("303", 9.0, only_through="302")],
        {"over-entitlement:space:302": within(18.0, 18.0), "over-entitlement:space:303": within(9.0, 9.0)},
    ),
    Case(
        "nor the corridor behind an office that leads to somebody else",
        [person("a", "正科级", "302"), person("b", "科级以下", "304")],
        [
            room("302", 18.0),
            room("303", 6.0, only_through="302", name="过道", use="circulation"),
            room("304", 9.0, only_through="303"),
        ],
        {"over-entitlement:space:302": within(18.0, 18.0), "over-entitlement:space:304": within(9.0, 9.0)},
    ),
    Case(
        "an empty office behind an office counts and is not vacant",
        [person("a", "正科级", "302")],
        [room("302", 12.0), room("303", 12.0, only_through="302")],
        {"over-entitlement:space:302": over(24.0, 18.0, 6.0, 0.333333), "private-suite:space:302": "noted"},
    ),
    Case(
        "a pipe shaft and a balcony behind an office do not count",
        [person("a", "正科级", "302")],
        [
            room("302", 18.0),
            room("303", 1.0, only_through="302", name="管道井", use="equipment"),
            room("304", 6.0, only_through="302", name="阳台", use="other"),
        ],
        {"over-entitlement:space:302": within(18.0, 18.0)},
    ),
    Case(
        "a rest room with its own door to the corridor belongs to nobody",
        [person("a", "正科级", "302")],
        [room("302", 18.0), room("303", 12.0, **REST)],
        {"over-entitlement:space:302": within(18.0, 18.0)},
    ),
    # -- several offices and second offices ---------------------------------------------------------------------------
    Case(
        "a deputy with two posts and an approved smaller second office: 20 of 24, 15 of 18",
        [person("a", "县级副职", "302", posts=(Post("housing", "正科级", main=False),))],
        [room("302", 20.0), room("303", 15.0)],
        {
            "over-entitlement:space:302": within(20.0, 24.0),
            "second-office-not-smaller:assignment:303/a": within(15.0, 18.0),
        },
        {
            "units": (BUREAU, HOUSING),
            "assignments": (Assignment("303", "a", "housing", purpose="second-office", approval="2026-7"),),
        },
    ),
    Case(
        "a second office as large as the standard is not smaller",
        [person("a", "县级副职", "302", posts=(Post("housing", "正科级", main=False),))],
        [room("302", 20.0), room("303", 18.0)],
        {
            "over-entitlement:space:302": within(20.0, 24.0),
            "second-office-not-smaller:assignment:303/a": over(18.0, 18.0, 0.0, 0.0),
        },
        {
            "units": (BUREAU, HOUSING),
            "assignments": (Assignment("303", "a", "housing", purpose="second-office", approval="2026-7"),),
        },
    ),
    Case(
        "a second office without approval is a violation and is summed: 20 + 10 against 24",
        [person("a", "县级副职", "302", posts=(Post("housing", "正科级", main=False),))],
        [room("302", 20.0), room("303", 10.0)],
        {
            "over-entitlement:occupant:a": over(30.0, 24.0, 6.0, 0.25),
            "second-office-not-smaller:assignment:303/a": "violation",
        },
        {"units": (BUREAU, HOUSING), "assignments": (Assignment("303", "a", "housing", purpose="second-office"),)},
    ),
    Case(
        "never three offices, approved or not",
        [person("a", "县级副职", "302", posts=(Post("housing", "正科级", main=False),))],
        [room("302", 20.0), room("303", 10.0), room("304", 10.0)],
        {
            "over-entitlement:space:302": within(20.0, 24.0),
            "several-offices:occupant:a": "violation",
            "second-office-not-smaller:assignment:303/a": within(10.0, 18.0),
            "second-office-not-smaller:assignment:304/a": within(10.0, 18.0),
        },
        {
            "units": (BUREAU, HOUSING),
            "assignments": (
                Assignment("303", "a", "housing", purpose="second-office", approval="2026-7"),
                Assignment("304", "a", "housing", purpose="second-office", approval="2026-8"),
            ),
        },
    ),
    # -- clocks -------------------------------------------------------------------------------------------------------
    Case(
        "retired 32 days ago: one month is over",
        [person("a", "正科级", "302", retired_on=date(2026, 10, 20))],
        [room("302", 15.0)],
        {"kept-after-leaving:assignment:302/a": ("violation", 15.0, 0.0, 15.0, None)},
    ),
    Case(
        "retired on 21 October, asked on 21 November: the last day",
        [person("a", "正科级", "302", retired_on=date(2026, 10, 21))],
        [room("302", 15.0)],
        {"over-entitlement:space:302": within(15.0, 18.0), "kept-after-leaving:assignment:302/a": "due"},
    ),
    Case(
        "retired on 31 January: the last day is 28 February",
        [person("a", "正科级", "302", retired_on=date(2026, 1, 31))],
        [room("302", 15.0)],
        {"kept-after-leaving:assignment:302/a": "violation"},
        {"day": date(2026, 3, 1)},
    ),
    Case(
        "transferred 40 days ago, the old office still kept",
        [person("a", "正科级", "303", unit="housing", posts=(Post("bureau", "正科级", ends=date(2026, 10, 12)),))],
        [room("302", 15.0), room("303", 16.0)],
        {"over-entitlement:space:303": within(16.0, 18.0), "kept-after-leaving:assignment:302/a": "violation"},
        {"units": (BUREAU, HOUSING), "assignments": (Assignment("302", "a", "bureau"),)},
    ),
    Case(
        "transferred 10 days ago: both offices, no fault yet",
        [person("a", "正科级", "303", unit="housing", posts=(Post("bureau", "正科级", ends=date(2026, 11, 11)),))],
        [room("302", 15.0), room("303", 16.0)],
        {
            "over-entitlement:space:302": within(15.0, 18.0),
            "over-entitlement:space:303": within(16.0, 18.0),
            "kept-after-leaving:assignment:302/a": "due",
        },
        {"units": (BUREAU, HOUSING), "assignments": (Assignment("302", "a", "bureau"),)},
    ),
    Case(
        "second post lost 50 days ago: two months are not over",
        [person("a", "县级副职", "302", posts=(Post("housing", "正科级", main=False, ends=date(2026, 10, 2)),))],
        [room("302", 20.0), room("303", 10.0)],
        {
            "over-entitlement:space:302": within(20.0, 24.0),
            "over-entitlement:space:303": within(10.0, 24.0),
            "kept-after-leaving:assignment:303/a": "due",
        },
        {
            "units": (BUREAU, HOUSING),
            "assignments": (Assignment("303", "a", "housing", purpose="second-office", approval="7"),),
        },
    ),
    Case(
        "second post lost on 20 September: two months were over yesterday",
        [person("a", "县级副职", "302", posts=(Post("housing", "正科级", main=False, ends=date(2026, 9, 20)),))],
        [room("302", 20.0), room("303", 10.0)],
        {"over-entitlement:space:302": within(20.0, 24.0), "kept-after-leaving:assignment:303/a": "violation"},
        {
            "units": (BUREAU, HOUSING),
            "assignments": (Assignment("303", "a", "housing", purpose="second-office", approval="7"),),
        },
    ),
    Case(
        "before December 2017 no clock ran",
        [person("a", "正科级", "302", retired_on=date(2016, 1, 1))],
        [room("302", 15.0)],
        {"over-entitlement:space:302": within(15.0, 18.0)},
        {"day": date(2016, 6, 1)},
    ),
    Case(
        "in a room shared with someone who has left, nobody's part grows",
        [person("a", "正科级", "302", retired_on=date(2026, 9, 1)), person("b", "正科级", "302")],
        [room("302", 36.0)],
        {
            "over-entitlement:space:302": within(36.0, 36.0),
            "kept-after-leaving:assignment:302/a": ("violation", 18.0, 0.0, 18.0, None),
        },
    ),
    # -- use ----------------------------------------------------------------------------------------------------------
    Case(
        "an office used as a store",
        [],
        [room("302", 15.0)],
        {"other-use:assignment:302/bureau": "violation"},
        {"assignments": (Assignment("302", "", "bureau", purpose="storage"),)},
    ),
    Case(
        "the same with an approval",
        [],
        [room("302", 15.0)],
        {},
        {"assignments": (Assignment("302", "", "bureau", purpose="storage", approval="2026-3"),)},
    ),
    Case(
        "a meeting room used as an office is both another use and an office",
        [person("a", "正科级", "302")],
        [room("302", 20.0, **MEETING)],
        {"other-use:assignment:302/a": "violation", "over-entitlement:space:302": over(20.0, 18.0, 2.0, 0.111111)},
    ),
    Case(
        "someone sleeps in an office",
        [person("a", "正科级", "302")],
        [room("302", 15.0), room("303", 12.0)],
        {"over-entitlement:space:302": within(15.0, 18.0), "other-use:assignment:303/a": "violation"},
        {"assignments": (Assignment("303", "a", purpose="lodging"),)},
    ),
    Case(
        "an office let to others",
        [],
        [room("302", 15.0)],
        {"other-use:assignment:302/bureau": "violation"},
        {"assignments": (Assignment("302", "", "bureau", purpose="business"),)},
    ),
    Case(
        "a meeting room used by its unit for meetings",
        [],
        [room("302", 40.0, **MEETING)],
        {},
        {"assignments": (Assignment("302", "", "bureau", purpose="meeting"),)},
    ),
    # -- nobody, no room, nobody who may ------------------------------------------------------------------------------
    Case(
        "an empty office, and a unit's office without a person",
        [],
        [room("302", 15.0), room("303", 12.0)],
        {"vacant:space:302": "noted", "vacant:space:303": "noted"},
        {"assignments": (Assignment("303", "", "bureau"),)},
    ),
    Case("an empty store is not vacant", [], [room("302", 15.0, **STORE)], {}),
    Case(
        "someone in post without a room",
        [person("a", "正科级")],
        [],
        {"no-room:occupant:a": ("noted", None, 18.0, None, None)},
    ),
    Case(
        "someone on loan elsewhere, someone retired, support staff need no room",
        [
            person("a", "正科级", lent_to="市局"),
            person("b", "正科级", retired_on=date(2026, 1, 1)),
            person("c", "工勤"),
        ],
        [],
        {},
    ),
    Case(
        "someone back from a loan without a room",
        [person("a", "正科级", lent_to="市局", lent_until=date(2026, 10, 31))],
        [],
        {"no-room:occupant:a": ("noted", None, 18.0, None, None)},
    ),
    Case(
        "an assignment that is over gives no room any more",
        [person("a", "正科级")],
        [room("302", 15.0)],
        {"no-room:occupant:a": ("noted", None, 18.0, None, None), "vacant:space:302": "noted"},
        {"assignments": (Assignment("302", "a", ends=date(2026, 11, 20)),)},
    ),
    Case(
        "an enterprise in an office",
        [person("a", "科级以下", "302")],
        [room("302", 15.0)],
        {"not-entitled-body:assignment:302/a": "violation"},
        {"units": (replace(BUREAU, kind="enterprise"),)},
    ),
    Case(
        "an association that holds a room without people",
        [],
        [room("302", 15.0)],
        {"not-entitled-body:assignment:302/club": "violation"},
        {"units": (OrgUnit("club", "县学会", "association"),), "assignments": (Assignment("302", "", "club"),)},
    ),
    Case(
        "a class-two institution without approval, and with one",
        [person("a", "正科级", "302"), person("b", "正科级")],
        [room("302", 15.0), room("303", 15.0)],
        {"not-entitled-body:assignment:302/a": "violation", "over-entitlement:space:303": within(15.0, 18.0)},
        {
            "units": (replace(BUREAU, kind="institution-2"),),
            "assignments": (Assignment("303", "b", approval="2025-1"),),
        },
    ),
    Case(
        "an official shares a room with someone of an enterprise",
        [person("a", "正科级", "302"), person("b", "科级以下", "302", unit="firm")],
        [room("302", 30.0)],
        {"over-entitlement:space:302": UNDECIDED, "not-entitled-body:assignment:302/b": "violation"},
        {"units": (BUREAU, OrgUnit("firm", "县城投公司", "enterprise", "county"))},
    ),
]


def test_there_are_at_least_sixty_cases():
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_verdict(case):
    found = findings(case.people, case.rooms, **case.more)
    assert set(found) == set(case.expected)
    for key, expected in case.expected.items():
        finding = found[key]
        if isinstance(expected, str):
            assert finding.outcome == expected
        else:
            outcome, area, limit, excess, share = expected
            assert finding.outcome == outcome
            for value, wanted in (
                (finding.area_m2, area),
                (finding.entitlement_m2, limit),
                (finding.excess_m2, excess),
                (finding.excess_of_entitlement, share),
            ):
                assert value == (None if wanted is None else pytest.approx(wanted, abs=1e-6))
        assert finding.reason.zh
        assert finding.reason.en
        assert finding.clause
        assert finding.policy.startswith(case.more.get("policy", "cn-2014") + "@")
