"""Ask for an open-plan layout of stored rooms, find it outside the request, keep it for good."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson
import shapely
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bim_import.errors import ImportRefused
from bim_import.sandbox import Limits, run_in_child
from geometry.basis import DEFAULT_BASIS
from geometry.finding import Text
from geometry.layout.profile import profile
from geometry.layout.records import Site
from geometry.layout.site import SiteRefusedError
from service.errors import InvalidRequestError
from service.jobs.runner import Lease
from service.store import jobs, layouts, spaces
from service.store.database import Database
from service.store.layouts import LayoutRecord
from service.store.records import ElementRecord, Json, Problem, SpaceRecord
from service.store.space_json import converter
from service.usecases.layout_refusals import reason_of
from service.usecases.read_plan import SpaceView, get_space
from service.usecases.stored_site import near, stored_site
from service.version import installed_version

log = logging.getLogger(__name__)

JOB_KIND: Final = "layout"
TARGET: Final = "service.usecases.solve_layout:solve_layout"
MOST_ROOMS: Final = 20
STARTING_S: Final = 3.0  # to start the child and load what it needs
SPARE_S: Final = 300.0  # over the time it may search: to compile once, to check, to find the bound and the ways out
MEMORY_MIB: Final = 4096
SHORTEST_S, LONGEST_S, M2_PER_S = 1.0, 8.0, 100.0  # expected of a floor where no time was given

OTHER_STOREY = Text(
    "要合并的房间不在同一层;请只选同一层的相邻房间。",
    "The rooms to be joined do not lie on one storey; choose neighbours on one storey.",
)
NOT_MEASURED = Text(
    "房间“{number}”没有可用的轮廓和面积,不能布置;请修正模型后重新导入,或实地测量。",
    "Room “{number}” has no outline and area that can be used, so it cannot be laid out; mend the model and import it "
    "again, or measure the room on site.",
)
BROKEN_OFF = Text(
    "布置计算没有完成(服务中断、超时或内存不足),没有保存任何结果;请再次提交,或减少合并的房间。",
    "The layout was not finished (the service was interrupted, or time or memory ran out) and nothing was kept; ask "
    "again, or join fewer rooms.",
)

ChildRunner = Callable[..., bytes]


@dataclass(frozen=True, slots=True)
class LayoutRequest:
    """What is wanted: rooms of one storey, the module of the profile, how many people (None: as many as possible)."""

    spaces: tuple[str, ...]
    module: str
    people: int | None = None
    area_rule: bool = True
    assume_removable: bool = True
    seed: int = 0
    time_limit_s: float | None = None


def request_layout(database: Database, asked: LayoutRequest) -> tuple[LayoutRecord, str | None]:
    """Note a layout down; return it, and the id of the job to do unless the same layout was asked for before.

    Raises ``space-not-found``, ``not-in-revision`` and whatever forbids a layout of these rooms.
    """
    wanted = sorted(dict.fromkeys(asked.spaces))
    views = [get_space(database, space_id, revision=None) for space_id in wanted]
    first = views[0]
    if any((v.revision.key, v.storey.storey_id) != (first.revision.key, first.storey.storey_id) for v in views):
        raise InvalidRequestError("layout-storeys-differ", OTHER_STOREY)
    request: Json = {
        "spaces": wanted,
        "module": asked.module,
        "people": asked.people,
        "area_rule": asked.area_rule,
        "assume_removable": asked.assume_removable,
        "seed": asked.seed,
        "time_limit_s": asked.time_limit_s,
    }
    version = installed_version()
    said = orjson.dumps([first.revision.key, version, request], option=orjson.OPT_SORT_KEYS)
    identity = hashlib.sha256(said).hexdigest()
    with database.read() as session:
        known = layouts.find(session, identity=identity)
    if known is not None and known.status != "failed":
        return known, None
    floor_m2 = _try(database, views, request)
    wanted_now = LayoutRecord(
        id=secrets.token_hex(8),
        status="queued",
        building_id=first.revision.building_id,
        storey_id=first.storey.storey_id,
        storey=first.storey.name,
        revision=first.revision.revision,
        revision_key=first.revision.key,
        request=request,
        expected_s=STARTING_S + (asked.time_limit_s or min(LONGEST_S, max(SHORTEST_S, floor_m2 / M2_PER_S))),
        version=version,
        created_at=datetime.now(UTC),
    )
    try:
        return _note(database, wanted_now, identity)
    except IntegrityError:  # somebody asked for the same at the same moment
        with database.read() as session:
            known = layouts.find(session, identity=identity)
        assert known is not None
        return known, None


def _note(database: Database, record: LayoutRecord, identity: str) -> tuple[LayoutRecord, str | None]:
    """Store a layout and its job, unless it is there and has not failed."""
    with database.write() as session:
        known = layouts.find(session, identity=identity)
        if known is None:
            layouts.add(session, record, identity=identity)
        elif known.status != "failed":
            return known, None
        else:
            again = {"status": "queued", "problem": None, "started_at": None, "finished_at": None}
            layouts.change(session, known.id, **again)
        layout_id = record.id if known is None else known.id
        job_id = f"layout-{layout_id}"
        jobs.add(session, job_id=job_id, kind=JOB_KIND, subject=layout_id, now=record.created_at)
        found = layouts.get(session, layout_id)
    assert found is not None
    return found, job_id


def _try(database: Database, views: Sequence[SpaceView], request: Json) -> float:
    """Return the floor to be laid out in m²; raises where no layout of these rooms is possible, before anyone waits."""
    rooms = [view.row.space for view in views]
    for room in rooms:
        if not measured(room):
            raise InvalidRequestError("layout-not-measured", NOT_MEASURED.format(number=room.number or room.name))
    with database.read() as session:
        elements = spaces.elements(session, views[0].revision.key, views[0].storey.storey_id)
    rules = profile(request["module"], area_per_person=request["area_rule"])
    elements = near(rooms, elements)

    def site_of(*, assume_removable: bool) -> Site:
        return stored_site(rooms, elements, rules, assume_removable=assume_removable)[0]

    try:
        site = site_of(assume_removable=request["assume_removable"])
    except SiteRefusedError as refused:
        reason = reason_of(refused, lambda: site_of(assume_removable=True))
        raise InvalidRequestError(refused.code, reason) from refused
    return float(site.floor.area)


def measured(room: SpaceRecord) -> bool:
    """Return whether a room has an outline and an area to be laid out."""
    known = [s for s in room.statements if s.basis == DEFAULT_BASIS]
    return bool(known) and known[0].net_area_m2 > 0 and not shapely.from_wkb(room.outline).is_empty


class LayoutHandler:
    """Does layout jobs."""

    def __init__(self, database: Database, *, run_child: ChildRunner = run_in_child) -> None:
        self._database = database
        self._run_child = run_child

    def run(self, lease: Lease) -> None:
        """Find one layout and keep it."""
        with self._database.write() as session:
            layouts.change(session, lease.subject, status="running", started_at=datetime.now(UTC))
            record = layouts.get(session, lease.subject)
            assert record is not None
            payload = _payload(*_stored(session, record), record)
        limits = Limits(time_s=record.expected_s + SPARE_S, memory_mib=MEMORY_MIB)

        def going_on(_step: str, _share: float) -> None:
            lease.check()

        try:
            answer = self._run_child(TARGET, payload, limits=limits, on_progress=going_on)
        except ImportRefused as refused:
            fact = refused.finding
            broken = fact.code.startswith("import-")
            code, reason = ("layout-interrupted", BROKEN_OFF) if broken else (fact.code, fact.reason)
            self._fail(lease, Problem(code, reason.zh, reason.en))
            return
        found = orjson.loads(answer)
        with self._database.write() as session:
            lease.finish(session)
            layouts.change(
                session,
                lease.subject,
                status="done",
                finished_at=datetime.now(UTC),
                count=found["count"],
                bound=found["bound"],
                document=answer,
            )

    def give_up(self, lease: Lease) -> None:
        """Record that the work was interrupted too often."""
        self._fail(lease, Problem("layout-interrupted", BROKEN_OFF.zh, BROKEN_OFF.en))

    def _fail(self, lease: Lease, problem: Problem) -> None:
        with self._database.write() as session:
            lease.finish(session)
            layouts.change(session, lease.subject, status="failed", finished_at=datetime.now(UTC), problem=problem)


def _stored(session: Session, record: LayoutRecord) -> tuple[list[SpaceRecord], tuple[ElementRecord, ...]]:
    rows = spaces.some_of_revision(session, record.revision_key, record.space_ids, basis=DEFAULT_BASIS)
    by_id = {row.space.space_id: row.space for row in rows}
    rooms = [by_id[space_id] for space_id in record.space_ids]
    return rooms, near(rooms, spaces.elements(session, record.revision_key, record.storey_id))


def _payload(rooms: Sequence[SpaceRecord], elements: Sequence[ElementRecord], record: LayoutRecord) -> dict[str, Any]:
    unstructure = converter().unstructure
    return {"rooms": unstructure(list(rooms)), "elements": unstructure(list(elements)), "request": record.request}
