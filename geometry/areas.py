"""How big a room is: one area statement per room and measurement basis, with the ledger that explains it.

gross − Σ deductions = net, in m², measured in storey-local metres. The order is fixed and part of the statement: window
reveals are added to the gross first; then bodies are taken off in the order of ``Basis.obstacle_rules`` and, within a
kind, by id, each only with what is left, so that nothing is deducted twice; low headroom is cut from what then remains.
A surveyed room has obstacles without a place of their own (``geometry.survey.obstacles``) and a standard uncertainty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from geometry.area_remarks import MISSING, NOTES
from geometry.basis_rules import Basis, ObstacleRule
from geometry.headroom import HEADROOM_CUTS_M, Ceiling
from geometry.plan import AreaStatement, Deduction, Element, ElementKind, Opening, Space, Storey
from geometry.plan_index import Body, PlanIndex
from geometry.region import Region
from geometry.reveal import Reveals
from geometry.room_plan import WALLS, RoomPlan
from geometry.survey.obstacles import surveyed_obstacles
from geometry.tolerances import (
    LEDGER_M2,
    OBSTACLE_M2,
    RULE_M,
    RULE_M2,
)

__all__ = ["MISSING", "NOTES", "PlanIndex", "measure", "measure_all", "measure_under"]

_HOLLOW: frozenset[ElementKind] = frozenset({"chimney", "shaft", "duct", "lift", "stair"})


def measure(
    space: Space,
    *,
    basis: Basis,
    elements: Sequence[Element] = (),
    openings: Sequence[Opening] = (),
    index: PlanIndex | None = None,
    finish_thickness_m: float | None = None,
) -> AreaStatement:
    """Return the area statement of ``space`` under ``basis``, m², measured in storey-local metres.

    ``index`` replaces ``elements`` and ``openings`` where many rooms of one storey are measured.
    ``finish_thickness_m`` is the thickness of the wall finish, for bases that measure to the structural face.
    """
    plan = PlanIndex(elements, openings) if index is None else index
    return measure_under(space, (basis,), index=plan, finish_thickness_m=finish_thickness_m)[0]


def measure_under(
    space: Space, bases: Iterable[Basis], *, index: PlanIndex, finish_thickness_m: float | None = None
) -> tuple[AreaStatement, ...]:
    """Return the area statement of ``space`` under each of ``bases``, m²; what bases share is worked out once."""
    room = RoomPlan(space, index)
    return tuple(_statement(room, basis, finish_thickness_m) for basis in bases)


def _statement(room: RoomPlan, basis: Basis, finish_thickness_m: float | None) -> AreaStatement:
    space, outline = room.space, room.outline
    missing: set[str] = set()
    boundary = outline
    if basis.wall_face.face == "structural":
        if finish_thickness_m is None:
            missing.add("finish-thickness")
        else:
            boundary = room.boundary(finish_thickness_m)
    added = _reveals(room, boundary, basis, missing)
    gross_region = room.together(boundary, *added.regions) if added.strips else boundary
    gross_m2 = gross_region.area

    # Walls are judged against the finished outline only: both the rim out to the structural face and a reveal lie
    # within the wall's own footprint.
    own_walls = room.without(outline, *added.regions)
    ledger, left = _take_off(room, room.bodies(boundary), gross_region, own_walls, basis)
    surveyed, u_m2 = surveyed_obstacles(space.survey, basis.obstacle_rules(), left_m2=left.area)
    ledger += surveyed
    ceiling = Ceiling(space, outline, finish_thickness_m if boundary is not outline else None)
    ledger += _headroom_cuts(room, left, ceiling, added, basis, missing)
    limited_m2 = _limited_use_m2(room, left, ceiling, basis, missing)
    net_m2 = gross_m2 - sum(line.area_m2 for line in ledger)
    return AreaStatement(
        space_id=space.id,
        basis=basis.id,
        gross_area_m2=gross_m2,
        net_area_m2=max(0.0, net_m2),
        deductions=tuple(ledger),
        limited_use_area_m2=limited_m2,
        standard_uncertainty_m2=u_m2,
        missing=tuple(sorted(missing)),
        notes=_notes(room, left, ceiling, basis),
        boundary=None if gross_region is outline else gross_region,
    )


def measure_all(storey: Storey, *, basis: Basis, finish_thickness_m: float | None = None) -> tuple[AreaStatement, ...]:
    """Return the area statement of every space of ``storey`` under ``basis``, in their order, m²."""
    index = PlanIndex(storey.elements, storey.openings)
    return tuple(
        measure(space, basis=basis, index=index, finish_thickness_m=finish_thickness_m) for space in storey.spaces
    )


def _take_off(
    room: RoomPlan, bodies: Sequence[Body], gross: Region, own_walls: Region, basis: Basis
) -> tuple[list[Deduction], Region]:
    """Return the ledger lines of all bodies and holes, and the region that is left."""
    rules = basis.obstacle_rules()
    rank = {kind: i for i, kind in enumerate(rules)}
    ledger: list[Deduction] = []
    left = gross
    counted_in: list[Region] = []
    for body in sorted(
        (b for b in bodies if b.element.kind in rank), key=lambda b: (rank[b.element.kind], b.element.id)
    ):
        kind, rule, part = body.element.kind, rules[body.element.kind], body.part
        if kind in WALLS and own_walls is not gross:
            part = room.common(part, own_walls)
        if not _is_deducted(body, rule, gross, room.space):
            if kind in _HOLLOW:
                counted_in.append(part)
            continue
        if kind == "slab-opening" and counted_in:
            # A shaft the basis counts in passes through this hole: its plan area is already judged.
            part = room.without(part, *counted_in)
        taken = part if left is gross else room.common(part, left)
        if taken.area < LEDGER_M2:
            continue
        left = room.without(left, taken)
        ledger.append(
            Deduction("wall-overlap" if kind in WALLS else kind, body.element.id, taken.area, rule.clause, taken)
        )
    return ledger, left


def _is_deducted(body: Body, rule: ObstacleRule, gross: Region, space: Space) -> bool:
    """Return whether ``rule`` takes this body off, by its size."""
    element = body.element
    base_m = element.z_min_m if space.floor_z_m is None else space.floor_z_m
    return (
        rule.deducted
        and rule.over_area_m2 + RULE_M2 < element.footprint.area <= rule.up_to_area_m2 + RULE_M2
        and (rule.over_height_m <= 0 or element.z_max_m - base_m > rule.over_height_m + RULE_M)
        and (rule.from_projection_m <= 0 or _projection_m(body.part, gross) >= rule.from_projection_m - RULE_M)
    )


def _projection_m(part: Region, gross: Region) -> float:
    """Return how far a body reaches into the room from its outline, metres."""
    corners = shapely.points(shapely.get_coordinates(part))
    return float(np.max(shapely.distance(corners, gross.boundary)))


def _reveals(room: RoomPlan, boundary: Region, basis: Basis, missing: set[str]) -> Reveals:
    """Return the reveal strips the basis adds; says in ``missing`` where the model cannot tell."""
    if basis.reveal.kind == "none":
        return Reveals()
    if not room.knows_windows:
        missing.add("window-reveal")
        return Reveals()
    found = room.reveals(basis.reveal, boundary)
    if found.undecided:
        missing.add("window-reveal")
    return found


def _headroom_cuts(
    room: RoomPlan, left: Region, ceiling: Ceiling, added: Reveals, basis: Basis, missing: set[str]
) -> list[Deduction]:
    """Return the ledger lines for low headroom on what the bodies left."""
    rule = basis.headroom
    ledger: list[Deduction] = []
    rest = room.without(left, *added.regions)
    for below_m, share in rule.weights:
        low = ceiling.lower_than(rest, below_m)
        if low is None:
            missing.add("headroom")
            return []
        ledger += _cut(room.space.id, low, share, rule.clause)
        rest = room.without(rest, low)
    for strip in added.strips:
        under_head = room.common(strip.region, left)
        ledger += _cut(room.space.id, under_head, rule.share(strip.clear_height_m), rule.clause)
    return ledger


def _cut(space_id: str, low: Region, share: float, clause: str) -> list[Deduction]:
    area_m2 = low.area * (1.0 - share)
    if area_m2 < LEDGER_M2:
        return []
    return [Deduction("headroom", space_id, area_m2, clause, low if share == 0.0 else None)]


def _limited_use_m2(room: RoomPlan, left: Region, ceiling: Ceiling, basis: Basis, missing: set[str]) -> float | None:
    """Return the area the basis states apart as of limited use, m²; window reveals are never part of it."""
    if basis.limited_use is None:
        return None
    low = ceiling.lower_than(left, basis.limited_use.below_m)
    if low is None:
        missing.add("headroom")
        return None
    return float(room.common(low, ceiling.outline).area)


def _notes(room: RoomPlan, left: Region, ceiling: Ceiling, basis: Basis) -> tuple[str, ...]:
    if basis.headroom.weights or basis.limited_use is not None:
        return ()
    low = ceiling.lower_than(left, max(HEADROOM_CUTS_M))
    if low is None or room.common(low, ceiling.outline).area < OBSTACLE_M2:
        return ()
    return ("headroom-not-cut",)
