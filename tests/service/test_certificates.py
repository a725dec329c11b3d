"""Certificates over HTTP: issued once, read as signed, superseded by themselves, revoked by people."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ezdxf
import pyogrio
import pytest
import rfc8785
import shapely
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyhanko.pdf_utils.reader import PdfFileReader

from service.store.database import Database
from tests.service.build_ifc import OFFICES, Column, write_ifc
from tests.service.commands import yijian
from tests.service.conftest import API, Client
from tests.service.houses import GEOREFERENCE, furnish


@pytest.fixture
def house(client: Client) -> Client:
    """A service that has one building with rooms 101 (19.75 m²), 102 and 103."""
    furnish(store(client))
    return client


def store(client: Client) -> Database:
    return client.app.state.services.database


def space_id(client: Client, number: str) -> str:
    found = client.get(f"{API}/spaces", params={"q": number}).json()["items"]
    return next(space["id"] for space in found if space["number"] == number)


def issue(client: Client, number: str, **terms: Any) -> dict[str, Any]:
    answer = client.post(f"{API}/spaces/{space_id(client, number)}/certificates", json=terms)
    assert answer.is_success, answer.text
    return answer.json()["document"]


def status(client: Client, certificate_id: str) -> dict[str, Any]:
    return client.get(f"{API}/certificates/{certificate_id}/status").json()


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def checked(client: Client, jws: str) -> dict[str, Any]:
    """Return the payload of a compact JWS after checking it with the published keys and a library of its own."""
    header, payload, signature = jws.split(".")
    kid = json.loads(unpadded(header))["kid"]
    keys = client.get("/.well-known/jwks.json").json()["keys"]
    jwk = next(key for key in keys if key["kid"] == kid)
    public = Ed25519PublicKey.from_public_bytes(unpadded(jwk["x"]))
    public.verify(unpadded(signature), f"{header}.{payload}".encode())
    return json.loads(unpadded(payload))


def test_a_room_gets_a_signed_certificate(house: Client) -> None:
    answer = house.post(f"{API}/spaces/{space_id(house, '101')}/certificates")
    assert answer.status_code == 201
    document = answer.json()["document"]
    assert document["net_usable_area_m2"] == 19.75
    assert document["basis"]["id"] == "cn-usable"
    assert document["room"]["number"] == "101"
    assert [line["area_m2"] for line in document["deductions"]] == [0.25]
    assert answer.headers["location"] == f"{API}/certificates/{document['id']}"
    read = house.get(answer.headers["location"])
    assert read.content == answer.content
    assert read.headers["certificate-status"] == "valid"
    jws = house.get(answer.headers["location"], headers={"Accept": "application/jose"})
    assert jws.headers["content-type"] == "application/jose"
    assert checked(house, jws.text) == document
    payload = unpadded(jws.text.split(".")[1])
    assert payload == rfc8785.dumps(document)
    assert payload in answer.content


def test_the_name_of_a_room_stays_out_unless_it_is_wanted(house: Client, make_client: Callable[..., Client]) -> None:
    assert issue(house, "101")["room"]["name"] == ""
    open_house = make_client(certificate_room_names=True)
    assert issue(open_house, "102")["room"]["name"] == "会议室"


def test_asking_again_gives_the_same_certificate(house: Client) -> None:
    first = issue(house, "101")
    again = house.post(f"{API}/spaces/{space_id(house, '101')}/certificates", json={"basis": "cn-usable"})
    assert (again.status_code, again.json()["document"]) == (200, first)
    other_basis = issue(house, "101", basis="ifc-net")
    assert other_basis["id"] != first["id"]
    assert status(house, first["id"])["holds"]


def test_another_validity_or_a_renewal_takes_the_place_of_the_old_one(house: Client) -> None:
    first = issue(house, "101")
    second = issue(house, "101", valid_until="2099-12-31T00:00:00Z")
    assert (second["replaces"], second["valid_until"]) == (first["id"], "2099-12-31T00:00:00Z")
    assert issue(house, "101")["id"] == second["id"]
    third = issue(house, "101", renew=True)
    assert third["replaces"] == second["id"]
    told = status(house, first["id"])
    assert (told["status"], told["cause"], told["successor_id"]) == ("superseded", "replaced", second["id"])
    valid = house.get(f"{API}/certificates", params={"status": "valid"}).json()["items"]
    assert [line["id"] for line in valid] == [third["id"]]


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"basis": "guessed"}, "basis-unknown"),
        ({"valid_until": "2020-01-01T00:00:00Z"}, "invalid-request"),
        ({"valid_until": "2099-01-01T00:00:00"}, "invalid-request"),
        ({"surprise": 1}, "invalid-request"),
    ],
)
def test_what_cannot_be_issued_is_refused_with_a_reason(house: Client, terms: dict[str, Any], code: str) -> None:
    answer = house.post(f"{API}/spaces/{space_id(house, '101')}/certificates", json=terms)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert house.get(f"{API}/certificates").json()["items"] == []


@pytest.mark.parametrize(("label", "code"), [("101", "certificate-too-large"), ("20㎡", "certificate-not-measured")])
def test_a_room_in_another_unit_gets_none(client: Client, tmp_path: Path, label: str, code: str) -> None:
    drawing = ezdxf.new("R2010", setup=False)
    drawing.header["$INSUNITS"] = 6  # says metres, is drawn in millimetres
    for n in range(3):
        x = n * 5200
        drawing.modelspace().add_lwpolyline(
            [(x, 0), (x + 5000, 0), (x + 5000, 4000), (x, 4000)], close=True, dxfattribs={"layer": "ROOM"}
        )
        drawing.modelspace().add_text(label, dxfattribs={"insert": (x + 1000, 2000), "height": 250})
    drawing.saveas(tmp_path / "plan.dxf")
    client.bring_in(tmp_path / "plan.dxf")
    room = client.get(f"{API}/spaces").json()["items"][0]
    answer = client.post(f"{API}/spaces/{room['id']}/certificates")
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text


def test_a_room_nobody_knows_gets_none(house: Client) -> None:
    answer = house.post(f"{API}/spaces/nowhere/certificates")
    assert (answer.status_code, answer.json()["code"]) == (404, "space-not-found")


def test_an_import_that_shows_another_area_supersedes_by_itself(
    client: Client, office_file: Path, tmp_path: Path
) -> None:
    house = client
    house.bring_in(office_file)
    kept, changed = issue(house, "102"), issue(house, "101")
    again = write_ifc(tmp_path / "office2.ifc", OFFICES, columns=(Column(1, 1, 0.6),), crs="EPSG:4547")
    assert house.bring_in(again)["revision"] == 2
    assert status(house, kept["id"])["status"] == "valid"
    told = status(house, changed["id"])
    assert (told["status"], told["cause"], told["successor_revision"]) == ("superseded", "area-changed", 2)
    assert told["successor_id"] is None
    read = house.get(f"{API}/certificates/{changed['id']}")
    assert (read.json()["document"], read.headers["certificate-status"]) == (changed, "superseded")
    newer = issue(house, "101")
    assert newer["net_usable_area_m2"] == pytest.approx(20.0 - 0.36)
    assert status(house, changed["id"])["successor_id"] == newer["id"]


@pytest.mark.parametrize(
    ("u_m2", "shown_m2", "expected"),
    [
        (None, 19.75, "valid"),
        (None, 19.7595, "valid"),
        (None, 19.76, "valid"),
        (None, 19.7601, "superseded"),
        (None, 19.739, "superseded"),
        (0.05, 19.84, "valid"),  # U = 2 · 0.05 m²
        (0.05, 19.86, "superseded"),
        (0.004, 19.757, "valid"),
    ],
)
def test_a_certificate_holds_while_the_area_stays_within_its_tolerance(
    house: Client, u_m2: float | None, shown_m2: float, expected: str
) -> None:
    furnish(store(house), u_m2=u_m2)
    certificate = issue(house, "101")
    furnish(store(house), {"101": shown_m2, "102": 24.0, "103": 22.4})
    assert status(house, certificate["id"])["status"] == expected


def test_a_vanished_room_loses_its_certificate(house: Client) -> None:
    certificate = issue(house, "103")
    id_ = space_id(house, "103")
    furnish(store(house), {"101": 19.75, "102": 24.0})
    assert status(house, certificate["id"])["cause"] == "vanished"
    answer = house.post(f"{API}/spaces/{id_}/certificates")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-in-revision")


def test_a_failure_while_storing_supersedes_nothing(house: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = issue(house, "101")

    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("service.usecases.end_certificates.record_events", full)
    with pytest.raises(OSError, match="disk full"):
        furnish(store(house), {"101": 12.0})
    assert status(house, certificate["id"])["status"] == "valid"
    assert house.get(f"{API}/buildings").json()["items"][0]["revision"] == 1


def test_a_person_revokes_with_a_reason_and_for_good(house: Client) -> None:
    address = f"{API}/certificates/{issue(house, '101')['id']}"
    assert house.post(f"{address}/revoke", json={"reason": " "}).status_code == 422
    assert house.post(f"{address}/revoke", json={}).status_code == 422
    revoked = house.post(f"{address}/revoke", json={"reason": "房间号有误"}).json()
    assert (revoked["status"], revoked["reason"], revoked["holds"]) == ("revoked", "房间号有误", False)
    again = house.post(f"{address}/revoke", json={"reason": "x"})
    assert (again.status_code, again.json()["code"]) == (409, "certificate-revoked")
    assert issue(house, "101")["id"] not in address
    events = [entry["event"] for entry in house.get(f"{address}/history").json()["items"]]
    assert events == ["issued", "revoked"]


def test_certificates_are_found_and_paged(house: Client) -> None:
    for number in ("101", "102", "103"):
        issue(house, number)

    def numbers(**wanted: Any) -> list[str]:
        return [line["number"] for line in house.get(f"{API}/certificates", params=wanted).json()["items"]]

    assert numbers() == ["103", "102", "101"]
    assert numbers(number="102") == ["102"]
    assert numbers(max_area_m2=20) == ["101"]
    assert numbers(issued_from="2099-01-01T00:00:00Z") == []
    assert numbers(building="nowhere") == []
    page = house.get(f"{API}/certificates", params={"limit": 2}).json()
    rest = house.get(f"{API}/certificates", params={"limit": 2, "cursor": page["next"]}).json()
    assert [line["number"] for line in rest["items"]] == ["101"]
    assert rest["next"] is None
    bad = house.get(f"{API}/certificates", params={"status": "lost"})
    assert (bad.status_code, bad.json()["code"]) == (422, "invalid-request")


def test_an_unchanged_certificate_is_not_sent_twice(house: Client) -> None:
    address = f"{API}/certificates/{issue(house, '101')['id']}"
    for accept in ("application/json", "application/jose"):
        first = house.get(address, headers={"Accept": accept})
        again = house.get(address, headers={"Accept": accept, "If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = house.head(address, headers={"Accept": accept})
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])
    one, other = (house.get(address, headers={"Accept": f"application/{a}"}).headers["etag"] for a in ("json", "jose"))
    assert one != other


def test_an_id_may_be_typed_carelessly(house: Client) -> None:
    id_ = issue(house, "101")["id"]
    careless = id_.lower().replace("-", " ").replace("0", "o")
    assert house.get(f"{API}/certificates/{careless}/status").json()["id"] == id_
    wrong = id_[:-1] + ("2" if id_[-1] != "2" else "3")
    answer = house.get(f"{API}/certificates/{wrong}")
    assert (answer.status_code, answer.json()["code"]) == (404, "certificate-not-found")


def test_the_signed_status_list_tells_what_holds(house: Client, tmp_path: Path) -> None:
    import zlib

    documents = [issue(house, number) for number in ("101", "102", "103")]
    address = f"{API}/certificates/status-list"
    before = checked(house, house.get(address).text)
    house.post(f"{API}/certificates/{documents[1]['id']}/revoke", json={"reason": "x"})
    issue(house, "103", renew=True)
    after = checked(house, house.get(address).text)

    def value(told: dict[str, Any], document: dict[str, Any]) -> int:
        index = document["status"]["status_list"]["idx"]
        packed = zlib.decompress(unpadded(told["status_list"]["lst"]))
        return packed[index // 4] >> 2 * (index % 4) & 3

    assert [value(before, one) for one in documents] == [0, 0, 0]
    assert [value(after, one) for one in documents] == [0, 1, 3]
    assert after["history"]["sequence"] == 6
    assert after["history"]["hash"] == house.get(f"{API}/certificates/history/verify").json()["head"]


def test_many_certificates_come_as_one_file(house: Client) -> None:
    documents = {number: issue(house, number) for number in ("101", "102")}

    def file(form: str, **wanted: Any) -> Any:
        answer = house.get(f"{API}/certificates/download", params={"format": form, **wanted})
        assert answer.status_code == 200, answer.text
        return answer

    lines = file("csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert documents["102"]["id"] in lines[1]
    assert "24.000000" in lines[1]
    signed = json.loads(file("json").content)["certificates"]
    assert [one["document"] for one in signed] == [documents["102"], documents["101"]]
    with zipfile.ZipFile(io.BytesIO(file("zip", number="101").content)) as archive:
        id_ = documents["101"]["id"]
        assert set(archive.namelist()) == {f"{id_}.json", "certificates.csv", "keys.json", "status-list.jwt"}
        assert archive.read(f"{id_}.json") == house.get(f"{API}/certificates/{id_}").content
        assert json.loads(archive.read("keys.json")) == house.get("/.well-known/jwks.json").json()
    empty = file("json", number="none").json()
    assert empty == {"certificates": []}


def test_outlines_come_as_a_geopackage_where_they_lie(client: Client, tmp_path: Path) -> None:
    house = client
    furnish(store(house), georeference=GEOREFERENCE)
    issue(house, "101")
    file = tmp_path / "certificates.gpkg"
    file.write_bytes(house.get(f"{API}/certificates/download", params={"format": "gpkg"}).content)
    meta, _, geometry, fields = pyogrio.raw.read(file, layer="certificates_epsg_4547")
    assert meta["crs"] == "EPSG:4547"
    (outline,) = shapely.from_wkb(geometry)
    assert outline.area == pytest.approx(20.0)
    assert outline.bounds[:2] == pytest.approx((500000.0, 3400000.0), abs=1e-3)
    named = dict(zip(meta["fields"], fields, strict=True))
    assert (named["number"][0], named["net_area_m2"][0]) == ("101", 19.75)


def test_the_history_is_whole_and_says_what_happened(house: Client) -> None:
    first = issue(house, "101")
    issue(house, "102")
    house.post(f"{API}/certificates/{first['id']}/revoke", json={"reason": "x"})
    told = house.get(f"{API}/certificates/history/verify").json()
    assert (told["whole"], told["entries"], told["certificates"], told["broken"]) == (True, 3, 2, None)
    entries = house.get(f"{API}/certificates/{first['id']}/history").json()["items"]
    assert [entry["sequence"] for entry in entries] == [1, 3]
    assert entries[0]["document_sha256"] == hashlib.sha256(rfc8785.dumps(first)).hexdigest()
    for entry in entries:
        content = {name: value for name, value in entry.items() if name != "hash"}
        assert hashlib.sha256(rfc8785.dumps(content)).hexdigest() == entry["hash"]


def test_keys_lie_in_files_for_their_owner_only(house: Client, tmp_path: Path) -> None:
    issue(house, "101")
    (key,) = (tmp_path / "data" / "keys").glob("*.jwk")
    assert key.stat().st_mode & 0o077 == 0
    secret = json.loads(key.read_text())["d"]
    assert secret not in house.get("/.well-known/jwks.json").text
    assert secret.encode() not in b"".join(path.read_bytes() for path in (tmp_path / "data").glob("yijian.db*"))


def test_exposed_keys_are_not_used(house: Client, tmp_path: Path, make_client: Callable[..., Client]) -> None:
    issue(house, "101")
    (key,) = (tmp_path / "data" / "keys").glob("*.jwk")
    key.chmod(0o644)
    other = make_client()
    answer = other.post(f"{API}/spaces/{space_id(other, '102')}/certificates")
    assert (answer.status_code, answer.json()["code"]) == (503, "no-signing-key")
    assert "chmod 600" in answer.json()["detail_en"]
    assert str(tmp_path) not in answer.text


def test_old_keys_stay_published_when_their_folder_is_lost(
    house: Client, tmp_path: Path, make_client: Callable[..., Client]
) -> None:
    import shutil

    jws = house.get(f"{API}/certificates/{issue(house, '101')['id']}", headers={"Accept": "application/jose"}).text
    shutil.rmtree(tmp_path / "data" / "keys")
    other = make_client()
    issue(other, "102")
    assert len(other.get("/.well-known/jwks.json").json()["keys"]) == 2
    assert checked(other, jws)["room"]["number"] == "101"


def test_the_pdf_twin_is_made_once_and_carries_the_same_certificate(house: Client, tmp_path: Path) -> None:
    address = f"{API}/certificates/{issue(house, '101')['id']}"
    first = house.get(address, headers={"Accept": "application/pdf"})
    assert (first.status_code, first.headers["content-type"]) == (200, "application/pdf")
    assert first.content.startswith(b"%PDF-")
    again = house.get(address, params={"format": "pdf"})
    assert again.content == first.content
    assert again.headers["content-disposition"].startswith("attachment")
    unchanged = house.get(address, headers={"Accept": "application/pdf", "If-None-Match": first.headers["etag"]})
    assert unchanged.status_code == 304
    signed = house.get(address).content
    (made,) = (tmp_path / "data" / "made").rglob("*.pdf")
    assert made.read_bytes() == first.content
    reader = PdfFileReader(io.BytesIO(first.content))
    (attached,) = [
        reader.root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()["/EF"]["/F"].data,
    ]
    assert attached == signed


def test_what_is_downloaded_passes_the_offline_check_until_it_is_revoked(
    make_client: Callable[..., Client], tmp_path: Path
) -> None:
    house = make_client(public_url="https://yijian.example/", issuer_name="澜溪县机关事务服务中心")
    furnish(store(house), u_m2=0.02)
    first = issue(house, "101")
    issue(house, "102", valid_until="2099-01-01T00:00:00Z")
    assert first["issuer"]["name"] == "澜溪县机关事务服务中心"
    assert first["status"]["page"] == f"https://yijian.example/c/{first['id']}"

    def verdicts(folder: Path) -> dict[str, int]:
        with zipfile.ZipFile(io.BytesIO(house.get(f"{API}/certificates/download?format=zip").content)) as archive:
            archive.extractall(folder)
        against = ("--key", folder / "keys.json", "--status-list", folder / "status-list.jwt")
        return {path.stem: yijian("verify", path, *against).exit_code for path in folder.glob("YJ-*.json")}

    assert list(verdicts(tmp_path / "before").values()) == [0, 0]
    house.post(f"{API}/certificates/{first['id']}/revoke", json={"reason": "x"})
    after = verdicts(tmp_path / "after")
    assert after.pop(first["id"]) == 1
    assert list(after.values()) == [0]
