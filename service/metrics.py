"""Figures about the service in the Prometheus text format."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestMetrics:
    """Counts requests by method, route and status; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        self._seconds: defaultdict[tuple[str, str], float] = defaultdict(float)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Add one answered request."""
        known = method if method in METHODS else "other"  # a client must not be able to invent series
        with self._lock:
            self._requests[known, route, status] += 1
            self._seconds[known, route] += seconds

    def families(self) -> list[Family]:
        """Return what was counted so far."""
        with self._lock:
            requests, seconds = dict(self._requests), dict(self._seconds)
        return [
            Family(
                "yijian_http_requests_total",
                "counter",
                "Answered requests.",
                [({"method": m, "route": r, "status": str(s)}, n) for (m, r, s), n in sorted(requests.items())],
            ),
            Family(
                "yijian_http_request_seconds_total",
                "counter",
                "Time spent on answering requests, in seconds.",
                [({"method": m, "route": r}, total) for (m, r), total in sorted(seconds.items())],
            ),
        ]


Sample = tuple[Mapping[str, str], float]


class Family:
    """One metric with its samples."""

    def __init__(self, name: str, kind: str, text: str, samples: Iterable[Sample]) -> None:
        self.name = name
        self.kind = kind
        self.text = text
        self.samples = list(samples)


def exposition(families: Iterable[Family]) -> str:
    """Return families in the Prometheus text format 0.0.4."""
    lines: list[str] = []
    for family in families:
        lines += [f"# HELP {family.name} {family.text}", f"# TYPE {family.name} {family.kind}"]
        lines += [f"{family.name}{_labels(labels)} {_number(value)}" for labels, value in family.samples]
    return "\n".join(lines) + "\n"


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.6f}"
