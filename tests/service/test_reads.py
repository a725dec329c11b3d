"""Reading what was imported."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from geometry.basis import BASES
from tests.service.conftest import API, Client

Shared = tuple[Client, dict[str, Any]]


@pytest.fixture
def reader(shared: Shared) -> Client:
    return shared[0]


@pytest.fixture
def building_id(shared: Shared) -> str:
    return shared[1]["building_id"]


@pytest.fixture
def storeys(reader: Client, building_id: str) -> list[dict[str, Any]]:
    return reader.get(f"{API}/buildings/{building_id}/storeys").json()["items"]


def test_buildings_carry_sums_and_their_basis(reader: Client, building_id: str) -> None:
    listed = reader.get(f"{API}/buildings").json()["items"][0]
    assert listed["id"] == building_id
    assert (listed["storeys"], listed["spaces"]) == (2, 6)
    assert listed["basis"] == "cn-usable"
    assert listed["gross_area_m2"] == pytest.approx(2 * (20 + 24 + 22.4))
    assert listed["net_usable_area_m2"] == pytest.approx(2 * (19.75 + 24 + 22.4))
    assert listed["georeferenced"] is True
    detail = reader.get(f"{API}/buildings/{building_id}").json()
    assert [storey["name"] for storey in detail["storeys"]] == ["1F", "2F"]
    assert detail["georeference"]["crs"].endswith("4547")
    assert detail["georeference"]["rotation_rad"] == 0.0


def test_storeys_say_how_much_is_used_for_what(storeys: list[dict[str, Any]]) -> None:
    assert [storey["elevation_m"] for storey in storeys] == [0.0, 3.6]
    assert sum(use["spaces"] for use in storeys[0]["by_use"].values()) == storeys[0]["spaces"] == 3
    assert storeys[0]["bbox"] == pytest.approx([0, 0, 11.2, 6.2])


def test_spaces_of_a_storey_are_features_in_local_metres(reader: Client, storeys: list[dict[str, Any]]) -> None:
    found = reader.get(f"{API}/storeys/{storeys[0]['id']}/spaces").json()
    assert found["type"] == "FeatureCollection"
    assert found["crs"] is None
    by_number = {feature["properties"]["number"]: feature for feature in found["features"]}
    outline = shape(by_number["101"]["geometry"])
    assert outline.equals(shapely.box(0, 0, 5, 4))
    assert outline.exterior.is_ccw
    x, y = by_number["101"]["properties"]["label_point"]
    assert outline.contains(shapely.Point(x, y))


def test_spaces_come_in_a_crs_where_the_model_is_georeferenced(reader: Client, storeys: list[dict[str, Any]]) -> None:
    found = reader.get(f"{API}/storeys/{storeys[0]['id']}/spaces", params={"crs": "EPSG:4547"}).json()
    assert found["crs"] == "EPSG:4547"
    corner = shape(found["features"][0]["geometry"]).bounds[:2]
    assert corner == pytest.approx((500000.0, 3400000.0), abs=1e-3)
    degrees = reader.get(f"{API}/storeys/{storeys[0]['id']}/plan", params={"crs": "epsg:4326"}).json()
    east, north = shape(degrees["features"][0]["geometry"]).centroid.coords[0]
    assert (round(east), round(north)) == (114, 31)


@pytest.mark.parametrize("crs", ["EPSG:999999", "+proj=utm +zone=50", "nonsense", "EPSG:12"])
def test_an_unknown_crs_is_refused(reader: Client, storeys: list[dict[str, Any]], crs: str) -> None:
    answer = reader.get(f"{API}/storeys/{storeys[0]['id']}/spaces", params={"crs": crs})
    assert (answer.status_code, answer.json()["code"]) == (422, "crs-unknown")


def test_the_plan_shows_walls_and_columns(reader: Client, storeys: list[dict[str, Any]]) -> None:
    found = reader.get(f"{API}/storeys/{storeys[0]['id']}/plan").json()["features"]
    assert {feature["properties"]["kind"] for feature in found} == {"wall", "column"}


def test_spaces_are_found_by_number_name_use_and_place(
    reader: Client, building_id: str, storeys: list[dict[str, Any]]
) -> None:
    def numbers(**filters: Any) -> list[str]:
        return [item["number"] for item in reader.get(f"{API}/spaces", params=filters).json()["items"]]

    assert numbers(q="10") == ["101", "102", "103"]
    assert numbers(q="会议") == ["102", "202"]
    assert numbers(q="CORRIDOR") == ["103", "203"]
    assert numbers(q="201 办公") == ["201"]
    assert numbers(q="100%") == []
    assert numbers(storey=storeys[1]["id"]) == ["201", "202", "203"]
    assert len(numbers(building=building_id)) == 6
    assert numbers(building="nowhere") == []
    assert numbers(use="circulation") == ["103", "203"]


def test_pages_follow_one_another_without_gap_or_repeat(reader: Client) -> None:
    seen, cursor = [], None
    while True:
        page = reader.get(f"{API}/spaces", params={"limit": 4} | ({"cursor": cursor} if cursor else {})).json()
        seen += [item["number"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == ["101", "102", "103", "201", "202", "203"]


def test_every_basis_has_a_statement_that_sums_up(reader: Client) -> None:
    space = reader.get(f"{API}/spaces", params={"q": "101"}).json()["items"][0]["id"]
    items = reader.get(f"{API}/spaces/{space}/areas").json()["items"]
    assert [item["basis"] for item in items] == list(BASES)
    for item in items:
        taken = sum(line["area_m2"] for line in item["deductions"])
        assert item["gross_area_m2"] - taken == pytest.approx(item["net_usable_area_m2"], abs=1e-6)
        assert item["title_zh"]
        assert item["title_en"]


def test_a_space_tells_its_place_and_source(reader: Client, shared: Shared) -> None:
    listed = reader.get(f"{API}/spaces", params={"q": "101"}).json()["items"][0]
    feature = reader.get(f"{API}/spaces/{listed['id']}").json()
    properties = feature["properties"]
    assert feature["id"] == listed["id"]
    assert (properties["storey"], properties["building"]) == ("1F", "主楼")
    assert properties["source"]["import_id"] == shared[1]["id"]
    assert properties["height_m"] == pytest.approx(3.0)


def test_reads_that_changed_nothing_are_304(reader: Client, building_id: str, storeys: list[dict[str, Any]]) -> None:
    for path in (
        "/meta",
        "/imports",
        "/buildings",
        f"/buildings/{building_id}",
        f"/storeys/{storeys[0]['id']}/spaces",
        f"/storeys/{storeys[0]['id']}/plan",
    ):
        first = reader.get(API + path)
        again = reader.get(API + path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["etag"] == first.headers["etag"]
        assert reader.get(API + path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_language_is_the_one_asked_for(reader: Client) -> None:
    for accept, sentence in (
        ("en", "There is no space"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "没有编号为"),
        ("fr,en;q=0.5", "There is no space"),
        ("", "没有编号为"),
        ("en;q=nonsense", "没有编号为"),
    ):
        problem = reader.get(f"{API}/spaces/nowhere", headers={"Accept-Language": accept}).json()
        assert problem["detail"].startswith(sentence), accept


def test_figures_count_rooms_and_requests(reader: Client) -> None:
    reader.get(f"{API}/spaces/nowhere")
    text = reader.get("/metrics").text
    assert "yijian_spaces 6" in text
    assert 'yijian_imports{status="done"} 1' in text
    assert '/spaces/{space_id}",status="404"' in text


def test_the_viewer_is_served_for_its_own_addresses_only(reader: Client) -> None:
    for path in ("/", "/buildings/x", "/spaces"):
        answer = reader.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert reader.get("/api/v1/nothing").status_code == 404
    assert reader.get("/assets/missing.js").status_code == 404
    assert "root:" not in reader.get("/..%2f..%2f..%2f..%2fetc%2fpasswd").text


def test_health_is_told(reader: Client) -> None:
    assert reader.get("/healthz").json()["status"] == "ok"
    assert reader.get(f"{API}/healthz").json()["status"] == "ok"
