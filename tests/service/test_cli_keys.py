from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from typer.testing import CliRunner, Result

from service.certificates.keys import open_key_ring
from service.cli import app


def keys(data: Path, *arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(app, ["keys", "--data", str(data), *arguments], env={"YIJIAN_LANG": language})


def made(data: Path) -> str:
    return open_key_ring(data / "keys", now=datetime.now(UTC)).keys[0].kid


def test_a_folder_without_keys_is_told_and_left_alone(tmp_path: Path) -> None:
    done = keys(tmp_path)
    assert done.exit_code == 2
    assert "no signing keys" in done.stderr
    assert not (tmp_path / "keys").exists()


def test_the_list_says_which_key_signs(tmp_path: Path) -> None:
    kid = made(tmp_path)
    (line,) = keys(tmp_path).stdout.splitlines()
    assert line.startswith(kid)
    assert line.endswith("signs now")
    assert keys(tmp_path, language="zh").stdout.strip().endswith("正在签发")


def test_a_renewed_key_is_published_before_it_signs(tmp_path: Path) -> None:
    kid = made(tmp_path)
    newer, older, told = keys(tmp_path, "--renew").stdout.splitlines()
    assert newer.endswith("published, signs later")
    assert older.startswith(kid)
    assert older.endswith("signs now")
    assert "7 days" in told


def test_a_revoked_key_is_replaced_at_once_and_its_reason_published(tmp_path: Path) -> None:
    kid = made(tmp_path)
    assert keys(tmp_path, "--revoke", kid).exit_code == 2
    done = keys(tmp_path, "--revoke", kid, "--reason", "介质丢失")
    assert done.exit_code == 0
    assert "revoked (介质丢失)" in done.stdout
    assert "signs now" in done.stdout
    published = json.loads(keys(tmp_path, "--json").stdout)["keys"]
    assert [key["revoked"]["reason"] for key in published if key["kid"] == kid] == ["介质丢失"]
    assert all("d" not in key for key in published)


def test_an_unknown_key_or_a_contradiction_is_one_sentence(tmp_path: Path) -> None:
    made(tmp_path)
    for arguments in (("--revoke", "nobody", "--reason", "x"), ("--renew", "--revoke", "x", "--reason", "x")):
        done = keys(tmp_path, *arguments)
        assert done.exit_code == 2
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
