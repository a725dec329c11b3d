"""Which aisles: spines and combs tried in order of promise, then shifted, added and taken away while it pays."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain

import numpy as np

from geometry.layout.beginnings import branches, combs_of, joined_by, spines_of
from geometry.layout.combs import comb
from geometry.layout.fill import Placed, evaluate, placed
from geometry.layout.grid import Grid
from geometry.layout.masks import Mask
from geometry.layout.network import Network, Numbers, Strip, Widths, numbers, strips
from geometry.layout.profile import Profile
from geometry.layout.records import Workstation
from geometry.layout.rows import Cells
from geometry.region import Region

ENOUGH = 20  # networks with room for all who are wanted, of which the best is looked for
JOINED = 4  # combs that are tried with an aisle that joins them
TRIMMED = 0.3  # share of changed networks of which the ends are looked at again
POLISHED = 4  # networks with a joining aisle, and half of those without, that are improved
COMPARED = 10  # layouts with all people wanted of which the best is taken
CHECKING = 40  # tries that looking at a layout with the checker is worth
SHORTENED = 0.3  # share of changes that move the end of a strip
MOVES = (1, -1, 2, -2, 4, -4, 8, -8)
STEPS = (-24, -12, -6, -3, -2, -1, 1, 2, 3, 6, 12, 24)
WAY_IN_M = 0.5  # a person gets into a chair zone through an edge at least this long
SLACK = 2  # seats that a changed network may lose and still be worth shifting about


@dataclass(frozen=True, slots=True)
class Found:
    """A set of aisles with the workstations it allows."""

    network: Network
    linked: Network  # with the links to the doors
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Workstations and aisles in plan coordinates, as the checker passed them, and how good they are."""

    workstations: tuple[Workstation, ...]
    aisles: Region
    quality: float = 0.0

    @property
    def value(self) -> tuple[int, float]:
        """Return what layouts are compared by: how many sit, then how well."""
        return len(self.workstations), self.quality


@dataclass(slots=True)
class Search:
    """Tries networks on one grid and remembers the best; ``most`` is a count above which nothing is gained.

    ``budget`` is how many networks are tried: it ends the search alike on every machine. The deadline is for those
    that would take unreasonably long.
    """

    grid: Grid
    profile: Profile
    widths: Widths
    budget: int
    deadline: float
    most: int
    accept: Callable[[Found], Kept | None]
    wings: tuple[tuple[Mask, ...], ...]
    best: Found | None = None
    kept: Kept | None = None
    spent: int = 0
    full: int = 0  # layouts seen with as many as are wanted
    tried: dict[Network, int] = field(default_factory=dict)
    raw: dict[Network, int] = field(default_factory=dict)

    @property
    def cells(self) -> Cells:
        """Return the lengths of the profile in cells."""
        return cells_of(self.profile, self.grid)

    def spend(self, tries: int) -> bool:
        """Take something off the tries for what costs as much; return whether any are left."""
        self.spent += tries
        return not self.over()

    def reached(self) -> int:
        """Return how many workstations the best layout so far has."""
        return 0 if self.kept is None else len(self.kept.workstations)

    def over(self) -> bool:
        """Return whether nothing more can be gained or all tries are spent."""
        if self.full >= COMPARED:
            return True
        return self.spent >= self.budget or time.monotonic() > self.deadline

    def seats(self, network: Network) -> int:
        """Return how many workstations a network leaves room for, not asking the checker; 0 where it was refused."""
        if network in self.tried:
            return max(0, self.tried[network])
        if network not in self.raw:
            self.raw[network] = len(self._evaluated(network)[1])
        return self.raw[network]

    def _evaluated(self, network: Network) -> tuple[Numbers, Numbers]:
        g = self.grid
        rows, _, seats = evaluate(g.floor, g.free, g.zones, g.doors, numbers(network), self.widths, self.cells)
        self.spent += 1
        return rows, seats

    def value(self, network: Network) -> int:
        """Return how many workstations a network of aisles allows; −1 where the checker refuses them."""
        if network in self.tried:
            return self.tried[network]
        count = self.seats(network)
        if min(count, self.most) > self.reached() or count >= self.most:
            rows, seats = self._evaluated(network)
            found = Found(network, strips(rows), placed(seats))
            self.spent += CHECKING
            kept = self.accept(found)
            if kept is not None:
                if self.kept is None or kept.value > self.kept.value:
                    self.best, self.kept = found, kept
                self.full += len(kept.workstations) >= self.most
                count = len(kept.workstations)
            else:
                count = -1
        self.tried[network] = count
        return count


@cache
def ready() -> None:
    """Compile what the search runs, or load it: seconds in a fresh installation, not to be taken from its time."""
    floor = np.zeros((4, 4), dtype=bool)
    doors = np.zeros((1, 8), dtype=np.int64)
    evaluate(floor, floor, floor, doors, numbers(()), Widths(2, 1), Cells(1, 1, 1, 1, 2, 1, 1, 1))
    comb(floor, floor, -1, 2, 1, Cells(1, 1, 1, 1, 2, 1, 1, 1))


def cells_of(profile: Profile, grid: Grid) -> Cells:
    """Return the lengths of a profile in cells of a grid, rounded up."""
    return Cells(
        width=grid.cells(profile.module.width_m),
        depth=grid.cells(profile.module.depth_m),
        chair=grid.cells(profile.chair_zone_m),
        behind=grid.cells(profile.chair_to_wall_m.hard),
        back_to_back=2 * grid.cells(profile.chair_zone_m),
        dead_end=profile.dead_end_workstations,
        way_in=grid.cells(WAY_IN_M),
        many=profile.many_people,
    )


def run(search: Search, rng: random.Random, begin: Network | None = None) -> None:
    """Search until nothing more can be gained or all tries are spent; ``begin`` goes on from a known network."""
    if begin is not None:
        _shift(search, begin)
    else:
        _begin(search)
    while not search.over() and search.best is not None:
        _shake(search, rng)


def _begin(search: Search) -> None:
    """Try spines and combs, join the best combs, then improve the best of all."""
    search.value(())
    begun = _promising(
        search,
        chain(
            spines_of(search.grid, search.widths),
            combs_of(search.grid, search.wings, search.widths, search.cells, search.spend),
        ),
    )
    combs = [n for n in begun if len(n) > 1][:JOINED]
    joined = _promising(search, (n for c in combs for n in joined_by(search.grid, search.widths, c)))
    begun = sorted([*begun[: 2 * POLISHED], *joined[:POLISHED]], key=lambda n: -min(search.seats(n), search.most))
    for network in begun:
        _shift(search, _trim(search, _shift(search, network)))
    for network in begun:
        _shift(search, _trim(search, _grow(search, network)))


def _promising(search: Search, networks: Iterable[Network]) -> list[Network]:
    """Return networks that leave room for people, most first, until enough leave it for all who are wanted."""
    values: dict[Network, int] = {}
    full = 0
    for network in networks:
        if search.over() or full >= ENOUGH:
            break
        values[network] = min(search.seats(network), search.most)
        full += values[network] >= search.most
    return sorted((n for n in values if values[n]), key=lambda n: -values[n])


def _grow(search: Search, start: Network) -> Network:
    """Add the branch that gains most, as long as one does."""
    network, value = start, search.value(start)
    while not search.over():
        options = [
            (search.value((*network, s)), i, s)
            for i, s in enumerate(branches(search.grid, search.widths, network))
            if not search.over()
        ]
        if not options:
            break
        most, _, strip = max(options, key=lambda o: (o[0], -o[1]))
        if most <= value:
            break
        network, value = (*network, strip), most
    return network


def _shift(search: Search, network: Network) -> Network:
    """Move single strips sideways, and make them wide or narrow, while it pays."""
    both = search.widths.main + search.widths.secondary

    def changes(network: Network, i: int) -> list[Strip]:
        here = network[i]
        other = both - here.width
        moved = [here.moved(move) for move in MOVES]
        if other == here.width:
            return moved
        return [*moved, replace(here, width=other), replace(here, width=other, at=here.at + here.width - other)]

    return _improved(search, network, changes)


def _trim(search: Search, network: Network) -> Network:
    """Move the ends of strips to where others cross them, while it pays: no aisle is longer than it need be."""

    def changes(network: Network, i: int) -> list[Strip]:
        here = network[i]
        marks = {0, search.grid.floor.shape[0 if here.across else 1]}
        for other in network:
            if other.across != here.across:
                marks |= {other.at, other.at + other.width}
        begins = [replace(here, low=low) for low in sorted({here.low} | marks)]
        ends = [replace(here, high=high) for high in sorted({here.high} | marks)]
        return [strip for strip in (*begins, *ends) if strip.high - strip.low >= strip.width]

    return _improved(search, network, changes)


def _improved(search: Search, network: Network, changes: Callable[[Network, int], list[Strip]]) -> Network:
    """Change one strip after the other, round and round, while any of its ``changes`` pays."""
    value = search.value(network)
    better = True
    while better and not search.over():
        better = False
        for i in range(len(network)):
            for strip in changes(network, i):
                if search.over():
                    return network
                tried = (*network[:i], strip, *network[i + 1 :])
                found = search.value(tried)
                if found > value:
                    network, value, better = tried, found, True
    return network


def _shake(search: Search, rng: random.Random) -> None:
    """Change the best network at random, then improve it."""
    assert search.best is not None
    lines = list(search.best.network)
    kind = rng.random()
    if lines and kind < 0.25:
        lines.pop(rng.randrange(len(lines)))
    if kind > 0.6 or not lines:
        options = list(branches(search.grid, search.widths, tuple(lines)))
        if options:
            lines.append(rng.choice(options))
    if lines and kind < 0.1:
        i = rng.randrange(len(lines))
        other = search.widths.main + search.widths.secondary - lines[i].width
        lines[i] = replace(lines[i], width=other)
    if lines:
        i = rng.randrange(len(lines))
        step = rng.choice(STEPS)
        if rng.random() < SHORTENED:
            low, high = (step, 0) if rng.random() < 0.5 else (0, step)
            lines[i] = replace(lines[i], low=lines[i].low + low, high=lines[i].high + high)
        else:
            lines[i] = lines[i].moved(step)
    network = tuple(lines)
    before = len(search.best.placed)
    if search.value(network) >= before - SLACK:
        network = _shift(search, network)
        if rng.random() < TRIMMED:
            _trim(search, network)
