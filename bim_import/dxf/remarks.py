"""What is to be said about one room of a drawing: what was closed, what is written in it and what is not."""

from __future__ import annotations

from collections.abc import Sequence

from bim_import.dxf.assign import RoomLabels
from bim_import.dxf.labels import Label
from bim_import.dxf.outlines import Outline
from geometry.finding import Finding, Outcome, Text
from geometry.linework.records import DrawnOpening, DrawnRoom, Enclosed
from geometry.rings import Cleaned, outline_findings

MOST_LISTED = 50

GAPS = Text(
    "围成此房间的线条有 {n} 处未相接,已补齐(最宽 {width_mm:.0f} 毫米,位于 ({x:.2f}, {y:.2f}) 米)。",
    "The lines around this room did not meet in {n} places and were closed (the widest {width_mm:.0f} mm, at "
    "({x:.2f}, {y:.2f}) m).",
)
WALL_GAPS = Text(
    "此房间的墙在 {n} 处断开且没有画门,已按墙线补齐(最宽 {width:.2f} 米,位于 ({x:.2f}, {y:.2f}) 米)。",
    "The walls of this room break off in {n} places where no door is drawn; they were closed along their faces (the "
    "widest {width:.2f} m, at ({x:.2f}, {y:.2f}) m).",
)
OPEN = Text(
    "墙体没有围合此区域:{n} 处开口无门无墙,最宽 {width:.2f} 米,位于 ({x:.2f}, {y:.2f}) 米;按墙线假定封闭,请核对。",
    "Walls do not enclose this area: {n} openings have neither door nor wall, the widest {width:.2f} m at "
    "({x:.2f}, {y:.2f}) m. They were taken as closed along the wall line; check them.",
)
PARTED = Text(
    "此处原为一个区域,内有多个房号;按 {n} 处假定边界分开(最宽 {width:.2f} 米),请核对。",
    "Several room numbers stand in one area here; it was parted at {n} assumed boundaries (the widest {width:.2f} m). "
    "Check them.",
)
MERGED = Text(
    "此区域内写有 {n} 个房号({numbers}),其间没有画墙;按一个房间计,请核对。",
    "{n} room numbers stand in this area ({numbers}) with no wall drawn between them; it is measured as one room. "
    "Check it.",
)
BREAKS = Text(
    "此区域内的墙在 {n} 处断开,无门无墙(最宽 {width:.2f} 米,位于 ({x:.2f}, {y:.2f}) 米),可能是几个房间;按一个房间计。",
    "Walls inside this area break off in {n} places with neither door nor wall (the widest {width:.2f} m, at "
    "({x:.2f}, {y:.2f}) m); it may be several rooms and is measured as one.",
)
NO_NUMBER = Text("此区域内没有写房号或名称。", "Neither a number nor a name is written in this area.")
SINGLE = Text(
    "此房间的边界有 {share:.0%} 是单线,面积量到线上;线是墙面还是墙中,图纸没有说明。",
    "{share:.0%} of this room's boundary is drawn as single lines and the area runs to them; whether they are faces or "
    "middles of walls the drawing does not say.",
)
NESTED = Text(
    "此轮廓之内另有 {rooms} 个房间轮廓和 {holes} 个空洞,面积已扣除。",
    "{rooms} outlines of other rooms and {holes} holes lie inside this outline; they were taken out of it.",
)
REPEATED = Text("此轮廓重复画了 {n} 次,只计一次。", "This outline is drawn {n} times over; it counts once.")
OUTSIDE = Text(
    "“{text}”写在 ({x:.2f}, {y:.2f}) 米处,那里没有围合的房间;请检查该处墙线是否闭合、所在图层是否选中。",
    "“{text}” is written at ({x:.2f}, {y:.2f}) m, where no room is enclosed. Check that the walls there close and that "
    "their layer is chosen.",
)
NOTHING = Text(
    "{lines} 段墙线没有围成任何房间;有 {ends} 处墙端悬空,例如 {places}。请补齐墙线,或用 --layers 选对图层。",
    "The {lines} wall lines enclose no room; {ends} wall ends lead nowhere, for example at {places}. Close the walls, "
    "or choose their layers with --layers.",
)


def of_enclosed(subject: str, room: DrawnRoom, enclosed: Enclosed, *, parted: bool) -> list[Finding]:
    """Return what had to be closed around a room that was found between walls."""
    found = []
    if room.closings:
        widest = max(room.closings, key=lambda c: (c.width_m, c.start))
        x, y = widest.start
        places = [{"width_m": c.width_m, "at": list(c.start)} for c in room.closings]
        reason = GAPS.format(n=len(places), width_mm=widest.width_m * 1000, x=x, y=y)
        found.append(Finding("repaired", subject, "repaired", reason, {"gaps": places}))
    own = [enclosed.openings[n] for n in room.openings]
    found += _gaps(subject, [o for o in own if o.because in ("undrawn-door", "extended-wall")], "repaired", WALL_GAPS)
    wide = [o for o in own if o.because == "open-gap"]
    found += _gaps(subject, wide, "merged-rooms" if parted else "not-enclosed", PARTED if parted else OPEN)
    found += _gaps(subject, room.breaks, "merged-rooms", BREAKS, divided=False)
    if room.single_line_share > 0.5:
        reason = SINGLE.format(share=room.single_line_share)
        found.append(Finding("single-line-walls", subject, "info", reason, {"share": room.single_line_share}))
    return found


def of_outline(subject: str, outline: Outline) -> list[Finding]:
    """Return what is to be said about a room drawn as an outline."""
    found = list(outline_findings(subject, Cleaned(outline.region, outline.repairs)))
    if outline.rooms_inside or outline.holes_inside:
        reason = NESTED.format(rooms=outline.rooms_inside, holes=outline.holes_inside)
        outcome: Outcome = "warning" if outline.rooms_inside else "info"
        evidence = {"rooms": outline.rooms_inside, "holes": outline.holes_inside}
        found.append(Finding("nested-outlines", subject, outcome, reason, evidence))
    if outline.repeated:
        reason = REPEATED.format(n=outline.repeated + 1)
        found.append(Finding("repeated-outline", subject, "info", reason, {"times": outline.repeated + 1}))
    return found


def of_labels(subject: str, labels: RoomLabels, *, others_labelled: bool) -> list[Finding]:
    """Return what the labels of a room say about it, or that there are none although other rooms have some."""
    numbers = labels.numbers
    if len(numbers) > 1:
        reason = MERGED.format(n=len(numbers), numbers=", ".join(numbers))
        return [Finding("merged-rooms", subject, "warning", reason, {"numbers": numbers, "divided": False})]
    if others_labelled and not numbers and not labels.names:
        return [Finding("no-number", subject, "info", NO_NUMBER)]
    return []


def outside(labels: Sequence[Label]) -> list[Finding]:
    """Return a finding for every room number that stands where no room is."""
    found = []
    for label in [b for b in labels if b.number][:MOST_LISTED]:
        x, y = label.place
        reason = OUTSIDE.format(text=label.text, x=x, y=y)
        found.append(Finding("not-enclosed", "", "warning", reason, {"number": label.number, "at": [x, y]}))
    return found


def nothing_enclosed(enclosed: Enclosed, lines: int) -> list[Finding]:
    """Return the finding of a plan whose walls enclose nothing."""
    places = ", ".join(f"({x:.2f}, {y:.2f})" for x, y in enclosed.loose[:5]) or "-"
    reason = NOTHING.format(lines=lines, ends=len(enclosed.loose), places=places)
    at = [list(p) for p in enclosed.loose[:MOST_LISTED]]
    return [Finding("not-enclosed", "", "warning", reason, {"wall_lines": lines, "loose_ends": at})]


def _gaps(
    subject: str, openings: Sequence[DrawnOpening], code: str, text: Text, *, divided: bool = True
) -> list[Finding]:
    if not openings:
        return []
    widest = max(openings, key=lambda o: (o.width_m, o.line))
    x, y = (sum(c) / 2 for c in zip(*widest.line, strict=True))
    gaps = [{"width_m": o.width_m, "from": list(o.line[0]), "to": list(o.line[1])} for o in openings]
    reason = text.format(n=len(gaps), width=widest.width_m, x=x, y=y)
    evidence = {"gaps": gaps} | ({"divided": divided} if code == "merged-rooms" else {})
    if code == "repaired":
        return [Finding("repaired", subject, "repaired", reason, evidence)]
    if code == "merged-rooms":
        return [Finding("merged-rooms", subject, "warning", reason, evidence)]
    return [Finding("not-enclosed", subject, "warning", reason, evidence)]
