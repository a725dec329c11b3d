"""A backup holds everything, and what is restored answers as before."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from service.app import create_app
from service.errors import SetupError
from service.usecases.backup import MANIFEST, STORE, make_backup, restore_backup
from tests.service.commands import yijian
from tests.service.conftest import API, LOCAL, Client, local_settings
from tests.service.houses import furnish
from tests.service.test_certificates import issue, store

PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def house(client: Client) -> Client:
    """A service with a file, certificates in every state and a webhook."""
    files = client.app.state.services.files
    incoming = files.new_incoming()
    incoming.write_bytes(b"ISO-10303-21;")
    files.keep(incoming, hashlib.sha256(b"ISO-10303-21;").hexdigest())
    furnish(store(client))
    for number in ("101", "102", "103"):
        issue(client, number)
    furnish(store(client), {"101": 12.0, "102": 24.0, "103": 22.4})
    certificates = client.get(f"{API}/certificates").json()["items"]
    client.post(f"{API}/certificates/{certificates[0]['id']}/revoke", json={"reason": "x"})
    client.post(f"{API}/webhooks", json={"url": "https://assets.example/"})
    return client


def answers(client: Client) -> dict[str, bytes]:
    """Return what a service says, by address."""
    found: dict[str, bytes] = {}

    def read(path: str, **params: str) -> bytes:
        answer = client.get(path, params=params)
        assert answer.status_code == 200, (path, answer.text)
        found[path + str(params)] = answer.content
        return answer.content

    read("/.well-known/jwks.json")
    read(f"{API}/certificates/history/verify")
    read(f"{API}/webhooks")
    for building in json.loads(read(f"{API}/buildings"))["items"]:
        read(f"{API}/buildings/{building['id']}/revisions")
        read(f"{API}/spaces", building=building["id"])
    for line in json.loads(read(f"{API}/certificates"))["items"]:
        for end in ("", "/status", "/history"):
            read(f"{API}/certificates/{line['id']}{end}")
        read(f"{API}/certificates/{line['id']}", format="jws")
        if line["number"] == "102":
            read(f"{API}/certificates/{line['id']}", format="pdf")
    return found


def test_a_restored_service_answers_identically(house: Client, tmp_path: Path) -> None:
    answers(house)  # the first PDF makes the seal, which is published from then on
    before = answers(house)
    facts = make_backup(store(house), tmp_path / "data", tmp_path / "backup", passphrase=PASSPHRASE)
    assert facts.with_keys
    restore_backup(tmp_path / "backup", tmp_path / "again", database_url=None, passphrase=PASSPHRASE)
    with Client(create_app(local_settings(tmp_path / "again")), base_url=LOCAL) as restored:
        assert answers(restored) == before
        signed_again = issue(restored, "102", renew=True)
        keys = restored.get("/.well-known/jwks.json").json()["keys"]
        assert len(keys) == len(json.loads(before["/.well-known/jwks.json{}"])["keys"]), "no new key was needed"
        assert signed_again["replaces"]
    kept = {path.relative_to(tmp_path / "data") for path in (tmp_path / "data" / "files").rglob("*")}
    assert kept <= {path.relative_to(tmp_path / "again") for path in (tmp_path / "again" / "files").rglob("*")}
    for key in (tmp_path / "again" / "keys").iterdir():
        assert key.stat().st_mode & 0o077 == 0


def test_no_secret_lies_open_in_a_backup(house: Client, tmp_path: Path) -> None:
    make_backup(store(house), tmp_path / "data", tmp_path / "backup", passphrase=PASSPHRASE)
    secrets = [path.read_bytes() for path in (tmp_path / "data" / "keys").iterdir() if not path.name.startswith(".")]
    secrets.append(json.loads(next((tmp_path / "data" / "keys").glob("*.jwk")).read_text())["d"].encode())
    assert len(secrets) >= 3
    for path in (tmp_path / "backup").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(secret in content for secret in secrets), path


def test_without_keys_old_certificates_can_still_be_checked(house: Client, tmp_path: Path) -> None:
    old = house.get("/.well-known/jwks.json").json()["keys"]
    make_backup(store(house), tmp_path / "data", tmp_path / "backup", passphrase=None)
    assert not (tmp_path / "backup" / "keys.encrypted").exists()
    restore_backup(tmp_path / "backup", tmp_path / "again", database_url=None, passphrase=None)
    with Client(create_app(local_settings(tmp_path / "again")), base_url=LOCAL) as restored:
        issue(restored, "102", renew=True)
        keys = {key["kid"]: key for key in restored.get("/.well-known/jwks.json").json()["keys"]}
        assert len(keys) == len(old) + 1
        assert all(keys[key["kid"]] == key for key in old)


@pytest.fixture
def backup(house: Client, tmp_path: Path) -> Path:
    make_backup(store(house), tmp_path / "data", tmp_path / "backup", passphrase=PASSPHRASE)
    return tmp_path / "backup"


def change_a_byte(folder: Path) -> None:
    path = folder / STORE
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def lose_a_file(folder: Path) -> None:
    next(path for path in (folder / "files").rglob("*") if path.is_file()).unlink()


def point_outside(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["files"]["../outside"] = manifest["files"][STORE]
    shutil.copyfile(folder / STORE, folder.parent / "outside")
    (folder / MANIFEST).write_text(json.dumps(manifest))


def lose_the_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (change_a_byte, "backup-damaged"),
        (lose_a_file, "backup-damaged"),
        (point_outside, "backup-damaged"),
        (lose_the_manifest, "no-backup"),
    ],
)
def test_a_backup_that_is_not_whole_restores_nothing(
    backup: Path, tmp_path: Path, harm: Callable[[Path], None], code: str
) -> None:
    harm(backup)
    with pytest.raises(SetupError) as refused:
        restore_backup(backup, tmp_path / "again", database_url=None, passphrase=PASSPHRASE)
    assert refused.value.code == code
    assert not (tmp_path / "again").exists()


def test_nothing_is_overwritten(house: Client, backup: Path, tmp_path: Path) -> None:
    for refused in (
        lambda: make_backup(store(house), tmp_path / "data", backup, passphrase=None),
        lambda: restore_backup(backup, tmp_path / "data", database_url=None, passphrase=PASSPHRASE),
    ):
        with pytest.raises(SetupError) as error:
            refused()
        assert error.value.code == "folder-taken"
    assert house.get(f"{API}/certificates").status_code == 200


def test_the_commands_say_what_they_did_or_why_not(backup: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    unasked = yijian("backup", tmp_path / "b2", "--data", data)
    assert (unasked.exit_code, unasked.stdout) == (2, "")
    assert "--without-keys" in unasked.stderr
    done = yijian("backup", tmp_path / "b2", "--data", data, "--without-keys")
    assert done.exit_code == 0
    assert "secrets of webhooks change" in done.stdout
    (tmp_path / "phrase").write_text(PASSPHRASE + "\n")
    restored = yijian("restore", backup, "--data", tmp_path / "b3", "--passphrase-file", tmp_path / "phrase")
    assert (restored.exit_code, restored.stderr) == (0, "")
    wrong = yijian("restore", backup, "--data", tmp_path / "b4", YIJIAN_BACKUP_PASSPHRASE="wrong horse battery")
    assert (wrong.exit_code, len(wrong.stderr.splitlines())) == (2, 1)
    nothing = yijian("backup", tmp_path / "b5", "--data", tmp_path / "nowhere", "--without-keys")
    assert (nothing.exit_code, (tmp_path / "nowhere").exists()) == (2, False)


def test_the_history_of_a_restored_store_can_be_checked(backup: Path, tmp_path: Path) -> None:
    restore_backup(backup, tmp_path / "again", database_url=None, passphrase=PASSPHRASE)
    whole = yijian("verify-history", "--data", tmp_path / "again")
    assert whole.exit_code == 0, whole.stderr
    head = whole.stdout.split()[-1]
    assert yijian("verify-history", "--data", tmp_path / "again", "--head", f"5:{head}").exit_code == 0
    cut = yijian("verify-history", "--data", tmp_path / "again", "--head", f"9:{head}")
    assert (cut.exit_code, cut.stdout) == (1, "The end is cut off: entries from 6 on are missing.\n")
    assert yijian("verify-history", "--data", tmp_path / "again", "--head", "x").exit_code == 2
