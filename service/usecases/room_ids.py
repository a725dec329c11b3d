"""Ids of buildings, storeys and rooms: short, readable, and kept over the life of a building."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from service.store import buildings
from service.store.records import BuildingRecord

SAFE = re.compile(r"[^A-Za-z0-9_$.-]")
ID_LENGTH = 8
ID_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # no l, o, 0, 1: ids are read aloud


def with_ids(
    building: BuildingRecord,
    building_id: str,
    *,
    storeys: Mapping[str, str],
    rooms: Mapping[str, str],
    used: Iterable[str] = (),
) -> BuildingRecord:
    """Return a building read with ids: those known by the id in the file, and new ones unlike any other used."""
    new_id = id_maker(building_id, {*storeys.values(), *rooms.values(), *used})
    given: set[str] = set()

    def id_of(global_id: str, known: Mapping[str, str]) -> str:
        known_id = known.get(global_id)
        chosen = known_id if known_id is not None and known_id not in given else new_id(global_id)
        given.add(chosen)
        return chosen

    return replace(
        building,
        storeys=tuple(
            replace(
                storey,
                storey_id=id_of(storey.global_id, storeys),
                spaces=tuple(replace(space, space_id=id_of(space.global_id, rooms)) for space in storey.spaces),
            )
            for storey in building.storeys
        ),
    )


def id_maker(building_id: str, used: Iterable[str]) -> Callable[[str], str]:
    """Return what makes new ids that say where the thing comes from."""
    taken = set(used)

    def new_id(global_id: str) -> str:
        plain = SAFE.sub("-", global_id)[:180] or "x"
        candidate, n = f"{building_id}.{plain}", 1
        while candidate in taken:
            n += 1
            candidate = f"{building_id}.{plain}~{n}"
        taken.add(candidate)
        return candidate

    return new_id


def new_building_id(session: Session, global_id: str) -> str:
    """Return a short id made from the GlobalId: links survive when a store is made anew from the same file."""
    n = 0
    while True:
        candidate = _short(f"{global_id}/{n}" if n else global_id)
        if not buildings.exists(session, candidate):
            return candidate
        n += 1


def site_id(read: tuple[BuildingRecord, ...]) -> str | None:
    """Return what buildings that came in one file have in common; None for a single one."""
    return _short(f"site/{read[0].global_id}") if len(read) > 1 else None


def _short(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "".join(ID_ALPHABET[byte % len(ID_ALPHABET)] for byte in digest[:ID_LENGTH])
