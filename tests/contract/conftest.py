"""The service as outside clients see it, with one model imported."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.service.build_ifc import OFFICES, write_ifc
from tests.service.conftest import LOCAL, Client, create_app, local_settings


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A service with one building."""
    folder = tmp_path_factory.mktemp("contract")
    with Client(create_app(local_settings(folder / "data")), base_url=LOCAL) as client:
        client.bring_in(write_ifc(folder / "office.ifc", OFFICES, crs="EPSG:4547"))
        yield client
