"""Documents set by typst: a template without a computation in it, and all words and numbers as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import typst

from service.certificates.fonts import font_folder

TEMPLATES = Path(__file__).parent


def typeset(template: str, content: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the PDF/A-2b that ``template`` (a name in this folder) makes of ``content``; the same bytes every time."""
    return bytes(
        typst.compile(
            TEMPLATES / template,
            format="pdf",
            font_paths=[font_folder()],
            ignore_system_fonts=True,
            sys_inputs={"content": orjson.dumps(content).decode()},
            pdf_standards="a-2b",
            timestamp=at.replace(microsecond=0),
        )
    )
