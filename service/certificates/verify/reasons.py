"""Every reason a certificate can be refused for: a stable code and one sentence in both languages."""

from __future__ import annotations

from typing import Final, NamedTuple


class Text(NamedTuple):
    """One sentence in both languages."""

    zh: str
    en: str


# Not a certificate at all, or keys that cannot be used: exit code 2.
UNREADABLE: Final = {
    "not-a-certificate": Text(
        "这不是面积证书：既不是 JSON、JWS，也不是 PDF。",
        "This is no area certificate: neither JSON, nor a JWS, nor a PDF.",
    ),
    "not-json": Text(
        "文件已损坏：在字节 {at} 附近不是有效的 JSON。", "The file is damaged: no valid JSON near byte {at}."
    ),
    "file-too-large": Text("文件太大，不可能是面积证书。", "The file is too large to be an area certificate."),
    "pdf-unreadable": Text("PDF 文件已损坏，无法读取。", "The PDF is damaged and cannot be read."),
    "pdf-without-certificate": Text(
        "PDF 中没有附带面积证书（JSON 附件）。", "The PDF carries no area certificate (JSON attachment)."
    ),
    "pdf-needs-pyhanko": Text(
        "检查 PDF 需要 Python 包 pyhanko；也可以直接检查 JSON。",
        "Checking a PDF needs the Python package pyhanko; the JSON can be checked without.",
    ),
    "keys-unreadable": Text("公钥文件不是 JWK 集合（jwks.json）。", "The key file is no JWK set (jwks.json)."),
    "keys-secret": Text(
        "公钥文件中含有私钥！请立即停止传播该文件，并让签发机构撤销密钥 {kid}。",
        "The key file holds a private key! Stop passing it on and have the issuer revoke key {kid}.",
    ),
}

REASONS: Final = {
    # -- form
    "duplicate-member": Text("成员“{name}”出现了两次，含义不明。", "The member “{name}” occurs twice: ambiguous."),
    "number-not-finite": Text("含有不是有限数的数值 {value}。", "It holds {value}, which is no finite number."),
    "unsigned-member": Text("含有未签名的内容“{name}”。", "It holds content that nobody signed: “{name}”."),
    "signature-malformed": Text("签名部分的格式不正确。", "The signature is not written as it must be."),
    "algorithm-refused": Text(
        "签名算法“{alg}”不被接受；只接受 EdDSA。", "The algorithm “{alg}” is refused; only EdDSA is accepted."
    ),
    "wrong-type": Text("签的是另一种内容“{typ}”。", "Signed as another kind of content: “{typ}”."),
    "not-canonical": Text(
        "签名内容不是规范形式（RFC 8785）。", "The signed content is not in canonical form (RFC 8785)."
    ),
    "unknown-schema": Text(
        "证书格式版本 {version} 未知；请使用更新的验证程序。",
        "Unknown format version {version}; use a newer verifier.",
    ),
    "member-wrong": Text("“{name}”缺失或类型不对。", "“{name}” is missing or of the wrong kind."),
    # -- key and signature
    "no-key": Text(
        "未提供签发机构的公钥，因此未检查签名。请从签发机构的可信渠道取得 jwks.json{where}，用 --key 指定。",
        "Without the issuer's public keys the signature was not checked. Get jwks.json from the issuer by a way you "
        "trust{where} and name it with --key.",
    ),
    "unknown-key": Text("密钥 {kid} 不在所给的公钥中。", "The key {kid} is not among the keys given."),
    "key-id-wrong": Text(
        "公钥文件中的 {kid} 与其公钥不符（RFC 7638 指纹）。",
        "In the key file {kid} is not the thumbprint (RFC 7638) of its key.",
    ),
    "key-revoked": Text(
        "密钥 {kid} 已于 {at} 撤销（{why}），它签的证书都不再可信。",
        "The key {kid} was revoked on {at} ({why}): nothing it signed is trusted any more.",
    ),
    "key-not-yet-valid": Text(
        "签发时间 {issued} 早于密钥生效时间 {at}。", "Issued on {issued}, before its key was valid ({at})."
    ),
    "key-expired": Text(
        "签发时间 {issued} 晚于密钥失效时间 {at}。", "Issued on {issued}, after its key had expired ({at})."
    ),
    "signature-wrong": Text(
        "签名与内容不符：内容被改动过，或签名属于另一份证书。",
        "The signature does not belong to this content: it was changed, or the signature is another certificate's.",
    ),
    # -- area
    "outline-broken": Text("轮廓不是有效的多边形：{why}。", "The outline is no valid polygon: {why}."),
    "gross-differs": Text(
        "由轮廓重算得 {computed:.6f} m²，与毛面积 {stated:.6f} m² 不符。",
        "Recomputed from the outline: {computed:.6f} m², not the gross area {stated:.6f} m².",
    ),
    "deduction-negative": Text(
        "扣减项 {element} 的面积 {area:.6f} m² 为负。", "The deduction for {element} is negative: {area:.6f} m²."
    ),
    "ledger-differs": Text(
        "毛面积减各项扣减得 {computed:.6f} m²，与使用面积 {stated:.6f} m² 不符。",
        "Gross less deductions gives {computed:.6f} m², not the net area {stated:.6f} m².",
    ),
    "footprint-broken": Text(
        "扣减项 {element} 的范围不是有效的多边形：{why}。", "The footprint of {element} is no valid polygon: {why}."
    ),
    "footprint-differs": Text(
        "扣减项 {element} 的范围为 {computed:.6f} m²，与扣减面积 {stated:.6f} m² 不符。",
        "The footprint of {element} has {computed:.6f} m², not the {stated:.6f} m² deducted.",
    ),
    "footprint-outside": Text(
        "扣减项 {element} 有 {outside:.6f} m² 在轮廓之外。", "{outside:.6f} m² of {element} lie outside of the outline."
    ),
    "footprints-overlap": Text(
        "扣减范围相互重叠 {overlap:.6f} m²，重复扣减。", "Deductions overlap by {overlap:.6f} m²: deducted twice."
    ),
    "net-negative": Text("使用面积 {stated:.6f} m² 为负。", "The net area {stated:.6f} m² is negative."),
    "limited-use-differs": Text(
        "受限使用面积 {limited:.6f} m² 大于使用面积 {stated:.6f} m²，或为负。",
        "The limited-use area {limited:.6f} m² is more than the net area {stated:.6f} m², or negative.",
    ),
    "uncertainty-differs": Text(
        "扩展不确定度 {stated:.6f} m² 不等于 k·u = {computed:.6f} m²，或数值为负。",
        "The expanded uncertainty {stated:.6f} m² is not k·u = {computed:.6f} m², or a value is negative.",
    ),
    "accuracy-class-differs": Text(
        "精度等级“{stated}”与所列规则不符：2u = {twice:.6f} m²，限差 {limit:.6f} m²。",
        "The accuracy class “{stated}” is not what its rule gives: 2u = {twice:.6f} m², limit {limit:.6f} m².",
    ),
    # -- dates
    "dates-wrong": Text(
        "日期前后矛盾：有效期截止 {end} 早于签发或生效。",
        "The dates contradict each other: valid until {end}, before it was issued or valid.",
    ),
    "not-yet-valid": Text("证书自 {at} 起才有效。", "The certificate is valid from {at} only."),
    "expired": Text("证书已于 {at} 到期。", "The certificate expired on {at}."),
    # -- PDF
    "pdf-unsigned": Text("PDF 没有签名，页面内容无人担保。", "The PDF is not signed: nobody vouches for its pages."),
    "pdf-changed": Text(
        "PDF 在签名后被改动过：页面内容与附带的证书可能不一致。",
        "The PDF was changed after it was signed: its pages may differ from the certificate inside.",
    ),
    "pdf-signer-unknown": Text(
        "PDF 的签章不属于所给公钥中的签发机构。", "The seal of the PDF is none of those in the key file."
    ),
    # -- status
    "status-unreachable": Text(
        "无法取得状态列表：{why}。其余检查见上。", "The status list cannot be had: {why}. All else was checked."
    ),
    "status-list-wrong": Text("状态列表不可信：{why}。", "The status list cannot be trusted: {why}."),
    "status-list-stale": Text("状态列表已过期（{at}）。", "The status list is out of date ({at})."),
    "revoked": Text("证书已被撤销。", "The certificate has been revoked."),
    "superseded": Text("证书已被同一房间的新证书取代。", "The certificate has been superseded by a newer one."),
}
