"""Least squares in the plane: v = A·x − l, P = Σ⁻¹, vᵀPv → min, with the datum defined by inner constraints where it
is free.

Whitened by the a-priori standard deviations the design matrix is Ã. The datum leaves a subspace with basis Z, in which
Ã·Z has full rank: Ã·Z = U·S·Vᵀ gives the solution, the cofactors Q = Z·V·S⁻²·Vᵀ·Zᵀ and the redundancies, the diagonal
of I − U·Uᵀ, without ever squaring the condition of the problem. Residuals are adjusted − observed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geometry.survey.equations import Equation

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

MAX_ITERATIONS: Final = 30

# A direction in which the points could move by a twentieth of the network's extent (1σ) is open, not badly determined.
OPEN_SHARE: Final = 0.05

# After a step this small the next one is below any printed digit: steps shrink with their square, or by residual over
# length.
CONVERGED_SHARE: Final = 1e-6
CONVERGED_M: Final = 1e-5

# A shift, turn or scaling that moves no observation by more than this share of its σ per metre moved belongs to the
# datum.
DATUM_MOTION: Final = 1e-7


@dataclass(frozen=True, slots=True)
class Problem:
    """Equations with approximate unknowns: first the coordinates of ``points`` points, then orientations and offsets.

    ``fixed`` are positions of unknowns that stay; ``datum`` the points over which a free datum is defined (all if
    empty). ``offsets`` is how many of the last unknowns are zero offsets in metres. ``covariances`` are full matrices
    of correlated observations, each with the positions of its equations.
    """

    equations: tuple[Equation, ...]
    x0: Vector
    points: int
    fixed: frozenset[int] = frozenset()
    datum: tuple[int, ...] = ()
    offsets: int = 0
    covariances: tuple[tuple[tuple[int, ...], Matrix], ...] = ()

    def extent(self) -> float:
        """Return the diameter of the network, metres."""
        x, y = self.x0[0 : 2 * self.points : 2], self.x0[1 : 2 * self.points : 2]
        return hypot(x.max() - x.min(), y.max() - y.min()) or 1.0


@dataclass(frozen=True, slots=True)
class Adjustment:
    """The solution: unknowns, their cofactors Q (a-priori covariance), residuals and what tests need of them.

    ``open_motions`` holds, as columns, movements of the unknowns that no observation notices; where there are any,
    nothing else is meaningful. ``redundancy`` is r_i = (Qvv·P)_ii, Σ r_i = ``degrees_of_freedom``.
    """

    problem: Problem
    x: Vector
    cofactors: Matrix
    residuals: Vector
    design: Matrix
    hat: Matrix
    whitener: Matrix | None
    vtpv: float
    degrees_of_freedom: int
    defect: int
    iterations: int
    converged: bool
    open_motions: Matrix

    @property
    def sigmas(self) -> Vector:
        """Return the a-priori standard deviations of the observations."""
        sigmas = np.array([e.sigma for e in self.problem.equations])
        if self.whitener is not None:
            sigmas = np.sqrt(np.sum(self.whitener**2, axis=1))
        return sigmas

    @property
    def redundancy(self) -> Vector:
        """Return r_i, 0 to 1."""
        free = np.eye(len(self.residuals)) - self.hat
        if self.whitener is not None:
            free = self.whitener @ free @ np.linalg.inv(self.whitener)
        return np.clip(np.diag(free), 0.0, 1.0)

    def influence(self, gradient: Vector) -> Vector:
        """Return ∂f/∂l = gᵀ·Q·Aᵀ·P for a function f of the unknowns with this gradient: one number per observation."""
        whitened = _whiten(self.design, self._sigma_column(), self.whitener)
        weighted: Vector = whitened @ (self.cofactors @ gradient)
        if self.whitener is None:
            return weighted / self._sigma_column()
        return _solve_lower(self.whitener, weighted, transposed=True)

    def _sigma_column(self) -> Vector:
        return np.array([e.sigma for e in self.problem.equations])


def adjust(problem: Problem) -> Adjustment:
    """Return the least-squares solution of ``problem`` by Gauss–Newton steps, halved where one would lead uphill."""
    x, extent = problem.x0.copy(), problem.extent()
    sigmas = np.array([e.sigma for e in problem.equations])
    whitener = _whitener(problem, sigmas)
    free = np.array([i for i in range(len(x)) if i not in problem.fixed], dtype=int)
    scale = _scales(problem, extent)[free]
    design, misclosures = linearise(problem.equations, x)
    basis, defect = _datum_basis(problem, _whiten(design, sigmas, whitener), free, scale, extent)
    cost = _cost(misclosures, sigmas, whitener)
    reached, iterations = False, 0
    left = scale[:, None] * basis  # leads from what is solved for to the free unknowns
    while True:
        u, s, vt = np.linalg.svd(_whiten(design[:, free] @ left, sigmas, whitener), full_matrices=False)
        loose = np.concatenate([s, np.zeros(basis.shape[1] - len(s))]) * OPEN_SHARE * extent < 1.0
        if reached or iterations == MAX_ITERATIONS or loose.any():
            break
        step = np.zeros_like(x)
        step[free] = left @ (vt.T @ ((_whiten(misclosures, sigmas, whitener) @ u) / s))
        small = float(np.abs(step).max()) <= min(CONVERGED_SHARE * extent, CONVERGED_M)
        x, design, misclosures, cost, reached = _walk(problem, x, step, cost, sigmas, whitener, small)
        iterations += 1
    open_motions = np.zeros((len(x), int(loose.sum())))
    cofactors = np.zeros((len(x), len(x)))
    if loose.any():
        directions = vt if len(vt) == basis.shape[1] else np.linalg.svd(vt)[2]
        directions[: len(vt)] = vt
        open_motions[free] = left @ directions[loose].T
    else:
        half = left @ (vt.T / s)
        cofactors[np.ix_(free, free)] = half @ half.T
    return Adjustment(
        problem=problem,
        x=x,
        cofactors=cofactors,
        residuals=-misclosures,
        design=design,
        hat=u @ u.T,
        whitener=whitener,
        vtpv=cost,
        degrees_of_freedom=len(misclosures) - int((~loose).sum()),
        defect=defect,
        iterations=iterations,
        converged=reached,
        open_motions=open_motions,
    )


def _walk(
    problem: Problem, x: Vector, step: Vector, cost: float, sigmas: Vector, whitener: Matrix | None, small: bool
) -> tuple[Vector, Matrix, Vector, float, bool]:
    """Return where the step leads: unknowns, design, misclosures, vᵀPv, and whether it was the last one needed."""
    for halvings in range(10):
        candidate = x + step * 0.5**halvings
        design, misclosures = linearise(problem.equations, candidate)
        reached = _cost(misclosures, sigmas, whitener)
        if small or reached <= cost * (1 + 1e-9) + 1e-12:
            return candidate, design, misclosures, reached, small
    return x, *linearise(problem.equations, x), cost, False


def linearise(equations: Sequence[Equation], x: Vector) -> tuple[Matrix, Vector]:
    """Return A and l = observed − computed at the unknowns ``x``."""
    values = x.tolist()
    width = len(values)
    # Numbers are put into a list: for equations of a few unknowns an array is many times slower to fill.
    design = [0.0] * (width * len(equations))
    misclosures = []
    start = 0
    for equation in equations:
        computed, gradient = equation.evaluate(values)
        for position, derivative in zip(equation.at, gradient, strict=True):
            design[start + position] += derivative
        if equation.offset >= 0:
            computed += values[equation.offset]
            design[start + equation.offset] += 1.0
        misclosures.append(equation.misclosure(computed))
        start += width
    return np.array(design).reshape(-1, width), np.array(misclosures)


def _datum_basis(problem: Problem, whitened: Matrix, free: Vector, scale: Vector, extent: float) -> tuple[Matrix, int]:
    """Return a basis of the movements the datum leaves (of scaled free unknowns), and the datum defect.

    Of shifts, turn and scaling those are taken that no observation notices; over the datum points their sum is held at
    0.
    """
    motions = _motions(problem, extent)
    fixed = np.array(sorted(problem.fixed), dtype=int)
    noticed = np.vstack([whitened[:, free] @ motions[free], motions[fixed] / 1e-9])
    limit = DATUM_MOTION * max(1.0, float(np.abs(whitened).max(initial=1.0))) * len(noticed) ** 0.5
    still = np.sqrt(np.einsum("ij,ij->j", noticed, noticed)) < limit
    if still.sum() >= 3:
        movement = motions[:, still]
    else:  # what is left unnoticed may be a combination: a turn about the one fixed point
        _, strength, right = np.linalg.svd(np.vstack([noticed, np.zeros((4, 4))]), full_matrices=False)
        movement = motions @ right[strength < limit].T
    movement = movement[:, np.linalg.norm(movement, axis=0) > DATUM_MOTION]  # one point alone cannot turn
    defect = movement.shape[1]
    if not defect:
        return np.eye(len(free)), 0
    on_datum = np.zeros(len(problem.x0), dtype=bool)
    on_datum[list(problem.datum or range(2 * problem.points))] = True
    constraint = np.where(on_datum[:, None], movement, 0.0)[free] * scale[:, None]
    basis, held = np.linalg.qr(constraint, mode="complete")
    if np.abs(np.diag(held)).min() < 1e-6:  # too few coordinates were named to hold the datum
        basis, _ = np.linalg.qr(movement[free] * scale[:, None], mode="complete")
    return basis[:, defect:], defect


def _motions(problem: Problem, extent: float) -> Matrix:
    """Return shift in x, shift in y, turn and scaling about the centre, as columns over all unknowns; of unit size
    each.
    """
    count = 2 * problem.points
    xy = problem.x0[:count].reshape(-1, 2)
    dx, dy = (xy - xy.mean(axis=0)).T / extent
    motions = np.zeros((len(problem.x0), 4))
    motions[0:count:2, 0] = motions[1:count:2, 1] = 1.0
    motions[0:count:2, 2], motions[1:count:2, 2] = -dy, dx
    motions[0:count:2, 3], motions[1:count:2, 3] = dx, dy
    motions[count : len(problem.x0) - problem.offsets, 2] = 1.0 / extent
    return motions


def _scales(problem: Problem, extent: float) -> Vector:
    """Return by how much each unknown is scaled so that all are of the size of metres: orientations by the extent."""
    scales = np.ones(len(problem.x0))
    scales[2 * problem.points : len(scales) - problem.offsets] = 1.0 / extent
    return scales


def _whitener(problem: Problem, sigmas: Vector) -> Matrix | None:
    """Return the Cholesky factor of Σ where observations are correlated, None where σ alone says it."""
    if not problem.covariances:
        return None
    covariance = np.diag(sigmas**2)
    for positions, block in problem.covariances:
        covariance[np.ix_(positions, positions)] = block
    return np.asarray(np.linalg.cholesky(covariance))


def _whiten(rows: Matrix, sigmas: Vector, whitener: Matrix | None) -> Matrix:
    """Return L⁻¹·rows, L·Lᵀ = Σ."""
    if whitener is not None:
        return _solve_lower(whitener, rows)
    return rows / (sigmas[:, None] if rows.ndim == 2 else sigmas)


def _solve_lower(lower: Matrix, rows: Matrix, *, transposed: bool = False) -> Matrix:
    # Imported late: only correlated observations need it, and the web service places outlines without them.
    from scipy.linalg import solve_triangular

    return np.asarray(solve_triangular(lower, rows, lower=True, trans="T" if transposed else "N"))


def _cost(misclosures: Vector, sigmas: Vector, whitener: Matrix | None) -> float:
    whitened = _whiten(misclosures, sigmas, whitener)
    return float(whitened @ whitened)
