"""What there is to say about a survey file as a whole: sheets, columns and rows that were read oddly or not at all."""

from __future__ import annotations

from bim_import.survey.grid import Grid
from bim_import.survey.table import Table
from geometry.finding import Finding, Text

SHOWN = 10

IGNORED_SHEET = Text(
    "工作表“{sheet}”不是测量表,没有读取。",
    "The sheet “{sheet}” is no sheet of a survey and was not read.",
)
HIDDEN_SHEET = Text(
    "工作表“{sheet}”是隐藏的,其中的 {count} 行也已读取;如不需要请删除。",
    "The sheet “{sheet}” is hidden; its {count} rows were read all the same. Delete them if they are not meant.",
)
HIDDEN_ROWS = Text(
    "{place}有 {count} 行是隐藏的({rows}),也已读取;如不需要请删除。",
    "{count} rows {place} are hidden ({rows}) and were read all the same. Delete them if they are not meant.",
)
IGNORED_COLUMNS = Text(
    "{place}有不认识的列,没有读取:{columns}。",
    "Columns {place} are not known and were not read: {columns}.",
)
SUMS = Text(
    "{place}的合计、说明或签字行({rows})没有读取。",
    "The rows of totals, notes or signatures {place} ({rows}) were not read.",
)
DISTANCES_LEVEL = Text(
    "观测表没有竖直角列,斜距按水平距离处理;若不是水平观测,面积会偏大。",
    "The shots have no vertical angle; their distances were taken as horizontal, and the area is too large if they "
    "were "
    "not.",
)
READ_AS_GB18030 = {
    "gb18030": Text("文字按 GB 18030(GBK)读取。", "The text was read as GB 18030 (GBK)."),
    "cp1252": Text("文字按 Windows-1252 读取。", "The text was read as Windows-1252."),
}


def ignored_sheet(grid: Grid) -> Finding:
    """Return the remark about a sheet nobody understands."""
    return Finding("survey-sheet-ignored", "", "warning", IGNORED_SHEET.format(sheet=grid.name), {"sheet": grid.name})


def hidden_sheet(table: Table) -> Finding:
    """Return the remark about rows of a hidden sheet, which are read."""
    reason = HIDDEN_SHEET.format(sheet=table.name, count=len(table.rows))
    return Finding("survey-hidden-rows", "", "warning", reason, {"sheet": table.name, "rows": len(table.rows)})


def hidden_rows(table: Table) -> Finding | None:
    """Return the remark about hidden rows, which are read."""
    if not table.hidden_rows:
        return None
    reason = _placed(HIDDEN_ROWS, table, count=len(table.hidden_rows), rows=_listed(table.hidden_rows))
    return Finding("survey-hidden-rows", "", "warning", reason, {"sheet": table.name, "rows": len(table.hidden_rows)})


def ignored_columns(table: Table) -> Finding | None:
    """Return the remark about columns nobody understands."""
    if not table.unknown:
        return None
    reason = _placed(IGNORED_COLUMNS, table, columns=", ".join(table.unknown[:SHOWN]))
    return Finding("survey-column-ignored", "", "info", reason, {"sheet": table.name, "columns": list(table.unknown)})


def sums_left_out(table: Table) -> Finding | None:
    """Return the remark about rows of totals."""
    if not table.sums:
        return None
    reason = _placed(SUMS, table, rows=_listed(table.sums))
    return Finding("survey-sums-left-out", "", "info", reason, {"sheet": table.name, "rows": list(table.sums)})


def _placed(template: Text, table: Table, **values: object) -> Text:
    zh, en = (f"工作表“{table.name}”", f"of the sheet “{table.name}”") if table.name else ("表格", "of the table")
    return Text(template.zh.format(place=zh, **values), template.en.format(place=en, **values))


def _listed(rows: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, rows[:SHOWN]))
    return f"{shown} …" if len(rows) > SHOWN else shown
