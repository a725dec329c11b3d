"""Which source of a room counts, and why, in words for people.

The order of kinds is set in one place (``YIJIAN_SOURCE_ORDER``). Within a kind the newest counts: a survey by the day
it was made, a model or drawing by the revision that brought it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from geometry.finding import Text
from service.store.records import RoomSource, SourceKind

DEFAULT_ORDER: Final[tuple[SourceKind, ...]] = ("survey", "model", "drawing")
KINDS: Final[dict[SourceKind, Text]] = {
    "survey": Text("实测", "survey"),
    "model": Text("模型", "model"),
    "drawing": Text("图纸", "drawing"),
}
ONLY = Text("这个房间只有这一个来源。", "It is the only source of this room.")
BY_KIND = Text(
    "{kind}优先于{others}(本机构设定的次序:{order})。",
    "A {kind} counts before a {others} (the order set here: {order}).",
)
NEWEST = Text(
    "{n} 份{kind}中,{when}的这一份最新({others}次序在后)。",
    "Of {n} {kind}s, that of {when} is the newest ({others} comes after).",
)
NEWEST_ALONE = Text("{n} 份{kind}中,{when}的这一份最新。", "Of {n} {kind}s, that of {when} is the newest.")
UNDATED = Text("最后导入", "the last import")


def order_from(setting: str) -> tuple[SourceKind, ...]:
    """Return the order of a setting such as "survey,model,drawing"."""
    return tuple(kind for name in setting.split(",") for kind in DEFAULT_ORDER if kind == name)


@dataclass(frozen=True, slots=True)
class Decision:
    """The source that counts, by which rule, and the sentence that says so."""

    source: RoomSource
    rule: str
    reason: Text


def decide_source(sources: Sequence[RoomSource], *, order: Sequence[SourceKind] = DEFAULT_ORDER) -> Decision:
    """Return which of the sources of one room counts; they are given oldest first, at least one."""
    best_kind = min((source.kind for source in sources), key=order.index)
    rivals = [source for source in sources if source.kind == best_kind]
    chosen = max(enumerate(rivals), key=lambda one: (one[1].measured_on or date.min, one[0]))[1]
    if len(sources) == 1:
        return Decision(chosen, "only-source", ONLY)
    below = [kind for kind in order if kind != best_kind and any(source.kind == kind for source in sources)]
    if len(rivals) == 1:
        return Decision(chosen, f"{best_kind}-first", _by_kind(best_kind, below, order))
    when = Text(*[chosen.measured_on.isoformat()] * 2) if chosen.measured_on else UNDATED
    reasons = [
        text.format(n=len(rivals), kind=KINDS[best_kind][i], when=when[i], others=_listed(below, i))
        for i, text in enumerate(NEWEST if below else NEWEST_ALONE)
    ]
    return Decision(chosen, f"newest-{best_kind}", Text(*reasons))


def _by_kind(kind: SourceKind, below: Sequence[SourceKind], order: Sequence[SourceKind]) -> Text:
    said = [
        text.format(kind=KINDS[kind][i], others=_listed(below, i), order=(" > ".join(KINDS[one][i] for one in order)))
        for i, text in enumerate(BY_KIND)
    ]
    return Text(*said)


def _listed(kinds: Sequence[SourceKind], language: int) -> str:
    return ("、", " or a ")[language].join(KINDS[kind][language] for kind in kinds)
