"""What is kept about scenarios: frozen records between the store and the use cases. Areas m², times seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from service.store.records import Json, Problem

ScenarioStatus = Literal["queued", "running", "done", "failed", "cancelled"]
OPEN: tuple[ScenarioStatus, ...] = ("queued", "running")


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a scenario starts from: the buildings in these revisions, with the roster and the policy of one day.

    ``revisions`` maps building ids to revision numbers. ``policy`` is the name and version of the policy.
    """

    building_ids: tuple[str, ...]
    revisions: dict[str, int]
    roster_version: int
    policy: str
    as_of: date


@dataclass(frozen=True, slots=True)
class ScenarioRecord:
    """One scenario: its inputs, which never change, and its result, which is written once.

    ``case_sha256`` is the hash of the stored case, the rooms and people it was worked out from. ``base_id`` is the
    scenario an own edit began with, None for the state of today. ``repeat_of`` is the scenario it works out anew.
    ``result`` holds metrics, bounds, assignments, moves, conflicts and faults, None until it is done.
    """

    id: str
    name: str
    strategy: str
    baseline: Baseline
    case_sha256: str
    choices: Json
    rates: Json
    edits: tuple[Json, ...]
    seed: int
    time_limit_s: float
    created_at: datetime
    base_id: str | None = None
    repeat_of: str | None = None
    status: ScenarioStatus = "queued"
    progress: float = 0.0
    step: str = "queued"
    started_at: datetime | None = None
    finished_at: datetime | None = None
    feasible: bool | None = None
    metrics: Json = field(default_factory=dict)
    result: Json | None = None
    problem: Problem | None = None

    @property
    def is_open(self) -> bool:
        """Return whether it is still being worked out."""
        return self.status in OPEN
