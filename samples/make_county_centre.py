"""Write the county centre: ``python -m samples.make_county_centre [DIR]``. The same bytes every time."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from samples.county.ifc_export import Export
from samples.county.oracle import statement
from samples.county.plan import build_blocks
from samples.county.staffing import seat

MODEL, NO_SPACES, AREAS = "county_centre.ifc", "county_centre_no_spaces.ifc", "county_centre.areas.json"


def write(folder: Path) -> None:
    """Write the model, the variant without spaces and the closed-form areas into ``folder``."""
    blocks = build_blocks()
    seat(blocks)
    for name, with_spaces in ((MODEL, True), (NO_SPACES, False)):
        export = Export(with_spaces=with_spaces)
        export.project(blocks)
        export.w.write(folder / name, name=name)
    text = json.dumps(statement(blocks), ensure_ascii=False, indent=1)
    (folder / AREAS).write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
