"""Rooms that arise where walls go: pairs worth joining, measured on the plan, and what a checked layout holds there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import shapely

from geometry.finding import Text
from geometry.layout.profile import Profile, profile
from geometry.layout.propose import propose
from geometry.layout.records import Site
from geometry.layout.site import SiteRefusedError, make_site
from geometry.nearness import neighbours
from geometry.plan import Space, Storey
from service.allocation.consolidation.joining import joined_place, worth_joining
from service.allocation.consolidation.records import Case, Place

WALL_M: Final = 0.6  # rooms farther apart have more than a wall between them
MODULE: Final = "1.2x0.6"
LAYOUT_S: Final = 0.8  # for one layout: rooms of two are small


@dataclass
class JoinedRooms:
    """The joins offered, with their sites; ``assumptions`` are what must be confirmed before a wall goes."""

    places: tuple[Place, ...] = ()
    assumptions: tuple[Text, ...] = ()
    _sites: dict[str, Site] = field(default_factory=dict)
    _known: dict[tuple[float, ...], int] = field(default_factory=dict)
    _profile: Profile = field(default_factory=lambda: profile(MODULE))

    def layout(self, place: Place) -> int:
        """Return how many workstations a checked layout of a joined room holds; one shape is laid out once."""
        site = self._sites[place.id]
        shape = (*_sides(site), float(len(site.doors)), float(len(site.obstacles)))
        if shape not in self._known:
            proposed = propose(site, self._profile, time_limit_s=LAYOUT_S)
            self._known[shape] = len(proposed.layout.workstations) if proposed.legal else 0
        return self._known[shape]


def join_rooms(case: Case, storeys: Iterable[Storey], *, assume_removable: bool = True) -> JoinedRooms:
    """Return the joins worth making; ``storeys`` are those of the plan with the rooms of the case, by the same ids.

    Walls known to carry load never go. Where the plan does not say, the join is an assumption to be confirmed, or is
    not offered when ``assume_removable`` is off.
    """
    made = JoinedRooms()
    places: list[Place] = []
    assumptions: list[Text] = []
    known = {place.id for place in case.places}
    rules = profile(MODULE)
    for storey in storeys:
        spaces = {space.id: space for space in storey.spaces if space.id in known}
        touching = neighbours({key: space.outline for key, space in spaces.items()}, within_m=WALL_M)
        here = replace(case, places=tuple(place for place in case.places if place.id in spaces))
        for one, other in worth_joining(here, touching):
            site = _site(storey, [spaces[one.id], spaces[other.id]], rules, assume_removable=assume_removable)
            if site is not None:
                joined = joined_place(one, other, area_m2=site.net_area_m2)
                made._sites[joined.id] = site
                places.append(joined)
                assumptions += site.assumptions
    made.places = tuple(places)
    made.assumptions = tuple(dict.fromkeys(assumptions))
    return made


def _site(storey: Storey, spaces: Sequence[Space], rules: Profile, *, assume_removable: bool) -> Site | None:
    try:
        return make_site(storey, spaces, rules, assume_removable=assume_removable)
    except SiteRefusedError:
        return None


def _sides(site: Site) -> tuple[float, ...]:
    """Return the lengths of the sides of a floor, longest first, to the centimetre: alike in rooms of one shape."""
    points = shapely.get_coordinates(shapely.get_exterior_ring(shapely.get_parts(site.floor)[0]))
    steps = points[1:] - points[:-1]
    return tuple(sorted((round(float((x * x + y * y) ** 0.5), 2) for x, y in steps), reverse=True))
