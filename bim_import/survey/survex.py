"""Survex data files (.svx): shots with declared columns, units, calibration, standard deviations and splays.

Read as the Survex manual (“Data files”) describes: settings are scoped by ``*begin`` and ``*end``; ``-``, ``.``, ``..``
and ``...`` are anonymous stations (``..`` on a wall, ``.`` not); a corrected reading is (reading − zero error) × scale.
What has no meaning for a room (dates, teams, fixes) is passed over; what would change a shot and is not understood is a
problem of its line.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from bim_import.survey.problems import shown
from bim_import.survey.refusals import refuse
from bim_import.survey.shot_reasons import (
    BAD_CALIBRATION,
    BAD_COMMAND,
    BAD_NUMBER,
    BAD_UNIT,
    COLUMNS_MISSING,
    END_WITHOUT_BEGIN,
    OUT_OF_RANGE,
    STYLE,
    TOO_FEW_VALUES,
)
from bim_import.survey.shots import Shot, ShotList
from bim_import.text import decoded
from geometry.finding import Text

MAX_BYTES = 64 * 1024 * 1024
MAX_TAPE_M = 1000.0
MAX_DEPTH = 100  # nested surveys; real ones have three or four
FOOT_M: Final = 0.3048
LENGTHS: Final = {"metric": 1.0, "metres": 1.0, "meters": 1.0, "feet": FOOT_M, "yards": 3 * FOOT_M}
ANGLES: Final = {"degs": 1.0, "degrees": 1.0, "grads": 0.9, "mils": 0.9, "minutes": 1 / 60}
PERCENT: Final = ("percent", "percentage")
SAME: Final = {
    "length": "tape", "bearing": "compass", "gradient": "clino", "backlength": "backtape",
    "backbearing": "backcompass", "backgradient": "backclino",
}  # fmt: skip
# "default" of *units and *calibrate spans what a shot consists of.
QUANTITIES: Final = ("tape", "compass", "clino", "backtape", "backcompass", "backclino")
COLUMNS: Final = {"from", "to", "ignore", "ignoreall", "direction", "station", *QUANTITIES}
PASSED_OVER: Final = {
    "alias", "case", "copyright", "cs", "date", "declination", "default", "entrance", "equate", "export", "fix",
    "infer", "instrument", "prefix", "ref", "require", "solve", "team", "title", "truncate",
}  # fmt: skip
ANONYMOUS: Final = {".": False, "..": True, "...": True}  # name -> whether it lies on a wall
VERTICAL: Final = {"up": 90.0, "u": 90.0, "+v": 90.0, "down": -90.0, "d": -90.0, "-v": -90.0, "level": 0.0, "h": 0.0}
COMMAND: Final = re.compile(r"^\s*\*\s*([a-z_]+)\s*(.*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Settings:
    """What holds between one ``*begin`` and its ``*end``."""

    prefix: str = ""
    style: str = "normal"
    columns: tuple[str, ...] = ("from", "to", "tape", "compass", "clino")
    units: dict[str, float] = field(default_factory=dict)  # quantity -> metres or degrees per unit; 0 is percent
    zero: dict[str, float] = field(default_factory=dict)
    scale: dict[str, float] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    splay: bool = False


class _LineError(Exception):
    """A line that cannot be taken: which value of it, and why."""

    def __init__(self, column: str, value: str, reason: Text) -> None:
        super().__init__(reason.en)
        self.column, self.value, self.reason = column, value, reason


def parse_survex(path: Path) -> ShotList:
    """Return the shots of a file; raises ``ImportRefused`` where it cannot be used at all."""
    if path.stat().st_size > MAX_BYTES:
        raise refuse("table-too-large", limit_mib=MAX_BYTES // 1024**2)
    text = decoded(path.read_bytes())
    if text is None:
        raise refuse("not-read")
    return _Parser().parse(text.text)


class _Parser:
    def __init__(self) -> None:
        self.found = ShotList()
        self._scopes = [_Settings()]
        self._commands: dict[str, Callable[[list[str]], None]] = {
            "begin": self._begin,
            "end": self._end,
            "data": self._data,
            "units": self._units,
            "calibrate": self._calibrate,
            "sd": self._sd,
            "alias": self._alias,
            "flags": self._flags,
        }

    def parse(self, text: str) -> ShotList:
        for number, line in enumerate(text.splitlines(), start=1):
            plain = line.split(";", 1)[0].strip()
            if not plain:
                continue
            try:
                command = COMMAND.match(plain)
                if command:
                    self._command(command.group(1).casefold(), command.group(2).split(), number)
                else:
                    self._shot(plain.split(), number)
            except _LineError as error:
                self.found.problems.add("", number, error.column, error.value, error.reason)
        return self.found

    @property
    def _now(self) -> _Settings:
        return self._scopes[-1]

    def _change(self, **values: object) -> None:
        self._scopes[-1] = replace(self._now, **values)  # type: ignore[arg-type]  # names are those of the class

    # -- commands ------------------------------------------------------------------------------------------------------

    def _command(self, name: str, arguments: list[str], line: int) -> None:
        if name == "include":
            raise refuse("survex-include", line=line)
        if name in self._commands:
            self._commands[name](arguments)
        elif name not in PASSED_OVER:
            self.found.unused.setdefault(name, line)

    def _begin(self, arguments: list[str]) -> None:
        if len(self._scopes) > MAX_DEPTH:
            raise refuse("survex-too-deep", limit=MAX_DEPTH)
        prefix = self._now.prefix
        name = arguments[0] if arguments else ""
        self._scopes.append(replace(self._now, prefix=f"{prefix}.{name}".strip(".") if name else prefix))

    def _end(self, arguments: list[str]) -> None:
        if len(self._scopes) == 1:
            raise _LineError("*end", " ".join(arguments), END_WITHOUT_BEGIN)
        self._scopes.pop()

    def _data(self, arguments: list[str]) -> None:
        style = arguments[0].casefold() if arguments else "normal"
        columns = tuple(SAME.get(a.casefold(), a.casefold()) for a in arguments[1:])
        if style == "default":
            style, columns = "normal", ()
        if style == "normal":
            columns = columns or ("from", "to", "tape", "compass", "clino")
            unknown = [c for c in columns if c not in COLUMNS]
            if unknown:
                raise _LineError("*data", unknown[0], STYLE.format(what=shown(unknown[0])))
            if not {"from", "to", "tape"} <= set(columns):
                raise _LineError("*data", " ".join(columns), COLUMNS_MISSING)
        self._change(style=style, columns=columns)

    def _units(self, arguments: list[str]) -> None:
        quantities, rest = _quantities(arguments)
        if not quantities and [a.casefold() for a in arguments] == ["default"]:
            self._change(units={})
            return
        factor = 1.0
        if len(rest) == 2:
            factor, rest = _number(rest[0], "*units"), rest[1:]
        if not quantities or len(rest) != 1:
            raise _LineError("*units", " ".join(arguments), BAD_COMMAND)
        unit = rest[0].casefold()
        self._change(units=self._now.units | {q: _unit(unit, q, "*units") * factor for q in quantities})

    def _calibrate(self, arguments: list[str]) -> None:
        if [a.casefold() for a in arguments] == ["default"]:
            self._change(zero={}, scale={})
            return
        quantities, rest = _quantities(arguments)
        if not quantities:
            if arguments and arguments[0].casefold() == "declination":  # turns the whole plan, no area
                return
            raise _LineError("*calibrate", " ".join(arguments), BAD_CALIBRATION)
        zero = _number(rest[0], "*calibrate") if rest else 0.0
        rest = rest[1:]
        known = {q: self._unit_of(q) for q in quantities}
        if rest and not _is_number(rest[0]):
            known = {q: _unit(rest[0].casefold(), q, "*calibrate") for q in quantities}
            rest = rest[1:]
        scale = _number(rest[0], "*calibrate") if rest else 1.0
        if scale == 0.0 or len(rest) > 1:
            raise _LineError("*calibrate", " ".join(arguments), BAD_CALIBRATION)
        self._change(
            zero=self._now.zero | {q: zero * known[q] for q in quantities},
            scale=self._now.scale | dict.fromkeys(quantities, scale),
        )

    def _sd(self, arguments: list[str]) -> None:
        quantities, rest = _quantities(arguments)
        if not rest or not quantities:
            return  # of plumbed legs, levels, positions …
        value = _number(rest[0], "*sd")
        for quantity in quantities:
            unit = _unit(rest[1].casefold(), quantity, "*sd") if len(rest) > 1 else self._unit_of(quantity)
            if quantity == "tape" and value > 0:
                self.found.tape_sigma_m = value * unit
            elif quantity in ("compass", "clino") and value > 0:
                self.found.angle_sigma_deg = max(self.found.angle_sigma_deg or 0.0, value * unit)

    def _alias(self, arguments: list[str]) -> None:
        if len(arguments) >= 2 and arguments[0].casefold() == "station":
            name, target = arguments[1], arguments[2] if len(arguments) > 2 else ""
            aliases = {k: v for k, v in self._now.aliases.items() if k != name}
            self._change(aliases=aliases | ({name: target} if target else {}))

    def _flags(self, arguments: list[str]) -> None:
        value = True
        for word in (a.casefold() for a in arguments):
            if word == "not":
                value = False
                continue
            if word == "splay":
                self._change(splay=value)
            value = True

    # -- shots ---------------------------------------------------------------------------------------------------------

    def _shot(self, tokens: list[str], line: int) -> None:
        now = self._now
        if now.style != "normal":
            if now.style not in ("passage", "nosurvey", "ignore"):
                self.found.unused.setdefault(f"data {now.style}", line)
            return
        values: dict[str, str] = {}
        for i, column in enumerate(now.columns):
            if column == "ignoreall":
                break
            if i >= len(tokens):
                raise _LineError(column, " ".join(tokens), TOO_FEW_VALUES.format(columns=" ".join(now.columns)))
            if column != "ignore":
                values[column] = tokens[i]
        if values.get("direction", "f").casefold().startswith("b"):
            values["from"], values["to"] = values["to"], values["from"]
        start, start_wall = self._station(values["from"])
        end, end_wall = self._station(values["to"])
        tape_m = self._reading("tape", values)
        assert tape_m is not None
        if not 0.0 <= tape_m <= MAX_TAPE_M:
            raise _LineError("tape", values["tape"], OUT_OF_RANGE.format(value=values["tape"]))
        clino_deg = self._clino(values)
        compass_deg = self._compass(values)
        if start is None and end is not None:  # from a wall back to the station: the same splay turned round
            start, end = end, None
            start_wall, end_wall = end_wall, start_wall
            compass_deg = None if compass_deg is None else (compass_deg + 180.0) % 360.0
            clino_deg = -clino_deg
        if start is None:
            raise _LineError("from", values["from"], BAD_COMMAND)
        if now.splay and end is not None:
            end, end_wall = None, True
        if compass_deg is None and abs(clino_deg) < 89.9 and tape_m > 0:
            raise _LineError("compass", values.get("compass", ""), BAD_NUMBER.format(value=values.get("compass", "")))
        self.found.shots.append(Shot(start, end, tape_m, compass_deg, clino_deg, line, end_wall))

    def _station(self, name: str) -> tuple[str | None, bool]:
        """Return the full name of a station, None for an anonymous one, and whether that lies on a wall."""
        name = self._now.aliases.get(name, name)
        if name in ANONYMOUS:
            return None, ANONYMOUS[name]
        plain = name.casefold()
        return (f"{self._now.prefix}.{plain}" if self._now.prefix else plain), True

    def _compass(self, values: dict[str, str]) -> float | None:
        fore, back = self._reading("compass", values), self._reading("backcompass", values)
        if back is not None:
            back = (back + 180.0) % 360.0
        if fore is None or back is None:
            return fore if back is None else back
        apart = (back - fore + 180.0) % 360.0 - 180.0
        return (fore + apart / 2.0) % 360.0

    def _clino(self, values: dict[str, str]) -> float:
        fore, back = self._reading("clino", values), self._reading("backclino", values)
        if fore is None and back is None:
            return 0.0
        mean = fore if back is None else -back if fore is None else (fore - back) / 2.0
        assert mean is not None
        if not -90.0 <= mean <= 90.0:
            raise _LineError("clino", values.get("clino", ""), OUT_OF_RANGE.format(value=values.get("clino", "")))
        return mean

    def _reading(self, quantity: str, values: dict[str, str]) -> float | None:
        """Return a corrected reading in metres or degrees, None where it was left out."""
        text = values.get(quantity)
        if text is None or (text == "-" and quantity != "tape"):
            return None
        if quantity.endswith("clino") and text.casefold() in VERTICAL:
            return VERTICAL[text.casefold()]
        unit = self._unit_of(quantity)
        raw = _number(text, quantity)
        value = math.degrees(math.atan(raw / 100.0)) if unit == 0.0 else raw * unit
        return (value - self._now.zero.get(quantity, 0.0)) * self._now.scale.get(quantity, 1.0)

    def _unit_of(self, quantity: str) -> float:
        return self._now.units.get(quantity, 1.0)


def _quantities(arguments: list[str]) -> tuple[list[str], list[str]]:
    found: list[str] = []
    for i, argument in enumerate(arguments):
        name = SAME.get(argument.casefold(), argument.casefold())
        if name not in QUANTITIES:
            return found, arguments[i:]
        found.append(name)
    return found, []


def _unit(name: str, quantity: str, column: str) -> float:
    """Return metres or degrees per unit, 0 for a slope in percent."""
    table = LENGTHS if quantity.endswith("tape") else ANGLES
    if name in table:
        return table[name]
    if name in PERCENT and quantity.endswith("clino"):
        return 0.0
    raise _LineError(column, name, BAD_UNIT.format(value=shown(name)))


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _number(text: str, column: str) -> float:
    if not _is_number(text):
        raise _LineError(column, text, BAD_NUMBER.format(value=shown(text)))
    return float(text)
