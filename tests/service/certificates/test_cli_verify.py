from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from service.certificates.document import Addresses
from service.certificates.keys import KeyRing
from service.certificates.status_list import Status, sign_status_list, status_bytes
from service.cli import app
from tests.service.certificates.issuing import issue, throwaway_key
from tests.service.certificates.rooms import ISSUER, document

TODAY = datetime.now(UTC).replace(microsecond=0)  # the command asks the clock
KEY = throwaway_key("today", not_before=TODAY - timedelta(days=9), not_after=TODAY + timedelta(days=9))
TERM = {"issued_at": TODAY - timedelta(days=1), "valid_until": TODAY + timedelta(days=300)}


def verify(*arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(app, ["verify", *arguments], env={"YIJIAN_LANG": language})


@pytest.fixture
def keys(tmp_path: Path) -> str:
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(KeyRing((KEY,)).public_jwks()))
    return str(path)


def written(tmp_path: Path, **changes: Any) -> str:
    path = tmp_path / "certificate.json"
    path.write_bytes(issue(document(4, **{**TERM, **changes}), KEY).json)
    return str(path)


def test_a_valid_certificate_is_exit_0(tmp_path: Path, keys: str) -> None:
    done = verify(written(tmp_path), "--key", keys)
    assert done.exit_code == 0
    assert done.stdout.startswith("VALID")
    assert done.stderr == ""
    assert verify(written(tmp_path), "--key", keys, language="zh").stdout.startswith("有效")


def test_a_bare_jws_is_as_good(tmp_path: Path, keys: str) -> None:
    path = tmp_path / "certificate.jws"
    path.write_text(issue(document(4, **TERM), KEY).compact + "\n")
    assert verify(str(path), "--key", keys).exit_code == 0


def test_one_that_is_not_valid_is_exit_1_with_the_reason(tmp_path: Path, keys: str) -> None:
    path = Path(written(tmp_path))
    path.write_bytes(path.read_bytes().replace(b'"number":"', b'"number":"9'))
    done = verify(str(path), "--key", keys)
    assert done.exit_code == 1
    assert done.stdout.startswith("NOT VALID · signature-wrong: ")


def test_without_a_key_it_says_where_to_get_one(tmp_path: Path) -> None:
    done = verify(written(tmp_path), language="zh")
    assert done.exit_code == 1
    assert done.stdout.startswith("未确认")
    assert "--key" in done.stdout


def test_json_is_the_verdict_and_nothing_else(tmp_path: Path, keys: str) -> None:
    told = json.loads(verify(written(tmp_path), "--key", keys, "--json").stdout)
    assert told["valid"] is True
    assert told["code"] == "valid"
    assert told["certificate"]["room"]["building"]["name"] == "综合楼"
    late = verify(written(tmp_path), "--key", keys, "--json", "--at", "2099-01-01")
    assert json.loads(late.stdout)["code"] == "expired"
    assert late.exit_code == 1


def test_what_cannot_be_read_is_exit_2_and_one_sentence(tmp_path: Path, keys: str) -> None:
    (tmp_path / "room.txt").write_text("302")
    for arguments in (
        (str(tmp_path / "room.txt"), "--key", keys),
        (str(tmp_path / "nothing.json"),),
        (str(tmp_path),),
        (written(tmp_path), "--key", str(tmp_path / "room.txt")),
        (written(tmp_path), "--key", str(tmp_path / "none.json")),
        (written(tmp_path), "--at", "soon"),
        (written(tmp_path), "--key", keys, "--status-list", str(tmp_path / "none.jws")),
    ):
        done = verify(*arguments)
        assert done.exit_code == 2
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        assert str(tmp_path) not in done.stderr


@pytest.fixture
def status_server() -> Iterator[tuple[str, dict[str, bytes]]]:
    """An issuer's web server: its address, and what it answers by path."""
    answers: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answers.get(self.path)
            self.send_response(404 if body is None else 200)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", answers
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("status", ["valid", "revoked", "superseded"])
def test_online_the_status_is_asked_as_well(
    tmp_path: Path, keys: str, status: Status, status_server: tuple[str, dict[str, bytes]]
) -> None:
    address, answers = status_server
    uri = f"{address}/list"
    packed = status_bytes(100, [(40, status)])
    answers["/list"] = sign_status_list(packed, KEY, issuer=ISSUER.name, uri=uri, now=TODAY).encode()
    path = written(tmp_path, status_index=40, addresses=Addresses(None, None, uri))
    done = verify(path, "--key", keys, "--online", "--json")
    assert json.loads(done.stdout)["status"] == status
    assert json.loads(done.stdout)["code"] == status
    assert done.exit_code == (0 if status == "valid" else 1)
    (tmp_path / "list.jws").write_bytes(answers["/list"])
    offline = verify(path, "--key", keys, "--status-list", str(tmp_path / "list.jws"), "--json")
    assert json.loads(offline.stdout) == json.loads(done.stdout)


def test_a_status_that_cannot_be_had_is_told_not_assumed(
    tmp_path: Path, keys: str, status_server: tuple[str, dict[str, bytes]]
) -> None:
    address, _ = status_server
    for uri in (f"{address}/gone", "http://127.0.0.1:1/list", "ftp://127.0.0.1/list", None):
        path = written(tmp_path, addresses=Addresses(None, None, uri))
        done = verify(path, "--key", keys, "--online", "--json")
        assert done.exit_code == 1
        assert json.loads(done.stdout)["code"] == "status-unreachable"


def test_the_network_is_left_alone_where_the_certificate_is_not_valid_anyway(
    tmp_path: Path, status_server: tuple[str, dict[str, bytes]]
) -> None:
    address, _ = status_server
    path = written(tmp_path, addresses=Addresses(None, None, f"{address}/gone"))
    assert "status" not in verify(path, "--online").stdout
