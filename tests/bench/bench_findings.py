"""All findings of a large house: ``python -m tests.bench.bench_findings``.

A roster of 120,000 uses of 100,000 rooms is evaluated in a process of its own; time of the evaluation alone, peak
memory of the whole process. Half the rooms twice as fast would be linear; the ratio of both is printed. One transfer is
then worked out from the stored result.
"""

from __future__ import annotations

import argparse
import gc
import resource
import subprocess
import sys
import time
from dataclasses import replace

from rich.console import Console
from rich.table import Table

ROOMS = 100_000
WANTED_S, WANTED_MIB, WANTED_RATIO = 10.0, 2048.0, 2.4


def measure(rooms: int) -> tuple[float, ...]:
    """Return wall and processor seconds and MiB of a full evaluation, findings, seconds and groups of one transfer."""
    from service.allocation.evaluate import evaluate, reevaluate
    from service.allocation.policy_file import load_policy
    from service.allocation.situation import Change
    from tests.bench.make_roster import DAY, make

    roster, made = make(rooms)
    policy = load_policy("cn-2014")
    gc.collect()
    begun, used = time.perf_counter(), time.process_time()
    evaluation = evaluate(roster, made, policy, DAY)
    findings = evaluation.findings
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    person = roster.occupants[len(roster.occupants) // 2]
    moved = replace(person, posts=(replace(person.posts[0], level="正科级"),))
    begun = time.perf_counter()
    after = reevaluate(evaluation, Change(occupants=(moved,)))
    return seconds, cpu, peak, len(findings), time.perf_counter() - begun, len(after.computed)


def main() -> None:
    """Measure in child processes and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rooms", type=int, default=ROOMS)
    parser.add_argument("--measure", type=int, help="measure in this process and print plain numbers")
    options = parser.parse_args()
    if options.measure:
        print(*measure(options.measure))
        return
    half, whole = (_in_child(rooms) for rooms in (options.rooms // 2, options.rooms))
    table = Table(title="findings of a roster, in one process")
    for heading in ("what", "measured", "wanted"):
        table.add_column(heading)
    seconds, cpu, peak, findings, one, groups = whole
    what = f"{options.rooms:,} rooms × {int(options.rooms * 1.2):,} uses"
    table.add_row(f"{what}, wall", f"{seconds:.1f} s", _held(seconds, WANTED_S, "s"))
    table.add_row(f"{what}, CPU", f"{cpu:.1f} s", _held(cpu, WANTED_S, "s"))
    table.add_row("peak memory of the process", f"{peak:.0f} MiB", _held(peak, WANTED_MIB, "MiB"))
    table.add_row("twice the rooms", f"{cpu / half[1]:.2f} × the CPU time", _held(cpu / half[1], WANTED_RATIO, "×"))
    table.add_row("findings", f"{findings:,.0f}", "")
    table.add_row("one changed post", f"{one * 1000:.0f} ms, {groups:.0f} groups", "")
    Console(width=100).print(table)


def _in_child(rooms: int) -> list[float]:
    command = [sys.executable, "-m", "tests.bench.bench_findings", "--measure", str(rooms)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(number) for number in done.stdout.split()]


def _held(value: float, wanted: float, unit: str) -> str:
    return f"≤ {wanted:g} {unit}: {'ok' if value <= wanted else 'above'}"


if __name__ == "__main__":
    main()
