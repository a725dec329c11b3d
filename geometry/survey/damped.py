"""From a rough shape to one that fits: Levenberg–Marquardt steps, which also move where observations are missing."""

from __future__ import annotations

from typing import Final

import numpy as np

from geometry.survey.least_squares import Problem, Vector, linearise

STEPS: Final = 60
DAMPING: Final = 1e-2


def relax(problem: Problem) -> Vector:
    """Return unknowns near the rough ones of ``problem`` at which vᵀPv is small; not more than a better start."""
    x, damping = problem.x0.copy(), DAMPING
    free = np.array([i for i in range(len(x)) if i not in problem.fixed], dtype=int)
    sigmas = np.array([e.sigma for e in problem.equations])
    design, misclosures = linearise(problem.equations, x)
    cost = float(np.sum((misclosures / sigmas) ** 2))
    for _ in range(STEPS):
        whitened = design[:, free] / sigmas[:, None]
        normal = whitened.T @ whitened
        limit = damping * np.diag(np.maximum(np.diag(normal), 1e-9 * np.trace(normal) + 1e-12))
        try:
            step = np.linalg.solve(normal + limit, whitened.T @ (misclosures / sigmas))
        except np.linalg.LinAlgError:  # nothing is observed that could lead anywhere
            break
        candidate = x.copy()
        candidate[free] += step
        new_design, new_misclosures = linearise(problem.equations, candidate)
        new_cost = float(np.sum((new_misclosures / sigmas) ** 2))
        if new_cost < cost:
            gained, x, cost = cost - new_cost, candidate, new_cost
            design, misclosures, damping = new_design, new_misclosures, damping / 5
            if gained < 1e-6 * cost + 1e-9:
                break
        else:
            damping *= 8
            if damping > 1e8:
                break
    return x
