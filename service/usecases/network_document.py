"""The document of ``yijian adjust --json``: a plane network adjusted and tested, from no database.

Coordinates and values are in the conventions of the file: its axes, its unit of angles, its sense of turning.
Residuals are adjusted − observed, in mm, cc or arc seconds.
"""

from __future__ import annotations

from dataclasses import replace
from math import pi, sqrt
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson

from bim_import.errors import ImportRefused
from bim_import.gama.file import Conventions, GamaFile, SourceRow
from bim_import.gama.reader import read_gama
from bim_import.sandbox import Progress
from geometry.finding import Text
from geometry.survey.network import AdjustedNetwork, Network, NetworkObservation, adjust_network, outline
from geometry.survey.network_approximate import rough_network
from geometry.survey.reliability import LOCALISED_R, critical_tau, critical_w, global_test, s0

ALPHA: Final = 0.001
POWER: Final = 0.80

# A fit this much worse than stated is no matter of precision: something is read in another sense or unit than it was
# written.
IMPLAUSIBLE_S0: Final = 20.0
CLEARLY_BETTER: Final = 5.0

OPEN: Final = Text(
    "观测不足以确定这些点的位置：{points}。请补充观测或起算数据。",
    "The observations do not determine these points: {points}. Add observations or known coordinates.",
)
NO_LOOP: Final = Text("轮廓中的点{point}不在网中。", "Point {point} of the loop is not in the network.")
REVERSED: Final = Text(
    "按文件声明的角度方向（{angles}）平差，s0为{s0:.0f}；按相反方向为{other:.2f}。角度方向很可能写反了。",
    "With angles as the file declares them ({angles}) s0 is {s0:.0f}; counted the other way it is {other:.2f}. "
    "The sense of the angles is most likely declared the wrong way round.",
)
IMPLAUSIBLE: Final = Text(
    "s0为{s0:.0f}，远大于1：请检查单位、角度方向和大误差。",
    "s0 is {s0:.0f}, far above 1: check units, the sense of angles, and large blunders.",
)
SUSPECT: Final = Text(
    "第{number}个观测（{points}）与其余观测矛盾：{name} = {statistic:.2f} > {limit:.2f}，"
    "估计误差{estimate:.1f} {unit}。",
    "Observation {number} ({points}) contradicts the others: {name} = {statistic:.2f} > {limit:.2f}, estimated error "
    "{estimate:.1f} {unit}.",
)
LEFT_OUT: Final = Text("未参与平面平差的高程类观测：{count}个。", "{count} observations of heights took no part.")


def network_document(payload: dict[str, Any], progress: Progress) -> bytes:
    """Return the document (JSON) for ``payload`` {path, file, loop, indent}.

    Raises ``ImportRefused`` when the file cannot be used or its points are not determined.
    """
    progress("read", 0.0)
    source = read_gama(Path(payload["path"]))
    progress("adjust", 0.3)
    document = {"source": {"file": payload["file"]}, **adjusted_document(source, loop=payload["loop"])}
    return orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_INDENT_2 * payload["indent"])


def adjusted_document(source: GamaFile, *, loop: list[str]) -> dict[str, Any]:
    """Return the adjusted network as plain values."""
    adjusted = _adjusted(source.network)
    ratio = s0(adjusted.adjustment)
    scale = 1.0 if source.uses_apriori or ratio is None else ratio
    f = adjusted.adjustment.degrees_of_freedom
    test = global_test(adjusted.adjustment, alpha=1 - source.confidence)
    rows = [_observation(source, adjusted, i) for i in range(len(source.rows))]
    suspect = _suspect(source, adjusted, rows)
    findings = _findings(source, ratio)
    if suspect is not None:
        findings.append(suspect.pop("finding"))
    return {
        "description": source.description,
        "network": {
            "points": len(source.network.points),
            "observations": len(rows),
            "unknowns": len(adjusted.adjustment.x) - len(adjusted.adjustment.problem.fixed),
            "defect": adjusted.adjustment.defect,
            "degrees_of_freedom": f,
            "iterations": adjusted.adjustment.iterations,
        },
        "vPv": adjusted.adjustment.vtpv,
        "s0": ratio,
        "sigma_apriori": source.sigma_apriori,
        "sum_of_squares": adjusted.adjustment.vtpv * source.sigma_apriori**2,
        "sigma_aposteriori": None if ratio is None else ratio * source.sigma_apriori,
        "uncertainties_scaled_by_s0": scale != 1.0,
        "global_test": {"outcome": test.outcome, "lower": test.lower, "upper": test.upper if f > 0 else None},
        "critical": {"w": critical_w(ALPHA), "tau": _finite(critical_tau(f, 1 - source.confidence))},
        "points": [_point(source, adjusted, i, scale) for i in range(len(source.network.points))],
        "observations": rows,
        "blunder": suspect,
        "area": _area(source, adjusted, loop, scale),
        "findings": findings,
    }


def _adjusted(network: Network) -> AdjustedNetwork:
    """Return the adjusted network; refused where its points are not determined."""
    rough, orientations, lost = rough_network(network)
    if lost:
        raise ImportRefused("undetermined", OPEN.format(points=", ".join(lost)), {"points": list(lost)})
    adjusted = adjust_network(network, rough, orientations, alpha=ALPHA, power=POWER)
    motions = adjusted.adjustment.open_motions
    if motions.shape[1]:
        moved = np.abs(motions[: 2 * len(network.points)]).max(axis=1).reshape(-1, 2).max(axis=1)
        names = [p.name for p, m in zip(network.points, moved, strict=True) if m > 0.05 * max(moved.max(), 1e-12)]
        raise ImportRefused("undetermined", OPEN.format(points=", ".join(names)), {"points": names})
    return adjusted


def _point(source: GamaFile, adjusted: AdjustedNetwork, i: int, scale: float) -> dict[str, Any]:
    point, conventions = source.network.points[i], source.conventions
    x, y = conventions.coordinates(*(float(c) for c in adjusted.coordinates_m[i]))
    block = adjusted.adjustment.cofactors[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] * (scale * 1000) ** 2
    var_x, var_y = conventions.coordinates(float(block[0, 0]), float(block[1, 1]))
    roles = point.x_role, point.y_role
    return {
        "id": point.name,
        "x": x,
        "y": y,
        "fixed": roles == ("fixed", "fixed"),
        "sigma_x_mm": sqrt(var_x),
        "sigma_y_mm": sqrt(var_y),
        "cov_xy_mm2": float(block[0, 1]),
    }


def _observation(source: GamaFile, adjusted: AdjustedNetwork, i: int) -> dict[str, Any]:
    observation, row, tests = source.network.observations[i], source.rows[i], adjusted.tests
    residual = float(adjusted.adjustment.residuals[i])
    value = _in_file(source.conventions, row, observation, observation.value)
    after = _in_file(source.conventions, row, observation, observation.value + residual)
    sense = _sense(source.conventions, row)
    small = row.sigma_unit
    ratio = s0(adjusted.adjustment)
    w = _finite(float(tests.w[i]) * sense)
    return {
        "number": row.number,
        "kind": observation.kind,
        "points": list(observation.points),
        "unit": row.unit,
        "value": value,
        "adjusted": after,
        "residual_unit": {"m": "mm", "gon": "cc", "deg": "arcsec"}[row.unit],
        "residual": sense * residual / small,
        "sigma": float(adjusted.adjustment.sigmas[i]) / small,
        "redundancy": float(tests.redundancy[i]),
        "w": w,
        "tau": None if w is None or not ratio else w / ratio,
        "blunder_estimate": _finite(sense * float(tests.blunder[i]) / small),
        "mdb": _finite(float(tests.mdb[i]) / small),
    }


def _suspect(source: GamaFile, adjusted: AdjustedNetwork, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the observation with the largest test value beyond its limit: w where σ0 is known, τ where it is not.

    τ compares residuals with each other only, so a blunder has to stand out of the stated σ as well.
    """
    f = adjusted.adjustment.degrees_of_freedom
    name, limit = ("w", critical_w(ALPHA)) if source.uses_apriori else ("tau", critical_tau(f, 1 - source.confidence))
    tested = [row for row in rows if row[name] is not None]
    worst = max(tested, key=lambda row: abs(row[name]), default=None)
    if worst is None or abs(worst[name]) <= limit or abs(worst["w"]) <= critical_w(ALPHA):
        return None
    reason = SUSPECT.format(
        number=worst["number"],
        points=" – ".join(worst["points"]),
        name="|τ|" if name == "tau" else "|w|",
        statistic=abs(worst[name]),
        limit=limit,
        estimate=worst["blunder_estimate"],
        unit=worst["residual_unit"],
    )
    localised = worst["redundancy"] >= LOCALISED_R and f > 1
    chosen = ("number", "kind", "points", "w", "tau", "redundancy", "blunder_estimate", "residual_unit")
    return {
        **{key: worst[key] for key in chosen},
        "test": name,
        "critical": limit,
        "localised": localised,
        "finding": _finding("blunder", reason, observation=worst["number"]),
    }


def _findings(source: GamaFile, ratio: float | None) -> list[dict[str, Any]]:
    """Return what is doubtful about the file as a whole."""
    found = []
    if ratio is not None and ratio > IMPLAUSIBLE_S0:
        other = _other_sense(source)
        if other is not None and other < ratio / CLEARLY_BETTER:
            reason = REVERSED.format(angles=source.conventions.angles, s0=ratio, other=other)
            found.append(_finding("angles-reversed", reason, s0=ratio, s0_reversed=other))
        else:
            found.append(_finding("implausible-fit", IMPLAUSIBLE.format(s0=ratio), s0=ratio))
    if source.left_out:
        found.append(
            _finding("heights-left-out", LEFT_OUT.format(count=len(source.left_out)), count=len(source.left_out))
        )
    return found


def _other_sense(source: GamaFile) -> float | None:
    """Return s0 of the same network with its angles counted the other way, None where there are none or it fails."""
    if all(row.unit == "m" for row in source.rows):
        return None
    north = source.conventions.north

    def turned(o: NetworkObservation) -> NetworkObservation:
        if o.kind == "azimuth":
            return replace(o, value=2 * north - o.value)
        return replace(o, value=-o.value) if o.kind in {"direction", "angle"} else o

    try:
        other = _adjusted(replace(source.network, observations=tuple(map(turned, source.network.observations))))
    except ImportRefused:
        return None
    return s0(other.adjustment)


def _area(source: GamaFile, adjusted: AdjustedNetwork, loop: list[str], scale: float) -> dict[str, Any] | None:
    """Return the area of the loop asked for, or of the room the points go round, m²."""
    names = {p.name for p in source.network.points}
    for name in loop:
        if name not in names:
            raise ImportRefused("unknown-point", NO_LOOP.format(point=name), {"point": name})
    ring = tuple(loop) or outline(source.network, adjusted.coordinates_m)
    if ring is None or len(ring) < 3:
        return None
    areas, covariance = adjusted.areas([ring])
    u = scale * sqrt(max(0.0, float(covariance[0, 0])))
    return {
        "ring": list(ring),
        "area_m2": float(areas[0]),
        "standard_uncertainty_m2": u,
        "coverage_factor": 2.0,
        "expanded_uncertainty_m2": 2.0 * u,
    }


def _sense(conventions: Conventions, row: SourceRow) -> float:
    return 1.0 if row.unit == "m" else conventions.sense


def _in_file(conventions: Conventions, row: SourceRow, observation: NetworkObservation, inside: float) -> float:
    """Return a value as the file would write it."""
    if row.unit == "m":
        return inside
    turned = inside - conventions.north if observation.kind == "azimuth" else inside
    return (conventions.sense * turned) % (2 * pi) / row.radians


def _finding(code: str, reason: Text, **evidence: Any) -> dict[str, Any]:
    return {"code": code, "outcome": "warning", "reason": reason.en, "reason_zh": reason.zh, **evidence}


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
