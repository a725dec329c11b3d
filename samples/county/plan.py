"""From the programme to rooms, walls, columns and openings of a block, with closed-form areas, in metres."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, radians

from samples.county import closed_form
from samples.county.band import ArcBand, Band, StraightBand, rectangle_path, sector_path
from samples.county.programme import (
    BLOCKS,
    CORRIDOR,
    HALL,
    LIFT,
    MEN,
    OFFICE,
    SHAFT,
    STAIR,
    VOID,
    WOMEN,
    BlockProgramme,
    Cell,
    Part,
    Side,
    StoreyProgramme,
)
from samples.county.records import (
    Block,
    Column,
    Lift,
    Opening,
    Room,
    SlabOpening,
    Slope,
    Stair,
    Storey,
    Taken,
    Wall,
)

FINISH_M = 0.02
EXTERIOR_M = 0.28  # 240 brick with a 20 mm finish on each face
INTERIOR_M = 0.24  # 200 block, 20 mm plaster on each face
LIGHT_M = 0.14  # 100 block, 20 mm plaster on each face
SLAB_M = 0.12
CORRIDOR_COLUMN_M = 0.5
ROUND_COLUMN_RADIUS_M = 0.35
SHAFT_WIDTH_M, SHAFT_DEPTH_M = 1.2, 1.0
ATTIC_EAVES_M, ATTIC_RISE = 1.0, 0.4
CUT_HEIGHTS_M = (1.2, 1.5, 2.1, 2.2)
MAIN_BAY_DEG = 5.9309
MAIN_INNER_RADIUS_M = 62.0
ANNEX_BAY_M = 6.6


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


def kind_of(name: str) -> str:
    """Return what the programme means by a room name; the importer has to find it out by itself."""
    ends = {
        "会议室": "meeting",
        "接待室": "reception",
        "办公室": "office",
        "秘书室": "office",
        "休息室": "rest-room",
        "卫生间": "toilet",
    }
    exact = {
        CORRIDOR: "circulation",
        STAIR: "circulation",
        HALL: "circulation",
        "电梯厅": "circulation",
        LIFT: "shaft",
        SHAFT: "shaft",
        VOID: "void",
        "政务服务大厅": "technical",
        "食堂": "ancillary",
        "厨房": "ancillary",
        "警卫室": "ancillary",
    }
    plant = ("配电", "水泵", "空调机房", "通信机房", "电梯机房", "锅炉", "换热", "水箱", "中水", "安防监控", "消防控制")
    if name in exact:
        return exact[name]
    if any(p in name for p in plant):
        return "equipment"
    return next((kind for end, kind in ends.items() if name.endswith(end)), "service")


class _Storey:
    """Builds one storey; holds what every step needs."""

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

    def _sector(self, a: tuple[float, float], b: tuple[float, float], v1: float, v2: float):
        return sector_path(self.band, a, b, v1, v2)

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

    # -- walls along and across --------------------------------------------------------------------------------

    def _outer_walls(self) -> None:
        b, lv, n = self.band, self.levels, self.block.bays
        bands = (
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

    def _wall(self, name: str, path, layering, external: bool, slope: Slope | None = None) -> str:
        key = f"{self.storey.key}.wall.{name}"
        self.storey.walls.append(Wall(key, path, self.height - SLAB_M, layering, external, slope))
        return key

    def _open(self, host, kind, centre, heading, width, height, sill, wall_m, *, left: bool = True) -> None:
        self._doors += 1
        key = f"{self.storey.key}.{kind}.{self._doors}"
        host_key = f"{self.storey.key}.wall.{host}"
        self.storey.openings.append(
            Opening(key, host_key, kind, centre, heading, width, height, sill, wall_m, hinge_left=left)
        )

    # -- rooms -------------------------------------------------------------------------------------------------

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

    def _number(self) -> str:
        self._numbers += 1
        return f"{self.storey.key}{self._numbers:02d}"

    def _ceiling(self, name: str) -> float:
        if name in {STAIR, LIFT, SHAFT, HALL, VOID}:
            return self.height - SLAB_M
        return 3.2 if self.height > 4.0 else 2.8

    def _room(self, name: str, path, gross: float, *, number: str = "", slope: Slope | None = None) -> Room:
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
            width = 1.1 if part.behind == LIFT else 0.8
            self._open(name, "door", centre, self.band.heading_rad(axis), width, 2.1, 0.0, LIGHT_M)
            if part.behind == LIFT:
                self._hole(rear, a, da + 0.2, da + 2.4, v2 - 2.2, v2 - 0.45)
                self.storey.lifts.append(
                    Lift(f"{rear.key}.lift", self.band.at(a, da + 1.3, v2 - 1.3), self.band.heading_rad(a))
                )
        elif part.shaft:
            front = self._with_shaft(part, a, b, v1, v2)
        else:
            front = self._plain(part.name, a, b, v1, v2, slope)
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
        vertex = type(whole[0])
        arc_end = band.at(axis, sign * far, band.on(v2, far))
        if part.shaft < 0:
            mid = band.mid(v2, (b, -db), (a, far))
            path = (whole[0], whole[1], vertex(whole[2].point, mid), vertex(arc_end), vertex(notch_y), vertex(notch_x))
        else:
            mid = band.mid(v2, (b, -far), (a, da))
            path = (whole[0], whole[1], vertex(notch_x), vertex(notch_y), vertex(arc_end, mid), whole[3])
        box = band.below(near, far, v2) - y * SHAFT_WIDTH_M
        room = self._room(part.name, path, self._room_area(a, b, da, db, v1, v2) - box)
        self._take(room, "corridor", a, b, da, db)
        self._take(room, "high", a, b, da, db, skip=axis)
        inner_x, inner_y = far - LIGHT_M, y + LIGHT_M
        x1, x2 = sorted((sign * near, sign * inner_x))
        shaft_path = (
            vertex(band.at(axis, x1, inner_y)),
            vertex(band.at(axis, x2, inner_y)),
            vertex(band.at(axis, x2, band.on(v2, x2)), band.mid(v2, (axis, x2), (axis, x1))),
            vertex(band.at(axis, x1, band.on(v2, x1))),
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
        wall1 = rectangle_path(band, axis, *sorted((sign * near, sign * far)), y, inner_y)
        wall2 = rectangle_path(band, axis, *sorted((sign * inner_x, sign * far)), y, v2 + 0.1)
        self._wall(f"{name}a", wall1, "light", False)
        self._wall(f"{name}b", wall2, "light", False)
        self._hole(shaft, axis, sign * (near + 0.3), sign * (near + 0.9), v2 - 0.8, v2 - 0.45)
        return room

    # -- columns -----------------------------------------------------------------------------------------------

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

    # -- openings ----------------------------------------------------------------------------------------------

    def _bay_pieces(self, a: float, b: float) -> list[tuple[float, float]]:
        cuts = [a, *(float(i) for i in range(self.block.bays + 1) if a < i < b), b]
        return list(zip(cuts, cuts[1:], strict=False))

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

    # -- stairs and holes --------------------------------------------------------------------------------------

    def _stair(self, room: Room, a: float, da: float, v1: float) -> None:
        x, y = da + 0.2, v1 + 0.9
        self._hole(room, a, x, x + 2.2, y, y + 3.0)
        if self.index + 1 < len(self.block.storeys):
            self.storey.stairs.append(
                Stair(
                    f"{room.key}.stair", self.band.at(a, x, y), self.band.heading_rad(a) - pi / 2, 2.2, 3.0, self.height
                )
            )

    def _hole(self, room: Room, axis: float, x1: float, x2: float, y1: float, y2: float) -> None:
        """Cut the floor slab inside a room; the lowest storey keeps its slab."""
        if self.index == 0:
            return
        x1, x2 = sorted((x1, x2))
        key = f"{room.key}.hole"
        self.storey.slab_openings.append(SlabOpening(key, rectangle_path(self.band, axis, x1, x2, y1, y2)))
        room.taken.append(Taken(key, "slab-opening", (x2 - x1) * (y2 - y1)))


def _frame(programme: BlockProgramme) -> tuple[Band, Levels]:
    if programme.letter == "A":
        step = radians(MAIN_BAY_DEG)
        band: Band = ArcBand(start_rad=pi / 2 + step * programme.bays / 2, step_rad=step)
        return band, Levels(MAIN_INNER_RADIUS_M, 4.8, 2.2, 6.6, 0.6)
    return StraightBand(ANNEX_BAY_M), Levels(0.0, 5.4, 2.1, 4.5, 0.5)


def build_block(programme: BlockProgramme) -> Block:
    """Return one block with all its storeys, in the block's own frame."""
    band, levels = _frame(programme)
    block = Block(programme.letter, programme.name, band, programme.origin_m, programme.rotation_deg)
    elevation = 0.0
    for index, height in enumerate(programme.storey_heights_m):
        block.storeys.append(_Storey(programme, band, levels, index, elevation).build())
        elevation = round(elevation + height, 6)
    return block


def build_blocks() -> list[Block]:
    """Return the five blocks of the county centre."""
    return [build_block(p) for p in BLOCKS]
