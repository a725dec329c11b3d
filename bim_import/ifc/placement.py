"""Where things of an IFC file are: 4×4 matrices in the length unit of the file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from geometry.finding import Text
from geometry.solid import Array

# A coordinate beyond this lies behind the sun whatever the unit, and its square would no longer be exact to a metre.
MAX_NUMBER = 1e13

IDENTITY: Array = np.eye(4)
IDENTITY.flags.writeable = False


class BadPlacementError(Exception):
    """A placement that says nothing: it refers to itself, or holds numbers that are none."""

    def __init__(self, code: str, reason: Text) -> None:
        super().__init__(reason.en)
        self.code = code
        self.reason = reason


RECURSIVE = BadPlacementError(
    "recursive-placement",
    Text("该构件的位置引用了自身,无法确定。", "The placement refers to itself, so there is no saying where it is."),
)
NOT_FINITE = BadPlacementError(
    "not-finite",
    Text("坐标不是合理的有限数值。", "A coordinate is not a finite, reasonable number."),
)

INCOMPLETE = BadPlacementError(
    "incomplete-point",
    Text("有一个点缺少坐标。", "A point lacks coordinates."),
)

Vector = tuple[float, float, float]


def finite(numbers: Sequence[Any]) -> tuple[float, ...]:
    """Return the numbers as floats; raises ``BadPlacementError`` where one is NaN or infinite."""
    values = tuple(map(float, numbers))
    if not all(-MAX_NUMBER < v < MAX_NUMBER for v in values):  # false for NaN too
        raise NOT_FINITE
    return values


def point3(point: Any) -> Vector:
    """Return an IfcCartesianPoint as three numbers in file units."""
    c = finite(point.get_argument(0))
    if len(c) < 2:
        raise INCOMPLETE
    return (c[0], c[1], c[2] if len(c) > 2 else 0.0)


def direction3(direction: Any, default: Vector) -> Vector:
    """Return an IfcDirection as a unit vector."""
    if direction is None:
        return default
    c = finite(direction.get_argument(0))
    if len(c) < 2:
        raise INCOMPLETE
    z = c[2] if len(c) > 2 else 0.0
    length = math.sqrt(c[0] * c[0] + c[1] * c[1] + z * z)
    return (c[0] / length, c[1] / length, z / length) if length > 0 else default


def axes(origin: Vector, z: Vector, x: Vector) -> Array:
    """Return the matrix of a right-handed frame: ``x`` is turned into the plane across ``z``."""
    dot = x[0] * z[0] + x[1] * z[1] + x[2] * z[2]
    ax, ay, az = x[0] - dot * z[0], x[1] - dot * z[1], x[2] - dot * z[2]
    length = math.sqrt(ax * ax + ay * ay + az * az)
    if length < 1e-12:  # x parallel to z says nothing; IFC then takes any direction across z
        return axes(origin, z, (1.0, 0.0, 0.0) if abs(z[0]) < 0.9 else (0.0, 1.0, 0.0))
    ax, ay, az = ax / length, ay / length, az / length
    bx, by, bz = z[1] * az - z[2] * ay, z[2] * ax - z[0] * az, z[0] * ay - z[1] * ax
    return np.array(
        [[ax, bx, z[0], origin[0]], [ay, by, z[1], origin[1]], [az, bz, z[2], origin[2]], [0.0, 0.0, 0.0, 1.0]]
    )


def axis2placement(placement: Any) -> Array:
    """Return the matrix of an IfcAxis2Placement3D, 2D or IfcAxis1Placement in file units."""
    if placement is None:
        return IDENTITY
    kind = placement.is_a()
    location = placement.get_argument(0)  # far quicker than by name, and this runs for every element
    origin = point3(location) if location is not None and location.is_a("IfcCartesianPoint") else (0.0, 0.0, 0.0)
    if kind == "IfcAxis2Placement2D":
        return axes(origin, (0.0, 0.0, 1.0), direction3(placement.get_argument(1), (1.0, 0.0, 0.0)))
    if kind == "IfcAxis1Placement":
        return axes(origin, direction3(placement.get_argument(1), (0.0, 0.0, 1.0)), (1.0, 0.0, 0.0))
    z = direction3(placement.get_argument(1), (0.0, 0.0, 1.0))
    return axes(origin, z, direction3(placement.get_argument(2), (1.0, 0.0, 0.0)))


def transformation(operator: Any) -> Array:
    """Return the matrix of an IfcCartesianTransformationOperator in file units, with its scales and mirroring."""
    origin = point3(operator.LocalOrigin)
    plane = operator.is_a("IfcCartesianTransformationOperator2D")
    x = direction3(operator.Axis1, (1.0, 0.0, 0.0))
    z = (0.0, 0.0, 1.0) if plane else direction3(operator.Axis3, (0.0, 0.0, 1.0))
    matrix = axes(origin, z, x)
    if operator.Axis2 is not None:
        y = direction3(operator.Axis2, (0.0, 1.0, 0.0))
        if y[0] * matrix[0, 1] + y[1] * matrix[1, 1] + y[2] * matrix[2, 1] < 0:
            matrix[:, 1] = -matrix[:, 1]
    scale = _number(operator, "Scale", 1.0)
    matrix[:3, 0] *= scale
    matrix[:3, 1] *= _number(operator, "Scale2", scale)
    matrix[:3, 2] *= _number(operator, "Scale3", scale)
    return matrix


def _number(entity: Any, name: str, default: float) -> float:
    value = getattr(entity, name, None)
    return default if value is None else finite((value,))[0]


class Placements:
    """Matrices of IfcObjectPlacements in file units, each worked out once."""

    def __init__(self) -> None:
        self._known: dict[int, Array | BadPlacementError] = {}

    def matrix(self, placement: Any) -> Array:
        """Return the matrix to the file's world frame; raises ``BadPlacementError``."""
        chain: list[Any] = []
        met: set[int] = set()
        matrix: Array = IDENTITY
        while placement is not None:
            key = placement.id()
            known = self._known.get(key)
            if isinstance(known, BadPlacementError):
                raise known
            if known is not None:
                matrix = known
                break
            if key in met:
                raise self._remember(chain, RECURSIVE)
            met.add(key)
            chain.append(placement)
            placement = _parent(placement)
        for link in reversed(chain):
            try:
                matrix = matrix @ _relative(link)
            except BadPlacementError as bad:
                raise self._remember([link], bad) from None
            self._known[link.id()] = matrix
        return matrix

    def _remember(self, chain: list[Any], bad: BadPlacementError) -> BadPlacementError:
        self._known.update((link.id(), bad) for link in chain)
        return bad


def _parent(placement: Any) -> Any:
    if placement.is_a("IfcLocalPlacement"):
        return placement[0]
    return getattr(placement, "PlacementRelTo", None)


def _relative(placement: Any) -> Array:
    if placement.is_a("IfcLocalPlacement"):
        return axis2placement(placement[1])
    # Grid and linear placements: IFC4X3 writes the resolved position beside them.
    return axis2placement(getattr(placement, "CartesianPosition", None))
