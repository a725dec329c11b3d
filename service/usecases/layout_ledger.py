"""The area ledger of joined rooms: gross of each + the strips where walls go − deductions = net, in m²."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shapely import Polygon

from geometry.basis import DEFAULT_BASIS
from geometry.layout.records import Obstacle, Site
from geometry.layout.site import BETWEEN
from geometry.overlay import common, together, without
from geometry.plan import Deduction, Element
from geometry.region import Region
from service.usecases.plain_geojson import DECIMALS, geojson

LEAST_M2: Final = 1e-4  # of a wall in a strip: less is a wall that only touches it


@dataclass(frozen=True, slots=True)
class RoomArea:
    """One room with its area under the default basis and the ledger of it."""

    id: str
    number: str
    name: str
    outline: Region
    gross_area_m2: float
    net_area_m2: float
    deductions: tuple[Deduction, ...]


@dataclass(frozen=True, slots=True)
class AreaLedger:
    """The rooms, what is gained where walls between them go, and what stands in that strip."""

    rooms: tuple[RoomArea, ...]
    strip: Region
    walls: tuple[Element, ...]
    in_strip: tuple[Obstacle, ...]

    @property
    def gross_area_m2(self) -> float:
        """Return the floor of the rooms and of the strips between them."""
        return sum(room.gross_area_m2 for room in self.rooms) + float(self.strip.area)

    @property
    def deducted_m2(self) -> float:
        """Return all that is taken off."""
        lines = sum(line.area_m2 for room in self.rooms for line in room.deductions)
        return lines + sum(float(o.footprint.area) for o in self.in_strip)

    @property
    def net_area_m2(self) -> float:
        """Return the net usable area of the joined room."""
        return self.gross_area_m2 - self.deducted_m2


def ledger_of(site: Site, rooms: Sequence[RoomArea], elements: Iterable[Element]) -> AreaLedger:
    """Return the ledger of a site made of ``rooms``; ``elements`` are those of its storey."""
    if len(rooms) < 2:
        return AreaLedger(tuple(rooms), Polygon(), (), ())
    strip = without(site.floor, together([room.outline for room in rooms]))
    in_strip = [o for o in site.obstacles if common(o.footprint, strip).area > o.footprint.area / 2]
    return AreaLedger(tuple(rooms), strip, walls_in(strip, elements), tuple(in_strip))


def walls_in(strip: Region, elements: Iterable[Element]) -> tuple[Element, ...]:
    """Return the walls that stand in the strip between joined rooms: those that go."""
    return tuple(e for e in elements if e.kind in BETWEEN and common(e.footprint, strip).area >= LEAST_M2)


def ledger_json(ledger: AreaLedger) -> dict[str, Any]:
    """Return the ledger as plain JSON values."""
    return {
        "basis": DEFAULT_BASIS,
        "rooms": [
            {
                "id": room.id,
                "number": room.number,
                "name": room.name,
                "gross_area_m2": room.gross_area_m2,
                "deductions": [
                    {"kind": d.kind, "element": d.element, "area_m2": d.area_m2, "rule": d.rule}
                    for d in room.deductions
                ],
                "net_area_m2": room.net_area_m2,
            }
            for room in ledger.rooms
        ],
        "walls_gone": [{"element": w.id, "name": w.name, "load_bearing": w.load_bearing} for w in ledger.walls],
        "walls_gone_geometry": None if ledger.strip.is_empty else geojson(ledger.strip),
        "walls_gone_area_m2": round(float(ledger.strip.area), DECIMALS),
        "standing_there": [
            {"kind": o.kind, "element": o.id, "area_m2": round(float(o.footprint.area), DECIMALS)}
            for o in ledger.in_strip
        ],
        "gross_area_m2": round(ledger.gross_area_m2, DECIMALS),
        "deducted_area_m2": round(ledger.deducted_m2, DECIMALS),
        "net_area_m2": round(ledger.net_area_m2, DECIMALS),
    }
