"""``yijian areas`` beside its peers, whole processes, as ratios of one run: ``python -m tests.bench.bench_areas``.

- time against opening the same file and quantifying its spaces with IfcOpenShell's own ``ifc5d``
- peak memory of the process tree against only opening the file with ifcopenshell
- 10,000 rooms against 1,000

The two sides of a ratio run in turn (A B A B …); each pair gives a ratio and the median of those is printed, so that a
busy machine troubles both sides. Wall time is what is held; the ratio of processor time stands beside it, because it
tells a slow program from a busy machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.bench.make_rooms import write
from tests.bench.process_tree import Run, RunFailedError, run

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / ".." / "shared" / "corpus"
FILES = (
    CORPUS / "01_Office_A_20110811.ifc",
    CORPUS / "02_multiple_storeys.ifc",
    ROOT / "samples" / "county_centre.ifc",
)
QUANTIFY = """
import sys, ifcopenshell
from ifc5d import qto
f = ifcopenshell.open(sys.argv[1])
results = qto.quantify(f, set(f.by_type("IfcSpace")), qto.rules["IFC4QtoBaseQuantities"])
assert len(results) >= 0.5 * len(f.by_type("IfcSpace")), "the peer measured next to nothing"
"""
OPEN = """
import sys, ifcopenshell
f = ifcopenshell.open(sys.argv[1])
f.by_type("IfcSpace")
"""


def areas(path: Path) -> list[str]:
    """Return the command that is measured."""
    return [str(Path(sys.executable).parent / "yijian"), "areas", str(path), "--json"]


def python(code: str, path: Path) -> list[str]:
    """Return a command that runs ``code`` on a file."""
    return [sys.executable, "-c", code, str(path)]


def pair(ours: list[str], theirs: list[str], repeats: int, *, memory: bool = False) -> tuple[list[Run], list[Run]]:
    """Run two commands in turn."""
    a, b = [], []
    for _ in range(repeats):
        a.append(run(ours, memory=memory))
        b.append(run(theirs, memory=memory))
    return a, b


def compare(report: Report, what: str, ours: list[Run], theirs: list[Run], wanted: float) -> None:
    """Report the time of paired runs: the median of their ratios, by the wall clock and by processor time."""
    for clock, name in (("seconds", "wall"), ("cpu_seconds", "CPU")):
        a, b = ([getattr(r, clock) for r in runs] for runs in (ours, theirs))
        ratio = median(x / y for x, y in zip(a, b, strict=True))
        report.line(f"{what}, {name}", f"{median(a):.2f} s", f"{median(b):.2f} s", ratio, wanted)


class Report:
    """Prints each ratio as soon as it is known, and the table of all at the end."""

    def __init__(self) -> None:
        self.console = Console(width=120)
        self.table = Table(title="whole processes: median times and memory; ratio: median of paired runs")
        for heading in ("what", "yijian", "compared with", "ratio", "wanted"):
            self.table.add_column(heading, justify="left" if heading in {"what", "wanted"} else "right")

    def line(self, what: str, ours: str, theirs: str, ratio: float, wanted: float) -> None:
        """Add one comparison."""
        verdict = "ok" if ratio <= wanted else "above"
        self.table.add_row(what, ours, theirs, f"{ratio:.2f}", f"≤ {wanted:g} {verdict}")
        self.console.print(f"{what}: {ratio:.2f} (≤ {wanted:g}: {verdict})")


def main() -> None:
    """Run every comparison that the machine has the files for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only-rooms", action="store_true", help="leave out the files")
    parser.add_argument("--skip-rooms", action="store_true", help="leave out the 10,000 rooms")
    options = parser.parse_args()
    report = Report()
    report.console.print(f"{os.cpu_count()} cores, {options.repeats} runs each, memory summed over the process tree")
    for path in () if options.only_rooms else FILES:
        name = path.name[:18]
        if not path.exists():
            report.console.print(f"{name}: not there, left out")
            continue
        try:
            ours, theirs = pair(areas(path), python(QUANTIFY, path), options.repeats)
            compare(report, f"{name} / ifc5d", ours, theirs, 1.0)
            ours, theirs = pair(areas(path), python(OPEN, path), options.repeats, memory=True)
            for kind in ("rss", "pss"):
                a, b = (median(getattr(r, f"peak_{kind}_mib") for r in runs) for runs in (ours, theirs))
                report.line(f"{name} {kind.upper()} / open", f"{a:.0f} MiB", f"{b:.0f} MiB", a / b, 3.0)
        except RunFailedError as failed:
            report.console.print(f"{name}: {failed}", style="red")
    if not options.skip_rooms:
        rooms(report, options.repeats)
    report.console.print(report.table)


def rooms(report: Report, repeats: int) -> None:
    """Compare ten thousand rooms with one thousand."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "rooms_1000.ifc", Path(folder) / "rooms_10000.ifc"
        write(1_000, small)
        write(10_000, large)
        few, many = pair(areas(small), areas(large), repeats)
        compare(report, "10,000 rooms / 1,000", many, few, 12.0)


if __name__ == "__main__":
    main()
