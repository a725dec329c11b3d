"""Declared areas off by a unit, settled in m² by comparison with the outlines before anything else is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Any

import numpy as np

from geometry.difference_texts import UNIT, UNIT_OF_OUTLINE
from geometry.finding import Finding
from geometry.plan import DeclaredArea, Space
from geometry.tolerances import ROOM_AREA_M2

# declared / true for the usual mix-ups, and how far from it the quotient may be: nothing else makes factors like these,
# yet walls and headroom may change the value on top.
_UNITS = (1e3, 1e-3, 1e4, 1e-4, 1e6, 1e-6, 1 / 0.09290304, 0.09290304, 1 / 0.00064516, 0.00064516)
_UNIT_SLACK = (0.65, 1.55)
# A single void or hall may well be declared ten times its outline: ft² are believed when half of the rooms share it.
_ALONE_FROM = 100.0


def settle_units(spaces: Sequence[Space]) -> tuple[tuple[Space, ...], dict[str, tuple[Finding, ...]]]:
    """Return the spaces with declared areas in m² that can be true, and a finding for each that was off by a unit.

    Where the outlines of the model are no plausible size for rooms, they are suspected and the values stay.
    """
    sizes = [s.outline.area for s in spaces]
    plausible = not sizes or ROOM_AREA_M2[0] <= median(sizes) <= ROOM_AREA_M2[1]
    with_area = sum(bool(s.declared) for s in spaces)
    shared = Counter(
        f for s in spaces for f in {_unit_factor(d.area_m2, s.outline.area) for d in s.declared} if f is not None
    )
    settled, findings = [], {}
    for space in spaces:
        declared, said = [], []
        for area in space.declared:
            factor = _unit_factor(area.area_m2, space.outline.area)
            alone = factor is not None and 1 / _ALONE_FROM < factor < _ALONE_FROM and 2 * shared[factor] < with_area
            if factor is None or alone:
                declared.append(area)
            elif not plausible:
                declared.append(area)
                said.append(_finding_of_unit(space, area, 1 / factor, None))
            else:
                declared.append(replace(area, area_m2=area.area_m2 / factor))
                said.append(_finding_of_unit(space, area, factor, area.area_m2 / factor))
        settled.append(replace(space, declared=tuple(declared)))
        if said:
            findings[space.id] = tuple(said[:1])  # one unit is mistaken per file, not one per name
    return tuple(settled), findings


def _unit_factor(value: float, computed: float) -> float | None:
    if computed <= 0 or value <= 0:
        return None
    quotient = value / computed
    fitting = [f for f in _UNITS if _UNIT_SLACK[0] <= quotient / f <= _UNIT_SLACK[1]]
    return min(fitting, key=lambda f: abs(np.log(quotient / f))) if fitting else None


def _finding_of_unit(space: Space, area: DeclaredArea, factor: float, settled_m2: float | None) -> Finding:
    evidence: dict[str, Any] = {
        "cause": "unit",
        "declared": area.name,
        "kind": area.kind,
        "stated_value": area.area_m2,
        "factor": factor,
        "suspect": "geometry" if settled_m2 is None else "declared",
    }
    if settled_m2 is None:
        reason = UNIT_OF_OUTLINE.format(name=area.name, factor=factor)
    else:
        evidence |= {"settled_m2": round(settled_m2, 6), "computed_m2": round(space.outline.area, 6)}
        reason = UNIT.format(name=area.name, factor=factor, settled_m2=settled_m2)
    return Finding("declared-differs", space.id, "warning", reason, evidence)
