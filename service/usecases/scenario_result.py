"""What a scenario amounts to, as it is kept: places, bounds, faults of the independent check, figures and moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geometry.finding import Text
from service.allocation.consolidation.check import Fault, faults
from service.allocation.consolidation.metrics import current_rooms, metrics
from service.allocation.consolidation.move_faults import move_faults
from service.allocation.consolidation.moves import MovePlan, plan_moves
from service.allocation.consolidation.policy_faults import policy_faults
from service.allocation.consolidation.rates import Rates
from service.allocation.consolidation.records import BlockBound, Case, Conflict, Scenario
from service.allocation.situation import Situation
from service.usecases.joins import laid_out

Json = dict[str, Any]


def result_of(
    case: Case,
    scenario: Scenario,
    *,
    rates: Rates,
    now: Situation | None = None,
    joined: Sequence[Json] = (),
    more: Sequence[Conflict | Fault] = (),
    known: Json | None = None,
) -> Json:
    """Return the result of a scenario as plain JSON values; ``feasible`` says that nothing speaks against it.

    ``now`` is the situation that the case was made from: without it the policy itself is not asked. ``joined`` is what
    is known of joined rooms (``JoinedRooms.rows``). ``more`` are faults found before. ``known`` is a result of the same
    case, whose bounds say something about lawful scenarios only.
    """
    case, room_of, today = laid_out(case, joined), dict(scenario.room_of), current_rooms(case)
    plan = plan_moves(case, today, room_of) if room_of else MovePlan()
    found: Sequence[Conflict | Fault] = ()
    if scenario.feasible:
        found = [*more, *faults(case, scenario)]
        found += _by_policy(now, case, scenario, found) if now is not None else []
        found += move_faults(case, today, room_of, plan.moves) if not plan.refused else []
    bounds: dict[str, float] = dict(scenario.bounds.items())
    blocks = scenario.block_bound
    if known and not found:
        bounds |= known["bounds"]
        blocks = _block_bound(known.get("block_bound"))
    return {
        "feasible": scenario.feasible and not found,
        "seconds": scenario.seconds,
        "bounds": bounds,
        "block_bound": {"units": list(blocks.units), "released_area_m2": blocks.released_area_m2} if blocks else None,
        "assignments": room_of,
        "conflicts": lines(scenario.conflicts),
        "faults": lines(found),
        "metrics": metrics(case, room_of, bounds=bounds, block_bound=blocks, rates=rates) if room_of else {},
        "moves": [
            {
                "step": move.step,
                "occupant": move.occupant,
                "from": move.from_room,
                "to": move.to_room,
                "swing": move.swing,
            }
            for move in plan.moves
        ],
        "joined": [dict(row) for row in joined],
        "move_remarks": [line("remark", text) for text in plan.remarks]
        + [line("no-order", text) for text in plan.refused],
    }


def _by_policy(now: Situation, case: Case, scenario: Scenario, known: Sequence[Conflict | Fault]) -> list[Fault]:
    """Return what the policy itself says against a scenario, without rooms of which the check says the same."""
    said = {fault.subjects[0] for fault in known if fault.code == "over-entitlement"}
    found = policy_faults(now, case, scenario)
    return [fault for fault in found if fault.code != "policy-over" or fault.subjects[0] not in said]


def _block_bound(kept: Json | None) -> BlockBound | None:
    return BlockBound(tuple(kept["units"]), kept["released_area_m2"]) if kept else None


def lines(said: Iterable[Conflict | Fault]) -> list[Json]:
    """Return conflicts or faults as JSON."""
    return [line(one.code, one.reason, one.subjects) for one in said]


def line(code: str, reason: Text, subjects: Sequence[str] = ()) -> Json:
    """Return one sentence as JSON."""
    return {"code": code, "reason": list(reason), "subjects": list(subjects)}


def rates_of(given: Mapping[str, Any]) -> Rates:
    """Return rates from JSON."""
    return Rates(**given)
