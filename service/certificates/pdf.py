"""The PDF twin of a certificate: its pages set by typst (PDF/A-3b), the signed JSON inside, sealed by PAdES.

Pages and attachment come from the same canonical bytes, and the seal covers both. The same certificate gives the same
file before sealing; the seal adds the time of sealing. Call from a thread: pyHanko runs an event loop of its own.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Final

import typst

from service.certificates.fonts import font_folder
from service.certificates.seal import Seal, seal_pdf
from service.certificates.sheet import as_input
from service.certificates.signing import kid_of, signed_json

TEMPLATE: Final = Path(__file__).with_name("certificate.typ")
STANDARD: Final = "a-3b"


def make_pdf(canonical: bytes, compact: str, seal: Seal) -> bytes:
    """Return the sealed PDF twin of the certificate with these canonical bytes and this compact JWS."""
    issuer = json.loads(canonical)["issuer"]["name"]
    return seal_pdf(set_pages(canonical, compact), seal, reason="房间面积证书 area certificate", issuer=issuer)


def set_pages(canonical: bytes, compact: str) -> bytes:
    """Return the unsealed PDF/A-3b: certificate, measurement sheet, drawing, and ``area-certificate.json`` inside."""
    document = json.loads(canonical)
    pages = as_input(document, kid_of(compact), signed_json(canonical, compact))
    return bytes(
        typst.compile(
            TEMPLATE,
            format="pdf",
            font_paths=[font_folder()],
            ignore_system_fonts=True,
            sys_inputs={"pages": pages},
            pdf_standards=STANDARD,
            timestamp=datetime.fromisoformat(document["issued_at"]),
        )
    )
