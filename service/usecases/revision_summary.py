"""The sums that a revision and its storeys are stored with, under the default basis."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
import shapely

from geometry.basis import DEFAULT_BASIS
from service.store.records import BuildingRecord, Json, MeasuredModel, SpaceRecord, StoreyRecord


def spaces_of(building: BuildingRecord) -> Iterable[SpaceRecord]:
    """Return the spaces of all storeys."""
    return (space for storey in building.storeys for space in storey.spaces)


def net_area_m2(space: SpaceRecord) -> float:
    """Return the net area under the default basis, m²."""
    return next(s.net_area_m2 for s in space.statements if s.basis == DEFAULT_BASIS)


def gross_area_m2(space: SpaceRecord) -> float:
    """Return the gross area under the default basis, m²."""
    return next(s.gross_area_m2 for s in space.statements if s.basis == DEFAULT_BASIS)


def areas_of(building: BuildingRecord) -> dict[str, tuple[str, float]]:
    """Return number and net area (m²) of every space by its id."""
    return {space.space_id: (space.number, net_area_m2(space)) for space in spaces_of(building)}


def storey_summary(storey: StoreyRecord) -> Json:
    """Return the sums of a storey, without what is no room, and the box around what is drawn on it."""
    by_use: defaultdict[str, Json] = defaultdict(lambda: {"spaces": 0, "net_usable_area_m2": 0.0})
    for space in storey.spaces:
        by_use[space.use]["spaces"] += 1
        by_use[space.use]["net_usable_area_m2"] += net_area_m2(space)
    rooms = [space for space in storey.spaces if space.use != "not-a-room"]
    drawn = [space.outline for space in storey.spaces] + [element.footprint for element in storey.elements]
    bounds = shapely.total_bounds(shapely.from_wkb(drawn)) if drawn else None
    return {
        "spaces": len(storey.spaces),
        "net_usable_area_m2": sum(net_area_m2(space) for space in rooms),
        "gross_area_m2": sum(gross_area_m2(space) for space in rooms),
        "bbox": [float(value) for value in bounds] if bounds is not None and np.isfinite(bounds).all() else None,
        "by_use": dict(by_use),
        "aside": storey.aside,
    }


def building_summary(building: BuildingRecord, storeys: dict[str, Json], findings: dict[str, int]) -> Json:
    """Return the sums of a building; rooms kept aside count for nothing: they may be among the others already."""
    counted = [storeys[storey.storey_id] for storey in building.storeys if not storey.aside]
    return {
        "storeys": len(counted),
        "spaces": sum(storey["spaces"] for storey in counted),
        "net_usable_area_m2": sum(storey["net_usable_area_m2"] for storey in counted),
        "gross_area_m2": sum(storey["gross_area_m2"] for storey in counted),
        "findings": findings,
    }


def findings_of_file(building: BuildingRecord, measured: MeasuredModel) -> dict[str, int]:
    """Return how many findings of each outcome a file has about this building or about all of it."""
    ids = {space.global_id for space in spaces_of(building)}
    others = {s.global_id for b in measured.buildings if b.global_id != building.global_id for s in spaces_of(b)}
    return dict(
        Counter(
            finding["outcome"]
            for finding in measured.report["findings"]
            if finding["subject"] in ids or finding["subject"] not in others
        )
    )


def findings_after(before: dict[str, int], was: BuildingRecord, now: BuildingRecord) -> dict[str, int]:
    """Return the findings of a building after some of its rooms changed."""
    counted = Counter(before)
    counted.subtract(finding["outcome"] for space in spaces_of(was) for finding in space.findings)
    counted.update(finding["outcome"] for space in spaces_of(now) for finding in space.findings)
    return {outcome: n for outcome, n in counted.items() if n > 0}
