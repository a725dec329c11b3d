"""A roster workbook to fill in: one sheet each for org units, people, uses of rooms and leased rooms, with choices.

The headings are the first words of ``roster_headers.toml`` (Chinese) or their keys in words (English); what is written
here is read by ``service.allocation.roster_file``.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

import xlsxwriter

from geometry.finding import Text
from service.allocation.policy import Policy
from service.allocation.roster_cells import words

Language = Literal["zh", "en"]
Values = Sequence[Any]
SHEETS: dict[str, tuple[str, ...]] = {
    "org_units": ("name", "id", "kind", "organ_level", "rank", "parent", "staff_total"),
    "occupants": (
        "number",
        "name",
        "org_unit",
        "level",
        "title",
        "main",
        "starts",
        "ends",
        "retired_on",
        "left_on",
        "lent_to",
        "lent_from",
        "lent_until",
    ),
    "assignments": (
        "room",
        "building",
        "storey",
        "number",
        "name",
        "org_unit",
        "share",
        "purpose",
        "starts",
        "ends",
        "approval",
    ),
    "rooms": ("room", "building", "storey", "room_name", "use", "area_m2", "leased"),
}
REQUIRED = {
    "org_units": {"name", "organ_level"},
    "occupants": {"name", "org_unit", "level"},
    "assignments": {"room"},
    "rooms": {"room"},
}
CHOICES = {
    "kind": "kind",
    "organ_level": "organ_level",
    "rank": "rank",
    "main": "yes",
    "purpose": "purpose",
    "use": "use",
    "leased": "yes",
}
NOTES = {
    "kind": Text("不填为组成部门", "department where empty"),
    "staff_total": Text("右侧各列之和", "the sum of the columns on the right"),
    "rank": Text("派出机构和事业单位填写", "of dispatched bodies and institutions"),
    "number": Text("同名时必填", "needed where names repeat"),
    "level": Text("按现任职务,如 正科级", "of the present post, such as section-chief"),
    "main": Text("兼任职务另起一行,填 否", "a second post has a row of its own: no"),
    "ends": Text("调离、免职或停用的最后一天", "the last day"),
    "retired_on": Text("退休日期起一个月内腾退", "the office is given back within a month"),
    "share": Text("0 至 1;不填按核定面积分摊", "0 to 1; by entitlement where empty"),
    "approval": Text("第二办公室等须填", "needed for second offices"),
    "area_m2": Text("只填模型中没有的房间", "only of rooms that no model has"),
    "building": Text("房间号重复时必填", "needed where numbers repeat"),
}
NUMBER_FORMATS = {date: "yyyy-mm-dd"}
EPOCH = datetime(2026, 1, 1)  # noqa: DTZ001  - the properties of a workbook have no zone; the same bytes every time
ROWS_WITH_CHOICES = 2000


def roster_template(policy: Policy, organ: str, *, language: Language = "zh") -> bytes:
    """Return an empty roster workbook with the posts of ``organ`` as columns of the approved staffing."""
    posts = policy.organs[organ].posts.values() if organ in policy.organs else ()
    levels = [post.zh if language == "zh" else post.en for post in posts]
    return roster_workbook({}, levels=levels, language=language)


def roster_workbook(
    rows: Mapping[str, Sequence[Mapping[str, Any]]], *, levels: Sequence[str] = (), language: Language = "zh"
) -> bytes:
    """Return a roster workbook with ``rows`` by sheet and field; ``staffing:<level>`` are fields of org units."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": EPOCH, "title": "办公用房名册 / office roster"})
    heading = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "top"})
    required = book.add_format({"bold": True, "bg_color": "#FDE9D9", "border": 1, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    text = book.add_format({"num_format": "@"})
    for kind, names in SHEETS.items():
        fields = [*names, *(f"staffing:{level}" for level in (levels if kind == "org_units" else ()))]
        sheet = book.add_worksheet(_word("sheets", kind, language))
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(fields):
            written = name in REQUIRED[kind]
            sheet.write_string(0, column, heading_of(kind, name, language), required if written else heading)
            days = name.endswith(("starts", "ends", "_on", "_from", "_until"))
            texts = name in {"number", "id", "room", "approval"}
            sheet.set_column(column, column, 16 if column else 22, day if days else text if texts else None)
            if note := NOTES.get(name):
                sheet.write_comment(0, column, note.zh if language == "zh" else note.en, {"author": ""})
            if name in CHOICES:
                choices = [_word(f"values.{CHOICES[name]}", key, language) for key in _keys(CHOICES[name])]
                sheet.data_validation(1, column, ROWS_WITH_CHOICES, column, {"validate": "list", "source": choices})
        for at, row in enumerate(rows.get(kind, ())):
            for column, name in enumerate(fields):
                _write(sheet, at + 1, column, row.get(name), day)
    book.close()
    return target.getvalue()


def heading_of(kind: str, name: str, language: Language) -> str:
    """Return the heading of a column as the template writes it."""
    if name.startswith("staffing:"):
        return ("编制:" if language == "zh" else "staffing: ") + name.removeprefix("staffing:")
    return _word(kind, name, language)


def _keys(column: str) -> tuple[str, ...]:
    return tuple(words()["values"][column])


def _word(table: str, key: str, language: Language) -> str:
    found: Any = words()
    for part in table.split("."):
        found = found[part]
    entries: list[str] = found[key]
    return entries[0] if language == "zh" else next(word for word in entries if word.isascii())


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
    elif isinstance(value, bool):
        sheet.write_string(row, column, words()["values"]["yes"]["yes" if value else "no"][0])
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))
