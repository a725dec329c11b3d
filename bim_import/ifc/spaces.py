"""The spaces of an IFC file as records, with everything that is wrong about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

import numpy as np
from shapely import Polygon

from bim_import.ifc.curves import UnsupportedShapeError
from bim_import.ifc.names import Ids, number_and_name
from bim_import.ifc.placement import BadPlacementError
from bim_import.ifc.shapes import NoShapeError, Shapes
from geometry.finding import Finding, Text
from geometry.footprint import footprint, inside_sides
from geometry.headroom import HEADROOM_CUTS_M
from geometry.overlay import common, together
from geometry.plan import HeadroomRegion, Space
from geometry.region import Region
from geometry.rings import Repair, clean, is_repair, outline_findings
from geometry.section import is_upright, section_at, z_range
from geometry.solid import Difference, Mesh, Prism, Solid, Union
from geometry.tolerances import ROOM_AREA_M2, ROOM_HEIGHT_M, SLIVER_M2

NO_GEOMETRY = Text(
    "房间 {label} 没有可用的几何,无法量算面积。",
    "Space {label} has no usable geometry, so its area cannot be computed.",
)
NO_BODY = Text(
    "房间 {label} 只有平面轮廓,没有高度;净高规则无法套用。",
    "Space {label} has a plan outline only and no height; headroom rules cannot be applied.",
)
BOX_ONLY = Text(
    "房间 {label} 只有外接长方体;若不是矩形房间,面积偏大。",
    "Space {label} has only a bounding box; if the room is no rectangle, its area is too large.",
)
BAD_GEOMETRY = Text(
    "房间 {label} 的几何无法读取:{why_zh}",
    "The geometry of space {label} cannot be read: {why_en}",
)
UNUSUAL = 10.0
SAMPLES_ABOVE = 4
BROKEN = Text("几何数据不完整或类型不对。", "The geometry is incomplete or of the wrong kind.")
HEIGHT_SUSPECT = Text(
    "房间高 {height_m:.4g} 米,不在 {low}–{high} 米之间:很可能与文件的长度单位不一致,面积不可信。",
    "The room is {height_m:.4g} m high, outside {low}–{high} m: its body is most likely in another unit than the file, "
    "so its area cannot be trusted.",
)

AREA_SUSPECT = Text(
    "房间面积为 {area_m2:.4g} 平方米,几乎没有这样的房间:很可能与文件的长度单位不一致,面积不可信。",
    "The room measures {area_m2:.4g} m², as hardly any does: most likely it is in another unit than the file, so its "
    "area cannot be trusted.",
)


@dataclass(slots=True)
class ReadSpace:
    """A space before its storey is settled; ``container`` is the entity it hangs under."""

    entity: Any
    id: str
    number: str
    name: str
    outline: Region
    floor_z_m: float | None
    height_m: float | None
    headroom: tuple[HeadroomRegion, ...]
    body: Solid | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def label(self) -> str:
        """How a person would call it."""
        return f"{self.number} {self.name}".strip() or self.id

    @property
    def repaired(self) -> bool:
        """Whether its outline had to be changed."""
        return any(f.outcome == "repaired" for f in self.findings)


def read_space(entity: Any, shapes: Shapes, ids: Ids) -> ReadSpace | Finding:
    """Return a space, or the finding that says why it has to be left out."""
    subject = ids.of(entity)
    number, name = number_and_name(entity)
    label = f"{number} {name}".strip() or subject
    more: list[Finding] = []
    shapes.forget_crossings()
    try:
        solid = _body(entity, shapes, more, label)
        region = footprint(solid) if solid is not None else shapes.outline(entity)
        is_open = solid is not None and region.is_empty
        if solid is not None and is_open:
            region = inside_sides(solid)
        height = None if solid is None else z_range(solid)
        floor = height[0] if height is not None else float(shapes.matrix(entity)[2, 3])
        headroom = () if solid is None or height is None else _headroom(solid, region, *height)
        cleaned = clean(region)
        repairs: list[tuple[Repair, float]] = [
            ("crossing", change) for change in shapes.crossings_m2() if is_repair(change, region.area)
        ]
        if is_open:
            repairs.append(("open-shell", region.area))
        cleaned = replace(cleaned, repairs=(*repairs, *cleaned.repairs))
    except (NoShapeError, UnsupportedShapeError):
        return Finding("no-geometry", subject, "rejected", NO_GEOMETRY.format(label=label))
    except BadPlacementError as bad:
        return _rejected(bad.code, subject, label, bad.reason)
    except MemoryError:
        raise
    except Exception:  # a broken entity raises whatever its accessors meet
        return _rejected("no-geometry", subject, label, BROKEN)
    if cleaned.region.area <= 0.0:
        return Finding("no-geometry", subject, "rejected", NO_GEOMETRY.format(label=label))
    findings = [*outline_findings(subject, cleaned), *more]
    if height is None:
        findings.append(Finding("no-height", subject, "info", NO_BODY.format(label=label)))
    return ReadSpace(
        entity,
        subject,
        number,
        name,
        cleaned.region,
        floor_z_m=floor + 0.0,  # never -0.0
        height_m=None if height is None else height[1] - height[0],
        headroom=headroom,
        body=solid,
        findings=findings,
    )


def _body(entity: Any, shapes: Shapes, findings: list[Finding], label: str) -> Solid | None:
    """Return the body, None where only curves in plan say how the space lies."""
    try:
        return shapes.body(entity)
    except (NoShapeError, UnsupportedShapeError):
        pass
    try:
        shapes.outline(entity)
    except (NoShapeError, UnsupportedShapeError):
        box = shapes.box(entity)
        if box is None:
            raise NoShapeError from None
        findings.append(Finding("bounding-box-only", entity[0] or "", "warning", BOX_ONLY.format(label=label)))
        return box
    return None


def _rejected(code: str, subject: str, label: str, why: Text) -> Finding:
    reason = BAD_GEOMETRY.format(label=label, why_zh=why.zh, why_en=why.en)
    return Finding(code, subject, "rejected", reason)


def unit_findings(spaces: Sequence[ReadSpace]) -> list[Finding]:
    """Return ``unit-suspect`` for spaces of an impossible height or area: all of them where the usual room has one.

    A single low void, tall hall or tiny duct is unusual, not wrong, unless it is wrong by more than a factor of ten.
    """
    heights = [s.height_m for s in spaces if s.height_m is not None]
    areas = [s.outline.area for s in spaces if not s.outline.is_empty]
    low_m, high_m = _limits(ROOM_HEIGHT_M, heights)
    smallest_m2, largest_m2 = _limits(ROOM_AREA_M2, areas)
    found = []
    for space in spaces:
        height_m, area_m2 = space.height_m, space.outline.area
        if height_m is not None and not low_m <= height_m <= high_m:
            reason = HEIGHT_SUSPECT.format(height_m=height_m, low=ROOM_HEIGHT_M[0], high=ROOM_HEIGHT_M[1])
            found.append(Finding("unit-suspect", space.id, "warning", reason, {"height_m": height_m}))
        elif area_m2 > 0.0 and not smallest_m2 <= area_m2 <= largest_m2:
            reason = AREA_SUSPECT.format(area_m2=area_m2)
            found.append(Finding("unit-suspect", space.id, "warning", reason, {"area_m2": area_m2}))
    return found


def _limits(usual: tuple[float, float], values: Sequence[float]) -> tuple[float, float]:
    """Return what is possible: up to ``UNUSUAL`` times beyond what is usual, but only where the median is usual."""
    low, high = usual
    return (low / UNUSUAL, high * UNUSUAL) if values and low <= median(values) <= high else usual


# -- headroom ----------------------------------------------------------------------------------------------------------


def _headroom(solid: Solid, outline: Region, floor_z: float, top_z: float) -> tuple[HeadroomRegion, ...]:
    """Return the part of the plan reaching each cut height, none where floor and ceiling are flat throughout."""
    if _is_flat(solid, floor_z, top_z):
        return ()
    # What reaches a height is all that is there at it or above: over stairs the floor rises, and so does the body.
    highest = floor_z + HEADROOM_CUTS_M[-1]
    heights = np.linspace(highest, top_z, SAMPLES_ABOVE, endpoint=False)
    above = [p for z in heights if (p := section_at(solid, float(z))) is not None]
    reaching: Region = together(above) if above else Polygon()
    regions: list[HeadroomRegion] = []
    for cut_m in reversed(HEADROOM_CUTS_M):
        part = section_at(solid, floor_z + cut_m)
        if part is not None:
            reaching = clean(together([reaching, part])).region
        regions.insert(0, HeadroomRegion(cut_m, reaching))
    # Steps above every cut height change nothing that a basis asks for.
    return tuple(regions) if any(outline.area - r.region.area > SLIVER_M2 for r in regions) else ()


def _is_flat(solid: Solid, floor_z: float, top_z: float) -> bool:
    if isinstance(solid, Prism):
        return is_upright(solid)
    if isinstance(solid, Mesh):
        return _is_flat_mesh(solid, floor_z, top_z)
    if isinstance(solid, Union):
        return all(_is_flat(p, floor_z, top_z) for p in solid.parts) and len({z_range(p) for p in solid.parts}) == 1
    assert isinstance(solid, Difference)
    bottom, top = section_at(solid, floor_z + 1e-3), section_at(solid, top_z - 1e-3)
    return bottom is not None and top is not None and bottom.area + top.area - 2 * common(bottom, top).area < SLIVER_M2


def _is_flat_mesh(mesh: Mesh, floor_z: float, top_z: float) -> bool:
    """Return whether floor and ceiling are level and equally large: a tent has all its corners there, too."""
    corners = mesh.vertices[mesh.faces]
    low, high = abs(corners[:, :, 2] - floor_z) < 1e-3, abs(corners[:, :, 2] - top_z) < 1e-3
    a, b = corners[:, 1, :2] - corners[:, 0, :2], corners[:, 2, :2] - corners[:, 0, :2]
    plan_m2 = abs(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) / 2
    floor_m2, ceiling_m2 = plan_m2[low.all(axis=1)].sum(), plan_m2[high.all(axis=1)].sum()
    return bool((low | high).all() and abs(floor_m2 - ceiling_m2) < SLIVER_M2)


def as_record(space: ReadSpace, storey_id: str, **extra: Any) -> Space:
    """Return the record of a space on its storey."""
    return Space(
        id=space.id,
        storey_id=storey_id,
        number=space.number,
        name=space.name,
        origin="modelled",
        outline=space.outline,
        floor_z_m=space.floor_z_m,
        height_m=space.height_m,
        headroom=space.headroom,
        **extra,
    )
