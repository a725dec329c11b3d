"""HEAD like GET, and packed answers, with ETags as without."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.conftest import API, Client

Shared = tuple[Client, dict[str, Any]]


@pytest.mark.parametrize("path", ["/buildings", "/meta", "/imports"])
def test_head_answers_what_get_would_without_the_body(shared: Shared, path: str) -> None:
    client, _ = shared
    whole, head = client.get(API + path), client.head(API + path)
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "etag", "content-length", "cache-control"):
        assert head.headers.get(name) == whole.headers.get(name), name
    again = client.head(API + path, headers={"If-None-Match": head.headers["etag"]})
    assert again.status_code == 304


def test_head_of_what_is_not_there_is_404(shared: Shared) -> None:
    client, _ = shared
    answer = client.head(f"{API}/buildings/nowhere")
    assert (answer.status_code, answer.content) == (404, b"")


def test_head_of_an_event_stream_ends_at_once(shared: Shared) -> None:
    client, done = shared
    answer = client.head(f"{API}/imports/{done['id']}/events")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")


def test_json_is_packed_for_who_can_unpack_it(shared: Shared) -> None:
    client, done = shared
    storey = client.get(f"{API}/buildings/{done['building_id']}").json()["storeys"][0]["id"]
    address = f"{API}/storeys/{storey}/spaces"
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert packed.headers["etag"] == plain.headers["etag"]
    assert "Accept-Encoding" in packed.headers["vary"]
    unchanged = client.get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_events_are_never_packed(shared: Shared) -> None:
    client, done = shared
    answer = client.get(f"{API}/imports/{done['id']}/events", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers
    assert "event: done" in answer.text
