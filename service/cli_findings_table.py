"""The findings document as a table for people: gravest first, one plain sentence a row, and the count of each kind."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from geometry.finding import Text
from service.language import Language

HEADERS: dict[Language, tuple[str, ...]] = {
    "zh": ("程度", "类型", "单位", "说明"),
    "en": ("Severity", "Kind", "Org unit", "Finding"),
}
NAMES: dict[Language, str] = {"zh": "使用人", "en": "Occupants"}
SEVERITY: dict[str, Text] = {
    "high": Text("重", "high"),
    "medium": Text("中", "medium"),
    "low": Text("轻", "low"),
    "none": Text("", ""),
}
CODES: dict[str, Text] = {
    "over-entitlement": Text("面积超标", "over entitlement"),
    "several-offices": Text("多处办公室", "several offices"),
    "second-office-not-smaller": Text("第二办公室", "second office"),
    "kept-after-leaving": Text("应腾未腾", "kept after leaving"),
    "other-use": Text("改变用途", "other use"),
    "no-room": Text("没有办公室", "no room"),
    "vacant": Text("空置", "vacant"),
    "not-entitled-body": Text("无权使用的单位", "body not entitled"),
    "private-suite": Text("门内套间", "private suite"),
    "unit-over-total": Text("单位总面积", "total of the unit"),
}
OUTCOMES: dict[str, Text] = {
    "over": Text("超标", "over"),
    "violation": Text("违规", "violation"),
    "not-decided": Text("不能判定", "not decided"),
    "due": Text("到期前", "due"),
    "noted": Text("提示", "noted"),
    "within": Text("未超标", "within"),
}
SUMMARY = Text(
    "标准 {policy},截至 {day}:{org_units} 个单位,{occupants} 人,{assignments} 项用房。",
    "Policy {policy}, as of {day}: {org_units} org units, {occupants} people, {assignments} uses of rooms.",
)
RANK = {"high": 0, "medium": 1, "low": 2, "none": 3}


def print_findings(document: dict[str, Any], *, language: Language, show_all: bool) -> None:
    """Print the findings that ask for something (all with ``show_all``), and how many there are of each kind."""
    zh = language == "zh"
    rows = [row for row in document["findings"] if show_all or row["outcome"] != "within"]
    named = any("name" in person for row in rows for person in row["occupants"])
    console = Console()
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in (*HEADERS[language], *((NAMES[language],) if named else ())):
        table.add_column(title, overflow="fold")
    for row in sorted(rows, key=lambda row: RANK[row["severity"]]):
        cells = [
            _say(SEVERITY[row["severity"]], language),
            _say(CODES[row["code"]], language),
            row["org_unit"],
            row["reason_zh" if zh else "reason"],
        ]
        if named:
            cells.append(("、" if zh else ", ").join(person.get("name", "") for person in row["occupants"]))
        table.add_row(*map(RichText, cells))
    console.print(table)
    console.print()
    counts = Counter((row["code"], row["outcome"]) for row in document["findings"])
    for (code, outcome), count in sorted(counts.items(), key=lambda item: (list(CODES).index(item[0][0]), item[0][1])):
        console.print(f"{count:>6}  {_say(CODES[code], language)}: {_say(OUTCOMES[outcome], language)}")
    console.print()
    roster = document["roster"]
    facts = {key: roster[key] for key in ("org_units", "occupants", "assignments")}
    console.print(_say(SUMMARY.format(policy=document["policy"], day=document["as_of"], **facts), language))
    for note in roster["notes"]:
        console.print(RichText(note["zh" if zh else "en"]))


def _say(text: Text, language: Language) -> str:
    return text.zh if language == "zh" else text.en
