"""What commands that read one file share: the child that reads it, its progress bar, and the sentence of a refusal."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import typer

from bim_import.sandbox import Limits, Progress, run_in_child
from geometry.finding import Text
from service.language import say

NO_SUCH_FILE = Text(
    "没有找到文件 {file};请检查路径和文件名。",
    "There is no file {file}; check the path and the name.",
)
MORE_ROWS = Text("  还有 {count} 处。", "  and {count} more.")
SHOWN_ROWS = 50


def refuse(reason: Text, rows: Sequence[Mapping[str, Any]] = ()) -> NoReturn:
    """Print the one sentence the command promises, and below it the rows it is about where there are several."""
    print(say(reason), file=sys.stderr)  # noqa: T201
    if len(rows) > 1:
        for row in rows[:SHOWN_ROWS]:
            print(say(row_line(row)), file=sys.stderr)  # noqa: T201
        if len(rows) > SHOWN_ROWS:
            print(say(MORE_ROWS.format(count=len(rows) - SHOWN_ROWS)), file=sys.stderr)  # noqa: T201
    raise typer.Exit(2)


def row_line(row: Mapping[str, Any]) -> Text:
    """Return one line about a row that cannot be taken: sheet, row, column and why, or as it is said already."""
    if "zh" in row:
        return Text(f"  {row['zh']}", f"  {row['en']}")
    sheet, column = row["sheet"], row["column"]
    zh = (f"工作表“{sheet}”" if sheet else "") + f"第 {row['row']} 行" + (f" {column} 列" if column else "")
    en = (f"sheet “{sheet}”, " if sheet else "") + f"row {row['row']}" + (f", column {column}" if column else "")
    return Text(f"  {zh}:{row['reason_zh']}", f"  {en}: {row['reason_en']}")


def run_shown(target: str, payload: dict[str, Any], limits: Limits) -> bytes:
    """Return what ``module:function`` answers in the reading child, with a progress bar on a terminal."""
    if not sys.stderr.isatty():
        return run_in_child(target, payload, limits=limits)
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def show(step: str, share: float) -> None:
            bar.update(task, description=step, completed=share)

        on_progress: Progress = show
        return run_in_child(target, payload, limits=limits, on_progress=on_progress)
