"""What lies where in the city centre: eight equal blocks of five storeys, data only.

Bays not named here are offices, divided by the patterns in turn: most bays are one room, the others two.
"""

from __future__ import annotations

from samples.county.programme import MEN, STAIR, WOMEN, BlockProgramme, Cell, Side, StoreyProgramme, room, split

BAYS, STOREYS = 13, 5
LETTERS = "JKLMNPQR"  # no letter of the county centre, none that reads like a digit
NUMERALS = "一二三四五六七八"

CORE = (
    split(0, 0, (0.5, STAIR), (0.5, "开水间")),
    split(BAYS - 1, BAYS - 1, (0.28, MEN), (0.28, WOMEN), (0.44, STAIR)),
)
PATTERNS: dict[Side, tuple[tuple[float, ...], ...]] = {
    "low": ((1.0,), (0.5, 0.5), (1.0,), (1.0,), (0.6, 0.4), (1.0,), (0.5, 0.5), (1.0,)),
    "high": ((0.5, 0.5), (1.0,), (1.0,), (0.4, 0.6), (1.0,), (0.5, 0.5), (1.0,), (1.0,)),
}


def _storey(block: int, storey: int) -> StoreyProgramme:
    """Return a storey: a meeting room of two bays, and stores or archives that differ from storey to storey."""
    meeting = 2 + (block + 3 * storey) % 8
    low: tuple[Cell, ...] = (room(meeting, meeting + 1, f"{NUMERALS[block]}号楼第{NUMERALS[storey]}会议室"),)
    name = ("收发室", "储藏室", "档案室", "文印室", "机要室")[(block + storey) % 5]
    return StoreyProgramme(low=low, high=(room(1, 1, name), room(BAYS - 2, BAYS - 2, "储藏室")))


BLOCKS = tuple(
    BlockProgramme(
        letter=letter,
        name=f"{NUMERALS[at]}号楼",
        bays=BAYS,
        storey_heights_m=(3.9, 3.6, 3.6, 3.6, 3.6),
        storeys=tuple(_storey(at, storey) for storey in range(STOREYS)),
        patterns=PATTERNS,
        origin_m=(110.0 * (at % 2), -32.0 * (at // 2), 0.0),
        rotation_deg=0.0,
        core_high=CORE,
    )
    for at, letter in enumerate(LETTERS)
)
