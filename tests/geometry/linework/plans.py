"""Plans of known areas: a grid of rooms between walls of two faces, with doors and columns."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from shapely import Polygon, box


@dataclass
class Grid:
    """Rooms in columns of ``widths`` and rows of ``depths`` metres, walls ``wall_m`` thick between and around them."""

    widths: tuple[float, ...]
    depths: tuple[float, ...]
    wall_m: float = 0.24
    door_m: float = 0.9
    capped: bool = True
    columns: list[Polygon] = field(default_factory=list)

    def rooms(self) -> list[tuple[float, float, float, float]]:
        """Return the rooms as (x0, y0, x1, y1)."""
        xs = np.concatenate([[0.0], np.cumsum(np.array(self.widths) + self.wall_m)])
        ys = np.concatenate([[0.0], np.cumsum(np.array(self.depths) + self.wall_m)])
        return [
            (float(xs[i]), float(ys[j]), float(xs[i] + w), float(ys[j] + d))
            for i, w in enumerate(self.widths)
            for j, d in enumerate(self.depths)
        ]

    def areas(self) -> list[float]:
        return sorted(w * d for w in self.widths for d in self.depths)

    def segments(self) -> np.ndarray:
        """Return the wall faces; each wall between two rooms side by side has a door 0.6 m from its lower end."""
        rooms = self.rooms()
        last = rooms[-1]
        t = self.wall_m
        found = _ring(-t, -t, last[2] + t, last[3] + t)
        rows = len(self.depths)
        for n, (x0, y0, x1, y1) in enumerate(rooms):
            found += [[(x0, y0), (x1, y0)], [(x1, y1), (x0, y1)]]
            low, high = y0 + 0.6, y0 + 0.6 + self.door_m
            for x, shared in ((x0, n >= rows), (x1, n < len(rooms) - rows)):
                if not shared:
                    found.append([(x, y0), (x, y1)])
                    continue
                found += [[(x, y0), (x, low)], [(x, high), (x, y1)]]
                if self.capped and x == x1:
                    found += [[(x, low), (x + t, low)], [(x, high), (x + t, high)]]
        return np.array(found, dtype=float)


def _ring(x0: float, y0: float, x1: float, y1: float) -> list[list[tuple[float, float]]]:
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    return [[corners[i], corners[(i + 1) % 4]] for i in range(4)]


def ring(*points: tuple[float, float]) -> np.ndarray:
    """Return the sides of a closed ring as segments."""
    return np.array([[a, b] for a, b in zip(points, [*points[1:], points[0]], strict=True)], dtype=float)


def square(x: float, y: float, size: float) -> Polygon:
    return box(x - size / 2, y - size / 2, x + size / 2, y + size / 2)


def turned(points: np.ndarray, angle_rad: float, shift: tuple[float, float] = (0.0, 0.0)) -> np.ndarray:
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return points @ np.array([[c, s], [-s, c]]) + np.array(shift)
