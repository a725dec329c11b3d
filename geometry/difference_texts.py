"""What is said about a declared area that differs from the outline, by cause."""

from __future__ import annotations

from typing import Literal

from geometry.finding import Text

Cause = Literal["wall-centre", "wall-overlap", "headroom", "national-factor", "unit", "unknown"]

_HEAD = Text(
    "申报面积 {declared_m2:.2f} m²（{name}）与模型轮廓 {computed_m2:.2f} m² 相差 {ratio:+.1%}：",
    "The declared {declared_m2:.2f} m² ({name}) differ by {ratio:+.1%} from the outline's {computed_m2:.2f} m²: ",
)

_TAILS: dict[str, Text] = {
    "wall-centre": Text(
        "申报值量至墙中线，轮廓外扩 {offset_m:.3f} m 即得该值；轮廓（墙面）为准。",
        "it was measured to the wall centres. Moving the outline out by {offset_m:.3f} m gives it; the outline "
        "stops at the wall faces.",
    ),
    "wall-overlap": Text(
        "轮廓有 {overlap_m2:.2f} m² 伸入墙体或柱，扣除后即得申报值。",
        "the outline reaches {overlap_m2:.2f} m² into walls or columns; without them it gives the declared value.",
    ),
    "recess": Text(
        "申报值多计了墙上门窗洞口内的 {overlap_m2:.3f} m²（凹口深 {depth_m:.2f} m）。",
        "the declared value counts {overlap_m2:.3f} m² inside a wall's opening (a recess {depth_m:.2f} m deep).",
    ),
    "headroom": Text(
        "申报值只计净高不低于 {height_m:g} m 的部分{extra_zh}。",
        "it counts only what has at least {height_m:g} m of headroom{extra_en}.",
    ),
    "national-factor": Text(
        "申报值为轮廓面积的 {factor:g} 倍（{rooms} 间房比值一致），属于按规定折减或放大。",
        "it is {factor:g} times the outline ({rooms} rooms share the ratio), a factor prescribed by a rule.",
    ),
    "unknown": Text("原因未能确定，请核对。", "no cause was found. Check this room."),
}

UNIT = Text(
    "申报值（{name}）与轮廓相差 {factor:g} 倍，应为单位错误；按 {settled_m2:.2f} m² 理解。",
    "The declared value ({name}) is off by a factor of {factor:g}, a unit mistaken for another; it is read as "
    "{settled_m2:.2f} m².",
)
UNIT_OF_OUTLINE = Text(
    "轮廓面积与申报值（{name}）相差 {factor:g} 倍，且轮廓大小不合理，模型几何的单位可疑。",
    "The outline is off by a factor of {factor:g} from the declared value ({name}) and is no plausible size for a "
    "room: the unit of the geometry is suspect.",
)


def sentence(key: str, **values: object) -> Text:
    """Return both sentences for a cause, or for ``recess``, the second kind of wall-overlap."""
    head, tail = _HEAD.format(**values), _TAILS[key].format(**values)
    return Text(head.zh + tail.zh, head.en + tail.en)
