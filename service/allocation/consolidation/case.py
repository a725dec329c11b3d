"""The case of a consolidation from the situation of a day: which rooms can be sat in, who has to be seated.

What takes no part is said in words: rooms kept for another purpose or for somebody whose limit is unknown, people
without a post on the day, and bodies that may not occupy rooms of organs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import fsum

from geometry.finding import Text
from geometry.nearness import neighbours
from geometry.region import Region
from service.allocation.consolidation.records import LEAST_M2, NEIGHBOUR_M, Case, Choices, Person, Place, Unit
from service.allocation.rooms import Room
from service.allocation.situation import SIDE_ROOMS, Situation, Use

COVERAGE = 2.0  # expanded uncertainty counted against a limit: more than the one-sided 95 % that verdicts use

NAMED = 5  # org units named in a note
NO_HEAD = Text(
    "{count} 个单位没有达到单间标准的负责人,按普通人员安排:{names}。请核对名册。",
    "{count} org units have nobody entitled to sit alone and are seated without a head: {names}. Check the roster.",
)
LEFT_OUT: Mapping[str, Text] = {
    "no-limit": Text(
        "{count} 人没有已知的面积标准,不参与调整,其房间保留。",
        "{count} people have no known entitlement; they take no part and keep their rooms.",
    ),
    "may-not": Text(
        "{count} 人属于不得占用办公用房的单位,不参与安排。",
        "{count} people belong to bodies that may not occupy these rooms; they are given none.",
    ),
    "no-area": Text("{count} 间办公室没有面积,不参与调整。", "{count} offices have no known area; they take no part."),
    "behind": Text(
        "{count} 间办公室只能经另一间进入,面积计入外间,不单独安排。",
        "{count} offices can only be reached through another one; they count to that and are not given out.",
    ),
    "reserved": Text(
        "{count} 间办公室另有批准的用途,保留不动。", "{count} offices are in another approved use and are kept."
    ),
}


def case_of(
    s: Situation,
    outlines: Mapping[str, Region],
    *,
    choices: Choices | None = None,
    near_window: Mapping[str, float] | None = None,
    travel_m: Mapping[str, float] | None = None,
    joined: Iterable[Place] = (),
) -> Case:
    """Return the case of a situation; ``outlines`` are those of its rooms, storey-local metres, one frame a building.

    ``near_window`` is the share of a room's floor near a window, ``travel_m`` the way from its door to the nearest
    stair or way out, by id of the room. Without choices the least area a person needs is that of the policy.
    """
    rule = s.policy.rules.working_room
    asked = choices or Choices(least_m2=rule.min_m2_per_person if rule else LEAST_M2)
    left: Counter[str] = Counter()
    people = tuple(_people(s, left))
    seated = {person.id for person in people}
    rooms = [room for room in s.rooms.values() if _usable(s, room, seated, left)]
    beside = _beside(rooms, outlines)
    near, travel = near_window or {}, travel_m or {}
    places = tuple(
        Place(
            room.id,
            room.number,
            room.name,
            room.building,
            storey_of(room),
            room.net_area_m2 or 0.0,
            counted_m2(s, room),
            beside.get(room.id, ()),
            near_window_share=near.get(room.id),
            travel_m=travel.get(room.id),
        )
        for room in rooms
    )
    used = {person.org_unit for person in people}
    units = tuple(Unit(unit.id, unit.name) for unit in s.org_units.values() if unit.id in used)
    notes = tuple(text.format(count=left[why]) for why, text in LEFT_OUT.items() if left[why])
    notes += tuple(_without_head(units, people, asked))
    return Case(places, people, units, asked, tuple(joined), notes)


def _without_head(units: Iterable[Unit], people: Iterable[Person], choices: Choices) -> Iterable[Text]:
    headed = {person.org_unit for person in people if person.limit_m2 >= choices.single_from_m2}
    names = [unit.name for unit in units if unit.id not in headed]
    if names:
        yield NO_HEAD.format(count=len(names), names="、".join(names[:NAMED]))


def storey_of(room: Room) -> str:
    """Return the name of a room's storey, unique over all buildings."""
    return f"{room.building} {room.storey}".strip()


def counted_m2(s: Situation, room: Room) -> float:
    """Return what is held against limits, m²: the room, all that lies behind its door, and twice its uncertainty."""
    behind = [s.rooms[other] for other in _all_behind(s, room.id)]
    areas = fsum(one.net_area_m2 or 0.0 for one in (room, *behind))
    return areas + COVERAGE * fsum(one.standard_uncertainty_m2 or 0.0 for one in (room, *behind))


def _all_behind(s: Situation, space_id: str) -> list[str]:
    found = list(s.behind.get(space_id, ()))
    for child in found:  # grows while it is walked
        found += [further for further in s.behind.get(child, ()) if further not in found and further != space_id]
    return found


def _people(s: Situation, left: Counter[str]) -> Iterable[Person]:
    for occupant in s.occupants.values():
        post = occupant.main_post_on(s.day)
        if post is None or post.org_unit_id not in s.org_units:
            continue
        offices = [use for use in s.uses_of_occupant(occupant.id) if use.is_office]
        entitlement = s.entitlement_of(post)
        if any(use.may_not for use in offices):
            left["may-not"] += 1
        elif entitlement.limit_m2 is None:
            left["no-limit"] += 1
        else:
            own = [use for use in offices if use.is_own]
            now = _main_office(own, post.org_unit_id)
            yield Person(occupant.id, post.org_unit_id, entitlement.level, entitlement.limit_m2, now)


def _main_office(own: list[Use], org_unit_id: str) -> str:
    """Return the office a person mainly works in: of several the one used for the unit of the main post."""
    ranked = sorted(own, key=lambda use: use.org_unit is None or use.org_unit.id != org_unit_id)
    return ranked[0].space_id if ranked else ""


def _usable(s: Situation, room: Room, seated: set[str], left: Counter[str]) -> bool:
    if room.use != "office" or s.kind(room.id) in SIDE_ROOMS:
        return False
    why = ""
    if not room.net_area_m2:
        why = "no-area"
    elif room.only_through in s.rooms:
        why = "behind"
    elif any(_keeps(use, seated) for use in s.uses_of_room(room.id)):
        why = "reserved"
    left[why] += bool(why)
    return not why


def _keeps(use: Use, seated: set[str]) -> bool:
    """Return whether a use keeps its room out of the plan: another purpose, or somebody who is not moved."""
    if use.clock is not None or use.may_not:
        return False  # has to be given back in any case
    return not use.is_office or not use.is_own or use.assignment.occupant_id not in seated


def _beside(rooms: list[Room], outlines: Mapping[str, Region]) -> dict[str, tuple[str, ...]]:
    by_storey: dict[str, dict[str, Region]] = {}
    for room in rooms:
        if room.id in outlines:
            by_storey.setdefault(storey_of(room), {})[room.id] = outlines[room.id]
    found: dict[str, tuple[str, ...]] = {}
    for there in by_storey.values():
        found |= neighbours(there, within_m=NEIGHBOUR_M)
    return found
