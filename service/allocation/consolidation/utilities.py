"""Who pays how much of a bill for water, electricity or heat: by area, by head or by meter, exact to the cent.

Amounts are in the currency of the bill and add up to it: every share is rounded down to the cent, and the cents left
over go to those whose share was cut most (largest remainder), in the order of the org units where that is equal. No
official formula for such a split was found, so the rule is chosen and named, and every weight is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Final, Literal, get_args

from geometry.finding import Text
from service.allocation.consolidation.records import Case, Person

Rule = Literal["area", "headcount", "meter"]
RULES: Final[tuple[Rule, ...]] = get_args(Rule)
CENT: Final = Decimal("0.01")
MOST: Final = Decimal(10**15)  # no bill is larger, and no more digits are computed with

BY_AREA = Text(
    "按使用面积分摊:各单位自用房间面积,合用房间按核定面积之比拆分。",
    "By area: the rooms each org unit uses, shared rooms divided by entitlement.",
)
COMMON = Text(
    "公共面积 {common:.2f} m² 随自用面积分摊,不改变比例。",
    "{common:.2f} m² of common area follow the units' own area and change no proportion.",
)
BY_HEAD = Text("按在用人数分摊。", "By the number of people seated.")
BY_METER = Text("按分表读数分摊。", "By the readings of the meters.")
REST = Text(
    "总表 {main:g} 减分表之和 {metered:g} 余 {rest:g},按无表单位的面积和公共面积 {common:.2f} m² 分摊;"
    "公共部分由各单位按面积共担。",
    "The main meter says {main:g}, the others {metered:g} together; the rest of {rest:g} is spread over the area of "
    "units without a meter and {common:.2f} m² of common area, and all units bear the common part by area.",
)
NO_COMMON = Text(
    "各单位都有分表,总表与分表之差 {rest:g} 按面积共担。",
    "Every unit has a meter; what the main meter shows beyond them, {rest:g}, is borne by all by area.",
)
MISSING = Text("没有分表读数:{units}。", "No meter reading of: {units}.")
NO_MAIN = Text(
    "以下单位没有分表读数:{units};请补总表读数,或改按面积、人数分摊。",
    "No meter reading of: {units}. Give the reading of the main meter, or split by area or head instead.",
)
MAIN_TOO_SMALL = Text(
    "总表 {main:g} 小于分表之和 {metered:g};请核对读数。",
    "The main meter says {main:g}, less than the {metered:g} of the others together. Check the readings.",
)
NOWHERE = Text(
    "总表与分表之差 {rest:g} 无处分摊:没有分表的单位都没有使用面积。请填写公共面积,或改按面积、人数分摊。",
    "What the main meter shows beyond the others, {rest:g}, belongs nowhere: no unit without a meter uses any area. "
    "Give the common area, or split by area or head instead.",
)
NOBODY = Text(
    "没有可分摊的依据:各单位的权重都是零。", "There is nothing to split by: the weight of every unit is zero."
)
NOT_MONEY = Text(
    "金额应为不小于零、精确到分的数,而不是 {total}。",
    "The bill is an amount of zero or more in whole cents, not {total}.",
)
NOT_A_NUMBER = Text(
    "{unit} 的{what}不是不小于零的数:{value}。", "{what} of {unit} is not a number of zero or more: {value}."
)
TWICE = Text("单位 {unit} 出现两次。", "Org unit {unit} is listed twice.")


class SplitRefusedError(Exception):
    """A bill cannot be split; ``reason`` says why and what to do, in both languages."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class UnitUse:
    """What an org unit is charged by: its own m², its people, and its meter in the unit of the main meter."""

    org_unit: str
    area_m2: float
    people: int = 0
    metered: float | None = None
    name: str = ""

    @property
    def called(self) -> str:
        """Return what the unit is called in sentences."""
        return self.name or self.org_unit


@dataclass(frozen=True, slots=True)
class Share:
    """The part of one org unit: ``weight`` in m², people or meter units, ``share`` of all, ``amount`` in money."""

    org_unit: str
    weight: float
    share: float
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Split:
    """A bill split by a rule; ``explained`` says how, and which meters are missing."""

    rule: Rule
    total: Decimal
    shares: tuple[Share, ...]
    explained: tuple[Text, ...]


def uses_of_units(case: Case, room_of: Mapping[str, str], metered: Mapping[str, float] | None = None) -> list[UnitUse]:
    """Return area and people of every org unit seated as ``room_of`` says, in the order of the case.

    A room with people of several org units is divided like entitlement: A·s_i/Σs by the limits of its people, by
    heads where none of them has a limit.
    """
    place = {p.id: p for p in (*case.joined, *case.places)}
    people_in: dict[str, list[Person]] = defaultdict(list)
    for person in case.people:
        if room_of.get(person.id, "") in place:
            people_in[room_of[person.id]].append(person)
    area: dict[str, float] = defaultdict(float)
    heads: dict[str, int] = defaultdict(int)
    for room, people in people_in.items():
        limits = sum(person.limit_m2 for person in people)
        for person in people:
            part = person.limit_m2 / limits if limits > 0 else 1 / len(people)
            area[person.org_unit] += place[room].area_m2 * part
            heads[person.org_unit] += 1
    names = dict.fromkeys(heads, "") | {unit.id: unit.name for unit in case.units}
    units = dict.fromkeys([*(unit.id for unit in case.units), *heads])
    return [UnitUse(unit, area[unit], heads[unit], (metered or {}).get(unit), names[unit]) for unit in units]


def split(
    total: Decimal,
    rule: Rule,
    uses: Sequence[UnitUse],
    *,
    common_area_m2: float = 0.0,
    main_reading: float | None = None,
) -> Split:
    """Return how a bill is split over org units; raises ``SplitRefusedError`` where it cannot be.

    By *meter*, what the main meter shows beyond the others goes by area to the units without a meter and to the common
    area (``common_area_m2``: corridors, meeting rooms), which everybody bears by area. Without a main meter every unit
    needs one of its own.
    """
    _look_at(total, uses, common_area_m2, main_reading)
    explained: tuple[Text, ...]
    if rule == "area":
        weights = [Fraction(use.area_m2) for use in uses]
        explained = (BY_AREA, *((COMMON.format(common=common_area_m2),) if common_area_m2 else ()))
    elif rule == "headcount":
        weights, explained = [Fraction(use.people) for use in uses], (BY_HEAD,)
    else:
        weights, explained = _by_meter(uses, Fraction(common_area_m2), main_reading)
    if not sum(weights):
        raise SplitRefusedError(NOBODY)
    return Split(rule, total, tuple(_shares(total, uses, weights)), explained)


def _by_meter(
    uses: Sequence[UnitUse], common_m2: Fraction, main: float | None
) -> tuple[list[Fraction], tuple[Text, ...]]:
    known = [Fraction(use.metered) if use.metered is not None else None for use in uses]
    missing = ", ".join(use.called for use in uses if use.metered is None)
    metered = sum((reading for reading in known if reading is not None), Fraction(0))
    if main is None:
        if missing:
            raise SplitRefusedError(NO_MAIN.format(units=missing))
        return [reading or Fraction(0) for reading in known], (BY_METER,)
    rest = Fraction(main) - metered
    numbers = {"main": main, "metered": float(metered), "rest": float(rest), "common": float(common_m2)}
    if rest < 0:
        raise SplitRefusedError(MAIN_TOO_SMALL.format(**numbers))
    all_m2 = sum((Fraction(use.area_m2) for use in uses), Fraction(0))
    without_m2 = sum((Fraction(use.area_m2) for use in uses if use.metered is None), Fraction(0))
    if not missing:
        common_m2 = all_m2  # nothing else is left that the rest could belong to
    if rest and not (without_m2 + common_m2 and all_m2):
        raise SplitRefusedError(NOWHERE.format(**numbers))
    per_m2 = rest / (without_m2 + common_m2) if rest else Fraction(0)
    weights = []
    for use, reading in zip(uses, known, strict=True):
        area = Fraction(use.area_m2)
        own = reading if reading is not None else per_m2 * area
        weights.append(own + (per_m2 * common_m2 * area / all_m2 if all_m2 else 0))
    told = (MISSING.format(units=missing), REST.format(**numbers)) if missing else (NO_COMMON.format(**numbers),)
    return weights, (BY_METER, *told)


def _shares(total: Decimal, uses: Sequence[UnitUse], weights: Sequence[Fraction]) -> Iterable[Share]:
    cents, all_weights = int(total / CENT), sum(weights)
    exact = [cents * weight / all_weights for weight in weights]
    whole = [int(part) for part in exact]
    by_remainder = sorted(range(len(uses)), key=lambda at: (whole[at] - exact[at], at))
    for at in by_remainder[: cents - sum(whole)]:
        whole[at] += 1
    for use, weight, amount in zip(uses, weights, whole, strict=True):
        yield Share(use.org_unit, float(weight), float(weight / all_weights), amount * CENT)


def _look_at(total: Decimal, uses: Sequence[UnitUse], common_area_m2: float, main_reading: float | None) -> None:
    if not total.is_finite() or not 0 <= total <= MOST or total != total.quantize(CENT):
        raise SplitRefusedError(NOT_MONEY.format(total=total))
    seen = set()
    for use in uses:
        if use.org_unit in seen:
            raise SplitRefusedError(TWICE.format(unit=use.called))
        seen.add(use.org_unit)
        for what, value in (("面积", use.area_m2), ("人数", use.people), ("读数", use.metered)):
            _number(use.called, what, value)
    _number("–", "公共面积", common_area_m2)
    _number("–", "总表读数", main_reading)


def _number(unit: str, what: str, value: float | None) -> None:
    english = {"面积": "area", "人数": "head count", "读数": "meter reading", "公共面积": "common area"}
    if value is not None and not (isfinite(value) and value >= 0):
        en = NOT_A_NUMBER.en.format(unit=unit, what=english.get(what, "main reading").capitalize(), value=value)
        raise SplitRefusedError(Text(NOT_A_NUMBER.zh.format(unit=unit, what=what, value=value), en))
