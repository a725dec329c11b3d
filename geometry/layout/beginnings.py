"""Aisles to begin a search with: single spines, combs designed for each wing of the floor, aisles that join them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, product

import numpy as np

from geometry.layout.combs import comb
from geometry.layout.grid import Grid, Mask
from geometry.layout.network import Network, Strip, Widths
from geometry.layout.rows import Cells

STEP_M = 0.2
GOLDEN = 0.6180339887
SMALL = 25_000  # cells: floors up to 60 m² on the fine grid, where every place is worth a look
JOINS = 8  # places of a joining aisle that a comb is designed around
DESIGNING = 4  # tries that designing a comb is worth
PER_WING = 3  # combs of a wing that are put together with those of the other wings
TOGETHER = 60  # of such sets, for each way to cut the floor: six wings would give hundreds


def spines_of(grid: Grid, widths: Widths) -> Iterator[Network]:
    """Yield single aisles across the whole floor, wide ones first."""
    rows, columns = grid.floor.shape
    for width in sorted({widths.main, widths.secondary}, reverse=True):
        step = grid.cells(STEP_M if width == widths.main or grid.floor.size <= SMALL else 2 * STEP_M)
        lying = [Strip(False, at, width, 0, columns) for at in _places(rows, width, step)]
        upright = [Strip(True, at, width, 0, rows) for at in _places(columns, width, step)]
        # Places far apart come first: when few are looked at they differ.
        order = sorted(range(len(lying) + len(upright)), key=lambda i: i * GOLDEN % 1)
        yield from (((lying + upright)[i],) for i in order)


def combs_of(
    grid: Grid, wings: Iterable[tuple[Mask, ...]], widths: Widths, cells: Cells, spend: Callable[[int], bool]
) -> Iterator[Network]:
    """Yield the combs of every wing put together, for each way to cut the floor into wings; ``spend`` takes tries."""
    for pieces in wings:
        found = []
        for wing in pieces:
            designed = sorted(_designed(grid, wing, widths, cells, spend), key=lambda d: -d[0])
            if len(pieces) == 1:
                yield from (network for _, network in designed)
            found.append(_different(designed))
        if len(pieces) == 1:
            continue
        for chosen in islice(product(*found), TOGETHER):
            yield tuple(s for _, network in chosen for s in network)


def _different(designed: list[tuple[int, Network]]) -> list[tuple[int, Network]]:
    """Return the best comb of a wing along x, along y and with a joining aisle."""
    kinds: dict[tuple[bool, bool], tuple[int, Network]] = {}
    for count, network in designed:
        across = {s.across for s in network}
        kinds.setdefault((True in across, False in across), (count, network))
    return list(kinds.values())[:PER_WING] or [(0, ())]


def _designed(
    grid: Grid, wing: Mask, widths: Widths, cells: Cells, spend: Callable[[int], bool]
) -> Iterator[tuple[int, Network]]:
    """Yield combs of one wing with how many they may seat: both directions and widths, joined nowhere or somewhere."""
    ys, xs = np.nonzero(wing)
    if not len(ys):
        return
    bottom, top, left, right = int(ys.min()), int(ys.max()) + 1, int(xs.min()), int(xs.max()) + 1
    inside = np.s_[bottom:top, left:right]
    free, ways = grid.free[inside] & wing[inside], grid.floor[inside] & wing[inside]
    for across in (True, False):
        here, there = (free, ways) if across else (free.T, ways.T)
        here, there = np.ascontiguousarray(here), np.ascontiguousarray(there)
        low, first, length, breadth = (bottom, left, top - bottom, right - left)
        if not across:
            low, first, length, breadth = (left, bottom, right - left, top - bottom)
        joins = [-1, *_places(length, widths.main, grid.cells(STEP_M), JOINS)]
        for width in sorted({widths.main, widths.secondary}):
            for join in joins:
                if not spend(DESIGNING):
                    return
                found = comb(here, there, join, widths.main, width, cells)
                strips = [Strip(across, first + int(at), width, low, low + length) for at in found[:-1]]
                if join >= 0:
                    strips.append(Strip(not across, low + join, widths.main, first, first + breadth))
                if strips:
                    yield int(found[-1]), tuple(strips)


def joined_by(grid: Grid, widths: Widths, network: Network) -> Iterator[Network]:
    """Yield aisles with one more that joins those parallel to the first, at many places."""
    parallel = [s for s in network if s.across == network[0].across]
    low, high = min(s.low for s in parallel), max(s.high for s in parallel)
    first, last = min(s.at for s in parallel), max(s.at + s.width for s in parallel)
    for width in sorted({widths.main, widths.secondary}):
        for at in _places(high - low, width, grid.cells(2 * STEP_M), 24):
            yield (*network, Strip(not network[0].across, low + at, width, first, last))


def branches(grid: Grid, widths: Widths, network: Network) -> Iterator[Strip]:
    """Yield secondary aisles across the floor, or from its edge to the first aisle of the network."""
    rows, columns = grid.floor.shape
    width, step = widths.secondary, grid.cells(2 * STEP_M)
    spine = network[0] if network else None
    for across, length, along in ((True, columns, rows), (False, rows, columns)):
        for at in _places(length, width, step, 30):
            if spine is not None and spine.across != across:
                yield Strip(across, at, width, 0, spine.at + spine.width)
                yield Strip(across, at, width, spine.at, along)
            yield Strip(across, at, width, 0, along)


def _places(length: int, width: int, step: int, most: int = 40) -> list[int]:
    """Return places of a strip across a length, a step apart or so many that they are ``most``."""
    last = length - width
    if last < 0:
        return []
    step = max(step, -(-last // most))
    return sorted({*range(0, last + 1, step), last})
