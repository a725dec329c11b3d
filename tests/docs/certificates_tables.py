"""Writes the table of reasons into docs/certificates.md: ``python -m tests.docs.certificates_tables``."""

from __future__ import annotations

from pathlib import Path

from service.certificates.verify import REASONS, UNREADABLE

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "certificates.md"
BEGIN, END = "<!-- generated from service.certificates.verify.reasons -->", "<!-- end of generated part -->"


def render() -> str:
    """Return the generated part of the document."""
    lines = ["| code | exit | 中文 | English |", "|---|---|---|---|"]
    for table, code_of_exit in ((REASONS, 1), (UNREADABLE, 2)):
        lines += [f"| `{code}` | {code_of_exit} | {text.zh} | {text.en} |" for code, text in table.items()]
    return "\n".join(lines)


def main() -> None:
    """Replace the generated part of the document."""
    before, rest = DOCUMENT.read_text("utf-8").split(BEGIN)
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{render()}\n\n{END}{rest.split(END)[1]}", "utf-8")


if __name__ == "__main__":
    main()
