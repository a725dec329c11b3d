"""The city centre without any file: its rooms in closed form and its roster, for tests and benches of consolidation.

The ids are those that an import of the IFC file gives, so that both ways lead to the same case.
"""

from __future__ import annotations

from shapely import Polygon

from samples.city.ifc_export import PREFIX
from samples.city.people import LEVELS
from samples.city.programme import BLOCKS
from samples.city.roster import AS_OF, roster_rows
from samples.county.plan import build_block
from samples.county.records import Block
from samples.county.step import global_id
from service.allocation.policy import Policy
from service.allocation.policy_file import load_policy
from service.allocation.rooms import Room
from service.allocation.roster_file import read_roster
from service.allocation.situation import Situation, situation
from service.exports.roster_template import roster_workbook

ROSTER = "city_roster.xlsx"


def build_blocks() -> list[Block]:
    """Return the eight blocks of the city centre."""
    return [build_block(programme) for programme in BLOCKS]


def rooms_of(blocks: list[Block]) -> list[Room]:
    """Return the offices with their net usable areas, every one entered from the corridor."""
    return [
        Room(
            global_id(PREFIX + room.key),
            room.number,
            room.name,
            block.name,
            f"{storey.key[1:]}F",
            "office",
            net_area_m2=room.net_m2,
            basis="cn-usable",
            access="open",
        )
        for block in blocks
        for storey in block.storeys
        for room in storey.rooms
        if room.kind == "office"
    ]


def outlines_of(blocks: list[Block]) -> dict[str, Polygon]:
    """Return the outlines of the offices by id, in metres of each block's own frame."""
    return {
        global_id(PREFIX + room.key): Polygon([vertex.point for vertex in room.path])
        for block in blocks
        for storey in block.storeys
        for room in storey.rooms
        if room.kind == "office"
    }


def city_situation(policy: Policy | None = None) -> tuple[Situation, dict[str, Polygon]]:
    """Return who sits where in the city centre, and the outlines of its offices."""
    blocks = build_blocks()
    rooms = rooms_of(blocks)
    workbook = roster_workbook(roster_rows(blocks), levels=LEVELS)
    reading = read_roster([(ROSTER, workbook)], rooms)
    return situation(reading.roster, reading.rooms, policy or load_policy("cn-2014"), AS_OF), outlines_of(blocks)
