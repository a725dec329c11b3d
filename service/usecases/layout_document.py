"""The document of ``yijian layout --json``: one open-plan layout of a file's rooms, from no database.

Runs in the reading child. Everything a checker needs stands in it: outline, obstacles, doors, workstations, aisles.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from bim_import.errors import ImportRefused
from bim_import.read import read_file
from bim_import.sandbox import Progress
from geometry.finding import Text
from geometry.layout.egress import Way, ways_out
from geometry.layout.profile import MODULES, Profile, profile
from geometry.layout.propose import Proposed, propose
from geometry.layout.records import Site, Workstation
from geometry.layout.site import SiteRefusedError, make_site
from geometry.plan import Model, Space, Storey
from geometry.region import Region
from service.usecases.measure import read_options

DECIMALS = 6
UNKNOWN_MODULE = Text(
    "没有工位规格 {module};可用的有:{known}。", "There is no module {module}; choose one of: {known}."
)
NO_SPACE = Text(
    "文件里没有编号或标识为“{space}”的房间;用 yijian areas 可列出全部房间。",
    "The file has no room with the id or number “{space}”; yijian areas lists them all.",
)
SEVERAL = Text(
    "编号“{space}”在文件里有 {count} 间;请改用房间标识。",
    "The file has {count} rooms numbered “{space}”; give the id instead.",
)
OTHER_STOREY = Text("要合并的房间不在同一层。", "The rooms to be joined do not lie on one storey.")


def layout_document(payload: dict[str, Any], progress: Progress) -> bytes:
    """Return the contract's layout document for ``payload`` {path, file, spaces, module, area_rule, people, options …}.

    Lengths in metres, storey-local frame. Raises ``ImportRefused`` when the file or the rooms cannot be used.
    """
    rules = rules_of(payload["module"], area_rule=payload["area_rule"])
    result = read_file(Path(payload["path"]), options=read_options(payload), progress=progress, name=payload["file"])
    storey, spaces = find(result.model, payload["spaces"])
    progress("checks", 0.5)
    try:
        site = make_site(storey, spaces, rules, assume_removable=payload["assume_removable"])
    except SiteRefusedError as refused:
        raise ImportRefused(refused.code, refused.reason) from refused
    proposed = propose(
        site, rules, people=payload["people"], time_limit_s=payload["time_limit_s"], seed=payload["seed"]
    )
    progress("checks", 1.0)
    document = layout_json(site, proposed)
    return orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_INDENT_2 * payload["indent"])


def rules_of(module: str, *, area_rule: bool) -> Profile:
    """Return the profile of a workstation module; raises ``ImportRefused`` for one that is not known."""
    if module not in MODULES:
        raise ImportRefused("unknown-module", UNKNOWN_MODULE.format(module=module, known=", ".join(MODULES)))
    return profile(module, area_per_person=area_rule)


def find(model: Model, wanted: list[str]) -> tuple[Storey, list[Space]]:
    """Return the rooms with these ids or numbers and the storey they lie on; raises ``ImportRefused``."""
    found: list[tuple[Storey, Space]] = []
    everywhere = [(st, s) for b in model.buildings for st in b.storeys for s in st.spaces]
    for name in wanted:
        hits = [(st, s) for st, s in everywhere if s.id == name] or [
            (st, s) for st, s in everywhere if s.number == name
        ]
        if not hits:
            raise ImportRefused("space-not-found", NO_SPACE.format(space=name))
        if len(hits) > 1:
            raise ImportRefused("space-ambiguous", SEVERAL.format(space=name, count=len(hits)))
        if hits[0] not in found:
            found += hits
    if len({st.id for st, _ in found}) > 1:
        raise ImportRefused("layout-storeys-differ", OTHER_STOREY)
    return found[0][0], [s for _, s in found]


def layout_json(site: Site, proposed: Proposed) -> dict[str, Any]:
    """Return the layout with all that it was made from, as plain JSON values."""
    layout = proposed.layout
    ways = ways_out(site, layout.workstations, layout.aisles, proposed.profile)
    lengths = [way.length_m for way in ways if way.length_m is not None]
    return {
        "spaces": list(site.spaces),
        "profile": proposed.profile.id,
        "module": {"width_m": proposed.profile.module.width_m, "depth_m": proposed.profile.module.depth_m},
        "preferred_clearances": proposed.roomy,
        "rules": rules_json(proposed.profile),
        "net_usable_area_m2": round(site.net_area_m2, DECIMALS),
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
        "workstations": [_workstation(w, way) for w, way in zip(layout.workstations, ways, strict=True)],
        "count": len(layout.workstations),
        "bound": layout.bound.count,
        "bound_holds_for": {"zh": layout.bound.family.zh, "en": layout.bound.family.en},
        "limited_by": {"zh": layout.bound.limited_by.zh, "en": layout.bound.limited_by.en},
        "aisles": geojson(_multi(layout.aisles)),
        "orientation_deg": round(layout.orientation_deg, DECIMALS),
        "near_window_share": proposed.near_window_share,
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
        "way_out_m": way.length_m,
        "way_out": None if way.line is None else geojson(way.line),
    }


def _multi(region: Region) -> MultiPolygon:
    return MultiPolygon([p for p in shapely.get_parts(region) if isinstance(p, Polygon) and not p.is_empty])


def geojson(shape: BaseGeometry) -> dict[str, Any]:
    """Return a shape as a GeoJSON geometry with six decimals."""
    made: dict[str, Any] = mapping(shape)
    return {"type": made["type"], "coordinates": _rounded(made["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    return round(coordinates, DECIMALS) if isinstance(coordinates, float) else [_rounded(c) for c in coordinates]
