from __future__ import annotations

from pathlib import Path

import pytest

from geometry.areas import measure_all
from geometry.basis import BASES
from service.certificates.compose import basis_facts, compose
from service.certificates.document import Addresses, Method, RoomFacts, Source, new_certificate_id
from tests.service.certificates.issuing import Issued, issue
from tests.service.certificates.rooms import ISSUER, NOW, document

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "county_centre.ifc"


@pytest.fixture(scope="session")
def honest() -> list[Issued]:
    """Five hundred certificates of five hundred invented rooms."""
    return [issue(document(seed)) for seed in range(500)]


@pytest.fixture(scope="session")
def sample_certificates() -> list[bytes]:
    """Certificates (JSON) of every room of the sample building under two bases."""
    from bim_import.read import read_file  # takes a while to load

    result = read_file(SAMPLE)
    certificates = []
    for building in result.model.buildings:
        for storey in building.storeys:
            for basis in (BASES["cn-usable"], BASES["ipms-3.2"]):
                for space, statement in zip(storey.spaces, measure_all(storey, basis=basis), strict=True):
                    room = RoomFacts(
                        "sp", space.id, space.number, space.name, space.use, "b", building.name, "s", storey.name, 0.0
                    )
                    made = compose(
                        certificate_id=new_certificate_id(),
                        issuer=ISSUER,
                        addresses=Addresses(),
                        room=room,
                        frame=result.model.frame,
                        outline=statement.boundary or space.outline,
                        statement=statement,
                        basis=basis_facts(basis),
                        source=Source(SAMPLE.name, result.source.sha256, 1, NOW),
                        method=Method(space.origin),
                        issued_at=NOW,
                        status_index=len(certificates),
                    )
                    certificates.append(issue(made).json)
    return certificates
