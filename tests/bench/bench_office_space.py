"""The office-space-allocation benchmark: ``python -m tests.bench.bench_office_space [FOLDER]``.

Every instance of the folder (or of its subfolders, the families) is solved with every seed; objectives and hard
constraints are counted by ``tests.oracles.office_space.judge``, which shares nothing with the solver.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean

from rich.console import Console

from service.allocation.anneal import anneal, anneal_for
from tests.corpus import CORPUS
from tests.oracles.office_space import bound, judge, read, seating

Clock = Callable[[], float]
WANTED = {"SVe150": 138.0, "PNe150": 157.0}


def bench(folder: Path, seconds: float, seeds: Sequence[int], most: int | None, threads: int, clock: Clock) -> bool:
    """Print the table and return whether all are feasible and the means of known families are reached."""
    say = Console(width=110).print
    good = True
    files = [
        f
        for f in sorted(folder.rglob("*.txt"))
        if re.search(r"NoOfEntities:\s+\d", f.read_text("ascii", errors="replace"))
    ]
    for family in sorted({f.parent for f in files}):
        chosen = spread([f for f in files if f.parent == family], most)
        means, bounds, processor_s = [], [], []
        for file in chosen:
            instance = read(file)
            problem = seating(instance)
            anneal(problem, moves=1000, seed=0)  # compiles
            costs, broken = [], 0
            for seed in seeds:
                began = time.process_time()
                found = anneal_for(problem, seconds, seed, threads, clock)
                processor_s.append(time.process_time() - began)
                cost, hard = judge(instance, found.room.tolist())
                costs.append(cost)
                broken += hard
            good = good and not broken
            means.append(fmean(costs))
            bounds.append(bound(instance))
            each = " ".join(f"{c:.1f}" for c in costs)
            say(f"{family.name}/{file.stem}  mean {means[-1]:.1f}  best {min(costs):.1f}  ({each})  "
                f"bound {bounds[-1]:.1f}  {'feasible' if not broken else f'{broken} HARD BROKEN'}")  # fmt: skip
        mean = fmean(means)
        wanted = WANTED.get(family.name)
        good = good and (wanted is None or mean <= wanted)
        held = f"wanted ≤ {wanted:.0f}: {'held' if mean <= wanted else 'NOT HELD'}" if wanted else "nothing wanted"
        say(f"[bold]{family.name}: mean {mean:.1f} over {len(chosen)} instances × {len(seeds)} seeds, {held}; "
            f"mean bound {fmean(bounds):.1f}; {seconds:g} s on {threads} threads, "
            f"{fmean(processor_s):.1f} s of processor time a run[/]")  # fmt: skip
    return good


def spread(files: list[Path], most: int | None) -> list[Path]:
    """Return at most so many, evenly over the list."""
    if most is None or most >= len(files):
        return files
    return [files[i * len(files) // most] for i in range(most)]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=CORPUS.parent / "osap")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--instances", type=int, help="at most so many of each family, evenly chosen")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--processor", action="store_true", help="count processor time: for a machine with other work")
    a = parser.parse_args(arguments)
    clock = time.thread_time if a.processor else time.monotonic
    if not a.folder.is_dir():
        sys.exit(f"{a.folder} is no folder / 不是文件夹: {a.folder}")
    sys.exit(not bench(a.folder, a.seconds, range(1, a.seeds + 1), a.instances, a.threads, clock))


if __name__ == "__main__":
    main()
