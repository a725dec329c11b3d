"""The area computed anew from the outline, and the ledger added up: m², from the written numbers only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import shapely

from .shape import is_number
from .verdict import Verdict

AREA_M2: Final = 1e-6  # what outline, ledger and footprints must agree to

WIDEST_CLASS: Final = "III"  # what "none" falls short of

Ring = list[tuple[float, float]]


class BrokenError(ValueError):
    """Not a polygon; says why."""


def check_area(verdict: Verdict, document: dict[str, Any]) -> None:
    """Refuse an area that its outline does not give, and a ledger that does not sum or deducts what is not there."""
    gross_m2, net_m2, lines = document["gross_area_m2"], document["net_usable_area_m2"], document["deductions"]
    outline: Any = None
    try:
        polygons = _polygons(document["outline"])
        outline = _region(polygons)
        computed = _area_m2(polygons)
        if abs(computed - gross_m2) > AREA_M2:
            verdict.reject("gross-differs", computed=computed, stated=gross_m2)
    except BrokenError as broken:
        verdict.reject("outline-broken", why=str(broken))
    for line in lines:
        if line["area_m2"] < 0:
            verdict.reject("deduction-negative", element=line["element"], area=line["area_m2"])
    computed = math.fsum((gross_m2, *(-line["area_m2"] for line in lines)))
    if abs(computed - net_m2) > AREA_M2:
        verdict.reject("ledger-differs", computed=computed, stated=net_m2)
    if net_m2 < 0:
        verdict.reject("net-negative", stated=net_m2)
    limited_m2 = document["limited_use_area_m2"]
    if limited_m2 is not None and not 0 <= limited_m2 <= net_m2 + AREA_M2:
        verdict.reject("limited-use-differs", limited=limited_m2, stated=net_m2)
    _check_footprints(verdict, lines, outline)


def check_uncertainty(verdict: Verdict, document: dict[str, Any]) -> None:
    """Refuse an expanded uncertainty that is not k·u, and an accuracy class that its own rule does not give."""
    given = document["uncertainty"]
    if given is None:
        return
    u, k, expanded = given["standard_m2"], given["coverage_factor"], given["expanded_m2"]
    if u < 0 or k <= 0 or abs(expanded - k * u) > AREA_M2:
        verdict.reject("uncertainty-differs", stated=expanded, computed=k * u)
        return
    _check_class(verdict, given, document["net_usable_area_m2"])


def _check_class(verdict: Verdict, given: dict[str, Any], net_m2: float) -> None:
    """Refuse an accuracy class whose limit 2u does not keep, or "none" where 2u keeps it."""
    rule, stated = given.get("accuracy_rule"), given["accuracy_class"]
    if rule is None:
        return
    twice_u, limit = 2 * given["standard_m2"], rule["limit_m2"]
    computed = rule["per_root"] * math.sqrt(max(net_m2, 0.0)) + rule["per_area"] * net_m2
    if stated == "none":
        right = rule["class"] == WIDEST_CLASS and twice_u > limit - AREA_M2
    else:
        right = stated == rule["class"] and twice_u <= limit + AREA_M2
    if not right or abs(computed - limit) > AREA_M2:
        verdict.reject("accuracy-class-differs", stated=stated, twice=twice_u, limit=computed)


def _check_footprints(verdict: Verdict, lines: Sequence[dict[str, Any]], outline: Any) -> None:
    regions = []
    for line in lines:
        if line["footprint"] is None:
            continue
        try:
            polygons = _polygons(line["footprint"])
            region = _region(polygons)
        except BrokenError as broken:
            verdict.reject("footprint-broken", element=line["element"], why=str(broken))
            continue
        computed = _area_m2(polygons)
        if abs(computed - line["area_m2"]) > AREA_M2:
            verdict.reject("footprint-differs", element=line["element"], computed=computed, stated=line["area_m2"])
        outside = 0.0 if outline is None else shapely.difference(region, outline).area
        if outside > AREA_M2:
            verdict.reject("footprint-outside", element=line["element"], outside=outside)
        regions.append(region)
    overlap = math.fsum(region.area for region in regions) - shapely.union_all(regions).area
    if overlap > AREA_M2 * max(1, len(regions)):
        verdict.reject("footprints-overlap", overlap=overlap)


def _polygons(shape: dict[str, Any]) -> list[list[Ring]]:
    """Return the polygons of a GeoJSON geometry, each a list of closed rings, the outer one first."""
    kind, coordinates = shape.get("type"), shape.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list) or not coordinates:
        raise BrokenError("type, coordinates")
    try:
        found = [[_ring(ring) for ring in rings] for rings in ([coordinates] if kind == "Polygon" else coordinates)]
    except TypeError as error:
        raise BrokenError("coordinates") from error
    if not all(found):
        raise BrokenError("coordinates")
    return found


def _ring(points: Any) -> Ring:
    try:
        ring = [(x, y) for x, y in points]
    except ValueError as error:
        raise BrokenError("x, y") from error
    if not all(is_number(value) for point in ring for value in point):
        raise BrokenError("x, y")
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise BrokenError("a ring is not closed")
    return ring


def _region(polygons: list[list[Ring]]) -> Any:
    shapes = [shapely.Polygon(rings[0], rings[1:]) for rings in polygons]
    region = shapes[0] if len(shapes) == 1 else shapely.MultiPolygon(shapes)
    if not region.is_valid:
        raise BrokenError(shapely.is_valid_reason(region))
    return region


def _area_m2(polygons: list[list[Ring]]) -> float:
    """Return the area by the shoelace formula: outer rings, holes taken off."""
    return math.fsum(_shoelace(rings[0]) - math.fsum(map(_shoelace, rings[1:])) for rings in polygons)


def _shoelace(ring: Ring) -> float:
    x0, y0 = ring[0]  # coordinates from the first corner, so that a far origin costs no digits
    moved = [(x - x0, y - y0) for x, y in ring]
    return abs(math.fsum(a * d - b * c for (a, b), (c, d) in pairwise(moved))) / 2
