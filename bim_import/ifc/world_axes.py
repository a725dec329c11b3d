"""Whether the axes of an IFC model are moved or turned as a whole (IfcGeometricRepresentationContext)."""

from __future__ import annotations

from typing import Any

import numpy as np

from bim_import.ifc.forgiving import Forgiving
from bim_import.ifc.placement import IDENTITY, axis2placement
from bim_import.ifc.tree import by_type
from bim_import.ifc.units import Units
from geometry.finding import Finding, Text
from geometry.tolerances import SAME_POINT_M

NOT_APPLIED = Text(
    "文件给整个模型另设了一个坐标系(原点 {x_m:.3f}, {y_m:.3f}, {z_m:.3f} 米,转 {turn_deg:.2f}°),未套用;面积不受影响,"
    "地图位置可能相差这么多,请核对。",
    "The file gives the whole model a frame of its own (origin {x_m:.3f}, {y_m:.3f}, {z_m:.3f} m, turned "
    "{turn_deg:.2f}°), which is not applied. No area depends on it; a place on a map may be off by as much. Check.",
)


def world_axes_findings(file: Any, units: Units) -> list[Finding]:
    """Return one ``world-axes`` where a model context has a WorldCoordinateSystem other than the origin, metres.

    It is left out, as IfcOpenShell's geometry kernel does: authoring tools that write one mostly repeat in it what
    their placements already hold, and a rigid motion changes no area.
    """
    broken = Forgiving("representation contexts")
    for context in by_type(file, "IfcGeometricRepresentationContext"):
        with broken:
            if context.is_a("IfcGeometricRepresentationSubContext") or context.CoordinateSpaceDimension == 2:
                continue
            matrix = axis2placement(context.WorldCoordinateSystem)
            x, y, z = (float(v) * units.length for v in matrix[:3, 3])
            if max(abs(x), abs(y), abs(z)) < SAME_POINT_M and np.allclose(matrix[:3, :3], IDENTITY[:3, :3]):
                continue
            turn = float(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0])))
            reason = NOT_APPLIED.format(x_m=x, y_m=y, z_m=z, turn_deg=turn)
            return [Finding("world-axes", "", "warning", reason, {"origin_m": [x, y, z], "turn_deg": turn})]
    return []
