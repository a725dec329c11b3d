"""Ledgers of rooms and org units, and the annual return, as tables of one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geometry.finding import Text
from service.allocation.entitlement.totals import Amount, amount_of_uses, approved_for
from service.allocation.people import OrgUnit
from service.allocation.roster_cells import words
from service.allocation.situation import Use
from service.exports.ledger_words import word
from service.exports.tables import Cell, Column, Sheet, workbook
from service.roles import Role, sees_people
from service.store import cases, findings
from service.store.people_records import FindingRecord
from service.usecases.occupancy import Inputs, Occupancy, Standing
from service.usecases.total_sheets import total_sheets

AREA_DECIMALS = 2  # of the annual return
USES = {
    "office": Text("办公室", "office"),
    "service": Text("服务用房", "service"),
    "equipment": Text("设备用房", "equipment"),
    "ancillary": Text("附属用房", "ancillary"),
    "technical": Text("技术业务用房", "technical"),
    "circulation": Text("交通空间", "circulation"),
    "other": Text("其他", "other"),
    "not-a-room": Text("非房间", "not a room"),
}
OUTCOMES = {
    "over": Text("超标", "over"),
    "within": Text("未超标", "within"),
    "not-decided": Text("待复核", "not decided"),
    "vacant": Text("闲置", "vacant"),
}
ORIGINS = {
    "modelled": Text("模型", "model"),
    "derived-from-walls": Text("由墙体推算", "derived from walls"),
    "surveyed": Text("实测", "surveyed"),
    "drawn": Text("图纸", "drawing"),
    "declared": Text("申报", "declared"),
}


@dataclass(frozen=True)
class Day:
    """All that the tables of one day are made from."""

    stands: Standing
    inputs: Inputs
    findings: tuple[FindingRecord, ...]
    cases: frozenset[str]
    tongue: str
    role: Role

    def say(self, key: str, **values: object) -> str:
        """Return a word in the language of the table."""
        return word(key, self.tongue, **values)

    def pick(self, table: dict[str, Text], key: str) -> str:
        """Return the word of a key, the key itself where there is none."""
        text = table.get(key)
        return key if text is None else text.zh if self.tongue == "zh" else text.en

    @property
    def foot(self) -> str:
        """Return the sentence that says what the areas are and as of when."""
        stands = self.stands
        return self.say(
            "as_of", basis="cn-usable", day=stands.as_of, policy=stands.policy, roster=stands.roster_version
        )


def day_of(occupancy: Occupancy, *, as_of: date, tongue: str, role: Role) -> Day:
    """Return what the tables of a day are made from."""
    stands, inputs = occupancy.stands(as_of), occupancy.inputs(as_of)
    with occupancy.database.read() as session:
        found = findings.every(session, stands.position)
        opened = cases.not_closed(session, [one.id for one in found])
    return Day(stands, inputs, found, frozenset(case.finding_id for case in opened), tongue, role)


def room_ledger(day: Day, *, building_id: str | None = None) -> bytes:
    """Return the ledger of rooms as XLSX; readers get it without persons."""
    shown = sees_people(day.role)
    persons = [Column(day.say("occupants"), width=24), Column(day.say("levels"), width=18)] if shown else []
    columns = [
        Column(day.say("building")),
        Column(day.say("storey"), width=8),
        Column(day.say("number"), width=10),
        Column(day.say("name"), width=20),
        Column(day.say("use"), width=12),
        Column(day.say("area"), "area"),
        Column(day.say("u"), "area"),
        Column(day.say("basis"), width=12),
        Column(day.say("origin"), width=12),
        Column(day.say("declared"), "area"),
        Column(day.say("unit"), width=22),
        *persons,
        Column(day.say("people"), "count", 8),
        Column(day.say("entitlement"), "area"),
        Column(day.say("outcome"), width=10),
        Column(day.say("excess"), "area"),
        Column(day.say("share"), "share", 10),
        Column(day.say("leased"), width=10),
        Column(day.say("case"), width=8),
        Column("id", width=34),
    ]
    about = _about(day.findings)
    rows = [
        _room_row(day, space_id, about.get(space_id, []), persons=shown)
        for space_id in day.inputs.rooms
        if building_id is None or _building(day, space_id) == building_id
    ]
    notes = [day.foot] if shown else [day.foot, day.say("no_persons")]
    title = day.say("rooms")
    return workbook([Sheet(title, title, columns, rows, notes)], title=title)


def unit_ledger(day: Day) -> bytes:
    """Return the ledger of org units as XLSX: what they use by class, and what their staffing allows.

    Two more sheets add up organs and buildings.
    """
    situation = day.inputs.situation
    columns = [
        Column(day.say("unit"), width=26),
        Column(day.say("kind"), width=12),
        Column(day.say("organ"), width=10),
        Column(day.say("staff"), "count", 10),
        Column(day.say("people"), "count", 8),
        Column(day.say("occupied"), "count", 8),
        Column(day.say("over_rooms"), "count", 10),
        *(Column(day.say(key), "area") for key in ("office", "service", "equipment", "total", "of_it_leased")),
        *(
            Column(day.say(key), "area")
            for key in ("approved_office", "approved_service", "approved_equipment", "approved_total", "excess")
        ),
    ]
    over = {
        place.space_id
        for one in day.findings
        if one.code == "over-entitlement" and one.outcome == "over"
        for place in one.spaces
    }
    rows: list[list[Cell]] = []
    for unit in situation.org_units.values():
        uses = situation.uses_of_org_unit(unit.id)
        spaces = {use.space_id for use in uses}
        used = amount_of_uses(situation, uses)
        approved = approved_for(situation, unit)
        allowed: list[Cell] = [None] * 5
        if not isinstance(approved, Text):
            total = approved.total_m2(approved.service_most_m2)
            allowed = [
                approved.office_m2,
                approved.service_most_m2,
                approved.equipment_m2,
                total,
                max(0.0, used.total_m2 - total),
            ]
        rows.append(
            [
                unit.name,
                _choice(day, "kind", unit.kind),
                _organ(day, unit),
                unit.staff or None,
                len({use.occupant.id for use in uses if use.occupant}),
                len(spaces),
                len(spaces & over),
                *_amounts(used),
                used.leased_m2,
                *allowed,
            ]
        )
    title = day.say("units")
    sheets = [Sheet(title, title, columns, rows, [day.foot]), *total_sheets(day)]
    return workbook(sheets, title=title)


def annual_return(day: Day) -> bytes:
    """Return table ② of the annual return as XLSX: a sheet per level of organs, a row per place and using unit.

    What the system does not know (address, site, title, year) is left empty under an orange heading, never guessed.
    """
    situation = day.inputs.situation
    by_organ: defaultdict[str, list[OrgUnit]] = defaultdict(list)
    for unit in situation.org_units.values():
        by_organ[unit.organ_level].append(unit)
    sheets = [_return_sheet(day, organ, units) for organ, units in sorted(by_organ.items())]
    if not sheets:
        sheets = [Sheet(day.say("return"), day.say("return"), [Column(day.say("remark"))], [], [day.say("no_rows")])]
    return workbook(sheets, title=day.say("return"))


def _return_sheet(day: Day, organ: str, units: list[OrgUnit]) -> Sheet:
    policy_organ = day.inputs.situation.policy.organs.get(organ)
    posts = policy_organ.posts if policy_organ else {}
    levels = list(posts) or sorted({level for unit in units for level, _ in unit.approved_staffing})
    names = [(posts[key].zh if day.tongue == "zh" else posts[key].en) if key in posts else key for key in levels]
    columns = [
        Column(day.say("address"), width=28, to_fill=True),
        Column(day.say("region"), width=16, to_fill=True),
        *(Column(day.say(key), "area", to_fill=True) for key in ("land", "gross", "gross_office", "gross_technical")),
        Column(day.say("building"), width=14),
        Column(day.say("using_unit"), width=26),
        Column(day.say("kind"), width=12),
        *(Column(day.say("staffing", level=name), "count", 10) for name in names),
        *(Column(day.say(key), "area") for key in ("office", "service", "equipment", "total")),
        Column(day.say("gross_ancillary"), "area", to_fill=True),
        Column(day.say("title_state"), to_fill=True),
        Column(day.say("built"), to_fill=True),
        Column(day.say("leased"), width=10),
        Column(day.say("remark"), width=24, to_fill=True),
    ]
    rows: list[list[Cell]] = []
    for unit in units:
        staffing, elsewhere = _staffing(day, unit, levels)
        places = _by_place(day, day.inputs.situation.uses_of_org_unit(unit.id))
        for at, (place, used) in enumerate(places):
            once: list[Cell] = [count or None for count in staffing] if at == 0 else [None] * len(levels)
            leased = day.say("yes") if used.leased_m2 > 0 else None
            rows.append(
                [None] * 6
                + [place, unit.name, _choice(day, "kind", unit.kind), *once]
                + [round(value, AREA_DECIMALS) for value in _amounts(used)]
                + [None, None, None, leased, elsewhere if at == 0 else None]
            )
    name = policy_organ.zh if policy_organ and day.tongue == "zh" else policy_organ.en if policy_organ else organ
    values = {"basis": "cn-usable", "day": day.stands.as_of, "policy": day.stands.policy}
    notes = [day.say("to_fill", **values), day.say("staffing_once")]
    return Sheet(name or "-", f"{day.say('return')} {name}", columns, rows, notes)


def _room_row(day: Day, space_id: str, about: list[FindingRecord], *, persons: bool) -> list[Cell]:
    situation = day.inputs.situation
    room, uses = situation.rooms[space_id], situation.uses_of_room(space_id)
    main = next((one for one in about if one.code == "over-entitlement" and one.spaces), None)
    own = main if main and main.spaces[0].space_id == space_id else None
    outcome = main.outcome if main else "vacant" if any(one.code == "vacant" for one in about) else ""
    fields = own.fields if own else {}
    over = own is not None and own.outcome == "over"
    people = [use for use in uses if use.occupant]
    named: list[Cell] = []
    if persons:
        posts = [use.entitlement.title for use in people]
        levels = [(title.zh if day.tongue == "zh" else title.en) for title in posts]
        named = ["、".join(use.occupant.name for use in people if use.occupant), "、".join(filter(None, levels))]
    return [
        room.building,
        room.storey,
        room.number,
        room.name,
        day.pick(USES, room.use),
        room.net_area_m2,
        room.standard_uncertainty_m2,
        room.basis,
        day.pick(ORIGINS, room.origin),
        day.inputs.declared_m2.get(space_id),
        "、".join(sorted({use.org_unit.name for use in uses if use.org_unit})),
        *named,
        len({use.occupant.id for use in people if use.occupant}) or None,
        fields.get("entitlement_m2"),
        day.pick(OUTCOMES, outcome),
        fields.get("excess_m2") if over else None,
        fields.get("excess_of_entitlement") if over else None,
        day.say("yes") if room.leased else None,
        day.say("yes") if any(one.id in day.cases for one in about) else None,
        space_id,
    ]


def _by_place(day: Day, uses: Iterable[Use]) -> list[tuple[str, Amount]]:
    """Return what a unit uses in each building, the largest first."""
    groups: defaultdict[str, list[Use]] = defaultdict(list)
    for use in uses:
        room = day.inputs.rooms.get(use.space_id)
        if room is not None:
            groups[room.building].append(use)
    situation = day.inputs.situation
    amounts = [(building, amount_of_uses(situation, group)) for building, group in groups.items()]
    return sorted(amounts, key=lambda item: -item[1].total_m2)


def _staffing(day: Day, unit: OrgUnit, levels: list[str]) -> tuple[list[int], str]:
    """Return the approved posts per column, and in words those the table has no column for."""
    policy = day.inputs.situation.policy
    counts = dict.fromkeys(levels, 0)
    others: list[str] = []
    for level, count in unit.approved_staffing:
        entitlement = policy.entitlement(level, organ_level=unit.organ_level, kind=unit.kind, rank=unit.rank)
        key = next((one for one in (entitlement.level.partition(".")[2], level) if one in counts), None)
        if key is None:
            others.append(f"{level} {count}")
        else:
            counts[key] += count
    return list(counts.values()), "、".join(others)


def _amounts(used: Amount) -> list[float]:
    return [used.office_m2, used.service_m2, used.equipment_m2, used.total_m2]


def _about(records: Iterable[FindingRecord]) -> dict[str, list[FindingRecord]]:
    about: defaultdict[str, list[FindingRecord]] = defaultdict(list)
    for record in records:
        for place in record.spaces:
            about[place.space_id].append(record)
    return about


def _building(day: Day, space_id: str) -> str | None:
    place = day.inputs.places.get(space_id)
    return place.building_id if place else None


def _organ(day: Day, unit: OrgUnit) -> str:
    organ = day.inputs.situation.policy.organs.get(unit.organ_level)
    return unit.organ_level if organ is None else organ.zh if day.tongue == "zh" else organ.en


def _choice(day: Day, table: str, key: str) -> str:
    """Return the word the roster uses for a choice, in Chinese the first it knows."""
    names = words()["values"][table].get(key) if day.tongue == "zh" else None
    return str(names[0]) if names else key
