"""Go on where one entity of a broken file cannot be read, and know how often that happened."""

from __future__ import annotations

import logging
from types import TracebackType

from bim_import.errors import ImportRefused
from geometry.finding import Finding, Text

log = logging.getLogger(__name__)

BROKEN = Text(
    "文件里有 {count} 处内容({what})残缺或类型不对,已跳过。",
    "{count} items of the file ({what}) are incomplete or of the wrong kind and were skipped.",
)


class Forgiving:
    """A context that swallows what broken entities raise and counts it; refusals and lack of memory pass.

    The accessors of a broken entity raise anything from AttributeError to RuntimeError, so no shorter list would do.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.count = 0

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if kind is None or not issubclass(kind, Exception) or issubclass(kind, MemoryError | ImportRefused):
            return False
        self.count += 1
        log.info("skipped a part of a broken file (%s)", self.what, exc_info=error)
        return True

    def findings(self) -> list[Finding]:
        """Return one finding if anything was skipped."""
        if not self.count:
            return []
        reason = BROKEN.format(count=self.count, what=self.what)
        return [Finding("broken-entities", "", "warning", reason, {"count": self.count, "what": self.what})]
