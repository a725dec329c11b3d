"""Rooms that arise where walls go: pairs worth joining, measured on the plan, and what a checked layout holds there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from geometry.layout.profile import Profile, profile
from geometry.layout.site import SiteRefusedError, make_site
from geometry.nearness import neighbours
from geometry.overlay import together, without
from geometry.plan import Storey
from geometry.region import Region
from service.allocation.consolidation.joining import joined_place, worth_joining
from service.allocation.consolidation.records import Case, Place
from service.usecases.joins import GoneWall, Join
from service.usecases.layout_ledger import walls_in

if TYPE_CHECKING:
    from geometry.layout.propose import Proposed

WALL_M: Final = 0.6  # rooms farther apart have more than a wall between them
MODULE: Final = "1.2x0.6"
LAYOUT_S: Final = 0.8  # for one layout: rooms of two are small

Json = dict[str, Any]


MakeJoin = Callable[[Sequence[str]], Join]


@dataclass(frozen=True, slots=True)
class Floor:
    """One storey: the outlines of its rooms by id, and how some of them are joined (or ``SiteRefusedError``)."""

    outlines: Mapping[str, Region]
    join: MakeJoin


@dataclass
class JoinedRooms:
    """The joins offered, by the id of the room that arises; each is laid out once, when it is asked about."""

    joins: Mapping[str, Join] = field(default_factory=dict)
    _laid_out: dict[str, Proposed] = field(default_factory=dict)
    _profile: Profile = field(default_factory=lambda: profile(MODULE))

    @staticmethod
    def ready() -> None:
        """Compile what layouts need, which the first one would otherwise wait for."""
        from geometry.layout.search import ready

        ready()

    def layout(self, place: Place) -> int:
        """Return how many workstations a checked layout of a joined room holds."""
        proposed = self._proposed(place.id)
        return len(proposed.layout.workstations) if proposed.legal else 0

    def rows(self, case: Case, room_of: Mapping[str, str]) -> list[Json]:
        """Return what is known of the joined rooms that a scenario uses, as plain JSON values.

        ``bound`` is the most workstations any layout has, ``assumptions`` are to be confirmed before a wall goes.
        """
        used = set(room_of.values())
        return [self._row(place) for place in case.joined if place.id in used]

    def _row(self, place: Place) -> Json:
        join, bound = self.joins[place.id], self._proposed(place.id).layout.bound
        return {
            "space": place.id,
            "number": place.number,
            "members": list(place.members),
            "area_m2": place.area_m2,
            "module": MODULE,
            "workstations": self.layout(place),
            "bound": bound.count,
            "limited_by": list(bound.limited_by),
            "walls": [
                {"element": wall.element, "name": wall.name, "load_bearing": wall.load_bearing} for wall in join.walls
            ],
            "assumptions": [list(text) for text in join.site.assumptions],
        }

    def _proposed(self, room: str) -> Proposed:
        from geometry.layout.propose import propose  # compiled code that only children load

        if room not in self._laid_out:
            self._laid_out[room] = propose(self.joins[room].site, self._profile, time_limit_s=LAYOUT_S)
        return self._laid_out[room]


def join_rooms(case: Case, floors: Iterable[Floor]) -> tuple[Case, JoinedRooms]:
    """Return the case with the joins worth making, and what is needed to lay them out."""
    known = {place.id for place in case.places}
    places: list[Place] = []
    joins: dict[str, Join] = {}
    for floor in floors:
        outlines = {room: outline for room, outline in floor.outlines.items() if room in known}
        here = replace(case, places=tuple(place for place in case.places if place.id in outlines))
        for one, other in worth_joining(here, neighbours(outlines, within_m=WALL_M)):
            try:
                join = floor.join([one.id, other.id])
            except SiteRefusedError:
                continue
            joined = joined_place(one, other, area_m2=join.site.net_area_m2)
            joins[joined.id] = join
            places.append(joined)
    return replace(case, joined=tuple(places)), JoinedRooms(joins)


def floor_of_plan(storey: Storey, *, assume_removable: bool) -> Floor:
    """Return a storey of a plan that was just read.

    Walls known to carry load never go. Where the plan does not say, the join is an assumption to be confirmed, or is
    refused when ``assume_removable`` is off.
    """
    spaces = {space.id: space for space in storey.spaces}
    rules = profile(MODULE)

    def join(rooms: Sequence[str]) -> Join:
        chosen = [spaces[room] for room in rooms]
        site = make_site(storey, chosen, rules, assume_removable=assume_removable)
        strip = without(site.floor, together([space.outline for space in chosen]))
        return Join(site, tuple(GoneWall(e.id, e.name, e.load_bearing) for e in walls_in(strip, storey.elements)))

    return Floor({room: space.outline for room, space in spaces.items()}, join)
