from __future__ import annotations

from pathlib import Path

import pytest

from geometry.areas import measure_all
from geometry.basis import BASES
from service.certificates.compose import CertificateRefusedError, basis_facts, compose
from service.certificates.document import Addresses, Method, RoomFacts, Source, new_certificate_id
from tests.service.certificates.issuing import issue
from tests.service.certificates.rooms import ISSUER, NOW

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "county_centre.ifc"


@pytest.fixture(scope="session")
def sample_certificates() -> list[bytes]:
    """Certificates (JSON) of every room of the sample building, under every basis whose gross area is the outline."""
    from bim_import.read import read_file  # takes a while to load

    result = read_file(SAMPLE)
    certificates = []
    for building in result.model.buildings:
        for storey in building.storeys:
            for basis in BASES.values():
                for space, statement in zip(storey.spaces, measure_all(storey, basis=basis), strict=True):
                    room = RoomFacts(
                        "sp", space.id, space.number, space.name, space.use, "b", building.name, "s", storey.name, 0.0
                    )
                    try:
                        made = compose(
                            certificate_id=new_certificate_id(),
                            issuer=ISSUER,
                            addresses=Addresses(),
                            room=room,
                            frame=result.model.frame,
                            outline=space.outline,
                            statement=statement,
                            basis=basis_facts(basis),
                            source=Source(SAMPLE.name, result.source.sha256, 1, NOW),
                            method=Method(space.origin),
                            issued_at=NOW,
                            status_index=len(certificates),
                        )
                    except CertificateRefusedError as refused:
                        assert refused.code == "certificate-outline-differs"
                        assert basis.reveal.kind != "none"
                        continue
                    certificates.append(issue(made).json)
    return certificates
