"""Whether the service lives."""

from __future__ import annotations

from fastapi import APIRouter

from service.schemas.meta import HealthOut
from service.version import installed_version

router = APIRouter(tags=["operation"])


@router.get("/healthz", summary="Liveness; needs no token")
def get_health() -> HealthOut:
    """Answer as long as the process can."""
    return HealthOut(status="ok", version=installed_version())
