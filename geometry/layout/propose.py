"""Propose a layout for a site: search, choose the seats, check them independently, and put the bound beside the count.

Preferred clearances come first: they are given up only where they would cost people a seat that is wanted.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geometry.finding import Text
from geometry.layout.bound import bound
from geometry.layout.check import check, is_legal, way_out
from geometry.layout.profile import Profile
from geometry.layout.records import Bound, Check, Layout, Site, Workstation
from geometry.layout.solve import Proposal, directions_deg, most
from geometry.region import Region

TOGETHER = 0.25  # metres from the window that a metre away from the others weighs
ROOMY_SHARE = 0.4  # of the time, for the preferred clearances
SHORTEST_S, LONGEST_S, M2_PER_S = 0.6, 7.0, 100.0  # time that a floor is worth when nobody says


@dataclass(frozen=True, slots=True)
class Proposed:
    """A layout with what the checker said of it and how good it is."""

    layout: Layout
    profile: Profile  # as checked: with the preferred clearances where they were kept
    checks: tuple[Check, ...]
    roomy: bool
    near_window_share: float | None

    @property
    def legal(self) -> bool:
        """Return whether every rule holds."""
        return is_legal(self.checks)


def propose(
    site: Site, profile: Profile, *, people: int | None = None, time_limit_s: float | None = None, seed: int = 0
) -> Proposed:
    """Return the layout with ``people`` workstations, or as many as the rules allow, with its checks and bound.

    Where ``people`` cannot be reached the layout has as many as were found; the bound says whether more could be.
    """
    began = time.monotonic()
    if time_limit_s is None:
        time_limit_s = min(LONGEST_S, max(SHORTEST_S, site.floor.area / M2_PER_S))
    wanted = _wanted(site, profile, people)
    roomy = profile.roomy()
    tight: Proposal = ((), shapely.Polygon(), 0.0)
    found = _search(site, roomy, wanted, time_limit_s * ROOMY_SHARE, seed) if wanted is not None else tight
    kept = wanted is not None and len(found[0]) >= wanted
    if not kept:
        tight = _search(site, profile, wanted, time_limit_s - (time.monotonic() - began), seed)
        found = tight if len(tight[0]) > len(found[0]) else found
    seats, aisles, angle_deg = found
    held = roomy if kept else profile
    if wanted is not None and len(seats) > wanted:
        seats = choose(seats, wanted, site, aisles, held)
    checks = check(site, seats, aisles, held)
    best = _bound(site, profile, len(seats))
    layout = Layout(seats, aisles, best, angle_deg, round(time.monotonic() - began, 3))
    return Proposed(layout, held, checks, kept, near_window_share(seats, site, profile))


def _wanted(site: Site, profile: Profile, people: int | None) -> int | None:
    limits = [] if people is None else [people]
    if profile.area_per_person_m2 is not None:
        limits.append(by_area(site, profile.area_per_person_m2.hard))
    return min(limits, default=None)


def by_area(site: Site, each_m2: float) -> int:
    """Return how many people the net area allows at ``each_m2`` a person."""
    return int((site.net_area_m2 + 1e-9) // each_m2)


def _bound(site: Site, profile: Profile, reached: int) -> Bound:
    if profile.area_per_person_m2 is not None and reached >= by_area(site, profile.area_per_person_m2.hard):
        each = profile.area_per_person_m2.hard
        why = Text(f"人均不低于 {each:g} m²", f"at least {each:g} m² a person")
        return Bound(reached, Text("所有布置", "all layouts"), why)
    return bound(site, profile, directions_deg(site), at_least=reached)


def _search(site: Site, profile: Profile, wanted: int | None, time_limit_s: float, seed: int) -> Proposal:
    def legal(seats: tuple[Workstation, ...], aisles: Region) -> bool:
        return is_legal(check(site, seats, aisles, profile))

    return most(site, profile, legal=legal, time_limit_s=time_limit_s, seed=seed, cap=wanted)


def choose(
    seats: Sequence[Workstation], wanted: int, site: Site, aisles: Region, profile: Profile
) -> tuple[Workstation, ...]:
    """Return ``wanted`` of the seats: near a window first, then together; no one loses their way to the aisle."""
    at = np.array([[s.x_m, s.y_m] for s in seats])
    from_window = _window_distance_m(seats, site)
    apart = np.hypot(*(at - at[int(np.argmin(from_window))]).T)
    worst_first = np.argsort(-(from_window + TOGETHER * apart), kind="stable").tolist()
    _, before = way_out(site, seats, aisles, profile)
    relied_on = Counter(before.values())
    kept = set(range(len(seats)))
    while len(kept) > wanted:
        i = next(i for i in worst_first if i in kept and not relied_on[i])
        kept.discard(i)
        if i in before:
            relied_on[before[i]] -= 1
    return tuple(seats[i] for i in sorted(kept))


def near_window_share(seats: Sequence[Workstation], site: Site, profile: Profile) -> float | None:
    """Return the share of seats no farther from a window than preferred, or None where no window is known."""
    if not site.windows or not seats:
        return None
    return float(np.mean(_window_distance_m(seats, site) <= profile.window_distance_m.hard))


def _window_distance_m(seats: Sequence[Workstation], site: Site) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if not site.windows:
        return np.zeros(len(seats))
    windows = shapely.union_all(list(site.windows))
    return np.asarray(shapely.distance(shapely.points([[s.x_m, s.y_m] for s in seats]), windows))
