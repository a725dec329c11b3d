"""Certificates as served: under every basis, after a change of its rules, and as PDF with the published keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely
from sqlalchemy import update

from geometry.basis import BASES
from service.certificates.compose import rules_sha256
from service.certificates.verify import verify
from service.store.tables import StatementTable
from tests.service.conftest import API, Client
from tests.service.houses import furnish
from tests.service.test_certificates import space_id, store


@pytest.fixture
def house(client: Client) -> Client:
    furnish(store(client))
    return client


def remember(client: Client, **values: Any) -> None:
    """Change what is stored about every area of the house."""
    with store(client).write() as session:
        session.execute(update(StatementTable).values(**values))


def test_the_certificate_holds_the_boundary_that_was_measured(house: Client) -> None:
    boundary = shapely.box(0.0, 0.0, 5.0, 4.5)  # with window reveals: 22.5 m²
    remember(house, boundary=shapely.to_wkb(boundary), gross_area_m2=22.5, net_area_m2=22.25)
    document = house.post(f"{API}/spaces/{space_id(house, '101')}/certificates").json()["document"]
    assert document["gross_area_m2"] == 22.5
    assert shapely.geometry.shape(document["outline"]).equals(boundary)


def test_an_area_by_rules_that_have_changed_since_is_not_certified(house: Client) -> None:
    remember(house, rules_sha256="0" * 64)
    answer = house.post(f"{API}/spaces/{space_id(house, '101')}/certificates")
    assert answer.status_code == 422
    assert answer.json()["code"] == "certificate-rules-changed"
    remember(house, rules_sha256=rules_sha256(BASES["cn-usable"]))
    assert house.post(f"{API}/spaces/{space_id(house, '101')}/certificates").status_code == 201


def test_an_imported_room_remembers_its_rules_and_can_be_certified_under_every_basis(
    client: Client, office_file: Path
) -> None:
    client.bring_in(office_file)
    room = client.get(f"{API}/spaces").json()["items"][0]["id"]
    keys = client.get("/.well-known/jwks.json").json()
    for basis in BASES:
        answer = client.post(f"{API}/spaces/{room}/certificates", json={"basis": basis})
        assert answer.status_code == 201, answer.text
        assert answer.json()["document"]["basis"]["rules_sha256"] == rules_sha256(BASES[basis])
        verdict = verify(answer.content, keys)
        assert verdict.valid, verdict.refusals


def test_a_pdf_as_served_verifies_with_the_keys_as_published(house: Client) -> None:
    document = house.post(f"{API}/spaces/{space_id(house, '101')}/certificates").json()["document"]
    pdf = house.get(f"{API}/certificates/{document['id']}", headers={"Accept": "application/pdf"}).content
    keys = house.get("/.well-known/jwks.json").json()
    verdict = verify(pdf, keys)
    assert verdict.valid, verdict.refusals
    assert verdict.document == document
    assert [refusal.code for refusal in verify(pdf + b"\n", keys).refusals] == ["pdf-changed"]
