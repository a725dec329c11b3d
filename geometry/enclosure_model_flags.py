"""What is doubtful about a whole model whose rooms are derived from walls: findings in metres and m²."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import Polygon

from geometry.enclosure_levels import WALLS, Level, wall_thickness_m
from geometry.enclosure_rules import EnclosureRules
from geometry.finding import Finding, Text
from geometry.overlay import common, together, without
from geometry.plan import Element
from geometry.region import Region, polygonal

MOST_REPORTED = 20  # open floors per storey; a scaffold of stray slabs has hundreds
OPEN_AREA_M2 = 4.0  # the smallest open floor worth a sentence
OPEN_HALF_WIDTH_M = 0.5  # what is open and narrower is a ledge


def outside_regions(
    level: Level, barrier: Region, floors: Sequence[Polygon], rules: EnclosureRules, *, has_rooms: bool
) -> list[Finding]:
    """Return the parts of a level's floor that no wall encloses: terraces, and rooms whose walls leave a gap."""
    if floors:
        whole = together(floors)
    else:
        reach = rules.max_mouth_m / 2
        whole = barrier.buffer(reach, join_style="mitre").buffer(-reach, join_style="mitre")
    # On a level with rooms everything within the outer walls is accounted for; on one without, only the walls are.
    shells = [Polygon(p.exterior) for p in shapely.get_parts(barrier)]
    enclosed = together(shells) if has_rooms else barrier
    open_area = without(whole, polygonal(enclosed.buffer(0.05, join_style="mitre")))
    core = open_area.buffer(-OPEN_HALF_WIDTH_M).buffer(OPEN_HALF_WIDTH_M)
    parts = [p for p in shapely.get_parts(common(polygonal(core), open_area)) if p.area >= OPEN_AREA_M2]
    text = Text(
        "楼层“{name}”在 ({x:.1f}, {y:.1f}) 附近有 {area:.1f} m² 未被墙体围合,不计为房间。",
        "Storey “{name}”: {area:.1f} m² near ({x:.1f}, {y:.1f}) are not enclosed by walls and make no room.",
    )
    out = []
    for p in sorted(parts, key=lambda p: -p.area)[:MOST_REPORTED]:
        inner = p.representative_point()
        x, y = round(inner.x, 3), round(inner.y, 3)
        out.append(
            Finding(
                "not-enclosed",
                level.storey.id,
                "warning",
                text.format(name=level.storey.name, area=p.area, x=x, y=y),
                {
                    "area_m2": p.area,
                    "elevation_m": level.z_m,
                    "at": [x, y],
                    "outline": [[round(a, 3), round(b, 3)] for a, b in p.exterior.simplify(0.05).coords],
                },
            )
        )
    return out


def sheathing(elements: Sequence[Element], rules: EnclosureRules) -> list[Finding]:
    """Return a finding where most walls are thin panels (structural sheathing), which never close a room."""
    walls = [e for e in elements if e.kind in WALLS and e.z_max_m - e.z_min_m > 0]
    thin = [e for e in walls if wall_thickness_m(e) < rules.min_wall_thickness_m]
    total = sum(e.footprint.length for e in walls)
    if not thin or sum(e.footprint.length for e in thin) < rules.sheathing_share * total:
        return []
    text = Text(
        "{n} 面墙中有 {thin} 面薄于 {limit:.0f} mm,是结构板材而非房间的墙,由其推导的房间不完整。",
        "{thin} of {n} walls are thinner than {limit:.0f} mm: structural sheathing panels, not the walls of rooms. "
        "Rooms derived from this model are incomplete.",
    )
    return [
        Finding(
            "sheathing-panels",
            "",
            "warning",
            text.format(n=len(walls), thin=len(thin), limit=rules.min_wall_thickness_m * 1000),
            {"walls": len(walls), "thin_walls": len(thin), "limit_m": rules.min_wall_thickness_m},
        )
    ]


def nothing_enclosed(elements: Sequence[Element]) -> list[Finding]:
    """Return the finding of a model whose walls enclose no room at all, or that has none."""
    walls = sum(e.kind in WALLS for e in elements)
    text = (
        Text("{n} 面墙没有围成任何房间。", "The {n} walls enclose no room at all.").format(n=walls)
        if walls
        else Text("模型中没有墙体,无法推导房间。", "The model has no walls to derive rooms from.")
    )
    return [Finding("not-enclosed", "", "warning", text, {"walls": walls})]
