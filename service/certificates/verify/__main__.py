"""``python -m verify CERTIFICATE --key jwks.json``: this folder used alone, without the rest of Yijian."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from .check import verify
from .report import Language, as_json, as_text
from .signature import read_keys
from .verdict import UnreadableError


def main() -> int:
    """Return 0 for a valid certificate, 1 for one that is not, 2 where there is nothing to check."""
    parser = argparse.ArgumentParser(prog="verify", description="Check an area certificate. 核验面积证书。")
    parser.add_argument("certificate", type=Path, help="JSON, JWS or PDF")
    parser.add_argument("--key", type=Path, help="the issuer's public keys (jwks.json)")
    parser.add_argument("--status-list", type=Path, help="the issuer's signed status list, saved before")
    parser.add_argument("--json", action="store_true", help="print the verdict as JSON")
    given = parser.parse_args()
    try:
        verdict = verify(
            given.certificate.read_bytes(),
            None if given.key is None else read_keys(given.key.read_bytes()),
            status_list=None if given.status_list is None else given.status_list.read_bytes(),
        )
    except UnreadableError as error:
        print(" ".join(error.reason), file=sys.stderr)  # noqa: T201
        return 2
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)  # noqa: T201
        return 2
    language: Language = "zh" if os.environ.get("LANG", "").lower().startswith("zh") else "en"
    print(json.dumps(as_json(verdict), ensure_ascii=False, indent=1) if given.json else as_text(verdict, language))  # noqa: T201
    return 0 if verdict.valid else 1


if __name__ == "__main__":
    sys.exit(main())
