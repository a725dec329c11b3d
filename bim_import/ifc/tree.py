"""Who belongs to whom in an IFC file, read once: containment, aggregation, openings, fillings, types, materials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from bim_import.ifc.forgiving import Forgiving
from bim_import.ifc.placement import finite
from bim_import.ifc.units import Units

COMMON_FLAGS = ("LoadBearing", "IsExternal")


def by_type(file: Any, name: str) -> list[Any]:
    """Return the instances of a class, none where the schema of the file does not know it."""
    try:
        return list(file.by_type(name))
    except RuntimeError:
        return []


def related(value: Any) -> Iterable[Any]:
    """Return what a relationship lists; broken files leave it out."""
    return value if isinstance(value, tuple) else ()


class Tree:
    """Relationships of one file by entity id."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.parent: dict[int, Any] = {}
        self.children: dict[int, list[Any]] = defaultdict(list)
        self.host: dict[int, Any] = {}  # opening element -> what it cuts
        self.openings: dict[int, list[Any]] = defaultdict(list)
        self.filled: dict[int, Any] = {}  # door or window -> the opening it fills
        self.type_of: dict[int, Any] = {}
        self._flags: dict[int, dict[str, bool]] = {}
        self._thickness: dict[int, float] = {}
        self.broken = Forgiving("relationships")
        for name, read in (
            ("IfcRelAggregates", self._aggregates),
            ("IfcRelNests", self._aggregates),
            ("IfcRelContainedInSpatialStructure", self._contains),
            ("IfcRelVoidsElement", self._voids),
            ("IfcRelFillsElement", self._fills),
            ("IfcRelDefinesByType", self._types),
        ):
            for relation in by_type(file, name):
                with self.broken:
                    read(relation)

    def _aggregates(self, relation: Any) -> None:
        for child in related(relation[5]):
            self._belong(child, relation[4])

    def _contains(self, relation: Any) -> None:
        for child in related(relation[4]):
            self._belong(child, relation[5])

    def _voids(self, relation: Any) -> None:
        host, opening = relation[4], relation[5]
        self.host[opening.id()] = host
        self.openings[host.id()].append(opening)

    def _fills(self, relation: Any) -> None:
        opening, filling = relation[4], relation[5]
        if opening.id():
            self.filled[filling.id()] = opening

    def _types(self, relation: Any) -> None:
        kind = relation[5]
        if kind is None:
            return
        for child in related(relation[4]):
            self.type_of[child.id()] = kind

    def _belong(self, child: Any, parent: Any) -> None:
        if parent is not None:
            self.parent.setdefault(child.id(), parent)
            self.children[parent.id()].append(child)

    def ancestors(self, entity: Any) -> Iterator[Any]:
        """Yield what contains an entity, from the inside out; a circle of containment ends it.

        A hole belongs where the element it cuts belongs: files seldom contain openings in a storey of their own.
        """
        seen = {entity.id()}
        while True:
            entity = self.parent.get(entity.id()) or self.host.get(entity.id())
            if entity is None or entity.id() in seen:
                return
            seen.add(entity.id())
            yield entity

    def flag(self, entity: Any, name: str) -> bool | None:
        """Return LoadBearing or IsExternal of an element, from its own property sets or those of its type."""
        if not self._flags:
            self._read_flags()
        own = self._flags.get(entity.id(), {}).get(name)
        if own is not None or entity.id() not in self.type_of:
            return own
        return self._flags.get(self.type_of[entity.id()].id(), {}).get(name)

    def _read_flags(self) -> None:
        # From the few sets that can hold a flag to what they describe: a model has many more relationships than that.
        self._flags = {0: {}}
        for definition in by_type(self.file, "IfcPropertySet"):
            with self.broken:
                flags = _flags_of(definition)
                for user in self.file.get_inverse(definition) if flags else ():
                    if user.is_a("IfcRelDefinesByProperties"):
                        for entity in related(user[4]):
                            self._flags.setdefault(entity.id(), {}).update(flags)
                    elif user.is_a("IfcTypeObject"):
                        self._flags.setdefault(user.id(), {}).update(flags)

    def layer_thickness_m(self, entity: Any, units: Units) -> float | None:
        """Return the thickness of an element's material layers in metres, None where it has no layers."""
        if not self._thickness:
            self._read_thickness(units)
        own = self._thickness.get(entity.id())
        if own is not None or entity.id() not in self.type_of:
            return own
        return self._thickness.get(self.type_of[entity.id()].id())

    def _read_thickness(self, units: Units) -> None:
        self._thickness = {0: 0.0}
        for relation in by_type(self.file, "IfcRelAssociatesMaterial"):
            with self.broken:
                thickness = _layers_thickness(relation[5])
                if thickness:
                    for entity in related(relation[4]):
                        self._thickness[entity.id()] = thickness * units.length


def _flags_of(definition: Any) -> dict[str, bool]:
    name = definition.get_argument(2)
    if not name or not name.endswith("Common"):
        return {}
    found = {}
    for prop in related(definition[4]):
        if prop[0] in COMMON_FLAGS and prop.is_a("IfcPropertySingleValue") and prop[2] is not None:
            value = prop[2][0]
            if isinstance(value, bool):
                found[prop[0]] = value
    return found


def _layers_thickness(material: Any) -> float | None:
    if material is None:
        return None
    if material.is_a("IfcMaterialLayerSetUsage"):
        material = material[0]
    if material is None or not material.is_a("IfcMaterialLayerSet"):
        return None
    total = sum(finite([layer[1] for layer in related(material[0])]))
    return total if total > 0 else None
