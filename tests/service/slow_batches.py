"""``python -m tests.service.slow_batches FOLDER``: the service, its batches in small lots with a pause between them."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from service.main import run
from service.settings import Settings
from service.usecases import certificate_batch

if __name__ == "__main__":
    certify = certificate_batch.certify

    def slowly(session: object, office: object, space_ids: Sequence[str], *more: object, **kinds: object) -> object:
        time.sleep(0.02)
        outcomes = certify(session, office, space_ids, *more, **kinds)
        time.sleep(0.02)  # killed here, all of this lot is undone
        return outcomes

    certificate_batch.certify = slowly
    certificate_batch.AT_A_TIME = 20
    run(
        Settings(_env_file=None, data_dir=Path(sys.argv[1]), port=0),
        announce=lambda address: print(address, flush=True),
    )
