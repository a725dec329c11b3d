"""Open-plan layouts on the wire. Lengths in metres, areas m², storey-local frame."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from service.negotiation import Tongue
from service.schemas.common import Geometry, Problem, Schema
from service.store.layouts import LayoutRecord
from service.usecases.make_layout import MOST_ROOMS
from service.usecases.read_layouts import LayoutView, progress_of

ModuleName = Literal["1.2x0.6", "1.4x0.7", "1.6x0.8"]
Status = Literal["queued", "running", "done", "failed"]


class LayoutIn(Schema):
    """Rooms of one storey to be laid out, joined where they are several; the same again gives the same layout."""

    spaces: list[str] = Field(min_length=1, max_length=MOST_ROOMS, description="ids of neighbouring spaces")
    module: ModuleName = Field("1.4x0.7", description="width × depth of the desk top in metres")
    people: int | None = Field(None, ge=1, le=10_000, description="how many to seat; without it as many as possible")
    area_rule: bool = Field(True, description="hold 6 m² a person (JGJ/T 67-2019); false: only what geometry allows")
    assume_removable: bool = Field(
        True, description="join through walls that are not said to carry load, each a flagged assumption"
    )
    seed: int = Field(0, ge=0, le=2**31 - 1, description="another seed searches another way")
    time_limit_s: float | None = Field(None, ge=0.1, le=120, description="time to search; by the size of the floor")


class LayoutModule(Schema):
    """The desk top: `width_m` runs along the edge where the person sits."""

    width_m: float = Field(examples=[1.4])
    depth_m: float = Field(examples=[0.7])


class Line(Schema):
    """A GeoJSON line in storey-local metres."""

    type: Literal["LineString"] = "LineString"
    coordinates: list[list[float]]


class WorkstationProperties(Schema):
    """Where a desk stands and how the person at it gets out."""

    number: int = Field(description="from 1", examples=[1])
    x_m: float = Field(description="middle of the desk top")
    y_m: float
    rotation_deg: float = Field(description="where the person looks, counter-clockwise from +x; the chair is behind")
    width_m: float
    depth_m: float
    way_out_m: float | None = Field(description="walk from the chair to the nearest door, to about 0.2 m")
    way_out: Line | None


class WorkstationFeature(Schema):
    """A desk top as GeoJSON feature."""

    type: Literal["Feature"] = "Feature"
    geometry: Geometry
    properties: WorkstationProperties


class WorkstationCollection(Schema):
    """All workstations of a layout."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[WorkstationFeature]


class LayoutObstacle(Schema):
    """Something that stands in the room, or a part of it that is no usable area."""

    id: str
    kind: str = Field(examples=["column"])
    geometry: Geometry


class LayoutDoor(Schema):
    """A door: the square in front of it that stays clear, and what its leaf sweeps inside the room."""

    id: str
    middle: list[float]
    inward: list[float] = Field(description="unit vector into the room")
    width_m: float
    geometry: Geometry
    leaf: Geometry | None


class LayoutCheck(Schema):
    """One rule as the independent checker found it; `reason` is in the language asked for."""

    rule: str = Field(examples=["overlap"])
    outcome: Literal["pass", "fail"]
    reason: str
    reason_zh: str
    reason_en: str


class Words(Schema):
    """One sentence, in the language asked for and in both."""

    text: str
    text_zh: str
    text_en: str


class LayoutQuality(Schema):
    """The parts of the score, each by itself: they are never blended."""

    near_window_share: float | None = Field(description="of the seats within 6 m of a window; null without windows")
    longest_way_m: float | None
    mean_way_m: float | None
    area_per_person_m2: float | None
    aisle_share: float = Field(description="floor reserved for walking, of the whole floor")
    preferred_clearances: bool = Field(description="whether the preferred clearances are kept, not only the least ones")


class LedgerDeduction(Schema):
    """What is taken off a room."""

    kind: str
    element: str
    area_m2: float
    rule: str


class LedgerRoom(Schema):
    """One of the rooms as it stands: gross − deductions = net."""

    id: str
    number: str
    name: str
    gross_area_m2: float
    deductions: list[LedgerDeduction]
    net_area_m2: float


class WallGone(Schema):
    """A wall that goes; `load_bearing` null means that the file does not say."""

    element: str
    name: str
    load_bearing: bool | None


class StandingThere(Schema):
    """Something that stays where a wall goes."""

    kind: str
    element: str
    area_m2: float


class LayoutLedger(Schema):
    """Area of the joined room: gross of each room + strips where walls go − deductions = net."""

    basis: str = Field(examples=["cn-usable"])
    rooms: list[LedgerRoom]
    walls_gone: list[WallGone]
    walls_gone_geometry: Geometry | None
    walls_gone_area_m2: float
    standing_there: list[StandingThere]
    gross_area_m2: float
    deducted_area_m2: float
    net_area_m2: float


class LayoutLine(Schema):
    """One layout in a list."""

    id: str = Field(examples=["5b0f8a1de2c34976"])
    status: Status
    progress: float = Field(ge=0, le=1, description="share of the time it may take", examples=[0.4])
    building_id: str
    storey_id: str
    storey: str = Field(examples=["3F"])
    revision: int = Field(description="of the building, whose rooms these are")
    spaces: list[str]
    module: ModuleName
    people: int | None
    area_rule: bool
    assume_removable: bool
    seed: int
    time_limit_s: float | None
    version: str = Field(description="of Yijian, that made it")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    count: int | None = Field(description="workstations; null until `status` is `done`", examples=[27])
    bound: int | None = Field(description="the most any layout could have, as far as `bound_holds_for` says")
    problem: Problem | None = Field(description="why it failed")


class LayoutOut(LayoutLine):
    """One layout; what follows is null until `status` is `done` and never changes afterwards."""

    profile: str | None = None
    module_size: LayoutModule | None = None
    rules: dict[str, float | int | None] | None = Field(None, description="the numbers it was checked against")
    legal: bool | None = Field(None, description="whether every check passed")
    bound_holds_for: Words | None = Field(None, description="which layouts the bound is about")
    limited_by: Words | None = Field(None, description="what keeps the number from being higher")
    quality: LayoutQuality | None = None
    workstations: WorkstationCollection | None = None
    aisles: Geometry | None = Field(None, description="floor reserved for walking, door squares included")
    outline: Geometry | None = None
    obstacles: list[LayoutObstacle] | None = None
    doors: list[LayoutDoor] | None = None
    windows: list[Line] | None = None
    assumptions: list[Words] | None = Field(None, description="what has to be confirmed first, such as walls that go")
    checks: list[LayoutCheck] | None = None
    net_usable_area_m2: float | None = None
    area_ledger: LayoutLedger | None = None
    orientation_deg: float | None = None
    seconds: float | None = Field(None, description="spent searching and checking")


class LayoutList(Schema):
    """Layouts, newest first."""

    items: list[LayoutLine]
    next: str | None


def layout_line(record: LayoutRecord, problem: Problem | None) -> LayoutLine:
    """Return a layout without its answer."""
    return LayoutLine(**_line(record, problem))


def layout_out(view: LayoutView, tongue: Tongue, problem: Problem | None) -> LayoutOut:
    """Return a layout with its answer, its reasons in one language and in both."""
    line, found = _line(view.record, problem), view.document
    if found is None:
        return LayoutOut(**line)
    ways = [seat["way_out_m"] for seat in found["workstations"] if seat["way_out_m"] is not None]
    return LayoutOut(
        **line,
        profile=found["profile"],
        module_size=LayoutModule(**found["module"]),
        rules=found["rules"],
        legal=found["legal"],
        bound_holds_for=_words(found["bound_holds_for"], tongue),
        limited_by=_words(found["limited_by"], tongue),
        quality=LayoutQuality(
            near_window_share=found["near_window_share"],
            longest_way_m=found["longest_way_m"],
            mean_way_m=round(sum(ways) / len(ways), 2) if ways else None,
            area_per_person_m2=found["area_per_person_m2"],
            aisle_share=found["aisle_share"],
            preferred_clearances=found["preferred_clearances"],
        ),
        workstations=WorkstationCollection(features=_features(found["workstations"])),
        aisles=found["aisles"],
        outline=found["outline"],
        obstacles=found["obstacles"],
        doors=found["doors"],
        windows=found["windows"],
        assumptions=[_words(one, tongue) for one in found["assumptions"]],
        checks=[_check(one, tongue) for one in found["checks"]],
        net_usable_area_m2=found["net_usable_area_m2"],
        area_ledger=LayoutLedger(**found["area_ledger"]),
        orientation_deg=found["orientation_deg"],
        seconds=found["seconds"],
    )


def _line(record: LayoutRecord, problem: Problem | None) -> dict[str, Any]:
    return {
        "id": record.id,
        "status": record.status,
        "progress": progress_of(record),
        "building_id": record.building_id,
        "storey_id": record.storey_id,
        "storey": record.storey,
        "revision": record.revision,
        **record.request,
        "version": record.version,
        "created_at": record.created_at,
        "started_at": record.started_at,
        "finished_at": record.finished_at,
        "count": record.count,
        "bound": record.bound,
        "problem": problem,
    }


def _features(seats: list[dict[str, Any]]) -> list[WorkstationFeature]:
    return [
        WorkstationFeature(
            geometry=Geometry(**seat["desk"]),
            properties=WorkstationProperties(
                number=number, **{name: value for name, value in seat.items() if name != "desk"}
            ),
        )
        for number, seat in enumerate(seats, start=1)
    ]


def _words(both: dict[str, str], tongue: Tongue) -> Words:
    return Words(text=both["zh" if tongue == "zh" else "en"], text_zh=both["zh"], text_en=both["en"])


def _check(found: dict[str, Any], tongue: Tongue) -> LayoutCheck:
    zh, en = found["reason_zh"], found["reason"]
    return LayoutCheck(
        rule=found["rule"],
        outcome=found["outcome"],
        reason=zh if tongue == "zh" else en,
        reason_zh=zh,
        reason_en=en,
    )
