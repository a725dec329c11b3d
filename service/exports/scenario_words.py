"""Headings and sentences of comparisons of scenarios as workbook and report, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from geometry.finding import Text

STRATEGIES: Final[Mapping[str, Text]] = {
    "reseat-only": Text("仅调整座位", "Reseat only"),
    "open-plan": Text("大开间", "Open plan"),
    "release-storeys": Text("腾退整层", "Release storeys"),
    "fewest-moves": Text("最少搬迁", "Fewest moves"),
    "own": Text("手工调整", "Own edit"),
}
WORDS: Final[Mapping[str, Text]] = {
    "comparison": Text("腾退方案比较", "Consolidation scenarios compared"),
    "scenario": Text("腾退方案", "Consolidation scenario"),
    "figure": Text("指标", "Figure"),
    "unit_of_measure": Text("单位", "Unit"),
    "today": Text("现状", "Today"),
    "best": Text(
        "★ 为各方案中的最优值。“还差”指离理论界的距离:任何合规方案最多只能再好这么多。",
        "★ marks the best scenario. “Off” is how far away the bound is: no lawful scenario is better by more.",
    ),
    "bound": Text("理论界", "Bound"),
    "upper": Text("上界 {bound}", "bound {bound}"),
    "lower": Text("下界 {bound}", "bound {bound}"),
    "gap": Text("还差 {gap}", "{gap} off"),
    "proven": Text("已达理论最优", "proven best possible"),
    "stacking": Text("各单位分层分布", "Org units by storey"),
    "released": Text("腾空", "empty"),
    "storey": Text("楼层", "Storey"),
    "building": Text("楼栋", "Building"),
    "org_unit": Text("用房单位", "Org unit"),
    "people": Text("人数", "People"),
    "area": Text("使用面积 m²", "Net usable area m²"),
    "utilities": Text("水电费分摊", "Split of utilities"),
    "weight": Text("权重({unit})", "weight ({unit})"),
    "amount": Text("分摊金额", "amount"),
    "sum": Text("合计", "Total"),
    "bill": Text("账单 {total},{rule}分摊", "Bill of {total}, split {rule}"),
    "moves": Text("搬迁顺序", "Moves in order"),
    "assignments": Text("座位安排", "Assignments"),
    "step": Text("步", "Step"),
    "occupant": Text("使用人", "Occupant"),
    "from": Text("原房间", "From"),
    "to": Text("新房间", "To"),
    "swing": Text("临时周转", "Only to make room"),
    "room": Text("房间", "Room"),
    "joined_rooms": Text("合并房间", "Joined rooms"),
    "workstations": Text("布置工位", "Workstations laid out"),
    "most": Text("工位上界", "Most of any layout"),
    "limited_by": Text("受限于", "Limited by"),
    "walls": Text("拆除的墙", "Walls that go"),
    "to_confirm": Text("施工前须确认", "To be confirmed before a wall goes"),
    "strategy": Text("策略", "Strategy"),
    "conflicts": Text("冲突与问题", "Conflicts and faults"),
    "none": Text("没有冲突,独立核查未发现问题。", "No conflicts; the independent check found nothing."),
    "buildings": Text("建筑", "Buildings"),
    "as_of": Text("基准日期", "As of"),
    "policy": Text("依据标准", "Policy"),
    "roster": Text("名册版本", "Roster version"),
    "foot": Text(
        "面积为使用面积(cn-usable)。理论界经求解器证明:任何合规方案都不会越过。各单位都集中于一片的方案,"
        "其腾退面积与“同样集中成片的任何方案都不会越过”的界比较。",
        "Areas are net usable (cn-usable). Bounds are proven by the solver: no lawful scenario goes past them. "
        "Released area of a scenario with every org unit in one block stands beside what none can pass that keeps to "
        "that too.",
    ),
    "not_feasible": Text("不可行", "not feasible"),
    "yes": Text("是", "yes"),
}


def say(key: str, tongue: str, **values: object) -> str:
    """Return a word in one language."""
    text = WORDS[key].format(**values)
    return text.zh if tongue == "zh" else text.en


def strategy_name(strategy: str, tongue: str) -> str:
    """Return what a strategy is called."""
    text = STRATEGIES[strategy]
    return text.zh if tongue == "zh" else text.en
