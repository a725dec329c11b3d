"""What commands that read a roster share: its files, the day asked about, and the organ level."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from geometry.finding import Text
from service.allocation.roster_cells import CellError, choice_of
from service.cli_reading import NO_SUCH_FILE, refuse

ROSTER_SUFFIXES = (".xlsx", ".xlsm", ".csv", ".txt")
NOT_A_DAY = Text("{option} 应为日期,如 2026-11-21。", "{option} is a date such as 2026-11-21.")
NO_ROSTER = Text("{file} 中没有名册文件(.xlsx 或 .csv)。", "There is no roster (.xlsx or .csv) in {file}.")
UNKNOWN_ORGAN = Text("--organ 不认识 {word}:{reason}", "--organ does not know {word}: {reason}")


def roster_files(paths: list[Path]) -> list[Path]:
    """Return the roster files among ``paths``, those in a folder in order of their names; refuses what is none."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.lower() in ROSTER_SUFFIXES and p.is_file())
            if not inside:
                refuse(NO_ROSTER.format(file=path.name))
            files += inside
        elif path.is_file():
            files.append(path)
        else:
            refuse(NO_SUCH_FILE.format(file=path.name or str(path)))
    return files


def day_of(text: str) -> date:
    """Return the day asked about, today where none is given."""
    if not text:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse(NOT_A_DAY.format(option="--as-of"))


def organ_of(text: str) -> str:
    """Return the key of an organ level written in any language."""
    try:
        return choice_of(text, "organ_level")
    except CellError as bad:
        reason = bad.reason
        refuse(
            Text(
                UNKNOWN_ORGAN.zh.format(word=text, reason=reason.zh),
                UNKNOWN_ORGAN.en.format(word=text, reason=reason.en),
            )
        )
