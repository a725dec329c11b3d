"""Rooms as entitlement sees them, from a model that was just read: areas under one basis and the ways to each room."""

from __future__ import annotations

from collections.abc import Iterator

from geometry.access import SpaceAccess, access_of_building
from geometry.areas import measure_all
from geometry.basis_rules import Basis
from geometry.plan import AreaStatement, Building, Model, Space, Storey
from service.allocation.rooms import OtherSource, Room, SharedOffset

WALLS_NAMED = 3  # of those worth measuring again


def rooms_of_model(model: Model, *, basis: Basis) -> tuple[Room, ...]:
    """Return every room of a model with its net usable area in m² under ``basis``."""
    return tuple(room for building in model.buildings for room in _rooms(building, basis))


def _rooms(building: Building, basis: Basis) -> Iterator[Room]:
    ways = access_of_building(building)
    for storey in building.storeys:
        for space, statement in zip(storey.spaces, measure_all(storey, basis=basis), strict=True):
            yield _room(space, statement, ways[space.id], storey, building)


def _room(space: Space, statement: AreaStatement, way: SpaceAccess, storey: Storey, building: Building) -> Room:
    survey = space.survey
    unmeasured = space.outline.is_empty or any(finding.code == "no-geometry" for finding in space.findings)
    return Room(
        space.id,
        space.number,
        space.name,
        building.name,
        storey.name,
        space.use,
        None if unmeasured else float(statement.net_area_m2),
        statement.standard_uncertainty_m2,
        statement.basis,
        space.origin,
        access=way.access,
        only_through=way.only_through,
        other_sources=tuple(
            OtherSource("declared", area_m2)
            for area_m2 in dict.fromkeys(area.area_m2 for area in space.declared if area.kind != "gross")
        ),
        measure_again=tuple(f"{row.start}–{row.end}" for row in survey.remeasure[:WALLS_NAMED]) if survey else (),
        shared_offsets=tuple(
            SharedOffset(effect.instrument, effect.area_m2_per_m, effect.standard_uncertainty_m)
            for effect in survey.offsets
        )
        if survey
        else (),
    )
