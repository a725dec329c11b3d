"""Invented rooms and their certificates, made from a seed: what the tests of certificates issue and tamper with."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import shapely
from shapely import Polygon

from geometry.areas import measure
from geometry.basis import BASES
from geometry.plan import Element, Frame, Georeference, Space
from geometry.survey.accuracy_class import judged_by
from service.certificates.compose import basis_facts, compose
from service.certificates.document import (
    Addresses,
    CertificateDocument,
    Issuer,
    Method,
    RoomFacts,
    Source,
    Uncertainty,
    new_certificate_id,
)

NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
ISSUER = Issuer("澜溪县机关事务服务中心（虚构）", "https://yijian.example")
BASIS = BASES["cn-usable"]
GEOREFERENCE = Georeference("EPSG:4547", 512_345.678901, 3_098_765.432109, 62.5, 0.123456789, 0.9996, "map-conversion")


def rectangle(width_m: float, depth_m: float, x: float = 0.0, y: float = 0.0) -> Polygon:
    return Polygon([(x, y), (x + width_m, y), (x + width_m, y + depth_m), (x, y + depth_m)])


def l_room() -> Polygon:
    return Polygon([(0, 0), (7.2, 0), (7.2, 3.6), (3.6, 3.6), (3.6, 6.9), (0, 6.9)])


def arc_room(chords: int = 24) -> Polygon:
    angles = [0.2 + 0.5 * i / chords for i in range(chords + 1)]
    outer = [(24.0 * math.cos(a), 24.0 * math.sin(a)) for a in angles]
    inner = [(18.0 * math.cos(a), 18.0 * math.sin(a)) for a in reversed(angles)]
    return Polygon([*outer, *inner])


def room_with_hole() -> Polygon:
    return Polygon(rectangle(9.0, 8.0).exterior, [rectangle(1.5, 2.0, 3.0, 3.0).exterior])


def star_room(rng: random.Random, corners: int = 40) -> Polygon:
    points = []
    for i in range(corners):
        angle, radius = 2 * math.pi * i / corners, rng.uniform(4.0, 6.0)
        points.append((radius * math.cos(angle), radius * math.sin(angle)))
    return Polygon(points)


def any_outline(rng: random.Random) -> Polygon:
    shape = rng.choice(
        [
            lambda: rectangle(rng.uniform(0.9, 12), rng.uniform(0.9, 9)),
            l_room,
            arc_room,
            room_with_hole,
            lambda: star_room(rng, rng.randint(5, 40)),
        ]
    )()
    turned = shapely.affinity.rotate(shape, rng.uniform(0, 360), origin=(0, 0))
    return shapely.affinity.translate(turned, rng.uniform(-900, 900), rng.uniform(-900, 900))


def columns(rng: random.Random, outline: Polygon, count: int) -> tuple[Element, ...]:
    """Return columns around points inside the outline, some reaching over its edge or each other."""
    west, south, east, north = outline.bounds
    placed = []
    for i in range(count):
        side = rng.uniform(0.1, 0.6)
        x, y = rng.uniform(west, east - side), rng.uniform(south, north - side)
        placed.append(Element(f"column-{i:02d}", "column", "柱", rectangle(side, side, x, y), 0.0, 3.0))
    return tuple(placed)


def uncertain(net_area_m2: float, standard_m2: float) -> Uncertainty:
    """Return the uncertainty of an area with the class it reaches."""
    reached, rule = judged_by(net_area_m2, 2 * standard_m2)
    return Uncertainty(standard_m2, 2.0, reached, rule)


def document(
    seed: int = 0, *, outline: Polygon | None = None, elements: tuple[Element, ...] | None = None, **changes: Any
) -> CertificateDocument:
    """Return the document of an invented room; the same seed gives the same room."""
    rng = random.Random(seed)
    outline = any_outline(rng) if outline is None else outline
    elements = columns(rng, outline, rng.randint(0, 4)) if elements is None else elements
    number = str(rng.randint(101, 999))
    space = Space(f"{seed:022d}", "3F", number, "办公室", "office", "modelled", outline, 0.0, 3.0)
    statement = measure(space, basis=BASIS, elements=elements)
    surveyed = rng.random() < 0.5
    facts: dict[str, Any] = {
        "certificate_id": new_certificate_id(),
        "issuer": ISSUER,
        "addresses": Addresses(
            f"{ISSUER.url}/.well-known/jwks.json", f"{ISSUER.url}/c/1", f"{ISSUER.url}/api/v1/status-lists/1"
        ),
        "room": RoomFacts(
            f"sp_{seed:08d}", space.id, number, "综合业务办公室", "office", "b_1", "综合楼", "s_3", "3F", 7.2
        ),
        "frame": Frame((rng.choice([0.0, 500_300.0]), 0.0), GEOREFERENCE if rng.random() < 0.3 else None),
        "outline": outline,
        "statement": statement,
        "basis": basis_facts(BASIS),
        "source": Source("综合楼.ifc", f"{rng.getrandbits(256):064x}", rng.randint(1, 9), NOW - timedelta(days=30)),
        "method": Method("surveyed", "激光测距仪 (invented)", True, NOW.date()) if surveyed else Method("modelled"),
        "uncertainty": uncertain(statement.net_area_m2, round(rng.uniform(0.004, 0.05), 4)) if surveyed else None,
        "issued_at": NOW,
        "valid_until": NOW + timedelta(days=365),
        "status_index": seed,
    }
    return compose(**{**facts, **changes})
