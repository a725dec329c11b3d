"""The holes that a slab's own shape leaves open, as ``slab-opening`` elements beside the openings cut into slabs.

Authoring tools write an atrium or stair hole either as IfcOpeningElement or as a void of the slab's profile (or of its
mesh). A void is no hole where something else carries the floor: another slab (a sunken bathroom), or walls that stand
in it, whose floor the model then does not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import shapely
from shapely import Polygon, STRtree

from geometry.overlay import together, without
from geometry.plan import Element
from geometry.region import Region, polygonal
from geometry.tolerances import GAP_M, SLAB_DEPTH_M, SLIVER_M2, STOREY_SLACK_M

STANDING = frozenset({"wall", "partition", "column", "curtain-wall"})
MOST = 0.5  # of what stands: less than that stands on the rim


def slab_voids(elements: Sequence[Element]) -> list[tuple[Element, Element]]:
    """Return (slab, hole) for every hole in the footprint of a slab, ids ``<slab>/hole-n`` from west to east."""
    slabs = [e for e in elements if e.kind == "slab"]
    rings = [(slab, ring) for slab in slabs for ring in _rings(slab.footprint)]
    if not rings:
        return []
    floors = STRtree([s.footprint for s in slabs])
    standing = [e for e in elements if e.kind in STANDING and not e.footprint.is_empty]
    feet = STRtree([e.footprint for e in standing])
    found = []
    count: dict[str, int] = {}
    for slab, ring in rings:
        count[slab.id] = number = count.get(slab.id, 0) + 1
        others = (slabs[i] for i in floors.query(ring) if slabs[i] is not slab)
        hole = without(ring, together([o.footprint for o in others if abs(o.z_max_m - slab.z_max_m) < SLAB_DEPTH_M]))
        # What is left along the rim of a slab that fills the hole is a joint.
        hole = polygonal(shapely.union_all([p for p in shapely.get_parts(hole) if _is_wide(p)]))
        if hole.area >= SLIVER_M2 and not _carries(hole, slab, (standing[i] for i in feet.query(ring))):
            subject = f"{slab.id}/hole-{number}"
            found.append((slab, Element(subject, "slab-opening", slab.name, hole, slab.z_min_m, slab.z_max_m)))
    return found


def _rings(footprint: Region) -> list[Polygon]:
    rings = [Polygon(hole) for part in shapely.get_parts(footprint) for hole in part.interiors]
    # By place, not as written: neither the tool's order nor that of a union is the same twice.
    return sorted((r for r in rings if r.area >= SLIVER_M2), key=lambda r: tuple(round(v, 3) for v in r.bounds))


def _is_wide(part: Polygon) -> bool:
    return part.length > 0 and 2 * part.area / part.length > GAP_M


def _carries(hole: Region, slab: Element, near: Iterable[Element]) -> bool:
    """Return whether something stands in the hole at the height of its slab, so that there must be a floor."""
    return any(
        abs(e.z_min_m - slab.z_max_m) < STOREY_SLACK_M / 2
        and shapely.intersection(e.footprint, hole).area > MOST * e.footprint.area
        for e in near
    )
