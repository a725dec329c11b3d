"""What is said about a survey: one finding per fact, with the reading it came from and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from geometry.finding import Finding, Outcome, Text
from geometry.survey.blunders import Blunder
from geometry.survey.missing import Missing
from geometry.survey.observations import PolarShot, RoomSurvey
from geometry.survey.record import Closure, ObservationRow
from geometry.survey.room_equations import Row

CLOSURE_NAMES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "angular": Text("内角和闭合差", "the sum of the interior angles"),
        "vector": Text("边长与角度的闭合差", "the loop of walls and angles"),
        "lengths": Text("两次长度之差", "the difference of the two lengths"),
        "widths": Text("两次宽度之差", "the difference of the two widths"),
        "diagonals": Text("两条对角线之差", "the difference of the two diagonals"),
        "diagonal-of-sides": Text("对角线与两边推算值之差", "the diagonal against the two sides"),
    }
)
UNDETERMINED: Final = Text(
    "房间{room}的观测不足以确定形状，还缺{count}个量：请补测{what}。",
    "The observations do not determine the shape of room {room}; {count} more needed: add {what}.",
)
UNDETERMINED_UNKNOWN: Final = Text(
    "房间{room}的观测不足以确定形状：请补测对角线。",
    "The observations do not determine the shape of room {room}: add diagonals.",
)
CROSSING: Final = Text(
    "房间{room}按这些观测平差后轮廓自相交，无法计算面积：请核对墙角顺序和读数。",
    "With these observations the outline of room {room} crosses itself, so it has no area: check the order of the "
    "corners and the readings.",
)
MISCLOSURE: Final = Text(
    "房间{room}：{what}为{value}，是其自身标准不确定度{u}的{ratio:.1f}倍。",
    "Room {room}: {what} is off by {value}, {ratio:.1f} times its own standard uncertainty of {u}.",
)
BLUNDER: Final = Text(
    "{reading}：{what}读得{more}，估计误差{size}（w = {w:.1f}）；未采用该读数，请复测。",
    "{reading}: {what} was read {size} too {more} (w = {w:.1f}); the reading is left out, measure it again.",
)
BLUNDER_KEPT: Final = Text(
    "{reading}：{what}疑读得{more}，估计误差{size}（w = {w:.1f}）；该读数仍在平差中，请复测。",
    "{reading}: {what} seems to be read {size} too {more} (w = {w:.1f}); it is still in the adjustment, measure it "
    "again.",
)
NOT_SQUARE: Final = Text(
    "墙角{what}不是假定的角度，相差{size}（w = {w:.1f}）；未采用该假定。",
    "Corner {what} does not have the assumed angle, it differs by {size} (w = {w:.1f}); the assumption is left out.",
)
ONE_OF_SEVERAL: Final = Text(
    "房间{room}：观测之间有矛盾（w = {w:.1f}），但现有观测无法判定是哪一个：{candidates}。请复测其中之一。",
    "Room {room}: the observations contradict each other (w = {w:.1f}), but cannot tell which of these is wrong: "
    "{candidates}. Measure one of them again.",
)
SCALED: Final = Text(
    "房间{room}的观测比声明的精度差{s0:.1f}倍，且不能归于个别读数；面积不确定度已按此放大。",
    "The observations of room {room} fit {s0:.1f} times worse than their stated accuracy, and no single reading "
    "explains it; the uncertainty of the area is enlarged accordingly.",
)
UNCHECKED: Final = Text(
    "房间{room}：以下读数没有任何其他观测检核，读错也不会被发现：{candidates}。",
    "Room {room}: nothing checks these readings, a wrong one would go unnoticed: {candidates}.",
)
ASSUMED: Final = Text(
    "房间{room}：{candidates}的角度是假定的（标准差{sigma_deg:.2f}°），没有测量。",
    "Room {room}: the angles at {candidates} are assumed (standard deviation {sigma_deg:.2f}°), not measured.",
)
SPREAD: Final = Text(
    "{reading}：{what}的多次读数相差{spread_mm:.0f}毫米，超出仪器的重复性；请复测。",
    "{reading}: the repeated readings of {what} differ by {spread_mm:.0f} mm, more than the instrument does: read "
    "again.",
)
FACES: Final = Text(
    "{reading}：盘左盘右水平角相差{size_deg:.3f}°（2c），请核对。",
    "{reading}: the two faces differ by {size_deg:.3f}° (2c); check the reading.",
)
HEIGHTS: Final = Text(
    "房间{room}的净高读数从{low:.2f}到{high:.2f}米不等：净高未采用。",
    "The clear heights read in room {room} range from {low:.2f} to {high:.2f} m: no height is used.",
)
OFFSET: Final = Text(
    "房间{room}：用{instrument}测的所有距离像是都{more}了{size_mm:.0f}毫米；请核对测量基准（前端/后端）。",
    "Room {room}: all distances taken with {instrument} look {size_mm:.0f} mm too {more}; check the reference edge "
    "(front or back).",
)


def undetermined(survey: RoomSurvey, missing: Sequence[Missing]) -> Finding:
    """Return the finding that a room cannot be determined, with what to measure."""
    evidence = {
        "missing_count": len(missing),
        "missing": [{"kind": m.kind, "from": m.start, "to": m.end} for m in missing],
    }
    if not missing:
        return Finding("undetermined", survey.id, "rejected", UNDETERMINED_UNKNOWN.format(room=survey.number), evidence)
    what = _list([Text(_ZH[m.kind], _EN[m.kind]).format(start=m.start, end=m.end) for m in missing])
    reason = Text(
        UNDETERMINED.zh.format(room=survey.number, count=len(missing), what=what.zh),
        UNDETERMINED.en.format(room=survey.number, count=len(missing), what=what.en),
    )
    return Finding("undetermined", survey.id, "rejected", reason, evidence)


_ZH = {"wall": "墙长{start}–{end}", "diagonal": "对角线{start}–{end}"}
_EN = {"wall": "the length of wall {start}–{end}", "diagonal": "one diagonal {start}–{end}"}


def crossing(survey: RoomSurvey) -> Finding:
    """Return the finding that the adjusted outline crosses itself."""
    return Finding("crossing-outline", survey.id, "rejected", CROSSING.format(room=survey.number))


def misclosure(survey: RoomSurvey, closure: Closure) -> Finding:
    """Return the finding of one misclosure beyond its limit."""
    name = CLOSURE_NAMES[closure.kind]
    value, u = (_size(v, closure.unit) for v in (abs(closure.value), closure.u))
    evidence = {
        "closure": closure.kind,
        f"misclosure_{closure.unit}": closure.value,
        f"standard_uncertainty_{closure.unit}": closure.u,
        "ratio": closure.ratio,
        "critical_ratio": closure.critical,
    }
    reason = Text(
        MISCLOSURE.zh.format(room=survey.number, what=name.zh, value=value, u=u, ratio=closure.ratio),
        MISCLOSURE.en.format(room=survey.number, what=name.en, value=value, u=u, ratio=closure.ratio),
    )
    return Finding("misclosure", survey.id, "warning", reason, evidence)


def blunder(
    survey: RoomSurvey, found: Blunder, row: ObservationRow, *, excluded: bool, others: Sequence[Row]
) -> Finding:
    """Return the finding of one wrong reading; ``others`` are those that may be the wrong ones instead."""
    size = _size(abs(row.blunder_mm or 0.0), "mm")
    what = _between(row)
    evidence: dict[str, Any] = {
        "observation": row.reading or what.en,
        "kind": row.kind,
        "start": row.start,
        "end": row.end,
        "value": row.value,
        "unit": row.unit,
        "estimate_mm": row.blunder_mm,
        "w": found.w,
        "redundancy": found.redundancy,
        "excluded": excluded,
        "candidates": [other.reading or f"{other.start} {other.end}".strip() for other in others],
    }
    if not excluded and (others or not found.localised):
        names = _list([_named(row), *(_named(other) for other in others)])
        reason = Text(
            ONE_OF_SEVERAL.zh.format(room=survey.number, w=abs(found.w), candidates=names.zh),
            ONE_OF_SEVERAL.en.format(room=survey.number, w=abs(found.w), candidates=names.en),
        )
    elif row.assumed and excluded:
        reason = Text(
            NOT_SQUARE.zh.format(what=what.zh, size=size, w=abs(found.w)),
            NOT_SQUARE.en.format(what=what.en, size=size, w=abs(found.w)),
        )
    else:
        text = BLUNDER if excluded else BLUNDER_KEPT
        more = Text("偏大", "large") if (row.blunder_mm or 0.0) > 0 else Text("偏小", "small")
        reading = row.reading or survey.number
        reason = Text(
            text.zh.format(reading=reading, what=what.zh, size=size, w=abs(found.w), more=more.zh),
            text.en.format(reading=reading, what=what.en, size=size, w=abs(found.w), more=more.en),
        )
    return Finding("blunder", survey.id, "warning", reason, evidence)


def scaled(survey: RoomSurvey, s0: float) -> Finding:
    """Return the finding that measurements are worse than stated."""
    return Finding("worse-than-stated", survey.id, "warning", SCALED.format(room=survey.number, s0=s0), {"s0": s0})


def unchecked(survey: RoomSurvey, rows: Sequence[ObservationRow]) -> Finding:
    """Return the finding that nothing checks these readings."""
    return _about_many("unchecked-reading", survey, UNCHECKED, [_named(row) for row in rows], "info")


def assumed(survey: RoomSurvey, rows: Sequence[ObservationRow]) -> Finding:
    """Return the finding that angles were assumed."""
    sigma_deg = max(row.sigma for row in rows)
    names = [
        Text(row.start + (f" ∥ {row.end}" if row.end else ""), row.start + (f" ∥ {row.end}" if row.end else ""))
        for row in rows
    ]
    return _about_many("assumed-angles", survey, ASSUMED, names, "info", sigma_deg=sigma_deg)


def spread(survey: RoomSurvey, row: Row) -> Finding:
    """Return the finding that repeated readings of one thing contradict each other."""
    what = _named(row)
    reason = Text(
        SPREAD.zh.format(reading=row.reading, what=what.zh, spread_mm=row.spread_mm),
        SPREAD.en.format(reading=row.reading, what=what.en, spread_mm=row.spread_mm),
    )
    evidence = {"observation": row.reading, "spread_mm": row.spread_mm}
    return Finding("readings-differ", survey.id, "warning", reason, evidence)


def faces(survey: RoomSurvey, shot: PolarShot, collimation_deg: float) -> Finding:
    """Return the finding that the two faces of a shot contradict each other."""
    size_deg = abs(2 * collimation_deg)
    evidence = {"observation": shot.reading, "collimation_deg": collimation_deg}
    reason = FACES.format(reading=shot.reading, size_deg=size_deg)
    return Finding("faces-differ", survey.id, "warning", reason, evidence)


def heights(survey: RoomSurvey, low_m: float, high_m: float) -> Finding:
    """Return the finding that heights differ too much for one clear height."""
    reason = HEIGHTS.format(room=survey.number, low=low_m, high=high_m)
    return Finding("heights-differ", survey.id, "info", reason, {"lowest_m": low_m, "highest_m": high_m})


def offset(survey: RoomSurvey, instrument: str, offset_m: float, u_m: float) -> Finding:
    """Return the finding that all distances of one instrument seem to be off by the same amount."""
    more = Text("长", "long") if offset_m > 0 else Text("短", "short")
    size_mm = abs(offset_m) * 1000
    reason = Text(
        OFFSET.zh.format(room=survey.number, instrument=instrument, more=more.zh, size_mm=size_mm),
        OFFSET.en.format(room=survey.number, instrument=instrument, more=more.en, size_mm=size_mm),
    )
    evidence = {"instrument": instrument, "offset_mm": offset_m * 1000, "standard_uncertainty_mm": u_m * 1000}
    return Finding("offset-suspect", survey.id, "warning", reason, evidence)


def _about_many(
    code: str, survey: RoomSurvey, text: Text, names: Sequence[Text], outcome: Outcome, **values: float
) -> Finding:
    listed = _list(names)
    reason = Text(
        text.zh.format(room=survey.number, candidates=listed.zh, **values),
        text.en.format(room=survey.number, candidates=listed.en, **values),
    )
    return Finding(code, survey.id, outcome, reason, {"observations": [name.en for name in names], **values})


def _between(row: ObservationRow | Row) -> Text:
    if not row.end:
        return Text(row.start, row.start)
    return Text(f"{row.start}至{row.end}", f"{row.start} to {row.end}")


def _named(row: ObservationRow | Row) -> Text:
    between = _between(row)
    if row.reading:
        return Text(f"{row.reading}({between.zh})", f"{row.reading} ({between.en})")
    return between


def _list(texts: Sequence[Text]) -> Text:
    return Text("、".join(t.zh for t in texts), ", ".join(t.en for t in texts))


def _size(value: float, unit: str) -> str:
    return f"{value:.3f}°" if unit == "deg" else f"{value:.1f} mm"
