"""Write the roster of the county centre: ``python -m samples.make_county_roster [DIR]``. The same bytes every time."""

from __future__ import annotations

import sys
from pathlib import Path

from samples.county.people import LEVELS
from samples.county.plan import build_blocks
from samples.county.roster import roster_rows
from samples.county.staffing import seat
from service.exports.roster_template import roster_workbook

ROSTER = "county_roster.xlsx"


def write(folder: Path) -> None:
    """Write the roster workbook into ``folder``."""
    blocks = build_blocks()
    seat(blocks)
    (folder / ROSTER).write_bytes(roster_workbook(roster_rows(blocks), levels=LEVELS))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
