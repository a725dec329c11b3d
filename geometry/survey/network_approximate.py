"""Rough coordinates of points that a network gives none for, and rough orientations of sets of directions.

Points are placed one after another, each from the observations that lead to points already placed: by direction and
distance where both are there, else by a small adjustment of this one point from several trial places, of which the one
that fits best is taken (two circles meet twice).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import atan2, cos, sin
from typing import Final

import numpy as np

from geometry.survey.damped import relax
from geometry.survey.equations import azimuth
from geometry.survey.least_squares import Matrix, linearise
from geometry.survey.network import Network, NetworkObservation, network_problem

Places = dict[str, tuple[float, float]]

# Trial places of a point on a grid this wide about the placed ones (in their extent), this many each way.
GRID_SHARE: Final = 1.5
GRID: Final = 5


def rough_network(network: Network) -> tuple[Matrix, dict[str, float], tuple[str, ...]]:
    """Return rough coordinates (n × 2), orientations, and the names of points that could not be placed."""
    placed: Places = {p.name: (p.x_m, p.y_m) for p in network.points if p.x_m is not None and p.y_m is not None}
    names = [p.name for p in network.points]
    if not placed:
        placed = _first_two(network)
    while len(placed) < len(names):
        helping = {name: _leading_to(network, name, placed) for name in names if name not in placed}
        name = max(helping, key=lambda n: _weight(helping[n]))
        if _weight(helping[name]) < 2:
            break
        turned = orientations(network, placed)
        placed[name] = _polar(name, helping[name], placed, turned) or _fitted(network, name, helping[name], placed)
    lost = tuple(name for name in names if name not in placed)
    coordinates = np.array([placed.get(name, (0.0, 0.0)) for name in names])
    return coordinates, orientations(network, placed), lost


def orientations(network: Network, placed: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """Return the orientation of every set of directions, radians: azimuth less direction, from placed points; else
    0.
    """
    found: dict[str, list[float]] = {}
    for o in network.observations:
        if o.kind == "direction":
            known = found.setdefault(o.bundle, [])
            if all(p in placed for p in o.points):
                known.append(azimuth(*placed[o.points[0]], *placed[o.points[1]])[0] - o.value)
    return {b: atan2(sum(map(sin, turns)), sum(map(cos, turns))) if turns else 0.0 for b, turns in found.items()}


def _first_two(network: Network) -> Places:
    """Return two points a measured distance apart, the first at the origin: for networks without any coordinates."""
    for o in network.observations:
        if o.kind == "distance":
            return {o.points[0]: (0.0, 0.0), o.points[1]: (o.value, 0.0)}
    return {network.points[0].name: (0.0, 0.0)} if network.points else {}


def _leading_to(network: Network, name: str, placed: Places) -> list[NetworkObservation]:
    """Return the observations that say something of ``name`` and otherwise only of placed points.

    Directions at a station count with at least one direction to a placed point, which carries the orientation.
    """
    about = [o for o in network.observations if name in o.points and all(p in placed or p == name for p in o.points)]
    bundles = {o.bundle for o in about if o.kind == "direction" and o.points[0] != name}
    about += [
        o
        for o in network.observations
        if o.kind == "direction" and o.bundle in bundles and o not in about and all(p in placed for p in o.points)
    ]
    return about


def _weight(observations: list[NetworkObservation]) -> int:
    """Return how many numbers the observations give for one point: one is lost for each set of directions."""
    return len(observations) - len({o.bundle for o in observations if o.kind == "direction"})


def _polar(
    name: str, observations: list[NetworkObservation], placed: Places, turned: Mapping[str, float]
) -> tuple[float, float] | None:
    """Return the point by direction and distance from one placed point, None where there are none."""
    distances = {o.points[0] if o.points[1] == name else o.points[1]: o for o in observations if o.kind == "distance"}
    for o in observations:
        at = o.points[0]
        if at == name or at not in distances or o.points[-1] != name:
            continue
        if o.kind == "azimuth":
            towards = o.value
        elif o.kind == "direction" and sum(d.bundle == o.bundle for d in observations if d.kind == "direction") > 1:
            towards = turned[o.bundle] + o.value
        elif o.kind == "angle":
            towards = azimuth(*placed[at], *placed[o.points[1]])[0] + o.value
        else:
            continue
        (x, y), d = placed[at], distances[at].value
        return x + d * cos(towards), y + d * sin(towards)
    return None


def _fitted(network: Network, name: str, observations: list[NetworkObservation], placed: Places) -> tuple[float, float]:
    """Return the place of one point that fits its observations best, tried from a grid about the placed points."""
    involved = {p for o in observations for p in o.points} | {name}
    points = tuple(p for p in network.points if p.name in involved)
    part = Network(
        tuple(
            replace(
                p, x_role="adjusted" if p.name == name else "fixed", y_role="adjusted" if p.name == name else "fixed"
            )
            for p in points
        ),
        tuple(observations),
    )
    others = np.array([placed[p.name] for p in points if p.name != name])
    centre = others.mean(axis=0)
    reach = max(
        float(np.ptp(others, axis=0).max()),
        max((o.value for o in observations if o.kind == "distance"), default=0.0),
        1.0,
    )
    steps = np.linspace(-GRID_SHARE, GRID_SHARE, GRID) * reach
    best, best_cost = (float(centre[0]), float(centre[1])), np.inf
    for dx in steps:
        for dy in steps:
            trial = {**placed, name: (float(centre[0] + dx + 0.01 * reach), float(centre[1] + dy - 0.02 * reach))}
            coordinates = np.array([trial[p.name] for p in points])
            problem, shift = network_problem(part, coordinates, orientations(part, trial))
            x = relax(problem)
            _, misclosures = linearise(problem.equations, x)
            cost = float(np.sum((misclosures / np.array([e.sigma for e in problem.equations])) ** 2))
            if cost < best_cost * (1 - 1e-6):
                i = next(k for k, p in enumerate(points) if p.name == name)
                best, best_cost = (float(x[2 * i] + shift[0]), float(x[2 * i + 1] + shift[1])), cost
    return best
