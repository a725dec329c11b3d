"""The records between the programme and the IFC writer: rooms with closed-form areas, walls, columns, openings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from samples.county.band import Band, Path, Point

Layering = Literal["exterior", "interior", "light"]


@dataclass(frozen=True)
class Taken:
    """A part of a room taken by an element: its key, kind and closed-form area in m²."""

    element: str
    kind: str
    area_m2: float


@dataclass(frozen=True)
class Slope:
    """A ceiling rising from ``height_m`` at the outer wall by ``rise`` per metre towards the corridor."""

    side: Literal["low", "high"]
    face_v: float
    height_m: float
    rise: float


@dataclass
class Room:
    """One space: ``gross_m2`` is the area of ``path`` in closed form, ``headroom_below_m2`` what is lower."""

    key: str
    number: str
    name: str
    kind: str
    path: Path
    gross_m2: float
    height_m: float
    taken: list[Taken] = field(default_factory=list)
    slope: Slope | None = None
    headroom_below_m2: dict[str, float] = field(default_factory=dict)
    through: str = ""
    org_unit: str = ""
    occupants: int = 0

    @property
    def net_m2(self) -> float:
        """Return gross less everything taken, headroom not considered."""
        return self.gross_m2 - sum(t.area_m2 for t in self.taken)


@dataclass(frozen=True)
class Wall:
    """A wall body: ``path`` swept up from ``base_m`` for ``height_m``."""

    key: str
    path: Path
    height_m: float
    layering: Layering
    external: bool
    slope: Slope | None = None


@dataclass(frozen=True)
class Column:
    """A column: a square turned with its axis, or round where ``radius_m`` is given."""

    key: str
    centre: Point
    heading_rad: float
    width_m: float
    depth_m: float
    radius_m: float | None = None


@dataclass(frozen=True)
class Opening:
    """A hole in a wall about ``centre`` (plan, middle of the wall); ``heading_rad`` is where a door leaf swings to."""

    key: str
    host: str
    kind: Literal["door", "window", "opening"]
    centre: Point
    heading_rad: float
    width_m: float
    height_m: float
    sill_m: float
    wall_m: float
    hinge_left: bool = True
    sliding: bool = False


@dataclass(frozen=True)
class Stair:
    """A dog-leg stair: lower left corner, heading of its flights, plan size."""

    key: str
    corner: Point
    heading_rad: float
    width_m: float
    run_m: float
    rise_m: float


@dataclass(frozen=True)
class Lift:
    """A lift car standing about ``centre``."""

    key: str
    centre: Point
    heading_rad: float


@dataclass(frozen=True)
class SlabOpening:
    """A rectangular hole in the floor slab of a storey."""

    key: str
    path: Path


@dataclass
class Storey:
    """One storey of a block."""

    key: str
    name: str
    elevation_m: float
    height_m: float
    gross_m2: float
    slab: Path
    attic: bool = False
    rooms: list[Room] = field(default_factory=list)
    walls: list[Wall] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    stairs: list[Stair] = field(default_factory=list)
    lifts: list[Lift] = field(default_factory=list)
    slab_openings: list[SlabOpening] = field(default_factory=list)


@dataclass
class Block:
    """One building of the site."""

    letter: str
    name: str
    band: Band
    origin_m: tuple[float, float, float]
    rotation_deg: float
    storeys: list[Storey] = field(default_factory=list)

    @property
    def gross_m2(self) -> float:
        """Return the gross floor area of all storeys, structural outer faces."""
        return sum(s.gross_m2 for s in self.storeys)
