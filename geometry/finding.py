"""A finding: one result of a check, with its reason in both languages and the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Outcome = Literal["info", "repaired", "warning", "rejected"]


class Text(NamedTuple):
    """One sentence in both languages of the product."""

    zh: str
    en: str

    def format(self, **values: Any) -> Text:
        """Return both sentences with ``values`` filled in."""
        return Text(self.zh.format(**values), self.en.format(**values))


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check.

    ``code`` is stable (outside systems match on it); ``subject`` is the id of the element it is about, or "" for the
    whole file; ``evidence`` holds plain JSON values with their unit in the key (``overlap_m2``, ``offset_m``).
    """

    code: str
    subject: str
    outcome: Outcome
    reason: Text
    evidence: Mapping[str, Any] = field(default_factory=dict)
