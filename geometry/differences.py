"""Why a declared area differs from a room's outline: one ``declared-differs`` finding per value, with its cause.

The definitions differ, not the geometry kernels. Causes are proven by numbers, in this order:

- ``unit``: the quotient is 10^±3, 10^±4, 10^±6, or that of ft² or in². The value is settled before anything else.
- ``headroom``: the part of the plan above a cut height, or that with half of a lower strip, gives it, also by a factor.
- ``national-factor``: rooms of different size share one quotient, such as 0.97.
- ``wall-overlap``: without what lies inside walls and columns the outline gives it; or it counts a recess in a wall.
- ``wall-centre``: the outline moved outward by 0.02-0.30 m, mitred, gives it, in keeping with walls and other rooms.
- ``unknown``: none of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from geometry.areas import PlanIndex, measure
from geometry.basis import BASES
from geometry.difference_causes import Pattern, cause_of, pattern_of
from geometry.difference_surroundings import Surroundings, surroundings
from geometry.difference_texts import sentence
from geometry.difference_units import settle_units
from geometry.finding import Finding
from geometry.plan import DeclaredArea, Element, Model, Opening, Space
from geometry.tolerances import DECLARED_SAME_SHARE, DECLARED_SHARE

__all__ = ["classify_all", "classify_difference", "settle_units", "with_differences"]


def with_differences(model: Model) -> Model:
    """Return the model with declared areas settled in m² and a finding on every room where one differs above 1 %."""
    buildings = []
    spaces, units = settle_units(model.spaces())
    found = classify_all(
        spaces,
        elements=[e for b in model.buildings for s in b.storeys for e in s.elements],
        openings=[o for b in model.buildings for s in b.storeys for o in s.openings],
        net_areas_m2=_net_areas_m2(model, {s.id: s for s in spaces}),
    )
    settled = {s.id: replace(s, findings=(*s.findings, *units.get(s.id, ()), *found.get(s.id, ()))) for s in spaces}
    for building in model.buildings:
        storeys = (replace(st, spaces=tuple(settled[s.id] for s in st.spaces)) for st in building.storeys)
        buildings.append(replace(building, storeys=tuple(storeys)))
    return replace(model, buildings=tuple(buildings))


def classify_all(
    spaces: Sequence[Space],
    *,
    elements: Iterable[Element] = (),
    openings: Iterable[Opening] = (),
    net_areas_m2: Mapping[str, Sequence[float]] | None = None,
) -> dict[str, tuple[Finding, ...]]:
    """Return, by space id, the findings on declared areas (in settled m²) that differ above 1 %.

    ``net_areas_m2`` gives computed net areas that a declared net area may just as well agree with.
    """
    nets = net_areas_m2 or {}
    # Most rooms agree; what stands around a room is only looked up for those that do not.
    doubtful = [s for s in spaces if s.outline.area > 0 and _to_explain(s, Surroundings(), nets.get(s.id, ()))]
    if not doubtful:
        return {}
    around = surroundings(doubtful, list(elements), list(openings))
    differing = {s.id: _to_explain(s, around[s.id], nets.get(s.id, ())) for s in doubtful}
    pattern = pattern_of([(s, d) for s in doubtful for d in differing[s.id]])
    return {
        s.id: tuple(classify_difference(s, d, around=around[s.id], pattern=pattern) for d in differing[s.id])
        for s in doubtful
        if differing[s.id]
    }


def classify_difference(
    space: Space, declared: DeclaredArea, *, around: Surroundings | None = None, pattern: Pattern | None = None
) -> Finding:
    """Return the ``declared-differs`` finding for one declared area in settled m², with cause and proof in evidence."""
    around, pattern = around or Surroundings(), pattern or Pattern()
    computed, value = space.outline.area, declared.area_m2
    evidence: dict[str, Any] = {
        "declared": declared.name,
        "kind": declared.kind,
        "declared_m2": round(value, 6),
        "computed_m2": round(computed, 6),
        "difference_m2": round(value - computed, 6),
        "ratio": round(value / computed, 6),
    }
    key, cause, proof = cause_of(space, value, around, pattern)
    extra = {"extra_zh": proof.pop("extra_zh", ""), "extra_en": proof.pop("extra_en", "")}
    words = {"name": declared.name, "declared_m2": value, "computed_m2": computed, "ratio": value / computed - 1}
    reason = sentence(key, **words, **extra, **proof)
    return Finding("declared-differs", space.id, "warning", reason, {"cause": cause, **evidence, **proof})


def _net_areas_m2(model: Model, settled: Mapping[str, Space]) -> dict[str, tuple[float, ...]]:
    """Return the net floor area as IFC defines it of every room whose declared net area is not just its outline's."""
    nets: dict[str, tuple[float, ...]] = {}
    for storey in (st for building in model.buildings for st in building.storeys):
        rooms = [s for space in storey.spaces if _declares_another_net(s := settled[space.id])]
        if rooms:
            index = PlanIndex(storey.elements, storey.openings)
            nets |= {s.id: (measure(s, basis=BASES["ifc-net"], index=index).net_area_m2,) for s in rooms}
    return nets


def _declares_another_net(space: Space) -> bool:
    return any(d.kind == "net" and not _agrees(d.area_m2, (space.outline.area,)) for d in space.declared)


def _to_explain(space: Space, around: Surroundings, nets: Sequence[float]) -> list[DeclaredArea]:
    """Return the declared areas that differ, one for each distinct value, the most telling name first."""
    computed = space.outline.area
    gross_like = (computed,)
    net_like = (computed, computed - around.overlap_m2, *nets)
    agreed = any(d.kind != "net" and _agrees(d.area_m2, gross_like) for d in space.declared)
    left: list[DeclaredArea] = []
    for kind in ("gross", "unspecified", "net"):
        for d in (d for d in space.declared if d.kind == kind):
            # "Area" says nothing about what it is: one gross area that agrees is enough.
            if _agrees(d.area_m2, net_like if kind == "net" else gross_like) or (kind == "unspecified" and agreed):
                continue
            if not any(abs(d.area_m2 - e.area_m2) <= DECLARED_SAME_SHARE * e.area_m2 for e in left):
                left.append(d)
    return left


def _agrees(value: float, candidates: Iterable[float]) -> bool:
    return any(abs(value - c) <= DECLARED_SHARE * c for c in candidates if c > 0)
