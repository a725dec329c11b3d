"""On which line of a TOML file each key stands, so that a message can say where to look."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

Path = tuple[str, ...]
_HEADER = re.compile(r"^\s*\[\[?(?P<name>[^\[\]]+)\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*(?P<name>(?:[A-Za-z0-9_.\s-]|"[^"]*"|'[^']*')+?)\s*=""")


def key_lines(text: str) -> dict[Path, int]:
    """Return the line (from 1) of every table header and key of a valid TOML text; keys of inline tables are left out.

    Use ``line_of`` to ask: it falls back to the nearest table around a key.
    """
    lines = text.splitlines()
    found: dict[Path, int] = {}
    table: Path = ()
    at = 0
    while at < len(lines):
        if header := _HEADER.match(lines[at]):
            table = _path(header["name"] + " = 0")
            found.setdefault(table, at + 1)
        elif key := _KEY.match(lines[at]):
            found.setdefault((*table, *_path(key["name"] + " = 0")), at + 1)
            at = _end_of_value(lines, at)
        at += 1
    return found


def line_of(path: Path, lines: Mapping[Path, int]) -> int:
    """Return the line of the longest beginning of ``path`` that stands on a line of its own; 1 where none does."""
    return next((lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines), 1)


def _path(assignment: str) -> Path:
    table: Any = tomllib.loads(assignment)
    path: list[str] = []
    while isinstance(table, dict):
        [(name, table)] = table.items()
        path.append(name)
    return tuple(path)


def _end_of_value(lines: list[str], at: int) -> int:
    """Return the index of the last line of the value that begins at ``at``: the first at which it is valid TOML."""
    for end in range(at, len(lines)):
        try:
            tomllib.loads("\n".join(lines[at : end + 1]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return at
