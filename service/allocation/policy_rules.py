"""What a policy file may contain: one record per table, each with the document and article it was taken from.

The field names are the keys of the TOML files. Confidence: H an official page or two independent sources agree, M one
decent source or a derivation, L weak.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from geometry.finding import Text
from service.allocation.people import OrgUnitKind, UnitRank

Confidence = Literal["H", "M", "L"]
Rank = Literal[
    "",
    "minister",
    "vice-minister",
    "bureau",
    "deputy-bureau",
    "division",
    "deputy-division",
    "section",
    "deputy-section",
    "below",
]
RemedyKind = Literal["swap", "share", "convert", "works"]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that rules are taken from."""

    document: str
    title: Text
    effective_from: date | None = None
    effective_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Where a table of the policy comes from; its own dates narrow those of the source."""

    source: str
    article: str
    confidence: Confidence
    effective_from: date | None = None
    effective_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLimit(Cited):
    """One row of the table of limits: m² a person, None where another authority sets it."""

    zh: str
    en: str
    limit_m2: float | None = None
    rank: Rank = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ(Cited):
    """The posts of one level of organs, highest first."""

    zh: str
    en: str
    posts: Mapping[str, PostLimit]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedRule(Cited):
    """Bodies of these kinds and this rank, belonging to one of ``from_organs``, follow the table of organ ``to``."""

    from_organs: tuple[str, ...]
    kinds: tuple[OrgUnitKind, ...]
    rank: UnitRank
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedRules(Cited):
    """Whose table a body follows that is no organ of its own."""

    rules: Mapping[str, DerivedRule]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFormula(Cited):
    """Service area in m² per approved post: ``low_m2`` up to ``low_staff``, ``high_m2`` from ``high_staff`` on.

    Between them (minuend − staff)/divisor. Without brackets ``low_m2`` and ``high_m2`` bound the value.
    """

    low_m2: float
    high_m2: float
    low_staff: int | None = None
    high_staff: int | None = None
    minuend: float | None = None
    divisor: float | None = None

    def per_post_m2(self, staff: int) -> tuple[float, float]:
        """Return the least and greatest m² per approved post that the rule allows as the limit for ``staff`` posts."""
        if self.low_staff is None or self.high_staff is None or self.minuend is None or self.divisor is None:
            return min(self.low_m2, self.high_m2), max(self.low_m2, self.high_m2)
        if staff <= self.low_staff:
            return self.low_m2, self.low_m2
        if staff >= self.high_staff:
            return self.high_m2, self.high_m2
        value = (self.minuend - staff) / self.divisor
        return value, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Services(Cited):
    """The service formula of each level of organs."""

    by_organ: Mapping[str, ServiceFormula]


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment(Cited):
    """Equipment rooms: a share of the *approved* office and service area."""

    share: float
    of: Literal["approved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Building(Cited):
    """Usable area as a share of floor area, for planning."""

    k_multi_storey: float
    k_high_rise: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancillary(Cited):
    """Ancillary floor area (建筑面积, m²) a person, car, bicycle or guard."""

    canteen_m2: float
    canteen_staff: int
    canteen_m2_beyond: float
    garage_m2: float
    garage_spaces: int
    garage_m2_beyond: float
    bicycle_m2: float
    motorcycle_m2: float
    guard_m2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RestRoom(Cited):
    """Whether a rest room counts towards the limit of its occupant."""

    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Toilet(Cited):
    """Whether a private toilet counts, how large it may be, and which posts may have one.

    ``eligible_by_title`` are posts of which only those with a title ending in one of ``titles`` may. Where
    ``others_may_not``, a toilet of anyone else is a fault of its own.
    """

    counts: bool
    max_m2: float
    others_may_not: bool
    eligible: tuple[str, ...]
    eligible_by_title: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRule(Cited):
    """What is over: more than the limit and the tolerance, of an area stated to so many decimals."""

    tolerance_m2: float
    area_decimals: int
    excess_base: Literal["standard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grace(Cited):
    """Bands of excess (shares of the standard) that a place grants time for; they change no verdict."""

    bands: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityRule(Cited):
    """From which share of the entitlement an excess is shown as medium and as high."""

    medium_from: float
    high_from: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Cited):
    """How a shared room is split where nobody stated shares."""

    split: Literal["proportional", "equal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement(Cited):
    """What an area must mean to be compared with a limit of this policy; ``bases`` are the ids that mean it."""

    bases: tuple[str, ...]
    wall_face: Literal["finished", "structural"]
    deduct_columns: bool
    deduct_shafts: bool
    count_built_in: bool
    count_balcony: Literal["none", "half", "full"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door(Cited):
    """Which rooms behind one office count to its occupants: kinds of rooms or uses, for one and for several people."""

    applies: bool
    single: tuple[str, ...]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offices(Cited):
    """How many offices a person may have."""

    max_offices: int
    approved_extra: int
    extra_smaller_than_entitlement: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving(Cited):
    """Months until an office has to be given back after leaving the post; None where the policy does not say."""

    months: int
    second_office_months: int
    temporary_office_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRule(Cited):
    """Rooms stay in the use they were approved for, or another approval says otherwise."""

    approval_allows: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies(Cited):
    """Kinds of bodies that may not occupy offices of organs, and those that may only with approval."""

    may_not: tuple[OrgUnitKind, ...]
    only_with_approval: tuple[OrgUnitKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation(Cited):
    """Office area is approved strictly by the standard: the rule behind empty rooms and people without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportStaff(Cited):
    """Levels whose rooms are service rooms, so that they have no limit of their own."""

    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingRoom(Cited):
    """The least area people can work in."""

    min_m2_per_person: float
    single_office_recommended_m2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies(Cited):
    """Lawful remedies in order; ``works_forbidden`` are posts (``organ.post``) for which none are built."""

    order: tuple[RemedyKind, ...]
    works_forbidden: tuple[str, ...]
    works_need_approval: bool
    min_remainder_m2: float


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a policy; None where it has none, and then nothing is judged by it."""

    verdict: VerdictRule | None = None
    share: Share | None = None
    measurement: Measurement | None = None
    rest_room: RestRoom | None = None
    toilet: Toilet | None = None
    door: Door | None = None
    grace: Grace | None = None
    severity: SeverityRule | None = None
    offices: Offices | None = None
    leaving: Leaving | None = None
    use: UseRule | None = None
    bodies: Bodies | None = None
    allocation: Allocation | None = None
    support_staff: SupportStaff | None = None
    working_room: WorkingRoom | None = None
    remedies: Remedies | None = None


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """The whole of a resolved policy file."""

    id: str
    title: Text
    sources: Mapping[str, Source]
    organs: Mapping[str, Organ]
    family: str = "local"
    effective_from: date | None = None
    effective_until: date | None = None
    rules: Rules = field(default_factory=Rules)
    derived: DerivedRules | None = None
    service: Services | None = None
    equipment: Equipment | None = None
    building: Building | None = None
    ancillary: Ancillary | None = None
