"""The public status page: what somebody sees who scans the code on a certificate with a phone. Server-made, no scripts.

It names no person, links nowhere and shows one certificate only: to find another one, one has to know its number.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from geometry.basis import BASES
from service.store.certificate_records import CertificateRecord
from service.usecases.read_certificates import is_expired

CHINA: Final = timezone(timedelta(hours=8))
STATES: Final = {
    "valid": ("有效", "Valid", "ok", "这份证书目前有效。请核对下列内容与手中证书一致。",
              "This certificate holds. Compare what stands below with the certificate in your hands."),
    "expired": ("已过期", "Expired", "stale", "证书的有效期已过。", "The time for which it was issued is over."),
    "superseded": ("已被取代", "Superseded", "stale", "房间已有变化或已另发新证,请勿再使用这份证书。",
                   "The room has changed or a new certificate was issued: do not use this one any more."),
    "revoked": ("已撤销", "Revoked", "bad", "签发单位已撤销这份证书,请勿使用。",
                "The issuer has revoked this certificate: do not use it."),
    "unknown": ("查无此证", "Not found", "bad", "没有这个编号的证书。请核对编号;若编号无误,证书可能是伪造的。",
                "There is no certificate with this number. Check it; if it is right, the certificate may be forged."),
}  # fmt: skip
SYMBOLS: Final = {"ok": "✓", "stale": "!", "bad": "✕"}
CAUSES: Final = {
    "area-changed": ("新的测量结果与证载面积不同", "a newer measurement shows another area"),
    "vanished": ("房间在新版资料中已不存在", "the room is no longer there"),
    "replaced": ("已另发新证", "a new certificate was issued"),
}
PAGE: Final = Template(Path(__file__).with_suffix(".html").read_text("utf-8"))
FOOT: Final = (
    "<p>状态以查询时刻为准:{at}(北京时间)。全文真伪可用 <code>yijian verify</code> 离线校验。</p>"
    "<p>As of {at} (UTC+8). The full text can be checked offline with <code>yijian verify</code>.</p>"
)


def page_of_certificate(record: CertificateRecord, issuer: str, now: datetime, *, full: bool) -> str:
    """Return the page of a certificate; not ``full``: its state and dates only."""
    state = "expired" if record.status == "valid" and is_expired(record, now) else record.status
    rows = [("证书编号", "Number", f'<dd class="id">{escape(record.id)}</dd>')]
    if full:
        place = " ".join(filter(None, (record.building, record.storey)))
        basis = BASES.get(record.basis)
        title = f"{basis.title.zh}<small>{escape(basis.title.en)}</small>" if basis else escape(record.basis)
        rows += [
            ("房间", "Room", f"<dd><b>{escape(record.number) or '—'}</b><br>{escape(place)}</dd>"),
            ("使用面积", "Net usable area", f"<dd><b>{record.net_area_m2:.2f} m²</b></dd>"),
            ("测量依据", "Basis", f"<dd>{title}</dd>"),
            ("签发单位", "Issuer", f"<dd>{escape(issuer)}</dd>"),
        ]
    rows.append(("签发日期", "Issued", f"<dd>{_day(record.issued_at)}</dd>"))
    if record.valid_until is not None:
        rows.append(("有效期至", "Valid until", f"<dd>{_day(record.valid_until)}</dd>"))
    if record.status != "valid":
        rows.append(("状态变更", "Since", f"<dd>{_day(record.status_at)}</dd>"))
        why_zh, why_en = CAUSES.get(record.cause or "", ("", ""))
        why = escape(record.reason) if record.reason else f"{why_zh}<small>{why_en}</small>" if why_zh else ""
        if why and full:
            rows.append(("原因", "Reason", f"<dd>{why}</dd>"))
    facts = "".join(f"<div><dt>{zh}<small>{en}</small></dt>{value}</div>" for zh, en, value in rows)
    return _page(state, f"<dl>{facts}</dl>", FOOT.format(at=f"{now.astimezone(CHINA):%Y-%m-%d %H:%M}"))


def page_of_nothing() -> str:
    """Return the page for every number that is no certificate's."""
    return _page("unknown", "", "<p>编号形如 YJ- 加六组四位字符。</p><p>Numbers are YJ- and six groups of four.</p>")


def _page(state: str, facts: str, foot: str) -> str:
    zh, en, kind, says_zh, says_en = STATES[state]
    return PAGE.substitute(
        zh=zh, en=en, kind=kind, symbol=SYMBOLS[kind], says_zh=says_zh, says_en=says_en, facts=facts, foot=foot
    )


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d}"
