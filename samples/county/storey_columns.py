"""Columns of one storey and what they take off its rooms, in closed form, m²."""

from __future__ import annotations

from samples.county.levels import (
    CORRIDOR_COLUMN_M,
    INTERIOR_M,
)
from samples.county.records import (
    Column,
    Room,
    Taken,
)
from samples.county.storey_walls import StoreyWalls


class StoreyColumns(StoreyWalls):
    """Columns stand on the structural axes, the same on every storey but the attic."""

    def _column_key(self, row: str, axis: int) -> str:
        return f"{self.storey.key}.column.{row[0].upper()}{axis}"

    def _take(self, room: Room, row: str, a: float, b: float, da: float, db: float, *, skip: float = -1.0) -> None:
        """Take the columns of one row off a room, each with the part of it that stands inside the room's faces."""
        if self.programme.attic:
            return
        lv = self.levels
        half = (CORRIDOR_COLUMN_M if row == "corridor" else lv.column_m) / 2
        for axis in range(1, self.block.bays):
            if axis == skip or not a <= axis <= b:
                continue
            for edge in (a, b):
                distance = self.band.length(abs(axis - edge), lv.low[0])
                if 0 < distance < half + INTERIOR_M:
                    raise ValueError(f"{room.key}: a partition runs into the column on axis {axis}")
            x1 = da if axis == a else -half
            x2 = -db if axis == b else half
            if row == "low":
                area = (lv.low[0] - 0.2 + 2 * half) * (x2 - x1) - self.band.below(x1, x2, lv.low[0])
            elif row == "high":
                area = self.band.below(x1, x2, lv.high[1]) - (lv.high[1] + 0.2 - 2 * half) * (x2 - x1)
            else:
                top = (lv.corridor[1] + lv.high[0]) / 2 + half
                area = top * (x2 - x1) - self.band.below(x1, x2, lv.high[0])
            room.taken.append(Taken(self._column_key(row, axis), "column", area))

    def _columns(self) -> None:
        lv = self.levels
        half = lv.column_m / 2
        rows = (
            ("low", lv.low[0] - 0.2 + half, lv.column_m),
            ("corridor", (lv.corridor[1] + lv.high[0]) / 2, CORRIDOR_COLUMN_M),
            ("high", lv.high[1] + 0.2 - half, lv.column_m),
        )
        for axis in range(1, self.block.bays):
            for row, y, size in rows:
                self.storey.columns.append(
                    Column(
                        self._column_key(row, axis),
                        self.band.at(axis, 0.0, y),
                        self.band.heading_rad(axis),
                        size,
                        size,
                    )
                )
