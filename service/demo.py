"""The first minute: import the sample when the service starts with ``--demo``."""

from __future__ import annotations

import hashlib
import logging
import shutil
from pathlib import Path

from service.services import Services
from service.usecases.import_model import Upload, request_import

log = logging.getLogger(__name__)

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SAMPLE = "county_centre.ifc"


def import_sample(services: Services, sample: Path | None = None) -> str | None:
    """Import the sample unless that was done before; return the id of its import, None without a sample."""
    path = sample or SAMPLES / SAMPLE
    if not path.is_file():
        log.warning("there is no sample at %s", path.name)
        return None
    incoming = services.files.new_incoming()
    shutil.copyfile(path, incoming)
    with incoming.open("rb") as copy:
        sha256 = hashlib.file_digest(copy, "sha256").hexdigest()
    size_bytes = incoming.stat().st_size
    services.files.keep(incoming, sha256)
    record, job_id = request_import(services.database, Upload(path.name, sha256, size_bytes))
    if job_id is not None:
        services.runner.submit(job_id)
    return record.id
