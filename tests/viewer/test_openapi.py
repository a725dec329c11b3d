"""The viewer's types are made from the service's OpenAPI as it is now."""

from __future__ import annotations

import json
from pathlib import Path

from service.app import create_app
from service.settings import Settings

SAVED = Path(__file__).resolve().parents[2] / "viewer" / "openapi.json"
AGAIN = "run `python -m service.openapi > viewer/openapi.json`, then `npm run types` in viewer/"


def test_the_document_the_viewer_was_built_from_is_current() -> None:
    document = json.loads(json.dumps(create_app(Settings.model_validate({})).openapi()))
    assert json.loads(SAVED.read_text(encoding="utf-8")) == document, AGAIN
