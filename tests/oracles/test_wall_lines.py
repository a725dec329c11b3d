"""The same rooms with wall lines (θ, p) as unknowns, adjusted by scipy with a numerical Jacobian.

Nothing of ``geometry.survey`` computes here: lines, intersections, equations and covariance are written again. It
shows that corners as unknowns lose nothing, and that residuals, area and u(A) are right.
"""

from __future__ import annotations

from collections.abc import Callable
from math import hypot, radians

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import least_squares

from geometry.survey.observations import AssumedAngle, Corner, Distance, RoomSurvey, Wall
from geometry.survey.room import adjust_room
from tests.geometry.survey.rooms import ARC_ROOM, L_ROOM, T_ROOM, Corners, interior_deg, visible_pairs

Array = NDArray[np.float64]
SIGMA_M, SIGMA_DEG = 0.002, 0.25


def corners_of(lines: Array) -> Array:
    """Corner k is where wall k − 1 meets wall k; n·x = p."""
    theta, p = lines.reshape(2, -1)
    normals = np.column_stack([np.cos(theta), np.sin(theta)])
    return np.array([np.linalg.solve(np.array([normals[k - 1], normals[k]]), [p[k - 1], p[k]]) for k in range(len(p))])


def lines_of(corners: Corners) -> Array:
    xy = np.array(corners, dtype=float)
    e = np.roll(xy, -1, axis=0) - xy
    theta = np.arctan2(e[:, 0], -e[:, 1]) % (2 * np.pi)  # inward normal of a counter-clockwise room
    return np.concatenate([theta, np.cos(theta) * xy[:, 0] + np.sin(theta) * xy[:, 1]])


def interior(lines: Array, k: int) -> float:
    theta = lines[: len(lines) // 2]
    return float((np.pi - (theta[k] - theta[k - 1])) % (2 * np.pi))


def face_to_face(lines: Array, i: int, j: int) -> float:
    """From the middle of wall i along its normal to the line of wall j."""
    n = len(lines) // 2
    theta, p = lines.reshape(2, -1)
    corners = corners_of(lines)
    start, beam = (corners[i] + corners[(i + 1) % n]) / 2, np.array([np.cos(theta[i]), np.sin(theta[i])])
    normal = np.array([np.cos(theta[j]), np.sin(theta[j])])
    return float(abs((p[j] - normal @ start) / (normal @ beam)))


def survey(corners: Corners, faces: list[tuple[int, int]], pairs: list[tuple[int, int]], seed: int) -> RoomSurvey:
    rng = np.random.default_rng(seed)
    lines = lines_of(corners)
    observations: list[Distance | AssumedAngle] = []
    for i, j in pairs:
        d = hypot(corners[i][0] - corners[j][0], corners[i][1] - corners[j][1])
        observations.append(Distance(Corner(i), Corner(j), (d + rng.normal(0, SIGMA_M),), sigma_m=SIGMA_M))
    for i, j in faces:
        observations.append(
            Distance(Wall(i), Wall(j), (face_to_face(lines, i, j) + rng.normal(0, SIGMA_M),), sigma_m=SIGMA_M)
        )
    for k in range(len(corners)):
        angle = interior_deg(corners, k)
        observations.append(AssumedAngle(k, angle + rng.normal(0, SIGMA_DEG) / 2, sigma_deg=SIGMA_DEG))
    return RoomSurvey("o", "1", tuple(map(str, range(len(corners)))), tuple(observations))


def residuals_of(room: RoomSurvey) -> Callable[[Array], Array]:
    def residuals(lines: Array) -> Array:
        corners = corners_of(lines)
        found = []
        for o in room.observations:
            if isinstance(o, AssumedAngle):
                found.append((interior(lines, o.corner) - radians(o.interior_deg)) / radians(SIGMA_DEG))
                continue
            assert isinstance(o, Distance)
            if isinstance(o.start, Wall):
                value = face_to_face(lines, o.start.index, o.end.index)
            else:
                value = float(np.hypot(*(corners[o.start.index] - corners[o.end.index])))
            found.append((value - o.readings_m[0]) / SIGMA_M)
        return np.array(found)

    return residuals


def shoelace(lines: Array) -> float:
    x, y = corners_of(lines).T
    return float(0.5 * np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def slope(function: Callable[[Array], Array | float], at: Array) -> Array:
    return np.array([(function(at + h) - function(at - h)) / 2e-6 for h in np.eye(len(at)) * 1e-6])


CASES = {
    "L by corners": (L_ROOM, [], visible_pairs(L_ROOM)),
    "L by faces": (L_ROOM, [(5, 1), (0, 4), (0, 2), (5, 3)], []),
    "L by both": (L_ROOM, [(5, 1), (0, 4), (0, 2), (5, 3)], [(0, 2), (1, 5), (3, 5), (0, 4)]),
    "T by both": (T_ROOM, [(7, 1), (0, 4), (5, 3)], visible_pairs(T_ROOM)[:12]),
    "arc by both": (ARC_ROOM, [(0, 8)], visible_pairs(ARC_ROOM)[:24]),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", [1, 2])
def test_wall_lines_as_unknowns_give_the_same_room(name: str, seed: int) -> None:
    corners, faces, pairs = CASES[name]
    room = survey(corners, faces, pairs, seed)
    solved = least_squares(residuals_of(room), lines_of(corners), jac="3-point", xtol=1e-15, ftol=1e-15, gtol=1e-15)
    jacobian = slope(residuals_of(room), solved.x).T
    covariance = np.linalg.pinv(jacobian.T @ jacobian, rcond=1e-9, hermitian=True)
    gradient = slope(shoelace, solved.x)
    ours = adjust_room(room)
    assert ours.record is not None
    assert not any(row.excluded for row in ours.record.observations)
    assert ours.record.area_m2 == pytest.approx(shoelace(solved.x), abs=1e-6)
    assert ours.record.vtpv == pytest.approx(float(solved.fun @ solved.fun), rel=1e-5)
    assert ours.record.standard_uncertainty_m2 == pytest.approx(
        float(gradient @ covariance @ gradient) ** 0.5, rel=1e-4
    )
    hat = jacobian @ covariance @ jacobian.T
    assert [row.redundancy for row in ours.record.observations] == pytest.approx(list(1 - np.diag(hat)), abs=1e-4)
    w = solved.fun / np.sqrt(np.clip(1 - np.diag(hat), 1e-12, None))
    for row, expected in zip(ours.record.observations, w, strict=True):
        if row.w is not None:
            assert row.w == pytest.approx(expected, abs=2e-3)
