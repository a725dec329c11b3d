"""Write the certificate the viewer's tests check: ``python -m tests.service.certificates.make_fixture``.

It is signed with a throw-away key whose secret anybody can compute (``issuing.throwaway_key``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from geometry.plan import Element
from tests.service.certificates.issuing import KEYS, issue
from tests.service.certificates.rooms import document, rectangle

FIXTURE = Path(__file__).resolve().parents[3] / "viewer" / "tests" / "certificates" / "invented-room.json"


def fixture() -> dict[str, Any]:
    """Return a certificate in two forms and the throw-away key that signed it, the same every time."""
    column = Element("2O2Fr$t4X7Zf8NOew3FLOH", "column", "柱", rectangle(0.5, 0.5, 2.0, 1.0), 0.0, 3.0)
    room = {"outline": rectangle(5.0, 4.0), "elements": (column,)}
    issued = issue(document(302, **room, certificate_id="YJ-TEST-0NLY-0000-0000-0000-0000"))
    return {
        "comment": "An invented room, signed with a throw-away test key whose secret is public. Worth nothing.",
        "keys": KEYS,
        "certificate": json.loads(issued.json),
        "jws": issued.compact,
    }


if __name__ == "__main__":
    FIXTURE.parent.mkdir(parents=True, exist_ok=True)
    FIXTURE.write_text(json.dumps(fixture(), ensure_ascii=False, indent=1) + "\n", "utf-8")
