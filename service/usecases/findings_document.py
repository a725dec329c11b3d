"""The document of ``yijian findings --json``: areas of one file and a roster to findings, from no database.

Runs in the reading child: the building file and the roster are both read there, and only findings come back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from bim_import.errors import ImportRefused
from bim_import.read import read_file
from bim_import.sandbox import Progress
from geometry.basis import BASES, DEFAULT_BASIS
from geometry.finding import Text
from service.allocation.evaluate import Evaluation, evaluate
from service.allocation.findings import OccupancyFinding
from service.allocation.policy import Policy
from service.allocation.policy_file import PolicyError, load_policy, policy_on, require_in_force
from service.allocation.rooms import Room
from service.allocation.roster_file import RosterReading, read_roster
from service.allocation.roster_problems import RosterError, RosterProblem
from service.allocation.roster_sheets import RosterRefused
from service.usecases.measure import read_options
from service.usecases.rooms_of_model import rooms_of_model

AREA_DECIMALS = 9
BAD_ROSTER = Text(
    "名册有 {count} 处问题,没有采用;请更正后再试。",
    "The roster has {count} faults and none of it was used; correct them and try again.",
)
ONE_FAULT = Text("名册有问题,没有采用。{sentence}", "The roster has a fault and was not used. {sentence}")
BAD_POLICY = Text("标准文件有 {count} 处问题,没有采用。", "The policy file has {count} faults and was not used.")


def findings_document(payload: dict[str, Any], progress: Progress) -> bytes:
    """Return the contract's findings document (JSON).

    ``payload``: {path, file, ignore_spaces, options, rosters: [{path, file}], policy, organ, as_of, names, indent};
    ``policy`` "" means the national one of the day. Areas in m². Raises ``ImportRefused`` with one sentence, and all
    faulty rows, when the file, the roster or the policy cannot be used.
    """
    day = date.fromisoformat(payload["as_of"])
    policy = policy_for(payload["policy"], day)
    result = read_file(Path(payload["path"]), options=read_options(payload), progress=progress, name=payload["file"])
    progress("areas", 0.0)
    rule = policy.rules.measurement
    basis = BASES[rule.bases[0] if rule else DEFAULT_BASIS]
    rooms = rooms_of_model(result.model, basis=basis)
    progress("roster", 0.0)
    reading = roster_for(payload["rosters"], rooms, payload["organ"])
    progress("findings", 0.0)
    evaluation = evaluate(reading.roster, reading.rooms, policy, day)
    document = {
        "policy": policy.label,
        "as_of": day.isoformat(),
        "basis": basis.id,
        "source": {"file": payload["file"], "sha256": result.source.sha256},
        "roster": {
            "files": [entry["file"] for entry in payload["rosters"]],
            "org_units": len(reading.roster.org_units),
            "occupants": len(reading.roster.occupants),
            "assignments": len(reading.roster.assignments),
            "notes": [{"zh": note.zh, "en": note.en} for note in reading.notes],
        },
        "findings": findings_rows(evaluation, names=payload["names"]),
    }
    return orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_INDENT_2 * payload["indent"])


def findings_rows(evaluation: Evaluation, *, names: bool = False) -> list[dict[str, Any]]:
    """Return the findings of an evaluation in the words of the contract; names of people only where asked for."""
    rooms, occupants = evaluation.situation.rooms, evaluation.situation.occupants
    units = evaluation.situation.org_units
    rows = []
    for finding in evaluation.findings:
        row = finding_row(finding, rooms)
        if names:
            for person in row["occupants"]:
                person["name"] = occupants[person["id"]].name if person["id"] in occupants else ""
        row["org_unit"] = units[finding.org_unit_id].name if finding.org_unit_id in units else finding.org_unit_id
        rows.append(row)
    return rows


def finding_row(finding: OccupancyFinding, rooms: Mapping[str, Room]) -> dict[str, Any]:
    """Return one finding in the words of the contract, without any name of a person."""
    first = rooms.get(finding.space_ids[0]) if finding.space_ids else None
    levels = {person["id"]: person for person in finding.evidence.get("occupants", ())}
    evidence = {key: value for key, value in finding.evidence.items() if key != "occupants"}
    return {
        "code": finding.code,
        "outcome": finding.outcome,
        "severity": finding.severity,
        "key": finding.key,
        "space": first.id if first else None,
        "number": first.number if first else "",
        "building": first.building if first else "",
        "storey": first.storey if first else "",
        "spaces": list(finding.space_ids),
        "occupants": [
            {"id": person, "post_level": levels[person]["post_level"]} | _limits(levels[person])
            if person in levels
            else {"id": person, "post_level": finding.evidence.get("post_level", "")}
            for person in finding.occupant_ids
        ],
        "org_unit_id": finding.org_unit_id,
        "area_m2": _number(finding.area_m2),
        "standard_uncertainty_m2": _number(finding.standard_uncertainty_m2),
        "entitlement_m2": _number(finding.entitlement_m2),
        "excess_m2": _number(finding.excess_m2),
        "excess_of_entitlement": _number(finding.excess_of_entitlement),
        "clause": finding.clause,
        "policy": finding.policy,
        "reason": finding.reason.en,
        "reason_zh": finding.reason.zh,
        "evidence": evidence,
    }


def _limits(person: Mapping[str, Any]) -> dict[str, Any]:
    return {key: person[key] for key in ("entitlement_m2", "part_m2", "why") if key in person}


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, AREA_DECIMALS)


def policy_for(name: str, day: date) -> Policy:
    """Return the policy asked for, the national one of the day without a name; raises ``ImportRefused``."""
    try:
        policy = load_policy(name) if name else policy_on(day)
        require_in_force(policy, day)
    except PolicyError as bad:
        rest = [problem.reason for problem in bad.problems]
        sentence = rest[0] if len(rest) == 1 else BAD_POLICY.format(count=len(rest))
        raise ImportRefused("policy", sentence, {"rows": [{"zh": t.zh, "en": t.en} for t in rest]}) from bad
    return policy


def roster_for(files: Sequence[Mapping[str, str]], rooms: Sequence[Room], organ: str) -> RosterReading:
    """Return the roster in ``files`` ({path, file}); raises ``ImportRefused`` with every faulty row."""
    contents = [(entry["file"], Path(entry["path"]).read_bytes()) for entry in files]
    try:
        return read_roster(contents, rooms, organ=organ)
    except RosterRefused as bad:
        raise ImportRefused(bad.code, bad.reason) from bad
    except RosterError as bad:
        raise ImportRefused("roster-rows", _sentence(bad.problems), {"rows": _lines(bad.problems)}) from bad


def _sentence(problems: Sequence[RosterProblem]) -> Text:
    if len(problems) > 1:
        return BAD_ROSTER.format(count=len(problems))
    only = problems[0].sentence
    return Text(ONE_FAULT.zh.format(sentence=only.zh), ONE_FAULT.en.format(sentence=only.en))


def _lines(problems: Sequence[RosterProblem]) -> list[dict[str, str]]:
    return [{"zh": problem.sentence.zh, "en": problem.sentence.en} for problem in problems]
