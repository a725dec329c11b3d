"""Check an area certificate with nothing but its file and the issuer's public keys.

This folder imports nothing of ours outside of itself, least of all what issues certificates: it is meant to be copied,
read and run elsewhere, ``python -m verify CERTIFICATE --key jwks.json``. It needs the packages cryptography, rfc8785
and shapely, and pyhanko where a PDF is checked.

It checks the form, the signature and its key, recomputes the area from the outline (shoelace formula, holes taken off)
and the ledger, and compares dates; with a status list also whether the certificate was revoked or superseded. Every
refusal has a stable code and a reason in Chinese and English; a verdict holds all of them.
"""

from .check import verify
from .reasons import REASONS, UNREADABLE, Text
from .signature import read_keys
from .verdict import Refusal, UnreadableError, Verdict

__all__ = ["REASONS", "UNREADABLE", "Refusal", "Text", "UnreadableError", "Verdict", "read_keys", "verify"]
