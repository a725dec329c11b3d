"""What an adjusted survey says about its room: numbers only, so that it can be stored, drawn and checked again.

Plan coordinates are metres in the room's own frame, counter-clockwise: first corner at the origin, first wall along
+x, unless control points say where the room lies. Residuals are adjusted − observed; those of angles are given as the
arc at the end of the shorter wall beside the corner, so that every residual is in mm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ObservationKind = Literal[
    "distance", "angle", "assumed-angle", "assumed-parallel", "direction", "control", "assumed-offset"
]
AccuracyClass = Literal["I", "II", "III", "none"]


@dataclass(frozen=True, slots=True)
class SurveyedCorner:
    """A corner with the 2 × 2 covariance of its place (datum: inner constraints over all corners), metres and m²."""

    label: str
    x_m: float
    y_m: float
    var_x_m2: float
    cov_xy_m2: float
    var_y_m2: float


@dataclass(frozen=True, slots=True)
class SurveyStation:
    """Where the instrument stood, in the frame of the corners, metres."""

    label: str
    x_m: float
    y_m: float


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """One observation after the adjustment.

    ``value`` and ``adjusted`` are in ``unit``; ``sigma`` is the a-priori standard deviation in the same unit.
    ``redundancy`` r is 0 (nothing checks this one) to 1; ``w`` is Baarda's test value, None where r is below what can
    be tested; ``mdb_mm`` is the smallest blunder the test finds (power 0.80), ``undetected_area_m2`` the area error
    such a blunder leaves. ``corners`` are the indices of the corners at its ends (both of a wall), ``walls`` those of
    the walls it belongs to, for drawing. For an excluded observation ``residual_mm`` is what the others say of it and
    ``blunder_mm`` by how much it was wrong (read − true).
    """

    reading: str
    kind: ObservationKind
    start: str
    end: str
    unit: Literal["m", "deg"]
    value: float
    sigma: float
    adjusted: float
    residual_mm: float
    redundancy: float
    w: float | None
    mdb_mm: float | None
    undetected_area_m2: float | None
    variance_share: float
    corners: tuple[int, ...] = ()
    walls: tuple[int, ...] = ()
    instrument: str | None = None
    assumed: bool = False
    excluded: bool = False
    blunder_mm: float | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """A misclosure found before the adjustment: ``value`` against its own standard uncertainty ``u``, both in
    ``unit``.

    ``kind``: angular, vector, widths, lengths, diagonals, diagonal-of-sides. ``ratio`` = value / u is the test;
    ``passed`` says whether it stays under ``critical``. ``relative_length`` of a vector closure is N in "1 : N".
    """

    kind: str
    value: float
    u: float
    unit: Literal["mm", "deg"]
    ratio: float
    critical: float
    passed: bool
    relative_length: float | None = None


@dataclass(frozen=True, slots=True)
class GlobalTest:
    """vᵀPv against the two-sided limits of χ² with f degrees of freedom.

    ``worse``: the observations fit worse than their σ say; ``better``: better, no cause for alarm and none to lower u.
    """

    lower: float
    upper: float
    outcome: Literal["as-stated", "worse", "better", "untested"]


@dataclass(frozen=True, slots=True)
class WallShare:
    """What the measurements at one wall contribute to u²(A): ``share`` is 0 to 1 of the variance of the outline's area.

    Wall lengths count for their wall, distances between two faces half for each, angles half for each of their walls;
    diagonals belong to no wall (see ``ObservationRow.variance_share``).
    """

    wall: int
    label: str
    share: float


@dataclass(frozen=True, slots=True)
class Remeasurement:
    """A measurement worth repeating, independently and with the same σ: ``observation`` is its row in the record.

    ``u_alone_m2`` is u(A) predicted after repeating only this one, ``u_together_m2`` after this one and all before it
    in the list, which is in the order of use.
    """

    observation: int
    start: str
    end: str
    u_alone_m2: float
    u_together_m2: float


@dataclass(frozen=True, slots=True)
class OffsetEffect:
    """How a zero offset common to all distances of one instrument changes the area: ``area_m2_per_m`` · c.

    For a rectilinear room measured from wall to wall that is half its perimeter. Rooms measured with the same
    instrument share the offset, so their effects add up before they are squared.
    """

    instrument: str
    area_m2_per_m: float
    standard_uncertainty_m: float


@dataclass(frozen=True, slots=True)
class ObstacleRow:
    """``count`` equal obstacles as measured: the area of one and of all, the standard uncertainty of all together,
    m².
    """

    kind: str
    label: str
    area_m2: float
    least_side_m: float
    count: int
    total_area_m2: float
    standard_uncertainty_m2: float
    reading: str = ""


@dataclass(frozen=True, slots=True)
class SurveyRecord:
    """The whole result for one room.

    ``standard_uncertainty_m2`` is u(A) of the outline: propagated from the observations (scaled by s0 where ``scaled``
    is true) and the common zero offset of the instrument (``offset_uncertainty_m2``). ``expanded_uncertainty_m2`` = k
    · u(A). ``worst_undetected_area_m2`` is the largest area error that one undetected blunder could have left.
    ``measured_on`` is the day as the file says it.
    """

    corners: tuple[SurveyedCorner, ...]
    observations: tuple[ObservationRow, ...]
    closures: tuple[Closure, ...]
    degrees_of_freedom: int
    vtpv: float
    s0: float | None
    global_test: GlobalTest
    scaled: bool
    area_m2: float
    standard_uncertainty_m2: float
    offset_uncertainty_m2: float
    flatness_uncertainty_m2: float
    coverage_factor: float
    expanded_uncertainty_m2: float
    accuracy_class: AccuracyClass
    accuracy_class_confidence: Literal["confirmed", "plausible", "unverified"] | None
    worst_undetected_area_m2: float | None
    walls: tuple[WallShare, ...]
    remeasure: tuple[Remeasurement, ...] = ()
    offsets: tuple[OffsetEffect, ...] = ()
    obstacles: tuple[ObstacleRow, ...] = ()
    stations: tuple[SurveyStation, ...] = ()
    measured_on: date | None = None
