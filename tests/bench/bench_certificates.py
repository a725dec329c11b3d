"""Reading and issuing certificates in a store with a million: ``python -m tests.bench.bench_certificates``.

- latency of reading one certificate by id with 8 readers at once, and throughput beside a FastAPI app that has one
  route and nothing else (no store, no guard), served by the same uvicorn on the same machine in turn (A B A B …)
- certificates issued per second as one batch, in that store, signatures and history included, PDF not; by the wall
  clock and by processor time of the service, which tells a slow program from a busy machine

The service is a process of its own, ``yijian serve`` as it comes.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median

import httpx
import psutil
from rich.console import Console
from rich.table import Table

from tests.bench.certificate_store import PROPER, fill, import_rooms
from tests.bench.http_load import Load, load

ROOT = Path(__file__).parents[2]
API = "/api/v1"
READERS = 8
WANTED_P99_MS = 20.0
WANTED_RATIO = 0.6
WANTED_PER_SECOND = 200.0
SERVE = "from service.cli import main; main()"


@contextmanager
def process(*command: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command beside this process."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("YIJIAN_")}
    started = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield started
    finally:
        started.terminate()
        started.wait(30)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def reading(
    console: Console, address: str, sample: list[str], *, seconds: float, repeats: int
) -> tuple[list[Load], list[Load]]:
    """Read certificates and the plain route in turn."""
    size = len(httpx.get(f"{address}{API}/certificates/{sample[0]}").content)
    port = free_port()
    chance = random.Random(1)
    with process(sys.executable, "-m", "tests.bench.plain_service", str(port), str(size)):
        plain = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                httpx.get(f"{plain}{API}/certificates/x")
                break
            except httpx.TransportError:
                time.sleep(0.1)

        def path() -> str:
            return f"{API}/certificates/{chance.choice(sample)}"

        load(address, path, readers=READERS, seconds=1.0)  # warm
        load(plain, path, readers=READERS, seconds=1.0)
        ours, theirs = [], []
        for _ in range(repeats):
            ours.append(load(address, path, readers=READERS, seconds=seconds))
            theirs.append(load(plain, path, readers=READERS, seconds=seconds))
            console.print(
                f"read {ours[-1].per_second:.0f}/s (p99 {ours[-1].quantile_ms(0.99):.1f} ms), "
                f"plain {theirs[-1].per_second:.0f}/s (p99 {theirs[-1].quantile_ms(0.99):.1f} ms)"
            )
    return ours, theirs


def issuing(address: str, building: str, pid: int) -> tuple[int, float, float]:
    """Certify the rooms of a building that have no certificate yet; return how many, seconds, processor seconds."""
    service = psutil.Process(pid)
    spent = sum(service.cpu_times()[:2])
    with httpx.Client(base_url=address, timeout=30) as http:
        batch = http.post(f"{API}/certificate-batches", json={"building": building})
        place = batch.headers["location"]
        while (state := http.get(place).json())["status"] not in ("done", "failed"):
            time.sleep(0.25)
    began, ended = (datetime.fromisoformat(state[name]) for name in ("started_at", "finished_at"))
    return state["issued"], (ended - began).total_seconds(), sum(service.cpu_times()[:2]) - spent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--certificates", type=int, default=1_000_000)
    parser.add_argument("--rooms", type=int, default=3_000, help="rooms to certify in the batch")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0, help="of each load")
    parser.add_argument("--keep", type=Path, help="data folder to make, or to use again")
    options = parser.parse_args()
    console = Console(width=120)
    folder = options.keep or Path(tempfile.mkdtemp()) / "data"
    try:
        measure(console, folder, options)
    finally:
        if options.keep is None:
            shutil.rmtree(folder.parent, ignore_errors=True)


def measure(console: Console, folder: Path, options: argparse.Namespace) -> None:
    """Make the store, run the service on it, and print what was measured."""
    began = time.perf_counter()
    building = import_rooms(folder, options.rooms + PROPER)
    sample = fill(folder, building, options.certificates)
    size_gb = (folder / "yijian.db").stat().st_size / 1e9
    console.print(
        f"{options.certificates:,} certificates, {size_gb:.2f} GB, made in {time.perf_counter() - began:.0f} s"
    )
    with process(sys.executable, "-c", SERVE, "serve", "--port", "0", "--data", str(folder)) as service:
        assert service.stdout is not None
        address = service.stdout.readline().split()[-1].rstrip("/")
        ours, theirs = reading(console, address, sample, seconds=options.seconds, repeats=options.repeats)
        issued, seconds, busy = issuing(address, building, service.pid)
    table = Table(title=f"{options.certificates:,} certificates, {READERS} readers, {os.cpu_count()} cores")
    for heading in ("what", "measured", "wanted"):
        table.add_column(heading, justify="right" if heading == "measured" else "left")
    p99 = median(one.quantile_ms(0.99) for one in ours)
    ratio = median(a.per_second / b.per_second for a, b in zip(ours, theirs, strict=True))
    rate = issued / seconds if seconds else float("inf")
    for what, measured, wanted, ok in (
        ("reading, p50", f"{median(one.quantile_ms(0.5) for one in ours):.1f} ms", "", None),
        ("reading, p99", f"{p99:.1f} ms", f"≤ {WANTED_P99_MS:g} ms", p99 <= WANTED_P99_MS),
        ("reading, per second", f"{median(one.per_second for one in ours):.0f}", "", None),
        ("plain FastAPI route, per second", f"{median(one.per_second for one in theirs):.0f}", "", None),
        ("throughput / plain route", f"{ratio:.2f}", f"≥ {WANTED_RATIO:g}", ratio >= WANTED_RATIO),
        (
            f"issuing {issued:,} as one batch",
            f"{rate:.0f} /s",
            f"≥ {WANTED_PER_SECOND:g} /s",
            rate >= WANTED_PER_SECOND,
        ),
        ("issuing, per second of processor time", f"{issued / busy:.0f} /s" if busy else "", "", None),
    ):
        table.add_row(what, measured, wanted if ok is None else f"{wanted} {'ok' if ok else 'not reached'}")
    console.print(table)


if __name__ == "__main__":
    main()
