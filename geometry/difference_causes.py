"""The cause of one difference between a declared area and an outline, and what the rooms of a model have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from geometry.difference_surroundings import Surroundings
from geometry.difference_texts import Cause
from geometry.plan import DeclaredArea, Space
from geometry.region import Region
from geometry.tolerances import (
    DECLARED_ROUNDING_M2,
    DECLARED_SHARE,
    EXPLAINED_SHARE,
    FACTOR_SPREAD,
    HEADROOM_SHARE,
    WALL_CENTRE_M,
)

# A rule's factor has at most three digits and holds for most rooms that differ, whatever their proportions: rooms of
# one size share any quotient.
_FACTOR_ROOMS = 3
_FACTOR_SIZES = 0.05
# Believed of a single room: 3 % off bare-structure dimensions for plaster (ArchiCAD's German zone stamps), and
# balconies and terraces counted by half or a quarter.
_KNOWN_FACTORS = (0.97, 0.5, 0.25)

# Lower strips counted by half: WoFlV § 4 (1-2 m), GB 50096-2011 § 4.0.3 (1.2-2.1 m).
_HALVED_M = ((1.0, 2.0), (1.2, 2.1))


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the rooms of a model have in common: the wall-centre offset in metres, and factors with their room count."""

    offset_m: float | None = None
    factors: tuple[tuple[float, int], ...] = ()


def cause_of(space: Space, value: float, around: Surroundings, pattern: Pattern) -> tuple[str, Cause, dict[str, Any]]:
    """Return (sentence key, cause, figures that prove it) for a declared value in m² that differs from the outline."""
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


def pattern_of(differing: Sequence[tuple[Space, DeclaredArea]]) -> Pattern:
    """Return the offset (median, metres) and the factors that the differing rooms of a model share."""
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
