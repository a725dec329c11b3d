"""A thin layer over ifcopenshell that writes the same bytes on every run: stable ids, shared points, fixed header."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.guid

TIMESTAMP = "2026-01-05T08:00:00"
_NAMESPACE = uuid.UUID("5f0b1c62-6c2f-4d6e-9f1d-2f9a4f2b7a11")  # any fixed value; ids follow from it and the keys


def global_id(key: str) -> str:
    """Return the IFC GlobalId that belongs to a key of this building."""
    return str(ifcopenshell.guid.compress(uuid.uuid5(_NAMESPACE, key).hex))


def rounded(value: float) -> float:
    """Return the value to 1e-9 m, so that the last bit of a library's sine does not show; never −0."""
    return round(value, 9) + 0.0


class Writer:
    """Creates entities; equal points, directions and placements are written once."""

    def __init__(self, schema: str = "IFC4", *, prefix: str = "") -> None:
        self.file = ifcopenshell.file(schema=schema)
        self._prefix = prefix  # of every key, so that two files have no GlobalId in common
        self._shared: dict[Any, Any] = {}

    def add(self, type_name: str, **attributes: Any) -> Any:
        """Create one entity."""
        return self.file.create_entity(type_name, **attributes)

    def root(self, type_name: str, key: str, **attributes: Any) -> Any:
        """Create one entity with a GlobalId that follows from ``key``."""
        return self.add(type_name, GlobalId=global_id(self._prefix + key), **attributes)

    def shared(self, key: Any, make: Any) -> Any:
        """Return what ``make`` made for ``key`` the first time."""
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]

    def point(self, *xyz: float) -> Any:
        """Return a cartesian point in metres."""
        c = tuple(rounded(v) for v in xyz)
        return self.shared(("point", c), lambda: self.add("IfcCartesianPoint", Coordinates=c))

    def direction(self, *xyz: float) -> Any:
        """Return a direction."""
        c = tuple(round(v, 12) + 0.0 for v in xyz)
        return self.shared(("direction", c), lambda: self.add("IfcDirection", DirectionRatios=c))

    def axes(self, origin: tuple[float, float, float], x: tuple[float, float] = (1.0, 0.0)) -> Any:
        """Return an upright placement whose x axis points to ``x``."""
        key = ("axes", tuple(rounded(v) for v in origin), tuple(round(v, 12) + 0.0 for v in x))

        def make() -> Any:
            if key[2] == (1.0, 0.0):
                return self.add("IfcAxis2Placement3D", Location=self.point(*origin))
            return self.add(
                "IfcAxis2Placement3D",
                Location=self.point(*origin),
                Axis=self.direction(0.0, 0.0, 1.0),
                RefDirection=self.direction(*x, 0.0),
            )

        return self.shared(key, make)

    def placement(self, parent: Any, origin: tuple[float, float, float], x: tuple[float, float] = (1.0, 0.0)) -> Any:
        """Return a local placement."""
        return self.add("IfcLocalPlacement", PlacementRelTo=parent, RelativePlacement=self.axes(origin, x))

    def write(self, path: Path, *, name: str) -> None:
        """Write the file with a fixed header."""
        header = self.file.header
        header.file_description.description = ("ViewDefinition [ReferenceView_V1.2]",)
        header.file_name.name = name
        header.file_name.time_stamp = TIMESTAMP
        header.file_name.author = ("",)
        header.file_name.organization = ("",)
        header.file_name.preprocessor_version = "Yijian samples"
        header.file_name.originating_system = "Yijian samples"
        header.file_name.authorization = ""
        path.write_text(self.file.to_string(), encoding="ascii", newline="\n")
