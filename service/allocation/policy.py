"""A policy: who may have how much room and under which rules, as dated, cited data; nothing of it is in the code.

``service.allocation.policy_file`` reads policies from TOML and validates them. Areas are m² of usable area (使用面积) a
person unless a name says otherwise. A policy has a version, the hash of its content, and every verdict names both.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from geometry.finding import Text
from service.allocation.policy_rules import (
    Ancillary,
    Building,
    Cited,
    DerivedRules,
    Equipment,
    Organ,
    PostLimit,
    Rules,
    Services,
    Source,
)

UnknownWhy = Literal["no-level", "unknown-organ", "unknown-level", "no-limit", "support-staff"]


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The limit of one post in m²; ``level`` is ``<organ>.<post>``, ``clause`` where it is written.

    ``limit_m2`` is None where the policy gives none, and then ``why`` says what is missing.
    """

    limit_m2: float | None
    level: str
    title: Text
    clause: str
    why: UnknownWhy | None = None


@dataclass(frozen=True)
class Policy:
    """One resolved policy; ``version`` is the start of the SHA-256 over its canonical content."""

    id: str
    title: Text
    family: str
    effective_from: date | None
    effective_until: date | None
    sources: Mapping[str, Source]
    organs: Mapping[str, Organ]
    rules: Rules
    derived: DerivedRules | None = None
    service: Services | None = None
    equipment: Equipment | None = None
    building: Building | None = None
    ancillary: Ancillary | None = None
    version: str = ""
    extends: tuple[str, ...] = ()
    _limits: dict[tuple[str, str, str, str], Entitlement] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def label(self) -> str:
        """Return ``<id>@<version>``, what a verdict is signed with."""
        return f"{self.id}@{self.version}"

    def holds_on(self, day: date) -> bool:
        """Return whether the policy is in force on ``day``; standards of different dates are never mixed."""
        return (self.effective_from or date.min) <= day <= (self.effective_until or date.max)

    def applies(self, rule: Cited | None, day: date) -> bool:
        """Return whether ``rule`` exists and it and its source are in force on ``day``."""
        if rule is None:
            return False
        source = self.sources[rule.source]
        begins = rule.effective_from or source.effective_from or date.min
        ends = rule.effective_until or source.effective_until or date.max
        return begins <= day <= ends

    def clause(self, rule: Cited, detail: str = "") -> str:
        """Return document, article and ``detail`` of a rule."""
        return ", ".join(part for part in (self.sources[rule.source].document, rule.article, detail) if part)

    def organ_for(self, organ_level: str, kind: str, rank: str) -> tuple[str, Cited | None]:
        """Return the organ whose table a body follows and the rule that says so, None where it is its own.

        Dispatched bodies and institutions follow the table of another organ by their own rank (note 2 to table 1).
        """
        for rule in self.derived.rules.values() if self.derived else ():
            if organ_level in rule.from_organs and kind in rule.kinds and rank == rule.rank:
                return rule.to, rule
        return organ_level, None

    def entitlement(self, level: str, *, organ_level: str, kind: str = "department", rank: str = "") -> Entitlement:
        """Return the limit of a post written as ``level`` in a body of ``kind`` and ``rank`` at ``organ_level``.

        ``level`` is a name or alias of the table (正科级), a key (``section-chief``) or both with the organ
        (``county.section-chief``), which then is taken as it stands.
        """
        key = (level, organ_level, kind, rank)
        if key not in self._limits:
            self._limits[key] = self._looked_up(*key)
        return self._limits[key]

    def _looked_up(self, level: str, organ_level: str, kind: str, rank: str) -> Entitlement:
        organ_key, derived = self.organ_for(organ_level, kind, rank)
        written = level.strip()
        head, dot, tail = written.partition(".")
        if dot and head in self.organs:
            organ_key, derived, written = head, None, tail
        named = f"{organ_key}.{written}"
        if not written:
            return _unknown("no-level", organ_key, written)
        support = self.rules.support_staff
        if support and folded(written) in {folded(name) for name in support.levels}:
            return Entitlement(None, named, Text(written, written), self.clause(support), "support-staff")
        organ = self.organs.get(organ_key)
        if organ is None:
            return _unknown("unknown-organ", organ_key, written)
        post_key = self._posts_by_name[organ_key].get(folded(written))
        if post_key is None:
            return _unknown("unknown-level", organ_key, written)
        post = organ.posts[post_key]
        detail = f"{organ.zh} {post.zh}" + (f", {derived.article}" if derived else "")
        why: UnknownWhy | None = None if post.limit_m2 is not None else "no-limit"
        title = Text(post.zh, post.en)
        return Entitlement(post.limit_m2, f"{organ_key}.{post_key}", title, self.clause(post, detail), why)

    @cached_property
    def _posts_by_name(self) -> dict[str, dict[str, str]]:
        return {key: _names(organ.posts) for key, organ in self.organs.items()}


def folded(text: str) -> str:
    """Return a name in the spelling names are compared in: width, case, blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _names(posts: Mapping[str, PostLimit]) -> dict[str, str]:
    """Return post keys by every name of them; the names of the table win over aliases."""
    aliases = {folded(alias): key for key, post in posts.items() for alias in post.aliases}
    own = {folded(name): key for key, post in posts.items() for name in (post.zh, post.en, key)}
    return aliases | own


def _unknown(why: UnknownWhy, organ: str, written: str) -> Entitlement:
    return Entitlement(None, f"{organ}.{written}" if written else "", Text(written, written), "", why)
