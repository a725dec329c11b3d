"""How a surveyed or drawn room comes to lie on the plan of its building: by fit, by control points, or side by side.

A placing never changes a size: it turns, shifts and, where a sketch was drawn the wrong way round, mirrors.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

import numpy as np
import shapely
from shapely.affinity import affine_transform

from geometry.region import Region
from service.store.records import Json, SpaceRecord

Manner = Literal["fit", "control-points", "side-by-side", "as-read"]
Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Placing:
    """x′ = a·x + b·y + dx, y′ = d·x + e·y + dy with ``matrix`` (a, b, d, e, dx, dy), metres.

    ``overlap`` is the area in common with the outline it was laid on ÷ the area of both together; ``rms_mm`` and
    ``max_mm`` say how far the corners of either lie from the line of the other. None where it lies on nothing.
    ``why`` (Chinese, English) says why nobody knows where a room lies that is laid side by side with others.
    """

    by: Manner
    matrix: Matrix = UNMOVED
    mirrored: bool = False
    rotation_deg: float = 0.0
    overlap: float | None = None
    rms_mm: float | None = None
    max_mm: float | None = None
    why: tuple[str, str] | None = None

    @property
    def is_aside(self) -> bool:
        """Return whether the room lies on a sheet of rooms that nobody knows the place of."""
        return self.why is not None

    def region(self, region: Region) -> Region:
        """Return a region of the file where it lies on the plan."""
        moved = affine_transform(region, self.matrix)
        assert isinstance(moved, shapely.Polygon | shapely.MultiPolygon)
        return moved

    def json(self) -> Json:
        """Return it as it is stored."""
        return asdict(self) | {"matrix": list(self.matrix), "why": list(self.why) if self.why else None}


def placing_of(kept: Json | None) -> Placing:
    """Return a stored placing; the one that moves nothing for None."""
    if kept is None:
        return Placing("as-read")
    why = kept.get("why")
    return Placing(**(kept | {"matrix": tuple(kept["matrix"]), "why": tuple(why) if why else None}))


def placed(space: SpaceRecord, placing: Placing) -> SpaceRecord:
    """Return a room where it lies on the plan: outline, label and the footprints in its ledger."""
    if placing.matrix == UNMOVED:
        return space
    x, y = space.label_point
    a, b, d, e, dx, dy = placing.matrix

    def line(row: Json) -> Json:
        if not row["footprint"]:
            return row
        moved = placing.region(region_of(base64.b64decode(row["footprint"])))
        return row | {"footprint": base64.b64encode(shapely.to_wkb(moved)).decode("ascii")}

    return replace(
        space,
        outline=shapely.to_wkb(placing.region(region_of(space.outline))),
        label_point=(a * x + b * y + dx, d * x + e * y + dy),
        statements=tuple(
            replace(statement, deductions=tuple(line(row) for row in statement.deductions))
            for statement in space.statements
        ),
    )


def compared(placing: Placing, outline: Region, onto: Region) -> Placing:
    """Return ``placing`` with how well the placed ``outline`` agrees with ``onto``."""
    laid = placing.region(outline)
    common = shapely.area(shapely.intersection(laid, onto))
    whole = shapely.area(laid) + shapely.area(onto) - common
    apart = np.concatenate(
        [
            shapely.distance(shapely.points(shapely.get_coordinates(one)), shapely.boundary(other))
            for one, other in ((laid, onto), (onto, laid))
        ]
    )
    return replace(
        placing,
        overlap=float(common / whole) if whole > 0 else 0.0,
        rms_mm=float(1000 * np.sqrt(np.mean(apart**2))),
        max_mm=float(1000 * apart.max()),
    )


def by_control_points(pairs: Sequence[tuple[tuple[float, float], tuple[float, float]]]) -> Placing:
    """Return the rigid placing that brings points of the file (first of each pair) nearest to their places on the
    plan: least squares after Horn (1987), no scale; two pairs at least.
    """
    source, target = (np.array([pair[i] for pair in pairs], dtype=float) for i in (0, 1))
    middle, goal = source.mean(axis=0), target.mean(axis=0)
    u, v = (source - middle).T, (target - goal).T
    angle = float(np.arctan2((u[0] * v[1] - u[1] * v[0]).sum(), (u[0] * v[0] + u[1] * v[1]).sum()))
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    dx, dy = goal - np.array([[cos, -sin], [sin, cos]]) @ middle
    matrix = (cos, -sin, sin, cos, float(dx), float(dy))
    return Placing("control-points", matrix, rotation_deg=float(np.degrees(angle)))


def region_of(wkb: bytes) -> Region:
    """Return a stored region."""
    region = shapely.from_wkb(wkb)
    assert isinstance(region, shapely.Polygon | shapely.MultiPolygon)
    return region
