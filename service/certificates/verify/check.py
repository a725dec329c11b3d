"""The whole check of one certificate, in its order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from .area import check_area, check_uncertainty
from .dates import check_dates, check_key_period
from .pdf import attached_certificate, is_pdf
from .reading import canonical, parse, read_certificate
from .shape import check_shape
from .signature import check_signature
from .status import check_status
from .verdict import RefusedError, Verdict


def verify(
    data: bytes,
    keys: Mapping[str, Any] | None,
    *,
    at: datetime | None = None,
    status_list: bytes | None = None,
) -> Verdict:
    """Return the verdict on a certificate (JSON, compact JWS or PDF twin) at a moment, now if not said.

    ``keys`` is the issuer's JWK set (``read_keys``); without it the signature stays unchecked, which is a refusal.
    ``status_list`` is the issuer's signed status list (compact JWS), if that is to be asked. Raises ``UnreadableError``
    where ``data`` is no certificate at all.
    """
    verdict, moment = Verdict(), datetime.now(UTC) if at is None else at
    if is_pdf(data):
        data = attached_certificate(verdict, data, keys)
    try:
        signed = read_certificate(data)
        verdict.kid = signed.header["kid"]
        verdict.document = document = parse(signed.payload)
    except RefusedError as refused:
        verdict.reject(refused.code, **refused.values)
        return verdict
    check_signature(verdict, signed, keys)
    if canonical(document) != signed.payload:
        verdict.reject("not-canonical")
    if not check_shape(verdict, document):
        return verdict
    check_area(verdict, document)
    check_uncertainty(verdict, document)
    check_dates(verdict, document, moment)
    check_key_period(verdict, document, keys)
    if status_list is not None:
        check_status(verdict, document, status_list, keys, moment)
    return verdict
