"""The document of ``yijian layout --json``: one open-plan layout of a file's rooms, from no database.

Runs in the reading child. Everything a checker needs stands in it: outline, obstacles, doors, workstations, aisles.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from bim_import.errors import ImportRefused
from bim_import.read import read_file
from bim_import.sandbox import Progress
from geometry.areas import measure_under
from geometry.basis import BASES, DEFAULT_BASIS
from geometry.finding import Text
from geometry.layout.profile import MODULES, Profile, profile
from geometry.layout.propose import propose
from geometry.layout.site import SiteRefusedError, make_site
from geometry.plan import Model, Space, Storey
from geometry.plan_index import PlanIndex
from service.usecases.layout_files import check_targets, write_files
from service.usecases.layout_json import layout_json
from service.usecases.layout_ledger import RoomArea, ledger_of
from service.usecases.layout_refusals import reason_of
from service.usecases.measure import read_options

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

    A legal layout is also written to the paths under ``geojson``, ``dxf`` and ``ifc``, where they are given.

    Lengths in metres, storey-local frame. Raises ``ImportRefused`` when the file or the rooms cannot be used.
    """
    check_targets(payload)
    rules = rules_of(payload["module"], area_rule=payload["area_rule"])
    result = read_file(Path(payload["path"]), options=read_options(payload), progress=progress, name=payload["file"])
    storey, spaces = find(result.model, payload["spaces"])
    progress("checks", 0.5)
    try:
        site = make_site(storey, spaces, rules, assume_removable=payload["assume_removable"])
    except SiteRefusedError as refused:
        reason = reason_of(refused, lambda: make_site(storey, spaces, rules, assume_removable=True))
        raise ImportRefused(refused.code, reason) from refused
    proposed = propose(
        site, rules, people=payload["people"], time_limit_s=payload["time_limit_s"], seed=payload["seed"]
    )
    progress("checks", 1.0)
    index = PlanIndex(storey.elements, storey.openings)
    ledger = ledger_of(site, [_room_area(space, index) for space in spaces], storey.elements)
    document = layout_json(site, proposed, ledger)
    if document["legal"]:
        write_files(payload, document, storey, spaces, offset_m=result.model.frame.offset_m)
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


def _room_area(space: Space, index: PlanIndex) -> RoomArea:
    found = measure_under(space, (BASES[DEFAULT_BASIS],), index=index)[0]
    return RoomArea(
        space.id,
        space.number,
        space.name,
        space.outline,
        float(found.gross_area_m2),
        float(found.net_area_m2),
        found.deductions,
    )
