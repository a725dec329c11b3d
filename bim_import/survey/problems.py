"""What is wrong in the rows of a survey, all of it collected before anything is imported."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bim_import.errors import ImportRefused
from geometry.finding import Text

MAX_KEPT = 2000  # a file with more of them is no survey; their number is still said

SEVERAL = Text(
    "表格里有 {count} 处需要改正,没有导入任何数据;请按所列的工作表、行和列改正后重新导入。",
    "{count} places in the tables have to be corrected and nothing was imported; correct the sheets, rows and "
    "columns "
    "listed and import again.",
)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One place that cannot be taken: ``row`` counts from 1 as the spreadsheet does, ``column`` is "E 数值" or "".

    ``sheet`` is "" in a file that has only one.
    """

    sheet: str
    row: int
    column: str
    value: str
    reason: Text

    def as_json(self) -> dict[str, Any]:
        """Return the row as the contract names it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "reason_zh": self.reason.zh,
            "reason_en": self.reason.en,
        }

    def place(self) -> Text:
        """Return where it is, in both languages."""
        zh = f"工作表“{self.sheet}”" if self.sheet else ""
        en = f"sheet “{self.sheet}”, " if self.sheet else ""
        column_zh, column_en = (f" {self.column} 列", f", column {self.column}") if self.column else ("", "")
        text = en + f"row {self.row}" + column_en
        return Text(f"{zh}第 {self.row} 行{column_zh}", text[0].upper() + text[1:])


@dataclass(slots=True)
class Problems:
    """Collects problems; nothing is imported while there is one."""

    rows: list[RowProblem] = field(default_factory=list)
    count: int = 0
    _seen: set[tuple[str, int, str, str]] = field(default_factory=set)

    def add(self, sheet: str, row: int, column: str, value: object, reason: Text) -> None:
        """Note one problem; the same one about the same place counts once."""
        key = (sheet, row, column, reason.en)
        if key in self._seen:
            return
        self._seen.add(key)
        self.count += 1
        if len(self.rows) < MAX_KEPT:
            self.rows.append(RowProblem(sheet, row, column, shown(value), reason))

    def refuse_if_any(self) -> None:
        """Raise ``ImportRefused`` (``survey-rows-invalid``) with every row in its evidence."""
        if not self.count:
            return
        ordered = sorted(self.rows, key=lambda p: (p.sheet, p.row, p.column))
        evidence = {"rows": [problem.as_json() for problem in ordered], "count": self.count}
        raise ImportRefused("survey-rows-invalid", summary(ordered, self.count), evidence)


def summary(rows: list[RowProblem], count: int) -> Text:
    """Return the one sentence: the problem itself where there is one, else how many there are."""
    if count == 1:
        place, reason = rows[0].place(), rows[0].reason
        return Text(f"{place.zh}:{reason.zh}没有导入任何数据。", f"{place.en}: {reason.en} Nothing was imported.")
    return SEVERAL.format(count=count)


def shown(value: object) -> str:
    """Return a cell's content short enough to be repeated in a message."""
    text = "" if value is None else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "…"
