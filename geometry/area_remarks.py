"""What an area statement says besides numbers: the sentence, in both languages, for every code it may carry."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from geometry.finding import Text

# Codes of AreaStatement.missing: inputs the basis asks for and the source did not have.
MISSING: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "finish-thickness": Text(
            zh="该口径量至结构墙面，但未知墙面装饰层厚度：此处量至装饰面。",
            en="The basis measures to the structural face, but no finish thickness is known: measured to the finish.",
        ),
        "headroom": Text(
            zh="该口径按净高折减，但模型没有足够的顶棚信息：未作净高折减。",
            en="The basis depends on headroom, but the ceiling is not known well enough: nothing was cut for headroom.",
        ),
        "window-reveal": Text(
            zh="该口径涉及窗洞凹进面积，但缺少窗的进深、窗台或玻璃高度：未计入窗洞面积。",
            en="The basis asks about window reveals, but depth, sill or glazing is unknown: that reveal is not added.",
        ),
    }
)

# Codes of AreaStatement.notes: facts about the room that the basis does not use, but a reader should know.
NOTES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "headroom-not-cut": Text(
            zh="房间部分区域净高低于2.20米；该口径不作净高折减。",
            en="Part of the room is lower than 2.20 m; this basis makes no reduction for headroom.",
        ),
    }
)
