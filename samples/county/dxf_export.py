"""One storey of a straight block as a plan in DXF: wall faces, columns, door and window symbols, labels; millimetres.

Drawn as such plans come from practice: each wall as two lines, interrupted and capped at doors and windows; doors as
blocks turned and mirrored; columns outlined and filled; number, name and area of a room as texts.
"""

from __future__ import annotations

from itertools import pairwise
from math import cos, degrees, radians, sin
from typing import Any

import ezdxf
import shapely
from ezdxf.enums import TextEntityAlignment
from shapely import Polygon

from samples.county.band import Path, Point
from samples.county.records import Block, Column, Opening, Room, Storey
from samples.county.staffing import display_name

MM = 1000.0
LAYERS = {"WALL": 7, "COLUMN": 8, "WINDOW": 4, "STAIR": 3, "AXIS": 1, "TEXT": 2}
GRID_M = 1e-9
TEXT_MM = 300.0


class PlanExport:
    """Draws one storey, placed on the site as its block is."""

    def __init__(self, block: Block, storey: Storey, *, title: str) -> None:
        self._block, self._storey, self._title = block, storey, title
        self._bays = round(max(v.point[0] for v in storey.slab) / block.band.length(1, 0.0))
        ezdxf.options.write_fixed_meta_data_for_testing = True
        self._doc = ezdxf.new("R2010")
        for name in ("ACDBDICTIONARYWDFLT", "ACDBPLACEHOLDER", "LAYOUT"):  # else written in the order of a set
            self._doc.classes.add_class(name)
        self._doc.header["$INSUNITS"] = 4
        self._doc.header["$MEASUREMENT"] = 1
        for layer, colour in LAYERS.items():
            self._doc.layers.add(layer, color=colour)
        self._space = self._doc.modelspace()

    def draw(self) -> Any:
        """Return the drawing."""
        self._door_block()
        self._axes()
        self._walls()
        for column in self._storey.columns:
            self._column(column)
        for opening in self._storey.openings:
            self._opening(opening)
        for stair in self._storey.stairs:
            self._stair(stair.corner, stair.heading_rad, stair.width_m, stair.run_m)
        for room in self._storey.rooms:
            self._labels(room)
        low = min(self._at(v.point)[1] for v in self._storey.slab)
        middle = self._at(self._block.band.at(self._bays / 2, 0.0, 0.0))[0]
        self._text(self._title, (middle, low - 3000.0), "TEXT", 700.0)
        return self._doc

    def _at(self, point: Point) -> tuple[float, float]:
        """Return a point of the block's frame on the site, in mm."""
        angle = radians(self._block.rotation_deg)
        x, y = point
        ox, oy, _ = self._block.origin_m
        across = (ox + x * cos(angle) - y * sin(angle), oy + x * sin(angle) + y * cos(angle))
        return (round(across[0] * MM, 6) + 0.0, round(across[1] * MM, 6) + 0.0)

    def _walls(self) -> None:
        bodies = [Polygon([v.point for v in wall.path]) for wall in self._storey.walls]
        whole = shapely.union_all(bodies, grid_size=GRID_M)
        gaps = [Polygon(_gap(o)) for o in self._storey.openings]
        pierced = shapely.difference(whole, shapely.union_all(gaps, grid_size=GRID_M), grid_size=GRID_M)
        lines = []
        for ring in shapely.get_rings(shapely.get_parts(pierced)):
            corners = [self._at(p) for p in shapely.get_coordinates(ring.simplify(0.0)).tolist()]
            lines += [tuple(sorted((a, b))) for a, b in pairwise(corners)]
        for a, b in sorted(lines):
            self._space.add_line(a, b, dxfattribs={"layer": "WALL"})

    def _column(self, column: Column) -> None:
        if column.radius_m is not None:
            circle = {"layer": "COLUMN"}
            self._space.add_circle(self._at(column.centre), column.radius_m * MM, dxfattribs=circle)
            return
        ring = [self._at(p) for p in _turned(column.centre, column.heading_rad, column.width_m, column.depth_m)]
        self._space.add_lwpolyline(ring, close=True, dxfattribs={"layer": "COLUMN"})
        hatch = self._space.add_hatch(color=8, dxfattribs={"layer": "COLUMN"})
        hatch.paths.add_polyline_path(ring, is_closed=True)

    def _opening(self, opening: Opening) -> None:
        heading = degrees(opening.heading_rad) + self._block.rotation_deg
        if opening.kind == "door":
            # The leaf lies on the side it swings to; its hinge is at the end of the opening.
            side = -1.0 if opening.hinge_left else 1.0
            hinge = _from(opening.centre, opening.heading_rad, 0.0, side * opening.width_m / 2)
            scale = opening.width_m
            attributes = {
                "layer": "WINDOW",
                "xscale": -side * scale,
                "yscale": scale,
                "zscale": scale,
                "rotation": round(heading - 90.0, 9),
            }
            self._space.add_blockref("DOOR", self._at(hinge), dxfattribs=attributes)
        elif opening.kind == "window":
            for share in (-0.5, -1 / 6, 1 / 6, 0.5):
                ends = [
                    self._at(
                        _from(opening.centre, opening.heading_rad, share * opening.wall_m, side * opening.width_m / 2)
                    )
                    for side in (-1.0, 1.0)
                ]
                self._space.add_line(*ends, dxfattribs={"layer": "WINDOW"})

    def _door_block(self) -> None:
        """A leaf one metre wide: hinge at the origin, shut along +x, open along +y."""
        block = self._doc.blocks.new("DOOR")
        block.add_line((0, 0), (0, MM))
        block.add_arc((0, 0), MM, 0, 90)

    def _stair(self, corner: Point, heading: float, width: float, run: float) -> None:
        for k in range(11):
            step = k * run / 10
            a = _from(corner, heading, 0.0, 0.0)
            u = (cos(heading), sin(heading))
            v = (-sin(heading), cos(heading))
            ends = [(a[0] + v[0] * step + u[0] * w, a[1] + v[1] * step + u[1] * w) for w in (0.0, width)]
            self._space.add_line(*[self._at(p) for p in ends], dxfattribs={"layer": "STAIR"})

    def _axes(self) -> None:
        low = min(v.point[1] for v in self._storey.slab) - 1.5
        high = max(v.point[1] for v in self._storey.slab) + 1.5
        for axis in range(self._bays + 1):
            x = self._block.band.at(axis, 0.0, 0.0)[0]
            self._space.add_line(self._at((x, low)), self._at((x, high)), dxfattribs={"layer": "AXIS"})
            self._text(str(axis + 1), self._at((x, low - 0.5)), "AXIS", TEXT_MM)

    def _labels(self, room: Room) -> None:
        outline = Polygon([v.point for v in room.path])
        columns = shapely.union_all([Polygon(_footprint(c)) for c in self._storey.columns])
        place = shapely.maximum_inscribed_circle(outline.difference(columns), 0.05).coords[0]
        angle = radians(-self._block.rotation_deg)
        for words, down in ((f"{room.number} {display_name(room)}", -0.3), (f"{room.gross_m2:.2f}㎡", 0.3)):
            at = self._at((place[0] + down * sin(angle), place[1] - down * cos(angle)))
            self._text(words, (round(at[0], 1), round(at[1], 1)), "TEXT", TEXT_MM)

    def _text(self, words: str, at: tuple[float, float], layer: str, height: float) -> None:
        text = self._space.add_text(words, height=height, dxfattribs={"layer": layer})
        text.set_placement(at, align=TextEntityAlignment.MIDDLE_CENTER)


def _from(centre: Point, heading: float, along: float, across: float) -> Point:
    """Return the point ``along`` a heading and ``across`` it (to its right) from ``centre``."""
    c, s = cos(heading), sin(heading)
    return (centre[0] + along * c + across * s, centre[1] + along * s - across * c)


def _turned(centre: Point, heading: float, width: float, depth: float) -> list[Point]:
    signs = ((-0.5, -0.5), (-0.5, 0.5), (0.5, 0.5), (0.5, -0.5))
    return [_from(centre, heading, a * depth, b * width) for a, b in signs]


def _footprint(column: Column) -> Path | list[Point]:
    size = 2 * column.radius_m if column.radius_m is not None else column.width_m
    return _turned(column.centre, column.heading_rad, size, size if column.radius_m is not None else column.depth_m)


def _gap(opening: Opening) -> list[Point]:
    """Return the rectangle cut out of a wall, a little deeper than the wall."""
    depth = opening.wall_m + 0.002
    signs = ((-0.5, -0.5), (-0.5, 0.5), (0.5, 0.5), (0.5, -0.5))
    return [_from(opening.centre, opening.heading_rad, a * depth, b * opening.width_m) for a, b in signs]
