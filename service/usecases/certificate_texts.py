"""Why no certificate is issued or changed, in both languages."""

from __future__ import annotations

from geometry.finding import Text
from service.errors import NotFoundError

REFUSED = {
    "certificate-not-a-room": Text(
        "“{number}”不是房间(用途为“非房间”),不能签发面积证书。",
        "“{number}” is no room (its use is not-a-room): no area certificate is issued for it.",
    ),
    "certificate-not-measured": Text(
        "房间“{number}”未能量测:{why}请修正后重新导入,或实地测量。",
        "Room “{number}” could not be measured: {why} Mend it and import the file again, or measure it on site.",
    ),
    "certificate-too-large": Text(
        "房间“{number}”有 {area:.0f} m²,不会有这样大的房间:文件的长度单位很可能不对。请核对单位后重新导入。",
        "Room “{number}” measures {area:.0f} m², as none does: the unit of its file is most likely wrong. Check it and "
        "import the file again.",
    ),
    "certificate-rules-changed": Text(
        "依据 {basis} 的规则在导入之后有更新,这间房的面积仍按旧规则计算;请重新导入文件后再签发。",
        "The rules of {basis} changed after this room was measured, and its area follows the old ones: import the file "
        "again, then issue.",
    ),
    "certificate-no-area": Text(
        "房间“{number}”在依据 {basis} 下没有净面积,不能签发面积证书。",
        "Room “{number}” has no net area under {basis}: no area certificate is issued for it.",
    ),
}
GONE = Text(
    "房间 {id} 已不在建筑的最新版本中;只有现状中的房间可以签发证书。",
    "Room {id} is no longer in the newest revision of its building; certificates are issued for rooms as they stand.",
)
NO_BASIS = Text("依据 {basis} 下没有这间房的面积。", "There is no area of this room under {basis}.")
ENDS_BEFORE_IT_BEGINS = Text(
    "有效期必须晚于现在:{until} 已经过去。", "A certificate must be valid for a while: {until} has passed."
)
ALREADY_REVOKED = Text(
    "证书 {id} 已于 {at} 撤销,不能再次撤销。", "Certificate {id} was revoked at {at}; it cannot be revoked again."
)
NOT_FOUND = Text(
    "没有编号为“{id}”的证书;请核对编号(YJ- 加六组四位字符)。",
    "There is no certificate “{id}”; check the number (YJ- and six groups of four symbols).",
)
NOTHING_ASKED = Text(
    "请给出要签发的房间:building、storey 或 spaces 之一。",
    "Say which rooms to certify: one of building, storey or spaces.",
)
TOO_MANY = Text("一次最多 {most} 间;请分批提交。", "At most {most} rooms at a time; split the batch.")
BATCH_NOT_FOUND = Text("没有编号为“{id}”的批次。", "There is no batch “{id}”.")


def certificate_not_found(given: str) -> NotFoundError:
    """Return the error for a certificate id nobody knows."""
    shown = given if len(given) <= 80 else given[:77] + "…"
    return NotFoundError("certificate-not-found", NOT_FOUND.format(id=shown))
