"""The words of a printed certificate, Chinese first: names for the codes that a document holds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from geometry.finding import Text

USES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "office": Text("办公室", "office"),
        "service": Text("服务用房", "service"),
        "equipment": Text("设备用房", "equipment"),
        "ancillary": Text("附属用房", "ancillary"),
        "technical": Text("技术业务用房", "technical"),
        "circulation": Text("交通", "circulation"),
        "other": Text("其他", "other"),
        "not-a-room": Text("非房间", "not a room"),
    }
)
METHODS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "modelled": Text("按建筑信息模型计算", "computed from a building model"),
        "derived-from-walls": Text("由模型中的墙体推导轮廓后计算", "outline derived from the walls of a model"),
        "drawn": Text("按图纸轮廓计算", "computed from an outline in a drawing"),
        "surveyed": Text("现场测量并平差", "measured on site and adjusted"),
    }
)
KINDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "wall-overlap": Text("墙体", "wall"),
        "partition": Text("隔断", "partition"),
        "column": Text("柱", "column"),
        "pier": Text("壁柱", "pier"),
        "chimney": Text("烟道", "flue"),
        "shaft": Text("管井", "shaft"),
        "duct": Text("风道", "duct"),
        "lift": Text("电梯", "lift"),
        "stair": Text("楼梯", "stair"),
        "built-in": Text("固定柜", "built-in"),
        "apparatus": Text("固定设备", "apparatus"),
        "slab-opening": Text("楼板洞口", "slab opening"),
        "headroom": Text("净高不足", "low headroom"),
    }
)
ACCURACY_CLASSES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "": Text("精度等级未评定", "accuracy class not assessed"),
        "none": Text("未达到精度等级", "no accuracy class reached"),
        "I": Text("精度等级一级", "accuracy class I"),
        "II": Text("精度等级二级", "accuracy class II"),
        "III": Text("精度等级三级", "accuracy class III"),
    }
)


def named(table: Mapping[str, Text], code: str) -> Text:
    """Return the words for ``code``; a code without words stands for itself."""
    return table.get(code, Text(code, code))
