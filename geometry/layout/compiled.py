"""Functions over arrays of cells, compiled when first called and kept on disk: typed as what they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function compiled; it may only call compiled ones."""
    try:
        made: Callable[P, R] = njit(cache=True)(function)
    except RuntimeError:  # no folder can be written to: compiled anew in every process
        made = njit(function)
    return made
