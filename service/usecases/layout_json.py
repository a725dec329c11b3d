"""One open-plan layout as plain JSON values: everything that a checker needs stands in it.

Outline, obstacles, doors, workstations, aisles: lengths in metres, storey-local frame, six decimals.
"""

from __future__ import annotations

from typing import Any

import shapely
from shapely import MultiPolygon, Polygon

from geometry.layout.egress import Way
from geometry.layout.profile import Profile
from geometry.layout.propose import Proposed
from geometry.layout.records import Site, Workstation
from geometry.region import Region
from service.usecases.layout_ledger import AreaLedger, ledger_json
from service.usecases.plain_geojson import DECIMALS, geojson


def layout_json(site: Site, proposed: Proposed, ledger: AreaLedger) -> dict[str, Any]:
    """Return the layout with all that it was made from, as plain JSON values."""
    layout = proposed.layout
    lengths = [way.length_m for way in proposed.ways if way.length_m is not None]
    return {
        "spaces": list(site.spaces),
        "profile": proposed.profile.id,
        "module": {"width_m": proposed.profile.module.width_m, "depth_m": proposed.profile.module.depth_m},
        "preferred_clearances": proposed.roomy,
        "rules": rules_json(proposed.profile),
        "net_usable_area_m2": round(site.net_area_m2, DECIMALS),
        "area_ledger": ledger_json(ledger),
        "outline": geojson(site.floor),
        "obstacles": [{"id": o.id, "kind": o.kind, "geometry": geojson(o.footprint)} for o in site.obstacles],
        "doors": [
            {
                "id": d.id,
                "middle": [round(v, DECIMALS) for v in d.middle],
                "inward": [round(v, DECIMALS) for v in d.inward],
                "width_m": round(d.width_m, DECIMALS),
                "geometry": geojson(d.clear),
                "leaf": None if d.leaf is None else geojson(d.leaf),
            }
            for d in site.doors
        ],
        "windows": [geojson(w) for w in site.windows],
        "workstations": [_workstation(w, way) for w, way in zip(layout.workstations, proposed.ways, strict=True)],
        "count": len(layout.workstations),
        "bound": layout.bound.count,
        "bound_holds_for": {"zh": layout.bound.family.zh, "en": layout.bound.family.en},
        "limited_by": {"zh": layout.bound.limited_by.zh, "en": layout.bound.limited_by.en},
        "aisles": geojson(_multi(layout.aisles)),
        "aisle_share": round(float(layout.aisles.area / site.floor.area), DECIMALS),
        "orientation_deg": round(layout.orientation_deg, DECIMALS),
        "near_window_share": proposed.near_window_share,
        "score": {
            "total": round(proposed.score.total, DECIMALS),
            "daylight": proposed.score.daylight,
            "together": proposed.score.together,
            "short_aisles": proposed.score.short_aisles,
        },
        "no_layout_because": None if proposed.reason is None else {"zh": proposed.reason.zh, "en": proposed.reason.en},
        "longest_way_m": max(lengths, default=None),
        "area_per_person_m2": site.net_area_m2 / len(layout.workstations) if layout.workstations else None,
        "assumptions": [{"zh": a.zh, "en": a.en} for a in site.assumptions],
        "legal": proposed.legal,
        "checks": [
            {"rule": c.rule, "outcome": c.outcome, "reason": c.reason.en, "reason_zh": c.reason.zh}
            for c in proposed.checks
        ],
        "seconds": layout.seconds,
    }


def rules_json(rules: Profile) -> dict[str, float | int | None]:
    """Return the hard numbers a layout was checked against."""
    return {
        "chair_zone_m": rules.chair_zone_m,
        "back_to_back_m": rules.back_to_back_m.hard,
        "chair_to_wall_m": rules.chair_to_wall_m.hard,
        "secondary_aisle_m": rules.secondary_aisle_m.hard,
        "main_aisle_m": rules.main_aisle_m.hard,
        "main_aisle_many_m": rules.main_aisle_many_m.hard,
        "many_people": rules.many_people,
        "door_square_m": rules.door_square_m.hard,
        "turning_circle_m": rules.turning_circle_m.hard,
        "travel_m": rules.travel_m.hard,
        "dead_end_workstations": rules.dead_end_workstations,
        "area_per_person_m2": None if rules.area_per_person_m2 is None else rules.area_per_person_m2.hard,
    }


def _workstation(w: Workstation, way: Way) -> dict[str, Any]:
    return {
        "x_m": round(w.x_m, DECIMALS),
        "y_m": round(w.y_m, DECIMALS),
        "rotation_deg": round(w.rotation_deg, DECIMALS),
        "width_m": w.width_m,
        "depth_m": w.depth_m,
        "desk": geojson(w.desk()),
        "way_out_m": way.length_m,
        "way_out": None if way.line is None else geojson(way.line),
    }


def _multi(region: Region) -> MultiPolygon:
    return MultiPolygon([p for p in shapely.get_parts(region) if isinstance(p, Polygon) and not p.is_empty])
