"""Write one storey of an annex as a drawing: ``python -m samples.make_county_annex [DIR]``. Same bytes every time."""

from __future__ import annotations

import sys
from pathlib import Path

from samples.county.dxf_export import PlanExport
from samples.county.plan import build_blocks
from samples.county.staffing import seat

DRAWING = "county_annex.dxf"
BLOCK, STOREY, TITLE = 1, 1, "附楼一 二层平面图"


def write(folder: Path) -> None:
    """Write the drawing into ``folder``."""
    blocks = build_blocks()
    seat(blocks)
    block = blocks[BLOCK]
    PlanExport(block, block.storeys[STOREY], title=TITLE).draw().saveas(folder / DRAWING)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
