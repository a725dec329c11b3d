"""Verdicts the slow and plain way, from plain tuples: nothing of the program is imported here.

rooms: {number: m²}; people: {name: (limit m², [numbers of rooms], retired on or None)}; day: the day asked about.
"""

from calendar import monthrange
from datetime import date, timedelta


def verdicts(rooms, people, day):
    found = {}
    gone = {name for name, (_, _, retired) in people.items() if retired and day > retired}
    overdue = {name for name in gone if day > month_after(people[name][2])}
    for name, (limit, own, _) in people.items():
        if name not in gone:
            if not own:
                found["no-room", name] = "noted"
            if len(own) > 1:
                found["several-offices", name] = "violation"
                total = sum(part_of(name, number, rooms, people) for number in own)
                found["over-entitlement", name] = "over" if round(total, 2) > limit + 1e-9 else "within"
        else:
            for number in own:
                found["kept-after-leaving", number, name] = "violation" if name in overdue else "due"
    for number, area in rooms.items():
        inside = [name for name, (_, own, _) in people.items() if number in own]
        if not inside:
            found["vacant", number] = "noted"
            continue
        alone = len(inside) == 1 and inside[0] not in gone and len(people[inside[0]][1]) > 1
        if all(name in overdue for name in inside) or alone:
            continue
        limit = sum(people[name][0] for name in inside)
        found["over-entitlement", number] = "over" if round(area, 2) > limit + 1e-9 else "within"
    return found


def part_of(name, number, rooms, people):
    inside = [limit for limit, own, _ in people.values() if number in own]
    return rooms[number] * people[name][0] / sum(inside)


def month_after(day):
    """Walk day by day to the same day of the next month, or its last day."""
    following = day.replace(day=1) + timedelta(days=32)
    length = monthrange(following.year, following.month)[1]
    return date(following.year, following.month, min(day.day, length))
