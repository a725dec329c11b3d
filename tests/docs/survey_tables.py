"""Writes the tables of docs/survey_files.md from the list of words itself: ``python -m tests.docs.survey_tables``."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "survey_files.md"
WORDS = ROOT / "bim_import" / "survey" / "words.toml"
BEGIN, END = "<!-- generated from bim_import/survey/words.toml -->", "<!-- end of generated part -->"


def render() -> str:
    """Return every sheet, column, unit and word as Markdown."""
    table = tomllib.loads(WORDS.read_text("utf-8"))
    lines = ["### Sheets", "", "| sheet | needed | may have | also called |", "|---|---|---|---|"]
    for entry in table["sheets"].values():
        zh, en, *others = entry["names"]
        titles = [" ".join(table["columns"][column][:2]) for column in entry["required"]]
        more = [table["columns"][column][1] for column in entry["optional"]]
        also = [f"{names[0]} (*{table['columns'][column][1]}*)" for column, names in entry.get("also", {}).items()]
        lines.append(f"| **{zh}** {en} | {', '.join(titles)} | {', '.join(more)} | {', '.join([*others, *also])} |")
    lines += ["", "### Columns", "", "| column | what belongs into it | also called |", "|---|---|---|"]
    for column, names in table["columns"].items():
        zh, en, *others = (name.replace("|", "\\|") for name in names)
        lines.append(f"| **{zh}** {en} | {table['about'][column][1]} | {', '.join(others)} |")
    lines += ["", "### Units and words", "", "| word | written as |", "|---|---|"]
    for quantity, by_unit in table["units"].items():
        lines += [
            f"| {quantity}: {unit} | {', '.join(f'`{name}`' for name in names)} |" for unit, names in by_unit.items()
        ]
    lines += [f"| {word.replace('_', '-')} | {', '.join(names)} |" for word, names in table["words"].items()]
    lines += [f"| {kind} | {', '.join(names)} |" for kind, names in table["obstacles"].items()]
    lines += [f"| instrument `{key}` | {', '.join(names)} |" for key, names in table["instruments"].items()]
    return "\n".join(lines)


if __name__ == "__main__":
    text = DOCUMENT.read_text("utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{render()}\n\n{END}{after}", encoding="utf-8")
