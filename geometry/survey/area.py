"""The area of a ring of adjusted points, with the full covariance of their coordinates.

A = ½·Σ(x_i·y_{i+1} − x_{i+1}·y_i), ∂A/∂x_i = ½(y_{i+1} − y_{i−1}), ∂A/∂y_i = ½(x_{i−1} − x_{i+1}), u²(A) = gᵀ·Q·g
(JCGM 100:2008, 5.2.2). Variances alone would be wrong: the coordinates of one room are strongly correlated, and the
area does not depend on the datum while they do.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geometry.survey.least_squares import Matrix, Vector


def ring_area(xy: Matrix) -> float:
    """Return the signed area of a ring of points (n × 2), m²; positive counter-clockwise."""
    x, y = (xy - xy[0]).T
    following = np.arange(1, len(xy) + 1) % len(xy)
    return float(0.5 * (x @ y[following] - x[following] @ y))


def ring_gradient(xy: Matrix) -> Matrix:
    """Return the derivatives of the signed area with respect to the points, n × 2, metres."""
    at = np.arange(len(xy))
    following, preceding = xy[(at + 1) % len(xy)], xy[at - 1]
    return 0.5 * np.column_stack([following[:, 1] - preceding[:, 1], preceding[:, 0] - following[:, 0]])


def area_gradient(x: Vector, ring: Sequence[int]) -> Vector:
    """Return the derivatives of the area (taken positive) of the ring of points with respect to all unknowns ``x``."""
    columns = np.array([(2 * p, 2 * p + 1) for p in ring])
    xy = x[columns]
    gradient = np.zeros(len(x))
    np.add.at(gradient, columns, np.sign(ring_area(xy)) * ring_gradient(xy))
    return gradient


def areas_with_covariance(x: Vector, cofactors: Matrix, rings: Sequence[Sequence[int]]) -> tuple[Vector, Matrix]:
    """Return the areas of several rings of one network, m², and their covariance G·Q·Gᵀ, m⁴.

    Rings that share points (rooms that share walls) are correlated; the sum has the variance 1ᵀ·(G·Q·Gᵀ)·1.
    """
    gradients = np.array([area_gradient(x, ring) for ring in rings])
    places = [x[[c for p in ring for c in (2 * p, 2 * p + 1)]].reshape(-1, 2) for ring in rings]
    return np.array([abs(ring_area(xy)) for xy in places]), gradients @ cofactors @ gradients.T
