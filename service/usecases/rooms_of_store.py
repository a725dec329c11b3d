"""The rooms of the store as entitlement sees them: their area under the basis of the limits, and how one gets there."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from geometry.basis import DEFAULT_BASIS
from service.allocation.rooms import OtherSource, Room, SharedOffset
from service.store import buildings, room_sources, spaces
from service.store.database import Database
from service.store.people_records import PlaceOfSpace
from service.store.records import Json, RevisionRecord, RoomSource, SpaceRow, StoreyRow

REVISIONS_KEPT = 64
WALLS_NAMED = 3  # of those worth measuring again


@dataclass(frozen=True)
class RoomsOfRevision:
    """The rooms of one revision of a building, with where they lie."""

    revision: RevisionRecord
    rooms: dict[str, Room]
    places: dict[str, PlaceOfSpace]
    storeys: dict[str, str]
    declared_m2: dict[str, float | None]


class RoomShelf:
    """Rooms by revision, kept in memory: a revision never changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, RoomsOfRevision] = OrderedDict()

    def of(self, revision: RevisionRecord) -> RoomsOfRevision:
        """Return the rooms of a revision."""
        with self._lock:
            known = self._kept.get(revision.key)
            if known is None:
                known = self._kept[revision.key] = self._read(revision)
            self._kept.move_to_end(revision.key)
            while len(self._kept) > REVISIONS_KEPT:
                self._kept.popitem(last=False)
        return known

    def _read(self, revision: RevisionRecord) -> RoomsOfRevision:
        with self._database.read() as session:
            storeys = {row.storey_id: row for row in buildings.storeys(session, revision.key)}
            rows = spaces.of_revision(session, revision.key, basis=DEFAULT_BASIS)
            surveys = room_sources.counting_surveys(session, revision.key)
            beside = room_sources.not_counting(
                session, revision.building_id, revision_key=revision.key, revision=revision.revision
            )
        ids = {row.space.global_id: row.space.space_id for row in rows}
        return RoomsOfRevision(
            revision,
            rooms={
                row.space.space_id: room_of(
                    row,
                    storeys[row.storey_id],
                    revision,
                    ids,
                    survey=surveys.get(row.space.space_id),
                    beside=beside.get(row.space.space_id, ()),
                )
                for row in rows
            },
            places=_places(rows),
            storeys={storey.storey_id: storey.name for storey in storeys.values()},
            declared_m2={row.space.space_id: declared_m2(row) for row in rows},
        )


def room_of(
    row: SpaceRow,
    storey: StoreyRow,
    revision: RevisionRecord,
    ids: dict[str, str],
    *,
    survey: Json | None = None,
    beside: Sequence[RoomSource] = (),
) -> Room:
    """Return a stored space as a room.

    ``ids`` are ours by those of the file, ``survey`` the one that counts, ``beside`` the sources that do not.
    """
    space = row.space
    told = survey or {}
    statement = next((one for one in space.statements if one.basis == DEFAULT_BASIS), None)
    return Room(
        id=space.space_id,
        number=space.number,
        name=space.name,
        building=revision.name,
        storey=storey.name,
        use=space.use,  # type: ignore[arg-type]  # written from a Space
        net_area_m2=statement.net_area_m2 if statement else None,
        standard_uncertainty_m2=statement.standard_uncertainty_m2 if statement else None,
        basis=DEFAULT_BASIS,
        origin=space.origin,  # type: ignore[arg-type]
        access=space.access,  # type: ignore[arg-type]  # written from geometry.access
        only_through=ids.get(space.only_through, ""),
        other_sources=tuple(_other_sources(row, beside)),
        measure_again=tuple(f"{one['start']}–{one['end']}" for one in told.get("remeasure", ())[:WALLS_NAMED]),
        shared_offsets=tuple(
            SharedOffset(one["instrument"], one["area_m2_per_m"], one["standard_uncertainty_m"])
            for one in told.get("offsets", ())
        ),
    )


def _other_sources(row: SpaceRow, beside: Sequence[RoomSource]) -> Iterator[OtherSource]:
    """Yield what else is known about the area of a room; declared gross areas are another quantity and left out."""
    for source in beside:
        statement = next((one for one in source.space.statements if one.basis == DEFAULT_BASIS), None)
        if statement is not None:
            day = source.measured_on.isoformat() if source.measured_on else ""
            yield OtherSource(source.kind, statement.net_area_m2, statement.standard_uncertainty_m2, day)
    spaces_told = (row.space, *(source.space for source in beside))
    for area in dict.fromkeys(
        one["area_m2"] for space in spaces_told for one in space.declared if one["kind"] != "gross"
    ):
        yield OtherSource("declared", area)


def declared_m2(row: SpaceRow) -> float | None:
    """Return the area the ledger states for a room, m²: a declared net area, else any declared one."""
    declared = sorted(row.space.declared, key=lambda area: ("net", "unspecified", "gross").index(area["kind"]))
    return declared[0]["area_m2"] if declared else None


def _places(rows: Iterable[SpaceRow]) -> dict[str, PlaceOfSpace]:
    return {row.space.space_id: PlaceOfSpace(row.space.space_id, row.storey_id, row.building_id) for row in rows}
