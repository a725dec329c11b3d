"""The cells of one row as texts, lengths, angles and areas; everything that is none of them becomes a problem.

Lengths come out in metres, angles in degrees, areas in m².
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from bim_import.survey.dates import ImpossibleDayError, NotADayError, read_day
from bim_import.survey.grid import CellError, Formula, is_blank
from bim_import.survey.numbers import (
    DEGREES,
    METRES,
    AmbiguousError,
    NotANumberError,
    has_degree_signs,
    packed_dms,
    plain_text,
    read_dms,
    read_number,
)
from bim_import.survey.problems import Problems, shown
from bim_import.survey.row_reasons import (
    ABSURD_LONG,
    ABSURD_SHORT,
    AMBIGUOUS,
    ANGLE_RANGE,
    DATE,
    ERROR,
    FORMULA,
    MIXED,
    NEGATIVE,
    NO_UNIT,
    NOT_A_NUMBER,
    REQUIRED,
    UNIT_NAMES,
    UNKNOWN_UNIT,
    ZERO,
    why_no_day,
)
from bim_import.survey.table import Table
from bim_import.survey.words import Quantity, known_half, unit_of, words
from geometry.finding import Text

WITH_UNIT = re.compile(r"^([+-]?[\d.,' ]*\d[.,]?)\s*([a-z°²^㎡㐀-鿿]+2?)$")
DATE_TEXT = re.compile(r"^\d{1,4}[-/年.]\d{1,2}[-/月.]\d{1,4}日?$|^\d{1,2}月\d{1,2}日$")
USUAL_M = (0.3, 60.0)  # what most rooms measure; used to tell one unit from another


class Range(NamedTuple):
    """What a length can be, metres: outside it is a problem."""

    low_m: float
    high_m: float


DISTANCE = Range(0.01, 300.0)
SIDE = Range(0.3, 300.0)
CLEAR_HEIGHT = Range(1.0, 60.0)
OBSTACLE = Range(0.01, 20.0)
SIGMA = Range(0.00001, 1.0)


@dataclass(slots=True)
class Units:
    """The unit of each column of a table where neither heading nor row states one."""

    assumed: dict[str, str] = field(default_factory=dict)
    typical_m: float | None = None  # median length of the table, to tell a unit slip from a large hall


class RowReader:
    """Reads the cells of one row and notes what is wrong with them."""

    def __init__(self, table: Table, number: int, values: tuple[object, ...], units: Units, problems: Problems) -> None:
        self.table, self.number, self.problems = table, number, problems
        self._values, self._units = values, units
        self.good = True

    @property
    def place(self) -> str:
        """Return where this row is, as messages repeat it: sheet!row, or #row in a file with one sheet."""
        return f"{self.table.name}!{self.number}" if self.table.name else f"#{self.number}"

    def bad(self, column: str, value: object, reason: Text) -> None:
        """Note a problem in a cell of this row."""
        self.good = False
        self.problems.add(self.table.name, self.number, self.table.label(column), value, reason)

    def raw(self, column: str) -> object:
        """Return a cell as it was read, None where it is empty or there is no such column."""
        index = self.table.columns.get(column)
        if index is None or index >= len(self._values) or is_blank(self._values[index]):
            return None
        return self._values[index]

    def text(self, column: str, *, required: bool = False) -> str:
        """Return a cell as text, "" where it is empty; 101.0 is "101"."""
        value = self._plain(column)
        if value is None:
            if required and self.good:
                self.bad(column, "", REQUIRED)
            return ""
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            self.bad(column, value, DATE)
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return plain_text(str(value))

    def day(self, column: str) -> dt.date | None:
        """Return a day, None where it is empty or wrong (which is noted)."""
        value = self._plain(column)
        if value is None:
            return None
        try:
            return read_day(value)
        except (NotADayError, ImpossibleDayError) as error:
            self.bad(column, value, why_no_day(error, value))
            return None

    def yes(self, column: str) -> bool | None:
        """Return what a yes-or-no cell says, None where it is empty or says neither."""
        value = self.raw(column)
        if isinstance(value, bool):
            return value
        text = self.text(column)
        if known_half(text, words().yes):
            return True
        return False if known_half(text, words().no) else None

    def length(self, column: str, limits: Range = DISTANCE, *, required: bool = False) -> float | None:
        """Return a length in metres, None where it is missing or wrong (which is noted)."""
        found = self._number(column, "length", required=required)
        if found is None:
            return None
        value, unit = found
        metres = value * METRES[unit]
        if not self._positive(column, value):
            return None
        if not limits.low_m <= metres <= limits.high_m:
            self._out_of_range(column, value, unit, limits)
            return None
        return metres

    def signed_length(self, column: str, limit_m: float, *, required: bool = False) -> float | None:
        """Return a height or coordinate in metres of at most ``limit_m`` either way; may be zero or negative."""
        found = self._number(column, "length", required=required)
        if found is None:
            return None
        metres = found[0] * METRES[found[1]]
        if abs(metres) > limit_m:
            self.bad(column, self.raw(column), ABSURD_LONG.format(value=f"{metres:g}", unit="m", limit=f"{limit_m:g}"))
            return None
        return metres

    def area(self, column: str, limit_m2: float = 10_000.0) -> float | None:
        """Return an area in m², None where it is missing or wrong; 0 is an area of nothing."""
        found = self._number(column, "area")
        if found is None:
            return None
        value, _ = found
        if value < 0:
            self.bad(column, self.raw(column), NEGATIVE)
            return None
        if value > limit_m2:
            self.bad(column, self.raw(column), ABSURD_LONG.format(value=f"{value:g}", unit="m²", limit=f"{limit_m2:g}"))
            return None
        return value

    def angle(self, column: str, low_deg: float, high_deg: float, *, required: bool = False) -> float | None:
        """Return an angle in degrees, within ``low_deg`` and ``high_deg``, None where it is missing or wrong."""
        found = self._number(column, "angle", required=required)
        if found is None:
            return None
        value, unit = found
        degrees = value * DEGREES.get(unit, 1.0)
        if not low_deg <= degrees <= high_deg:
            limits = {"low": f"{low_deg:g}", "high": f"{high_deg:g}"}
            self.bad(column, self.raw(column), ANGLE_RANGE.format(value=f"{degrees:g}", **limits))
            return None
        return degrees

    def count(self, column: str) -> int:
        """Return a number of things, 1 where it is empty."""
        if self.raw(column) is None:
            return 1
        found = self._number(column, None)
        if found is None:
            return 1
        value = found[0]
        if value != int(value) or not 1 <= value <= 1000:
            self.bad(column, self.raw(column), NOT_A_NUMBER.format(value=shown(self.raw(column))))
            return 1
        return int(value)

    # -- what stands in a cell -----------------------------------------------------------------------------------------

    def _plain(self, column: str) -> object:
        """Return a cell that holds a value, None (and a problem) where it holds a formula or an error."""
        value = self.raw(column)
        if isinstance(value, Formula):
            self.bad(column, value.text, FORMULA)
            return None
        if isinstance(value, CellError) or (isinstance(value, str) and re.match(r"^#[A-Z/0]+[!?]?A?$", value.strip())):
            self.bad(column, value.text if isinstance(value, CellError) else value, ERROR)
            return None
        return value

    def _number(self, column: str, quantity: Quantity | None, *, required: bool = False) -> tuple[float, str] | None:
        before = self.good
        value = self._plain(column)
        if value is None:
            if required and self.good == before and self.raw(column) is None:
                self.bad(column, "", REQUIRED)
            return None
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            self.bad(column, value, DATE)
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            self.bad(column, value, NOT_A_NUMBER.format(value=shown(value)))
            return None
        unit = self._unit(column, quantity)
        if isinstance(value, str):
            return self._from_text(column, value, quantity, unit)
        if unit is None:
            return None
        return (packed_dms(repr(float(value))), "deg") if unit == "dms" else (float(value), unit)

    def _from_text(
        self, column: str, text: str, quantity: Quantity | None, unit: str | None
    ) -> tuple[float, str] | None:
        plain = plain_text(text).casefold()
        try:
            if quantity == "angle" and has_degree_signs(text):
                return read_dms(text), "deg"
            own = WITH_UNIT.match(plain)
            if own and quantity is not None and (known := unit_of(own.group(2), quantity)) is not None:
                plain, unit = own.group(1).strip(), known
            if unit is None:
                return None
            if unit == "dms":
                return read_dms(plain), "deg"
            factor = METRES.get(unit, 1.0) if quantity == "length" else 1.0
            usual = USUAL_M if quantity == "length" else (0.0, 400.0)
            return read_number(plain, lambda v: usual[0] / 3 <= v * factor <= usual[1] * 3), unit
        except AmbiguousError:
            self.bad(column, text, AMBIGUOUS.format(value=shown(text)))
        except NotANumberError:
            reason = DATE if DATE_TEXT.match(plain) else NOT_A_NUMBER.format(value=shown(text))
            self.bad(column, text, reason)
        return None

    def _unit(self, column: str, quantity: Quantity | None) -> str | None:
        """Return the unit of a cell: the row's own, its heading's, or what the whole table speaks for."""
        if quantity is None:
            return ""
        if quantity == "area":
            return "m2"
        stated = self.text("unit")
        if stated:
            for part in re.split(r"[,;/、\s]+", stated):  # "m / gon" states both
                if (known := unit_of(part, quantity)) is not None:
                    return known
            if not any(unit_of(part, q) for part in re.split(r"[,;/、\s]+", stated) for q in ("length", "angle")):
                self.bad("unit", stated, UNKNOWN_UNIT.format(value=shown(stated)))
                return None
        unit = self.table.units.get(column)
        if unit is not None and unit in (METRES if quantity == "length" else {"deg", "gon", "dms"}):
            return unit
        assumed = self._units.assumed.get(quantity)
        if assumed is None:
            self.problems.add(self.table.name, self.table.heading_row, self.table.label(column), "", NO_UNIT[quantity])
            self.good = False
        return assumed

    # -- what cannot be ------------------------------------------------------------------------------------------------

    def _positive(self, column: str, value: float) -> bool:
        if value > 0:
            return True
        self.bad(column, self.raw(column), ZERO if value == 0 else NEGATIVE)
        return False

    def _out_of_range(self, column: str, value: float, unit: str, limits: Range) -> None:
        raw = self.raw(column)
        meant = self._meant_unit(value, unit)
        if meant is not None:
            names = {"unit_zh": UNIT_NAMES[unit].zh, "unit_en": UNIT_NAMES[unit].en}
            names |= {"other_zh": UNIT_NAMES[meant].zh, "other_en": UNIT_NAMES[meant].en}
            self.bad(column, raw, MIXED.format(value=shown(raw), metres=f"{value * METRES[meant]:.3f}", **names))
        elif value * METRES[unit] > limits.high_m:
            limit = limits.high_m / METRES[unit]
            self.bad(column, raw, ABSURD_LONG.format(value=f"{value:g}", unit=unit, limit=f"{limit:g}"))
        else:
            limit = limits.low_m / METRES[unit]
            self.bad(column, raw, ABSURD_SHORT.format(value=f"{value:g}", unit=unit, limit=f"{limit:g}"))

    def _meant_unit(self, value: float, unit: str) -> str | None:
        """Return the unit under which the value is like the others of its table, None where there is none."""
        typical_m = self._units.typical_m
        if typical_m is None:
            return None
        for other in ("mm", "cm", "m"):
            # 900 among readings of 4 m is a slip of any kind; 4500 among them is millimetres
            spread = 2 if "cm" in (unit, other) else 4
            if other != unit and typical_m / spread <= value * METRES[other] <= typical_m * spread:
                return other
        return None
