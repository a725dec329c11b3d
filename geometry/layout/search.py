"""Which aisles: spines and branches tried in order of promise, then shifted, added and taken away while it pays."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from geometry.layout.fill import Known, Placed, fill
from geometry.layout.grid import Grid, Mask
from geometry.layout.network import Network, Strip, Widths, door_links, main_holds, walkable
from geometry.layout.profile import Profile
from geometry.layout.rows import Cells

SPINE_STEP_M = 0.2
KEPT = 6  # spines of which branches are tried
LEAST_TRIED = 60  # networks tried however slow the machine is: a busy one finds a layout too
POLISHED = 3  # networks of one kind that are shifted about before the next kind is tried


@dataclass(frozen=True, slots=True)
class Found:
    """A set of aisles with the workstations it allows."""

    network: Network
    aisle: Mask
    placed: tuple[Placed, ...]


@dataclass(slots=True)
class Search:
    """Tries networks on one grid and remembers the best; ``most`` is a count above which nothing is gained."""

    grid: Grid
    profile: Profile
    widths: Widths
    deadline: float
    most: int
    legal: Callable[[Found], bool]
    best: Found | None = None
    tried: dict[Network, int] = field(default_factory=dict)
    known: Known = field(default_factory=dict)

    @property
    def cells(self) -> Cells:
        """Return the lengths of the profile in cells."""
        return cells_of(self.profile, self.grid)

    def over(self) -> bool:
        """Return whether nothing more can be gained, or time is up and the simplest networks have been tried."""
        if self.best is not None and len(self.best.placed) >= self.most:
            return True
        return len(self.tried) >= LEAST_TRIED and time.monotonic() > self.deadline

    def value(self, network: Network) -> int:
        """Return how many workstations a network of aisles allows; −1 where a door would be cut off."""
        if network in self.tried:
            return self.tried[network]
        linked = (*network, *door_links(self.grid, network, self.widths))
        aisle = walkable(self.grid, linked, self.widths)
        count = -1
        if aisle is not None and main_holds(self.grid, linked, self.widths):
            placed = fill(self.grid, aisle, self.cells, self.known)
            count = len(placed)
            if count > (0 if self.best is None else len(self.best.placed)):
                found = Found(linked, aisle, tuple(placed))
                if self.legal(found):
                    self.best = found
                else:
                    count = -1
        self.tried[network] = count
        return count


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
            values[(*network, *door_links(search.grid, network, search.widths))] = value
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
        for at in _places(first.high, width, search.grid.cells(2 * SPINE_STEP_M)):
            yield (*comb, Strip(not first.across, at, width, first.at, last.at + last.width))


def _spines(search: Search) -> list[Strip]:
    rows, columns = search.grid.floor.shape
    width, step = search.widths.main, search.grid.cells(SPINE_STEP_M)
    lying = [Strip(False, at, width, 0, columns) for at in _places(rows, width, step)]
    return lying + [Strip(True, at, width, 0, rows) for at in _places(columns, width, step)]


def _places(length: int, width: int, step: int) -> list[int]:
    last = length - width
    if last < 0:
        return []
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
        for at in _places(length, width, step):
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
    strips = list(search.best.network)
    kind = rng.random()
    if strips and kind < 0.25:
        strips.pop(rng.randrange(len(strips)))
    if kind > 0.6 or not strips:
        options = list(_branches(search, tuple(strips)))
        if options:
            strips.append(rng.choice(options))
    if strips and kind < 0.1:
        i = rng.randrange(len(strips))
        other = search.widths.main + search.widths.secondary - strips[i].width
        strips[i] = replace(strips[i], width=other)
    if strips:
        i = rng.randrange(len(strips))
        strips[i] = strips[i].moved(rng.choice((-12, -6, -3, -2, -1, 1, 2, 3, 6, 12)))
    network = tuple(strips)
    before = len(search.best.placed)
    if search.value(network) >= before - 2:
        _shift(search, network)
