"""A new plan of a building whose rooms have been surveyed: the surveys stay, laid on the new outlines.

A room of the new plan is the surveyed one if its id says so, if it lies where the old room lay, or if its number says
so and the outlines can be laid on each other. A survey whose room is gone is kept aside, never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from geometry.finding import Text
from service.store.records import BuildingRecord, ImportRecord, RoomSource, StoreyRecord
from service.usecases.best_fit import best_fit
from service.usecases.kept_aside import laid_out, with_sheet
from service.usecases.match_survey import Place, match_survey
from service.usecases.placing import Placing, placed, placing_of, region_of
from service.usecases.revise import Draft
from service.usecases.room_ids import with_ids
from service.usecases.source_kinds import kind_of_building, source_of

Sources = Mapping[str, Sequence[RoomSource]]
GONE = Text("新的平面图里没有这个房间。", "The new plan has no such room.")
SAME_PLACE_M = 1e-4  # a placing that moved by less is the same one


def keep_sources(
    draft: Draft,
    import_record: ImportRecord,
    *,
    sources: Sources,
    rooms: Mapping[str, str],
    storeys: Mapping[str, str],
    used: Iterable[str],
    untouched: Sequence[StoreyRecord] = (),
) -> Draft:
    """Return the draft with ids, with the sources that stay laid on the new plan, and with rooms that lost theirs.

    ``rooms`` and ``storeys`` map ids in the file to known ones; ``untouched`` storeys go on as they were.
    """
    base = kind_of_building(draft.building)
    same = {space.space_id for storey in untouched for space in storey.spaces}
    going_on = {space_id: known for space_id, known in sources.items() if space_id in same}
    staying: dict[str, list[RoomSource]] = {}
    ended = []
    for space_id, known in sources.items():
        for source in known if space_id not in same else ():
            if source.kind == base:
                ended.append(source.position)
            else:
                staying.setdefault(space_id, []).append(source)
    rooms = dict(rooms) | _by_number(draft.building, rooms, staying)
    named = with_ids(draft.building, draft.building_id, storeys=storeys, rooms=rooms, used=used)
    added: list[RoomSource] = []
    for storey in named.storeys:
        for space in storey.spaces:
            known = staying.pop(space.space_id, [])
            if known:
                added.append(source_of(space, storey.name, import_id=import_record.id, revision=draft.number))
                outline = region_of(space.outline)
                laid = [best_fit(region_of(source.space.outline), outline) for source in known]
                _go_on(known, laid, draft.number, going_on, added, ended)
    named = replace(named, storeys=(*named.storeys, *untouched))
    named = _aside(draft, named, list(staying.values()), going_on, added, ended)
    return replace(draft, building=named, kept=going_on, added=added, closed=ended)


def _by_number(building: BuildingRecord, rooms: Mapping[str, str], staying: Sources) -> dict[str, str]:
    """Return id in the file → room id for surveyed rooms that are known by their number only."""
    free = [
        Place(space.global_id, space.number, storey.name, region_of(space.outline))
        for storey in building.storeys
        for space in storey.spaces
        if space.global_id not in rooms
    ]
    known = set(rooms.values())
    looking = [
        Place(space_id, sources[-1].space.number, sources[-1].storey, region_of(sources[-1].space.outline))
        for space_id, sources in staying.items()
        if space_id not in known
    ]
    return {match.id: space_id for space_id, match in match_survey(free, looking).found.items()}


def _go_on(
    known: Sequence[RoomSource],
    laid: Sequence[Placing],
    revision: int,
    going_on: dict[str, Sequence[RoomSource]],
    added: list[RoomSource],
    ended: list[int],
) -> None:
    """Let the sources of a room go on; where one lies elsewhere now, all of them as rows of their own, in order."""
    if all(_same(placing_of(source.placing), placing) for source, placing in zip(known, laid, strict=True)):
        going_on[known[0].space_id] = known
        return
    ended += [source.position for source in known]
    added += [
        replace(source, placing=placing.json(), first_revision=revision, last_revision=None, position=0)
        for source, placing in zip(known, laid, strict=True)
    ]


def _same(was: Placing, now: Placing) -> bool:
    moved = max(abs(a - b) for a, b in zip(was.matrix, now.matrix, strict=True))
    return was.by == now.by and was.why == now.why and moved < SAME_PLACE_M


def _aside(
    draft: Draft,
    named: BuildingRecord,
    lost: Sequence[Sequence[RoomSource]],
    going_on: dict[str, Sequence[RoomSource]],
    added: list[RoomSource],
    ended: list[int],
) -> BuildingRecord:
    """Return the building with the sheet of surveyed rooms that are not on the plan."""
    there = [known for known in lost if placing_of(known[-1].placing).is_aside]
    new = [known for known in lost if not placing_of(known[-1].placing).is_aside]
    rooms = [placed(known[-1].space, placing_of(known[-1].placing)) for known in there]
    going_on |= {known[0].space_id: known for known in there}
    placings = laid_out([known[-1].space for known in new], beside=rooms, why=[GONE] * len(new))
    for known, placing in zip(new, placings, strict=True):
        _go_on(known, [placing] * len(known), draft.number, going_on, added, ended)
        rooms.append(placed(known[-1].space, placing))
    return with_sheet(named, draft.building_id, rooms)
