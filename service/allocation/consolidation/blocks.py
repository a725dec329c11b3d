"""How an org unit lies in the house: on which storeys, and in how many blocks of rooms beside one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from service.allocation.consolidation.records import Case, Place


def rooms_of_units(case: Case, room_of: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the plain rooms that the people of each org unit use; a joined room stands for its members."""
    parts = {place.id: place.members or (place.id,) for place in (*case.joined, *case.places)}
    found: dict[str, set[str]] = defaultdict(set)
    for person in case.people:
        found[person.org_unit].update(parts.get(room_of.get(person.id, ""), ()))
    return {unit: frozenset(rooms) for unit, rooms in found.items()}


def storeys_of_units(case: Case, room_of: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the storeys that each org unit has people on."""
    storey = {place.id: place.storey for place in case.places}
    used = rooms_of_units(case, room_of)
    return {unit: frozenset(storey[room] for room in rooms if room in storey) for unit, rooms in used.items()}


def blocks(case: Case, room_of: Mapping[str, str]) -> dict[str, tuple[frozenset[str], ...]]:
    """Return the blocks of each org unit as sets of room ids: rooms it uses, joined wherever two lie beside each other.

    Nearness is ``Place.beside``, in either direction and never across storeys; the members of a joined room in use are
    one block.
    """
    places = {place.id: place for place in case.places}
    joined_rooms = [place for place in case.joined if place.id in set(room_of.values())]
    links = _links(case.places, joined_rooms, places)
    return {unit: _groups(rooms & places.keys(), links) for unit, rooms in rooms_of_units(case, room_of).items()}


def _links(places: Iterable[Place], joined_rooms: Iterable[Place], known: Mapping[str, Place]) -> dict[str, set[str]]:
    links: dict[str, set[str]] = defaultdict(set)
    for place in places:
        for other in place.beside:
            if other in known and known[other].storey == place.storey:
                links[place.id].add(other)
                links[other].add(place.id)
    for joined in joined_rooms:
        for member in joined.members:
            links[member].update(joined.members)
    return links


def _groups(rooms: frozenset[str], links: Mapping[str, set[str]]) -> tuple[frozenset[str], ...]:
    left, found = set(rooms), []
    for room in sorted(rooms):
        if room not in left:
            continue
        group, waiting = {room}, [room]
        left.discard(room)
        while waiting:
            near = links.get(waiting.pop(), set()) & left
            left -= near
            group |= near
            waiting += near
        found.append(frozenset(group))
    return tuple(found)
