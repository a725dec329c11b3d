"""What a check ends in: a verdict with all its refusals, or the error that there is nothing to check."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .reasons import REASONS, UNREADABLE, Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a certificate is not valid."""

    code: str
    reason: Text


@dataclass(slots=True)
class Verdict:
    """What was found, refusals in the order of checking; ``status`` is None where no status list was asked."""

    refusals: list[Refusal] = field(default_factory=list)
    document: dict[str, Any] = field(default_factory=dict)
    kid: str | None = None
    status: str | None = None

    @property
    def valid(self) -> bool:
        """Return whether nothing speaks against the certificate."""
        return not self.refusals

    def reject(self, code: str, **values: Any) -> None:
        """Note a reason, the same one only once."""
        refusal = Refusal(code, _sentences(REASONS[code], values))
        if refusal not in self.refusals:
            self.refusals.append(refusal)


class UnreadableError(ValueError):
    """Not a certificate at all, or a key file that cannot be used."""

    def __init__(self, code: str, **values: Any) -> None:
        self.code = code
        self.reason = _sentences(UNREADABLE[code], values)
        super().__init__(self.reason.en)


class RefusedError(ValueError):
    """Raised where reading cannot go on; becomes one refusal."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def _sentences(text: Text, values: dict[str, Any]) -> Text:
    return Text(*(sentence.format(**values) for sentence in text))
