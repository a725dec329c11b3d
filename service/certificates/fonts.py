"""The typeface of every document set by typst."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import zhplot


@cache
def font_folder() -> Path:
    """Return the folder of Noto Sans SC (SIL Open Font License 1.1), which comes with the package zhplot."""
    return Path(zhplot.__file__).with_name("fonts")
