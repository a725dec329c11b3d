"""The document of ``yijian consolidate --json``: scenarios for the buildings of one file, from no database.

Runs in the reading child. Every scenario stands there with its figures, bounds, people, order of moves and what two
independent judges found; no name of a person is in it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import orjson

from bim_import.errors import ImportRefused
from bim_import.read import read_file
from bim_import.sandbox import Progress
from geometry.basis import BASES, DEFAULT_BASIS
from geometry.daylight import near_window_share
from geometry.finding import Text
from geometry.plan import Model
from geometry.region import Region
from geometry.travel import travel_of
from service.allocation.consolidation.case import case_of
from service.allocation.consolidation.house import House
from service.allocation.consolidation.house_bounds import possible_in
from service.allocation.consolidation.metrics import current_rooms, metrics
from service.allocation.consolidation.rates import Rates
from service.allocation.consolidation.records import STRATEGIES, Case, Choices, Scenario, Strategy
from service.allocation.consolidation.strategies import solve
from service.allocation.consolidation.utilities import Rule, SplitRefusedError, split, uses_of_units
from service.allocation.situation import Situation, situation
from service.usecases.findings_document import policy_for, roster_for
from service.usecases.joined_rooms import JoinedRooms, floor_of_plan, join_rooms
from service.usecases.measure import read_options
from service.usecases.rooms_of_model import rooms_of_model
from service.usecases.scenario_case import PAIR_OF_ONE, name_of
from service.usecases.scenario_result import result_of

SHARES: Final[Mapping[str, float]] = {  # of the time
    "bounds": 0.25, "reseat-only": 0.15, "open-plan": 0.35, "release-storeys": 0.2, "fewest-moves": 0.05,
}  # fmt: skip
UNKNOWN_NAME: Final = Text(
    "“{name}”在文件或名册里找不到;可选的有:{known}。",
    "“{name}” is neither in the file nor in the roster; there are: {known}.",
)
SEVERAL_OF_NAME: Final = Text(
    "“{name}”有 {count} 个,请写明是哪一个:{known}。",
    "There are {count} of the name “{name}”; say which one: {known}.",
)
SHOWN: Final = 12  # names listed for somebody who mistyped one


def consolidation_document(payload: dict[str, Any], progress: Progress) -> bytes:
    """Return the contract's consolidation document (JSON).

    ``payload``: {path, file, ignore_spaces, options, rosters: [{path, file}], policy, organ, as_of, strategies,
    choices, rates, bill, split_by, assume_removable, time_limit_s, seed, indent}. Areas in m². Raises
    ``ImportRefused`` with one sentence when the file, the roster, the policy or a choice cannot be used.
    """
    day = date.fromisoformat(payload["as_of"])
    policy = policy_for(payload["policy"], day)
    result = read_file(Path(payload["path"]), options=read_options(payload), progress=progress, name=payload["file"])
    progress("areas", 0.0)
    rule = policy.rules.measurement
    basis = BASES[rule.bases[0] if rule else DEFAULT_BASIS]
    reading = roster_for(payload["rosters"], rooms_of_model(result.model, basis=basis), payload["organ"])
    now = situation(reading.roster, reading.rooms, policy, day)
    progress("search", 0.0)
    case = _case(now, result.model, payload["choices"])
    joined = JoinedRooms()
    if "open-plan" in payload["strategies"]:
        storeys = (storey for building in result.model.buildings for storey in building.storeys)
        removable = payload["assume_removable"]
        case, joined = join_rooms(case, (floor_of_plan(storey, assume_removable=removable) for storey in storeys))
    rates = Rates(**payload["rates"])
    found = _scenarios(case, joined, payload, progress)
    bounds: dict[str, float] = dict(found[0].bounds.items()) if found else {}
    document: dict[str, Any] = {
        "policy": policy.label,
        "as_of": day.isoformat(),
        "basis": basis.id,
        "source": {"file": payload["file"], "sha256": result.source.sha256},
        "left_out": [_said(text) for text in case.left_out],
        "org_units": [{"id": unit.id, "name": unit.name} for unit in case.units],
        "current": {"metrics": metrics(case, current_rooms(case), bounds=bounds, rates=rates)},
        "scenarios": [scenario_row(now, case, scenario, joined, rates) for scenario in found],
    }
    if payload["bill"] is not None:
        document["utilities"] = _bill(case, found, Decimal(str(payload["bill"])), payload["split_by"])
    return orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_INDENT_2 * payload["indent"])


def _bill(case: Case, found: Sequence[Scenario], total: Decimal, rule: Rule) -> dict[str, Any]:
    """Return a bill split over the org units as they sit today and in every scenario, exact to the cent."""
    states = {"current": current_rooms(case)} | {s.strategy: dict(s.room_of) for s in found if s.feasible}
    try:
        splits = {name: split(total, rule, uses_of_units(case, room_of)) for name, room_of in states.items()}
    except SplitRefusedError as refused:
        raise ImportRefused("bill", refused.reason) from refused
    amounts = {name: {s.org_unit: str(s.amount) for s in done.shares} for name, done in splits.items()}
    return {
        "total": str(total),
        "rule": rule,
        "explained": [_said(text) for text in splits["current"].explained],
        "org_units": [
            {"id": unit.id, "name": unit.name} | {name: of.get(unit.id, "0.00") for name, of in amounts.items()}
            for unit in case.units
        ],
    }


def _case(now: Situation, model: Model, given: Mapping[str, Any]) -> Case:
    outlines: dict[str, Region] = {}
    near: dict[str, float | None] = {}
    travel: dict[str, float] = {}
    for building in model.buildings:
        for level, storey in enumerate(sorted(building.storeys, key=lambda one: one.elevation_m)):
            windows = [o.footprint for o in storey.openings if o.kind == "window"]
            outlines |= {space.id: space.outline for space in storey.spaces}
            near |= {space.id: near_window_share(space.outline, windows) for space in storey.spaces}
            travel |= travel_of(storey, lowest=level == 0)
    known = {key: share for key, share in near.items() if share is not None}
    case = case_of(now, outlines, near_window=known, travel_m=travel)
    return replace(case, choices=choices_of(given, case))


def choices_of(given: Mapping[str, Any], case: Case) -> Choices:
    """Return choices written with the names that people know: org units, storeys, buildings, numbers of rooms."""
    units = _known((name, unit.id) for unit in case.units for name in (unit.name, unit.id))
    rooms = _known((name, p.id) for p in case.places for name in (p.number, f"{p.storey} {p.number}", p.id))
    storeys = _known((place.storey, place.storey) for place in case.places)
    buildings = _known((place.building, place.building) for place in case.places)
    pairs = tuple((_named(a, units), _named(b, units)) for a, b in given["together"])
    for one, other in pairs:
        if one == other:
            raise ImportRefused("pair-of-one", PAIR_OF_ONE.format(unit=name_of(case, one)))
    return replace(
        case.choices,
        stay=tuple(_named(name, units) for name in given["stay"]),
        emptied_storeys=tuple(_named(name, storeys) for name in given["emptied_storeys"]),
        emptied_buildings=tuple(_named(name, buildings) for name in given["emptied_buildings"]),
        together=pairs,
        kept_rooms=tuple(_named(name, rooms) for name in given["kept_rooms"]),
        one_storey=given["one_storey"],
    )


def _known(named: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, id_ in named:
        found.setdefault(name, set()).add(id_)
    return found


def _named(name: str, known: Mapping[str, set[str]]) -> str:
    """Return what a name stands for; raises ``ImportRefused`` where that is nothing or several things."""
    meant = known.get(name, set())
    if not meant:
        raise ImportRefused("unknown-name", UNKNOWN_NAME.format(name=name, known=", ".join(list(known)[:SHOWN])))
    if len(meant) > 1:
        longer = sorted(other for other, ids in known.items() if ids < meant and other not in ids)
        text = SEVERAL_OF_NAME.format(name=name, count=len(meant), known=", ".join(longer[:SHOWN]))
        raise ImportRefused("ambiguous-name", text)
    return next(iter(meant))


def _scenarios(case: Case, joined: JoinedRooms, payload: Mapping[str, Any], progress: Progress) -> list[Scenario]:
    strategies: Sequence[Strategy] = [name for name in STRATEGIES if name in payload["strategies"]]
    wanted = {name: share for name, share in SHARES.items() if name in (*strategies, "bounds")}
    limit_s, whole = payload["time_limit_s"], sum(wanted.values())
    ends = time.monotonic() + limit_s
    house = House(case)
    bounds_s = limit_s * wanted["bounds"] / whole
    possible = possible_in(house, time_limit_s=bounds_s) if case.people and case.places else None
    found, done = [], wanted["bounds"]
    for strategy in strategies:
        progress("search", done / whole)
        # What those before did not need is there for those that follow.
        share = wanted[strategy] / (whole - done)
        shared = strategy in ("reseat-only", "release-storeys")
        found.append(
            solve(
                case,
                strategy,
                time_limit_s=max(limit_s * wanted[strategy] / whole, share * (ends - time.monotonic())),
                seed=payload["seed"],
                possible=possible if shared else None,
                house=house if shared else None,
                layout=joined.layout,
            )
        )
        done += wanted[strategy]
    return found


def scenario_row(now: Situation, case: Case, scenario: Scenario, joined: JoinedRooms, rates: Rates) -> dict[str, Any]:
    """Return one scenario in the words of the contract, judged by the checker and by the policy itself."""
    result = result_of(case, scenario, rates=rates, now=now, joined=joined.rows(case, scenario.room_of))
    assumptions = dict.fromkeys(Text(*text) for row in result["joined"] for text in row["assumptions"])
    return {
        "name": scenario.strategy,
        "feasible": result["feasible"],
        "seconds": scenario.seconds,
        "seed": scenario.seed,
        "conflicts": [_spelt(one) for one in result["conflicts"]],
        "faults": [_spelt(one) for one in result["faults"]],
        "metrics": result["metrics"] or None,
        "joined": [_joined(row) for row in result["joined"]],
        "assumptions": [_said(text) for text in assumptions],
        "assignments": [{"occupant": who, "space": room} for who, room in sorted(scenario.room_of.items())],
        "moves": result["moves"],
        "move_remarks": [_spelt(one) for one in result["move_remarks"]],
    }


def _joined(row: Mapping[str, Any]) -> dict[str, Any]:
    spelt = {"limited_by": _said(Text(*row["limited_by"]))}
    return {key: value for key, value in row.items() if key != "assumptions"} | spelt


def _said(text: Text) -> dict[str, str]:
    return {"reason": text.en, "reason_zh": text.zh}


def _spelt(line: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": line["code"], "subjects": line["subjects"]} | _said(Text(*line["reason"]))
