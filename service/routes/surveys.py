"""Surveys: the workbook to fill in. They are given to the service like any other file (``imports``)."""

from __future__ import annotations

from fastapi import APIRouter, Response

from service.dependencies import TongueDep
from service.error_responses import problems
from service.exports.survey_template import survey_template
from service.routes.files import XLSX, attachment, file_response

router = APIRouter(prefix="/surveys", tags=["surveys"])


@router.get(
    "/template",
    summary="An empty survey workbook to fill in",
    response_class=Response,
    responses=problems() | file_response(XLSX, "a workbook with headings in both languages, choices and examples"),
)
def read_survey_template(tongue: TongueDep) -> Response:
    """Return the template; the language asked for decides its name only, headings stand in both."""
    name = "房间测量表.xlsx" if tongue == "zh" else "room-survey.xlsx"
    return Response(survey_template(), media_type=XLSX, headers={"Content-Disposition": attachment(name)})
