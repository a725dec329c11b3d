"""Walls, doors and windows of one storey, in the block's frame, metres."""

from __future__ import annotations

from itertools import pairwise
from math import pi
from typing import Literal

from samples.county.band import Band, Path, Point, rectangle_path, sector_path
from samples.county.levels import (
    ATTIC_EAVES_M,
    ATTIC_RISE,
    EXTERIOR_M,
    INTERIOR_M,
    SLAB_M,
    Levels,
)
from samples.county.meaning import kind_of
from samples.county.programme import (
    HALL,
    LIFT,
    MEN,
    STAIR,
    WOMEN,
    BlockProgramme,
    Part,
    Side,
    StoreyProgramme,
)
from samples.county.records import (
    Layering,
    Opening,
    Slope,
    Storey,
    Wall,
)


class StoreyWalls:
    """One storey under construction: its outline, walls, doors and windows."""

    def __init__(self, block: BlockProgramme, band: Band, levels: Levels, index: int, elevation_m: float) -> None:
        self.block, self.band, self.levels, self.index = block, band, levels, index
        self.programme: StoreyProgramme = block.storeys[index]
        self.height = block.storey_heights_m[index]
        self.storey = Storey(
            key=f"{block.letter}{index + 1}",
            name=f"{block.name}{index + 1}F",
            elevation_m=elevation_m,
            height_m=self.height,
            gross_m2=self._room_area(0, block.bays, -0.12, -0.12, levels.outer_low + 0.02, levels.outer_high - 0.02),
            slab=self._sector((0, -0.12), (block.bays, 0.12), levels.outer_low + 0.02, levels.outer_high - 0.02),
            attic=self.programme.attic,
        )
        self._numbers = 0
        self._doors = 0

    def _room_area(self, a: float, b: float, inset_a: float, inset_b: float, v1: float, v2: float) -> float:
        return self.band.room(a, b, inset_a, inset_b, v1, v2)

    def _sector(self, a: tuple[float, float], b: tuple[float, float], v1: float, v2: float) -> Path:
        return sector_path(self.band, a, b, v1, v2)

    def _outer_walls(self) -> None:
        b, lv, n = self.band, self.levels, self.block.bays
        bands: tuple[tuple[str, float, float, Layering], ...] = (
            ("EL", lv.outer_low, lv.low[0], "exterior"),
            ("CL", lv.low[1], lv.corridor[0], "interior"),
            ("CH", lv.corridor[1], lv.high[0], "interior"),
            ("EH", lv.high[1], lv.outer_high, "exterior"),
        )
        for bay in range(n):
            for name, v1, v2, layering in bands:
                ends = (bay, -0.14 if bay == 0 else 0.0), (bay + 1, 0.14 if bay + 1 == n else 0.0)
                external = layering == "exterior"
                path = sector_path(b, *ends, v1, v2)
                self._wall(f"{name}{bay}", path, layering, external)
        for name, axis in (("S", 0), ("T", n)):
            path = rectangle_path(b, axis, -0.14, 0.14, lv.outer_low, lv.outer_high)
            self._wall(f"E{name}", path, "exterior", True)
            heading = b.heading_rad(axis) + (pi / 2 if axis == 0 else -pi / 2)
            middle = b.at(axis, 0.0, sum(lv.corridor) / 2)
            if self.index == 0:
                self._open(f"E{name}", "door", middle, heading, 1.5, 2.1, 0.0, EXTERIOR_M)
            else:
                self._open(f"E{name}", "window", middle, heading, 1.2, 1.5, 0.9, EXTERIOR_M)

    def _wall(self, name: str, path: Path, layering: Layering, external: bool, slope: Slope | None = None) -> str:
        key = f"{self.storey.key}.wall.{name}"
        self.storey.walls.append(Wall(key, path, self.height - SLAB_M, layering, external, slope))
        return key

    def _open(
        self,
        host: str,
        kind: Literal["door", "window", "opening"],
        centre: Point,
        heading: float,
        width: float,
        height: float,
        sill: float,
        wall_m: float,
        *,
        left: bool = True,
        sliding: bool = False,
    ) -> None:
        self._doors += 1
        key = f"{self.storey.key}.{kind}.{self._doors}"
        host_key = f"{self.storey.key}.wall.{host}"
        self.storey.openings.append(
            Opening(key, host_key, kind, centre, heading, width, height, sill, wall_m, hinge_left=left, sliding=sliding)
        )

    def _slope(self, side: Side) -> Slope | None:
        if not self.programme.attic:
            return None
        face = self.levels.low[0] if side == "low" else self.levels.high[1]
        return Slope(side, face, ATTIC_EAVES_M, ATTIC_RISE)

    def _partition(self, side: Side, axis: float) -> None:
        v1, v2 = self.levels.low if side == "low" else self.levels.high
        path = rectangle_path(self.band, axis, -INTERIOR_M / 2, INTERIOR_M / 2, v1 - 0.1, v2 + 0.1)
        self._wall(f"P{side[0]}{axis:.4f}", path, "interior", False, self._slope(side))

    def _partition_door(self, side: Side, axis: float, direction: int) -> None:
        v1 = (self.levels.low if side == "low" else self.levels.high)[0]
        heading = self.band.heading_rad(axis) + (-pi / 2 if direction > 0 else pi / 2)
        self._open(
            f"P{side[0]}{axis:.4f}", "door", self.band.at(axis, 0.0, v1 + 1.2), heading, 0.9, 2.1, 0.0, INTERIOR_M
        )

    def _inset(self, axis: float) -> float:
        return EXTERIOR_M / 2 if axis in {0, self.block.bays} else INTERIOR_M / 2

    def _bay_pieces(self, a: float, b: float) -> list[tuple[float, float]]:
        cuts = [a, *(float(i) for i in range(self.block.bays + 1) if a < i < b), b]
        return list(pairwise(cuts))

    def _corridor_doors(self, side: Side, part: Part, a: float, b: float) -> None:
        lv = self.levels
        faces = (lv.low[1], lv.corridor[0]) if side == "low" else (lv.corridor[1], lv.high[0])
        row = "CL" if side == "low" else "CH"
        turn = 0.0 if side == "high" else pi
        pieces = self._bay_pieces(a, b)
        kind = kind_of(part.name)
        chosen = pieces
        if kind != "circulation" or part.name == STAIR:
            chosen = pieces[:1] if len(pieces) < 2 or kind == "office" else [pieces[0], pieces[-1]]
        for start, end in chosen:
            axis = (start + end) / 2
            centre = self.band.at(axis, 0.0, sum(faces) / 2)
            heading = self.band.heading_rad(axis) + turn
            wide = self.band.length(b - a, faces[0]) > 5.0 and kind != "office"
            if part.open_front or part.name == HALL:
                self._open(f"{row}{int(axis)}", "opening", centre, heading, 2.4, 2.4, 0.0, INTERIOR_M)
            else:
                width = 1.5 if wide or part.name == STAIR else 0.9 if part.name in {MEN, WOMEN} else 1.0
                left = int(axis * 2) % 2 == 0
                self._open(f"{row}{int(axis)}", "door", centre, heading, width, 2.1, 0.0, INTERIOR_M, left=left)

    def _windows(self, side: Side, part: Part, a: float, b: float) -> None:
        if self.programme.attic or part.behind == LIFT:
            return
        lv = self.levels
        v1, v2 = (lv.outer_low, lv.low[0]) if side == "low" else (lv.high[1], lv.outer_high)
        row = "EL" if side == "low" else "EH"
        for start, end in self._bay_pieces(a, b):
            length = self.band.length(end - start, v1)
            count = max(1, int(length / 3.3))
            for i in range(count):
                axis = start + (end - start) * (i + 0.5) / count
                if part.shaft:
                    axis = start + (end - start) * (0.68 if part.shaft < 0 else 0.32)
                centre = self.band.at(axis, 0.0, (v1 + v2) / 2)
                heading = self.band.heading_rad(axis) + (pi if side == "low" else 0.0)
                if part.name == HALL:
                    self._open(f"{row}{int(axis)}", "door", centre, heading + pi, 1.8, 2.4, 0.0, EXTERIOR_M)
                    continue
                width = 1.8 if length / count > 2.9 else 1.2
                self._open(f"{row}{int(axis)}", "window", centre, heading, width, 1.5, 0.9, EXTERIOR_M)
