"""docs/http.md and docs/operating.md say what the service does."""

from __future__ import annotations

import re
from pathlib import Path

from service.app import create_app
from service.error_responses import KINDS
from service.settings import Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"


def rows(name: str, pattern: str) -> list[tuple[str, ...]]:
    return re.findall(pattern, (DOCS / name).read_text("utf-8"), re.MULTILINE)


def test_every_route_is_documented_and_no_other() -> None:
    document = create_app(Settings(_env_file=None)).openapi()
    real = {(method.upper(), path) for path, one in document["paths"].items() for method in one}
    assert set(rows("http.md", r"^\| `(GET|POST|PUT|PATCH|DELETE) (\S+)` \|")) == real


def test_every_error_code_is_documented_with_its_status() -> None:
    assert dict(rows("http.md", r"^\| `([a-z-]+)` \| (\d+) \|")) == {code: str(k.status) for code, k in KINDS.items()}


def test_every_setting_is_documented_with_its_default() -> None:
    documented = rows("operating.md", r"^\| `(YIJIAN_[A-Z_]+)` \| (.*?) \| (.*) \|$")
    assert documented == [
        (f"YIJIAN_{name.upper()}", "" if field.default is None else f"`{field.default}`", field.description)
        for name, field in Settings.model_fields.items()
    ]
