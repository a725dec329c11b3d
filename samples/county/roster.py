"""The roster of the county centre: who works where on 21 November 2026, with known faults of every kind.

Everything not in ``_faults`` is an office that people simply have, too large for them or not.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from samples.county.org_units import ORG_UNITS
from samples.county.people import CHIEF, DEPUTY, LEVELS, Person, people_of
from samples.county.records import Block

AS_OF = date(2026, 11, 21)
INSTITUTION = "县机关事务服务中心"
COMPANY, CLUB = "澜溪县城市建设投资有限公司", "澜溪县摄影协会"
ORGANS = ("县委办公室", "县人大常委会办公室", "县政府办公室", "县政协办公室", "县纪委监委")
LEASED = ("商务楼", "5F", 40.0)
Rows = dict[str, list[dict[str, Any]]]


def roster_rows(blocks: list[Block]) -> Rows:
    """Return the rows of every sheet, by field, as the template names them."""
    people = people_of(blocks)
    assignments = _faults({person.number: person for person in people})
    numbers = [(number, person) for person in people for number in person.rooms]
    uses = [{"room": number, "number": person.number, "name": person.name} for number, person in numbers]
    return {
        "org_units": [*(_unit(unit, people) for unit, _ in ORG_UNITS), *_strangers()],
        "occupants": [row for person in people for row in _posts(person)],
        "assignments": [*uses, *assignments],
        "rooms": [
            {
                "room": number,
                "building": LEASED[0],
                "storey": LEASED[1],
                "room_name": "租用会议室",
                "use": "服务用房",
                "area_m2": LEASED[2],
                "leased": True,
            }
            for number in ("501", "502")
        ],
    }


def _unit(unit: str, people: list[Person]) -> dict[str, Any]:
    own = [person for person in people if person.org_unit == unit]
    staffing = {level: sum(p.more.get("approved", p.level) == level for p in own) for level in LEVELS}
    row: dict[str, Any] = {"name": unit, "organ_level": "县级", "staff_total": len(own)}
    row["kind"] = "事业单位" if unit == INSTITUTION else "机关本级" if unit in ORGANS else "组成部门"
    return row | {f"staffing:{level}": count or None for level, count in staffing.items()}


def _strangers() -> list[dict[str, Any]]:
    return [{"name": COMPANY, "kind": "企业"}, {"name": CLUB, "kind": "协会"}]


def _posts(person: Person) -> list[dict[str, Any]]:
    row: dict[str, Any] = {
        "number": person.number,
        "name": person.name,
        "org_unit": person.org_unit,
        "level": person.level,
        "title": person.title,
    }
    posts = person.more.get("posts", ())
    details = {key: value for key, value in person.more.items() if key not in ("posts", "approved")}
    further = [{"number": person.number, "name": person.name} | post for post in posts]
    return [row | details, *further]


def _faults(person: dict[str, Person]) -> list[dict[str, Any]]:
    """Put the known faults into the roster; returns the assignments that are no person's plain office."""

    def room(number: str, who: str = "", **more: Any) -> dict[str, Any]:
        return {"room": number} | ({"number": who, "name": person[who].name} if who else {}) | more

    assignments = [
        room("E308", "LX0432", org_unit="县审计局"),
        room("A163", "LX0103", org_unit="县委巡察办", purpose="第二办公室", approval="澜机管〔2026〕12号"),
        room("E315", "LX0054", org_unit="县住房和城乡建设局", purpose="第二办公室", approval="澜机管〔2026〕13号"),
        room("E309", "LX0239", org_unit="县科学技术局", purpose="第二办公室"),
        room("E106", "LX0453", org_unit="县医疗保障局", purpose="第二办公室", approval="澜机管〔2025〕4号"),
        room("A264", org_unit="县纪委监委", purpose="储藏室"),
        room("A466", "LX0217", purpose="住宿"),
        room("E314", org_unit="县总工会", purpose="出租"),
        room("A338", org_unit="县委办公室", purpose="档案室"),
        room("C310", org_unit=COMPANY),
        room("C305", org_unit=COMPANY),
        room("E120", org_unit=CLUB),
        room("501", building=LEASED[0], org_unit="县商务局", purpose="会议室"),
        room("502", building=LEASED[0], org_unit="县商务局", purpose="会议室"),
    ]
    person["LX0295"].rooms.append("A141")  # the chief of finance has two offices
    person["LX0103"].more["posts"] = [{"org_unit": "县委巡察办", "level": DEPUTY, "title": "组长", "main": False}]
    further = {"org_unit": "县住房和城乡建设局", "level": CHIEF, "title": "总指挥", "main": False}
    person["LX0054"].more["posts"] = [further]
    person["LX0239"].more["posts"] = [{"org_unit": "县科学技术局", "level": CHIEF, "title": "党组书记", "main": False}]
    person["LX0453"].more["posts"] = [
        {"org_unit": "县医疗保障局", "level": CHIEF, "title": "负责人", "main": False, "ends": date(2026, 9, 12)}
    ]
    person["LX0432"].more |= {
        "starts": date(2026, 10, 13),
        "posts": [{"org_unit": "县审计局", "level": CHIEF, "title": "局长", "ends": date(2026, 10, 12)}],
    }
    person["LX0225"].more["retired_on"] = date(2026, 10, 20)
    person["LX0370"].more["retired_on"] = date(2026, 11, 5)
    person["LX0384"].more |= {"lent_to": "市住房和城乡建设局", "lent_from": date(2026, 3, 1)}
    for number, unseated in (("LX0384", True), ("LX0437", True), ("LX0529", True), ("LX0380", False)):
        person[number].rooms[:] = [] if unseated else ["B313"]  # a store, used as an office
    for number, level in (("LX0016", "二级调研员"), ("LX0520", "工勤人员")):
        person[number].more["approved"], person[number].level = person[number].level, level
    for number in ("LX0225", "LX0239", "LX0295", "LX0370", "LX0432"):
        person[number].title = "局长"
    return assignments
