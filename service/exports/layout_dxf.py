"""A layout as a DXF drawing: workstations as blocks with their chair; aisles, doors, ways out on layers of their own.

The block WORKSTATION has the middle of the desk top as base point and looks along its x-axis, so that position and
rotation of each insert are those of the layout; its attribute NUMBER is the number of the seat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import shapely
from ezdxf.enums import TextEntityAlignment
from shapely import Polygon
from shapely.affinity import rotate
from shapely.geometry import shape

from geometry.region import Region, polygonal
from service.exports.plan_dxf import LAYER_OF, TEXT_M, Drawing, Offset, Unit

LAYERS: Final = {
    "ROOM": 3,
    "WALL": 7,
    "WALL-GONE": 1,
    "COLUMN": 8,
    "DOOR": 1,
    "WINDOW": 4,
    "AISLE": 9,
    "WORKSTATION": 5,
    "CHAIR": 6,
    "WAY-OUT": 30,
    "DIMENSION": 2,
    "TEXT": 2,
}
BLOCK: Final = "WORKSTATION"
CHAIR_M: Final = 0.45
CHAIR_GAP_M: Final = 0.1
ROUND_M: Final = 0.08
DIMENSION_M: Final = 1.0  # off the floor
AROUND_M: Final = 3.0  # of the floor: what else is drawn of the storey

Built = tuple[str, Region]  # kind of an element and its footprint


def layout_dxf(
    layout: Mapping[str, Any], built: Iterable[Built], *, offset_m: Offset = (0.0, 0.0), unit: Unit = "mm"
) -> bytes:
    """Return a drawing (DXF R2010, UTF-8) of a layout document and of the walls, columns and openings around it.

    Coordinates are those of the source file: plan coordinates (metres) plus ``offset_m``, in ``unit``.
    """
    drawing = LayoutDrawing(offset_m, unit, LAYERS)
    floor = polygonal(shape(layout["outline"]))
    gone = layout["area_ledger"]["walls_gone_geometry"]
    strip = Polygon() if gone is None else shape(gone)
    near = floor.buffer(AROUND_M).envelope
    for kind, footprint in built:
        layer = LAYER_OF.get(kind)
        if layer is not None and footprint.intersects(near):
            drawing.region(footprint.difference(strip) if layer == "WALL" else footprint, layer)
    drawing.region(strip, "WALL-GONE")
    drawing.region(floor, "ROOM")
    drawing.region(shape(layout["aisles"]), "AISLE")
    for door in layout["doors"]:
        drawing.region(shape(door["leaf"] or door["geometry"]), "DOOR")
    drawing.block(layout["module"]["width_m"], layout["module"]["depth_m"])
    for number, seat in enumerate(layout["workstations"], start=1):
        drawing.workstation(number, seat)
    drawing.dimensions(floor, layout["orientation_deg"])
    return drawing.bytes()


class LayoutDrawing(Drawing):
    """A drawing that knows workstations."""

    def __init__(self, offset_m: Offset, unit: Unit, layers: Mapping[str, int]) -> None:
        super().__init__(offset_m, unit, layers)
        self._document.layers.get("WAY-OUT").off()  # there when asked for
        self._document.layers.get("WALL-GONE").dxf.linetype = self._dashed()

    def region(self, region: Any, layer: str) -> None:
        """Draw the polygons of a region."""
        for part in shapely.get_parts(polygonal(region)).tolist():
            if not part.is_empty:
                self.ring(part, layer)

    def block(self, width_m: float, depth_m: float) -> None:
        """Define what every workstation looks like, in units of the drawing."""
        block = self._document.blocks.new(BLOCK)
        s = self._scale
        desk = shapely.box(-depth_m / 2, -width_m / 2, depth_m / 2, width_m / 2)
        back = -depth_m / 2 - CHAIR_GAP_M
        chair = shapely.box(back - CHAIR_M, -CHAIR_M / 2, back, CHAIR_M / 2)
        chair = chair.buffer(-ROUND_M).buffer(ROUND_M, quad_segs=4)
        for part, layer in ((desk, "WORKSTATION"), (chair, "CHAIR")):
            points = [(x * s, y * s) for x, y in part.exterior.coords[:-1]]
            block.add_lwpolyline(points, close=True, dxfattribs={"layer": layer})
        number = block.add_attdef("NUMBER", height=TEXT_M / 2 * s, dxfattribs={"layer": "TEXT"})
        number.set_placement((0.0, 0.0), align=TextEntityAlignment.MIDDLE_CENTER)

    def workstation(self, number: int, seat: Mapping[str, Any]) -> None:
        """Insert one workstation and its way out."""
        values = {"layer": "WORKSTATION", "rotation": seat["rotation_deg"]}
        insert = self._space.add_blockref(BLOCK, self._at((seat["x_m"], seat["y_m"])), dxfattribs=values)
        insert.add_auto_attribs({"NUMBER": str(number)})
        for attribute in insert.attribs:  # reads along the edge where the person sits, never upside down
            attribute.dxf.rotation = _readable_deg(seat["rotation_deg"] + 90.0)
        if seat["way_out"] is not None:
            points = [self._at(p) for p in seat["way_out"]["coordinates"]]
            self._space.add_lwpolyline(points, dxfattribs={"layer": "WAY-OUT"})

    def dimensions(self, floor: Region, turn_deg: float) -> None:
        """Dimension the floor along and across the rows of the layout."""
        x0, y0, x1, y1 = rotate(floor, -turn_deg, origin=(0.0, 0.0)).bounds
        turn = np.radians(turn_deg)
        to_plan = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        a, b, c, base = (
            self._at((np.array(p) @ to_plan).tolist())
            for p in ((x0, y0), (x1, y0), (x0, y1), (x0 - DIMENSION_M, y0 - DIMENSION_M))
        )
        style = {
            "dimtxt": TEXT_M * self._scale,
            "dimasz": TEXT_M / 2 * self._scale,
            "dimdec": 0 if self._scale > 1 else 2,
            "dimdsep": ord("."),
        }
        for end, angle in ((b, _readable_deg(turn_deg)), (c, _readable_deg(turn_deg + 90.0))):
            made = self._space.add_linear_dim(
                base, a, end, angle=angle, override=style, dxfattribs={"layer": "DIMENSION"}
            )
            made.render()

    def _dashed(self) -> str:
        name = "YIJIAN_DASHED"
        s = self._scale
        self._document.linetypes.add(name, [0.3 * s, 0.2 * s, -0.1 * s])
        return name


def _readable_deg(angle_deg: float) -> float:
    """Return the direction of a line, of both the one that text along it reads in: −90° to 90°."""
    return 90.0 - (90.0 - angle_deg) % 180.0
