"""What goes into a layout and what comes out: site, workstations, aisles. Storey-local metres, degrees from +x."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Literal

import shapely
from shapely import LineString, Polygon

from geometry.finding import Text
from geometry.region import Region, polygonal


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A column, pier, shaft or wall end that stands in the room."""

    id: str
    kind: str
    footprint: Region


@dataclass(frozen=True, slots=True)
class Door:
    """A door of the site: the square in front of it that stays clear, and the way its leaf sweeps (or None)."""

    id: str
    middle: tuple[float, float]
    inward: tuple[float, float]
    width_m: float
    clear: Region
    leaf: Region | None = None

    @property
    def zone(self) -> Region:
        """Return all floor that the door needs free."""
        return self.clear if self.leaf is None else polygonal(shapely.union(self.clear, self.leaf))


@dataclass(frozen=True, slots=True)
class Site:
    """The floor to be laid out: one room or several joined, with what stands in it and how it is entered and lit."""

    spaces: tuple[str, ...]
    floor: Region
    net_area_m2: float
    obstacles: tuple[Obstacle, ...] = ()
    doors: tuple[Door, ...] = ()
    windows: tuple[LineString, ...] = ()
    assumptions: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Workstation:
    """A desk: (x_m, y_m) is the middle of its top, ``rotation_deg`` where the person looks; the chair lies behind."""

    x_m: float
    y_m: float
    rotation_deg: float
    width_m: float
    depth_m: float

    def desk(self) -> Polygon:
        """Return the desk top in plan."""
        return self._strip(-self.depth_m / 2, self.depth_m / 2)

    def behind(self, depth_m: float) -> Polygon:
        """Return the strip of the width of the desk that reaches ``depth_m`` back from its edge."""
        return self._strip(-self.depth_m / 2 - depth_m, -self.depth_m / 2)

    def _strip(self, back_m: float, front_m: float) -> Polygon:
        c, s = cos(radians(self.rotation_deg)), sin(radians(self.rotation_deg))
        half = self.width_m / 2
        corners = ((back_m, -half), (front_m, -half), (front_m, half), (back_m, half))
        return Polygon([(self.x_m + c * u - s * v, self.y_m + s * u + c * v) for u, v in corners])


@dataclass(frozen=True, slots=True)
class Check:
    """What the independent checker says about one rule."""

    rule: str
    outcome: Literal["pass", "fail"]
    reason: Text


@dataclass(frozen=True, slots=True)
class Bound:
    """The most workstations any layout of the stated family can have, and what limits it."""

    count: int
    family: Text
    limited_by: Text


@dataclass(frozen=True, slots=True)
class Layout:
    """One proposed layout with its bound; ``aisles`` is all floor reserved for walking, door squares included."""

    workstations: tuple[Workstation, ...]
    aisles: Region
    bound: Bound
    orientation_deg: float = 0.0
    seconds: float = 0.0
