"""Areas in m² of figures bounded by circles about the origin and straight lines, by integration (metres, radians).

Nothing here knows polygons: these formulas are the oracle the polygon code is compared with.
"""

from __future__ import annotations

from math import asin, pi, sqrt


def parallel_strip(radius: float, offset: float) -> float:
    """Return the area in m² between a radial line and its parallel at ``offset``, from the centre out to ``radius``.

    A parallel at distance d from a radial line meets the circle of radius ρ at the angle asin(d/ρ) from it, so the area
    is ∫ρ·asin(d/ρ)dρ = ½(ρ²·asin(d/ρ) + d·√(ρ²−d²)), up to a constant that drops out between two radii.
    """
    return 0.5 * (radius**2 * asin(offset / radius) + offset * sqrt(radius**2 - offset**2))


def sector_room(inner: float, outer: float, angle: float, offset_a: float, offset_b: float) -> float:
    """Return the area in m² between two circles and two lines parallel to radial lines ``angle`` apart.

    Each line lies ``offset`` inside its radial line: half the thickness of the wall that stands on it.
    """
    ring = 0.5 * (outer**2 - inner**2) * angle
    for offset in (offset_a, offset_b):
        ring -= parallel_strip(outer, offset) - parallel_strip(inner, offset)
    return ring


def below_circle(x1: float, x2: float, radius: float) -> float:
    """Return ∫√(R²−x²)dx from ``x1`` to ``x2``: the area in m² under a circle whose y axis is radial."""

    def primitive(x: float) -> float:
        return 0.5 * (x * sqrt(radius**2 - x**2) + radius**2 * asin(x / radius))

    return primitive(x2) - primitive(x1)


def disc(radius: float) -> float:
    """Return the area of a disc in m²."""
    return pi * radius**2
