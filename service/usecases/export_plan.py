"""A storey as a drawing for other programs."""

from __future__ import annotations

from geometry.basis import Basis
from service.exports.plan_dxf import Unit, plan_dxf
from service.store.database import Database
from service.usecases.read_plan import get_plan, get_storey


def storey_as_dxf(
    database: Database, storey_id: str, *, basis: Basis, unit: Unit, revision: int | None
) -> tuple[str, bytes]:
    """Return the name and the bytes of a storey's drawing; raises what ``get_storey`` raises."""
    view = get_storey(database, storey_id, basis=basis, revision=revision)
    plan = get_plan(database, storey_id, revision=revision)
    x, y = view.revision.frame["offset_m"]
    rooms = [
        (row.space, next(s for s in row.space.statements if s.basis == basis.id))
        for row in view.spaces
        if row.space.use != "not-a-room"
    ]
    data = plan_dxf(rooms, plan.elements, offset_m=(float(x), float(y)), unit=unit)
    return f"{view.revision.name}-{view.storey.name}.dxf", data
