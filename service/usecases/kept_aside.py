"""Rooms that were measured, but nobody knows where they lie: a storey of their own, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely

from geometry.finding import Finding, Text
from geometry.survey.contact_sheet import GAP_M, contact_sheet
from service.store.records import BuildingRecord, SpaceRecord, StoreyRecord
from service.usecases.placing import Placing, region_of
from service.usecases.room_ids import id_maker

GLOBAL_ID = "rooms-aside"
NAME = "未定位 · not placed"  # the viewer says it in one language
ABOVE_M = 10.0  # it stands last among the storeys
NOT_PLACED = Text(
    "已量的房间 {number} 未能定位,另页保存。{why}",
    "Room {number} was measured but not placed; it is kept on a sheet of its own. {why}",
)


def not_placed(space: SpaceRecord, placing: Placing) -> Finding:
    """Return the finding that says why nobody knows where a room lies."""
    name, why = space.number or space.name or space.global_id, placing.why or ("", "")
    reason = Text(NOT_PLACED.zh.format(number=name, why=why[0]), NOT_PLACED.en.format(number=name, why=why[1]))
    return Finding("survey-not-placed", space.space_id, "warning", reason)


def sheet_of(building: BuildingRecord) -> tuple[SpaceRecord, ...]:
    """Return the rooms kept aside."""
    return tuple(space for storey in building.storeys if storey.aside for space in storey.spaces)


def with_sheet(building: BuildingRecord, building_id: str, rooms: Sequence[SpaceRecord]) -> BuildingRecord:
    """Return the building with these rooms, already laid side by side, as its only rooms kept aside."""
    storeys = tuple(storey for storey in building.storeys if not storey.aside)
    if rooms:
        top_m = max((storey.elevation_m for storey in storeys), default=0.0)
        storey_id = id_maker(building_id, ())(GLOBAL_ID)
        storeys += (StoreyRecord(GLOBAL_ID, NAME, top_m + ABOVE_M, tuple(rooms), (), storey_id, aside=True),)
    return replace(building, storeys=storeys)


def laid_out(
    rooms: Sequence[SpaceRecord], *, beside: Sequence[SpaceRecord] = (), why: Sequence[Text | None]
) -> list[Placing]:
    """Return where each room goes, so that none covers another nor one of those that already lie there."""
    occupied = shapely.total_bounds(shapely.from_wkb([room.outline for room in beside])) if beside else None
    left_m, below_m = (0.0, 0.0) if occupied is None else (float(occupied[0]), float(occupied[1]) - GAP_M)
    shifts = contact_sheet([region_of(room.outline) for room in rooms], below_y_m=below_m, left_x_m=left_m)
    return [
        Placing("side-by-side", (1.0, 0.0, 0.0, 1.0, dx, dy), why=(reason.zh, reason.en) if reason else None)
        for (dx, dy), reason in zip(shifts, why, strict=True)
    ]
