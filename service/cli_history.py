"""``yijian verify-history``: whether the history of certificates is whole and every certificate agrees with it."""

from __future__ import annotations

import re
import sys
from typing import Annotated

import typer

from geometry.finding import Text
from service.cli_common import DataOption, one_sentence, refuse, settings_of, tell

BAD_HEAD = Text(
    "--head 的写法是 序号:哈希,例如 1000:9f2c…(64 位十六进制)。",
    "--head is SEQUENCE:HASH, for example 1000:9f2c… (64 hexadecimal digits).",
)
WHOLE = Text(
    "历史完整:{entries} 条记录,{certificates} 份证书全部一致。最新一条的哈希:{head}",
    "The history is whole: {entries} entries, {certificates} certificates, all in agreement. Newest hash: {head}",
)
BROKEN = {
    "changed": Text("第 {n} 条记录被改动。", "Entry {n} was changed."),
    "sequence": Text("第 {n} 条记录之前有缺失或多出的记录。", "Before entry {n} one is missing or was added."),
    "previous": Text("第 {n} 条记录不接在前一条之后。", "Entry {n} does not continue the one before it."),
    "end": Text("末尾的记录(第 {n} 条起)被截去。", "The end is cut off: entries from {n} on are missing."),
}
AGAINST = {
    "status": Text("证书 {id} 的状态与历史记录不符。", "The status of {id} is not what the history says."),
    "document": Text("证书 {id} 的内容与签发时不同。", "The document of {id} is not the one that was issued."),
    "not-issued": Text("证书 {id} 没有签发记录。", "The history does not know that {id} was issued."),
}
NO_DATA = Text("{folder} 中没有一间的数据。", "There are no data of Yijian in {folder}.")


def verify_history(
    data: DataOption = None,
    head: Annotated[
        str | None, typer.Option(help="SEQUENCE:HASH as somebody else kept it, to notice a history cut off at its end")
    ] = None,
) -> None:
    """Check the hash chain of all that happened to certificates, and every certificate against it."""
    from service.store.database import Database
    from service.usecases.read_certificates import check_history

    kept = _head(head)
    with one_sentence():
        settings = settings_of(data_dir=data)
        if settings.database_url is None and not (settings.data_dir / "yijian.db").is_file():
            refuse(NO_DATA.format(folder=settings.data_dir))
        database = Database(settings.store_url)
        try:
            check = check_history(database, head=kept, on_progress=_show)
        finally:
            database.close()
    if check.whole:
        tell(WHOLE.format(entries=check.entries, certificates=check.certificates, head=check.head))
        return
    if check.broken is not None:
        tell(BROKEN[check.broken.why].format(n=check.broken.sequence))
    for one in check.contradictions:
        tell(AGAINST[one.why].format(id=one.certificate))
    raise typer.Exit(1)


def _head(given: str | None) -> tuple[int, str] | None:
    if given is None:
        return None
    found = re.fullmatch(r"(\d{1,12}):([0-9a-f]{64})", given.strip().lower())
    if found is None:
        refuse(BAD_HEAD)
    return int(found[1]), found[2]


def _show(count: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{count:,}", end="", file=sys.stderr)  # noqa: T201 - progress on a terminal
