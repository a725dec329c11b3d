"""Which unit a drawing without one may be in: evidence for whoever has to answer, never an answer by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from bim_import.dxf.contents import ContentsReader
from bim_import.dxf.layers import MOST_KEPT, roles_by_name
from bim_import.dxf.refusals import refuse
from bim_import.dxf.scale_check import DOOR_M, LabelScale, leaf_width_m, named
from bim_import.dxf.units import BY_NAME, CHOICES, Unit
from bim_import.errors import ImportRefused
from geometry.finding import Text

BUILDING_M = (1.5, 2000.0)  # no plan is smaller or larger
MOST_STROKES = 30_000  # a larger drawing is not read several times only for a hint
NEAR = 0.02

LABELS = Text(
    "若以{unit}为单位,{rooms} 个房间的面积与图中所写一致。",
    "In {unit} the areas of {rooms} rooms agree with what is written in them.",
)
LEAVES = Text("若以{unit}为单位,门扇宽约 {width:.2f} 米。", "In {unit} door leaves would be about {width:.2f} m wide.")
EXTENT = Text("图形长 {extent:.6g} 个单位。", "The plan is {extent:.6g} units long.")


def unit_missing(document: Any, written: int | None, measured: Callable[[Unit], LabelScale | None]) -> ImportRefused:
    """Return the refusal of a drawing without a unit, with what speaks for one; ``measured`` reads it in a unit."""
    hints: list[Text] = []
    evidence: dict[str, Any] = {"insunits": written, "choices": list(CHOICES), "fits_labels": [], "fits_doors": []}
    contents = ContentsReader(document, 1.0, roles_by_name(())).read()
    evidence["layers"] = dict(contents.drawn().most_common(MOST_KEPT))
    if contents.strokes:
        points = np.concatenate([s.points for s in contents.strokes])
        extent = float(np.ptp(points, axis=0).max())
        evidence["extent_units"] = extent
        hints.append(EXTENT.format(extent=extent))
        units = [BY_NAME[name] for name in CHOICES]
        plausible = [u for u in units if BUILDING_M[0] <= extent * u.metres <= BUILDING_M[1]]
        leaf = leaf_width_m(contents.strokes)
        for unit in plausible:
            if leaf is not None and DOOR_M[0] <= leaf * unit.metres <= DOOR_M[1]:
                evidence["fits_doors"].append(unit.name)
        if len(contents.strokes) <= MOST_STROKES and contents.texts:
            for unit in plausible:
                scale = measured(unit)
                if scale is not None and abs(scale.ratio - 1) <= NEAR:
                    evidence["fits_labels"].append(unit.name)
                    hints.insert(0, named(LABELS, unit, rooms=scale.rooms))
        if not evidence["fits_labels"] and len(evidence["fits_doors"]) == 1 and leaf is not None:
            unit = BY_NAME[evidence["fits_doors"][0]]
            hints.insert(0, named(LEAVES, unit, width=leaf * unit.metres))
    zh, en = "".join(h.zh for h in hints), " ".join(h.en for h in hints)
    found = "absent" if written is None else written
    return refuse("unit-missing", evidence, found=found, choices=", ".join(CHOICES), hint_zh=zh, hint_en=en)
