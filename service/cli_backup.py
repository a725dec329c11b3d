"""``yijian backup`` and ``yijian restore``: a consistent copy of everything, and back."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geometry.finding import Text
from service.cli_common import DataOption, one_sentence, refuse, settings_of, tell
from service.language import say

if TYPE_CHECKING:
    from service.usecases.backup import Say

VARIABLE = "YIJIAN_BACKUP_PASSPHRASE"
CHOOSE = Text(
    "备份是否包含签名密钥?请用 --passphrase-file 或环境变量 YIJIAN_BACKUP_PASSPHRASE 给出口令(密钥将加密保存),"
    "或用 --without-keys 明确不含密钥。",
    "Is the backup to hold the signing keys? Give a passphrase with --passphrase-file or YIJIAN_BACKUP_PASSPHRASE (the "
    "keys are encrypted with it), or leave them out with --without-keys.",
)
NO_FILE = Text("无法读取口令文件 {file}。", "The passphrase file {file} cannot be read.")
DONE = Text(
    "已备份 {files} 个文件,共 {mib:.1f} MiB,至 {folder}。", "{files} files, {mib:.1f} MiB, are backed up in {folder}."
)
WITH_KEYS = Text(
    "签名密钥已加密保存;没有口令谁也无法恢复它们。",
    "The signing keys are in it, encrypted; nobody can restore them without the passphrase.",
)
NO_KEYS = Text(
    "不含签名密钥:恢复后会生成新密钥,旧证书仍可校验,但 Webhook 的密钥会改变。",
    "The signing keys are not in it: after a restore new ones are made. Old certificates can still be checked; the "
    "secrets of webhooks change.",
)
RESTORED = Text("已恢复 {when} 的备份至 {folder}。", "The backup of {when} is restored in {folder}.")
STEPS = {
    "store": Text("数据库", "store"),
    "files": Text("文件", "files"),
    "check": Text("校验", "check"),
}
PassphraseOption = Annotated[
    Path | None, typer.Option(help=f"file with the passphrase of the keys in its first line; or {VARIABLE}")
]


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="a new folder for the backup")],
    data: DataOption = None,
    passphrase_file: PassphraseOption = None,
    without_keys: Annotated[bool, typer.Option("--without-keys", help="leave the private keys out")] = False,
) -> None:
    """Write a consistent copy of everything into a new folder, also while the service runs."""
    from service.store.database import Database
    from service.usecases.backup import check_data, make_backup

    passphrase = None if without_keys else _passphrase(passphrase_file, twice=True)
    if passphrase is None and not without_keys:
        refuse(CHOOSE)
    with one_sentence():
        settings = settings_of(data_dir=data)
        check_data(settings.data_dir, in_postgresql=settings.database_url is not None)
        database = Database(settings.store_url)
        try:
            with _progress() as show:
                facts = make_backup(database, settings.data_dir, folder, passphrase=passphrase, say=show)
        finally:
            database.close()
    tell(DONE.format(files=facts.files, mib=facts.bytes / 2**20, folder=folder))
    tell(WITH_KEYS if facts.with_keys else NO_KEYS)


def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="a folder that `yijian backup` wrote")],
    data: DataOption = None,
    passphrase_file: PassphraseOption = None,
    without_keys: Annotated[bool, typer.Option("--without-keys", help="make new private keys instead")] = False,
) -> None:
    """Restore a backup into an empty data folder; nothing is ever overwritten."""
    from service.usecases.backup import restore_backup

    with one_sentence():
        settings = settings_of(data_dir=data)
        with _progress() as show:
            facts = restore_backup(
                folder,
                settings.data_dir,
                database_url=settings.database_url,
                passphrase=None if without_keys else _passphrase(passphrase_file, twice=False),
                without_keys=without_keys,
                say=show,
            )
    tell(RESTORED.format(when=facts.created_at, folder=settings.data_dir))


def _passphrase(file: Path | None, *, twice: bool) -> str | None:
    if file is not None:
        try:
            return file.read_text("utf-8").splitlines()[0]
        except (OSError, UnicodeDecodeError, IndexError):
            refuse(NO_FILE.format(file=file.name))
    given = os.environ.get(VARIABLE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        return None
    asked = typer.prompt(
        say(Text("签名密钥的口令(留空则不含密钥)", "Passphrase of the signing keys (empty: without them)")),
        default="",
        show_default=False,
        hide_input=True,
        confirmation_prompt=twice,
    )
    return str(asked) or None


@contextmanager
def _progress() -> Iterator[Say]:
    if not sys.stderr.isatty():
        yield lambda _, __: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda step, share: bar.update(task, description=say(STEPS[step]), completed=share)
