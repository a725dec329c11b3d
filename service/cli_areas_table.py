"""The areas document as a table for people."""

from __future__ import annotations

from typing import Any

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from service.language import Language

HEADERS: dict[Language, tuple[str, ...]] = {
    "zh": ("楼层", "房号", "名称", "用途", "毛面积 m²", "扣减 m²", "使用面积 m²", "± U", "申报 m²", "提示"),
    "en": (
        "Storey",
        "Number",
        "Name",
        "Use",
        "Gross m²",
        "Deducted m²",
        "Net usable m²",
        "± U",
        "Declared m²",
        "Notes",
    ),
}
UNCERTAINTY = 7  # the column of U, left out where nothing was surveyed
TOTAL: dict[Language, str] = {
    "zh": "{rooms} 间,使用面积合计 {net:.2f} m²(依据 {basis})。已接受 {accepted},已修复 {repaired},未采用 {rejected}。",
    "en": "{rooms} rooms, {net:.2f} m² net usable in all (basis {basis}). "
    "Accepted {accepted}, repaired {repaired}, rejected {rejected}.",
}
USES_ZH = {
    "office": "办公室",
    "service": "服务用房",
    "equipment": "设备用房",
    "ancillary": "附属用房",
    "technical": "技术业务用房",
    "circulation": "交通",
    "other": "其他",
    "not-a-room": "非房间",
}
NOTES_FROM = ("warning", "rejected", "repaired")


def print_areas(document: bytes, *, language: Language) -> None:
    """Print one row a space, the total, and what the report says about the file as a whole."""
    facts = orjson.loads(document)
    console = Console()
    table = Table(box=None, header_style="bold", pad_edge=False)
    surveyed = any(space["expanded_uncertainty_m2"] is not None for space in facts["spaces"])
    shown = [i for i in range(len(HEADERS[language])) if surveyed or i != UNCERTAINTY]
    for i in shown:
        title = HEADERS[language][i]
        table.add_column(title, justify="right" if 4 <= i <= 8 else "left", overflow="fold", no_wrap=i == UNCERTAINTY)
    for space in facts["spaces"]:
        cells = _cells(space, language)
        table.add_row(*(cells[i] for i in shown))
    console.print(table)
    report = facts["report"]
    console.print()
    console.print(
        TOTAL[language].format(
            rooms=len(facts["spaces"]),
            net=sum(space["net_usable_area_m2"] for space in facts["spaces"]),
            basis=facts["basis"],
            **{key: report[key] for key in ("accepted", "repaired", "rejected")},
        )
    )
    known = {space["id"] for space in facts["spaces"]}
    for finding in report["findings"]:
        if finding["subject"] not in known and finding["outcome"] in NOTES_FROM:
            reason = finding["reason_zh" if language == "zh" else "reason"]
            subject = f" {finding['subject']}" if finding["subject"] else ""
            console.print(RichText(f"{finding['code']}{subject}: {reason}"))


def _cells(space: dict[str, Any], language: Language) -> list[RichText]:
    declared = next((f"{area['area_m2']:.2f}" for area in space["declared"]), "")
    deducted = sum(item["area_m2"] for item in space["deductions"])
    expanded = space["expanded_uncertainty_m2"]
    notes = dict.fromkeys(finding["code"] for finding in space["findings"] if finding["outcome"] in NOTES_FROM)
    return [
        RichText(cell)
        for cell in (
            space["storey"],
            space["number"],
            space["name"],
            USES_ZH[space["use"]] if language == "zh" else space["use"],
            f"{space['gross_area_m2']:.2f}",
            f"{deducted:.2f}" if deducted else "",
            f"{space['net_usable_area_m2']:.2f}",
            f"± {expanded:.3f}" if expanded is not None else "",
            declared,
            ", ".join(notes),
        )
    ]
