"""The storeys of the store as floors on which rooms may be joined: areas and obstacles are those of their ledgers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import shapely

from geometry.layout.profile import profile
from geometry.region import polygonal
from service.allocation.consolidation.records import Case
from service.usecases.joined_rooms import MODULE, Floor, join_rooms
from service.usecases.joins import GoneWall, Join
from service.usecases.make_layout import measured
from service.usecases.plan_facts import PlanShelf, StoredStorey
from service.usecases.stored_site import near, stored_site


def joined_case(
    case: Case, plans: PlanShelf, revision_keys: Sequence[int], *, assume_removable: bool
) -> tuple[Case, Mapping[str, Join]]:
    """Return the case with the joins worth making in some revisions, and each of them by the id of its room.

    Walls known to carry load never go; ``assume_removable`` as in ``joined_rooms.floor_of_plan``.
    """
    storeys = (storey for key in revision_keys for storey in plans.storeys(key))
    case, joined = join_rooms(case, (_floor(storey, assume_removable=assume_removable) for storey in storeys))
    return case, joined.joins


def _floor(storey: StoredStorey, *, assume_removable: bool) -> Floor:
    rooms = {room.space_id: room for room in storey.rooms if measured(room)}
    rules = profile(MODULE)

    def join(ids: Sequence[str]) -> Join:
        chosen = [rooms[room] for room in ids]
        around = near(chosen, storey.elements)
        site, ledger = stored_site(chosen, around, rules, assume_removable=assume_removable)
        return Join(site, tuple(GoneWall(wall.id, wall.name, wall.load_bearing) for wall in ledger.walls))

    return Floor({id_: polygonal(shapely.from_wkb(room.outline)) for id_, room in rooms.items()}, join)
