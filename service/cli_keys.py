"""``yijian keys``: the keys that sign certificates; renew them, or revoke one that others may have seen."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from geometry.finding import Text
from service.certificates.keys import PUBLISHED_AHEAD, KeyRing, SigningKey, open_key_ring, revoke_key, rotate
from service.cli_common import DataOption, one_sentence, refuse, settings_of, tell

NO_KEYS = Text(
    "{folder} 中还没有签名密钥;服务第一次签发时生成。",
    "There are no signing keys in {folder} yet; the service makes one when it first issues.",
)
NO_REASON = Text("撤销密钥要用 --reason 写明原因。", "Revoking a key wants a --reason.")
ONE_OF_BOTH = Text("--renew 与 --revoke 只能选一个。", "Choose one of --renew and --revoke.")
LINE = Text("{kid}  {start} – {end}  {state}", "{kid}  {start} – {end}  {state}")
SIGNS = Text("正在签发", "signs now")
WAITS = Text("已公布,到期启用", "published, signs later")
REPLACED = Text("有效,已有更新的密钥", "valid, a newer one signs")
ENDED = Text("已到期,旧证书仍有效", "ended; what it signed stays valid")
REVOKED = Text("已撤销({reason})", "revoked ({reason})")
RENEWED = Text(
    "已生成新密钥,现在公布,{days} 天后开始签发。", "A new key is made and published now; it signs in {days} days."
)
WITHDRAWN = Text(
    "密钥 {kid} 已撤销:它签过的证书都不再可信,须重新签发。运行中的服务在五分钟内采用。",
    "The key {kid} is revoked: nothing it signed is trusted any more and must be issued again. A running service "
    "follows within five minutes.",
)


def keys(
    data: DataOption = None,
    renew: Annotated[bool, typer.Option("--renew", help="make the next key before it is due")] = False,
    revoke: Annotated[str | None, typer.Option(metavar="KID", help="revoke the key with this id for good")] = None,
    reason: Annotated[str, typer.Option(help="why it is revoked; everybody can read it in the key set")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print the public key set and nothing else")] = False,
) -> None:
    """List the keys that sign certificates; renew or revoke them."""
    now = datetime.now(UTC)
    if renew and revoke is not None:
        refuse(ONE_OF_BOTH)
    if revoke is not None and not reason.strip():
        refuse(NO_REASON)
    with one_sentence():
        folder = settings_of(data_dir=data).data_dir / "keys"
        if not any(folder.glob("*.jwk")):
            refuse(NO_KEYS.format(folder=folder))
        if renew:
            ring = rotate(folder, now=now)
        elif revoke is not None:
            ring = revoke_key(folder, revoke, reason=reason.strip(), now=now)
        else:
            ring = open_key_ring(folder, now=now)
    if as_json:
        print(json.dumps(ring.public_jwks(), ensure_ascii=False, indent=1))  # noqa: T201 - the answer
        return
    for key in ring.keys:
        zh, en = _state(key, ring, now)
        start, end = (moment.date().isoformat() for moment in (key.not_before, key.not_after))
        tell(Text(*(LINE[i].format(kid=key.kid, start=start, end=end, state=(zh, en)[i]) for i in (0, 1))))
    if renew:
        tell(RENEWED.format(days=PUBLISHED_AHEAD.days))
    elif revoke is not None:
        tell(WITHDRAWN.format(kid=revoke))


def _state(key: SigningKey, ring: KeyRing, now: datetime) -> Text:
    if key.revoked is not None:
        return REVOKED.format(reason=key.revoked.reason)
    if key.not_before > now:
        return WAITS
    if key.not_after <= now:
        return ENDED
    return SIGNS if ring.signing_key(now) is key else REPLACED
