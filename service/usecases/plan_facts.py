"""What scenarios ask of the plans of the store: outlines, daylight and ways out, worked out once a revision."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import shapely

from geometry.basis import DEFAULT_BASIS
from geometry.daylight import near_window_share
from geometry.plan import Space, Storey
from geometry.region import Region, polygonal
from geometry.travel import travel_of
from service.store import buildings, spaces
from service.store.database import Database
from service.store.records import ElementRecord, SpaceRecord, StoreyRow
from service.usecases.stored_site import OPENINGS, element_of, opening_of

REVISIONS_KEPT: Final = 16


@dataclass(frozen=True, slots=True)
class StoredStorey:
    """One storey with its rooms (statements under the default basis) and what is drawn on it."""

    row: StoreyRow
    rooms: tuple[SpaceRecord, ...]
    elements: tuple[ElementRecord, ...]

    def plan(self) -> Storey:
        """Return it as a plan: what the store does not keep (heights, headroom) is empty."""
        return Storey(
            self.row.storey_id,
            self.row.name,
            self.row.elevation_m,
            tuple(_space(room) for room in self.rooms),
            tuple(element_of(one) for one in self.elements if one.kind not in OPENINGS),
            tuple(opening_of(one) for one in self.elements if one.kind in OPENINGS),
        )

    @property
    def knows_passages(self) -> bool:
        """Return whether it is known of every opening without a door if people walk through it.

        Earlier versions kept no such thing; ways out worked out without it would be too long.
        """
        return all("passage" in one.details for one in self.elements if one.kind == "opening")


@dataclass(slots=True)
class PlanFacts:
    """Of the rooms of one revision or of several, by id: outline, share of the floor near a window, way out in m."""

    outlines: dict[str, Region] = field(default_factory=dict)
    near_window: dict[str, float] = field(default_factory=dict)
    travel_m: dict[str, float] = field(default_factory=dict)

    def add(self, other: PlanFacts) -> None:
        """Take in the facts of other rooms."""
        self.outlines |= other.outlines
        self.near_window |= other.near_window
        self.travel_m |= other.travel_m


class PlanShelf:
    """Facts by revision, kept in memory: a revision never changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, PlanFacts] = OrderedDict()

    def of(self, revision_keys: Sequence[int]) -> PlanFacts:
        """Return the facts of all rooms of some revisions."""
        found = PlanFacts()
        with self._lock:
            for key in revision_keys:
                known = self._kept.get(key)
                if known is None:
                    known = self._kept[key] = _facts(self.storeys(key))
                self._kept.move_to_end(key)
                found.add(known)
            while len(self._kept) > REVISIONS_KEPT:
                self._kept.popitem(last=False)
        return found

    def storeys(self, revision_key: int) -> list[StoredStorey]:
        """Return the storeys of a revision, lowest first; each call reads them anew."""
        rooms: defaultdict[str, list[SpaceRecord]] = defaultdict(list)
        with self._database.read() as session:
            for row in spaces.of_revision(session, revision_key, basis=DEFAULT_BASIS):
                rooms[row.storey_id].append(row.space)
            return [
                StoredStorey(row, tuple(rooms[row.storey_id]), spaces.elements(session, revision_key, row.storey_id))
                for row in sorted(buildings.storeys(session, revision_key), key=lambda row: row.elevation_m)
            ]


def _facts(storeys: Sequence[StoredStorey]) -> PlanFacts:
    found = PlanFacts()
    for level, storey in enumerate(storeys):
        plan = storey.plan()
        windows = [opening.footprint for opening in plan.openings if opening.kind == "window"]
        for space in plan.spaces:
            found.outlines[space.id] = space.outline
            share = near_window_share(space.outline, windows)
            if share is not None:
                found.near_window[space.id] = share
        if storey.knows_passages:
            found.travel_m |= travel_of(plan, lowest=level == 0)
    return found


def _space(room: SpaceRecord) -> Space:
    return Space(
        room.space_id,
        "",
        room.number,
        room.name,
        room.use,  # type: ignore[arg-type]  # written from a Space
        room.origin,  # type: ignore[arg-type]
        polygonal(shapely.from_wkb(room.outline)),
    )
