"""Write the ugly files and their table: ``python -m samples.make_ugly [DIR]``. The same bytes every time."""

from __future__ import annotations

import sys
from pathlib import Path

from samples.defects.containers import CONTAINERS
from samples.defects.levels_units_places import LEVELS_UNITS_PLACES
from samples.defects.shapes_and_ids import SHAPES

DEFECTS = (*CONTAINERS, *SHAPES, *LEVELS_UNITS_PLACES)
HEADING = """# Ugly files

One defect each. Written by `python -m samples.make_ugly`; held by `tests/samples/test_ugly.py`. Unless the defect is
about something else, a file has the room 101 of 5 m × 4 m. Files marked * are too large to keep and are made on demand.

| file | what is wrong | what the import says |
|---|---|---|
"""


def table() -> str:
    """Return the README of the collection."""
    rows = (f"| `{d.file}`{'' if d.kept else ' *'} | {d.wrong} | {d.answer} |" for d in DEFECTS)
    return HEADING + "\n".join(rows) + "\n"


def write(folder: Path) -> None:
    """Write every file that is kept, and the table, into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for defect in DEFECTS:
        if defect.kept:
            (folder / defect.file).write_bytes(defect.make())
    (folder / "README.md").write_text(table(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "ugly")
