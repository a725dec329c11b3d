"""``yijian adjust``: adjust a plane network and print coordinates, tests and, where it goes round a room, the area."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from bim_import.errors import ImportRefused
from bim_import.sandbox import Limits, run_in_child
from geometry.finding import Text
from service.language import preferred_language, say

NO_SUCH_FILE = Text(
    "没有找到文件 {file};请检查路径和文件名。",
    "There is no file {file}; check the path and the name.",
)


def adjust(
    file: Annotated[Path, typer.Argument(help="a network as .gkf (input of GNU Gama)")],
    loop: Annotated[str, typer.Option(help="points of a room in order, separated by commas, for its area")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print the document and nothing else")] = False,
    time_limit_s: Annotated[float, typer.Option(help="stop after this many seconds")] = 300.0,
    memory_limit_mib: Annotated[int, typer.Option(help="stop when more memory than this is needed")] = 2048,
) -> None:
    """Adjust a plane network of distances, directions, angles, azimuths and coordinates by least squares."""
    if not file.is_file():
        _refuse(NO_SUCH_FILE.format(file=file.name or str(file)))
    payload: dict[str, Any] = {
        "path": str(file.resolve()),
        "file": file.name,
        "loop": [name.strip() for name in loop.split(",") if name.strip()],
        "indent": as_json and sys.stdout.isatty(),
    }
    limits = Limits(time_s=time_limit_s, memory_mib=memory_limit_mib)
    try:
        document = run_in_child("service.usecases.network_document:network_document", payload, limits=limits)
    except ImportRefused as refused:
        _refuse(refused.finding.reason)
    if as_json:
        sys.stdout.buffer.write(document + b"\n")
        return
    from service.cli_adjust_table import print_network  # Rich is not needed to print JSON

    print_network(orjson.loads(document), language=preferred_language())


def _refuse(reason: Text) -> None:
    print(say(reason), file=sys.stderr)  # noqa: T201  - the one sentence the command promises
    raise typer.Exit(2)
