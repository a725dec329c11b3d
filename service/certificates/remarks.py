"""What an area certificate does not say, in both languages: in every document, because silence is read as a yes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from geometry.finding import Text

ALWAYS: Final = ("not-ownership", "not-occupancy", "not-entitlement", "not-gross-floor-area", "not-later")

DOES_NOT_SAY: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "not-ownership": Text(
            zh="不证明权属，不能用于不动产登记。",
            en="It proves no title and cannot be used to register property.",
        ),
        "not-occupancy": Text(
            zh="不说明由谁使用，不是办公用房使用凭证。",
            en="It does not say who uses the room and is no use certificate.",
        ),
        "not-entitlement": Text(
            zh="不说明面积是否符合任何人的配备标准。",
            en="It does not say whether the area is within anybody's entitlement.",
        ),
        "not-gross-floor-area": Text(
            zh="不是建筑面积，不可换算为建筑面积。",
            en="It is not a gross floor area of a building and cannot be turned into one.",
        ),
        "not-later": Text(
            zh="只说明所据资料当时的房间；此后的改建须另行核定。签发后是否仍然有效，以状态页为准。",
            en="It describes the room as its source showed it, not later changes; whether it still holds is for the "
            "status page to say.",
        ),
        "not-on-site": Text(
            zh="未经现场核对：实际房间可能与模型或图纸不同。",
            en="Nobody compared it with the room on site: the room may differ from the model or drawing.",
        ),
        "no-uncertainty": Text(
            zh="未给出测量不确定度：数值按模型或图纸计算，不代表实测精度。",
            en="It states no uncertainty of measurement: the value is as modelled, not as measured.",
        ),
    }
)


def does_not_say(*, verified_on_site: bool, has_uncertainty: bool) -> tuple[str, ...]:
    """Return the codes of all that a certificate of this kind does not say, in their order."""
    codes = list(ALWAYS)
    if not verified_on_site:
        codes.append("not-on-site")
    if not has_uncertainty:
        codes.append("no-uncertainty")
    return tuple(codes)
