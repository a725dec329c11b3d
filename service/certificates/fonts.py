"""The typeface of every document set by typst."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def font_folder() -> Path:
    """Return the folder of Noto Sans SC (SIL Open Font License 1.1), which comes with the package zhplot."""
    package = find_spec("zhplot")  # looked for, not imported: it would load a plotting library nobody here uses
    if package is None or package.origin is None:
        raise ModuleNotFoundError("zhplot, the package with the typeface, is not installed")
    return Path(package.origin).with_name("fonts")
