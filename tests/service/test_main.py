"""Starting: what is wrong is said in one sentence, what is right in one address."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service.running import ROOT, SERVE, Running


def refused(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *SERVE, *arguments],
        cwd=ROOT,
        env={**os.environ, "YIJIAN_LANG": "en", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    (sentence,) = done.stderr.strip().splitlines()
    return sentence


def test_an_address_open_to_others_needs_a_token(tmp_path: Path) -> None:
    assert "YIJIAN_ACCESS_TOKEN" in refused("--host", "0.0.0.0", "--data", str(tmp_path))
    assert "YIJIAN_ACCESS_TOKEN" in refused("--data", str(tmp_path), YIJIAN_HOST="0.0.0.0")


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    running = Running(tmp_path, *SERVE, "--port", "0", "--data", str(tmp_path / "data"))
    port = running.address.rstrip("/").rsplit(":", 1)[1]
    assert port in refused("--port", port, "--data", str(tmp_path / "other"))
    assert running.end(signal.SIGINT) == 0


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "data folder" in refused("--data", str(tmp_path / "file"))


def test_a_damaged_store_is_said(tmp_path: Path) -> None:
    (tmp_path / "yijian.db").write_bytes(b"this is no database, it only has its name" * 100)
    assert "cannot be opened" in refused("--data", str(tmp_path))


def test_a_store_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://someone:secret@/rooms?host={tmp_path}"
    sentence = refused("--data", str(tmp_path), YIJIAN_DATABASE_URL=url)
    assert "YIJIAN_DATABASE_URL" in sentence
    assert "secret" not in sentence


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    store = sqlite3.connect(tmp_path / "yijian.db")
    store.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    store.execute("INSERT INTO alembic_version VALUES ('9999')")
    store.commit()
    store.close()
    assert "newer version" in refused("--data", str(tmp_path))


@pytest.mark.parametrize(
    ("name", "value"), [("YIJIAN_PORT", "many"), ("YIJIAN_ACCESS_TOKEN", "short"), ("YIJIAN_LANGUAGE", "fr")]
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    sentence = refused("--data", str(tmp_path), **{name: value})
    assert sentence.startswith(name)
    assert "short" not in sentence.removeprefix(name)
