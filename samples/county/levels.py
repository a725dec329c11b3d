"""Thicknesses of walls and the lines across a block, in metres."""

from __future__ import annotations

from dataclasses import dataclass

EXTERIOR_M = 0.28  # 240 brick with a 20 mm finish on each face
INTERIOR_M = 0.24  # 200 block, 20 mm plaster on each face
LIGHT_M = 0.14  # 100 block, 20 mm plaster on each face
SLAB_M = 0.12
CORRIDOR_COLUMN_M = 0.5
ROUND_COLUMN_RADIUS_M = 0.35
SHAFT_WIDTH_M, SHAFT_DEPTH_M = 1.2, 1.0
STAIR_WIDTH_M, STAIR_RUN_M = 2.2, 3.0
LIFT_CAR_M = (1.8, 1.6)
ATTIC_EAVES_M, ATTIC_RISE = 1.0, 0.4
CUT_HEIGHTS_M = (1.2, 1.5, 2.1, 2.2)


@dataclass(frozen=True)
class Levels:
    """The lines across a block, from the low outer face to the high outer face (radii or y, metres)."""

    outer_low: float
    low_depth: float
    corridor_width: float
    high_depth: float
    column_m: float

    @property
    def low(self) -> tuple[float, float]:
        """Return the finished faces of the low rooms."""
        v = self.outer_low + EXTERIOR_M
        return v, v + self.low_depth

    @property
    def corridor(self) -> tuple[float, float]:
        """Return the finished faces of the corridor."""
        v = self.low[1] + INTERIOR_M
        return v, v + self.corridor_width

    @property
    def high(self) -> tuple[float, float]:
        """Return the finished faces of the high rooms."""
        v = self.corridor[1] + INTERIOR_M
        return v, v + self.high_depth

    @property
    def outer_high(self) -> float:
        """Return the high outer face."""
        return self.high[1] + EXTERIOR_M
