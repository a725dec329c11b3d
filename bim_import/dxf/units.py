"""The unit of length of a drawing: from ``$INSUNITS``, or from whoever imports it; never guessed.

Codes as in the DXF reference, header variable ``$INSUNITS``. International foot 0.3048 m, US survey foot 1200/3937 m.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bim_import.dxf.refusals import refuse
from geometry.finding import Finding, Text

_SURVEY_FOOT_M = 1200 / 3937


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of length: its name, what it is called in both languages, and metres per unit."""

    name: str
    text: Text
    metres: float


UNITS = {
    1: Unit("in", Text("英寸", "inches"), 0.0254),
    2: Unit("ft", Text("英尺", "feet"), 0.3048),
    3: Unit("mi", Text("英里", "miles"), 1609.344),
    4: Unit("mm", Text("毫米", "millimetres"), 1e-3),
    5: Unit("cm", Text("厘米", "centimetres"), 1e-2),
    6: Unit("m", Text("米", "metres"), 1.0),
    7: Unit("km", Text("千米", "kilometres"), 1e3),
    8: Unit("uin", Text("微英寸", "microinches"), 0.0254e-6),
    9: Unit("mil", Text("密耳", "mils"), 0.0254e-3),
    10: Unit("yd", Text("码", "yards"), 0.9144),
    11: Unit("angstrom", Text("埃", "ångströms"), 1e-10),
    12: Unit("nm", Text("纳米", "nanometres"), 1e-9),
    13: Unit("um", Text("微米", "micrometres"), 1e-6),
    14: Unit("dm", Text("分米", "decimetres"), 1e-1),
    15: Unit("dam", Text("十米", "decametres"), 1e1),
    16: Unit("hm", Text("百米", "hectometres"), 1e2),
    17: Unit("Gm", Text("吉米", "gigametres"), 1e9),
    18: Unit("au", Text("天文单位", "astronomical units"), 149_597_870_700.0),
    19: Unit("ly", Text("光年", "light years"), 9_460_730_472_580_800.0),
    20: Unit("pc", Text("秒差距", "parsecs"), 3.085677581491367e16),
    21: Unit("us-ft", Text("美国测量英尺", "US survey feet"), _SURVEY_FOOT_M),
    22: Unit("us-in", Text("美国测量英寸", "US survey inches"), _SURVEY_FOOT_M / 12),
    23: Unit("us-yd", Text("美国测量码", "US survey yards"), 3 * _SURVEY_FOOT_M),
    24: Unit("us-mi", Text("美国测量英里", "US survey miles"), 5280 * _SURVEY_FOOT_M),
}
BY_NAME = {unit.name: unit for unit in UNITS.values()}
# What plans are drawn in, the usual first.
CHOICES = ("mm", "m", "cm", "dm", "in", "ft", "us-ft", "yd")

GIVEN = Text(
    "按导入时指定的单位({unit})读取;图纸自己写的是{written}。",
    "Read in the unit given with the import ({unit}); the drawing itself says {written}.",
)
NOTHING = Text("没有写明单位", "nothing")


@dataclass(frozen=True, slots=True)
class DrawingUnit:
    """The unit a drawing is read in and the code it states (None: absent); ``unit`` is None where nobody says it."""

    unit: Unit | None
    written: int | None

    @property
    def findings(self) -> list[Finding]:
        """Return that the unit was given, where it is not the one the drawing states."""
        stated = UNITS.get(self.written or 0)
        if self.unit is None or stated == self.unit:
            return []
        said = stated.text if stated else NOTHING
        reason = Text(
            GIVEN.zh.format(unit=self.unit.text.zh, written=said.zh),
            GIVEN.en.format(unit=self.unit.text.en, written=said.en),
        )
        outcome: Any = "warning" if stated else "info"
        return [Finding("unit-given", "", outcome, reason, {"unit": self.unit.name, "insunits": self.written})]


def drawing_unit(header: Any, given: str | None) -> DrawingUnit:
    """Return the unit of a drawing; ``given`` (a name of ``CHOICES``) goes before what the header states."""
    written = header.get("$INSUNITS")
    code = int(written) if isinstance(written, int | float) else None
    if given:
        name = given.strip().lower()
        if name not in CHOICES:
            evidence = {"unit": given[:40], "choices": list(CHOICES)}
            raise refuse("unit-unknown", evidence, unit=given[:40], choices=", ".join(CHOICES))
        return DrawingUnit(BY_NAME[name], code)
    return DrawingUnit(UNITS.get(code or 0), code)
