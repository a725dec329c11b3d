"""The first minute: import the sample and the people in it, when the service starts with ``--demo`` or is asked to."""

from __future__ import annotations

import hashlib
import logging
import shutil
import threading
from pathlib import Path

from bim_import.sandbox import Limits
from service.errors import ServiceError
from service.services import Services
from service.store import imports, rosters
from service.usecases.import_model import Upload, request_import
from service.usecases.import_roster import import_roster

log = logging.getLogger(__name__)

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SAMPLE = "county_centre.ifc"
ROSTER = "county_roster.xlsx"
LOOK_INTERVAL_S = 0.5


def import_sample(services: Services, sample: Path | None = None) -> str | None:
    """Import the sample unless that was done before; return the id of its import, None without a sample.

    The roster that lies beside it follows by itself once the building is there, unless there is a roster already.
    """
    path = sample or SAMPLES / SAMPLE
    if not path.is_file():
        log.warning("there is no sample at %s", path.name)
        return None
    record, job_id = request_import(services.database, _kept(services, path))
    if job_id is not None:
        services.runner.submit(job_id)
    roster = path.with_name(ROSTER)
    if roster.is_file():
        threading.Thread(target=_roster_follows, args=(services, record.id, roster), daemon=True).start()
    return record.id


def import_sample_roster(services: Services, path: Path) -> bool:
    """Import a roster of the samples unless there is one already; return whether it was imported."""
    with services.database.read() as session:
        if rosters.newest(session) is not None:
            return False
    import_roster(
        services.occupancy,
        services.files,
        _kept(services, path),
        organ="county",
        applies_from=None,
        dry_run=False,
        limits=Limits(),
    )
    return True


def _roster_follows(services: Services, import_id: str, path: Path) -> None:
    while not services.stopping.wait(LOOK_INTERVAL_S):
        with services.database.read() as session:
            record = imports.get(session, import_id)
        if record is None or record.status == "failed":
            return
        if record.status == "done":
            try:
                import_sample_roster(services, path)
            except ServiceError as error:
                log.warning("the roster of the sample was not imported: %s", error.code)
            return


def _kept(services: Services, path: Path) -> Upload:
    incoming = services.files.new_incoming()
    shutil.copyfile(path, incoming)
    with incoming.open("rb") as copy:
        sha256 = hashlib.file_digest(copy, "sha256").hexdigest()
    size_bytes = incoming.stat().st_size
    services.files.keep(incoming, sha256)
    return Upload(path.name, sha256, size_bytes)
