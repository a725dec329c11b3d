"""Import a file: note it down, read and measure it in a child process, store everything or nothing."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import OperationalError

from bim_import.errors import ImportRefused
from bim_import.sandbox import Limits, run_in_child
from geometry.finding import Text
from service.errors import building_not_found
from service.jobs.runner import Lease
from service.store import buildings, imports, jobs
from service.store.database import Database
from service.store.files import FileStore
from service.store.records import ImportRecord, Problem, SourceKind
from service.usecases.measured_json import from_bytes
from service.usecases.source_policy import DEFAULT_ORDER
from service.usecases.store_file import store_file

log = logging.getLogger(__name__)

JOB_KIND = "import"
TARGET = "service.usecases.measure:read_and_measure"
# Share of the whole that each step takes on an average file.
SHARES = {"upload": 0.02, "read": 0.28, "spaces": 0.2, "walls": 0.2, "areas": 0.2, "checks": 0.05, "store": 0.05}
PROGRESS_INTERVAL_S = 0.2

# Not the file's fault, or not surely: the same bytes given again are tried again.
RETRIED = frozenset(
    {"import-interrupted", "import-timeout", "import-memory", "import-crashed", "import-failed", "internal"}
)

INTERRUPTED = Text(
    "服务在读取这个文件时两次中断,已停止尝试。请重新上传;若再次发生,请按楼栋拆分文件。",
    "The service was interrupted twice while reading this file and stopped trying. Upload it again; if it happens "
    "again, split the file by building.",
)
NOT_STORED = Text(
    "文件已读取,但结果无法保存,没有写入任何数据。请再次上传;若仍失败,请联系维护人员。",
    "The file was read but the result could not be stored; nothing was written. Upload it again; if it fails again, "
    "tell the maintainers.",
)

ChildRunner = Callable[..., bytes]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has been received and kept."""

    file: str
    sha256: str
    size_bytes: int


def request_import(
    database: Database,
    upload: Upload,
    *,
    ignore_spaces: bool = False,
    building_id: str | None = None,
    options: Mapping[str, Any] | None = None,
) -> tuple[ImportRecord, str | None]:
    """Note an import down; return it, and the id of the job to do unless the same import was made before.

    ``options`` is what else was said about the file, by form field (``unit``, ``layers``, ``control_points``).
    """
    now = datetime.now(UTC)
    said = {name: value for name, value in sorted((options or {}).items()) if value}
    identity = f"{upload.sha256}/{int(ignore_spaces)}/{building_id or ''}{_short(said)}"
    with database.write() as session:
        if building_id is not None:
            if not buildings.exists(session, building_id):
                raise building_not_found(building_id)
            done = imports.find_into(
                session, sha256=upload.sha256, ignore_spaces=ignore_spaces, building_id=building_id, options=said
            )
            if done is not None:
                return done, None
        known = imports.find(session, identity=identity)
        if known is None:
            record = ImportRecord(
                id=secrets.token_hex(8),
                status="queued",
                progress=0.0,
                step="upload",
                file=upload.file,
                size_bytes=upload.size_bytes,
                sha256=upload.sha256,
                ignore_spaces=ignore_spaces,
                target_building_id=building_id,
                created_at=now,
                started_at=None,
                finished_at=None,
                building_ids=(),
                revision=None,
                report=None,
                problem=None,
                source=None,
                options=said,
            )
            imports.add(session, record, identity=identity)
        elif known.status == "failed" and known.problem and known.problem.code in RETRIED:
            record = known
            imports.change(session, record.id, status="queued", progress=0.0, step="upload", problem=None)
        else:
            return known, None
        jobs.add(session, job_id=record.id, kind=JOB_KIND, subject=record.id, now=now)
        found = imports.get(session, record.id)
        assert found is not None
        return found, record.id


def _short(said: Mapping[str, Any]) -> str:
    """Return what stands for options in the identity of an import, "" for none."""
    return "/" + hashlib.sha256(repr(said).encode()).hexdigest()[:16] if said else ""


class ImportHandler:
    """Does import jobs."""

    def __init__(
        self,
        database: Database,
        files: FileStore,
        *,
        limits: Limits,
        order: Sequence[SourceKind] = DEFAULT_ORDER,
        run_child: ChildRunner = run_in_child,
    ) -> None:
        self._database = database
        self._files = files
        self._limits = limits
        self._order = order
        self._run_child = run_child

    def run(self, lease: Lease) -> None:
        """Read, measure and store one file."""
        with self._database.write() as session:
            imports.change(session, lease.subject, status="running", started_at=datetime.now(UTC), progress=0.0)
            record = imports.get(session, lease.subject)
        assert record is not None
        payload: dict[str, Any] = {
            "path": str(self._files.path_of(record.sha256).resolve()),
            "file": record.file,
            "ignore_spaces": record.ignore_spaces,
            "options": record.options,
        }
        progress = _ProgressWriter(self._database, lease)
        try:
            answer = self._run_child(TARGET, payload, limits=self._limits, on_progress=progress)
        except ImportRefused as refused:
            fact = refused.finding
            rows = tuple(dict(row) for row in fact.evidence.get("rows", ()))
            evidence = {name: value for name, value in fact.evidence.items() if name != "rows"}
            self._fail(lease, Problem(fact.code, fact.reason.zh, fact.reason.en, rows, evidence))
            return
        try:
            progress("store", 0.0)
            self._store(lease, record, answer)
        except (ValueError, LookupError, TypeError, AttributeError, AssertionError, ExceptionGroup):
            log.exception("import %s could not be stored", record.id)
            self._fail(lease, Problem("internal", NOT_STORED.zh, NOT_STORED.en))

    def give_up(self, lease: Lease) -> None:
        """Record that reading was interrupted too often."""
        self._fail(lease, Problem("import-interrupted", INTERRUPTED.zh, INTERRUPTED.en))

    def _store(self, lease: Lease, record: ImportRecord, answer: bytes) -> None:
        measured = from_bytes(answer)
        now = datetime.now(UTC)
        with self._database.write() as session:
            lease.finish(session)
            stored = store_file(session, measured, record, now=now, order=self._order)
            imports.change(
                session,
                record.id,
                status="done",
                progress=1.0,
                step="store",
                finished_at=now,
                building_ids=[building_id for building_id, _ in stored.buildings],
                revision=stored.buildings[0][1] if stored.buildings else None,
                report=stored.report,
                problem=None,
                source={key: measured.source[key] for key in ("kind", "schema", "application")},
            )

    def _fail(self, lease: Lease, problem: Problem) -> None:
        with self._database.write() as session:
            lease.finish(session)
            imports.change(session, lease.subject, status="failed", finished_at=datetime.now(UTC), problem=problem)


class _ProgressWriter:
    """Writes the progress of one import to the store, now and then, never backwards."""

    def __init__(self, database: Database, lease: Lease) -> None:
        self._database = database
        self._lease = lease
        self._written_at = 0.0
        self._progress = 0.0
        self._step = ""

    def __call__(self, step: str, share: float) -> None:
        self._lease.check()
        if step not in SHARES:
            return
        began = sum(SHARES[earlier] for earlier in list(SHARES)[: list(SHARES).index(step)])
        progress = min(0.99, began + SHARES[step] * min(max(share, 0.0), 1.0))
        if progress < self._progress:
            return
        now = time.monotonic()
        if step == self._step and now - self._written_at < PROGRESS_INTERVAL_S:
            return
        self._progress, self._step, self._written_at = progress, step, now
        # Another import may be storing a large model right now: a progress that comes later is no failure.
        with contextlib.suppress(OperationalError), self._database.write() as session:
            imports.change(session, self._lease.subject, step=step, progress=round(progress, 4))
