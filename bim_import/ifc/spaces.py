"""The spaces of an IFC file as records, with everything that is wrong about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bim_import.ifc.names import Ids, number_and_name
from bim_import.ifc.placement import BadPlacementError
from bim_import.ifc.shapes import NoShapeError, Shapes
from geometry.finding import Finding, Text
from geometry.footprint import footprint
from geometry.headroom import HEADROOM_CUTS_M
from geometry.plan import HeadroomRegion, Space
from geometry.region import Region
from geometry.rings import clean, outline_findings
from geometry.section import is_upright, section_at, z_range
from geometry.solid import Difference, Mesh, Prism, Solid, Union
from geometry.tolerances import ROOM_HEIGHT_M, SLIVER_M2

NO_GEOMETRY = Text(
    "房间 {label} 没有可用的几何,无法量算面积。",
    "Space {label} has no usable geometry, so its area cannot be computed.",
)
NO_BODY = Text(
    "房间 {label} 只有平面轮廓,没有高度;净高规则无法套用。",
    "Space {label} has a plan outline only and no height; headroom rules cannot be applied.",
)
BAD_GEOMETRY = Text(
    "房间 {label} 的几何无法读取:{why_zh}",
    "The geometry of space {label} cannot be read: {why_en}",
)
BROKEN = Text("几何数据不完整或类型不对。", "The geometry is incomplete or of the wrong kind.")
HEIGHT_SUSPECT = Text(
    "房间高 {height_m:.4g} 米,不在 {low}–{high} 米之间:很可能与文件的长度单位不一致,面积不可信。",
    "The room is {height_m:.4g} m high, outside {low}–{high} m: its body is most likely in another unit than the file, "
    "so its area cannot be trusted.",
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
    try:
        solid = _body(entity, shapes)
        region = footprint(solid) if solid is not None else shapes.outline(entity)
        height = None if solid is None else z_range(solid)
        headroom = () if solid is None or height is None else _headroom(solid, *height)
    except NoShapeError:
        return Finding("no-geometry", subject, "rejected", NO_GEOMETRY.format(label=label))
    except BadPlacementError as bad:
        return _rejected(bad.code, subject, label, bad.reason)
    except MemoryError:
        raise
    except Exception:  # a broken entity raises whatever its accessors meet
        return _rejected("no-geometry", subject, label, BROKEN)
    cleaned = clean(region)
    if cleaned.region.area < SLIVER_M2:
        return Finding("no-geometry", subject, "rejected", NO_GEOMETRY.format(label=label))
    findings = [*outline_findings(subject, cleaned)]
    if height is None:
        findings.append(Finding("no-height", subject, "info", NO_BODY.format(label=label)))
    else:
        findings += _height_findings(subject, height[1] - height[0])
    return ReadSpace(
        entity,
        subject,
        number,
        name,
        cleaned.region,
        floor_z_m=None if height is None else height[0],
        height_m=None if height is None else height[1] - height[0],
        headroom=headroom,
        findings=findings,
    )


def _body(entity: Any, shapes: Shapes) -> Solid | None:
    try:
        return shapes.body(entity)
    except NoShapeError:
        return None


def _rejected(code: str, subject: str, label: str, why: Text) -> Finding:
    reason = BAD_GEOMETRY.format(label=label, why_zh=why.zh, why_en=why.en)
    return Finding(code, subject, "rejected", reason)


def _height_findings(subject: str, height_m: float) -> list[Finding]:
    low, high = ROOM_HEIGHT_M
    if low / 10 <= height_m <= high * 10:  # low voids and tall halls are unusual, not wrong
        return []
    reason = HEIGHT_SUSPECT.format(height_m=height_m, low=low, high=high)
    return [Finding("unit-suspect", subject, "warning", reason, {"height_m": height_m})]


# -- headroom ----------------------------------------------------------------------------------------------------------


def _headroom(solid: Solid, floor_z: float, top_z: float) -> tuple[HeadroomRegion, ...]:
    """Return the part of the plan reaching each cut height, none where floor and ceiling are flat throughout."""
    if _is_flat(solid, floor_z, top_z):
        return ()
    regions = []
    for cut_m in HEADROOM_CUTS_M:
        part = section_at(solid, floor_z + cut_m)
        regions.append(HeadroomRegion(cut_m, _empty() if part is None else part))
    return tuple(regions)


def _empty() -> Region:
    from shapely import Polygon

    return Polygon()


def _is_flat(solid: Solid, floor_z: float, top_z: float) -> bool:
    if isinstance(solid, Prism):
        return is_upright(solid)
    if isinstance(solid, Mesh):
        z = solid.vertices[:, 2]
        return bool(((abs(z - floor_z) < 1e-3) | (abs(z - top_z) < 1e-3)).all())
    if isinstance(solid, Union):
        return all(_is_flat(p, floor_z, top_z) for p in solid.parts) and len({z_range(p) for p in solid.parts}) == 1
    assert isinstance(solid, Difference)
    bottom, top = section_at(solid, floor_z + 1e-3), section_at(solid, top_z - 1e-3)
    return bottom is not None and top is not None and bottom.symmetric_difference(top).area < SLIVER_M2


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
