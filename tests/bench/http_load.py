"""Concurrent readers of HTTP addresses, as light as Python allows: raw sockets, kept open, one request each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Load:
    """What the readers saw: seconds of every request, and how long all took together."""

    latencies_s: list[float]
    seconds: float
    bytes: int

    @property
    def per_second(self) -> float:
        """Return answered requests per second."""
        return len(self.latencies_s) / self.seconds

    def quantile_ms(self, share: float) -> float:
        """Return the latency that ``share`` of the requests stay within, in milliseconds."""
        ordered = sorted(self.latencies_s)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def load(address: str, path: Callable[[], str], *, readers: int, seconds: float) -> Load:
    """Read ``address`` + ``path()`` with so many readers at once for so long; anything but 200 raises."""
    return asyncio.run(_load(address, path, readers, seconds))


async def _load(address: str, path: Callable[[], str], readers: int, seconds: float) -> Load:
    parts = urlsplit(address)
    began = time.perf_counter()
    until = began + seconds
    found = await asyncio.gather(*(_read(parts.hostname or "", parts.port or 80, path, until) for _ in range(readers)))
    took = time.perf_counter() - began
    return Load([one for latencies, _ in found for one in latencies], took, sum(size for _, size in found))


async def _read(host: str, port: int, path: Callable[[], str], until: float) -> tuple[list[float], int]:
    reader, writer = await asyncio.open_connection(host, port)
    latencies: list[float] = []
    size = 0
    while (began := time.perf_counter()) < until:
        writer.write(f"GET {path()} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: application/json\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode("latin-1"))
        lower = head.lower()
        at = lower.index(b"content-length:") + 15
        body = await reader.readexactly(int(lower[at : lower.index(b"\r\n", at)]))
        size += len(body)
        latencies.append(time.perf_counter() - began)
    writer.close()
    await writer.wait_closed()
    return latencies, size
