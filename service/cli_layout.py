"""``yijian layout``: propose an open-plan layout for one room of a file, or for several joined."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from bim_import.errors import ImportRefused
from bim_import.sandbox import Limits
from geometry.finding import Text
from service.cli_reading import NO_SUCH_FILE, refuse, run_shown
from service.language import preferred_language

NO_FOLDER = Text("没有文件夹 {folder};请先建立。", "There is no folder {folder}; make it first.")
TARGET = "service.usecases.layout_document:layout_document"


def layout(
    file: Annotated[Path, typer.Argument(help="a building model or drawing")],
    space: Annotated[list[str], typer.Option(help="id or number of the room; repeat it to join rooms")],
    people: Annotated[
        int | None, typer.Option(min=1, help="how many to seat; as many as the rules allow without it")
    ] = None,
    module: Annotated[str, typer.Option(help="workstation: 1.2x0.6, 1.4x0.7 or 1.6x0.8 metres")] = "1.4x0.7",
    area_rule: Annotated[
        bool, typer.Option("--area-rule/--no-area-rule", help="hold 6 m² a person (off: only what geometry allows)")
    ] = True,
    assume_removable: Annotated[
        bool,
        typer.Option("--assume-removable/--known-removable", help="join through walls not said to carry load, flagged"),
    ] = True,
    solve_time_limit_s: Annotated[
        float | None, typer.Option(min=0.1, help="time to search; without it by the size of the floor")
    ] = None,
    seed: Annotated[int, typer.Option(help="the same seed searches the same way")] = 0,
    geojson: Annotated[Path | None, typer.Option(help="write the layout as GeoJSON, storey-local metres")] = None,
    dxf: Annotated[Path | None, typer.Option(help="write the layout as a drawing, workstations as blocks")] = None,
    ifc: Annotated[Path | None, typer.Option(help="write a copy of the model with the workstations in it")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the layout document and nothing else")] = False,
    time_limit_s: Annotated[float, typer.Option(help="stop reading after this many seconds")] = 900.0,
    memory_limit_mib: Annotated[int, typer.Option(help="stop when reading needs more memory than this")] = 4096,
) -> None:
    """Propose workstations and aisles, checked against every rule; exit code 1 where none is legal."""
    if not file.is_file():
        refuse(NO_SUCH_FILE.format(file=file.name or str(file)))
    payload: dict[str, Any] = {
        "path": str(file.resolve()),
        "file": file.name,
        "ignore_spaces": False,
        "spaces": space,
        "people": people,
        "module": module,
        "area_rule": area_rule,
        "assume_removable": assume_removable,
        "time_limit_s": solve_time_limit_s,
        "seed": seed,
        **{
            name: None if target is None else str(target.resolve())
            for name, target in (("geojson", geojson), ("dxf", dxf), ("ifc", ifc))
        },
        "indent": as_json and sys.stdout.isatty(),
    }
    for target in filter(None, (geojson, dxf, ifc)):
        if not target.resolve().parent.is_dir():
            refuse(NO_FOLDER.format(folder=target.parent))
    try:
        document = run_shown(TARGET, payload, Limits(time_s=time_limit_s, memory_mib=memory_limit_mib))
    except ImportRefused as refused:
        refuse(refused.finding.reason)
    found = orjson.loads(document)
    if as_json:
        sys.stdout.buffer.write(document + b"\n")
    else:
        _print(found)
    if not found["legal"] or not found["count"]:
        raise typer.Exit(1)


def _print(found: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    zh = preferred_language() == "zh"
    tongue, reason = ("zh", "reason_zh") if zh else ("en", "reason")
    console = Console()
    head = "{count} 个工位,上界 {bound}({why})" if zh else "{count} workstations, bound {bound} ({why})"
    console.print(
        head.format(count=found["count"], bound=found["bound"], why=found["limited_by"][tongue]), style="bold"
    )
    for assumption in found["assumptions"]:
        console.print(assumption[tongue], style="yellow")
    checks = Table("规则" if zh else "rule", "结果" if zh else "outcome", "说明" if zh else "reason")
    for check in found["checks"]:
        checks.add_row(check["rule"], check["outcome"], check[reason])
    console.print(checks)
    seats = Table("x m", "y m", "°", "到门 m" if zh else "to the door, m")
    for seat in found["workstations"]:
        way = "" if seat["way_out_m"] is None else f"{seat['way_out_m']:.1f}"
        seats.add_row(f"{seat['x_m']:.2f}", f"{seat['y_m']:.2f}", f"{seat['rotation_deg']:.0f}", way)
    console.print(seats)
