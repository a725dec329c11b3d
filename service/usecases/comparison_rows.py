"""The rows of a comparison: what each figure is called, its unit, and whether more or less of it is better.

One table for the viewer, the workbook and the report, so that they never name or judge a figure differently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from geometry.finding import Text

Better = Literal["more", "less", ""]
Kind = Literal["count", "area", "share", "length", "money", "energy", "ratio"]
Json = Mapping[str, Any]
NO_UNIT: Final = Text("", "")
TOLERANCE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: ``key`` is its path in the metrics (``m2_per_person.min``)."""

    key: str
    group: str
    label: Text
    kind: Kind = "count"
    better: Better = ""
    unit: Text = NO_UNIT


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one column; ``gap`` is how far it may be from the best anyone could reach, as a share."""

    value: float | None
    bound: float | None = None
    gap: float | None = None
    best: bool = False


GROUPS: Final = {
    "space": Text("空间", "Space"),
    "change": Text("变动", "Change"),
    "compliance": Text("合规", "Compliance"),
    "quality": Text("品质", "Quality"),
    "cost": Text("费用与能耗", "Money and energy"),
}
M2, M, PEOPLE = Text("m²", "m²"), Text("m", "m"), Text("人", "people")
YUAN, KGCE = Text("元", "yuan"), Text("kgce/年", "kgce a year")

ROWS: Final = (
    Row("staff", "space", Text("应安排人数", "Staff"), unit=PEOPLE),
    Row("unseated", "space", Text("无座位人数", "People without a place"), better="less", unit=PEOPLE),
    Row("workstations", "space", Text("工位数", "Workstations")),
    Row("m2_per_person.min", "space", Text("人均面积(最小)", "Area a person, smallest"), "area", unit=M2),
    Row("m2_per_person.median", "space", Text("人均面积(中位数)", "Area a person, median"), "area", unit=M2),
    Row("used_area_m2", "space", Text("使用中的办公面积", "Office area in use"), "area", "less", M2),
    Row("released_area_m2", "space", Text("腾退面积", "Released area"), "area", "more", M2),
    Row(
        "released_storey_area_m2", "space", Text("其中整层腾退", "of it on released storeys"), "area", "more", M2
    ),
    Row("released_storeys", "space", Text("整层腾退层数", "Storeys released"), better="more"),
    Row("released_buildings", "space", Text("整栋腾退栋数", "Buildings released"), better="more"),
    Row("people_moved", "change", Text("搬迁人数", "People moved"), better="less", unit=PEOPLE),
    Row("people_moved_share", "change", Text("搬迁比例", "Share of people moved"), "share", "less"),
    Row("units_split", "change", Text("分散在多层的单位", "Org units on several storeys"), better="less"),
    Row("blocks", "change", Text("单位片区数", "Blocks of org units"), better="less"),
    Row("blocks_per_unit", "change", Text("每单位片区数", "Blocks an org unit"), "ratio", "less"),
    Row("over_entitlement", "compliance", Text("超标房间", "Rooms over entitlement"), better="less"),
    Row(
        "leaders_without_single_office",
        "compliance",
        Text("无单间的领导", "Leaders without a room of their own"),
        better="less",
        unit=PEOPLE,
    ),
    Row("below_minimum_area", "compliance", Text("人均不足最低面积的房间", "Rooms below the least area a person"),
        better="less"),
    Row("near_window_share", "quality", Text("距窗 6 m 内的工位", "Places within 6 m of a window"), "share", "more"),
    Row("longest_travel_m", "quality", Text("最远疏散距离", "Longest way out"), "length", "less", M),
    Row("one_off_cost", "cost", Text("一次性费用", "One-off cost"), "money", "less", YUAN),
    Row("yearly_cost", "cost", Text("年运行费用", "Yearly cost"), "money", "less", YUAN),
    Row("energy_kgce", "cost", Text("年能耗", "Energy a year"), "energy", "less", KGCE),
)  # fmt: skip


def cells(row: Row, columns: Sequence[Json], lawful: Sequence[bool]) -> tuple[Cell, ...]:
    """Return one row over the metrics of today and of scenarios; of the lawful ones the best are marked."""
    found = [_cell(row, metrics) for metrics in columns]
    known = [cell.value for cell, may in zip(found, lawful, strict=True) if may and cell.value is not None]
    if not row.better or len(known) < 2 or max(known) - min(known) <= TOLERANCE:
        return tuple(found)
    top = max(known) if row.better == "more" else min(known)
    return tuple(
        replace(cell, best=may and cell.value is not None and abs(cell.value - top) <= TOLERANCE)
        for cell, may in zip(found, lawful, strict=True)
    )


def _cell(row: Row, metrics: Json) -> Cell:
    value: Any = metrics
    for part in row.key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, Mapping):
        return Cell(value.get("value"), value.get("bound"), value.get("gap"))
    return Cell(value)
