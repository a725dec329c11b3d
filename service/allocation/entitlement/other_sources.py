"""What a verdict would be by the sources of a room that do not count: its model, a drawing, an older survey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import fsum
from typing import Any

from geometry.finding import Text
from service.allocation.entitlement.sentences import filled, label, number
from service.allocation.rooms import Room, SourceKind

BY_SOURCE = Text("如按 {room} 的{source}({area} m²)则{verdict}。", " By the {source} of {room} ({area} m²): {verdict}.")
KINDS: dict[SourceKind, Text] = {
    "survey": Text("另一次实测", "other survey"),
    "model": Text("模型", "model"),
    "drawing": Text("图纸", "drawing"),
    "declared": Text("申报面积", "declared area"),
}
VERDICTS = {
    "over": Text("超标", "over"),
    "within": Text("未超标", "not over"),
    "not-decided": Text("不能判定", "not decided"),
}


def by_other_sources(
    pieces: Sequence[tuple[Room, float]], verdict: str, judged: Callable[[Sequence[tuple[Room, float]]], str]
) -> tuple[Text, list[dict[str, Any]]]:
    """Return a sentence and the rows of every source that, taken instead, turns ``verdict``.

    ``judged`` returns the verdict on rooms with the share of each that counts. Rows: space, source, day, area in m² of
    the whole sum, verdict.
    """
    sentence = Text("", "")
    rows = []
    for at, (room, share) in enumerate(pieces):
        for other in room.other_sources:
            instead = replace(
                room,
                net_area_m2=other.net_area_m2,
                standard_uncertainty_m2=other.standard_uncertainty_m2,
                shared_offsets=(),
            )
            changed = [*pieces[:at], (instead, share), *pieces[at + 1 :]]
            found = judged(changed)
            if found == verdict:
                continue
            area = fsum(part.net_area_m2 * factor for part, factor in changed if part.net_area_m2 is not None)
            row = {"space": room.id, "source": other.kind, "area_m2": area, "outcome": found}
            rows.append(row | ({"on": other.on} if other.on else {}))
            words = {"room": label(room), "source": KINDS[other.kind], "area": number(area), "verdict": VERDICTS[found]}
            said = filled(BY_SOURCE, **words)
            sentence = Text(sentence.zh + said.zh, sentence.en + said.en)
    return sentence, rows
