"""Figures for monitoring."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from service.dependencies import ServicesDep
from service.error_responses import problems
from service.metrics import exposition
from service.usecases.figures import figures

router = APIRouter(tags=["operation"])


@router.get(
    "/metrics", summary="Figures in the Prometheus text format", response_class=PlainTextResponse, responses=problems()
)
def read_metrics(services: ServicesDep) -> PlainTextResponse:
    """Return counts of requests, imports, jobs and rooms."""
    text = exposition([*services.metrics.families(), *figures(services.database)])
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4; charset=utf-8")
