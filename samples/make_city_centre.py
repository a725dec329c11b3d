"""Write the city centre and its roster: ``python -m samples.make_city_centre DIR``. The same bytes every time.

33 org units, 1,700 staff, some 1,100 offices on 40 storeys: too large to keep, so it is written where it is needed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from samples.city.ifc_export import CityExport
from samples.city.people import LEVELS
from samples.city.roster import roster_rows
from samples.city.situation import ROSTER, build_blocks
from service.exports.roster_template import roster_workbook

MODEL = "city_centre.ifc"


def write(folder: Path) -> None:
    """Write the model and the roster into ``folder``."""
    blocks = build_blocks()
    (folder / ROSTER).write_bytes(roster_workbook(roster_rows(blocks), levels=LEVELS))
    export = CityExport()
    export.project(blocks)
    export.w.write(folder / MODEL, name=MODEL)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("python -m samples.make_city_centre DIR: give a folder that exists")
    write(Path(sys.argv[1]))
