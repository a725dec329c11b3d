"""The command line, run in this process, where starting Python anew would be most of the time."""

from __future__ import annotations

import os
from pathlib import Path

from typer.testing import CliRunner, Result

from service.cli import app


def yijian(*arguments: str | Path, **environment: str) -> Result:
    """Run ``yijian`` with English messages and nobody at a terminal; return what it said."""
    unset = {name: None for name in os.environ if name.startswith("YIJIAN_")}
    return CliRunner().invoke(app, list(map(str, arguments)), env=unset | {"YIJIAN_LANG": "en"} | environment)
