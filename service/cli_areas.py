"""``yijian areas``: read one file without any database and print every space with its areas."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bim_import.errors import ImportRefused
from bim_import.sandbox import Limits, Progress, run_in_child
from geometry.finding import Text
from service.language import preferred_language, say

NO_SUCH_FILE = Text(
    "没有找到文件 {file};请检查路径和文件名。",
    "There is no file {file}; check the path and the name.",
)
MORE_ROWS = Text("  还有 {count} 处。", "  and {count} more.")
SHOWN_ROWS = 50
DEFAULT_BASIS = "cn-usable"


def areas(
    file: Annotated[
        Path,
        typer.Argument(
            help="a model (.ifc, .ifczip), drawing (.dxf), survey (.xlsx, .csv, .svx, PocketTopo) or RoomPlan .json"
        ),
    ],
    basis: Annotated[str, typer.Option(help="measurement basis, for example cn-usable, ifc-net, gb50096")] = (
        DEFAULT_BASIS
    ),
    ignore_spaces: Annotated[
        bool, typer.Option("--ignore-spaces", help="derive the rooms from walls even where spaces are modelled")
    ] = False,
    unit: Annotated[
        str, typer.Option(help="unit of length of a drawing that does not say it: mm, m, cm, dm, in, ft, us-ft, yd")
    ] = "",
    layers: Annotated[
        str, typer.Option(help="what the layers of a drawing stand for, for example wall=A-WALL,内墙*;column=COL")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print the areas document and nothing else")] = False,
    time_limit_s: Annotated[float, typer.Option(help="stop reading after this many seconds")] = 900.0,
    memory_limit_mib: Annotated[int, typer.Option(help="stop when reading needs more memory than this")] = 4096,
) -> None:
    """Read one building file and print every space with its areas."""
    if not file.is_file():
        _refuse(NO_SUCH_FILE.format(file=file.name or str(file)))
    payload: dict[str, Any] = {
        "path": str(file.resolve()),
        "file": file.name,
        "basis": basis,
        "ignore_spaces": ignore_spaces,
        "options": {"unit": unit, "layers": layers},
        "indent": as_json and sys.stdout.isatty(),
    }
    limits = Limits(time_s=time_limit_s, memory_mib=memory_limit_mib)
    try:
        document = _read(payload, limits)
    except ImportRefused as refused:
        _refuse(refused.finding.reason, refused.finding.evidence.get("rows", ()))
    if as_json:
        sys.stdout.buffer.write(document + b"\n")
        return
    from service.cli_areas_table import print_areas  # Rich is not needed to print JSON

    print_areas(document, language=preferred_language())


def _refuse(reason: Text, rows: Sequence[Mapping[str, Any]] = ()) -> NoReturn:
    """Print the one sentence the command promises, and below it the rows it is about where there are several."""
    print(say(reason), file=sys.stderr)  # noqa: T201
    if len(rows) > 1:
        for row in rows[:SHOWN_ROWS]:
            print(say(row_line(row)), file=sys.stderr)  # noqa: T201
        if len(rows) > SHOWN_ROWS:
            print(say(MORE_ROWS.format(count=len(rows) - SHOWN_ROWS)), file=sys.stderr)  # noqa: T201
    raise typer.Exit(2)


def row_line(row: Mapping[str, Any]) -> Text:
    """Return one line about a row that cannot be taken: sheet, row, column and why."""
    sheet, column = row["sheet"], row["column"]
    zh = (f"工作表“{sheet}”" if sheet else "") + f"第 {row['row']} 行" + (f" {column} 列" if column else "")
    en = (f"sheet “{sheet}”, " if sheet else "") + f"row {row['row']}" + (f", column {column}" if column else "")
    return Text(f"  {zh}:{row['reason_zh']}", f"  {en}: {row['reason_en']}")


def _read(payload: dict[str, Any], limits: Limits) -> bytes:
    target = "service.usecases.areas_document:areas_document"
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
