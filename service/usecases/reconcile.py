"""Make a room say what its authoritative source says, and what a reader of the number must know about the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from geometry.basis import DEFAULT_BASIS
from geometry.decision import uncertainty_of_difference
from geometry.finding import Finding, Text
from geometry.tolerances import DECLARED_SHARE
from service.store.records import BuildingRecord, RoomSource, SourceKind, SpaceRecord, StatementRecord
from service.usecases.finding_rows import finding_row
from service.usecases.kept_aside import not_placed
from service.usecases.placing import placed, placing_of
from service.usecases.source_policy import KINDS, Decision, decide_source
from service.usecases.taken_over import missed_finding, taken_over

COVERAGE_FACTOR = 2.0  # k of U = k·u, about 95 %
SHAPE_AGREES = 0.9  # of overlap: below it the plan shows another room than was measured

DIFFERS = Text(
    "{kind}为 {area:.2f} m²,{other}为 {other_area:.2f} m²,相差 {difference:+.2f} m²,{beyond};以{kind}为准。",
    "The {kind} says {area:.2f} m², the {other} {other_area:.2f} m²: {difference:+.2f} m², {beyond}; the {kind} "
    "counts.",
)
BEYOND_U = Text(
    "超出差值的扩展不确定度 {expanded:.2f} m²(k=2)", "beyond the ±{expanded:.2f} m² (k=2) of the difference"
)
BEYOND_SHARE = Text("超过 1%", "more than 1 %")
SHAPE_DIFFERS = Text(
    "实测轮廓与{other}只有 {overlap:.0%} 重合,最大偏差 {max_mm:.0f} mm:请核对房间号,或更新平面图。",
    "The measured outline and the {other} have only {overlap:.0%} in common, apart by up to {max_mm:.0f} mm: check the "
    "room number, or have the plan brought up to date.",
)


def reconcile(
    building: BuildingRecord, sources: Mapping[str, Sequence[RoomSource]], *, order: Sequence[SourceKind]
) -> tuple[BuildingRecord, dict[str, Decision]]:
    """Return the building with every room of several sources as decided, and the decisions by room."""
    decisions: dict[str, Decision] = {}

    def room(space: SpaceRecord) -> SpaceRecord:
        known = sources.get(space.space_id)
        if not known:
            return space
        decision = decisions[space.space_id] = decide_source(known, order=order)
        return counted(space, known, decision)

    storeys = tuple(
        replace(storey, spaces=tuple(room(space) for space in storey.spaces)) for storey in building.storeys
    )
    return replace(building, storeys=storeys), decisions


def counted(base: SpaceRecord, sources: Sequence[RoomSource], decision: Decision) -> SpaceRecord:
    """Return the room as its authoritative source says; ``base`` gives what a survey does not know (use, name)."""
    chosen = decision.source
    placing = placing_of(chosen.placing)
    laid = placed(chosen.space, placing)
    statements, findings = laid.statements, list(laid.findings)
    if placing.is_aside:
        findings.insert(0, finding_row(not_placed(replace(laid, space_id=base.space_id), placing)))
    model = next((s for s in reversed(sources) if s.kind == "model" and s is not chosen), None)
    if model is not None and chosen.kind == "survey":
        statements, missed = taken_over(laid, model.space)
        if missed:
            findings.append(
                finding_row(missed_finding(base.space_id, missed, of_m2=_default(statements).gross_area_m2))
            )
    room = replace(laid, statements=statements)
    findings += [finding_row(f) for other in _latest_others(sources, chosen) for f in _differences(room, chosen, other)]
    return replace(
        base,
        number=base.number or laid.number,
        name=base.name or laid.name,
        origin=laid.origin,
        outline=laid.outline,
        label_point=laid.label_point,
        floor_z_m=base.floor_z_m if laid.floor_z_m is None else laid.floor_z_m,
        height_m=base.height_m if laid.height_m is None else laid.height_m,
        declared=base.declared or laid.declared,
        findings=tuple(findings),
        statements=statements,
        import_id=chosen.import_id,
        survey=None,
    )


def _latest_others(sources: Sequence[RoomSource], chosen: RoomSource) -> list[RoomSource]:
    """Return the newest source of every other kind."""
    return list({source.kind: source for source in sources if source.kind != chosen.kind}.values())


def _differences(room: SpaceRecord, chosen: RoomSource, other: RoomSource) -> list[Finding]:
    found = []
    mine, theirs = (_default(statements) for statements in (room.statements, other.space.statements))
    difference = mine.net_area_m2 - theirs.net_area_m2
    u = uncertainty_of_difference(mine.standard_uncertainty_m2 or 0.0, theirs.standard_uncertainty_m2 or 0.0)
    expanded = COVERAGE_FACTOR * u
    if abs(difference) > max(expanded, DECLARED_SHARE * mine.net_area_m2):
        beyond = BEYOND_U.format(expanded=expanded) if u else BEYOND_SHARE
        said = [
            text.format(
                kind=KINDS[chosen.kind][i],
                other=KINDS[other.kind][i],
                area=mine.net_area_m2,
                other_area=theirs.net_area_m2,
                difference=difference,
                beyond=beyond[i],
            )
            for i, text in enumerate(DIFFERS)
        ]
        evidence = {
            "counts": chosen.kind,
            "other": other.kind,
            "area_m2": mine.net_area_m2,
            "other_area_m2": theirs.net_area_m2,
            "difference_m2": difference,
            "expanded_uncertainty_m2": expanded,
        }
        found.append(Finding("sources-differ", room.space_id, "warning", Text(*said), evidence))
    placing = placing_of(chosen.placing)
    if other.kind != "survey" and placing.overlap is not None and placing.overlap < SHAPE_AGREES:
        evidence = {"overlap": placing.overlap, "max_deviation_mm": placing.max_mm or 0.0}
        shown = [
            text.format(other=KINDS[other.kind][i], overlap=placing.overlap, max_mm=placing.max_mm or 0.0)
            for i, text in enumerate(SHAPE_DIFFERS)
        ]
        found.append(Finding("outline-differs", room.space_id, "warning", Text(*shown), evidence))
    return found


def _default(statements: Sequence[StatementRecord]) -> StatementRecord:
    return next(statement for statement in statements if statement.basis == DEFAULT_BASIS)
