"""A bill for water, electricity or heat split over the org units of compared scenarios, by a rule that is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from geometry.finding import Text
from service.allocation.consolidation.utilities import Rule, Share, Split, SplitRefusedError, split
from service.errors import InvalidRequestError
from service.usecases.compare_scenarios import Column, Comparison

UNKNOWN_UNIT: Final = Text(
    "分表读数里的“{unit}”不是参加比较的单位;可用的编号:{known}。",
    "“{unit}” among the meters is no org unit of this comparison; there are: {known}.",
)
SHOWN: Final = 12  # ids listed for somebody who mistyped one
RULE_NAMES: Final[Mapping[Rule, Text]] = {
    "area": Text("按面积", "by area"),
    "headcount": Text("按人数", "by head"),
    "meter": Text("按分表", "by meter"),
}
WEIGHT_UNITS: Final[Mapping[Rule, Text]] = {
    "area": Text("m²", "m²"),
    "headcount": Text("人", "people"),
    "meter": Text("表数", "metered"),
}


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill and how it is to be split; ``meters`` holds readings by org unit, ``main`` that of the main meter."""

    total: Decimal
    rule: Rule
    meters: Mapping[str, float] = field(default_factory=dict)
    main: float | None = None
    common_area_m2: float = 0.0


@dataclass(frozen=True, slots=True)
class SplitBill:
    """A bill split for every column of a comparison; None where a scenario seats nobody."""

    bill: Bill
    explained: tuple[Text, ...]
    columns: tuple[Split | None, ...]

    def shares(self, org_unit: str) -> list[Share | None]:
        """Return what an org unit bears in every column."""
        return [
            next((share for share in done.shares if share.org_unit == org_unit), None) if done else None
            for done in self.columns
        ]


def split_bill(found: Comparison, bill: Bill) -> SplitBill:
    """Return a bill split over the org units as they sit in every column; raises ``invalid-request`` with a reason."""
    known = {unit.id for unit in found.kept.case.units}
    for unit in bill.meters:
        if unit not in known:
            text = UNKNOWN_UNIT.format(unit=unit, known=", ".join(sorted(known)[:SHOWN]))
            raise InvalidRequestError("invalid-request", text)
    try:
        columns = tuple(_split(column, bill) if column.uses else None for column in found.columns)
    except SplitRefusedError as refused:
        raise InvalidRequestError("invalid-request", refused.reason) from refused
    explained = next((done.explained for done in columns if done), ())
    return SplitBill(bill, explained, columns)


def _split(column: Column, bill: Bill) -> Split:
    uses = [replace(use, metered=bill.meters.get(use.org_unit)) for use in column.uses]
    return split(bill.total, bill.rule, uses, common_area_m2=bill.common_area_m2, main_reading=bill.main)
