"""Giving files to the service."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from service.store import imports
from service.store.records import Problem
from service.uploads import safe_name
from tests.service.build_ifc import OFFICES, Column, write_ifc
from tests.service.conftest import API, Client


def events(client: Client, import_id: str, **headers: str) -> list[tuple[str, dict]]:
    found = []
    with client.stream("GET", f"{API}/imports/{import_id}/events", headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        for block in "".join(answer.iter_text()).split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line and line[0] != ":")
            if "event" in fields:
                found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_a_file_becomes_rooms_with_areas(client: Client, office_file: Path) -> None:
    given = client.upload(office_file)
    assert given["status"] in ("queued", "running")
    followed = events(client, given["id"])
    assert [name for name, _ in followed][-1] == "done"
    assert {name for name, _ in followed[:-1]} <= {"progress"}
    progress = [state["progress"] for _, state in followed]
    assert progress == sorted(progress)
    assert progress[-1] == 1.0

    done = client.get(f"{API}/imports/{given['id']}").json()
    assert done["report"]["accepted"] == 3
    assert done["source"]["schema"] == "IFC4"
    assert done["building_id"] == done["building_ids"][0]
    rooms = client.get(f"{API}/spaces", params={"q": "101"}).json()["items"]
    areas = client.get(f"{API}/spaces/{rooms[0]['id']}/areas", params={"basis": "cn-usable"}).json()
    assert areas["gross_area_m2"] == pytest.approx(20.0, abs=1e-6)
    assert areas["net_usable_area_m2"] == pytest.approx(19.75, abs=1e-6)
    assert [line["kind"] for line in areas["deductions"]] == ["column"]
    assert areas["source"]["sha256"] == given["sha256"]


def test_a_packed_file_is_read_like_the_file_itself(client: Client, office_file: Path, tmp_path: Path) -> None:
    packed = tmp_path / "office.ifczip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(office_file, "office.ifc")
    assert client.bring_in(packed)["report"]["accepted"] == 3


def test_the_end_is_said_at_once_and_not_at_the_next_look(
    client: Client, office_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.routes.events.LOOK_INTERVAL_S", 60.0)
    given = client.upload(office_file)
    began = time.monotonic()
    assert events(client, given["id"])[-1][0] == "done"
    assert time.monotonic() - began < 30


def test_events_of_an_ended_import_are_one_closing_event(client: Client, office_file: Path) -> None:
    state = client.bring_in(office_file)
    assert [name for name, _ in events(client, state["id"], **{"Last-Event-ID": "7"})] == ["done"]


def test_the_location_leads_to_the_import(client: Client, office_file: Path) -> None:
    with office_file.open("rb") as stream:
        answer = client.post(f"{API}/imports", files={"file": ("a.ifc", stream)})
    assert client.get(answer.headers["location"]).json()["id"] == answer.json()["id"]


def test_the_same_bytes_give_the_same_import(client: Client, office_file: Path) -> None:
    first = client.bring_in(office_file)
    again = client.upload(office_file)
    assert again["id"] == first["id"]
    assert again["status"] == "done"
    assert again["revision"] == 1
    into_it = client.upload(office_file, building_id=first["building_id"])
    assert into_it["id"] == first["id"]


def test_other_options_are_another_import(client: Client, office_file: Path) -> None:
    first = client.upload(office_file)
    assert client.upload(office_file, ignore_spaces="true")["id"] != first["id"]


def test_imports_are_listed_newest_first_page_by_page(client: Client, tmp_path: Path) -> None:
    ids = [client.bring_in(write_ifc(tmp_path / f"{n}.ifc", OFFICES, building=f"b{n}"))["id"] for n in range(3)]
    first = client.get(f"{API}/imports", params={"limit": 2}).json()
    rest = client.get(f"{API}/imports", params={"limit": 2, "cursor": first["next"]}).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == ids[::-1]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty-file"), (b"not a model at all", "not-step"), (b"ISO-10303-21;\nHEADER;\n", None)],
    ids=["empty", "not-a-model", "truncated"],
)
def test_an_unusable_file_is_one_clear_sentence(
    client: Client, tmp_path: Path, content: bytes, code: str | None
) -> None:
    answer = client.post(f"{API}/imports", files={"file": ("bad.ifc", content)})
    problem = answer.json() if answer.status_code == 422 else client.wait(answer.json()["id"])["problem"]
    assert problem["status"] == 422
    assert code is None or problem["code"] == code
    assert "Traceback" not in problem["detail_en"]
    assert str(tmp_path) not in json.dumps(problem)
    assert client.get(f"{API}/buildings").json()["items"] == []


def test_a_file_over_the_limit_is_refused_and_not_kept(make_client: Callable[..., Client], tmp_path: Path) -> None:
    client = make_client(max_upload_bytes=100_000)
    announced = client.post(f"{API}/imports", files={"file": ("big.ifc", b"x" * 300_000)})
    assert (announced.status_code, announced.json()["code"]) == (413, "upload-too-large")

    def unannounced():
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="big.ifc"\r\n\r\n'
        for _ in range(30):
            yield b"x" * 10_000

    streamed = client.post(
        f"{API}/imports", content=unannounced(), headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    assert (streamed.status_code, streamed.json()["code"]) == (413, "upload-too-large")
    kept = [path for path in (tmp_path / "data").rglob("*") if path.is_file() and not path.name.startswith("yijian.db")]
    assert [path for path in kept if path.stat().st_size > 200_000] == []
    assert list((tmp_path / "data" / "incoming").iterdir()) == []


def test_a_file_at_the_limit_is_taken(make_client: Callable[..., Client], office_file: Path) -> None:
    client = make_client(max_upload_bytes=office_file.stat().st_size)
    client.bring_in(office_file)


@pytest.mark.parametrize(
    ("content", "content_type", "code"),
    [
        (b"{}", "application/json", "upload-missing"),
        (b"", "multipart/form-data", "upload-missing"),
        (b"no parts", "multipart/form-data; boundary=b", "upload-unreadable"),
        (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf',
            "multipart/form-data; boundary=b",
            "upload-unreadable",
        ),
        (
            b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n--b--\r\n',
            "multipart/form-data; boundary=b",
            "upload-missing",
        ),
        (b"--b--\r\n", "multipart/form-data; boundary=b", "upload-missing"),
    ],
)
def test_a_broken_upload_says_what_is_wrong(client: Client, content: bytes, content_type: str, code: str) -> None:
    answer = client.post(f"{API}/imports", content=content, headers={"Content-Type": content_type})
    assert answer.json()["code"] == code
    assert answer.status_code in (400, 422)


def test_an_unknown_building_is_refused(client: Client, office_file: Path) -> None:
    with office_file.open("rb") as stream:
        answer = client.post(f"{API}/imports", files={"file": ("a.ifc", stream)}, data={"building_id": "nowhere"})
    assert (answer.status_code, answer.json()["code"]) == (404, "building-not-found")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("主楼.ifc", "主楼.ifc"),
        ("../../etc/passwd", "passwd"),
        ("C:\\models\\a.ifc", "a.ifc"),
        ("a\r\nb\x00.ifc", "ab.ifc"),
        ("", "upload"),
        ("..", "upload"),
        ("x" * 400 + ".ifczip", "x" * 143 + ".ifczip"),
    ],
)
def test_a_file_name_is_only_a_name(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_new_version_of_a_file_is_a_new_revision(client: Client, tmp_path: Path) -> None:
    first = client.bring_in(write_ifc(tmp_path / "v1.ifc", OFFICES))
    wider = (
        *OFFICES[:1],
        type(OFFICES[1])("102", "会议室", 5.2, 0, 7, 4),
        type(OFFICES[2])("104", "茶水间", 20, 0, 3, 3),
    )
    second = client.bring_in(write_ifc(tmp_path / "v2.ifc", wider))
    assert second["building_ids"] == first["building_ids"]
    assert second["revision"] == 2
    history = client.get(f"{API}/buildings/{first['building_id']}/revisions").json()["items"]
    assert [one["revision"] for one in history] == [2, 1]
    changes = history[0]["changes"]
    assert [room["number"] for room in changes["appeared"]] == ["104"]
    assert [room["number"] for room in changes["vanished"]] == ["103"]
    assert [(c["number"], c["before_m2"], c["after_m2"]) for c in changes["area_changed"]] == [
        ("102", pytest.approx(24.0), pytest.approx(28.0))
    ]
    assert history[1]["changes"] == {"appeared": [], "vanished": [], "area_changed": []}

    changed, vanished = changes["area_changed"][0]["space_id"], changes["vanished"][0]["space_id"]
    basis = {"basis": "cn-usable"}
    now = client.get(f"{API}/spaces/{changed}/areas", params=basis).json()
    then = client.get(f"{API}/spaces/{changed}/areas", params=basis | {"revision": 1}).json()
    assert (then["net_usable_area_m2"], now["net_usable_area_m2"]) == (pytest.approx(24.0), pytest.approx(28.0))
    gone = client.get(f"{API}/spaces/{vanished}")
    assert (gone.status_code, gone.json()["code"]) == (404, "not-in-revision")
    assert client.get(f"{API}/spaces/{vanished}", params={"revision": 1}).json()["properties"]["number"] == "103"


def test_two_projects_from_one_template_stay_two_buildings(client: Client, tmp_path: Path) -> None:
    """ArchiCAD's template gives unrelated projects the same building GlobalId; two files of the corpus share one."""
    first = client.bring_in(write_ifc(tmp_path / "a.ifc", OFFICES))
    elsewhere = tuple(type(room)("9" + room.number, room.name, room.x_m + 500, 0, 3, 3) for room in OFFICES)
    text = write_ifc(tmp_path / "b.ifc", elsewhere).read_text()
    from tests.service.build_ifc import guid

    (tmp_path / "b.ifc").write_text(text.replace(guid("building/wall1"), guid("another wall")))
    second = client.bring_in(tmp_path / "b.ifc")
    assert second["building_id"] != first["building_id"]
    assert second["revision"] == 1


def test_a_named_building_takes_a_file_with_other_ids(client: Client, tmp_path: Path) -> None:
    first = client.bring_in(write_ifc(tmp_path / "a.ifc", OFFICES))
    ids = {s["number"]: s["id"] for s in client.get(f"{API}/spaces").json()["items"]}
    other = write_ifc(tmp_path / "b.ifc", OFFICES, building="exported anew", columns=(Column(1, 1, 0.5),))
    second = client.bring_in(other, building_id=first["building_id"])
    assert (second["building_id"], second["revision"]) == (first["building_id"], 2)
    assert {s["number"]: s["id"] for s in client.get(f"{API}/spaces").json()["items"]} == ids


@pytest.mark.parametrize(
    "disposition",
    ['filename="主楼 一层.ifc"', "filename*=UTF-8''%E4%B8%BB%E6%A5%BC%20%E4%B8%80%E5%B1%82.ifc"],
    ids=["browser", "rfc-5987"],
)
def test_a_chinese_file_name_arrives_whole(client: Client, disposition: str) -> None:
    body = f'--b\r\nContent-Disposition: form-data; name="file"; {disposition}\r\n\r\nx\r\n--b--\r\n'.encode()
    answer = client.post(f"{API}/imports", content=body, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert answer.json()["file"] == "主楼 一层.ifc"


def test_rows_that_cannot_be_taken_are_told_one_by_one(client: Client, office_file: Path) -> None:
    given = client.bring_in(office_file)
    row = {
        "sheet": "距离",
        "row": 7,
        "column": "E 数值",
        "value": "4,12o",
        "reason_zh": "不是数字。",
        "reason_en": "Not a number.",
    }
    problem = Problem("survey-rows-invalid", "有一行有误。", "One row is not valid.", (row,))
    with client.app.state.services.database.write() as session:
        imports.change(session, given["id"], status="failed", problem=problem)

    english = {"Accept-Language": "en"}
    told = client.get(f"{API}/imports/{given['id']}", headers=english).json()["problem"]
    assert told["rows"] == [row | {"reason": "Not a number."}]
    ((name, state),) = events(client, given["id"])
    assert name == "failed"
    assert state["problem"]["rows"] == [row | {"reason": "不是数字。"}]
    assert client.get(f"{API}/imports").json()["items"][0]["problem"]["rows"] == []
