"""Short names for the records of consolidation tests: rooms of 12 m² on storeys of two buildings, people with 9 m²."""

from service.allocation.consolidation.records import Case, Person, Place, Scenario, Unit


def place(key, area_m2=12.0, *, storey="A-1F", building="A", **more):
    fields = {"counted_m2": area_m2} | more
    return Place(key, key, "办公室", building, storey, area_m2, **fields)


def row(*places):
    """Put places beside one another in their order, on one storey."""
    keys = [p.id for p in places]
    near = {key: (*keys[max(0, i - 1) : i], *keys[i + 1 : i + 2]) for i, key in enumerate(keys)}
    return tuple(
        Place(
            p.id,
            p.number,
            p.name,
            p.building,
            p.storey,
            p.area_m2,
            p.counted_m2,
            near[p.id],
            p.members,
            p.workstations,
            p.near_window_share,
        )
        for p in places
    )


def person(key, now="", *, unit="u1", limit_m2=9.0, level="city.below-bureau"):
    return Person(key, unit, level, limit_m2, now)


def case(places, people, **more):
    units = {p.org_unit for p in people}
    named = tuple(Unit(unit, f"单位{unit}") for unit in sorted(units))
    return Case(tuple(places), tuple(people), more.pop("units", named), **more)


def today(of):
    """Return who sits where today, people without a room left out."""
    return {person.id: person.now for person in of.people if person.now}


def scenario(room_of=None, *, strategy="reseat-only", **more):
    return Scenario(strategy, dict(room_of or {}), **more)
