"""The elements of an IFC file seen in plan: walls, columns, curtain walls, slabs and their openings, stairs, furniture.

Walls and columns keep their body, for sections. Everything whose exact form no area depends on is a rectangle in plan
along its own axes: reading all of them exactly costs fifty times as much and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import shapely

from bim_import.ifc.names import Ids, text
from bim_import.ifc.placement import BadPlacementError
from bim_import.ifc.shapes import NoShapeError, Shapes
from bim_import.ifc.slab_voids import slab_voids
from bim_import.ifc.tree import Tree, by_type
from bim_import.ifc.units import Units
from geometry.finding import Finding, Text
from geometry.footprint import footprint
from geometry.overlay import common, together
from geometry.plan import Element, ElementKind
from geometry.region import Region
from geometry.section import z_range
from geometry.tolerances import PARTITION_HEIGHT_M, PARTITION_THICKNESS_M, SLIVER_M2

UNREADABLE = Text(
    "构件 {label}({kind})的几何无法读取,平面图和面积扣除中都没有它。",
    "The geometry of {label} ({kind}) cannot be read; it is missing from the plan and from deductions.",
)

# Proxies, ducts and equipment say what they are by predefined type or by name only.
NAMED_KINDS: tuple[tuple[ElementKind, re.Pattern[str]], ...] = (
    ("chimney", re.compile(r"chimney|kamin|schornstein|cheminée|烟囱|烟道|дымоход", re.IGNORECASE)),
    ("shaft", re.compile(r"\bshaft|schacht|管道?井|电井|风井|竖井|шахта", re.IGNORECASE)),
    ("duct", re.compile(r"\bduct\b|air ?riser|风管|通风道|排气道|воздуховод", re.IGNORECASE)),
    ("lift", re.compile(r"elevator|\blift\b|aufzug|电梯|лифт", re.IGNORECASE)),
    ("pier", re.compile(r"\bpier\b|pilaster|pfeiler|墙垛|壁柱", re.IGNORECASE)),
)

EXACT: tuple[tuple[str, ElementKind], ...] = (("IfcWall", "wall"), ("IfcColumn", "column"))
ASSEMBLIES: tuple[tuple[str, ElementKind], ...] = (
    ("IfcCurtainWall", "curtain-wall"),
    ("IfcStair", "stair"),
    ("IfcRamp", "stair"),
)
LOOSE: tuple[tuple[str, ElementKind], ...] = (
    ("IfcStairFlight", "stair"),
    ("IfcRampFlight", "stair"),
    ("IfcTransportElement", "lift"),
    ("IfcFurnishingElement", "furniture"),
    ("IfcFlowTerminal", "apparatus"),
    ("IfcEnergyConversionDevice", "apparatus"),
    ("IfcFlowStorageDevice", "apparatus"),
    ("IfcElectricAppliance", "apparatus"),
    ("IfcFlowSegment", "duct"),
    ("IfcChimney", "chimney"),
    ("IfcShadingDevice", "other"),
    ("IfcBuildingElementProxy", "other"),
    ("IfcRoof", "roof"),
    ("IfcPlate", "other"),
    ("IfcMember", "other"),
)
PANEL_HEIGHT_M = 1.0  # a lone plate this high is glazing or a panel that stands, a lower one lies or is trim


class ElementReader:
    """Reads the elements of one file; what cannot be read becomes a finding."""

    def __init__(self, tree: Tree, shapes: Shapes, units: Units, ids: Ids) -> None:
        self.tree, self.shapes, self.units, self.ids = tree, shapes, units, ids
        self.findings: list[Finding] = []
        self.entity_of: dict[str, Any] = {}
        self._parts_of_others: set[int] = set()

    def read(self, *, ceilings: bool) -> list[Element]:
        """Return all elements, in the order of the file within each class.

        ``ceilings`` are wanted only to tell the height of rooms that have no body of their own.
        """
        found: list[Element] = []
        for name, kind in EXACT:
            for entity in by_type(self.tree.file, name):
                found += self._solid(entity, kind)
        for name, kind in ASSEMBLIES:
            for entity in by_type(self.tree.file, name):
                found += self._assembly(entity, kind)
        for entity in self._alone("IfcSlab"):
            found += self._slab(entity)
        for entity in self._alone("IfcCovering") if ceilings else ():
            if _predefined(entity) == "CEILING":
                found += self._loose(entity, "ceiling")
        for name, kind in LOOSE:
            for entity in self._alone(name):
                found += self._loose(entity, kind)
        for slab, hole in slab_voids(found):
            self.entity_of[hole.id] = self.entity_of[slab.id]
            found.append(hole)
        return found

    def _alone(self, name: str) -> Iterator[Any]:
        """Yield what is not already part of a stair or curtain wall."""
        return (e for e in by_type(self.tree.file, name) if e.id() not in self._parts_of_others)

    def _guarded(self, entity: Any, build: Callable[[], list[Element]]) -> list[Element]:
        try:
            return build()
        except NoShapeError:
            return []
        except BadPlacementError as bad:
            self.findings.append(Finding(bad.code, self.ids.of(entity), "rejected", bad.reason))
        except MemoryError:
            raise
        except Exception:  # a broken entity raises whatever its accessors meet
            reason = UNREADABLE.format(label=_label(entity), kind=entity.is_a())
            self.findings.append(Finding("unreadable-geometry", self.ids.of(entity), "rejected", reason))
        return []

    # -- exact bodies --------------------------------------------------------------------------------------------------

    def _solid(self, entity: Any, kind: ElementKind) -> list[Element]:
        return self._guarded(entity, lambda: self._read_solid(entity, kind))

    def _read_solid(self, entity: Any, kind: ElementKind) -> list[Element]:
        body = self.shapes.body(entity)
        region, (low, high) = footprint(body), z_range(body)
        if region.area < SLIVER_M2:
            return []
        thickness = None
        if kind == "wall":
            thickness = self.tree.layer_thickness_m(entity, self.units) or _thickness(region)
            kind = _named(entity) or kind
            if kind == "wall" and (thickness < PARTITION_THICKNESS_M or high - low < PARTITION_HEIGHT_M):
                kind = "partition"
        elif kind == "column":
            kind = _named(entity) or kind
        return [self._element(entity, kind, region, low, high, thickness_m=thickness, body=body)]

    # -- bounding footprints -------------------------------------------------------------------------------------------

    def _loose(self, entity: Any, kind: ElementKind) -> list[Element]:
        return self._guarded(entity, lambda: self._read_loose(entity, kind))

    def _read_loose(self, entity: Any, kind: ElementKind) -> list[Element]:
        region, low, high = self.shapes.bounding(entity)
        if region.area < SLIVER_M2:
            return []
        if kind in ("other", "apparatus", "furniture"):
            kind = _named(entity) or kind
        if entity.is_a("IfcPlate") and high - low >= PANEL_HEIGHT_M:
            kind = "curtain-wall"
        if kind == "duct" and entity.is_a("IfcFlowSegment") and high - low < PARTITION_HEIGHT_M:
            return []  # a run under the ceiling, not a riser through the storey
        return [self._element(entity, kind, region, low, high)]

    def _assembly(self, entity: Any, kind: ElementKind) -> list[Element]:
        """Return a curtain wall or stair as the union of the rectangles around its parts."""
        parts = self._parts(entity)
        self._parts_of_others.update(p.id() for p in parts)
        boxes = [e for p in (entity, *parts) for e in self._loose(p, kind)]
        if not boxes:
            return []
        region = together(b.footprint for b in boxes)  # panels of one wall share their edges
        low, high = min(b.z_min_m for b in boxes), max(b.z_max_m for b in boxes)
        return [self._element(entity, kind, region, low, high)]

    def _parts(self, entity: Any) -> list[Any]:
        parts: list[Any] = []
        waiting, seen = [entity], {entity.id()}
        while waiting:
            for child in self.tree.children.get(waiting.pop().id(), ()):
                if child.id() not in seen:
                    seen.add(child.id())
                    waiting.append(child)
                    if child.is_a("IfcElement") and not child.is_a("IfcDoor") and not child.is_a("IfcWindow"):
                        parts.append(child)
        return parts

    # -- slabs ---------------------------------------------------------------------------------------------------------

    def _slab(self, entity: Any) -> list[Element]:
        kind: ElementKind = "roof" if _predefined(entity) == "ROOF" else "slab"
        slabs = self._guarded(entity, lambda: self._read_slab(entity, kind))
        if not slabs or kind == "roof":
            return slabs
        slab = slabs[0]
        holes = []
        for opening in self.tree.openings.get(entity.id(), ()):
            holes += self._guarded(opening, lambda o=opening: self._hole(o, slab))  # type: ignore[misc]  # bound per turn
        return [*slabs, *holes]

    def _read_slab(self, entity: Any, kind: ElementKind) -> list[Element]:
        body = self.shapes.body(entity)
        low, high = z_range(body)
        region = footprint(body)
        return [] if region.area < SLIVER_M2 else [self._element(entity, kind, region, low, high, body=body)]

    def _hole(self, opening: Any, slab: Element) -> list[Element]:
        region = common(footprint(self.shapes.body(opening)), slab.footprint)
        if region.area < SLIVER_M2:
            return []
        return [self._element(opening, "slab-opening", region, slab.z_min_m, slab.z_max_m)]

    def _element(
        self, entity: Any, kind: ElementKind, region: Region, low: float, high: float, **extra: Any
    ) -> Element:
        subject = self.ids.of(entity)
        self.entity_of[subject] = entity
        flags = kind in ("wall", "partition", "column", "curtain-wall", "pier")
        return Element(
            subject,
            kind,
            text(entity.Name),
            region,
            low,
            high,
            load_bearing=self.tree.flag(entity, "LoadBearing") if flags else None,
            is_external=self.tree.flag(entity, "IsExternal") if flags else None,
            **extra,
        )


def _label(entity: Any) -> str:
    try:
        return text(entity[2]) or text(entity[0])
    except RuntimeError:
        return f"#{entity.id()}"


def _predefined(entity: Any) -> str:
    return text(getattr(entity, "PredefinedType", None)).upper()


def _named(entity: Any) -> ElementKind | None:
    words = f"{text(entity.Name)} {text(getattr(entity, 'ObjectType', None))}"
    return next((kind for kind, pattern in NAMED_KINDS if pattern.search(words)), None)


def _thickness(region: Region) -> float:
    """Return the thickness in metres of a wall from its plan: short side if straight, else area over half perimeter."""
    box = shapely.oriented_envelope(region)
    if box.area > 0 and region.area > 0.95 * box.area:
        xy = shapely.get_coordinates(box)
        return float(min(shapely.Point(xy[0]).distance(shapely.Point(xy[i])) for i in (1, 3)))
    half = region.length / 2
    # A strip of length l and thickness t has area l·t and half perimeter l + t.
    return float((half - max(half * half - 4 * region.area, 0.0) ** 0.5) / 2)
