"""A verdict in words for people, Chinese or English, and as JSON for programs."""

from __future__ import annotations

from typing import Any, Final, Literal

from .verdict import Verdict

Language = Literal["zh", "en"]
_CHOICE: Final = {"zh": 0, "en": 1}
_VALID: Final = ("有效", "VALID")
_INVALID: Final = ("无效", "NOT VALID")
_UNCONFIRMED: Final = ("未确认", "NOT CONFIRMED")
_ALSO: Final = ("另外", "also")
_ROOM: Final = (
    "{issuer} 签发的面积证书 {id}\n房间 {number} {name}（{building} {storey}）",
    "Area certificate {id} by {issuer}\nRoom {number} {name} ({building}, {storey})",
)
_AREA: Final = (
    "使用面积 {net:.2f} m²（依据 {basis}）：毛面积 {gross:.6f} − 扣减 {deducted:.6f} = {net:.6f}",
    "Net usable area {net:.2f} m² (basis {basis}): gross {gross:.6f} − deductions {deducted:.6f} = {net:.6f}",
)
_UNCERTAINTY: Final = ("扩展不确定度 U = {U:g} m²（k = {k:g}）", "Expanded uncertainty U = {U:g} m² (k = {k:g})")
_CLASSES: Final = {
    "none": ("，未达到精度等级", ", no accuracy class reached"),
    "I": ("，精度等级一级", ", accuracy class I"),
    "II": ("，精度等级二级", ", accuracy class II"),
    "III": ("，精度等级三级", ", accuracy class III"),
}
_AS_MODELLED: Final = ("按模型计算，未给出不确定度", "As modelled: no uncertainty is stated")
_CHECKED: Final = (
    "已核验：格式、签名（密钥 {kid}）、由轮廓重算的面积、台账、日期（签发 {issued}，有效至 {until}）",
    "Checked: form, signature (key {kid}), area recomputed from the outline, ledger, dates (issued {issued}, valid "
    "until {until})",
)
_OPEN_END: Final = ("被取代或撤销", "superseded or revoked")
_STATUS: Final = ("状态列表：有效", "Status list: valid")
_NO_STATUS: Final = (
    "未查询是否已被撤销或取代：联网时加 --online",
    "Not asked whether it was revoked or superseded: add --online where there is a network",
)


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict as JSON values; ``code`` is that of the first refusal, or ``valid``."""
    return {
        "valid": verdict.valid,
        "code": "valid" if verdict.valid else verdict.refusals[0].code,
        "refusals": [{"code": r.code, "reason": r.reason.en, "reason_zh": r.reason.zh} for r in verdict.refusals],
        "status": verdict.status,
        "kid": verdict.kid,
        "certificate": verdict.document or None,
    }


def as_text(verdict: Verdict, language: Language) -> str:
    """Return the verdict for reading, the decision first."""
    pick = _CHOICE[language]
    if not verdict.valid:
        codes = [refusal.code for refusal in verdict.refusals]
        lines = [
            f"{_ALSO[pick] if i else (_UNCONFIRMED if codes == ['no-key'] else _INVALID)[pick]} · "
            f"{refusal.code}: {refusal.reason[pick]}"
            for i, refusal in enumerate(verdict.refusals)
        ]
        return "\n".join(lines)
    d = verdict.document
    room, uncertainty = d["room"], d["uncertainty"]
    known = _STATUS if verdict.status == "valid" else _NO_STATUS
    return "\n".join(
        (
            f"{_VALID[pick]} · "
            + _ROOM[pick].format(
                issuer=d["issuer"]["name"],
                id=d["id"],
                number=room["number"],
                name=room["name"],
                building=room["building"]["name"],
                storey=room["storey"]["name"],
            ),
            _AREA[pick].format(
                net=d["net_usable_area_m2"],
                basis=d["basis"]["id"],
                gross=d["gross_area_m2"],
                deducted=sum(line["area_m2"] for line in d["deductions"]),
            ),
            _AS_MODELLED[pick]
            if uncertainty is None
            else _UNCERTAINTY[pick].format(U=uncertainty["expanded_m2"], k=uncertainty["coverage_factor"])
            + _CLASSES.get(uncertainty["accuracy_class"] or "", ("", ""))[pick],
            _CHECKED[pick].format(kid=verdict.kid, issued=d["issued_at"], until=d["valid_until"] or _OPEN_END[pick]),
            known[pick],
        )
    )
