"""A backup: one folder with a consistent copy of everything, which says itself whether it is whole.

The store is copied first and the files after it: files are only ever added, so every file the store names is there. The
queue is left out (the job table in the store is what counts), and what is still being received.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from geometry.finding import Text
from service.errors import SetupError
from service.store.copy import copy_from_file, copy_to_file, is_empty
from service.store.database import SCHEMA_HEAD, Database
from service.usecases.backup_keys import lock_keys, unlock_keys
from service.version import installed_version

FORMAT: Final = 1
STORE: Final = "yijian.db"
KEYS: Final = "keys"
LOCKED_KEYS: Final = "keys.encrypted"
MANIFEST: Final = "backup.json"
PARTIAL: Final = ".partial"
NOT_COPIED: Final = frozenset({"incoming", KEYS})
NOT_COPIED_BEGINNINGS: Final = ("yijian.db", "queue.db", ".")
Say = Callable[[str, float], None]

TAKEN = Text(
    "文件夹 {folder} 已存在且不为空;为免覆盖,请另选一个。",
    "The folder {folder} exists and is not empty; name another one, nothing is overwritten.",
)
NO_DATA = Text(
    "{folder} 中没有一间的数据,没有可备份的内容。", "There are no data of Yijian in {folder}: nothing to back up."
)
NO_BACKUP = Text(
    "{folder} 不是一间的备份(缺少 backup.json)。", "{folder} is no backup of Yijian (there is no backup.json)."
)
NEWER = Text(
    "备份由更新的版本写成(格式 {found}),请用该版本恢复。",
    "The backup was written by a newer version (format {found}); restore it with that version.",
)
DAMAGED = Text(
    "备份不完整:{file} 缺失或被改动。没有恢复任何内容。",
    "The backup is not whole: {file} is missing or was changed. Nothing was restored.",
)
STORE_TAKEN = Text(
    "目标数据库不是空的;为免覆盖,请指定一个空数据库。",
    "The database to restore into is not empty; name an empty one, nothing is overwritten.",
)
NOT_READ = Text("数据库无法复制:{why}。", "The store could not be copied: {why}.")
PASSPHRASE_NEEDED = Text(
    "备份含有加密的签名密钥:请提供口令,或用 --without-keys 不恢复密钥(之后会生成新密钥,旧证书仍可校验)。",
    "The backup holds the signing keys, encrypted: give the passphrase, or restore without them (--without-keys; new "
    "ones are made then, and old certificates can still be checked).",
)


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a backup holds."""

    files: int
    bytes: int
    with_keys: bool
    created_at: str


def check_data(data_dir: Path, *, in_postgresql: bool) -> None:
    """Raise ``no-data`` where there is nothing to back up, before an empty store is made there."""
    if not data_dir.is_dir() or not (in_postgresql or (data_dir / STORE).is_file()):
        raise SetupError("no-data", NO_DATA.format(folder=data_dir))


def make_backup(
    database: Database, data_dir: Path, folder: Path, *, passphrase: str | None, say: Say = lambda _, __: None
) -> BackupFacts:
    """Write a backup into a new folder; without a passphrase the private keys are left out."""
    with _new_folder(folder) as partial:
        try:
            copy_to_file(database, partial / STORE, on_progress=lambda share: say("store", share))
        except (sqlite3.Error, OSError) as error:
            raise SetupError("not-copied", NOT_READ.format(why=error)) from error
        places = [path for path in sorted(data_dir.iterdir()) if _is_copied(path.name)]
        for done, place in enumerate(places):
            say("files", done / len(places))
            if place.is_dir():
                shutil.copytree(place, partial / place.name)
            else:
                shutil.copy2(place, partial / place.name)
        with_keys = passphrase is not None and (data_dir / KEYS).is_dir()
        if passphrase is not None and with_keys:
            (partial / LOCKED_KEYS).write_bytes(lock_keys(data_dir / KEYS, passphrase))
        say("check", 0.0)
        content = {name: _facts(partial / name) for name in _names(partial)}
        manifest = {
            "format": FORMAT,
            "version": installed_version(),
            "schema": SCHEMA_HEAD,
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "keys": "encrypted" if with_keys else "left-out",
            "files": content,
        }
        (partial / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
    return _told(manifest)


def restore_backup(
    folder: Path,
    data_dir: Path,
    *,
    database_url: str | None,
    passphrase: str | None,
    without_keys: bool = False,
    say: Say = lambda _, __: None,
) -> BackupFacts:
    """Restore a backup into an empty data folder, and into an empty PostgreSQL database where one is named."""
    _check_free(data_dir)
    manifest = _checked(folder, say)
    locked = None
    if manifest["keys"] == "encrypted" and not without_keys:
        if passphrase is None:
            raise SetupError("passphrase-needed", PASSPHRASE_NEEDED)
        locked = unlock_keys((folder / LOCKED_KEYS).read_bytes(), passphrase)
    with _new_folder(data_dir) as partial:
        for name in manifest["files"]:
            if name in (LOCKED_KEYS, STORE):
                continue
            (partial / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, partial / name)
        if locked is not None:
            locked.write(partial / KEYS)
        if database_url is None:
            shutil.copy2(folder / STORE, partial / STORE)
        else:
            _fill(folder / STORE, database_url, partial, say)
    return _told(manifest)


def _fill(store: Path, database_url: str, partial: Path, say: Say) -> None:
    database = Database(database_url)
    try:
        database.migrate()
        if not is_empty(database):
            raise SetupError("store-taken", STORE_TAKEN)
        work = partial / ".store.db"  # brought to the newest schema, so not the backup's own file
        shutil.copy2(store, work)
        copy_from_file(work, database, on_progress=lambda share: say("store", share))
        for left in partial.glob(".store.db*"):
            left.unlink()
    finally:
        database.close()


def _checked(folder: Path, say: Say) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        found, files = manifest["format"], manifest["files"]
    except (OSError, ValueError, KeyError, TypeError):
        raise SetupError("no-backup", NO_BACKUP.format(folder=folder)) from None
    if found != FORMAT:
        raise SetupError("backup-newer", NEWER.format(found=found))
    if STORE not in files:
        raise SetupError("backup-damaged", DAMAGED.format(file=STORE))
    for done, (name, facts) in enumerate(files.items()):
        say("check", done / len(files))
        path = folder / name
        inside = path.resolve().is_relative_to(folder.resolve())
        if not inside or not path.is_file() or _facts(path) != facts:
            raise SetupError("backup-damaged", DAMAGED.format(file=name))
    return manifest


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """Yield a folder whose content moves into ``folder`` when all was written: the file that makes it whole last."""
    partial = folder / PARTIAL
    _check_free(folder)
    shutil.rmtree(partial, ignore_errors=True)  # left by one that was broken off
    partial.mkdir(parents=True)
    try:
        yield partial
        for path in sorted(partial.iterdir(), key=lambda path: path.name in (MANIFEST, STORE)):
            path.rename(folder / path.name)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _check_free(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(path.name != PARTIAL for path in folder.iterdir())):
        raise SetupError("folder-taken", TAKEN.format(folder=folder))


def _is_copied(name: str) -> bool:
    return name not in NOT_COPIED and not name.startswith(NOT_COPIED_BEGINNINGS)


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _facts(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}


def _told(manifest: dict[str, Any]) -> BackupFacts:
    files = manifest["files"]
    size = sum(facts["bytes"] for facts in files.values())
    return BackupFacts(len(files), size, manifest["keys"] == "encrypted", manifest["created_at"])
