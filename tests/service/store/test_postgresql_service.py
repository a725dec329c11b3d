"""The whole service on PostgreSQL: store and queue there, files in the data folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.app import create_app
from tests.service.build_ifc import OFFICES, write_ifc
from tests.service.conftest import API, LOCAL, Client, local_settings


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_an_import_runs_on_postgresql(store_url: str, tmp_path: Path) -> None:
    app = create_app(local_settings(tmp_path / "data", database_url=store_url))
    with Client(app, base_url=LOCAL) as client:
        done = client.bring_in(write_ifc(tmp_path / "office.ifc", OFFICES))
        assert done["report"]["accepted"] == 3
        spaces = client.get(f"{API}/spaces", params={"q": "办公"}).json()["items"]
        assert [space["number"] for space in spaces] == ["101"]
    assert not list((tmp_path / "data").glob("*.db"))
