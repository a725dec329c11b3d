"""The floor areas an authoring tool wrote into a space, in m².

They are claims, not measurements: ``geometry.differences`` compares them with the outline. Programme targets
(``NetPlannedArea``, ``GrossPlannedArea`` of Pset_SpaceCommon) are never among them.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from bim_import.ifc.units import Units, unit_factor
from geometry.plan import AreaKind, DeclaredArea

_KINDS: tuple[AreaKind, ...] = ("gross", "net", "unspecified")
_AREA_TYPES = {"IfcAreaMeasure"}
_LOOSE_TYPES = {"IfcReal", "IfcNumericMeasure", "IfcInteger", "IfcText", "IfcLabel", "IfcIdentifier"}

# Standard sets first: where several names carry an area, readers show the first.
_SET_ORDER = ("qtospacebasequantities", "basequantities", "gsaspaceareas", "")

# International foot; the US survey foot differs by 2e-6, far below what a declared area can show.
_TEXT_UNITS_M2 = {
    "": None,
    "m²": 1.0,
    "m2": 1.0,
    "m^2": 1.0,
    "sqm": 1.0,
    "qm": 1.0,
    "㎡": 1.0,
    "平方米": 1.0,
    "平米": 1.0,
    "м²": 1.0,
    "м2": 1.0,
    "кв.м": 1.0,
    "кв.м.": 1.0,
    "mm²": 1e-6,
    "mm2": 1e-6,
    "cm²": 1e-4,
    "cm2": 1e-4,
    "ft²": 0.3048**2,
    "ft2": 0.3048**2,
    "sf": 0.3048**2,
    "sqft": 0.3048**2,
    "squarefeet": 0.3048**2,
    "in²": 0.0254**2,
    "in2": 0.0254**2,
}
_TEXT = re.compile(r"^\s*([+-]?[\d\s.,'’  ]*\d)\s*(\D.*)?$")


@dataclass(frozen=True, slots=True)
class _Names:
    kinds: dict[str, AreaKind]
    loose_sets: tuple[str, ...]
    never: frozenset[str]
    never_in_set: dict[str, frozenset[str]]


def declared_areas(space: Any, units: Units) -> tuple[DeclaredArea, ...]:
    """Return every floor area declared for ``space`` (an IfcSpace), in m², named ``<set>.<quantity>`` as in the file.

    A set without a name gives the bare name of the quantity.
    ``units.area`` converts values without a unit of their own. The file's word is taken for the unit;
    ``geometry.differences.settle_units`` decides afterwards, by comparison with the outline, whether it can be true.
    """
    found: dict[tuple[str, float], DeclaredArea] = {}
    own: set[str] = set()
    for definitions, inherited in ((definitions_of(space), False), (_type_definitions(space), True)):
        for declared in _in_sets(definitions, units):
            if inherited and declared.name in own:
                continue  # a value on the room itself overrides its type's
            found.setdefault((declared.name, round(declared.area_m2, 6)), declared)
        own = {declared.name for declared in found.values()}
    return tuple(sorted(found.values(), key=lambda d: _order(d.name)))


def _order(name: str) -> int:
    set_name = _plain(name.rpartition(".")[0])
    return _SET_ORDER.index(set_name) if set_name in _SET_ORDER else len(_SET_ORDER)


def _in_sets(definitions: Iterator[Any], units: Units) -> Iterator[DeclaredArea]:
    for definition in definitions:
        set_name = definition.Name or ""
        if definition.is_a("IfcElementQuantity"):
            for quantity in _quantities(definition.Quantities):
                kind = kind_of(set_name, quantity.Name or "")
                scale = _scale(quantity.Unit, units)
                if kind and scale:
                    yield from _declared(set_name, quantity.Name, kind, quantity.AreaValue, scale)
        elif definition.is_a("IfcPropertySet"):
            for prop in definition.HasProperties or ():
                # The name first: zone stamps have hundreds of properties, and every look into one costs.
                kind = kind_of(set_name, prop[0] or "")
                if kind and prop.is_a("IfcPropertySingleValue") and prop.NominalValue is not None:
                    yield from _property(set_name, prop, kind, units)


def _property(set_name: str, prop: Any, kind: AreaKind, units: Units) -> Iterator[DeclaredArea]:
    measure = prop.NominalValue.is_a()
    if not (measure in _AREA_TYPES or (measure in _LOOSE_TYPES and _is_loose_set(set_name))):
        return
    value: Any = prop.NominalValue.wrappedValue
    scale = _scale(prop.Unit, units)
    if isinstance(value, str):
        parsed = area_of_text(value)
        if parsed is None:
            return
        value, text_scale = parsed
        scale = text_scale or scale
    if scale:
        yield from _declared(set_name, prop.Name, kind, value, scale)


def _declared(set_name: str, name: str, kind: AreaKind, value: Any, scale: float) -> Iterator[DeclaredArea]:
    # Exporters write 0 for "not computed"; a room of no area is not a claim about this one.
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value > 0:
        yield DeclaredArea(f"{set_name}.{name}" if set_name else name, kind, float(value) * scale)


@lru_cache(maxsize=4096)
def kind_of(set_name: str, name: str) -> AreaKind | None:
    """Return which kind of floor area ``name`` in the set ``set_name`` stands for, None if it is no floor area."""
    names = _names()
    plain = _plain(name)
    if plain in names.never or plain in names.never_in_set.get(_plain(set_name), ()):
        return None
    return names.kinds.get(plain)


def area_of_text(text: str) -> tuple[float, float | None] | None:
    """Return (value, m² per unit or None where the text names no unit) of a text like ``24,5 m²``; None if it is none.

    A single comma is a decimal comma unless exactly three digits follow a non-zero whole part (``1,234``).
    """
    match = _TEXT.match(text)
    if match is None:
        return None
    unit = re.sub(r"\s+", "", match.group(2) or "").lower().removesuffix("。")
    if unit not in _TEXT_UNITS_M2:
        return None
    digits = re.sub(r"[\s'’]", "", match.group(1))
    if "," in digits and "." in digits:
        thousands = "," if digits.rindex(".") > digits.rindex(",") else "."
        digits = digits.replace(thousands, "").replace(",", ".")
    elif digits.count(",") > 1 or re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", digits):
        digits = digits.replace(",", "")
    else:
        digits = digits.replace(",", ".")
    try:
        return float(digits), _TEXT_UNITS_M2[unit]
    except ValueError:
        return None


def _quantities(quantities: Any) -> Iterator[Any]:
    for quantity in quantities or ():
        if quantity.is_a("IfcQuantityArea"):
            yield quantity
        elif quantity.is_a("IfcPhysicalComplexQuantity"):
            yield from _quantities(quantity.HasQuantities)


def definitions_of(space: Any) -> Iterator[Any]:
    """Yield the property and quantity sets that hang on an occurrence itself."""
    for relation in space.IsDefinedBy or ():
        if relation.is_a("IfcRelDefinesByProperties"):
            definition = relation.RelatingPropertyDefinition
            # IFC4 allows a set of sets here.
            if definition is not None:
                yield from [definition] if hasattr(definition, "is_a") and definition.id() else definition.wrappedValue


def _type_definitions(space: Any) -> Iterator[Any]:
    relations = [*(getattr(space, "IsTypedBy", None) or ()), *(space.IsDefinedBy or ())]
    for relation in relations:
        if relation.is_a("IfcRelDefinesByType") and relation.RelatingType is not None:
            yield from relation.RelatingType.HasPropertySets or ()


def _scale(unit: Any, units: Units) -> float | None:
    """Return m² per unit; None for a unit that is no area (a quantity nobody can convert is no claim)."""
    if unit is None:
        return units.area
    return unit_factor(unit) if getattr(unit, "UnitType", None) == "AREAUNIT" else None


def _is_loose_set(set_name: str) -> bool:
    plain = _plain(set_name)
    return any(fnmatchcase(plain, pattern) for pattern in _names().loose_sets)


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-]+", "", name).casefold()


@cache
def _names() -> _Names:
    table = tomllib.loads(resources.files("bim_import.ifc").joinpath("declared_area_names.toml").read_text("utf-8"))
    kinds: dict[str, AreaKind] = {}
    for kind in _KINDS:
        for name in table["measured"][kind]:
            kinds.setdefault(_plain(name), kind)
    return _Names(
        kinds=kinds,
        loose_sets=tuple(_plain(name) for name in table["loose"]["sets"]),
        never=frozenset(_plain(name) for name in table["never"]["names"]),
        never_in_set={_plain(k): frozenset(map(_plain, v)) for k, v in table["never"]["in_set"].items()},
    )
