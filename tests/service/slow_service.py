"""``python -m tests.service.slow_service FOLDER``: the service, reading files with ``slow_target``."""

from __future__ import annotations

import sys
from pathlib import Path

import service.usecases.import_model as import_model
from service.main import run
from service.settings import Settings

if __name__ == "__main__":
    import_model.TARGET = "tests.service.slow_target:read_slowly"
    run(
        Settings(_env_file=None, data_dir=Path(sys.argv[1]), port=0),
        announce=lambda address: print(address, flush=True),
    )
