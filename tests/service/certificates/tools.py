"""Programs from outside that judge what we write: skipped where a person's machine lacks them, missed on CI."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def run(*command: str, stdin: bytes | None = None) -> str:
    """Return what a program prints; its exit code must be 0."""
    found = shutil.which(command[0])
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{command[0]} is missing: see tests/system_packages.sh")
        pytest.skip(f"{command[0]} is missing")
    done = subprocess.run([found, *command[1:]], input=stdin, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8")
