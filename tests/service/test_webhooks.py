"""Whoever asked is told when a certificate stops holding, and what did not arrive can be seen."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from service.store import webhooks
from service.usecases import announce, deliver_webhooks
from service.usecases.webhook_post import PrivateAddressError, is_public, judged_address
from tests.service.conftest import API, Client
from tests.service.houses import furnish
from tests.service.running import wait_for
from tests.service.test_certificates import issue, store


class Receiver:
    """A subscriber that remembers what it was told and answers as it is bid."""

    def __init__(self) -> None:
        self.told: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.told.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
                self.send_header("Location", "http://127.0.0.1:1/")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self._server.server_port}/hooks?to=yijian"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.stop()


@pytest.fixture
def house(make_client: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(deliver_webhooks, "PAUSES", (timedelta(seconds=0.1),) * 3)
    monkeypatch.setattr("service.jobs.runner.SWEEP_INTERVAL_S", 0.15)  # a pause ends when the sweep finds it over
    client = make_client(webhook_private_addresses=True)
    furnish(store(client))
    return client


def register(client: Client, url: str, **more: Any) -> dict[str, Any]:
    answer = client.post(f"{API}/webhooks", json={"url": url, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def deliveries(client: Client, webhook: dict[str, Any]) -> list[dict[str, Any]]:
    return client.get(f"{API}/webhooks/{webhook['id']}/deliveries").json()["items"]


def revoke(client: Client, certificate_id: str) -> None:
    assert client.post(f"{API}/certificates/{certificate_id}/revoke", json={"reason": "房间号有误"}).is_success


def test_a_revoked_certificate_is_told_with_a_signature(house: Client, receiver: Receiver) -> None:
    webhook = register(house, receiver.url, about="资产系统")
    certificate = issue(house, "101")
    revoke(house, certificate["id"])
    (headers, body) = wait_for(lambda: receiver.told)[0]
    told = json.loads(body)
    assert told["type"] == "certificate.revoked"
    assert told["data"]["certificate"] == certificate["id"]
    assert (told["data"]["reason"], told["data"]["number"]) == ("房间号有误", "101")
    # As any library for Standard Webhooks checks it.
    secret = base64.b64decode(webhook["secret"].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(headers["webhook-timestamp"]) - datetime.now(UTC).timestamp()) < 60
    assert headers["host"].startswith("localhost:")
    (delivery,) = wait_for(lambda: [d for d in deliveries(house, webhook) if d["state"] == "delivered"])
    assert (delivery["id"], delivery["attempts"], delivery["answer_status"]) == (headers["webhook-id"], 1, 204)


def test_the_secret_is_shown_once_and_stored_nowhere(house: Client, tmp_path: Path) -> None:
    webhook = register(house, "https://assets.example/hooks")
    assert webhook["events"] == ["certificate.superseded", "certificate.revoked"]
    for answer in (house.get(f"{API}/webhooks"), house.get(f"{API}/webhooks/{webhook['id']}")):
        assert "secret" not in answer.text
    secret = webhook["secret"].removeprefix("whsec_")
    for kept in (tmp_path / "data").rglob("*"):
        if kept.is_file():
            assert secret.encode() not in kept.read_bytes()
            assert base64.b64decode(secret) not in kept.read_bytes()


def test_an_address_that_fails_is_asked_again(house: Client, receiver: Receiver) -> None:
    receiver.answers = [500, 503]
    webhook = register(house, receiver.url)
    revoke(house, issue(house, "101")["id"])
    (delivery,) = wait_for(lambda: [d for d in deliveries(house, webhook) if d["state"] == "delivered"])
    assert (delivery["attempts"], delivery["last_error"]) == (3, None)
    assert len({headers["webhook-id"] for headers, _ in receiver.told}) == 1
    assert house.get(f"{API}/webhooks/{webhook['id']}").json()["failures"] == 0


def test_a_message_that_never_arrives_is_seen_and_can_be_sent_again(house: Client, receiver: Receiver) -> None:
    receiver.answers = [500, 302, 404, 410]
    webhook = register(house, receiver.url)
    revoke(house, issue(house, "101")["id"])
    (failed,) = wait_for(lambda: [d for d in deliveries(house, webhook) if d["state"] == "failed"])
    assert (failed["attempts"], failed["answer_status"]) == (4, 410)
    assert "410" in failed["last_error"]
    again = house.post(f"{API}/webhooks/{webhook['id']}/deliveries/{failed['id']}/retry")
    assert (again.status_code, again.json()["state"]) == (202, "waiting")
    wait_for(lambda: deliveries(house, webhook)[0]["state"] == "delivered")
    assert len(receiver.told) == 5


def test_one_message_that_fails_does_not_hold_up_the_others(house: Client, receiver: Receiver) -> None:
    receiver.answers = [400]
    webhook = register(house, receiver.url)
    for number in ("101", "102", "103"):
        revoke(house, issue(house, number)["id"])
    wait_for(lambda: [d["state"] for d in deliveries(house, webhook)] == ["delivered"] * 3)


def test_only_what_was_asked_for_is_told(house: Client, receiver: Receiver) -> None:
    webhook = register(house, receiver.url, events=["certificate.superseded"])
    first = issue(house, "101")
    revoke(house, issue(house, "102")["id"])
    issue(house, "101", renew=True)
    wait_for(lambda: receiver.told)
    (told,) = deliveries(house, webhook)
    assert (told["event"], told["certificate_id"]) == ("certificate.superseded", first["id"])


def test_a_switched_off_webhook_is_told_nothing_but_tests(house: Client, receiver: Receiver) -> None:
    webhook = register(house, receiver.url, about="x")
    address = f"{API}/webhooks/{webhook['id']}"
    assert house.patch(address, json={"active": False}).json()["active"] is False
    revoke(house, issue(house, "101")["id"])
    test = house.post(f"{address}/test")
    assert (test.status_code, test.json()["event"]) == (202, "test")
    wait_for(lambda: receiver.told)
    assert [json.loads(body)["type"] for _, body in receiver.told] == ["test"]
    assert house.delete(address).status_code == 204
    assert house.get(address).status_code == 404


def test_an_address_nobody_answers_at_says_why(house: Client) -> None:
    webhook = register(house, "http://127.0.0.1:9/")
    house.post(f"{API}/webhooks/{webhook['id']}/test")
    (failed,) = wait_for(lambda: [d for d in deliveries(house, webhook) if d["last_error"]])
    assert "ConnectError" in failed["last_error"]


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "http:///x", "http://user:pass@a.example/", "javascript:alert(1)", "http://a b/", "x"]
)
def test_an_address_that_cannot_be_one_is_refused(client: Client, url: str) -> None:
    answer = client.post(f"{API}/webhooks", json={"url": url})
    assert (answer.status_code, answer.json()["code"]) == (422, "webhook-url")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.1.2.3", "192.168.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "0.0.0.0"],
)
def test_nothing_is_sent_into_the_network_around_the_service(client: Client, receiver: Receiver, host: str) -> None:
    port = receiver.url.split(":")[2].split("/")[0]
    webhook = register(client, f"http://{host}:{port}/")
    client.post(f"{API}/webhooks/{webhook['id']}/test")
    (failed,) = wait_for(lambda: [d for d in deliveries(client, webhook) if d["last_error"]])
    assert "YIJIAN_WEBHOOK_PRIVATE_ADDRESSES" in failed["last_error"]
    assert receiver.told == []


@pytest.mark.parametrize(
    "address",
    [
        "127.8.8.8",
        "100.64.0.1",
        "172.16.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_addresses_that_are_public() -> None:
    assert is_public("8.8.8.8")
    assert is_public("2606:4700:4700::1111")


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", (address, 0)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    with pytest.raises(PrivateAddressError):
        judged_address("rebinding.example", private_allowed=False)
    assert judged_address("rebinding.example", private_allowed=True) == "8.8.8.8"


def test_old_messages_are_given_up(house: Client, receiver: Receiver) -> None:
    webhook = register(house, receiver.url)
    with store(house).write() as session:
        record = webhooks.get(session, webhook["id"])
        assert record is not None
        old = datetime.now(UTC) - timedelta(days=4)
        announce.queue_messages(session, record, [announce.Message("certificate.revoked", None, {})], now=old)
    (given_up,) = wait_for(lambda: [d for d in deliveries(house, webhook) if d["state"] == "failed"])
    assert given_up["last_error"] == deliver_webhooks.TOO_OLD.zh
    assert receiver.told == []


def test_a_superseding_import_is_told_after_it_was_stored(house: Client, receiver: Receiver) -> None:
    webhook = register(house, receiver.url)
    certificate = issue(house, "101")
    furnish(store(house), {"101": 12.0})
    (delivery,) = wait_for(lambda: [d for d in deliveries(house, webhook) if d["state"] == "delivered"])
    told = json.loads(receiver.told[0][1])["data"]
    assert (told["certificate"], told["cause"], told["successor_revision"]) == (certificate["id"], "area-changed", 2)
    assert delivery["event"] == "certificate.superseded"
