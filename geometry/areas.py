"""How big a room is: one area statement per room and measurement basis, with the ledger that explains it.

gross − Σ deductions = net, in m², measured in storey-local metres. The order is fixed and part of the statement: window
reveals are added to the gross first; then bodies are taken off in the order of ``Basis.obstacle_rules`` and, within a
kind, by id, each only with what is left, so that nothing is deducted twice; low headroom is cut from what then remains.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon, STRtree

from geometry.area_remarks import MISSING, NOTES
from geometry.basis_rules import Basis, ObstacleRule
from geometry.headroom import HEADROOM_CUTS_M
from geometry.plan import AreaStatement, Deduction, Element, ElementKind, Opening, Space, Storey
from geometry.region import Region, polygonal
from geometry.reveal import Reveals, reveals
from geometry.tolerances import (
    LEDGER_M2,
    OBSTACLE_HEIGHT_M,
    OBSTACLE_M2,
    OBSTACLE_REACH_M,
    REVEAL_TOUCH_M,
    RIM_TOUCH_M,
    RULE_M,
    RULE_M2,
    SLAB_DEPTH_M,
    TOUCH_M,
)

__all__ = ["MISSING", "NOTES", "PlanIndex", "measure", "measure_all"]

_WALLS: frozenset[ElementKind] = frozenset({"wall", "curtain-wall"})
_HOLLOW: frozenset[ElementKind] = frozenset({"chimney", "shaft", "duct", "lift", "stair"})


class PlanIndex:
    """The elements and windows of one storey, found by place, so that measuring every room costs linear time."""

    def __init__(self, elements: Iterable[Element] = (), openings: Iterable[Opening] = ()) -> None:
        self._elements = [e for e in elements if not e.footprint.is_empty]
        self._windows = [o for o in openings if o.kind == "window" and not o.footprint.is_empty]
        self._footprints = np.array([_valid(e.footprint) for e in self._elements], dtype=object)
        self._element_tree = STRtree(self._footprints)
        self._window_tree = STRtree([w.footprint for w in self._windows])

    @property
    def knows_windows(self) -> bool:
        """Whether the source has any window at all; without one, a room's lack of reveals means nothing."""
        return bool(self._windows)

    def inside(self, region: Region) -> list[_Body]:
        """Return the elements that cover more of ``region`` than a touch, with the part inside it."""
        near = self._element_tree.query(region, predicate="intersects")
        if not len(near):
            return []
        parts = shapely.intersection(self._footprints[near], region)
        area_m2 = shapely.area(parts)
        mean_width_m = 2 * area_m2 / np.maximum(shapely.length(parts), RULE_M)
        covered = (area_m2 >= OBSTACLE_M2) & (mean_width_m > TOUCH_M)
        return [
            _Body(self._elements[i], polygonal(part))
            for i, part in zip(near[covered].tolist(), parts[covered].tolist(), strict=True)
        ]

    def windows_near(self, region: Region) -> list[Opening]:
        """Return the windows that touch ``region``."""
        near = self._window_tree.query(region, predicate="dwithin", distance=REVEAL_TOUCH_M)
        return [self._windows[i] for i in near.tolist()]


@dataclass(frozen=True, slots=True)
class _Body:
    """An element with the part of its footprint that lies inside the region being measured."""

    element: Element
    part: Region


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
    outline = _valid(space.outline)

    boundary = outline
    if basis.wall_face.face == "structural":
        if finish_thickness_m is None:
            missing.add("finish-thickness")
        else:
            boundary = _grown(outline, finish_thickness_m)
    bodies = [b for b in plan.inside(boundary) if _stands_in(b.element, space)]
    added = _reveals(space, outline, bodies, basis, plan, missing)
    strips = [strip.region for strip in added.strips]
    gross_region = polygonal(shapely.union_all([boundary, *strips])) if strips else boundary
    gross_m2 = gross_region.area

    # Walls are judged against the finished outline only: both the ring out to the structural face and a reveal lie
    # within the wall's own footprint.
    own_walls = polygonal(shapely.difference(outline, shapely.union_all(strips))) if strips else outline
    ledger, left = _take_off(bodies, gross_region, own_walls, space, basis)
    ledger += _headroom_cuts(space, left, outline, added, basis, finish_thickness_m, missing)

    limited_m2 = None
    if basis.limited_use is not None:
        high = _at_least(space, basis.limited_use.below_m)
        if high is None:
            missing.add("headroom")
        else:
            limited_m2 = polygonal(shapely.difference(shapely.intersection(left, outline), high)).area
    net_m2 = gross_m2 - sum(line.area_m2 for line in ledger)
    return AreaStatement(
        space_id=space.id,
        basis=basis.id,
        gross_area_m2=gross_m2,
        net_area_m2=max(0.0, net_m2),
        deductions=tuple(ledger),
        limited_use_area_m2=limited_m2,
        missing=tuple(sorted(missing)),
        notes=_notes(space, polygonal(shapely.intersection(left, outline)), basis),
    )


def measure_all(storey: Storey, *, basis: Basis, finish_thickness_m: float | None = None) -> tuple[AreaStatement, ...]:
    """Return the area statement of every space of ``storey`` under ``basis``, in their order, m²."""
    index = PlanIndex(storey.elements, storey.openings)
    return tuple(
        measure(space, basis=basis, index=index, finish_thickness_m=finish_thickness_m) for space in storey.spaces
    )


def _take_off(
    bodies: Sequence[_Body], gross: Region, own_walls: Region, space: Space, basis: Basis
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
            part = polygonal(shapely.intersection(part, own_walls))
        if not _is_deducted(body, rule, gross, space):
            if kind in _HOLLOW:
                counted_in.append(part)
            continue
        if kind == "slab-opening" and counted_in:
            # A shaft the basis counts in passes through this hole: its plan area is already judged.
            part = polygonal(shapely.difference(part, shapely.union_all(counted_in)))
        taken = polygonal(shapely.intersection(part, left))
        if taken.area < LEDGER_M2:
            continue
        left = polygonal(shapely.difference(left, taken))
        ledger.append(
            Deduction("wall-overlap" if kind in _WALLS else kind, body.element.id, taken.area, rule.clause, taken)
        )
    return ledger, left


def _is_deducted(body: _Body, rule: ObstacleRule, gross: Region, space: Space) -> bool:
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
    space: Space, outline: Region, bodies: Sequence[_Body], basis: Basis, plan: PlanIndex, missing: set[str]
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
    face = polygonal(shapely.difference(outline, shapely.union_all(walls))) if walls else outline
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
    space: Space,
    left: Region,
    outline: Region,
    added: Reveals,
    basis: Basis,
    finish_thickness_m: float | None,
    missing: set[str],
) -> list[Deduction]:
    """Return the ledger lines for low headroom on what the bodies left."""
    rule = basis.headroom
    high = [_at_least(space, below_m) for below_m, _ in rule.weights]
    if any(region is None for region in high):
        missing.add("headroom")
        return []
    strips = shapely.union_all([s.region for s in added.strips])
    ledger = []
    rest = polygonal(shapely.difference(left, strips)) if added.strips else left
    rim = Polygon() if finish_thickness_m is None else polygonal(shapely.difference(rest, outline))
    for (_, share), region in zip(rule.weights, high, strict=True):
        assert region is not None
        low = polygonal(shapely.difference(rest, _with_rim(region, outline, rim, finish_thickness_m)))
        rest = polygonal(shapely.difference(rest, low))
        ledger += _cut(space.id, low, share, rule.clause)
    for strip in added.strips:
        under_head = polygonal(shapely.intersection(strip.region, left))
        ledger += _cut(space.id, under_head, rule.share(strip.clear_height_m), rule.clause)
    return ledger


def _cut(space_id: str, low: Region, share: float, clause: str) -> list[Deduction]:
    area_m2 = low.area * (1.0 - share)
    if area_m2 < LEDGER_M2:
        return []
    return [Deduction("headroom", space_id, area_m2, clause, low if share == 0.0 else None)]


def _with_rim(high: Region, outline: Region, rim: Region, thickness_m: float | None) -> Region:
    """Return ``high`` with the rim outside ``outline`` next to it: behind a finish the ceiling is as high as before."""
    if thickness_m is None or rim.is_empty:
        return high
    face = shapely.line_merge(shapely.intersection(outline.boundary, shapely.buffer(high, RIM_TOUCH_M)))
    behind = shapely.buffer(face, thickness_m * 1.001, cap_style="flat", join_style="mitre")
    return polygonal(shapely.union(high, shapely.intersection(behind, rim)))


def _at_least(space: Space, cut_m: float) -> Region | None:
    """Return where the clear height is at least ``cut_m``; None where the model does not say."""
    for known in space.headroom:
        if abs(known.height_m - cut_m) <= RULE_M:
            return known.region
    if space.headroom or space.height_m is None:
        return None
    return _everywhere(space) if space.height_m >= cut_m - RULE_M else Polygon()


def _everywhere(space: Space) -> Region:
    return shapely.box(*space.outline.buffer(1.0).bounds)


def _notes(space: Space, left: Region, basis: Basis) -> tuple[str, ...]:
    if basis.headroom.weights or basis.limited_use is not None:
        return ()
    high = _at_least(space, max(HEADROOM_CUTS_M))
    if high is None or shapely.difference(left, high).area < OBSTACLE_M2:
        return ()
    return ("headroom-not-cut",)


def _grown(region: Region, by_m: float) -> Region:
    return polygonal(shapely.buffer(region, by_m, join_style="mitre"))


def _valid(region: Region) -> Region:
    return region if region.is_valid else polygonal(shapely.make_valid(region))
