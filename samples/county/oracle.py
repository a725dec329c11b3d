"""The closed-form areas of every room as plain data: what an importer has to find, computed without polygons."""

from __future__ import annotations

from typing import Any

from samples.county.ifc_export import CRS_NAME, EASTINGS_M, HEIGHT_M, NORTHINGS_M, ROTATION_DEG
from samples.county.org_units import ORG_UNITS
from samples.county.records import Block, Room
from samples.county.staffing import display_name
from samples.county.step import global_id


def _room(room: Room) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": global_id(room.key),
        "number": room.number,
        "name": display_name(room),
        "kind": room.kind,
        "gross_m2": round(room.gross_m2, 8),
        "net_m2": round(room.net_m2, 8),
    }
    if room.taken:
        record["taken"] = [
            {"element": global_id(t.element), "kind": t.kind, "area_m2": round(t.area_m2, 8)} for t in room.taken
        ]
    if room.headroom_below_m2:
        record["headroom_below_m2"] = {k: round(v, 8) for k, v in room.headroom_below_m2.items()}
    if room.kind == "office":
        record |= {"org_unit": room.org_unit, "occupants": room.occupants}
    if room.through:
        record["private"] = True
    return record


def statement(blocks: list[Block]) -> dict[str, Any]:
    """Return the areas of every storey and room, and what the sample as a whole must show."""
    return {
        "comment": "Closed-form areas in m². gross: finished faces; net: less columns and slab openings, before any "
        "headroom rule; headroom_below_m2: part of the gross lower than the height in metres.",
        "crs": {
            "name": CRS_NAME,
            "eastings_m": EASTINGS_M,
            "northings_m": NORTHINGS_M,
            "height_m": HEIGHT_M,
            "rotation_deg": ROTATION_DEG,
        },
        "gross_floor_area_m2": round(sum(b.gross_m2 for b in blocks), 6),
        "org_units": [{"name": name, "staff": staff} for name, staff in ORG_UNITS],
        "buildings": [
            {
                "name": b.name,
                "gross_floor_area_m2": round(b.gross_m2, 6),
                "storeys": [
                    {
                        "id": global_id(f"storey.{s.key}"),
                        "name": s.name,
                        "gross_floor_area_m2": round(s.gross_m2, 6),
                        "rooms": [_room(r) for r in s.rooms],
                    }
                    for s in b.storeys
                ],
            }
            for b in blocks
        ],
    }
