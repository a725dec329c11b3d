"""A split bill on the wire."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from service.allocation.consolidation.utilities import Share
from service.negotiation import Tongue, pick
from service.schemas.common import Schema
from service.usecases.compare_scenarios import Comparison
from service.usecases.split_bill import RULE_NAMES, WEIGHT_UNITS, SplitBill


class BillShareOut(Schema):
    """What one org unit bears: its weight, its share of all (1 = 100 %), and the amount, exact to the cent."""

    weight: float
    share: float
    amount: str = Field(examples=["1250.40"])


class BillLineOut(Schema):
    """One org unit; `shares` has one entry for every column: today, then the scenarios; null where nobody is seated."""

    id: str
    name: str
    shares: list[BillShareOut | None]


class ExplainedOut(Schema):
    """How a bill was split, in the language asked for and in both."""

    reason: str
    reason_zh: str
    reason_en: str


class UtilitiesOut(Schema):
    """A bill split over the org units; the amounts of a column add up to `total`."""

    total: str = Field(examples=["120000.00"])
    rule: Literal["area", "headcount", "meter"]
    rule_name: str = Field(examples=["by area"])
    weight_unit: str = Field(description="what the weights are counted in", examples=["m²"])
    explained: list[ExplainedOut]
    org_units: list[BillLineOut]


def utilities_out(found: Comparison, done: SplitBill, tongue: Tongue) -> UtilitiesOut:
    """Return a split bill in one language."""
    rule = done.bill.rule
    return UtilitiesOut(
        total=f"{done.bill.total:.2f}",
        rule=rule,
        rule_name=pick(RULE_NAMES[rule], tongue),
        weight_unit=pick(WEIGHT_UNITS[rule], tongue),
        explained=[
            ExplainedOut(reason=pick(text, tongue), reason_zh=text.zh, reason_en=text.en) for text in done.explained
        ],
        org_units=[
            BillLineOut(id=unit.id, name=unit.name, shares=[_share(share) for share in done.shares(unit.id)])
            for unit in found.kept.case.units
        ],
    )


def _share(share: Share | None) -> BillShareOut | None:
    if share is None:
        return None
    return BillShareOut(weight=share.weight, share=share.share, amount=f"{share.amount:.2f}")
