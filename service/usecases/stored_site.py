"""The site of a layout from stored rooms and what is drawn around them: areas and obstacles are those of their ledgers.

What stands in a room is not measured anew: the statement in the store is what certificates say, low strips included.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import shapely

from geometry.basis import DEFAULT_BASIS
from geometry.layout.profile import Profile
from geometry.layout.records import Obstacle, Site
from geometry.layout.site import make_site
from geometry.overlay import together
from geometry.plan import Deduction, Element, Opening, Space, Storey
from geometry.region import polygonal
from geometry.tolerances import PASSAGE_HEIGHT_M
from service.store.records import ElementRecord, Json, SpaceRecord
from service.usecases.layout_ledger import AreaLedger, RoomArea, ledger_of

NEAR_M: Final = 1.0  # of the rooms: thicker than any wall between two of them
OPENINGS: Final = frozenset({"door", "window", "opening"})


def near(rooms: Sequence[SpaceRecord], elements: Sequence[ElementRecord]) -> tuple[ElementRecord, ...]:
    """Return the elements that may matter to a layout of the rooms."""
    reach = together([polygonal(shapely.from_wkb(room.outline)) for room in rooms]).buffer(NEAR_M)
    return tuple(e for e in elements if shapely.from_wkb(e.footprint).intersects(reach))


def stored_site(
    rooms: Sequence[SpaceRecord], elements: Sequence[ElementRecord], profile: Profile, *, assume_removable: bool
) -> tuple[Site, AreaLedger]:
    """Return the floor to be laid out and the ledger of its area, storey-local metres.

    ``rooms`` carry their statement under the default basis, ``elements`` are those of their storey. Raises
    ``SiteRefusedError``.
    """
    areas = [_room_area(room) for room in rooms]
    built = tuple(element_of(e) for e in elements if e.kind not in OPENINGS)
    storey = Storey("", "", 0.0, elements=built, openings=tuple(opening_of(e) for e in elements if e.kind in OPENINGS))
    spaces = [Space(a.id, "", a.number, a.name, "office", "modelled", a.outline) for a in areas]
    site = make_site(storey, spaces, profile, assume_removable=assume_removable)
    ledger = ledger_of(site, areas, built)
    standing = tuple(
        Obstacle(line.element, line.kind, line.footprint)
        for area in areas
        for line in area.deductions
        if line.footprint is not None and not line.footprint.is_empty
    )
    return replace(site, obstacles=(*standing, *ledger.in_strip), net_area_m2=ledger.net_area_m2), ledger


def _room_area(room: SpaceRecord) -> RoomArea:
    statement = next(s for s in room.statements if s.basis == DEFAULT_BASIS)
    return RoomArea(
        room.space_id,
        room.number,
        room.name,
        polygonal(shapely.from_wkb(room.outline)),
        statement.gross_area_m2,
        statement.net_area_m2,
        tuple(_deduction(line) for line in statement.deductions),
    )


def _deduction(line: Json) -> Deduction:
    kept = line["footprint"]
    footprint = None if kept is None else polygonal(shapely.from_wkb(base64.b64decode(kept)))
    return Deduction(line["kind"], line["element"], line["area_m2"], line["rule"], footprint)


def element_of(e: ElementRecord) -> Element:
    """Return a built thing as it was read, without its heights."""
    return Element(
        e.global_id,
        e.kind,  # type: ignore[arg-type]  # only what was read from a plan is stored
        e.name,
        polygonal(shapely.from_wkb(e.footprint)),
        0.0,
        0.0,
        load_bearing=e.details.get("load_bearing"),
    )


def opening_of(e: ElementRecord) -> Opening:
    """Return a door, window or opening as it was read; of its heights only whether people walk through is known."""
    said = e.details
    return Opening(
        e.global_id,
        e.kind,  # type: ignore[arg-type]  # only what was read from a plan is stored
        e.name,
        polygonal(shapely.from_wkb(e.footprint)),
        0.0,
        PASSAGE_HEIGHT_M if said.get("passage") else 0.0,
        host_id=said.get("host_id"),
        width_m=said.get("width_m"),
        hinge=_point(said.get("hinge")),
        swing_start=_point(said.get("swing_start")),
        swing_end=_point(said.get("swing_end")),
    )


def _point(kept: list[float] | None) -> tuple[float, float] | None:
    return None if kept is None else (kept[0], kept[1])
