"""Propose a layout for a site: search, choose the seats, check them independently, and put the bound beside the count.

Preferred clearances come first: they are given up only where they would cost people a seat that is wanted. What is
proposed is legal: where the checker refuses a layout, workstations go until it holds; one without any says why.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geometry.finding import Text
from geometry.layout.aisles import door_floor, free_floor
from geometry.layout.bound import bound
from geometry.layout.check import check, is_legal, way_out
from geometry.layout.egress import Way, ways_out
from geometry.layout.profile import Profile
from geometry.layout.records import Bound, Check, Layout, Site, Workstation
from geometry.layout.score import Score, score, window_distances_m
from geometry.layout.search import Kept, ready
from geometry.layout.solve import Effort, Solution, directions_deg, most
from geometry.region import Region

NEARER = 0.25  # metres from the window that a metre away from the others weighs
ROOMY_SHARE = 0.4  # of the time, for the preferred clearances
# Seconds of a quiet core that a floor is worth when nobody says: half a second for 60 m², more than in proportion.
SHORTEST_S, LONGEST_S, USUAL_S, USUAL_M2, GROWTH = 0.3, 5.0, 0.5, 60.0, 1.5
PATIENCE, PATIENCE_S = 6.0, 7.0  # on a busy machine the search may take so many times longer, but no longer than this

TOO_SMALL = Text(
    "净面积 {area} m² 不足人均 {each} m²,一个工位也不能设。",
    "The net area of {area} m² is less than {each} m².",
)
NO_CIRCLE = Text(
    "房间里放不下直径 {across} m 的轮椅回转空间,没有合规布置。",
    "No turning circle of {across} m fits into the room, so no layout is legal.",
)
NO_PLACE = Text(
    "门前净空和 {aisle} m 通道之外,没有找到放得下一张 {width}×{depth} m 工位及其座椅区的位置。",
    "Beside the clear squares of the doors and an aisle of {aisle} m no place was found for a desk of "
    "{width} × {depth} m and its chair.",
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A layout with what the checker said of it and how good it is; ``reason`` says why it has no workstation."""

    layout: Layout
    profile: Profile  # as checked: with the preferred clearances where they were kept
    checks: tuple[Check, ...]
    roomy: bool
    score: Score
    ways: tuple[Way, ...]
    reason: Text | None = None

    @property
    def legal(self) -> bool:
        """Return whether every rule holds."""
        return is_legal(self.checks)

    @property
    def near_window_share(self) -> float | None:
        """Return the share of seats no farther from a window than preferred, or None where no window is known."""
        return self.score.daylight if self.layout.workstations else None


def propose(
    site: Site, profile: Profile, *, people: int | None = None, time_limit_s: float | None = None, seed: int = 0
) -> Proposed:
    """Return the layout with ``people`` workstations, or as many as the rules allow, with its checks and bound.

    Where ``people`` cannot be reached the layout has as many as were found; the bound says whether more could be.
    """
    ready()
    began = time.monotonic()
    seconds = _worth_s(site) if time_limit_s is None else time_limit_s
    patience_s = min(PATIENCE * seconds, PATIENCE_S) if time_limit_s is None else seconds
    wanted = _wanted(site, profile, people)
    roomy = profile.roomy()
    found = None
    if wanted is not None:
        found = _search(site, roomy, wanted, Effort(seconds * ROOMY_SHARE, began + patience_s * ROOMY_SHARE), seed)
    kept = found is not None and wanted is not None and len(found.kept.workstations) >= wanted
    if not kept:
        tight = _search(site, profile, wanted, Effort(seconds, began + patience_s), seed)
        if found is None or (tight is not None and len(tight.kept.workstations) >= len(found.kept.workstations)):
            found = tight
    held = roomy if kept else profile
    nothing = Kept((), door_floor(site, free_floor(site)))
    seats, aisles, checks, ways = legal_part(site, nothing if found is None else found.kept, held)
    best = _bound(site, profile, len(seats))
    angle_deg = 0.0 if found is None else found.angle_deg
    layout = Layout(seats, aisles, best, angle_deg, round(time.monotonic() - began, 3))
    reason = None if seats else why_none(site, profile)
    return Proposed(layout, held, checks, kept, score(site, seats, aisles, held), ways, reason)


def _worth_s(site: Site) -> float:
    return float(min(LONGEST_S, max(SHORTEST_S, USUAL_S * (site.floor.area / USUAL_M2) ** GROWTH)))


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


def _search(site: Site, profile: Profile, wanted: int | None, effort: Effort, seed: int) -> Solution | None:
    def accept(seats: tuple[Workstation, ...], aisles: Region, most_people: int) -> Kept | None:
        chosen = choose(seats, most_people, site, aisles, profile)
        if not chosen or not is_legal(check(site, chosen, aisles, profile, travel=False)):
            return None
        return Kept(chosen, aisles, score(site, chosen, aisles, profile).total)

    if wanted == 0:
        return None
    return most(site, profile, accept=accept, effort=effort, seed=seed, cap=wanted)


def legal_part(
    site: Site, kept: Kept, profile: Profile
) -> tuple[tuple[Workstation, ...], Region, tuple[Check, ...], tuple[Way, ...]]:
    """Return the workstations that every rule allows, with aisles, checks and ways out: all of them, or fewer."""
    seats, aisles = kept.workstations, kept.aisles
    while True:
        checks, ways = check(site, seats, aisles, profile), ways_out(site, seats, profile)
        if is_legal(checks):
            return seats, aisles, checks, ways
        if not seats:  # the doors alone: nothing is left to take away
            return seats, aisles, checks, ways
        near = tuple(
            s
            for s, way in zip(seats, ways, strict=True)
            if way.length_m is not None and way.length_m <= profile.travel_m.hard
        )
        fewer = len(seats) - max(1, len(seats) // 10)
        seats = near if len(near) < len(seats) else choose(seats, fewer, site, aisles, profile)
        if not seats:
            aisles = door_floor(site, free_floor(site))


def why_none(site: Site, profile: Profile) -> Text:
    """Return in words why a site has no legal layout with a workstation."""
    area = profile.area_per_person_m2
    if area is not None and by_area(site, area.hard) < 1:
        return TOO_SMALL.format(area=f"{site.net_area_m2:.2f}", each=f"{area.hard:g}")
    across_m = profile.turning_circle_m.hard
    if free_floor(site).buffer(-across_m / 2).is_empty:
        return NO_CIRCLE.format(across=f"{across_m:.2f}")
    width, depth = profile.module.width_m, profile.module.depth_m
    return NO_PLACE.format(aisle=f"{profile.secondary_aisle_m.hard:.2f}", width=f"{width:g}", depth=f"{depth:g}")


def choose(
    seats: Sequence[Workstation], wanted: int, site: Site, aisles: Region, profile: Profile
) -> tuple[Workstation, ...]:
    """Return ``wanted`` of the seats: near a window first, then together; no one loses their way to the aisle.

    Seats from which no aisle is reached, past no more people than allowed, are never chosen.
    """
    if wanted <= 0 or not seats:
        return ()
    at = np.array([[s.x_m, s.y_m] for s in seats])
    from_window = window_distances_m(seats, site)
    apart = np.hypot(*(at - at[int(np.argmin(from_window))]).T)
    depth, before = way_out(site, seats, aisles, profile)
    # Whom another one passes on the way stays; of the others the one that sits worst goes first.
    worst_first = sorted(range(len(seats)), key=lambda i: (-(from_window[i] + NEARER * apart[i]), i))
    kept = {i for i in range(len(seats)) if depth.get(i, len(seats)) <= profile.dead_end_workstations}
    relied_on = Counter(before[i] for i in kept if i in before)
    while len(kept) > wanted:
        i = next(i for i in worst_first if i in kept and not relied_on[i])
        kept.discard(i)
        if i in before:
            relied_on[before[i]] -= 1
    return tuple(seats[i] for i in sorted(kept))
