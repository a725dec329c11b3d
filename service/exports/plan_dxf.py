"""A storey as a DXF drawing: rooms as closed polylines with labels, walls, columns, openings, each on a layer.

Read back by ``bim_import.dxf`` it gives the same areas. A room with holes is a hatch, since a polyline cannot have any.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

import ezdxf
import shapely
from ezdxf.enums import TextEntityAlignment
from shapely import Polygon

from service.store.records import ElementRecord, SpaceRecord, StatementRecord

Unit = Literal["mm", "m"]
UNITS: Final[dict[Unit, tuple[int, float]]] = {"mm": (4, 1000.0), "m": (6, 1.0)}  # code of $INSUNITS, units per metre
LAYERS: Final = {"ROOM": 3, "WALL": 7, "COLUMN": 8, "DOOR": 1, "WINDOW": 4, "TEXT": 2}  # with their colours
LAYER_OF: Final = {
    "wall": "WALL",
    "partition": "WALL",
    "curtain-wall": "WALL",
    "column": "COLUMN",
    "pier": "COLUMN",
    "door": "DOOR",
    "window": "WINDOW",
}
TEXT_M: Final = 0.25

Offset = tuple[float, float]


def plan_dxf(
    rooms: Iterable[tuple[SpaceRecord, StatementRecord]],
    elements: Sequence[ElementRecord],
    *,
    offset_m: Offset = (0.0, 0.0),
    unit: Unit = "mm",
) -> bytes:
    """Return a drawing (DXF R2010, UTF-8) of rooms with one area statement each, and of what is drawn around them.

    Coordinates are those of the source file: plan coordinates (metres) plus ``offset_m``, in ``unit``.
    """
    drawing = Drawing(offset_m, unit, LAYERS)
    for element in elements:
        layer = LAYER_OF.get(element.kind)
        if layer is not None:
            for part in parts_of(element.footprint):
                drawing.ring(part, layer)
    for space, statement in rooms:
        for part in parts_of(space.outline):
            drawing.ring(part, "ROOM")
        drawing.label(space.label_point, f"{space.number} {space.name}".strip(), above=True)
        drawing.label(space.label_point, f"{statement.gross_area_m2:.2f}㎡", above=False)
    return drawing.bytes()


class Drawing:
    """An ezdxf document that takes metres of the plan."""

    def __init__(self, offset_m: Offset, unit: Unit, layers: Mapping[str, int]) -> None:
        code, self._scale = UNITS[unit]
        self._offset_m = offset_m
        self._colours = layers
        self._document = ezdxf.new("R2010")
        self._document.header["$INSUNITS"] = code
        self._document.header["$MEASUREMENT"] = 1
        for layer, colour in layers.items():
            self._document.layers.add(layer, color=colour)
        self._space = self._document.modelspace()

    def ring(self, polygon: Polygon, layer: str) -> None:
        """Draw a polygon: its outline, or a hatch where it has holes."""
        rings = [[self._at(p) for p in ring.coords[:-1]] for ring in (polygon.exterior, *polygon.interiors)]
        if len(rings) == 1:
            self._space.add_lwpolyline(rings[0], close=True, dxfattribs={"layer": layer})
            return
        hatch = self._space.add_hatch(color=self._colours[layer], dxfattribs={"layer": layer})
        for number, ring in enumerate(rings):
            hatch.paths.add_polyline_path(ring, is_closed=True, flags=16 if number else 1)

    def label(self, place: tuple[float, float], words: str, *, above: bool) -> None:
        """Write words above or below a place."""
        if words:
            step = 0.75 * TEXT_M if above else -0.75 * TEXT_M
            text = self._space.add_text(words, height=TEXT_M * self._scale, dxfattribs={"layer": "TEXT"})
            text.set_placement(self._at((place[0], place[1] + step)), align=TextEntityAlignment.MIDDLE_CENTER)

    def bytes(self) -> bytes:
        """Return the file."""
        stream = io.StringIO()
        self._document.write(stream)
        return stream.getvalue().encode("utf-8")

    def _at(self, point: Sequence[float]) -> tuple[float, float]:
        return ((point[0] + self._offset_m[0]) * self._scale, (point[1] + self._offset_m[1]) * self._scale)


def parts_of(wkb: bytes) -> list[Polygon]:
    """Return the polygons of a stored region."""
    return [p for p in shapely.get_parts(shapely.from_wkb(wkb)).tolist() if isinstance(p, Polygon) and not p.is_empty]
