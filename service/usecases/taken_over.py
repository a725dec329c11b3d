"""What a survey does not mention and the model knows: columns and low headroom are deducted as the model has them.

A surveyor measures walls and may walk past a column. Leaving it in would make the room larger than it is, so it is
taken off, with a finding that says so. What the outline runs around, and every kind the survey speaks of itself, is
left to the survey.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace

import shapely

from geometry.basis import DEFAULT_BASIS
from geometry.finding import Finding, Outcome, Text
from geometry.tolerances import DECLARED_SHARE, LEDGER_M2
from service.store.records import Json, SpaceRecord, StatementRecord
from service.usecases.placing import region_of

# What a surveyor may have walked past: it stands in the room, and its outline runs around it or not.
BODIES = frozenset({"column", "pier", "chimney", "shaft", "duct", "stair", "lift", "slab-opening", "built-in"})
TAKEN_OVER = Text(
    "测量中没有记录{what};已按模型扣减。若实际没有或尺寸不同,请在测量表的“扣减”中写明。",
    "The survey does not mention {what}; deducted as the model has it. If it is not there or of another size, say so "
    "among the deductions of the survey.",
)
WORDS = {
    "column": Text("柱", "column"),
    "pier": Text("墙垛", "pier"),
    "chimney": Text("烟道", "chimney"),
    "shaft": Text("管道井", "shaft"),
    "duct": Text("风道", "duct"),
    "stair": Text("楼梯", "stair"),
    "lift": Text("电梯", "lift"),
    "slab-opening": Text("楼板洞口", "slab opening"),
    "built-in": Text("固定家具", "built-in"),
    "headroom": Text("净高不足部分", "part of low headroom"),
}


def taken_over(laid: SpaceRecord, model: SpaceRecord) -> tuple[tuple[StatementRecord, ...], list[Json]]:
    """Return the survey's statements with what only the model knows of taken off, and those lines (default basis)."""
    by_basis = {statement.basis: statement for statement in model.statements}
    outline = region_of(laid.outline)
    statements, missed = [], []
    for statement in laid.statements:
        said = {line["kind"] for line in statement.deductions}
        lines = [
            line
            for row in (by_basis[statement.basis].deductions if statement.basis in by_basis else ())
            if row["kind"] not in said and (line := _inside(row, outline)) is not None
        ]
        net_m2 = statement.net_area_m2 - sum(line["area_m2"] for line in lines)
        if net_m2 <= 0.0:
            lines, net_m2 = [], statement.net_area_m2
        statements.append(replace(statement, net_area_m2=net_m2, deductions=(*statement.deductions, *lines)))
        if statement.basis == DEFAULT_BASIS:
            missed = lines
    return tuple(statements), missed


def _inside(row: Json, outline: shapely.Geometry) -> Json | None:
    """Return a line of the model's ledger as far as it lies in the outline; None where the outline runs around it."""
    if row["kind"] == "headroom" and not row["footprint"]:
        return row
    if row["kind"] not in BODIES | {"headroom"} or not row["footprint"]:
        return None
    footprint = region_of(base64.b64decode(row["footprint"]))
    common = shapely.intersection(footprint, outline)
    if common.area < max(footprint.area / 2, LEDGER_M2):
        return None
    share = min(1.0, common.area / footprint.area)
    wkb = base64.b64encode(shapely.to_wkb(common)).decode("ascii") if common.geom_type.endswith("Polygon") else None
    return row | {"area_m2": row["area_m2"] * share, "footprint": wkb}


def missed_finding(space_id: str, lines: Sequence[Json], *, of_m2: float) -> Finding:
    """Return the finding that says what was taken over; what is little of a room of ``of_m2`` is a note only."""
    total = sum(line["area_m2"] for line in lines)
    what = Text(
        "、".join(f"{WORDS.get(line['kind'], Text(line['kind'], '')).zh} {line['area_m2']:.2f} m²" for line in lines),
        ", ".join(
            f"a {WORDS.get(line['kind'], Text('', line['kind'])).en} of {line['area_m2']:.2f} m²" for line in lines
        ),
    )
    reason = Text(TAKEN_OVER.zh.format(what=what.zh), TAKEN_OVER.en.format(what=what.en))
    outcome: Outcome = "warning" if total > DECLARED_SHARE * of_m2 else "info"
    return Finding("taken-from-model", space_id, outcome, reason, {"area_m2": total})
