"""What an importer raises when a file cannot be used at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geometry.finding import Finding, Text


class ImportRefused(Exception):  # noqa: N818  - it is an answer about the file, not a fault of ours
    """The file cannot be used; ``finding`` holds the stable code and one clear sentence in both languages."""

    def __init__(self, code: str, reason: Text, evidence: Mapping[str, Any] | None = None) -> None:
        super().__init__(reason.en)
        self.finding = Finding(code, "", "rejected", reason, evidence or {})
