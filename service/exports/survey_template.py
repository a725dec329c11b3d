"""The survey template: an empty workbook in both languages whose every sheet the importer reads.

Headings, units and explanations come from the importer's own list of words, so that the two cannot part. Rooms and
corners are text cells: a number such as 3-02 must not become a date.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter

from bim_import.survey.words import SheetId, words
from service.exports.survey_template_texts import EXAMPLES, INSTRUCTIONS

MADE = datetime(2026, 1, 1)  # noqa: DTZ001  - a workbook knows no time zones; the same bytes every time
ROWS = 2000  # rows with drop-down lists
INSTRUMENTS = (
    *("Leica DISTO", "Leica DISTO + DST 360", "Leica S910 P2P", "Bosch GLM", "DistoX2"),
    *("全站仪 Total station", "钢尺 Steel tape", "激光测距仪 Laser"),
)
LENGTH_UNITS = ("m", "cm", "mm")
ANGLE_UNITS = ("deg", "gon", "dms")

Column = tuple[str, str]  # column, unit in its heading ("" none)
SHEETS: tuple[tuple[SheetId, tuple[Column, ...]], ...] = (
    (
        "rooms",
        (
            *(("building", ""), ("storey", ""), ("number", ""), ("name", ""), ("use", "")),
            *(("length", "m"), ("width", "m"), ("length_2", "m"), ("width_2", "m"), ("diagonal", "m"), ("height", "m")),
            *(("deduct_columns", "m²"), ("deduct_shafts", "m²"), ("corners", ""), ("square", ""), ("reflex", "")),
            *(("turn", ""), ("instrument", ""), ("measured_on", ""), ("remark", "")),
        ),
    ),
    (
        "distances",
        (
            *(("building", ""), ("storey", ""), ("number", ""), ("from", ""), ("to", ""), ("value", "m")),
            *(
                ("reading_2", "m"),
                ("reading_3", "m"),
                ("unit", ""),
                ("instrument", ""),
                ("sigma", "mm"),
                ("remark", ""),
            ),
        ),
    ),
    (
        "diagonals",
        (
            *(("building", ""), ("storey", ""), ("number", ""), ("from", ""), ("to", ""), ("value", "m")),
            *(("reading_2", "m"), ("unit", ""), ("instrument", ""), ("remark", "")),
        ),
    ),
    (
        "angles",
        (
            *(("building", ""), ("storey", ""), ("number", ""), ("corner", ""), ("value", "deg")),
            *(("reading_2", "deg"), ("unit", ""), ("instrument", ""), ("remark", "")),
        ),
    ),
    (
        "obstacles",
        (
            *(("building", ""), ("storey", ""), ("number", ""), ("kind", ""), ("length", "m"), ("width", "m")),
            *(("diameter", "m"), ("count", ""), ("unit", ""), ("remark", "")),
        ),
    ),
    ("heights", (("building", ""), ("storey", ""), ("number", ""), ("value", "m"), ("unit", ""), ("remark", ""))),
    (
        "shots",
        (
            *(("building", ""), ("storey", ""), ("number", ""), ("station", ""), ("target", ""), ("slope", "m")),
            *(("horizontal", "deg"), ("zenith", "deg"), ("horizontal_2", "deg"), ("zenith_2", "deg")),
            *(("unit", ""), ("instrument", ""), ("remark", "")),
        ),
    ),
    (
        "control",
        (
            *(("building", ""), ("storey", ""), ("number", ""), ("corner", ""), ("east", "m"), ("north", "m")),
            *(("unit", ""), ("remark", "")),
        ),
    ),
)
TEXTS = frozenset(
    {"building", "storey", "number", "name", "use", "from", "to", "corner", "corners", "reflex", "station", "target"}
)
WIDE = frozenset({"corners", "name", "remark", "instrument"})
HEADING = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
MEASURED = frozenset({"m", "deg", "m²"})


def survey_template() -> bytes:
    """Return the empty template as an XLSX file, the same bytes every time."""
    return filled_template({})


def filled_template(rows: dict[SheetId, list[dict[str, object]]]) -> bytes:
    """Return the template with ``rows`` filled in: per sheet, column → value."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": "测量工作簿 Survey workbook", "created": MADE})
    styles = {
        "heading": book.add_format(HEADING | {"bg_color": "#DCE9F7"}),
        "required": book.add_format(HEADING | {"bg_color": "#FAD9B8"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "text": book.add_format({"num_format": "@"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _instructions(book, styles)
    for sheet_id, columns in SHEETS:
        _sheet(book, styles, sheet_id, columns, rows.get(sheet_id, []))
    _examples(book, styles)
    book.close()
    return buffer.getvalue()


def heading(column: str, unit: str) -> str:
    """Return a heading in both languages with its unit."""
    zh, en = words().titles[column]
    return f"{zh}\n{en}" + (f" ({unit})" if unit else "")


def title(sheet_id: SheetId) -> str:
    """Return the title of a sheet in both languages."""
    return " ".join(words().sheet_titles[sheet_id])


def _sheet(
    book: Any,
    styles: dict[str, Any],
    sheet_id: SheetId,
    columns: tuple[Column, ...],
    rows: list[dict[str, object]],
) -> None:
    sheet = book.add_worksheet(title(sheet_id))
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 46)
    required = words().sheets[sheet_id].required
    for i, (column, unit) in enumerate(columns):
        style = styles["required" if column in required else "heading"]
        sheet.set_column(i, i, 22 if column in WIDE else 13, _style(styles, column))
        sheet.write_string(0, i, heading(column, unit), style)
        zh, en = words().about[column]
        sheet.write_comment(0, i, f"{zh}。\n{en[0].upper()}{en[1:]}.", {"x_scale": 2})
        _validate(sheet, i, column, unit, angle=sheet_id == "angles")
    for number, row in enumerate(rows, start=1):
        for i, (column, _) in enumerate(columns):
            value = row.get(column)
            if isinstance(value, str):
                sheet.write_string(number, i, value, _style(styles, column))
            elif isinstance(value, date):
                sheet.write_datetime(number, i, value, _style(styles, column))
            elif isinstance(value, int | float):
                sheet.write_number(number, i, value)


def _style(styles: dict[str, Any], column: str) -> Any:
    if column == "measured_on":
        return styles["day"]
    return styles["text"] if column in TEXTS else None


def _validate(sheet: Any, i: int, column: str, unit: str, *, angle: bool) -> None:
    """Add the drop-down list or the number check of a column; both warn and let a person go on."""
    lists: dict[str, tuple[str, ...]] = {
        "unit": ANGLE_UNITS if angle else LENGTH_UNITS,
        "instrument": INSTRUMENTS,
        "square": ("是 Yes", "否 No"),
        "turn": ("逆时针 Counter-clockwise", "顺时针 Clockwise"),
        "kind": tuple(f"{zh} {en}" for zh, en in words().obstacle_titles.values()),
    }
    if column in lists:
        sheet.data_validation(
            1, i, ROWS, i, {"validate": "list", "source": list(lists[column]), "error_type": "warning"}
        )
    elif unit in MEASURED and column not in ("east", "north"):
        sheet.data_validation(
            1,
            i,
            ROWS,
            i,
            {
                "validate": "decimal",
                "criteria": ">",
                "value": 0,
                "error_type": "warning",
                "error_title": "请核对 Please check",
                "error_message": f"这里填大于 0 的数字({unit})。A number above 0, in {unit}.",
            },
        )


def _instructions(book: Any, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet("说明 Instructions")
    sheet.set_column(0, 1, 70, styles["wrap"])
    sheet.write_string(0, 0, "测量工作簿", styles["title"])
    sheet.write_string(0, 1, "Survey workbook", styles["title"])
    for number, text in enumerate(INSTRUCTIONS, start=2):
        sheet.write_string(number, 0, text.zh, styles["wrap"])
        sheet.write_string(number, 1, text.en, styles["wrap"])


def _examples(book: Any, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet("示例 Examples")
    sheet.set_column(0, 12, 16)
    sheet.write_string(0, 0, "示例,不会被读取 · Examples, never read", styles["title"])
    number = 2
    for sheet_id, columns, rows in EXAMPLES:
        sheet.write_string(number, 0, title(sheet_id), styles["title"])
        for i, column in enumerate(columns):
            sheet.write_string(number + 1, i, " ".join(words().titles[column]), styles["heading"])
        for row in rows:
            for i, value in enumerate(row):
                sheet.write(number + 2, i, value)
            number += 1
        number += 4
