"""Who holds a lease: this process, told apart from a later one that got the same number."""

from __future__ import annotations

import os
import platform
import secrets

import psutil

SEPARATOR = "|"


def this_owner() -> str:
    """Return the name under which this process takes leases."""
    started = psutil.Process().create_time()
    return SEPARATOR.join((platform.node(), str(os.getpid()), f"{started:.2f}", secrets.token_hex(4)))


def is_dead(owner: str) -> bool:
    """Return whether ``owner`` was a process of this machine that runs no more; False where that cannot be known."""
    parts = owner.split(SEPARATOR)
    if len(parts) != 4 or parts[0] != platform.node():
        return False
    try:
        return f"{psutil.Process(int(parts[1])).create_time():.2f}" != parts[2]
    except psutil.NoSuchProcess:
        return True
    except (psutil.Error, ValueError):
        return False
