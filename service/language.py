"""Which of the two languages a person on the command line reads."""

from __future__ import annotations

import os
from typing import Literal

from geometry.finding import Text

Language = Literal["zh", "en"]


def preferred_language() -> Language:
    """Return ``YIJIAN_LANG`` if set, else Chinese on a Chinese locale, else English."""
    chosen = os.environ.get("YIJIAN_LANG") or next(
        (value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(key))), ""
    )
    return "zh" if chosen.lower().startswith("zh") else "en"


def say(text: Text) -> str:
    """Return the sentence in the preferred language."""
    return text.zh if preferred_language() == "zh" else text.en
