"""Scenarios as jobs: each is worked out in a child process, told of its progress, and stopped when it is cancelled."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from sqlalchemy.exc import OperationalError

from bim_import.errors import ImportRefused
from bim_import.sandbox import Limits, run_in_child
from geometry.finding import Text
from service.jobs.runner import Lease, LeaseLostError
from service.store import scenarios
from service.store.database import Database
from service.store.records import Problem
from service.usecases.scenario_case import KeptCase
from service.usecases.scenarios import JOB_KIND, ended_with

__all__ = ["JOB_KIND", "ScenarioHandler"]
log = logging.getLogger(__name__)

TARGET = "service.usecases.scenario_solve:solve_scenario"
PROGRESS_INTERVAL_S: Final = 0.5
SLACK_S: Final = 300.0  # checking, counting and the order of moves come after the search
SEARCHED: Final = 0.95  # share of the whole that the search takes
TIMEOUT = Text(
    "计算超过时限仍未结束,已停止,没有结果。请放宽时限或减少所选建筑后再试。",
    "The search did not end in time and was stopped without a result. Allow more time or choose fewer buildings.",
)
MEMORY = Text(
    "计算所需内存超过上限,已停止,没有结果。请减少所选建筑后再试。",
    "The search needed more memory than allowed and was stopped without a result. Choose fewer buildings.",
)
FAILED = Text(
    "计算程序出错,没有结果,已有数据没有改变。请再试一次;若仍失败,请把方案编号告诉维护人员。",
    "The search failed without a result; nothing was changed. Try again; if it fails again, give the id of the "
    "scenario to the maintainers.",
)
INTERRUPTED = Text(
    "服务在计算这个方案时多次中断,已停止尝试。请重新提交。",
    "The service was interrupted several times while working this scenario out and stopped trying. Ask for it again.",
)
WHY: Final = {"import-timeout": TIMEOUT, "import-memory": MEMORY}

ChildRunner = Callable[..., bytes]


class ScenarioHandler:
    """Works scenarios out."""

    def __init__(self, database: Database, *, memory_mib: int, run_child: ChildRunner = run_in_child) -> None:
        self._database = database
        self._memory_mib = memory_mib
        self._run_child = run_child

    def run(self, lease: Lease) -> None:
        """Work one scenario out in a child process and store its result."""
        now = datetime.now(UTC)
        with self._database.write() as session:
            mine = scenarios.change_open(session, lease.subject, status="running", step="search", started_at=now)
            record = scenarios.get(session, lease.subject)
            if not mine or record is None:
                lease.finish(session)
                return
            case = scenarios.case(session, record.case_sha256)
            grounds_sha256 = KeptCase.from_bytes(case).grounds
            grounds = scenarios.case(session, grounds_sha256).decode() if grounds_sha256 else None
        payload: dict[str, Any] = {
            "case": case.decode(),
            "grounds": grounds,
            "strategy": record.strategy,
            "time_limit_s": record.time_limit_s,
            "seed": record.seed,
            "rates": record.rates,
        }
        # The limit of a child counts processor time of all its threads.
        time_s = record.time_limit_s * (os.cpu_count() or 1) + SLACK_S
        limits = Limits(time_s=time_s, memory_mib=self._memory_mib)
        try:
            progress = _ProgressWriter(self._database, lease)
            answer = self._run_child(TARGET, payload, limits=limits, on_progress=progress)
        except ImportRefused as refused:
            code = refused.finding.code
            reason = WHY.get(code, FAILED)
            self._end(lease, status="failed", problem=Problem("scenario-failed", reason.zh, reason.en))
            return
        self._end(lease, **ended_with(orjson.loads(answer)))

    def give_up(self, lease: Lease) -> None:
        """Record that the work was interrupted too often."""
        problem = Problem("scenario-failed", INTERRUPTED.zh, INTERRUPTED.en)
        self._end(lease, status="failed", problem=problem)

    def _end(self, lease: Lease, **values: Any) -> None:
        with self._database.write() as session:
            lease.finish(session)
            if not scenarios.change_open(session, lease.subject, finished_at=datetime.now(UTC), **values):
                log.info("scenario %s had ended meanwhile", lease.subject)


class _ProgressWriter:
    """Writes how far a scenario is, now and then; raises where it has been cancelled."""

    def __init__(self, database: Database, lease: Lease) -> None:
        self._database = database
        self._lease = lease
        self._written_at = 0.0
        self._step = ""

    def __call__(self, step: str, share: float) -> None:
        self._lease.check()
        now = time.monotonic()
        if step == self._step and now - self._written_at < PROGRESS_INTERVAL_S:
            return
        self._step, self._written_at = step, now
        progress = SEARCHED * min(max(share, 0.0), 1.0) if step == "search" else SEARCHED
        with contextlib.suppress(OperationalError), self._database.write() as session:
            if not scenarios.change_open(session, self._lease.subject, step=step, progress=round(progress, 4)):
                raise LeaseLostError(self._lease.job_id)
