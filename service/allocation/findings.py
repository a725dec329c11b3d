"""The result of a check about rooms and the people in them: one rule, one subject, one outcome, one plain sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from geometry.finding import Text

Code = Literal[
    "over-entitlement",
    "several-offices",
    "second-office-not-smaller",
    "kept-after-leaving",
    "other-use",
    "no-room",
    "vacant",
    "not-entitled-body",
    "private-suite",
    "unit-over-total",
]
Outcome = Literal[
    "over",  # the area is over the limit
    "within",  # the area is within the limit
    "not-decided",  # the uncertainty, or something unknown, forbids a verdict; the reason says what to do
    "violation",  # a rule without an area is broken
    "due",  # a clock is running: nothing is wrong before its last day
    "noted",  # a fact that someone should know, not a fault
]
Severity = Literal["none", "low", "medium", "high"]
Scope = Literal["space", "occupant", "assignment", "org-unit"]

OPEN_OUTCOMES: frozenset[Outcome] = frozenset({"over", "violation"})  # what `--fail-on` and cases mean by "a finding"


@dataclass(frozen=True, slots=True)
class OccupancyFinding:
    """One result of one rule on one day.

    ``scope`` and ``subject`` say what it is about: a space, an occupant, a use of a space by an occupant or org unit
    (``<space id>/<occupant or org unit id>``), or an org unit; with ``code`` they make the ``key`` that stays the same
    from day to day. ``space_ids`` are the rooms the area was summed over, the office first. Areas in m²;
    ``excess_of_entitlement`` is the excess as a share of the *entitlement*, never of the area used, None without one.

    ``clause`` cites document and article; ``policy`` is ``<id>@<version>``. ``reason`` holds no name of a person.
    ``evidence`` holds plain JSON values with their unit in the key.
    """

    code: Code
    outcome: Outcome
    scope: Scope
    subject: str
    reason: Text
    severity: Severity
    clause: str
    policy: str
    space_ids: tuple[str, ...] = ()
    occupant_ids: tuple[str, ...] = ()
    org_unit_id: str = ""
    area_m2: float | None = None
    standard_uncertainty_m2: float | None = None
    entitlement_m2: float | None = None
    excess_m2: float | None = None
    excess_of_entitlement: float | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return what identifies this finding from one evaluation to the next: ``<code>:<scope>:<subject>``."""
        return f"{self.code}:{self.scope}:{self.subject}"

    @property
    def is_open(self) -> bool:
        """Return whether something has to be done: an area over its limit, or a broken rule."""
        return self.outcome in OPEN_OUTCOMES
