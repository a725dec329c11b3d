"""Write a plain office model of many rooms: ``python -m tests.bench.make_rooms ROOMS FILE.ifc``.

Every storey has 100 rooms of 4 m × 5 m on both sides of a corridor, with their walls, a door each and a column in every
second one. STEP is written directly: it takes a second for 10,000 rooms.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOMS_PER_STOREY = 100
STOREY_M = 3.6
T = 0.2  # wall thickness
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$"
HEADER = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION(('ViewDefinition [ReferenceView_V1.2]'),'2;1');
FILE_NAME('rooms.ifc','2026-01-05T08:00:00',(''),(''),'','','');
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
"""


class Step:
    """Numbers lines of STEP."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._ids = 0

    def add(self, text: str) -> str:
        """Append one entity and return its name."""
        self.lines.append(f"#{len(self.lines) + 1}={text};\n")
        return f"#{len(self.lines)}"

    def guid(self) -> str:
        """Return the next GlobalId, quoted."""
        self._ids += 1
        n, letters = self._ids, ""
        for _ in range(22):
            n, rest = divmod(n, 64)
            letters = LETTERS[rest] + letters
        return f"'{letters}'"

    def place(self, parent: str, x: float, y: float, z: float) -> str:
        """Return a local placement."""
        point = self.add(f"IFCCARTESIANPOINT(({x:.4f},{y:.4f},{z:.4f}))")
        axes = self.add(f"IFCAXIS2PLACEMENT3D({point},$,$)")
        return self.add(f"IFCLOCALPLACEMENT({parent},{axes})")


class Rooms:
    """The whole model."""

    def __init__(self, rooms: int) -> None:
        self.count = rooms
        self.s = s = Step()
        origin = s.add("IFCCARTESIANPOINT((0.,0.,0.))")
        self.axes = s.add(f"IFCAXIS2PLACEMENT3D({origin},$,$)")
        self.up = s.add("IFCDIRECTION((0.,0.,1.))")
        self.context = s.add(f"IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,{self.axes},$)")
        length = s.add("IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.)")
        area = s.add("IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.)")
        units = s.add(f"IFCUNITASSIGNMENT(({length},{area}))")
        project = s.add(f"IFCPROJECT({s.guid()},$,'rooms',$,$,$,$,({self.context}),{units})")
        site_place = s.place("$", 0, 0, 0)
        site = s.add(f"IFCSITE({s.guid()},$,'site',$,$,{site_place},$,$,.ELEMENT.,$,$,$,$,$)")
        self.place = s.place(site_place, 0, 0, 0)
        self.building = s.add(f"IFCBUILDING({s.guid()},$,'building',$,$,{self.place},$,$,.ELEMENT.,$,$,$)")
        self._aggregate(project, [site])
        self._aggregate(site, [self.building])
        self._shapes: dict[tuple[float, float, float], str] = {}

    def _aggregate(self, whole: str, parts: list[str]) -> None:
        self.s.add(f"IFCRELAGGREGATES({self.s.guid()},$,$,$,{whole},({','.join(parts)}))")

    def _body(self, x1: float, y1: float, x2: float, y2: float, height: float) -> str:
        """Return the shape of a box; each has its own, as authoring tools write them."""
        s = self.s
        ring = [s.add(f"IFCCARTESIANPOINT(({x:.4f},{y:.4f}))") for x, y in ((x1, y1), (x2, y1), (x2, y2), (x1, y2))]
        line = s.add(f"IFCPOLYLINE(({','.join([*ring, ring[0]])}))")
        profile = s.add(f"IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,{line})")
        solid = s.add(f"IFCEXTRUDEDAREASOLID({profile},{self.axes},{self.up},{height:.4f})")
        shape = s.add(f"IFCSHAPEREPRESENTATION({self.context},'Body','SweptSolid',({solid}))")
        return s.add(f"IFCPRODUCTDEFINITIONSHAPE($,$,({shape}))")

    def _storey(self, index: int, rooms: int) -> str:
        s = self.s
        place = s.place(self.place, 0, 0, index * STOREY_M)
        z = index * STOREY_M
        storey = s.add(f"IFCBUILDINGSTOREY({s.guid()},$,'{index + 1}F',$,$,{place},$,$,.ELEMENT.,{z:.4f})")
        spaces, elements = [], []
        for number in range(rooms):
            space, parts = self._room(place, index, number)
            spaces.append(space)
            elements += parts
        self._aggregate(storey, spaces)
        s.add(f"IFCRELCONTAINEDINSPATIALSTRUCTURE({s.guid()},$,$,$,({','.join(elements)}),{storey})")
        return storey

    def _wall(self, place: str, x1: float, y1: float, x2: float, y2: float) -> str:
        s = self.s
        body = self._body(x1, y1, x2, y2, 3.4)
        return s.add(f"IFCWALL({s.guid()},$,'wall',$,$,{s.place(place, 0, 0, 0)},{body},$,.SOLIDWALL.)")

    def _room(self, storey: str, index: int, number: int) -> tuple[str, list[str]]:
        """Return a room and what stands around it: outer wall, corridor wall, one partition, door, column."""
        s = self.s
        side, i = number % 2, number // 2
        x = i * (4.0 + T)
        y1, y2 = (0.0, 5.0) if side == 0 else (5.0 + T + 2.0 + T, 12.4)
        inner = (y2, y2 + T) if side == 0 else (y1 - T, y1)
        outer = (y1 - T, y1) if side == 0 else (y2, y2 + T)
        name = f"{index + 1}{number + 1:02d}"
        body = self._body(x, y1, x + 4.0, y2, 2.8)
        space = s.add(
            f"IFCSPACE({s.guid()},$,'{name}',$,$,{s.place(storey, 0, 0, 0)},{body},'office',.ELEMENT.,.INTERNAL.,$)"
        )
        corridor = self._wall(storey, x - T, inner[0], x + 4.0 + T, inner[1])
        parts = [
            corridor,
            self._wall(storey, x - T, outer[0], x + 4.0 + T, outer[1]),
            self._wall(storey, x + 4.0, y1, x + 4.0 + T, y2),
        ]
        if i == 0:
            parts.append(self._wall(storey, x - T, y1, x, y2))
        parts += self._door(storey, corridor, x + 1.5, inner[0])
        if number % 4 < 2:
            column = self._body(-0.2, -0.2, 0.2, 0.2, 3.4)
            place = s.place(storey, x + 2.0, (y1 + y2) / 2, 0)
            parts.append(s.add(f"IFCCOLUMN({s.guid()},$,'column',$,$,{place},{column},$,.COLUMN.)"))
        return space, parts

    def _door(self, storey: str, wall: str, x: float, y: float) -> list[str]:
        s = self.s
        opening = s.add(
            f"IFCOPENINGELEMENT({s.guid()},$,'opening',$,$,{s.place(storey, x, y, 0)},"
            f"{self._body(0, -0.05, 1.0, T + 0.05, 2.1)},$,.OPENING.)"
        )
        s.add(f"IFCRELVOIDSELEMENT({s.guid()},$,$,$,{wall},{opening})")
        leaf = self._body(0, 0.05, 1.0, 0.1, 2.1)
        door = s.add(
            f"IFCDOOR({s.guid()},$,'door',$,$,{s.place(storey, x, y, 0)},{leaf},$,2.1,1.,.DOOR.,.SINGLE_SWING_LEFT.,$)"
        )
        s.add(f"IFCRELFILLSELEMENT({s.guid()},$,$,$,{opening},{door})")
        return [door]

    def text(self) -> Iterator[str]:
        """Yield the file."""
        storeys, left, index = [], self.count, 0
        while left > 0:
            storeys.append(self._storey(index, min(left, ROOMS_PER_STOREY)))
            left -= ROOMS_PER_STOREY
            index += 1
        self._aggregate(self.building, storeys)
        yield HEADER
        yield from self.s.lines
        yield "ENDSEC;\nEND-ISO-10303-21;\n"


def write(rooms: int, path: Path) -> None:
    """Write a model of so many rooms."""
    with path.open("w", encoding="ascii", newline="\n") as stream:
        stream.writelines(Rooms(rooms).text())


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
