"""How big a room is: one area statement per room and measurement basis, with the ledger that explains it.

gross − Σ deductions = net, in m², measured in storey-local metres. The order is fixed and part of the statement: window
reveals are added to the gross first; then bodies are taken off in the order of ``Basis.obstacle_rules`` and, within a
kind, by id, each only with what is left, so that nothing is deducted twice; low headroom is cut from what then remains.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from geometry.area_remarks import MISSING, NOTES
from geometry.basis_rules import Basis, ObstacleRule
from geometry.headroom import HEADROOM_CUTS_M, Ceiling
from geometry.overlay import common, together, without
from geometry.plan import AreaStatement, Deduction, Element, ElementKind, Opening, Space, Storey
from geometry.plan_index import Body, PlanIndex
from geometry.region import Region, polygonal, valid
from geometry.reveal import Reveals, reveals
from geometry.tolerances import (
    LEDGER_M2,
    OBSTACLE_HEIGHT_M,
    OBSTACLE_M2,
    OBSTACLE_REACH_M,
    RULE_M,
    RULE_M2,
    SLAB_DEPTH_M,
)

__all__ = ["MISSING", "NOTES", "PlanIndex", "measure", "measure_all"]

_WALLS: frozenset[ElementKind] = frozenset({"wall", "curtain-wall"})
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
    missing: set[str] = set()
    outline = valid(space.outline)

    boundary = outline
    if basis.wall_face.face == "structural":
        if finish_thickness_m is None:
            missing.add("finish-thickness")
        else:
            boundary = _grown(outline, finish_thickness_m)
    bodies = [b for b in plan.inside(boundary) if _stands_in(b.element, space)]
    added = _reveals(space, outline, bodies, basis, plan, missing)
    gross_region = together([boundary, *added.regions]) if added.strips else boundary
    gross_m2 = gross_region.area

    # Walls are judged against the finished outline only: both the rim out to the structural face and a reveal lie
    # within the wall's own footprint.
    own_walls = without(outline, together(added.regions)) if added.strips else outline
    ledger, left = _take_off(bodies, gross_region, own_walls, space, basis)
    ceiling = Ceiling(space, outline, finish_thickness_m if boundary is not outline else None)
    ledger += _headroom_cuts(space, left, ceiling, added, basis, missing)
    limited_m2 = _limited_use_m2(left, ceiling, basis, missing)
    net_m2 = gross_m2 - sum(line.area_m2 for line in ledger)
    return AreaStatement(
        space_id=space.id,
        basis=basis.id,
        gross_area_m2=gross_m2,
        net_area_m2=max(0.0, net_m2),
        deductions=tuple(ledger),
        limited_use_area_m2=limited_m2,
        missing=tuple(sorted(missing)),
        notes=_notes(left, ceiling, basis),
    )


def measure_all(storey: Storey, *, basis: Basis, finish_thickness_m: float | None = None) -> tuple[AreaStatement, ...]:
    """Return the area statement of every space of ``storey`` under ``basis``, in their order, m²."""
    index = PlanIndex(storey.elements, storey.openings)
    return tuple(
        measure(space, basis=basis, index=index, finish_thickness_m=finish_thickness_m) for space in storey.spaces
    )


def _take_off(
    bodies: Sequence[Body], gross: Region, own_walls: Region, space: Space, basis: Basis
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
        if kind in _WALLS:
            part = common(part, own_walls)
        if not _is_deducted(body, rule, gross, space):
            if kind in _HOLLOW:
                counted_in.append(part)
            continue
        if kind == "slab-opening" and counted_in:
            # A shaft the basis counts in passes through this hole: its plan area is already judged.
            part = without(part, together(counted_in))
        taken = common(part, left)
        if taken.area < LEDGER_M2:
            continue
        left = without(left, taken)
        ledger.append(
            Deduction("wall-overlap" if kind in _WALLS else kind, body.element.id, taken.area, rule.clause, taken)
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


def _stands_in(element: Element, space: Space) -> bool:
    """Return whether the element shares the space's height range and stands low enough to take floor from it."""
    if space.floor_z_m is None:  # a drawn plan has no heights
        return True
    floor_m = space.floor_z_m
    if element.kind == "slab-opening":
        return element.z_min_m < floor_m + OBSTACLE_REACH_M and element.z_max_m > floor_m - SLAB_DEPTH_M
    reach_m = OBSTACLE_REACH_M if space.height_m is None else min(OBSTACLE_REACH_M, space.height_m)
    return element.z_min_m < floor_m + reach_m and element.z_max_m > floor_m + OBSTACLE_HEIGHT_M


def _reveals(
    space: Space, outline: Region, bodies: Sequence[Body], basis: Basis, plan: PlanIndex, missing: set[str]
) -> Reveals:
    """Return the reveal strips the basis adds; says in ``missing`` where the model cannot tell."""
    if basis.reveal.kind == "none":
        return Reveals()
    if not plan.knows_windows:
        missing.add("window-reveal")
        return Reveals()
    windows = plan.windows_near(outline)
    if space.floor_z_m is not None:
        top_m = np.inf if space.height_m is None else space.floor_z_m + space.height_m
        windows = [w for w in windows if w.z_min_m < top_m and w.z_max_m > space.floor_z_m + OBSTACLE_HEIGHT_M]
    if not windows:
        return Reveals()
    walls = [b.part for b in bodies if b.element.kind in _WALLS]
    face = without(outline, together(walls)) if walls else outline
    found = reveals(
        face,
        windows,
        rule=basis.reveal,
        floor_z_m=space.floor_z_m,
        clear_height_m=None if space.headroom else space.height_m,
    )
    if found.undecided:
        missing.add("window-reveal")
    return found


def _headroom_cuts(
    space: Space, left: Region, ceiling: Ceiling, added: Reveals, basis: Basis, missing: set[str]
) -> list[Deduction]:
    """Return the ledger lines for low headroom on what the bodies left."""
    rule = basis.headroom
    ledger: list[Deduction] = []
    rest = without(left, together(added.regions)) if added.strips else left
    for below_m, share in rule.weights:
        low = ceiling.lower_than(rest, below_m)
        if low is None:
            missing.add("headroom")
            return []
        ledger += _cut(space.id, low, share, rule.clause)
        rest = without(rest, low)
    for strip in added.strips:
        under_head = common(strip.region, left)
        ledger += _cut(space.id, under_head, rule.share(strip.clear_height_m), rule.clause)
    return ledger


def _cut(space_id: str, low: Region, share: float, clause: str) -> list[Deduction]:
    area_m2 = low.area * (1.0 - share)
    if area_m2 < LEDGER_M2:
        return []
    return [Deduction("headroom", space_id, area_m2, clause, low if share == 0.0 else None)]


def _limited_use_m2(left: Region, ceiling: Ceiling, basis: Basis, missing: set[str]) -> float | None:
    """Return the area the basis states apart as of limited use, m²; window reveals are never part of it."""
    if basis.limited_use is None:
        return None
    low = ceiling.lower_than(left, basis.limited_use.below_m)
    if low is None:
        missing.add("headroom")
        return None
    return float(common(low, ceiling.outline).area)


def _notes(left: Region, ceiling: Ceiling, basis: Basis) -> tuple[str, ...]:
    if basis.headroom.weights or basis.limited_use is not None:
        return ()
    low = ceiling.lower_than(left, max(HEADROOM_CUTS_M))
    if low is None or common(low, ceiling.outline).area < OBSTACLE_M2:
        return ()
    return ("headroom-not-cut",)


def _grown(region: Region, by_m: float) -> Region:
    return polygonal(shapely.buffer(region, by_m, join_style="mitre"))
