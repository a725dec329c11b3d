"""What can lawfully be done about a finding of a day: the search for remedies on the stored rooms and plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import shapely

from geometry.basis import DEFAULT_BASIS
from geometry.overlay import together
from geometry.partition import REACH_M, Dividable, Partition, divide_room
from geometry.region import Region, polygonal
from service.allocation.entitlement.over import person_over_entitlement, room_over_entitlement
from service.allocation.remedies import remedies
from service.allocation.remedy import Remedy
from service.allocation.rooms import Room
from service.store import spaces
from service.store.database import Database
from service.store.people_records import PlaceOfSpace
from service.usecases.occupancy import Inputs, Occupancy, Standing
from service.usecases.read_occupancy import FindingView, get_finding

STANDING = ("column", "pier", "chimney", "shaft")
NEAR = frozenset({"door", "opening", "window", *STANDING})


@dataclass(frozen=True)
class RemedyView:
    """The remedies of one finding, None where none were searched for, with the rooms they name."""

    remedies: tuple[Remedy, ...] | None
    rooms: dict[str, Room]
    places: dict[str, PlaceOfSpace]


def remedies_of(occupancy: Occupancy, finding_id: str, *, as_of: date) -> tuple[Standing, RemedyView]:
    """Return the remedies of a finding; raises ``finding-not-found``."""
    stands, finding = get_finding(occupancy, finding_id, as_of=as_of)
    inputs = occupancy.inputs(as_of)
    if finding_id not in inputs.kept:  # people click back and forth between rooms, and a search takes seconds
        inputs.kept[finding_id] = _proposals(occupancy.database, finding, inputs)
    found: tuple[Remedy, ...] | None = inputs.kept[finding_id]
    named = {room.space_id for remedy in found or () for room in remedy.rooms}
    return stands, RemedyView(
        found,
        {space_id: inputs.rooms[space_id] for space_id in named},
        {space_id: inputs.places[space_id] for space_id in named if space_id in inputs.places},
    )


def _proposals(database: Database, view: FindingView, inputs: Inputs) -> tuple[Remedy, ...] | None:
    """Return remedies in lawful order, None where none are searched for."""
    if view.record.code != "over-entitlement":
        return None
    s = inputs.situation
    scope, subject = view.record.fields["scope"], view.record.fields["subject"]
    finding = room_over_entitlement(s, subject) if scope == "space" else person_over_entitlement(s, subject)
    if finding is None:
        return ()

    def divide(space_id: str, most_m2: float, least_rest_m2: float) -> Partition | None:
        room = _dividable(database, inputs, space_id)
        return None if room is None else divide_room(room, most_m2=most_m2, least_rest_m2=least_rest_m2)

    return remedies(s, finding, divide=divide)


def _dividable(database: Database, inputs: Inputs, space_id: str) -> Dividable | None:
    """Return a room with the doors, windows, columns and corridors around it, None where no plan of it is known."""
    place = inputs.places.get(space_id)
    if place is None:
        return None
    key = inputs.revisions[place.building_id].key
    with database.read() as session:
        rows = spaces.of_storey(session, key, place.storey_id, basis=DEFAULT_BASIS)
        elements = spaces.elements(session, key, place.storey_id)
    outlines = {row.space.space_id: (row.space.use, polygonal(shapely.from_wkb(row.space.outline))) for row in rows}
    if space_id not in outlines:
        return None
    outline = outlines[space_id][1]
    near = [(e.kind, polygonal(shapely.from_wkb(e.footprint))) for e in elements if e.kind in NEAR]
    near = [(kind, shape) for kind, shape in near if shape.distance(outline) <= REACH_M]

    def of(*kinds: str) -> tuple[Region, ...]:
        return tuple(shape for kind, shape in near if kind in kinds)

    ways = together([shape for use, shape in outlines.values() if use == "circulation"])
    return Dividable(outline, of("door", "opening"), of("window"), of(*STANDING), ways)
