"""``python -m service.openapi``: print the OpenAPI document, for clients that generate their types from it."""

from __future__ import annotations

import json
import sys

from service.app import create_app
from service.settings import Settings


def main() -> None:
    """Print the document, for clients that generate their types from it."""
    document = create_app(Settings.model_validate({})).openapi()
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
