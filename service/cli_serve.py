"""``yijian serve``: the service with the viewer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from service.errors import ServiceError
from service.language import say


def serve(
    host: Annotated[str | None, typer.Option(help="address to listen on; others than loopback need a token")] = None,
    port: Annotated[int | None, typer.Option(help="port to listen on; 0 takes a free one")] = None,
    data: Annotated[Path | None, typer.Option(help="folder for the database and the uploaded files")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="import the sample first")] = False,
) -> None:
    """Start the service and print its address."""
    from pydantic import ValidationError  # the other commands do without the web parts

    from service.main import run
    from service.settings import Settings

    given: dict[str, Any] = {"host": host, "port": port, "data_dir": data}
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        _refuse(f"YIJIAN_{'_'.join(str(part) for part in first['loc']).upper()}: {first['msg']}")
    try:
        run(settings, announce=_announce, demo=demo)
    except ServiceError as error:
        _refuse(say(error.detail))


def _announce(address: str) -> None:
    print(f"一间 Yijian  {address}", flush=True)  # noqa: T201 - the promise of the command


def _refuse(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)  # noqa: T201 - the one sentence the command promises
    raise typer.Exit(2)
