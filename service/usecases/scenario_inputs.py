"""Whether a scenario still stands on what is known today, and whether working it out again gave the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geometry.finding import Text
from service.errors import ServiceError
from service.store.scenario_records import Baseline
from service.usecases.occupancy import Occupancy

NEW_REVISION = Text(
    "建筑“{name}”现为第 {now} 版,方案依据第 {then} 版。",
    "The building “{name}” now is in revision {now}; the scenario is based on revision {then}.",
)
GONE = Text("建筑 {id} 已不存在。", "The building {id} is no longer there.")
NEW_ROSTER = Text(
    "名册现为第 {now} 版,方案依据第 {then} 版。",
    "The roster now is version {now}; the scenario is based on version {then}.",
)
NEW_POLICY = Text("现行标准为 {now},方案依据 {then}。", "The policy now is {now}; the scenario is based on {then}.")


def changes_since(occupancy: Occupancy, baseline: Baseline) -> tuple[Text, ...]:
    """Return what a scenario of the same day would start from instead, empty where that is the same."""
    try:
        inputs = occupancy.inputs(baseline.as_of)
    except ServiceError as error:  # the policy of today does not cover that day
        return (error.detail,)
    found = []
    for building_id, then in baseline.revisions.items():
        revision = inputs.revisions.get(building_id)
        if revision is None:
            found.append(GONE.format(id=building_id))
        elif revision.revision != then:
            found.append(NEW_REVISION.format(name=revision.name, now=revision.revision, then=then))
    if inputs.roster.version != baseline.roster_version:
        found.append(NEW_ROSTER.format(now=inputs.roster.version, then=baseline.roster_version))
    if occupancy.policy.label != baseline.policy:
        found.append(NEW_POLICY.format(now=occupancy.policy.label, then=baseline.policy))
    return tuple(found)


def same_result(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two results seat everyone alike and agree in what is certified about them."""
    return all(one[key] == other[key] for key in ("assignments", "bounds", "conflicts"))
