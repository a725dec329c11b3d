"""Ten thousand surveyed rooms adjusted in one run, on one core: ``python -m tests.bench.bench_surveys``.

- milliseconds of processor time a room, everything included: rough places, equations, closures, adjustment, tests,
record - ten thousand rooms against one thousand - against only solving the same linear systems with numpy (three steps
of ``lstsq`` and one inverse), as a ratio

The rooms are those of practice: a rectangle with two lengths, two widths and two diagonals (eight in ten), an L with
its walls, diagonals and assumed right angles (two in ten), every size different, errors as a good laser makes them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from math import hypot

import numpy as np
from rich.console import Console
from rich.table import Table

from geometry.survey.approximate import candidates
from geometry.survey.least_squares import adjust
from geometry.survey.observations import AssumedAngle, Corner, Distance, RoomSurvey
from geometry.survey.rectangle import rectangle
from geometry.survey.room import adjust_room
from geometry.survey.room_equations import room_equations

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
WANTED_MS = 3.0
WANTED_GROWTH = 12.0
SIGMA_M = 0.0015
L_DIAGONALS = ((0, 2), (1, 3), (0, 4), (1, 5), (3, 5), (0, 3))


def surveys(count: int, seed: int = 1) -> list[RoomSurvey]:
    """Return ``count`` surveys, no two alike."""
    rng = np.random.default_rng(seed)
    return [_l_room(k, rng) if k % 5 == 0 else _rectangle(k, rng) for k in range(count)]


def _rectangle(k: int, rng: np.random.Generator) -> RoomSurvey:
    a, b = rng.uniform(3, 9), rng.uniform(2.5, 6)
    errors = rng.normal(0, SIGMA_M, 6)
    return rectangle(
        id=str(k), number=str(k), length_m=(a + errors[0], a + errors[1]), width_m=(b + errors[2], b + errors[3]),
        diagonals_m=(hypot(a, b) + errors[4], hypot(a, b) + errors[5]), instrument="disto",
    )  # fmt: skip


def _l_room(k: int, rng: np.random.Generator) -> RoomSurvey:
    a, b = rng.uniform(5, 9), rng.uniform(4, 7)
    c, d = a * rng.uniform(0.4, 0.7), b * rng.uniform(0.4, 0.7)
    xy = ((0.0, 0.0), (a, 0.0), (a, d), (c, d), (c, b), (0.0, b))
    pairs = [*((i, (i + 1) % 6) for i in range(6)), *L_DIAGONALS]
    distances = [
        Distance(
            Corner(i), Corner(j), (hypot(xy[i][0] - xy[j][0], xy[i][1] - xy[j][1]) + float(rng.normal(0, SIGMA_M)),),
            sigma_m=SIGMA_M,
        )
        for i, j in pairs
    ]  # fmt: skip
    angles = [AssumedAngle(i, 270.0 if i == 3 else 90.0, sigma_deg=0.3) for i in range(6)]
    return RoomSurvey(str(k), str(k), tuple("ABCDEF"), (*distances, *angles))


def linear_systems(rooms: Sequence[RoomSurvey]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the whitened design and misclosures of each room at its solution, with the datum held by three more
    rows."""
    found = []
    for room in rooms:
        equations = room_equations(room, next(candidates(room)), instrument="laser")
        solved = adjust(equations.problem)
        n = len(room.corners)
        x, y = solved.x.reshape(-1, 2).T
        datum = np.zeros((3, 2 * n))
        datum[0, 0::2] = datum[1, 1::2] = 1.0
        datum[2, 0::2], datum[2, 1::2] = -y, x
        whitened = np.vstack([solved.design / solved.sigmas[:, None], datum])
        found.append((whitened, np.concatenate([solved.residuals / solved.sigmas, np.zeros(3)])))
    return found


def solve(systems: Sequence[tuple[np.ndarray, np.ndarray]]) -> None:
    """Solve every system three times, as three steps would, and invert its normal matrix once."""
    for design, misclosures in systems:
        for _ in range(3):
            np.linalg.lstsq(design, misclosures, rcond=None)
        np.linalg.inv(design.T @ design)


def adjust_all(rooms: Sequence[RoomSurvey]) -> None:
    """Adjust every room; all of them must come out."""
    assert all(adjust_room(room).record is not None for room in rooms)


def cpu_seconds(run: Callable[[], None]) -> float:
    """Return the processor time of one run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Print the three figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rooms", type=int, default=10_000)
    options = parser.parse_args()
    if any(os.environ.get(name) != "1" for name in THREADS):
        # Matrices of a room are far too small for several threads to help, and "one core" means one.
        environment = os.environ | dict.fromkeys(THREADS, "1")
        sys.exit(subprocess.run([sys.executable, "-m", __spec__.name, *sys.argv[1:]], env=environment).returncode)
    many = surveys(options.rooms)
    few = many[: max(1, options.rooms // 10)]
    adjust_all(few[:50])  # imports and caches are no part of it
    small = cpu_seconds(lambda: adjust_all(few))
    large = cpu_seconds(lambda: adjust_all(many))
    systems = linear_systems(few)
    peer = cpu_seconds(lambda: solve(systems))
    table = Table(title="surveyed rooms, processor time on one core")
    for heading in ("what", "figure", "wanted"):
        table.add_column(heading, justify="right" if heading == "figure" else "left")
    per_room_ms = 1000 * large / len(many)
    table.add_row(f"{len(many)} rooms, ms a room", f"{per_room_ms:.2f}", _verdict(per_room_ms, WANTED_MS))
    table.add_row(
        f"{len(many)} rooms / {len(few)} rooms", f"{large / small:.1f}", _verdict(large / small, WANTED_GROWTH)
    )
    table.add_row("whole adjustment / only solving with numpy", f"{small / peer:.1f}", "none")
    Console(width=100).print(table)


def _verdict(value: float, wanted: float) -> str:
    return f"≤ {wanted:g} {'ok' if value <= wanted else 'above'}"


if __name__ == "__main__":
    main()
