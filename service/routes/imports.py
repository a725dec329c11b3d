"""Imports: give a file, watch it being read, see what became of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from geometry.finding import Text
from service.demo import import_sample
from service.dependencies import Cursor, Limit, ServicesDep, TongueDep
from service.error_responses import problem_body, problems
from service.errors import InvalidRequestError, NotFoundError
from service.negotiation import Tongue
from service.routes.events import follow
from service.schemas.common import Problem
from service.schemas.imports import ImportList, ImportOut, import_out
from service.store.records import ImportRecord
from service.uploads import receive_upload
from service.usecases.control_points import read_control_points
from service.usecases.import_model import request_import
from service.usecases.read_imports import get_import, list_imports

router = APIRouter(prefix="/imports", tags=["imports"])

NOT_BOOLEAN = Text("字段 ignore_spaces 只能是 true 或 false。", "The field ignore_spaces is true or false.")
NO_SAMPLE = Text(
    "这个安装没有附带示例模型;请导入自己的 IFC 文件。",
    "This installation comes without the sample model; import an IFC file of your own.",
)
BOOLEANS = {
    "true": True,
    "1": True,
    "yes": True,
    "on": True,
    "false": False,
    "0": False,
    "no": False,
    "off": False,
    "": False,
}
FILES = "a building model (.ifc, .ifczip), a drawing (.dxf) or a survey"
LAYERS = "what the layers of a drawing stand for: wall=A,B*;column=C;door=D;window=E;room=F"
DRAWING_FIELDS = ("unit", "layers")
MOST_LETTERS = 2000  # of a choice of layers
TOO_LONG = Text("字段 {name} 太长。", "The field {name} is too long.")
UPLOAD_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": FILES},
                        "building_id": {
                            "type": "string",
                            "description": "the building the file belongs to: a model becomes its next revision, a "
                            "survey or a drawing adds to its rooms",
                        },
                        "ignore_spaces": {
                            "type": "boolean",
                            "default": False,
                            "description": "derive the rooms from walls even where spaces are modelled",
                        },
                        "unit": {"type": "string", "description": "unit of length of a drawing that does not say it"},
                        "layers": {"type": "string", "description": LAYERS},
                        "control_points": {
                            "type": "string",
                            "description": "JSON: points of a survey whose place on the plan is known, in metres; "
                            "`room` where they hold for one room only. Two points at least",
                            "examples": ['[{"from": [0, 0], "to": [12.3, 4.5]}, {"from": [6, 0], "to": [18.3, 4.5]}]'],
                        },
                    },
                }
            }
        },
    }
}


@router.post(
    "",
    status_code=202,
    summary="Import a file",
    openapi_extra=UPLOAD_BODY,
    responses=problems(
        "upload-missing",
        "upload-too-large",
        "upload-unreadable",
        "empty-file",
        "building-not-found",
        "invalid-request",
        "origin-refused",
        "role-insufficient",
        "storage-full",
    ),
)
async def create_import(request: Request, response: Response, services: ServicesDep, tongue: TongueDep) -> ImportOut:
    """Begin to import a file; the same bytes with the same options give the same import again."""
    received = await receive_upload(request, services.files, max_bytes=services.settings.max_upload_bytes)
    ignore_spaces = BOOLEANS.get(received.fields.get("ignore_spaces", "").strip().lower())
    if ignore_spaces is None:
        raise InvalidRequestError("invalid-request", NOT_BOOLEAN)
    building_id = received.fields.get("building_id", "").strip() or None
    options: dict[str, Any] = {name: received.fields.get(name, "").strip() for name in DRAWING_FIELDS}
    for name, value in options.items():
        if len(value) > MOST_LETTERS:
            raise InvalidRequestError("invalid-request", TOO_LONG.format(name=name))
    points = received.fields.get("control_points", "").strip()
    if points:
        options["control_points"] = read_control_points(points)
    record, job_id = await to_thread.run_sync(
        lambda: request_import(
            services.database,
            received.upload,
            ignore_spaces=ignore_spaces,
            building_id=building_id,
            options=options,
        )
    )
    if job_id is not None:
        await to_thread.run_sync(services.runner.submit, job_id)
    response.headers["Location"] = str(request.app.url_path_for("read_import", import_id=record.id))
    return _out(record, tongue)


@router.post(
    "/sample",
    status_code=202,
    summary="Import the sample that comes with the service",
    responses=problems("sample-not-found", "origin-refused", "role-insufficient", "storage-full"),
)
def create_sample_import(request: Request, response: Response, services: ServicesDep, tongue: TongueDep) -> ImportOut:
    """Begin to import the sample; asked again it is the same import."""
    import_id = import_sample(services)
    if import_id is None:
        raise NotFoundError("sample-not-found", NO_SAMPLE)
    response.headers["Location"] = str(request.app.url_path_for("read_import", import_id=import_id))
    return _out(get_import(services.database, import_id), tongue)


@router.get("", summary="All imports, newest first", responses=problems("bad-cursor", "invalid-request"))
def read_imports(services: ServicesDep, tongue: TongueDep, cursor: Cursor = None, limit: Limit = 50) -> ImportList:
    """Return imports without the findings of their reports and the rows of their problems."""
    page = list_imports(services.database, cursor=cursor, limit=limit)
    return ImportList(items=[_out(record, tongue, findings=False, rows=False) for record in page.items], next=page.next)


@router.get("/{import_id}", summary="One import with its report", responses=problems("import-not-found"))
def read_import(import_id: str, services: ServicesDep, tongue: TongueDep) -> ImportOut:
    """Return one import."""
    return _out(get_import(services.database, import_id), tongue)


@router.get(
    "/{import_id}/events",
    summary="Follow an import as server-sent events",
    response_class=StreamingResponse,
    responses=problems("import-not-found")
    | {200: {"description": "`progress` events, then one `done` or `failed`", "content": {"text/event-stream": {}}}},
)
async def follow_import(import_id: str, services: ServicesDep, tongue: TongueDep) -> StreamingResponse:
    """Send the whole import whenever it changes and end with it; a client that comes back misses nothing."""
    await to_thread.run_sync(get_import, services.database, import_id)

    def read() -> ImportOut:
        return _out(get_import(services.database, import_id), tongue, findings=False)

    async def events() -> AsyncIterator[str]:
        with services.runner.endings.listen(import_id) as wait:
            async for event in follow(read, wait=wait, stopping=services.stopping):
                yield event

    return StreamingResponse(
        events(), media_type="text/event-stream", headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    )


def _out(record: ImportRecord, tongue: Tongue, *, findings: bool = True, rows: bool = True) -> ImportOut:
    problem = None
    if record.problem is not None:
        text = Text(record.problem.detail_zh, record.problem.detail_en)
        shown = record.problem.rows if rows else ()
        body = problem_body(record.problem.code, text, tongue=tongue, request_id=None, rows=shown)
        problem = Problem(**body, evidence=record.problem.evidence)
    return import_out(record, tongue, problem, findings=findings)
