"""PocketTopo text exports: rows of ``from to azimuth inclination distance`` between DATA and the drawing.

Degrees and metres; an empty ``to`` is a splay. The same leg shot several times in a row is averaged, as the programs
that read this format do.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Final

from bim_import.survey.problems import shown
from bim_import.survey.refusals import refuse
from bim_import.survey.shot_reasons import BAD_NUMBER, OUT_OF_RANGE, TOO_FEW_VALUES
from bim_import.survey.shots import Shot, ShotList
from bim_import.survey.survex import MAX_BYTES, MAX_TAPE_M
from bim_import.text import decoded

COLUMNS: Final = ("from", "to", "azimuth", "inclination", "distance")
HEADINGS: Final = re.compile(r"^(FIX|TRIP|DATA|PLAN|ELEVATION|STATIONS|SHOTS|POLYLINE)\b", re.IGNORECASE)


def parse_pockettopo(path: Path) -> ShotList:
    """Return the shots of a file; raises ``ImportRefused`` where it cannot be used at all."""
    if path.stat().st_size > MAX_BYTES:
        raise refuse("table-too-large", limit_mib=MAX_BYTES // 1024**2)
    text = decoded(path.read_bytes())
    if text is None:
        raise refuse("not-read")
    found = ShotList()
    in_data = False
    for number, line in enumerate(text.text.splitlines(), start=1):
        heading = HEADINGS.match(line)
        if heading:
            in_data = heading.group(1).upper() == "DATA"
        elif in_data and line.strip():
            shot = _shot(line, number, found)
            if shot is not None:
                found.shots.append(shot)
    found.shots = _averaged(found.shots)
    return found


def _shot(line: str, number: int, found: ShotList) -> Shot | None:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) < 5:
        found.problems.add("", number, "", line, TOO_FEW_VALUES.format(columns=" ".join(COLUMNS)))
        return None
    values = []
    for column, text in zip(COLUMNS[2:], cells[2:5], strict=True):
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            found.problems.add("", number, column, text, BAD_NUMBER.format(value=shown(text)))
            return None
        values.append(value)
    azimuth, inclination, distance = values
    for column, value, good in (
        ("azimuth", azimuth, -360.0 <= azimuth <= 720.0),
        ("inclination", inclination, -90.0 <= inclination <= 90.0),
        ("distance", distance, 0.0 <= distance <= MAX_TAPE_M),
    ):
        if not good:
            found.problems.add("", number, column, value, OUT_OF_RANGE.format(value=f"{value:g}"))
            return None
    if not cells[0]:
        return None  # a shot that belongs to no station yet
    return Shot(cells[0], cells[1] or None, distance, azimuth % 360.0, inclination, number)


def _averaged(shots: list[Shot]) -> list[Shot]:
    """Return shots with repeated legs, one after the other, made one."""
    kept: list[list[Shot]] = []
    for shot in shots:
        if kept and shot.to is not None and (kept[-1][0].station, kept[-1][0].to) == (shot.station, shot.to):
            kept[-1].append(shot)
        else:
            kept.append([shot])
    return [_mean(group) for group in kept]


def _mean(group: list[Shot]) -> Shot:
    first = group[0]
    if len(group) == 1:
        return first
    east, north, up = (sum(shot.step_m[k] for shot in group) / len(group) for k in range(3))
    level = math.hypot(east, north)
    return Shot(
        first.station,
        first.to,
        math.hypot(level, up),
        math.degrees(math.atan2(east, north)) % 360.0,
        math.degrees(math.atan2(up, level)) if level or up else 0.0,
        first.line,
    )
