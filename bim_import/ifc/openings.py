"""Doors and windows of an IFC file: where they lie in their wall, how large they are, which way a leaf swings."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import shapely

from bim_import.ifc.curves import UnsupportedShapeError
from bim_import.ifc.names import Ids, text
from bim_import.ifc.placement import BadPlacementError, finite
from bim_import.ifc.shapes import NoShapeError, Shapes
from bim_import.ifc.tree import Tree, by_type
from bim_import.ifc.units import Units
from geometry.finding import Finding, Text
from geometry.overlay import common
from geometry.plan import Element, Opening
from geometry.region import Region
from geometry.solid import Array
from geometry.tolerances import SLIVER_M2

UNREADABLE = Text(
    "门窗 {label} 的几何无法读取,平面图中没有它。",
    "The geometry of door or window {label} cannot be read; it is missing from the plan.",
)
LEFT, RIGHT = "LEFT", "RIGHT"
Swing = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]


class OpeningReader:
    """Reads doors and windows; ``walls`` are the elements already read, by id."""

    def __init__(self, tree: Tree, shapes: Shapes, units: Units, ids: Ids, walls: dict[str, Element]) -> None:
        self.tree, self.shapes, self.units, self.ids, self.walls = tree, shapes, units, ids, walls
        self.findings: list[Finding] = []
        self.entity_of: dict[str, Any] = {}
        self.frames: dict[str, Region] = {}  # windows that stand in a wall, without the hole around them

    def read(self) -> list[Opening]:
        """Return all doors and windows, and the openings in walls that nothing fills."""
        found = []
        for name in ("IfcDoor", "IfcWindow"):
            for entity in by_type(self.tree.file, name):
                found += self._guarded(entity, "door" if name == "IfcDoor" else "window")
        filled = {opening.id() for opening in self.tree.filled.values()}
        for entity in by_type(self.tree.file, "IfcOpeningElement"):
            host = self.tree.host.get(entity.id())
            if entity.id() not in filled and host is not None and host.is_a("IfcWall"):
                found += self._guarded(entity, "opening")
        return found

    def _guarded(self, entity: Any, kind: Any) -> list[Opening]:
        try:
            return self._read(entity, kind)
        except NoShapeError:
            return []
        except BadPlacementError as bad:
            self.findings.append(Finding(bad.code, self.ids.of(entity), "rejected", bad.reason))
        except MemoryError:
            raise
        except Exception:  # a broken entity raises whatever its accessors meet
            reason = UNREADABLE.format(label=text(entity[2]) or self.ids.of(entity))
            self.findings.append(Finding("unreadable-geometry", self.ids.of(entity), "rejected", reason))
        return []

    def _read(self, entity: Any, kind: Any) -> list[Opening]:
        hole = entity if kind == "opening" else self.tree.filled.get(entity.id())
        region, low, high = self._bounding(entity, hole)
        host = self.tree.host.get(hole.id()) if hole is not None else None
        host_id = None if host is None else self.ids.of(host)
        wall = self.walls.get(host_id or "")
        if wall is not None:
            within = common(region, wall.footprint)
            region = within if within.area > SLIVER_M2 else region
        if region.area < SLIVER_M2:
            return []
        subject = self.ids.of(entity)
        self.entity_of[subject] = entity
        width, height = self._size(entity, "OverallWidth"), self._size(entity, "OverallHeight")
        if kind == "window" and wall is not None:
            self._read_frame(entity, subject)
        swing = self._swing(entity, region) if kind == "door" else None
        return [
            Opening(
                subject,
                kind,
                text(entity.Name),
                region,
                low,
                high,
                host_id=host_id,
                width_m=width,
                height_m=height if height is not None else high - low,
                hinge=swing[0] if swing else None,
                swing_start=swing[1] if swing else None,
                swing_end=swing[2] if swing else None,
            )
        ]

    def _bounding(self, entity: Any, hole: Any) -> tuple[Region, float, float]:
        if hole is not None:
            try:
                return self.shapes.bounding(hole)
            except NoShapeError:
                pass
        return self.shapes.bounding(entity)

    def _read_frame(self, entity: Any, subject: str) -> None:
        with suppress(NoShapeError, UnsupportedShapeError, BadPlacementError):
            self.frames[subject] = self.shapes.bounding(entity, kernel=False)[0]

    def _size(self, entity: Any, name: str) -> float | None:
        value = getattr(entity, name, None)
        if value is None:
            return None
        metres = finite((value,))[0] * self.units.length
        return metres if metres > 0 else None

    def _swing(self, entity: Any, region: Region) -> Swing | None:
        """Return hinge, closed and open end of the leaf of a single swing door.

        IFC: seen along the door's local y axis, into which it opens, the hinge of a LEFT door is on the left, that is
        at the small end of local x (IfcDoorTypeOperationEnum).
        """
        operation = self._operation(entity)
        side = LEFT if operation.endswith("_LEFT") else RIGHT if operation.endswith("_RIGHT") else None
        if side is None or not operation.startswith(("SINGLE_SWING", "DOUBLE_SWING_LEFT", "DOUBLE_SWING_RIGHT")):
            return None
        matrix = self.shapes.matrix(entity)
        plan: Array = matrix[:2, :2]
        if abs(np.linalg.det(plan)) < 1e-12:
            return None
        local = (shapely.get_coordinates(region) - matrix[:2, 3]) @ np.linalg.inv(plan).T
        (x0, y0), (x1, y1) = local.min(axis=0), local.max(axis=0)
        y = (y0 + y1) / 2
        hinge, latch = ((x0, y), (x1, y)) if side == LEFT else ((x1, y), (x0, y))
        opened = (hinge[0], y + (x1 - x0))
        a, b, c = (np.array([hinge, latch, opened]) @ plan.T + matrix[:2, 3]).tolist()
        return (a[0], a[1]), (b[0], b[1]), (c[0], c[1])

    def _operation(self, entity: Any) -> str:
        own = text(getattr(entity, "OperationType", None)).upper()
        if own and own not in ("NOTDEFINED", "USERDEFINED"):
            return own
        kind = self.tree.type_of.get(entity.id())
        return text(getattr(kind, "OperationType", None)).upper()
