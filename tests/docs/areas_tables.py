"""Writes the tables of docs/areas.md from the bases themselves: ``python -m tests.docs.areas_tables``."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from geometry.area_remarks import MISSING, NOTES
from geometry.basis import BASES
from geometry.basis_rules import Basis, HeadroomRule, LimitedUseRule, ObstacleRule, RevealRule, RoomRule

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "areas.md"
BEGIN, END = "<!-- generated from geometry.basis -->", "<!-- end of generated part -->"


def _effect(rule: object) -> str:
    """Say in a few words what a rule does."""
    if isinstance(rule, ObstacleRule):
        if not rule.deducted:
            return "in"
        limits = [
            f"over {rule.over_area_m2:g} m²" if rule.over_area_m2 > 0 else "",
            f"up to {rule.up_to_area_m2:g} m²" if rule.up_to_area_m2 < float("inf") else "",
            f"over {rule.over_height_m:g} m high" if rule.over_height_m > 0 else "",
            f"projecting {rule.from_projection_m:g} m or more" if rule.from_projection_m > 0 else "",
        ]
        return ", ".join(["out", *filter(None, limits)])
    if isinstance(rule, HeadroomRule):
        return "; ".join(f"below {b:.2f} m: {s:g}" for b, s in rule.weights) or "no cut"
    if isinstance(rule, LimitedUseRule):
        return f"below {rule.below_m:g} m stated apart"
    if isinstance(rule, RevealRule):
        more = {
            "to-floor": f", over {rule.over_depth_m:g} m deep",
            "dominant-face": f", glazed {'from' if rule.inclusive else 'over'} {rule.glazed_share:.0%}",
        }
        return rule.kind + more.get(rule.kind, "")
    if isinstance(rule, RoomRule):
        return "counted" if rule.counted else "not counted"
    return str(getattr(rule, "face", rule))


def _rules(basis: Basis) -> list[tuple[str, object]]:
    return [(f.name.replace("_", " "), getattr(basis, f.name)) for f in fields(basis)]


def _ruled(basis: Basis) -> list[tuple[str, object]]:
    return [(name, rule) for name, rule in _rules(basis) if hasattr(rule, "clause")]


def render() -> str:
    """Return the generated part of the document."""
    lines = ["### The bases", "", "| id | 名称 | title | version |", "|---|---|---|---|"]
    lines += [f"| `{b.id}` | {b.title.zh} | {b.title.en} | {b.version} |" for b in BASES.values()]
    for basis in BASES.values():
        parent = BASES.get(basis.id.split("/")[0])
        lines += ["", f"### `{basis.id}`", ""]
        rules = _ruled(basis)
        if parent is not None and parent is not basis:
            lines += [f"As `{parent.id}`, except:", ""]
            rules = [(name, rule) for name, rule in rules if rule not in [r for _, r in _ruled(parent)]]
        lines += ["| rule | effect | clause | known from |", "|---|---|---|---|"]
        lines += [f"| {n} | {_effect(r)} | {r.clause} | {r.confidence} |" for n, r in rules]  # type: ignore[attr-defined]  # ruled above
        if basis.not_applied and (parent is basis or parent is None):
            lines += ["", "Asked by the standard and not applied:", ""]
            lines += [f"- {text.en} {text.zh}" for text in basis.not_applied]
    lines += [
        "",
        "### What a statement may say besides numbers",
        "",
        "| code | in | 中文 | English |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{code}` | `missing` | {text.zh} | {text.en} |" for code, text in MISSING.items()]
    lines += [f"| `{code}` | `notes` | {text.zh} | {text.en} |" for code, text in NOTES.items()]
    return "\n".join(lines)


def main() -> None:
    """Replace the generated part of the document."""
    text = DOCUMENT.read_text("utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{render()}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
