from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from geometry.enclosure_rules import EnclosureRules

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "enclosure.md").read_text(encoding="utf-8")


def test_every_rule_stands_in_the_document_with_its_value():
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+) \|$", DOCUMENT, re.MULTILINE))
    assert rows == {f.name: f"{f.default:g}" for f in fields(EnclosureRules)}


def test_every_finding_stands_in_the_document():
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "geometry").glob("enclosure*.py"))
    raised = set(re.findall(r"Finding\(\s*\"([a-z-]+)\"", source))
    explained = set(re.findall(r"^\| `([a-z-]+)` \| (?:room|storey|model)", DOCUMENT, re.MULTILINE))
    assert raised == explained
