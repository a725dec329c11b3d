"""The rigid motion that brings points best onto others."""

from __future__ import annotations

from math import hypot

import numpy as np

from geometry.survey.least_squares import Matrix


def rigid_fit(source: Matrix, target: Matrix) -> tuple[Matrix, Matrix]:
    """Return rotation R (2 × 2) and shift t that bring ``source`` (n × 2) best onto ``target``: target ≈ source·Rᵀ +
    t.
    """
    a, b = source - source.mean(axis=0), target - target.mean(axis=0)
    cosine, sine = float(np.sum(a * b)), float(np.sum(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]))
    length = hypot(cosine, sine)
    rotation = np.array([[cosine, -sine], [sine, cosine]]) / length if length else np.eye(2)
    return rotation, target.mean(axis=0) - source.mean(axis=0) @ rotation.T
