"""Plane networks of named points: fixed, free or with weighted coordinates; any mixture of observations.

Coordinates are metres of a right-handed plane, angular values radians counter-clockwise, azimuths from +x. For a free
network the datum is defined by inner constraints over the coordinates marked ``datum`` (all where none is). Residuals
are adjusted − observed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import shapely

from geometry.survey.area import areas_with_covariance
from geometry.survey.equations import FULL_TURN, Equation, EquationKind, points
from geometry.survey.least_squares import Adjustment, Matrix, Problem, adjust
from geometry.survey.reliability import Reliability, reliability

Role = Literal["fixed", "adjusted", "datum"]
NetworkKind = Literal["distance", "direction", "angle", "azimuth", "x", "y", "dx", "dy"]

ANGULAR: Final = frozenset({"direction", "angle", "azimuth"})


@dataclass(frozen=True, slots=True)
class NetworkPoint:
    """A point; coordinates None where they are to be found from the observations. Roles are per coordinate."""

    name: str
    x_m: float | None = None
    y_m: float | None = None
    x_role: Role = "adjusted"
    y_role: Role = "adjusted"


@dataclass(frozen=True, slots=True)
class NetworkObservation:
    """One observation between the named ``points``; ``value`` and ``sigma`` in metres or radians.

    distance, azimuth, dx, dy: from, to. direction: from, to, with ``bundle`` naming the set that shares an orientation.
    angle: at, backsight, foresight. x, y: the point.
    """

    kind: NetworkKind
    points: tuple[str, ...]
    value: float
    sigma: float
    bundle: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """Points and observations; ``covariances`` are full matrices of correlated ones, by position."""

    points: tuple[NetworkPoint, ...]
    observations: tuple[NetworkObservation, ...]
    covariances: tuple[tuple[tuple[int, ...], Matrix], ...] = ()


@dataclass(frozen=True, slots=True)
class AdjustedNetwork:
    """The solution: coordinates (n × 2, metres, in the order of the points) and everything tests need.

    ``kept`` are the positions of the observations that took part.
    """

    network: Network
    adjustment: Adjustment
    tests: Reliability
    coordinates_m: Matrix
    kept: tuple[int, ...]

    def areas(self, rings: Sequence[Sequence[str]]) -> tuple[Matrix, Matrix]:
        """Return the areas of rings of named points, m², and their covariance, m⁴; shared points correlate them."""
        index = {point.name: i for i, point in enumerate(self.network.points)}
        rings_of_indices = [[index[name] for name in ring] for ring in rings]
        return areas_with_covariance(self.adjustment.x, self.adjustment.cofactors, rings_of_indices)


def network_problem(network: Network, coordinates_m: Matrix, orientations: dict[str, float]) -> tuple[Problem, Matrix]:
    """Return the problem about rough coordinates, shifted to their centre so that no digit is lost, and that centre."""
    centre = coordinates_m.mean(axis=0)
    index = {point.name: i for i, point in enumerate(network.points)}
    bundles = list(orientations)
    turned = {bundle: 2 * len(index) + i for i, bundle in enumerate(bundles)}
    x0 = np.concatenate([(coordinates_m - centre).ravel(), [orientations[b] for b in bundles]])
    roles = [role for point in network.points for role in (point.x_role, point.y_role)]
    problem = Problem(
        equations=tuple(_equation(o, index, turned, centre) for o in network.observations),
        x0=x0,
        points=len(index),
        fixed=frozenset(i for i, role in enumerate(roles) if role == "fixed"),
        datum=tuple(i for i, role in enumerate(roles) if role == "datum"),
        covariances=network.covariances,
    )
    return problem, centre


def adjust_network(
    network: Network,
    coordinates_m: Matrix,
    orientations: dict[str, float],
    *,
    alpha: float = 0.001,
    power: float = 0.80,
) -> AdjustedNetwork:
    """Return the adjusted network about rough coordinates (n × 2) and orientations (see ``network_approximate``)."""
    problem, centre = network_problem(network, coordinates_m, orientations)
    adjustment = adjust(problem)
    tests = reliability(adjustment, alpha=alpha, power=power)
    found = adjustment.x[: 2 * problem.points].reshape(-1, 2) + centre
    return AdjustedNetwork(network, adjustment, tests, found, tuple(range(len(network.observations))))


def without(network: Network, position: int) -> Network:
    """Return the network without one observation."""
    keep = [i for i in range(len(network.observations)) if i != position]
    moved = {old: new for new, old in enumerate(keep)}
    covariances = []
    for positions, block in network.covariances:
        inside = [k for k, i in enumerate(positions) if i != position]
        if inside:
            covariances.append((tuple(moved[positions[k]] for k in inside), block[np.ix_(inside, inside)]))
    return replace(network, observations=tuple(network.observations[i] for i in keep), covariances=tuple(covariances))


def outline(network: Network, coordinates_m: Matrix) -> tuple[str, ...] | None:
    """Return the points in their order where they go round a room: each measured to the next by a distance, none
    crossing.

    Only points that are adjusted take part; ``coordinates_m`` (n × 2) are theirs and the others'.
    """
    ring = [i for i, p in enumerate(network.points) if p.x_role != "fixed"]
    names = [network.points[i].name for i in ring]
    sides = {frozenset(o.points) for o in network.observations if o.kind == "distance"}
    if len(ring) < 3 or any(frozenset((name, names[i - 1])) not in sides for i, name in enumerate(names)):
        return None
    polygon = shapely.Polygon(coordinates_m[ring])
    return tuple(names) if polygon.is_valid and polygon.area > 0 else None


def _equation(o: NetworkObservation, index: dict[str, int], turned: dict[str, int], centre: Matrix) -> Equation:
    at = [index[name] for name in o.points]
    if o.kind in {"x", "y", "dx", "dy"}:
        axis = 0 if o.kind.endswith("x") else 1
        kind: EquationKind = "unknown" if len(at) == 1 else "difference"
        value = o.value - (float(centre[axis]) if kind == "unknown" else 0.0)
        return Equation(kind, tuple(2 * i + axis for i in at), value, o.sigma)
    where = (*points(*at), turned[o.bundle]) if o.kind == "direction" else points(*at)
    return Equation(o.kind, where, o.value, o.sigma, FULL_TURN if o.kind in ANGULAR else 0.0)  # type: ignore[arg-type]
