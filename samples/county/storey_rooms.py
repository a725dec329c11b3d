"""Rooms of one storey with their closed-form areas, from the cells of the programme, metres and m²."""

from __future__ import annotations

from math import pi

from samples.county import closed_form
from samples.county.band import ArcBand, Path, Vertex, rectangle_path, sector_path
from samples.county.levels import (
    CORRIDOR_COLUMN_M,
    CUT_HEIGHTS_M,
    EXTERIOR_M,
    LIGHT_M,
    ROUND_COLUMN_RADIUS_M,
    SHAFT_DEPTH_M,
    SHAFT_WIDTH_M,
    SLAB_M,
    STAIR_RUN_M,
    STAIR_WIDTH_M,
)
from samples.county.meaning import kind_of
from samples.county.programme import (
    CORRIDOR,
    HALL,
    LIFT,
    OFFICE,
    SHAFT,
    STAIR,
    VOID,
    Cell,
    Part,
    Side,
)
from samples.county.records import (
    Column,
    Lift,
    Room,
    SlabOpening,
    Slope,
    Stair,
    Storey,
    Taken,
)
from samples.county.storey_columns import StoreyColumns


class StoreyRooms(StoreyColumns):
    """Builds one storey."""

    def build(self) -> Storey:
        """Return the storey."""
        self._outer_walls()
        sides: tuple[Side, ...] = ("high", "low")
        for side in sides:
            self._side(side)
        self._corridor()
        if not self.programme.attic:
            self._columns()
        return self.storey

    def _cells(self, side: Side) -> list[Cell]:
        core = self.block.core_high if side == "high" else self.block.core_low
        own = self.programme.high if side == "high" else self.programme.low
        named = sorted((*core, *own), key=lambda c: c.first)
        taken = [bay for c in named for bay in range(c.first, c.last + 1)]
        if len(taken) != len(set(taken)):
            raise ValueError(f"{self.storey.key} {side}: cells overlap in bays {taken}")
        patterns = self.block.patterns[side]
        offices = [
            Cell(bay, bay, tuple(Part(share, OFFICE) for share in patterns[(bay + 2 * self.index) % len(patterns)]))
            for bay in range(self.block.bays)
            if bay not in taken
        ]
        return sorted((*named, *offices), key=lambda c: c.first)

    def _side(self, side: Side) -> None:
        n = self.block.bays
        for cell in self._cells(side):
            span = cell.last + 1 - cell.first
            edges = [cell.first + round(span * sum(p.share for p in cell.parts[:i]), 9) for i in range(len(cell.parts))]
            edges.append(cell.last + 1)
            for i, part in enumerate(cell.parts):
                self._part(side, part, edges[i], edges[i + 1])
            for edge in edges[:-1]:
                if 0 < edge < n:
                    self._partition(side, edge)
            for i, part in enumerate(cell.parts):
                if part.through:
                    edge = edges[i] if part.through < 0 else edges[i + 1]
                    self._partition_door(side, edge, -part.through)

    def _number(self) -> str:
        self._numbers += 1
        return f"{self.storey.key}{self._numbers:02d}"

    def _ceiling(self, name: str) -> float:
        if name in {STAIR, LIFT, SHAFT, HALL, VOID}:
            return self.height - SLAB_M
        return 3.2 if self.height > 4.0 else 2.8

    def _room(self, name: str, path: Path, gross: float, *, number: str = "", slope: Slope | None = None) -> Room:
        number = number or self._number()
        height = self._ceiling(name)
        if slope is not None:
            v1, v2 = self.levels.low if slope.side == "low" else self.levels.high
            height = slope.height_m + slope.rise * (v2 - v1)
        room = Room(f"{self.storey.key}.room.{number}", number, name, kind_of(name), path, gross, height, slope=slope)
        self.storey.rooms.append(room)
        return room

    def _part(self, side: Side, part: Part, a: float, b: float) -> None:
        v1, v2 = self.levels.low if side == "low" else self.levels.high
        da, db = self._inset(a), self._inset(b)
        slope = self._slope(side)
        if part.behind:
            back = v2 - part.behind_m
            front = self._plain(part.name, a, b, v1, back - LIGHT_M, slope)
            rear = self._plain(part.behind, a, b, back, v2, None)
            if not part.open_front:
                rear.through = front.key
            name = f"L{a:.4f}"
            self._wall(name, self._sector((a, da), (b, -db), back - LIGHT_M, back), "light", False)
            axis = (a + b) / 2
            centre = self.band.at(axis, 0.0, back - LIGHT_M / 2)
            lift = part.behind == LIFT
            width = 1.1 if lift else 0.8
            self._open(name, "door", centre, self.band.heading_rad(axis), width, 2.1, 0.0, LIGHT_M, sliding=lift)
            if lift:
                self._lift(rear, a, da, v2)
        elif part.shaft:
            front = self._with_shaft(part, a, b, v1, v2)
        else:
            front = self._plain(part.name, a, b, v1, v2, slope)
        if part.name == VOID:
            self._hole(front, front.path, front.net_m2)
        if part.name == STAIR:
            self._stair(front, a, da, v1)
        if part.through:
            front.through = "beside"
        elif part.name != VOID:
            self._corridor_doors(side, part, a, b)
        self._windows(side, part, a, b)

    def _plain(self, name: str, a: float, b: float, v1: float, v2: float, slope: Slope | None) -> Room:
        da, db = self._inset(a), self._inset(b)
        lv = self.levels
        room = self._room(
            name, self._sector((a, da), (b, -db), v1, v2), self._room_area(a, b, da, db, v1, v2), slope=slope
        )
        if slope is not None:
            length = self.band.length(b - a, v1) - da - db
            for cut in CUT_HEIGHTS_M:
                width = min(v2 - v1, max(0.0, (cut - slope.height_m) / slope.rise))
                room.headroom_below_m2[str(cut)] = length * width
        if not self.programme.attic:
            if v1 == lv.low[0]:
                self._take(room, "low", a, b, da, db)
            if v1 == lv.high[0]:
                self._take(room, "corridor", a, b, da, db)
            if v2 == lv.high[1]:
                self._take(room, "high", a, b, da, db)
            for i, (axis, x, y) in enumerate(self.block.free_columns.get(self.index, ())):
                if a < axis < b and v1 == lv.low[0]:
                    round_one = isinstance(self.band, ArcBand)
                    area = closed_form.disc(ROUND_COLUMN_RADIUS_M) if round_one else lv.column_m**2
                    key = f"{self.storey.key}.column.F{i}"
                    room.taken.append(Taken(key, "column", area))
                    self.storey.columns.append(
                        Column(
                            key,
                            self.band.at(axis, x, v1 + y),
                            self.band.heading_rad(axis),
                            lv.column_m,
                            lv.column_m,
                            ROUND_COLUMN_RADIUS_M if round_one else None,
                        )
                    )
        return room

    def _with_shaft(self, part: Part, a: float, b: float, v1: float, v2: float) -> Room:
        """Cut a walled shaft out of the corner at the outer wall; the columns of that corner stand in the shaft."""
        band, lv = self.band, self.levels
        da, db = self._inset(a), self._inset(b)
        sign = 1.0 if part.shaft < 0 else -1.0
        axis, inset = (a, da) if part.shaft < 0 else (b, db)
        y = v2 - SHAFT_DEPTH_M
        near, far = inset, inset + SHAFT_WIDTH_M
        whole = sector_path(band, (a, da), (b, -db), v1, v2)
        notch_y, notch_x = (band.at(axis, sign * x, y) for x in (far, near))
        arc_end = band.at(axis, sign * far, band.on(v2, far))
        if part.shaft < 0:
            mid = band.mid(v2, (b, -db), (a, far))
            path = (whole[0], whole[1], Vertex(whole[2].point, mid), Vertex(arc_end), Vertex(notch_y), Vertex(notch_x))
        else:
            mid = band.mid(v2, (b, -far), (a, da))
            path = (whole[0], whole[1], Vertex(notch_x), Vertex(notch_y), Vertex(arc_end, mid), whole[3])
        box = band.below(near, far, v2) - y * SHAFT_WIDTH_M
        room = self._room(part.name, path, self._room_area(a, b, da, db, v1, v2) - box)
        self._take(room, "corridor", a, b, da, db)
        self._take(room, "high", a, b, da, db, skip=axis)
        inner_x, inner_y = far - LIGHT_M, y + LIGHT_M
        x1, x2 = sorted((sign * near, sign * inner_x))
        shaft_path = (
            Vertex(band.at(axis, x1, inner_y)),
            Vertex(band.at(axis, x2, inner_y)),
            Vertex(band.at(axis, x2, band.on(v2, x2)), band.mid(v2, (axis, x2), (axis, x1))),
            Vertex(band.at(axis, x1, band.on(v2, x1))),
        )
        shaft = self._room(
            SHAFT,
            shaft_path,
            band.below(x1, x2, v2) - inner_y * (x2 - x1),
            number=f"{self.storey.key}-J{int(axis):02d}",
        )
        if not self.programme.attic:
            half = lv.column_m / 2
            column_y = v2 - 2 * half + 0.2
            area = band.below(near, half, v2) - column_y * (half - near)
            shaft.taken.append(Taken(self._column_key("high", round(axis)), "column", area))
        name = f"J{axis:.4f}"
        left, right = sorted((sign * near, sign * far))
        wall1 = rectangle_path(band, axis, left, right, y, inner_y)
        left, right = sorted((sign * inner_x, sign * far))
        wall2 = rectangle_path(band, axis, left, right, y, v2 + 0.1)
        self._wall(f"{name}a", wall1, "light", False)
        self._wall(f"{name}b", wall2, "light", False)
        left, right = sorted((sign * (near + 0.3), sign * (near + 0.9)))
        self._hole(shaft, rectangle_path(band, axis, left, right, v2 - 0.8, v2 - 0.45), 0.6 * 0.35)
        return room

    def _corridor(self) -> None:
        lv, n = self.levels, self.block.bays
        v1, v2 = lv.corridor
        d = EXTERIOR_M / 2
        room = self._room(
            CORRIDOR,
            self._sector((0, d), (n, -d), v1, v2),
            self._room_area(0, n, d, d, v1, v2),
            number=f"{self.storey.key}-C",
        )
        if not self.programme.attic:
            half = CORRIDOR_COLUMN_M / 2
            bottom = (v2 + lv.high[0]) / 2 - half
            area = self.band.below(-half, half, v2) - bottom * 2 * half
            room.taken.extend(Taken(self._column_key("corridor", i), "column", area) for i in range(1, n))

    def _stair(self, room: Room, a: float, da: float, v1: float) -> None:
        """Put a stair up to the next storey; it fills the hole the one from below comes through."""
        x, y = da + 0.2, v1 + 0.9
        x2, y2 = x + STAIR_WIDTH_M, y + STAIR_RUN_M
        top = self.index + 1 == len(self.block.storeys)
        self._hole(room, rectangle_path(self.band, a, x, x2, y, y2), STAIR_WIDTH_M * STAIR_RUN_M if top else None)
        if not top:
            corner = self.band.at(a, x, y)
            heading = self.band.heading_rad(a) - pi / 2
            stair = Stair(f"{room.key}.stair", corner, heading, STAIR_WIDTH_M, STAIR_RUN_M, self.height)
            self.storey.stairs.append(stair)

    def _lift(self, room: Room, a: float, da: float, v2: float) -> None:
        """Put the car on the lowest storey and cut its well out of the slabs above."""
        if self.index == 0:
            key = f"{room.key}.lift"
            self.storey.lifts.append(Lift(key, self.band.at(a, da + 1.3, v2 - 1.3), self.band.heading_rad(a)))
        well = rectangle_path(self.band, a, da + 0.2, da + 2.4, v2 - 2.2, v2 - 0.45)
        self._hole(room, well, 2.2 * 1.75)

    def _hole(self, room: Room, path: Path, area_m2: float | None) -> None:
        """Cut the floor slab inside a room; the lowest storey keeps its slab. ``area_m2`` None: a stair fills it."""
        if self.index == 0:
            return
        key = f"{room.key}.hole"
        self.storey.slab_openings.append(SlabOpening(key, path))
        if area_m2 is not None:
            room.taken.append(Taken(key, "slab-opening", area_m2))
