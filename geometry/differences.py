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
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import numpy as np
import shapely

from geometry.difference_texts import UNIT, UNIT_OF_OUTLINE, Cause, sentence
from geometry.finding import Finding
from geometry.plan import DeclaredArea, Element, Model, Opening, Space
from geometry.region import Region
from geometry.tolerances import (
    DECLARED_ROUNDING_M2,
    DECLARED_SAME_SHARE,
    DECLARED_SHARE,
    EXPLAINED_SHARE,
    FACTOR_SPREAD,
    HEADROOM_SHARE,
    ROOM_AREA_M2,
    WALL_CENTRE_M,
    WALL_FACE_M,
)

# declared / true for the usual mix-ups, and how far from it the quotient may be: nothing else makes factors like these,
# yet walls and headroom may change the value on top.
_UNITS = (1e3, 1e-3, 1e4, 1e-4, 1e6, 1e-6, 1 / 0.09290304, 0.09290304, 1 / 0.00064516, 0.00064516)
_UNIT_SLACK = (0.65, 1.55)

# A rule's factor has at most three digits and holds for most rooms that differ, whatever their proportions: rooms of one
# size share any quotient.
_FACTOR_ROOMS = 3
_FACTOR_SIZES = 0.05
# Believed of a single room: 3 % off bare-structure dimensions for plaster (ArchiCAD's German zone stamps), and balconies
# and terraces counted by half or a quarter.
_KNOWN_FACTORS = (0.97, 0.5, 0.25)

# Lower strips counted by half: WoFlV § 4 (1-2 m), GB 50096-2011 § 4.0.3 (1.2-2.1 m).
_HALVED_M = ((1.0, 2.0), (1.2, 2.1))

_WALLS = frozenset({"wall", "curtain-wall", "partition"})
_SOLID = _WALLS | {"column", "pier", "chimney"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a room: half-thicknesses of walls along it, m² of it inside solid elements, openings at it."""

    half_walls_m: tuple[float, ...] = ()
    overlap_m2: float = 0.0
    overlap_elements: tuple[str, ...] = ()
    openings: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the rooms of a model have in common: the wall-centre offset in metres, and factors with their room count."""

    offset_m: float | None = None
    factors: tuple[tuple[float, int], ...] = ()


def with_differences(model: Model) -> Model:
    """Return the model with declared areas settled in m² and a finding on every room where one differs above 1 %."""
    buildings = []
    spaces, units = settle_units(model.spaces())
    found = classify_all(
        spaces,
        elements=[e for b in model.buildings for s in b.storeys for e in s.elements],
        openings=[o for b in model.buildings for s in b.storeys for o in s.openings],
    )
    settled = {s.id: replace(s, findings=(*s.findings, *units.get(s.id, ()), *found.get(s.id, ()))) for s in spaces}
    for building in model.buildings:
        storeys = (replace(st, spaces=tuple(settled[s.id] for s in st.spaces)) for st in building.storeys)
        buildings.append(replace(building, storeys=tuple(storeys)))
    return replace(model, buildings=tuple(buildings))


def settle_units(spaces: Sequence[Space]) -> tuple[tuple[Space, ...], dict[str, tuple[Finding, ...]]]:
    """Return the spaces with declared areas in m² that can be true, and a finding for each that was off by a unit.

    Where the outlines of the model are no plausible size for rooms, they are suspected and the values stay.
    """
    sizes = [s.outline.area for s in spaces]
    plausible = not sizes or ROOM_AREA_M2[0] <= median(sizes) <= ROOM_AREA_M2[1]
    settled, findings = [], {}
    for space in spaces:
        declared, said = [], []
        for area in space.declared:
            factor = _unit_factor(area.area_m2, space.outline.area)
            if factor is None or not plausible:
                declared.append(area)
                if factor is not None:
                    said.append(_finding_of_unit(space, area, 1 / factor, None))
                continue
            declared.append(replace(area, area_m2=area.area_m2 / factor))
            said.append(_finding_of_unit(space, area, factor, area.area_m2 / factor))
        settled.append(replace(space, declared=tuple(declared)))
        if said:
            findings[space.id] = tuple(said[:1])  # one unit is mistaken per file, not one per name
    return tuple(settled), findings


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
    around = _surroundings(doubtful, list(elements), list(openings))
    differing = {s.id: _to_explain(s, around[s.id], nets.get(s.id, ())) for s in doubtful}
    pattern = _pattern([(s, d) for s in doubtful for d in differing[s.id]])
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
    key, cause, proof = _cause(space, value, around, pattern)
    extra = {"extra_zh": proof.pop("extra_zh", ""), "extra_en": proof.pop("extra_en", "")}
    words = {"name": declared.name, "declared_m2": value, "computed_m2": computed, "ratio": value / computed - 1}
    reason = sentence(key, **words, **extra, **proof)
    return Finding("declared-differs", space.id, "warning", reason, {"cause": cause, **evidence, **proof})


def wall_centre_offset_m(outline: Region, area_m2: float) -> float | None:
    """Return how far outward the outline must move, corners mitred, to enclose ``area_m2``; None above 0.6 m.

    Newton's method: the area of an offset region grows with its own perimeter.
    """
    offset = 0.0
    for _ in range(12):
        moved = outline.buffer(offset, join_style="mitre") if offset else outline
        step = (area_m2 - moved.area) / moved.length
        offset += step
        if not 0.0 <= offset <= 2 * WALL_CENTRE_M[1]:
            return None
        if abs(step) < 1e-6:
            return float(offset)
    return None


# -- what has to be explained ------------------------------------------------------------------------------------------


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


def _unit_factor(value: float, computed: float) -> float | None:
    if computed <= 0 or value <= 0:
        return None
    quotient = value / computed
    fitting = [f for f in _UNITS if _UNIT_SLACK[0] <= quotient / f <= _UNIT_SLACK[1]]
    return min(fitting, key=lambda f: abs(np.log(quotient / f))) if fitting else None


def _finding_of_unit(space: Space, area: DeclaredArea, factor: float, settled_m2: float | None) -> Finding:
    evidence: dict[str, Any] = {
        "cause": "unit",
        "declared": area.name,
        "kind": area.kind,
        "stated_value": area.area_m2,
        "factor": factor,
        "suspect": "geometry" if settled_m2 is None else "declared",
    }
    if settled_m2 is None:
        reason = UNIT_OF_OUTLINE.format(name=area.name, factor=factor)
    else:
        evidence |= {"settled_m2": round(settled_m2, 6), "computed_m2": round(space.outline.area, 6)}
        reason = UNIT.format(name=area.name, factor=factor, settled_m2=settled_m2)
    return Finding("declared-differs", space.id, "warning", reason, evidence)


# -- causes ------------------------------------------------------------------------------------------------------------


def _cause(space: Space, value: float, around: Surroundings, pattern: Pattern) -> tuple[str, Cause, dict[str, Any]]:
    computed = space.outline.area
    if value < computed and (proof := _headroom(space, value, pattern)):
        return "headroom", "headroom", proof
    for factor, rooms in (*pattern.factors, *((f, 1) for f in _KNOWN_FACTORS)):
        if _has_factor(value, computed, factor):
            return "national-factor", "national-factor", {"factor": factor, "rooms": rooms}
    if around.overlap_m2 > 0 and abs(computed - around.overlap_m2 - value) <= EXPLAINED_SHARE * computed:
        proof = {"overlap_m2": round(around.overlap_m2, 6), "elements": list(around.overlap_elements)}
        return "wall-overlap", "wall-overlap", proof
    if value > computed:
        offset = wall_centre_offset_m(space.outline, value)
        if offset is not None and _is_wall_centre(offset, around, pattern):
            proof = {"offset_m": round(offset, 6)}
            if around.half_walls_m:
                proof["half_walls_m"] = [round(h, 4) for h in around.half_walls_m]
            if pattern.offset_m is not None:
                proof["model_offset_m"] = round(pattern.offset_m, 6)
            return "wall-centre", "wall-centre", proof
        if proof := _recess(value - computed, around):
            return "recess", "wall-overlap", proof
        return "unknown", "unknown", {"offset_m": round(offset, 6)} if offset is not None else {}
    return "unknown", "unknown", {}


def _headroom(space: Space, value: float, pattern: Pattern) -> dict[str, Any] | None:
    """Return the cut heights that give ``value``: a(h), or a(h2) + ½ (a(h1) - a(h2)), perhaps times a factor."""
    full = space.outline.area
    areas = {r.height_m: r.region.area for r in space.headroom if r.region.area < full * (1 - DECLARED_SHARE)}
    if not areas:
        return None
    at = {r.height_m: r.region.area for r in space.headroom}
    candidates: list[tuple[float, dict[str, Any]]] = [(area, {"height_m": h}) for h, area in areas.items()]
    candidates += [
        ((at[low] + at[high]) / 2, {"height_m": low, "full_height_m": high})
        for low, high in _HALVED_M
        if low in at and high in areas
    ]
    fits = []
    for factor in (1.0, *(f for f, _ in pattern.factors)):
        for area, proof in candidates:
            if abs(area * factor - value) <= HEADROOM_SHARE * value:
                # The simplest explanation first: a single cut without a factor.
                simple = (factor != 1.0) + ("full_height_m" in proof)
                fits.append((simple, abs(area * factor - value), proof | {"area_m2": round(area, 6), "factor": factor}))
    if not fits:
        return None
    proof = min(fits, key=lambda fit: fit[:2])[2]
    return proof | _headroom_words(proof)


def _headroom_words(proof: Mapping[str, Any]) -> dict[str, str]:
    zh = en = ""
    if "full_height_m" in proof:
        zh += f"，其中低于 {proof['full_height_m']:g} m 的按一半计"
        en += f", one half of it below {proof['full_height_m']:g} m"
    if proof["factor"] != 1.0:
        zh += f"，再乘以 {proof['factor']:g}"
        en += f", times {proof['factor']:g}"
    return {"extra_zh": zh, "extra_en": en}


def _is_wall_centre(offset_m: float, around: Surroundings, pattern: Pattern) -> bool:
    """Return whether an offset can be half a wall: within the usual range, not beyond the walls here or other rooms."""
    low, high = WALL_CENTRE_M
    if pattern.offset_m is not None:
        low = min(low, pattern.offset_m / 4)  # a large hall whose outer walls were left out
    if not low <= offset_m <= high:
        return False
    if around.half_walls_m:
        return offset_m <= 1.25 * max(around.half_walls_m) + WALL_CENTRE_M[0]
    return pattern.offset_m is None or offset_m <= 4 * pattern.offset_m


def _recess(difference_m2: float, around: Surroundings) -> dict[str, Any] | None:
    """Return the opening whose depth, in part or whole, makes up ``difference_m2``."""
    for opening in around.openings:
        width = opening.width_m or 0.0
        area = opening.footprint.area
        if width <= 0 or area <= 0 or difference_m2 > area * (1 + DECLARED_SHARE):
            continue
        depth = difference_m2 / width
        if depth >= WALL_CENTRE_M[0]:
            return {"overlap_m2": round(difference_m2, 6), "elements": [opening.id], "depth_m": round(depth, 4)}
    return None


# -- the model as a whole ----------------------------------------------------------------------------------------------


def _pattern(differing: Sequence[tuple[Space, DeclaredArea]]) -> Pattern:
    flat = [(s, d) for s, d in differing if not _headroom(s, d.area_m2, Pattern())]
    net = _shared_factor([(s, d) for s, d in flat if d.kind == "net"])
    gross = _shared_factor([(s, d) for s, d in flat if d.kind != "net"])
    factors = tuple(dict.fromkeys(f for f in (net, gross) if f is not None))
    offsets = []
    for space, declared in flat:
        value, computed = declared.area_m2, space.outline.area
        if value > computed and not any(_has_factor(value, computed, f) for f, _ in factors):
            offset = wall_centre_offset_m(space.outline, value)
            if offset is not None and WALL_CENTRE_M[0] <= offset <= WALL_CENTRE_M[1]:
                offsets.append(offset)
    return Pattern(median(offsets) if len(offsets) >= _FACTOR_ROOMS else None, factors)


def _has_factor(value: float, computed: float, factor: float) -> bool:
    return abs(value - factor * computed) <= max(FACTOR_SPREAD * value, DECLARED_ROUNDING_M2)


def _shared_factor(differing: Sequence[tuple[Space, DeclaredArea]]) -> tuple[float, int] | None:
    """Return the quotient that most of the differing rooms share, with their number; None where there is none."""
    best: list[Space] = []
    factor = 0.0
    for candidate in {round(d.area_m2 / s.outline.area, 3) for s, d in differing}:
        rooms = [s for s, d in differing if _has_factor(d.area_m2, s.outline.area, candidate)]
        if len(rooms) > len(best):
            best, factor = rooms, candidate
    if len(best) < _FACTOR_ROOMS or 2 * len(best) < len(differing):
        return None
    slender = [s.outline.length / s.outline.area for s in best]
    return (factor, len(best)) if max(slender) > min(slender) * (1 + _FACTOR_SIZES) else None


def _surroundings(
    spaces: Sequence[Space], elements: Sequence[Element], openings: Sequence[Opening]
) -> dict[str, Surroundings]:
    # An element that passes several storeys is listed on each of them.
    solid = list({e.id: e for e in elements if e.kind in _SOLID and not e.footprint.is_empty}.values())
    tree = shapely.STRtree([e.footprint for e in solid])
    at = list({o.id: o for o in openings if not o.footprint.is_empty}.values())
    opening_tree = shapely.STRtree([o.footprint for o in at])
    result = {}
    for space in spaces:
        low = space.floor_z_m
        high = None if low is None else low + (space.height_m or 0.0)

        def level(z_min: float, z_max: float, low: float | None = low, high: float | None = high) -> bool:
            return low is None or high is None or min(z_max, high) - max(z_min, low) > 0.1

        near = [solid[i] for i in tree.query(space.outline, predicate="dwithin", distance=WALL_FACE_M)]
        near = [e for e in near if level(e.z_min_m, e.z_max_m)]
        inside = [e for e in near if e.footprint.intersects(space.outline)]
        overlap = shapely.union_all([e.footprint for e in inside]).intersection(space.outline).area if inside else 0.0
        doors = [at[i] for i in opening_tree.query(space.outline, predicate="dwithin", distance=WALL_FACE_M)]
        result[space.id] = Surroundings(
            tuple(sorted({round(_thickness_m(e) / 2, 4) for e in near if e.kind in _WALLS})),
            float(overlap),
            tuple(e.id for e in inside) if overlap > 0 else (),
            tuple(o for o in doors if level(o.z_min_m, o.z_max_m)),
        )
    return result


def _thickness_m(element: Element) -> float:
    if element.thickness_m is not None:
        return element.thickness_m
    box = np.asarray(shapely.get_coordinates(shapely.minimum_rotated_rectangle(element.footprint)))
    return float(min(np.hypot(*(box[1] - box[0])), np.hypot(*(box[2] - box[1])))) if len(box) >= 3 else 0.0
