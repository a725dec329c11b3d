"""Which aisles: spines and branches tried in order of promise, then shifted, added and taken away while it pays."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from geometry.layout.fill import Placed, evaluate, placed
from geometry.layout.grid import Grid
from geometry.layout.network import Network, Strip, Widths, numbers, strips
from geometry.layout.profile import Profile
from geometry.layout.records import Workstation
from geometry.layout.rows import Cells
from geometry.region import Region

SPINE_STEP_M = 0.2
GOLDEN = 0.6180339887
KEPT = 6  # spines of which branches are tried
POLISHED = 3  # networks of one kind that are shifted about before the next kind is tried
COMPARED = 10  # layouts with all people wanted of which the best is taken
CHECKING = 40  # tries that looking at a layout with the checker is worth
SHORTENED = 0.3  # share of changes that move the end of a strip
STEPS = (-24, -12, -6, -3, -2, -1, 1, 2, 3, 6, 12, 24)
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
    best: Found | None = None
    kept: Kept | None = None
    spent: int = 0
    full: int = 0  # layouts seen with as many as are wanted
    tried: dict[Network, int] = field(default_factory=dict)

    @property
    def cells(self) -> Cells:
        """Return the lengths of the profile in cells."""
        return cells_of(self.profile, self.grid)

    def reached(self) -> int:
        """Return how many workstations the best layout so far has."""
        return 0 if self.kept is None else len(self.kept.workstations)

    def over(self) -> bool:
        """Return whether nothing more can be gained or all tries are spent."""
        if self.full >= COMPARED:
            return True
        return self.spent >= self.budget or time.monotonic() > self.deadline

    def value(self, network: Network) -> int:
        """Return how many workstations a network of aisles allows; −1 where the checker refuses them.

        Where narrow aisles serve too many, the same aisles are tried as wide as main ones.
        """
        if network in self.tried:
            return self.tried[network]
        g = self.grid
        rows, _, seats = evaluate(g.floor, g.free, g.zones, g.doors, numbers(network), self.widths, self.cells)
        self.spent += 1
        count = self.tried[network] = len(seats)
        if min(count, self.most) > self.reached() or count >= self.most:
            found = Found(network, strips(rows), placed(seats))
            self.spent += CHECKING
            kept = self.accept(found)
            if kept is not None:
                if self.kept is None or kept.value > self.kept.value:
                    self.best, self.kept = found, kept
                self.full += len(kept.workstations) >= self.most
                count = self.tried[network] = len(kept.workstations)
            else:
                self.tried[network] = -1
                wide = tuple(replace(s, width=max(s.width, self.widths.main)) for s in network)
                count = self.tried[network] = self.value(wide) if wide != network else -1
        return count


@cache
def ready() -> None:
    """Compile what the search runs, or load it: seconds in a fresh installation, not to be taken from its time."""
    floor = np.zeros((4, 4), dtype=bool)
    doors = np.zeros((1, 8), dtype=np.int64)
    evaluate(floor, floor, floor, doors, numbers(()), Widths(2, 1), Cells(1, 1, 1, 1, 2, 1))


def cells_of(profile: Profile, grid: Grid) -> Cells:
    """Return the lengths of a profile in cells of a grid, rounded up."""
    return Cells(
        width=grid.cells(profile.module.width_m),
        depth=grid.cells(profile.module.depth_m),
        chair=grid.cells(profile.chair_zone_m),
        behind=grid.cells(profile.chair_to_wall_m.hard),
        back_to_back=2 * grid.cells(profile.chair_zone_m),
        dead_end=profile.dead_end_workstations,
    )


def run(search: Search, rng: random.Random, begin: Network | None = None) -> None:
    """Search until the deadline or the bound."""
    if begin is not None:
        _shift(search, begin)
        while not search.over() and search.best is not None:
            _shake(search, rng)
        return
    search.value(())
    spines = _promising(search, ((s,) for s in _spines(search)))
    combs = _promising(search, _combs(search))
    joined = _promising(search, (n for comb in combs[:POLISHED] for n in _joined(search, comb)))
    for network in _best_of(search, [*spines[:POLISHED], *combs[:POLISHED], *joined[:POLISHED]]):
        _shift(search, network)
    for network in spines[:KEPT]:
        _shift(search, _grow(search, network))
    while not search.over() and search.best is not None:
        _shake(search, rng)


def _best_of(search: Search, networks: list[Network]) -> list[Network]:
    return sorted(networks, key=lambda n: -search.tried.get(n, 0))


def _promising(search: Search, networks: Iterable[Network]) -> list[Network]:
    """Return networks with the links to the doors that they need, the best first."""
    values: dict[Network, int] = {}
    for network in networks:
        if search.over():
            break
        value = search.value(network)
        if value > 0:
            values[network] = value
    return sorted(values, key=lambda n: -values[n])


def _combs(search: Search) -> Iterator[Network]:
    """Yield parallel aisles as far apart as two full lines of people allow."""
    grid, cells = search.grid, search.cells
    rows, columns = grid.floor.shape
    pitch = 2 * cells.dead_end * cells.width
    for across, length, along in ((True, columns, rows), (False, rows, columns)):
        for first in range(cells.dead_end + 1):
            for width in sorted({search.widths.main, search.widths.secondary}):
                places = range(first * cells.width, length - width + 1, width + pitch)
                if len(places) > 1:
                    yield tuple(Strip(across, p, width, 0, along) for p in places)


def _joined(search: Search, comb: Network) -> Iterator[Network]:
    """Yield parallel aisles with one more that joins them, at every place."""
    first, last = comb[0], comb[-1]
    for width in sorted({search.widths.main, search.widths.secondary}):
        for at in _places(first.high, width, search.grid.cells(2 * SPINE_STEP_M), 24):
            yield (*comb, Strip(not first.across, at, width, first.at, last.at + last.width))


def _spines(search: Search) -> list[Strip]:
    rows, columns = search.grid.floor.shape
    width, step = search.widths.main, search.grid.cells(SPINE_STEP_M)
    lying = [Strip(False, at, width, 0, columns) for at in _places(rows, width, step)]
    upright = [Strip(True, at, width, 0, rows) for at in _places(columns, width, step)]
    # Places far apart come first: when few are looked at they differ.
    order = sorted(range(len(lying) + len(upright)), key=lambda i: i * GOLDEN % 1)
    return [(lying + upright)[i] for i in order]


def _places(length: int, width: int, step: int, most: int = 40) -> list[int]:
    """Return places of a strip across a length, a step apart or so many that they are ``most``."""
    last = length - width
    if last < 0:
        return []
    step = max(step, -(-last // most))
    return sorted({*range(0, last + 1, step), last})


def _grow(search: Search, start: Network) -> Network:
    """Add the branch that gains most, as long as one does."""
    network, value = start, search.value(start)
    while not search.over():
        options = [
            (search.value((*network, s)), i, s) for i, s in enumerate(_branches(search, network)) if not search.over()
        ]
        if not options:
            break
        most, _, strip = max(options, key=lambda o: (o[0], -o[1]))
        if most <= value:
            break
        network, value = (*network, strip), most
    return network


def _branches(search: Search, network: Network) -> Iterable[Strip]:
    rows, columns = search.grid.floor.shape
    width = search.widths.secondary
    step = search.grid.cells(2 * SPINE_STEP_M)
    spine = network[0] if network else None
    for across, length, along in ((True, columns, rows), (False, rows, columns)):
        for at in _places(length, width, step, 30):
            if spine is not None and spine.across != across:
                yield Strip(across, at, width, 0, spine.at + spine.width)
                yield Strip(across, at, width, spine.at, along)
            yield Strip(across, at, width, 0, along)


def _shift(search: Search, network: Network) -> Network:
    """Move single strips sideways while it pays."""
    value = search.value(network)
    moves = (1, -1, 2, -2, 4, -4, 8, -8)
    better = True
    while better and not search.over():
        better = False
        for i in range(len(network)):
            for move in moves:
                if search.over():
                    return network
                tried = (*network[:i], network[i].moved(move), *network[i + 1 :])
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
        options = list(_branches(search, tuple(lines)))
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
        _shift(search, network)
