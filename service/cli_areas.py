"""``yijian areas``: read one file without any database and print every space with its areas."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bim_import.errors import ImportRefused
from bim_import.sandbox import Limits
from service.cli_reading import NO_SUCH_FILE, refuse, run_shown
from service.language import preferred_language

DEFAULT_BASIS = "cn-usable"
TARGET = "service.usecases.areas_document:areas_document"


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
        refuse(NO_SUCH_FILE.format(file=file.name or str(file)))
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
        document = run_shown(TARGET, payload, limits)
    except ImportRefused as refused:
        refuse(refused.finding.reason, refused.finding.evidence.get("rows", ()))
    if as_json:
        sys.stdout.buffer.write(document + b"\n")
        return
    from service.cli_areas_table import print_areas  # Rich is not needed to print JSON

    print_areas(document, language=preferred_language())
