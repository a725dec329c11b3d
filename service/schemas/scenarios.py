"""Scenarios on the wire: what is asked for, and what came of it. Readers learn how many people move, not who."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field, model_validator

from service.allocation.consolidation.records import SINGLE_FROM_M2, SINGLE_LEAST_M2
from service.schemas.bills import UtilitiesOut
from service.schemas.common import Problem, Schema

SolvedStrategy = Literal["reseat-only", "open-plan", "release-storeys", "fewest-moves"]
AnyStrategy = Literal["reseat-only", "open-plan", "release-storeys", "fewest-moves", "own"]
Status = Literal["queued", "running", "done", "failed", "cancelled"]
TIME_LIMIT_S = 60.0
LONGEST_S = 1800.0
NOTHING_ASKED = "name one strategy, several strategies, or the assignments of an own edit"
NO_START = "name the buildings, or the base of an own edit"


class ChoicesIn(Schema):
    """What is fixed before anything is searched for; storeys, buildings, org units and rooms by their ids."""

    stay: list[str] = Field([], max_length=500, description="org units whose people keep their rooms")
    emptied_storeys: list[str] = Field([], max_length=500, description="storeys that have to be empty afterwards")
    emptied_buildings: list[str] = Field([], max_length=50, description="buildings that have to be empty afterwards")
    together: list[tuple[str, str]] = Field([], max_length=200, description="pairs of org units on one storey")
    kept_rooms: list[str] = Field([], max_length=5000, description="rooms not to be used")
    one_storey: bool = Field(True, description="every org unit on one storey wherever one can hold it")
    assume_removable: bool = Field(
        True, description="open plan also joins through walls not said to carry load: an assumption, to be confirmed"
    )
    single_from_m2: float = Field(
        SINGLE_FROM_M2, ge=0, le=1000, description="who is entitled to so much or more sits alone"
    )
    single_least_m2: float = Field(SINGLE_LEAST_M2, ge=0, le=1000, description="least area of such a room")
    least_m2: float | None = Field(
        None, ge=1, le=1000, description="least area a person; that of the policy without it"
    )


class SeatIn(Schema):
    """Somebody gets another room; without `space` nobody sits anywhere."""

    occupant: str = Field(min_length=1, max_length=200)
    space: str | None = Field(None, max_length=500)


class RatesIn(Schema):
    """What things cost, in a currency of your own; a cost without its rate is not worked out."""

    per_move: float | None = Field(None, ge=0, le=1e9, description="for one person who moves")
    works_per_m2: float | None = Field(None, ge=0, le=1e9, description="for one m² of a room that loses walls")
    running_per_m2_year: float | None = Field(None, ge=0, le=1e9, description="for one m² in use over a year")


class ScenarioIn(Schema):
    """Either `strategy` or `strategies` to be searched for, or `assignments` that change `base` (or today's state)."""

    buildings: list[str] = Field([], max_length=50, description="ids; not needed with `base`")
    name: str = Field("", max_length=120)
    strategy: SolvedStrategy | None = None
    strategies: list[SolvedStrategy] = Field([], max_length=4)
    choices: ChoicesIn = Field(default_factory=lambda: ChoicesIn.model_validate({}))
    rates: RatesIn = Field(default_factory=lambda: RatesIn.model_validate({}))
    time_limit_s: float = Field(TIME_LIMIT_S, ge=1, le=LONGEST_S)
    seed: int = Field(0, ge=0, le=2**31 - 1)
    as_of: date | None = Field(None, description="the day whose roster counts; today in China without it")
    base: str | None = Field(None, max_length=40, description="the scenario an own edit begins with")
    assignments: list[SeatIn] | None = Field(None, max_length=20_000)

    @model_validator(mode="after")
    def _says_what(self) -> ScenarioIn:
        if (self.assignments is None) == (not self.wanted):
            raise ValueError(NOTHING_ASKED)
        if not self.buildings and self.base is None:
            raise ValueError(NO_START)
        return self

    @property
    def wanted(self) -> list[str]:
        """Return the strategies asked for, each once."""
        return list(dict.fromkeys([*([self.strategy] if self.strategy else []), *self.strategies]))


class EditIn(Schema):
    """An own edit to be checked and not kept."""

    buildings: list[str] = Field([], max_length=50, description="ids; not needed with `base`")
    base: str | None = Field(None, max_length=40, description="the scenario it begins with; today's state without it")
    choices: ChoicesIn = Field(default_factory=lambda: ChoicesIn.model_validate({}))
    as_of: date | None = Field(None, description="the day whose roster counts; today in China without it")
    assignments: list[SeatIn] = Field(max_length=20_000)


class SentenceOut(Schema):
    """A demand that conflicts with others, or something that is wrong with a scenario."""

    code: str = Field(examples=["over-entitlement"])
    reason: str
    reason_zh: str
    reason_en: str
    subjects: list[str] = Field(description="ids of rooms and org units, and of people for those who may see them")


class ScenarioOut(Schema):
    """One scenario; once it has ended it never changes. `metrics` is empty until then."""

    id: str = Field(examples=["5f0c7a52b1d34e60"])
    name: str = Field(examples=["reseat-only"])
    strategy: AnyStrategy
    status: Status
    progress: float = Field(description="from 0 to 1", examples=[0.4])
    step: str = Field(examples=["search"])
    buildings: list[str]
    revisions: dict[str, int] = Field(description="revision of each building it starts from")
    roster_version: int
    policy: str = Field(examples=["cn-2014@1"])
    as_of: date
    choices: ChoicesIn
    rates: RatesIn
    seed: int
    time_limit_s: float
    base: str | None = Field(description="the scenario an own edit began with")
    repeat_of: str | None = Field(description="the scenario this one works out anew")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    seconds: float | None = Field(description="that the search took", examples=[60.1])
    feasible: bool | None
    metrics: dict[str, Any] = Field(
        examples=[{"released_area_m2": {"value": 4448.0, "bound": 4600.0, "gap": 0.033}, "unseated": 0}]
    )
    problem: Problem | None


class ScenarioList(Schema):
    """Scenarios, newest first."""

    items: list[ScenarioOut]
    next: str | None


class ScenarioRequested(ScenarioOut):
    """The first of the scenarios asked for; `ids` names them all."""

    ids: list[str]


class SeatOut(Schema):
    """Where somebody sits; `occupant` is null for readers."""

    occupant: str | None
    org_unit: str
    space: str


class MoveOut(Schema):
    """One step of the order of moves; `occupant` is null for readers."""

    step: int
    occupant: str | None
    org_unit: str
    from_space: str | None = Field(alias="from")
    to_space: str | None = Field(alias="to")
    swing: bool = Field(description="only to make room for others: the person moves again")


class SeatingPlaceOut(Schema):
    """A room that people can be seated in; `members` are the rooms it is joined from."""

    id: str
    number: str
    name: str
    storey_id: str
    area_m2: float
    workstations: int | None
    members: list[str]


class CaseStoreyOut(Schema):
    """A storey of the chosen buildings."""

    id: str
    name: str
    building_id: str
    building: str
    area_m2: float = Field(description="of the rooms people can be seated in")


class UnitOut(Schema):
    """An org unit with the number of its people; `index` is its place in the roster, which decides its colour."""

    id: str
    name: str
    index: int
    people: int


class CheckOut(Schema):
    """What the independent check says: `legal` where it found nothing."""

    legal: bool
    faults: list[SentenceOut]


class GoneWallOut(Schema):
    """A wall between joined rooms that goes; `load_bearing` is null where the plan does not say."""

    element: str = Field(description="its id in the source file")
    name: str
    load_bearing: bool | None


class JoinedRoomOut(Schema):
    """A room that arises where walls go. `POST /layouts` with `members`, `module` and `seed` 0 lays it out in full."""

    space: str
    number: str
    members: list[str] = Field(description="ids of the rooms it is joined from")
    area_m2: float = Field(description="with the strips where walls stood")
    people: int = Field(description="who sits there in this scenario")
    module: str = Field(description="size of a desk", examples=["1.2x0.6"])
    workstations: int = Field(description="of a layout that the independent checker found legal")
    bound: int = Field(description="the most workstations any layout has")
    limited_by: str
    limited_by_zh: str
    limited_by_en: str
    walls: list[GoneWallOut]
    assumptions: list[str] = Field(description="to be confirmed before a wall goes")


class ScenarioDetail(ScenarioOut):
    """A scenario with everything that belongs to it."""

    assignments: list[SeatOut]
    moves: list[MoveOut] = Field(description="in order; those of one step happen at the same time")
    move_remarks: list[SentenceOut] = Field(description="what to know about the order, or why there is none")
    conflicts: list[SentenceOut]
    checks: CheckOut
    places: list[SeatingPlaceOut]
    joined: list[JoinedRoomOut] = Field(description="the joined rooms in use")
    storeys: list[CaseStoreyOut]
    org_units: list[UnitOut]
    left_out: list[str] = Field(description="who and what takes no part, and why")
    up_to_date: bool = Field(description="whether buildings, roster and policy still are those it is based on")
    changes: list[str] = Field(description="what has changed since")
    repeats: bool | None = Field(description="of one worked out anew: whether it came out the same")


class CellOut(Schema):
    """One figure; `gap` is the share by which the best possible may still be better."""

    value: float | None
    bound: float | None
    gap: float | None
    best: bool


class FigureOut(Schema):
    """One row of the comparison: a value for every column."""

    key: str = Field(examples=["released_area_m2"])
    group: str = Field(examples=["space"])
    label: str
    label_zh: str
    label_en: str
    unit: str
    kind: str = Field(examples=["area"])
    better: Literal["more", "less", ""]
    cells: list[CellOut]


class StackOut(Schema):
    """The people of one org unit on one storey, with their share of its rooms."""

    storey_id: str
    org_unit: str
    people: int
    area_m2: float


class RoomUseOut(Schema):
    """Who is in a room: org units and a number, no names."""

    org_units: list[str]
    people: int
    joined: str | None


class ColumnOut(Schema):
    """One column of the comparison; `scenario` is null for the state of today."""

    id: str = Field(examples=["current"])
    name: str
    scenario: ScenarioOut | None
    metrics: dict[str, Any]
    conflicts: list[SentenceOut]
    faults: list[SentenceOut]
    moves: int
    stacking: list[StackOut]
    rooms: dict[str, RoomUseOut] = Field(description="by room id; rooms that are not named are empty")


class ComparisonOut(Schema):
    """The state of today and up to four scenarios side by side; everything null or empty where there are none."""

    as_of: date | None
    buildings: list[str]
    policy: str | None
    roster_version: int | None
    storeys: list[CaseStoreyOut] = Field(description="lowest first within a building")
    org_units: list[UnitOut]
    current: ColumnOut | None
    scenarios: list[ColumnOut]
    figures: list[FigureOut]
    utilities: UtilitiesOut | None = Field(description="the bill asked about, split over the org units")
