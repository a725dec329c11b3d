"""What the service can do."""

from __future__ import annotations

from typing import get_args

from fastapi import APIRouter

from geometry.basis import BASES, DEFAULT_BASIS
from geometry.plan import Use
from service.dependencies import RoleDep, ServicesDep
from service.error_responses import problems
from service.schemas.meta import BasisOut, MetaOut
from service.version import installed_version

router = APIRouter(tags=["meta"])


@router.get("/meta", summary="Version, measurement bases and limits", responses=problems())
def get_meta(services: ServicesDep, role: RoleDep) -> MetaOut:
    """What a client has to know before it asks for anything."""
    return MetaOut(
        version=installed_version(),
        bases=[
            BasisOut(id=basis.id, title_zh=basis.title.zh, title_en=basis.title.en, clause=basis.version)
            for basis in BASES.values()
        ],
        default_basis=DEFAULT_BASIS,
        max_upload_bytes=services.settings.max_upload_bytes,
        uses=list(get_args(Use)),
        role=role,
        max_evidence_bytes=services.settings.max_evidence_bytes,
    )
