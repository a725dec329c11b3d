"""Lay out stored rooms. Runs in a child process: the search takes seconds and all of a core."""

from __future__ import annotations

from typing import Any

import orjson

from bim_import.errors import ImportRefused
from bim_import.sandbox import Progress
from geometry.layout.profile import profile
from geometry.layout.propose import propose
from geometry.layout.site import SiteRefusedError
from service.store.records import ElementRecord, SpaceRecord
from service.store.space_json import converter
from service.usecases.layout_json import layout_json
from service.usecases.stored_site import stored_site


def solve_layout(payload: dict[str, Any], progress: Progress) -> bytes:
    """Return the layout document of ``payload`` {rooms, elements, request} as JSON."""
    asked = payload["request"]
    rules = profile(asked["module"], area_per_person=asked["area_rule"])
    rooms = converter().structure(payload["rooms"], tuple[SpaceRecord, ...])
    elements = converter().structure(payload["elements"], tuple[ElementRecord, ...])
    try:
        site, ledger = stored_site(rooms, elements, rules, assume_removable=asked["assume_removable"])
    except SiteRefusedError as refused:
        raise ImportRefused(refused.code, refused.reason) from refused
    progress("checks", 0.0)
    proposed = propose(site, rules, people=asked["people"], time_limit_s=asked["time_limit_s"], seed=asked["seed"])
    return orjson.dumps(layout_json(site, proposed, ledger), option=orjson.OPT_SERIALIZE_NUMPY)
