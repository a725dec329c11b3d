"""What there is to say about a room scan: how its walls fit its floor, and what it did not see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from shapely import LineString, Polygon

from bim_import.survey.roomplan_json import Surface
from geometry.finding import Finding, Text
from geometry.survey.wall_loop import WallLine, offset_from_m, uncovered_m, wall_loop

OFF_M = 0.10  # two to three times what such a scan is good for
SCAN_REACH_M = 100.0  # scanners of phones see 5 m; a walk around a hall stays well below
SHOWN = 10

WALLS_OPEN = Text(
    "扫描到 {count} 面墙,首尾相距 {low:.2f} 至 {high:.2f} m,没有围成房间;轮廓取自地面多边形,其中 {bare:.1f} m "
    "没有扫描到墙。",
    "The scan saw {count} walls whose ends lie {low:.2f} to {high:.2f} m apart and do not enclose the room; the "
    "outline is "
    "the floor polygon, {bare:.1f} m of which have no wall.",
)
NO_WALLS = Text(
    "没有扫描到墙;轮廓取自地面多边形,没有核对。",
    "The scan saw no walls; the outline is the floor polygon and nothing checks it.",
)
WALL_OFF = Text(
    "扫描的一面墙(长 {length:.2f} m)离地面多边形的边 {near_mm:.0f} 至 {offset_mm:.0f} mm;请核对房间边界,或重新扫描。",
    "A wall of the scan ({length:.2f} m long) lies {near_mm:.0f} to {offset_mm:.0f} mm off the edge of the floor "
    "polygon; check the "
    "room or "
    "scan it again.",
)
FROM_WALLS = Text(
    "没有地面多边形;轮廓由 {count} 面墙的交点围成(首尾间隙最大 {high:.2f} m)。",
    "There is no floor polygon; the outline is where the {count} walls cross (largest gap {high:.2f} m).",
)
UNDETERMINED = Text(
    "没有地面多边形,{count} 面墙也没有围成房间(首尾相距最大 {high:.2f} m),面积无法确定;请完整绕房间扫描一周。",
    "There is no floor polygon and the {count} walls do not enclose a room (ends up to {high:.2f} m apart), so "
    "that the "
    "area is not determined; walk once around the whole room and scan again.",
)
ONE_WALL = Text(
    "文件里只有一面墙(面积 {area:.3f} m²),没有地面,面积无法确定;请导出整个房间的扫描结果。",
    "The file holds one wall ({area:.3f} m²) and no floor, so that there is no room to measure; export the scan of "
    "the "
    "whole room.",
)
NO_POLYGON = Text(
    "地面没有可用的多边形(只有外接尺寸),不能用来计算面积。",
    "The floor has no usable polygon (only outer dimensions), from which no area is computed.",
)
UNIT_SUSPECT = Text(
    "这个房间会有 {length:.0f} × {width:.0f} m,手机扫描到不了那么远;数值很可能是毫米或厘米,"
    "而 RoomPlan 以米为单位。请按原样导出扫描结果。",
    "The room would be {length:.0f} × {width:.0f} m, farther than a phone scans; the numbers are most likely "
    "millimetres or centimetres, where RoomPlan writes metres. Export the scan as it is.",
)
UNREADABLE = Text(
    "扫描中有 {count} 个面的数据无法使用,已略过:{names}。",
    "{count} surfaces of the scan have unusable numbers and were left out: {names}.",
)
NOT_PLACED = Text(
    "扫描结果不含在建筑中的位置,只有形状和尺寸是测得的。",
    "A scan does not know where in the building it was made; only shape and size were measured.",
)
SEEN = Text(
    "扫描到 {count} 面墙,墙面共 {gross:.2f} m²,除去门窗洞口后 {net:.2f} m²。",
    "The scan saw {count} walls of {gross:.2f} m² together, {net:.2f} m² without doors, windows and openings.",
)
CURVED = Text(
    "扫描中有 {count} 面弧形墙;地面多边形以折线表示弧线。",
    "{count} walls of the scan are curved; the floor polygon shows them as chords.",
)


def compared(subject: str, ring: Polygon, walls: Sequence[Surface]) -> Iterator[Finding]:
    """Yield how the walls of a scan fit the floor polygon that gives the outline."""
    if not walls:
        yield Finding("scan-without-walls", subject, "warning", NO_WALLS)
        return
    lines = [_line(wall) for wall in walls]
    loop = wall_loop(lines)
    offsets = [offset_from_m(line, ring) for line in lines]
    bare_m = uncovered_m(lines, ring, within_m=OFF_M)
    if loop.outline is None:
        evidence: dict[str, Any] = {
            "gaps_m": [round(gap, 4) for gap in loop.gaps_m],
            "without_wall_m": round(bare_m, 3),
            "outline_m": round(ring.length, 3),
        }
        reason = WALLS_OPEN.format(count=len(walls), low=min(loop.gaps_m), high=max(loop.gaps_m), bare=bare_m)
        yield Finding("scan-walls-open", subject, "warning", reason, evidence)
    for wall, line, offset_m in zip(walls, lines, offsets, strict=True):
        if offset_m > OFF_M:
            nearest_m = float(LineString(line).distance(ring.boundary))
            reason = WALL_OFF.format(length=line.length_m, near_mm=nearest_m * 1000, offset_mm=offset_m * 1000)
            evidence = {
                "wall": wall.id,
                "nearest_m": round(nearest_m, 4),
                "offset_m": round(offset_m, 4),
                "length_m": round(line.length_m, 4),
            }
            yield Finding("scan-wall-off", subject, "warning", reason, evidence)


def walls_seen(subject: str, walls: Sequence[Surface], openings: Sequence[Surface]) -> Iterator[Finding]:
    """Yield what walls were seen, with their areas."""
    if not walls:
        return
    gross_m2 = sum(wall.face_area_m2 for wall in walls)
    net_m2 = gross_m2 - sum(opening.face_area_m2 for opening in openings)
    reason = SEEN.format(count=len(walls), gross=gross_m2, net=max(0.0, net_m2))
    evidence = {
        "walls": [{"wall": wall.id, "area_m2": round(wall.face_area_m2, 6)} for wall in walls],
        "gross_wall_area_m2": round(gross_m2, 6),
        "net_wall_area_m2": round(net_m2, 6),
    }
    yield Finding("scan-walls", subject, "info", reason, evidence)
    curved = [wall.id for wall in walls if wall.curved]
    if curved:
        yield Finding("scan-curved-walls", subject, "info", CURVED.format(count=len(curved)), {"walls": curved})


def from_walls(walls: Sequence[Surface], gaps_m: Sequence[float]) -> Finding:
    """Return the remark that an outline was made of wall lines."""
    reason = FROM_WALLS.format(count=len(walls), high=max(gaps_m))
    return Finding("scan-outline-from-walls", walls[0].id, "warning", reason, {"gaps_m": [round(g, 4) for g in gaps_m]})


def undetermined(walls: Sequence[Surface], gaps_m: Sequence[float]) -> Finding:
    """Return the finding that walls alone do not make a room."""
    areas = [{"wall": wall.id, "area_m2": round(wall.face_area_m2, 6)} for wall in walls]
    evidence = {"gaps_m": [round(gap, 4) for gap in gaps_m], "walls": areas}
    if len(walls) == 1:
        reason = ONE_WALL.format(area=walls[0].face_area_m2)
    else:
        reason = UNDETERMINED.format(count=len(walls), high=max(gaps_m))
    return Finding("undetermined", walls[0].id, "rejected", reason, evidence)


def floor_without_polygon(floor: Surface) -> Finding:
    """Return the finding that a floor has no polygon to measure."""
    return Finding("scan-floor-without-polygon", floor.id, "warning", NO_POLYGON)


def too_large(ring: Polygon) -> bool:
    """Return whether a room is larger than anything a phone scans."""
    west, south, east, north = ring.bounds
    return max(east - west, north - south) > SCAN_REACH_M


def unit_suspect(subject: str, ring: Polygon) -> Finding:
    """Return the finding that a scan is in another unit."""
    west, south, east, north = ring.bounds
    reason = UNIT_SUSPECT.format(length=east - west, width=north - south)
    return Finding("unit-suspect", subject, "rejected", reason, {"extent_m": [east - west, north - south]})


def unreadable(names: Sequence[str]) -> Iterator[Finding]:
    """Yield that some surfaces were left out."""
    if names:
        reason = UNREADABLE.format(count=len(names), names=", ".join(names[:SHOWN]))
        yield Finding("scan-unreadable", "", "warning", reason, {"surfaces": list(names)})


def not_placed(subject: str) -> Finding:
    """Return the remark that a scan does not know where in the building it was made."""
    return Finding("not-placed", subject, "info", NOT_PLACED)


def _line(wall: Surface) -> WallLine:
    (x1, y1), (x2, y2) = wall.ends.tolist()
    return WallLine((x1, y1), (x2, y2))
