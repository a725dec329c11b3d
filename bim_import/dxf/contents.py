"""Everything drawn in the model space, blocks unfolded, in metres: strokes, fills and texts with their layers.

What is not drawn (layers off or frozen, invisible entities), not flat or not readable is counted, never dropped in
silence. Blocks are read once and placed by their matrix, so that scaling, turning and mirroring are exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bim_import.dxf.curves import Curve, curves_of
from bim_import.dxf.hatches import rings_of
from bim_import.dxf.layers import Roles
from bim_import.dxf.refusals import refuse
from bim_import.dxf.texts import TextItem, layer_name, text_of

Array = NDArray[np.float64]

MAX_PIECES = 1_000_000
MAX_DEPTH = 16
FAR = 1e12  # no coordinate of a building in any unit of length
FLAT_M = 1e-3
# Nothing to draw a room with.
SKIPPED = frozenset(
    {
        *(
            "DIMENSION",
            "ARC_DIMENSION",
            "LARGE_RADIAL_DIMENSION",
            "LEADER",
            "MULTILEADER",
            "TOLERANCE",
            "POINT",
            "VIEWPORT",
        ),
        *(
            "IMAGE",
            "WIPEOUT",
            "PDFUNDERLAY",
            "DWFUNDERLAY",
            "DGNUNDERLAY",
            "ATTDEF",
            "SHAPE",
            "XLINE",
            "RAY",
            "OLE2FRAME",
        ),
        *("OLEFRAME", "ACAD_TABLE", "LIGHT", "SUN", "CAMERA", "GEOPOSITIONMARKER", "HELIX", "SECTION"),
    }
)
TEXTS = frozenset({"TEXT", "MTEXT", "ATTRIB"})
SOLID_3D = frozenset({"3DFACE", "3DSOLID", "BODY", "REGION", "SURFACE", "MESH", "EXTRUDEDSURFACE", "LOFTEDSURFACE"})


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drawn line in metres: ``points`` (n, 2), ``leaf`` (3, 2) of an arc that may be a door's swing.

    ``block`` names the outermost block it came in and ``insert`` which of its insertions; "" if none.
    """

    layer: str
    kind: str
    points: Array
    closed: bool
    handle: str
    block: str = ""
    insert: str = ""
    leaf: Array | None = None
    width_m: float = 0.0

    @property
    def segments(self) -> Array:
        """Return the stroke as (n, 2, 2) segments."""
        points = np.vstack([self.points, self.points[:1]]) if self.closed else self.points
        return np.stack([points[:-1], points[1:]], axis=1)


@dataclass(frozen=True, slots=True)
class Fill:
    """A hatch in metres: its boundary rings (n, 2)."""

    layer: str
    rings: tuple[Array, ...]
    handle: str
    block: str = ""
    insert: str = ""


@dataclass(slots=True)
class Contents:
    """What the model space holds, and what was left out of it and why (counts by layer or kind)."""

    strokes: list[Stroke] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    texts: list[TextItem] = field(default_factory=list)
    hidden: Counter[str] = field(default_factory=Counter)
    invisible: int = 0
    not_flat: int = 0
    not_finite: int = 0
    broken: Counter[str] = field(default_factory=Counter)
    solids: Counter[str] = field(default_factory=Counter)
    custom: Counter[str] = field(default_factory=Counter)
    custom_drawn: int = 0
    external: set[str] = field(default_factory=set)
    missing_blocks: set[str] = field(default_factory=set)

    def drawn(self) -> Counter[str]:
        """Return how many strokes and fills lie on each layer."""
        return Counter(s.layer for s in self.strokes) + Counter(f.layer for f in self.fills)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the entities of a block go: matrix to metres (4, 4, rows times matrix), and what they inherit."""

    matrix: Array
    layer: str
    block: str
    insert: str
    within: tuple[str, ...]  # the blocks around it, outermost first
    stretch: float  # the most that lengths grow by the matrix


class ContentsReader:
    """Reads one drawing. ``roles`` tells which insertions need not be unfolded."""

    def __init__(self, document: Any, metres: float, roles: Roles) -> None:
        self._document, self._metres, self._roles = document, metres, roles
        self._contents = Contents()
        self._hidden = {
            layer_name(layer.dxf.name).casefold(): layer
            for layer in document.layers
            if layer.is_off() or layer.is_frozen()
        }
        self._pieces = 0
        self._sizes: dict[str, int] = {}

    def read(self) -> Contents:
        """Return everything drawn in the model space."""
        scale = np.diag([self._metres, self._metres, self._metres, 1.0])
        self._walk(self._document.modelspace(), _Place(scale, "", "", "", (), self._metres))
        return self._contents

    def _walk(self, entities: Iterable[Any], place: _Place) -> None:
        for entity in entities:
            kind = entity.dxftype()
            try:
                self._entity(entity, kind, place)
            except (MemoryError, RecursionError):
                raise
            except Exception as error:
                if type(error).__name__ == "ImportRefused":
                    raise
                self._contents.broken[kind] += 1

    def _entity(self, entity: Any, kind: str, place: _Place) -> None:
        if kind in SKIPPED:
            return
        layer = _layer(entity, place.layer)
        if entity.dxf.hasattr("invisible") and entity.dxf.invisible:
            self._contents.invisible += 1
        elif kind == "INSERT":
            self._insert(entity, layer, place)
        elif layer.casefold() in self._hidden:
            self._contents.hidden[layer] += 1
        elif kind in TEXTS:
            self._text(entity, layer, place)
        elif kind in ("HATCH", "MPOLYGON"):
            self._fill(entity, layer, place)
        elif kind == "MLINE":
            self._walk(entity.virtual_entities(), place if not place.layer else _inheriting(place, layer))
        elif kind in SOLID_3D:
            self._contents.solids[kind] += 1
        elif not self._curves(entity, kind, layer, place):
            self._other(entity, kind, layer, place)

    def _curves(self, entity: Any, kind: str, layer: str, place: _Place) -> bool:
        curves = curves_of(entity, place.stretch)
        for curve in curves:
            self._stroke(curve, kind, layer, str(entity.dxf.handle or ""), place)
        return bool(curves) or kind in ("LINE", "POLYLINE", "LWPOLYLINE", "SPLINE")

    def _stroke(self, curve: Curve, kind: str, layer: str, handle: str, place: _Place) -> None:
        self._count()
        points = self._placed(curve.points, place)
        if points is None:
            return
        leaf = None if curve.leaf is None else _moved(curve.leaf, place.matrix)[:, :2]
        width = curve.width * place.stretch
        self._contents.strokes.append(
            Stroke(layer, kind, points, curve.closed, handle, place.block, place.insert, leaf, width)
        )

    def _fill(self, entity: Any, layer: str, place: _Place) -> None:
        rings = []
        for ring in rings_of(entity, place.stretch):
            self._count()
            points = self._placed(ring, place)
            if points is not None:
                rings.append(points)
        if rings:
            handle = str(entity.dxf.handle or "")
            self._contents.fills.append(Fill(layer, tuple(rings), handle, place.block, place.insert))

    def _text(self, entity: Any, layer: str, place: _Place) -> None:
        self._count()
        item = text_of(entity, layer)
        if item is None:
            return
        moved = _moved(np.array([[*item.place, 0.0]]), place.matrix)[0]
        if np.isfinite(moved).all() and abs(moved).max() < FAR:
            self._contents.texts.append(item.moved((float(moved[0]), float(moved[1])), place.stretch, place.insert))

    def _insert(self, entity: Any, layer: str, place: _Place) -> None:
        frozen = self._hidden.get(layer.casefold())
        if frozen is not None and frozen.is_frozen():
            self._contents.hidden[layer] += 1
            return
        for attribute in entity.attribs:
            self._walk([attribute], place if not place.layer else _inheriting(place, layer))
        if self._roles.role(layer) == "ignored":
            return
        name = str(entity.dxf.name)
        block = self._document.blocks.get(name)
        if block is None:
            self._contents.missing_blocks.add(name)
            return
        if block.block is not None and (block.block.is_xref or block.block.is_xref_overlay):
            self._contents.external.add(name)
            return
        if name in place.within or len(place.within) >= MAX_DEPTH:
            self._contents.broken["INSERT"] += 1
            return
        self._count(self._size(name, block, ()) * max(int(entity.mcount), 1), ahead=True)
        many = entity.multi_insert() if entity.mcount > 1 else (entity,)
        for number, one in enumerate(many):
            self._count()
            matrix = np.array(list(one.matrix44().rows()), dtype=np.float64)
            top = place.insert or f"{entity.dxf.handle}/{number}"
            stretch = place.stretch * float(np.linalg.svd(matrix[:3, :3], compute_uv=False)[0])
            inner = _Place(matrix @ place.matrix, layer, place.block or name, top, (*place.within, name), stretch)
            self._walk(block, inner)

    def _other(self, entity: Any, kind: str, layer: str, place: _Place) -> None:
        """Draw an entity that another program defined from the picture stored with it, if there is one."""
        self._contents.custom[kind] += 1
        drawn = 0
        for part in _stored_picture(entity):
            for curve in curves_of(part, place.stretch):
                self._stroke(curve, part.dxftype(), layer, str(entity.dxf.handle or ""), place)
                drawn += 1
        self._contents.custom_drawn += bool(drawn)

    def _placed(self, points: Array, place: _Place) -> Array | None:
        """Return points in metres of the plan; None where they are no place on earth."""
        moved = _moved(points, place.matrix)
        if not len(moved) or not np.isfinite(moved).all() or np.abs(moved[:, :2]).max() > FAR:
            self._contents.not_finite += 1
            return None
        heights = moved[:, 2]
        if abs(float(heights.max() - heights.min())) > FLAT_M:
            self._contents.not_flat += 1
        return np.ascontiguousarray(moved[:, :2])

    def _size(self, name: str, block: Any, within: tuple[str, ...]) -> int:
        """Return how many pieces a block unfolds to, so that nobody has to wait for what will be refused."""
        if name in within or len(within) >= MAX_DEPTH:
            return 0
        if name not in self._sizes:
            size = 0
            for entity in block:
                size += 1
                if entity.dxftype() == "INSERT":
                    inner = self._document.blocks.get(str(entity.dxf.name))
                    if inner is not None:
                        count = max(int(entity.mcount), 1)
                        size += count * self._size(str(entity.dxf.name), inner, (*within, name))
            self._sizes[name] = size
        return self._sizes[name]

    def _count(self, more: int = 1, *, ahead: bool = False) -> None:
        if self._pieces + more > MAX_PIECES:
            raise refuse("drawing-too-large", limit=MAX_PIECES)
        self._pieces += 0 if ahead else more


def _stored_picture(entity: Any) -> Iterator[Any]:
    draw = getattr(entity, "virtual_entities", None)
    return iter(()) if draw is None else iter(draw())


def _layer(entity: Any, inherited: str) -> str:
    layer = str(entity.dxf.get("layer", "0") or "0")
    return inherited if layer == "0" and inherited else layer_name(layer)


def _inheriting(place: _Place, layer: str) -> _Place:
    return _Place(place.matrix, layer, place.block, place.insert, place.within, place.stretch)


def _moved(points: Array, matrix: Array) -> Array:
    with np.errstate(all="ignore"):  # what is not finite is counted by the caller
        return np.asarray(points @ matrix[:3, :3] + matrix[3, :3], dtype=np.float64)
