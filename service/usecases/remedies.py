"""What can lawfully be done about a finding of a day.

``proposals`` is where the search for remedies is plugged in: it gets the finding and all that the day's findings were
made from, and returns remedies in lawful order, or None where none are searched for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from service.allocation.remedy import Remedy
from service.allocation.rooms import Room
from service.store.people_records import PlaceOfSpace
from service.usecases.occupancy import Inputs, Occupancy, Standing
from service.usecases.read_occupancy import FindingView, get_finding


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
    found = proposals(finding, inputs)
    named = {room.space_id for remedy in found or () for room in remedy.rooms}
    return stands, RemedyView(
        found,
        {space_id: inputs.rooms[space_id] for space_id in named},
        {space_id: inputs.places[space_id] for space_id in named},
    )


def proposals(finding: FindingView, inputs: Inputs) -> tuple[Remedy, ...] | None:
    """Return remedies in lawful order, None where none are searched for."""
    del finding, inputs
    return None
