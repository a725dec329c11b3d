"""How near layouts come to their bound, and how long they take: ``python -m tests.bench.bench_layout``.

Each room with the 6 m² rule off (only geometry limits) and on, in one process. Ratio: workstations / bound. Time is
that of the processor, search, checks, ways out and bound included, compiling not.
"""

from __future__ import annotations

import time

import shapely
from shapely import box

from geometry.layout.profile import MODULES, profile
from geometry.layout.propose import propose
from geometry.layout.records import Site
from geometry.layout.search import ready
from tests.geometry.layout.sites import (
    arc_room,
    door,
    hall,
    l_room,
    pierced_room,
    rectangle,
    site,
    slanted_room,
    t_room,
    u_room,
)


def rooms() -> dict[str, Site]:
    """Return the rooms that are measured."""
    arc = arc_room()
    inner = float(shapely.get_coordinates(arc.intersection(shapely.LineString([(0, 0), (0, 99)])))[:, 1].min())
    columns = [box(x, y, x + 0.6, y + 0.6) for x in (9.7, 19.7, 29.7) for y in (8, 16.4)]
    return {
        "rectangle 6 × 4": rectangle(6, 4, 3),
        "rectangle 7.2 × 5.4": rectangle(7.2, 5.4, 3.6),
        "rectangle 10 × 4.5": rectangle(10, 4.5, 5),
        "rectangle 8 × 7": rectangle(8, 7, 4),
        "rectangle 12 × 8": rectangle(12, 8, 6),
        "rectangle 15 × 10": rectangle(15, 10, 7.5),
        "hall 20 × 12": hall(),
        "L": site(l_room(), [door(3)]),
        "T": site(t_room(), [door(9)]),
        "slanted": site(slanted_room(), [door(7)]),
        "with a court": site(pierced_room(), [door(8)]),
        "U": site(u_room(), [door(10)]),
        "arc": site(arc, [door(0, inner)]),
        "1,000 m²": rectangle(40, 25, 5, 20, 35, columns=columns),
    }


def main() -> None:
    """Print one line for each room and module."""
    ready()
    print("| room | module | rule | workstations | bound | ratio | s | ms/m² |\n|---|---|---|---|---|---|---|---|")
    for name, room in rooms().items():
        for module in MODULES if name.startswith("hall") else ("1.4x0.7",):
            for rule in (False, True):
                began = time.process_time()
                found = propose(room, profile(module, area_per_person=rule))
                seconds = time.process_time() - began
                count, bound = len(found.layout.workstations), found.layout.bound.count
                legal = "" if found.legal else " ILLEGAL"
                rate = 1000 * seconds / room.net_area_m2
                kind = "6 m²" if rule else "off"
                print(
                    f"| {name} | {module} | {kind} | {count}{legal} | {bound} | {count / max(1, bound):.2f} "
                    f"| {seconds:.1f} | {rate:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
