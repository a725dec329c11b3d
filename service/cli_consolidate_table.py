"""The scenarios of ``yijian consolidate`` as a table: today and every scenario side by side, bounds beside values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from rich.console import Console
from rich.table import Table

Figures = Mapping[str, Any]

NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "reseat-only": ("只调整座位", "reseat only"),
    "open-plan": ("大开间", "open plan"),
    "release-storeys": ("腾空楼层", "release storeys"),
    "fewest-moves": ("最少搬迁", "fewest moves"),
}
ONE_BLOCK: Final = (
    "{name}:各单位都集中于一片时,至多腾出 {bound:.1f} m²;不要求集中时,任何合规方案不超过 {lawful_bound:.1f} m²。",
    "{name}: {bound:.1f} m² is the most that can be released with every org unit in one block; without that, no lawful "
    "plan releases more than {lawful_bound:.1f} m².",
)
OBJECTIVES: Final[Mapping[str, tuple[str, str, str]]] = {
    "released_area_m2": ("腾出面积 m²", "area released, m²", "{:.1f}"),
    "released_storeys": ("腾空楼层", "storeys released", "{:.0f}"),
    "released_buildings": ("腾空楼栋", "buildings released", "{:.0f}"),
    "people_moved": ("搬动人数", "people moved", "{:.0f}"),
}
ROWS: Final[Mapping[str, tuple[str, str, str]]] = {
    "staff": ("人数", "staff", "{}"),
    "unseated": ("没有座位", "without a place", "{}"),
    "over_entitlement": ("超标房间", "rooms over entitlement", "{}"),
    "below_minimum_area": ("人均不足", "below the least area", "{}"),
    "leaders_without_single_office": ("领导无单间", "leaders without a room alone", "{}"),
    "units_split": ("分层单位", "org units split", "{}"),
    "blocks_per_unit": ("每单位块数", "blocks per org unit", "{:.2f}"),
    "used_area_m2": ("使用面积 m²", "floor in use, m²", "{:.1f}"),
    "near_window_share": ("近窗人数比", "near a window", "{:.0%}"),
    "longest_travel_m": ("最远疏散 m", "longest way out, m", "{:.1f}"),
    "energy_kgce": ("能耗 kgce/年", "energy, kgce a year", "{:.0f}"),
    "one_off_cost": ("一次性费用", "one-off cost", "{:.0f}"),
    "yearly_cost": ("年度费用", "yearly cost", "{:.0f}"),
}


def print_scenarios(found: Mapping[str, Any], *, language: str) -> None:
    """Print the scenarios of a consolidation document in a language (zh or en)."""
    zh = language == "zh"
    console = Console()
    for note in found["left_out"]:
        console.print(note["reason_zh"] if zh else note["reason"], style="yellow")
    held = [scenario for scenario in found["scenarios"] if scenario["metrics"]]
    table = Table("", "现状" if zh else "today", *(NAMES[s["name"]][not zh] for s in held))
    states: list[Figures] = [found["current"]["metrics"], *(s["metrics"] for s in held)]
    for key, (name_zh, name_en, form) in OBJECTIVES.items():
        cells = [_bounded(state[key], form, zh=zh, plain=state is states[0]) for state in states]
        table.add_row(name_zh if zh else name_en, *cells)
    for key, (name_zh, name_en, form) in ROWS.items():
        if any(state[key] is not None for state in states):
            table.add_row(name_zh if zh else name_en, *(_cell(state[key], form.format) for state in states))
    console.print(table)
    for scenario in held:
        released = scenario["metrics"]["released_area_m2"]
        if released["bound_for"] == "one-block":
            name = NAMES[scenario["name"]][not zh]
            console.print(ONE_BLOCK[not zh].format(name=name, **released))
    if "utilities" in found:
        _print_bill(console, found["utilities"], [s["name"] for s in held if s["feasible"]], zh=zh)
    for scenario in found["scenarios"]:
        name = NAMES[scenario["name"]][not zh]
        for reason in (*scenario["conflicts"], *scenario["faults"]):
            console.print(f"{name}: {reason['reason_zh'] if zh else reason['reason']}", style="red")
        steps = len({move["step"] for move in scenario["moves"]})
        if scenario["feasible"]:
            text = (
                "{name}:{steps} 步搬完,用时 {s:.1f} 秒" if zh else "{name}: moved in {steps} steps, found in {s:.1f} s"
            )
            console.print(text.format(name=name, steps=steps, s=scenario["seconds"]))


def _print_bill(console: Console, bill: Mapping[str, Any], names: list[str], *, zh: bool) -> None:
    head = "分摊 {total}(元)" if zh else "share of {total}"
    table = Table(head.format(total=bill["total"]), "现状" if zh else "today", *(NAMES[name][not zh] for name in names))
    for row in bill["org_units"]:
        table.add_row(row["name"], row["current"], *(row[name] for name in names))
    console.print(table)
    for text in bill["explained"]:
        console.print(text["reason_zh"] if zh else text["reason"])


def _bounded(figure: Figures, form: str, *, zh: bool, plain: bool) -> str:
    value = form.format(figure["value"])
    if plain or figure["bound"] is None:
        return value
    gap = "" if figure["gap"] is None else f", {'差' if zh else 'gap'} {figure['gap']:.1%}"
    return f"{value} ({'界' if zh else 'bound'} {form.format(figure['bound'])}{gap})"


def _cell(value: Any, form: Callable[[Any], str]) -> str:
    return "–" if value is None else form(value)
