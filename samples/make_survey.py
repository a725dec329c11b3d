"""Write the survey samples: ``python -m samples.make_survey [DIR]``. The same bytes every time.

The rooms are known exactly (``survey.truth.json``); readings are the true values with a random error of the standard
deviation stated there, rounded to the millimetre as a laser shows them. One reading is wrong by 100 mm on purpose, as
when the laser measures from its front instead of its back.
"""

from __future__ import annotations

import csv
import io
import json
import math
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service.exports.survey_template import filled_template

SEED = 20260711
SIGMA_M = 0.0015
SIGMA_DEG = 0.05
BLUNDER_M = 0.100
MEASURED_ON = date(2026, 7, 11)
DISTO, TOTAL_STATION = "Leica DISTO", "全站仪 Total station"
SHEETS = ("rooms", "distances", "diagonals", "angles", "obstacles", "heights")
Point = tuple[float, float]
Row = dict[str, object]


@dataclass(frozen=True)
class Room:
    """One room as it is: corners counter-clockwise in metres, and what becomes of it in the import."""

    building: str
    storey: str
    number: str
    name: str
    corners: tuple[Point, ...]
    outcome: str = "measured"

    @property
    def area_m2(self) -> float:
        """Return its true area."""
        pairs = zip(self.corners, (*self.corners[1:], self.corners[0]), strict=True)
        return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2

    def key(self) -> Row:
        """Return the columns that name it."""
        return {"building": self.building, "storey": self.storey, "number": self.number}


def box(length_m: float, width_m: float) -> tuple[Point, ...]:
    """Return the corners of a rectangle."""
    return ((0.0, 0.0), (length_m, 0.0), (length_m, width_m), (0.0, width_m))


# Rooms of annex one of the county centre, as the model has them, and of an older house that has no model.
ANNEX, OLD = "附楼一", "旧办公楼"
QUICK = (
    Room(ANNEX, "2F", "B203", "县生态环境分局办公室", box(3.06, 4.5)),
    Room(ANNEX, "2F", "B205", "县生态环境分局办公室", box(6.36, 4.5)),
    Room(ANNEX, "2F", "B208", "县住房和城乡建设局办公室", box(2.4, 4.5)),
    Room(ANNEX, "2F", "B209", "县住房和城乡建设局办公室", box(3.72, 4.5)),
    Room(ANNEX, "2F", "B212", "业务档案室", box(6.36, 4.5)),
    Room(ANNEX, "2F", "B221", "县住房和城乡建设局办公室", box(1.96, 5.4)),
    Room(ANNEX, "2F", "B224", "附楼一第二会议室", box(12.96, 5.4)),
)
RECTANGLE = Room(ANNEX, "1F", "B119", "县生态环境分局办公室", box(3.72, 5.4))
WITH_COLUMN = Room(OLD, "1F", "102", "档案室", box(7.84, 5.92))
L_ROOM = Room(OLD, "1F", "103", "会议室", ((0, 0), (6.42, 0), (6.42, 2.96), (4.18, 2.96), (4.18, 5.24), (0, 5.24)))
T_ROOM = Room(
    OLD, "2F", "201", "接待室", ((2.1, 0), (4.3, 0), (4.3, 3.1), (6.6, 3.1), (6.6, 5.5), (0, 5.5), (0, 3.1), (2.1, 3.1))
)
UNDETERMINED = Room(
    OLD, "2F", "202", "储藏室", ((0, 0), (4.12, 0.05), (4.4, 3.2), (2.1, 4.3), (0.1, 3.4)), "undetermined"
)
BLUNDER = Room(OLD, "2F", "203", "财务科办公室", box(5.36, 4.18), "blunder")
POLAR = Room(OLD, "3F", "301", "主任办公室", ((0, 0), (5.6, 0), (5.6, 4.1), (3.9, 4.1), (3.9, 4.7), (0, 4.7)))
WORKBOOK = (RECTANGLE, WITH_COLUMN, L_ROOM, T_ROOM, UNDETERMINED, BLUNDER)


class Surveyor:
    """Reads lengths and angles with random errors, always the same ones."""

    def __init__(self) -> None:
        self._random = random.Random(SEED)

    def length(self, a: Point, b: Point, wrong_m: float = 0.0) -> float:
        """Return a reading of the distance between two points, metres."""
        return round(math.dist(a, b) + self._random.gauss(0, SIGMA_M) + wrong_m, 3)

    def angle(self, before: Point, at: Point, after: Point) -> float:
        """Return a reading of the interior angle at a corner of a counter-clockwise room, degrees."""
        to = math.atan2(before[1] - at[1], before[0] - at[0]) - math.atan2(after[1] - at[1], after[0] - at[0])
        return round(math.degrees(to) % 360 + self._random.gauss(0, SIGMA_DEG), 2)

    def direction(self, station: Point, to: Point, turn_deg: float) -> float:
        """Return a horizontal reading, gon clockwise."""
        bearing = math.degrees(math.atan2(to[0] - station[0], to[1] - station[1])) + turn_deg
        return round((bearing % 360 + self._random.gauss(0, 0.002)) / 0.9, 4) % 400


def workbook_rows(surveyor: Surveyor) -> dict[str, list[Row]]:
    """Return the rows of every sheet of the workbook."""
    rows: dict[str, list[Row]] = {sheet: [] for sheet in SHEETS}
    for room in WORKBOOK:
        rows["rooms"].append(room.key() | {"name": room.name, "instrument": DISTO, "measured_on": MEASURED_ON})
    a, b, c, d = RECTANGLE.corners
    rows["rooms"][0] |= {
        "length": surveyor.length(a, b), "width": surveyor.length(b, c), "length_2": surveyor.length(c, d),
        "width_2": surveyor.length(d, a), "diagonal": surveyor.length(a, c), "height": 2.912,
    }  # fmt: skip
    a, b, c, d = WITH_COLUMN.corners
    rows["rooms"][1] |= {
        "length": surveyor.length(a, b),
        "width": surveyor.length(b, c),
        "diagonal": surveyor.length(a, c),
    }
    rows["obstacles"] += [
        WITH_COLUMN.key() | {"kind": "柱 Column", "length": 0.5, "width": 0.5, "count": 2},
        WITH_COLUMN.key() | {"kind": "管井 Shaft", "length": 62, "width": 48, "unit": "cm"},
    ]
    rows["heights"].append(WITH_COLUMN.key() | {"value": 3.15})
    rows["rooms"][2] |= {"corners": "A B C D E F"}
    _walls(rows, L_ROOM, "ABCDEF", surveyor)
    for i in range(6):
        around = [L_ROOM.corners[(i + k) % 6] for k in (-1, 0, 1)]
        rows["angles"].append(L_ROOM.key() | {"corner": "ABCDEF"[i], "value": surveyor.angle(*around)})
    rows["rooms"][3] |= {"square": "是 Yes", "reflex": "3, 8"}
    _walls(rows, T_ROOM, "12345678", surveyor)
    for i, j in ((0, 3), (1, 4), (2, 5), (5, 7)):
        _diagonal(rows, T_ROOM, i, j, surveyor)
    _walls(rows, UNDETERMINED, "12345", surveyor)
    rows["rooms"][5] |= {"square": "是 Yes"}
    _walls(rows, BLUNDER, "1234", surveyor, wrong=2)
    for i, j in ((0, 2), (1, 3)):
        _diagonal(rows, BLUNDER, i, j, surveyor)
    return rows


def _walls(rows: dict[str, list[Row]], room: Room, labels: str, surveyor: Surveyor, wrong: int = -1) -> None:
    n = len(labels)
    for i in range(n):
        error_m = BLUNDER_M if i == wrong else 0.0
        value = surveyor.length(room.corners[i], room.corners[(i + 1) % n], error_m)
        ends = {"from": labels[i], "to": labels[(i + 1) % n], "value": value, "instrument": DISTO}
        rows["distances"].append(room.key() | ends)


def _diagonal(rows: dict[str, list[Row]], room: Room, i: int, j: int, surveyor: Surveyor) -> None:
    value = surveyor.length(room.corners[i], room.corners[j])
    ends = {"from": str(i + 1), "to": str(j + 1), "value": value, "instrument": DISTO}
    rows["diagonals"].append(room.key() | ends)


def quick_table(surveyor: Surveyor) -> bytes:
    """Return the quick case as CSV in GB 18030, as a Chinese spreadsheet program saves it: one row a room."""
    headings = ("楼栋", "楼层", "房号", "名称", "长(m)", "宽(m)", "净高(m)", "柱扣减(m²)", "仪器")
    lines = []
    for room in QUICK:
        a, b, c, _ = room.corners
        column = "0.36" if room.number == "B224" else ""
        sides = (f"{surveyor.length(a, b):.3f}", f"{surveyor.length(b, c):.3f}")
        lines.append((room.building, room.storey, room.number, room.name, *sides, "2.90", column, DISTO))
    return _csv(headings, lines).encode("gb18030")


def polar_table(surveyor: Surveyor) -> bytes:
    """Return shots from two stations in one room as CSV, gon, both faces."""
    headings = (
        *("楼栋", "楼层", "房号", "测站", "照准点", "斜距(m)", "水平角(gon)", "天顶距(gon)"),
        *("盘右水平角(gon)", "盘右天顶距(gon)", "仪器"),
    )
    lines = []
    for station, at, turn_deg in (("S1", (2.0, 2.2), 31.0), ("S2", (4.6, 1.4), 250.0)):
        for i, corner in enumerate(POLAR.corners):
            if station == "S2" and i == 4:
                continue  # hidden behind the corner that juts in
            level_m, zenith_deg = math.dist(at, corner), 90.0 + (i - 2.5) * 1.7
            slope = surveyor.length((0, 0), (level_m / math.sin(math.radians(zenith_deg)), 0))
            face = surveyor.direction(at, corner, turn_deg)
            again = (surveyor.direction(at, corner, turn_deg) + 200.0) % 400
            zenith = round(zenith_deg / 0.9, 4)
            values = (f"{slope:.3f}", f"{face:.4f}", f"{zenith:.4f}", f"{again:.4f}", f"{400 - zenith:.4f}")
            lines.append((POLAR.building, POLAR.storey, POLAR.number, station, str(i + 1), *values, TOTAL_STATION))
    return ("\ufeff" + _csv(headings, lines)).encode("utf-8")


def _csv(headings: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([headings, *lines])
    return buffer.getvalue()


def truth() -> bytes:
    """Return what the rooms really are, as JSON."""
    rooms = [
        room.key() | {"file": file, "name": room.name, "area_m2": round(room.area_m2, 6), "outcome": room.outcome}
        for file, group in (
            ("survey_workbook.xlsx", WORKBOOK), ("survey_quick_gb18030.csv", QUICK), ("survey_polar.csv", (POLAR,))
        )
        for room in group
    ]  # fmt: skip
    facts = {
        "sigma_m": SIGMA_M,
        "sigma_deg": SIGMA_DEG,
        "blunder": {"room": "203", "from": "3", "to": "4", "size_m": BLUNDER_M},
    }
    return (json.dumps(facts | {"rooms": rooms}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


FILES: dict[str, Callable[[], bytes]] = {
    "survey_workbook.xlsx": lambda: filled_template(workbook_rows(Surveyor())),  # type: ignore[arg-type]
    "survey_quick_gb18030.csv": lambda: quick_table(Surveyor()),
    "survey_polar.csv": lambda: polar_table(Surveyor()),
    "survey.truth.json": truth,
}


def write(folder: Path) -> None:
    """Write every file into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
