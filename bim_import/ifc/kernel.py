"""Ask IfcOpenShell's geometry kernel for the few shapes that ``bim_import.ifc.solids`` does not work out itself."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from bim_import.ifc.curves import UnsupportedShapeError
from geometry.solid import Mesh


@cache
def _settings() -> Any:
    import ifcopenshell.geom  # a second of start-up that most files never need

    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    settings.set("disable-opening-subtractions", True)
    return settings


def kernel_mesh(element: Any) -> Mesh:
    """Return the element's body without its openings, in metres of the file's world frame."""
    import ifcopenshell.geom

    try:
        shape = ifcopenshell.geom.create_shape(_settings(), element)
        vertices = np.array(shape.geometry.verts, dtype=np.float64).reshape(-1, 3)
        faces = np.array(shape.geometry.faces, dtype=np.int64).reshape(-1, 3)
    except Exception as error:  # the kernel raises bare RuntimeErrors for shapes it cannot build
        raise UnsupportedShapeError("the geometry kernel could not build it") from error
    if len(faces) == 0 or not np.isfinite(vertices).all():
        raise UnsupportedShapeError("the geometry kernel built nothing")
    return Mesh(vertices, faces)
