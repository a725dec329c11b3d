"""The five blocks of the county centre: rooms, walls, columns and openings with closed-form areas."""

from __future__ import annotations

from math import pi, radians

from samples.county.band import ArcBand, Band, StraightBand
from samples.county.levels import (
    Levels,
)
from samples.county.programme import (
    BLOCKS,
    BlockProgramme,
)
from samples.county.records import (
    Block,
)
from samples.county.storey_rooms import StoreyRooms

MAIN_BAY_DEG = 5.9309  # gives the gross floor area of the real centre this one is modelled on in size
MAIN_INNER_RADIUS_M = 62.0
ANNEX_BAY_M = 6.6


def _frame(programme: BlockProgramme) -> tuple[Band, Levels]:
    if programme.letter == "A":
        step = radians(MAIN_BAY_DEG)
        band: Band = ArcBand(start_rad=pi / 2 + step * programme.bays / 2, step_rad=step)
        return band, Levels(MAIN_INNER_RADIUS_M, 4.8, 2.2, 6.6, 0.6)
    return StraightBand(ANNEX_BAY_M), Levels(0.0, 5.4, 2.1, 4.5, 0.5)


def build_block(programme: BlockProgramme) -> Block:
    """Return one block with all its storeys, in the block's own frame."""
    band, levels = _frame(programme)
    block = Block(programme.letter, programme.name, band, programme.origin_m, programme.rotation_deg)
    elevation = 0.0
    for index, height in enumerate(programme.storey_heights_m):
        block.storeys.append(StoreyRooms(programme, band, levels, index, elevation).build())
        elevation = round(elevation + height, 6)
    return block


def build_blocks() -> list[Block]:
    """Return the five blocks of the county centre."""
    return [build_block(p) for p in BLOCKS]
