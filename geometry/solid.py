"""Solids as building models describe them: prisms, half-spaces, cuts and meshes, in metres of the model's own frame.

Most walls and rooms are vertical prisms; keeping them as such gives exact footprints and sections without a solid
kernel. ``geometry.section`` answers where a solid is at a height and what its footprint is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geometry.region import Region

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Prism:
    """A plane profile swept along a vector: ``matrix`` (4×4) takes profile coordinates (x, y, 0) to the model frame."""

    profile: Region
    matrix: Array
    sweep: Array  # (3,), model frame, metres


@dataclass(frozen=True, slots=True, eq=False)
class HalfSpace:
    """All points p with ``normal · (p − point) ≤ 0``, optionally only within ``bound`` (a prism, taken endless)."""

    point: Array  # (3,)
    normal: Array  # (3,), unit
    bound: Prism | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """A triangle mesh: ``vertices`` (n, 3) metres, ``faces`` (m, 3) indices. Not necessarily closed."""

    vertices: Array
    faces: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """``base`` without each of ``tools``."""

    base: Solid
    tools: tuple[Solid | HalfSpace, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Union:
    """Several bodies together."""

    parts: tuple[Solid, ...]


Solid = Prism | Mesh | Difference | Union


def transformed(solid: Solid, matrix: Array) -> Solid:
    """Return the solid moved, turned or scaled by an affine ``matrix`` (4×4) of the model frame."""
    if isinstance(solid, Prism):
        return _moved_prism(solid, matrix)
    if isinstance(solid, Mesh):
        return Mesh(solid.vertices @ matrix[:3, :3].T + matrix[:3, 3], solid.faces)
    if isinstance(solid, Union):
        return Union(tuple(transformed(p, matrix) for p in solid.parts))
    return Difference(transformed(solid.base, matrix), tuple(_moved_tool(t, matrix) for t in solid.tools))


def _moved_prism(prism: Prism, matrix: Array) -> Prism:
    return Prism(prism.profile, matrix @ prism.matrix, matrix[:3, :3] @ prism.sweep)


def _moved_tool(tool: Solid | HalfSpace, matrix: Array) -> Solid | HalfSpace:
    if not isinstance(tool, HalfSpace):
        return transformed(tool, matrix)
    # Normals turn with the inverse transpose, or a plane would tilt under unequal scales.
    normal = np.linalg.solve(matrix[:3, :3].T, tool.normal)
    return HalfSpace(
        matrix[:3, :3] @ tool.point + matrix[:3, 3],
        normal / np.linalg.norm(normal),
        None if tool.bound is None else _moved_prism(tool.bound, matrix),
    )
