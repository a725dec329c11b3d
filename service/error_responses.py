"""One table from error codes to HTTP, one JSON shape (RFC 9457) for every error the service answers with."""

from __future__ import annotations

import errno
import logging
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from geometry.finding import Text
from service.errors import ServiceError
from service.negotiation import Tongue, tongue_of

log = logging.getLogger(__name__)
PROBLEM_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """How one code is answered."""

    status: int
    title: Text


KINDS: Mapping[str, Kind] = {
    "assignment-not-found": Kind(404, Text("没有这项用房安排", "No such assignment")),
    "bad-cursor": Kind(422, Text("翻页标记无效", "Cursor not valid")),
    "basis-unknown": Kind(422, Text("没有这种测量依据", "Unknown measurement basis")),
    "batch-not-found": Kind(404, Text("没有这个批次", "No such batch")),
    "building-not-found": Kind(404, Text("没有这座建筑", "No such building")),
    "certificate-interrupted": Kind(503, Text("签发被中断", "Issuing was interrupted")),
    "certificate-ledger-differs": Kind(422, Text("面积台账不一致", "The ledger does not add up")),
    "certificate-negative-deduction": Kind(422, Text("扣减为负", "A deduction is negative")),
    "certificate-no-area": Kind(422, Text("没有净面积", "No net area")),
    "certificate-no-outline": Kind(422, Text("没有轮廓", "No outline")),
    "certificate-not-a-room": Kind(422, Text("不是房间", "Not a room")),
    "certificate-not-found": Kind(404, Text("没有这份证书", "No such certificate")),
    "certificate-too-large": Kind(422, Text("房间大得不可能", "The room is impossibly large")),
    "certificate-not-measured": Kind(422, Text("房间未能量测", "The room was not measured")),
    "certificate-number-unusable": Kind(422, Text("数值无法使用", "A number cannot be used")),
    "certificate-outline-differs": Kind(422, Text("轮廓与毛面积不一致", "The outline is not the gross area")),
    "certificate-rules-changed": Kind(422, Text("测量规则已更新", "The rules of measurement changed")),
    "certificate-revoked": Kind(409, Text("证书已撤销", "The certificate is revoked")),
    "case-exists": Kind(409, Text("已有整改事项", "Case exists already")),
    "case-incomplete": Kind(422, Text("整改信息不完整", "Case not complete")),
    "case-not-found": Kind(404, Text("没有这个整改事项", "No such case")),
    "crs-unknown": Kind(422, Text("无法识别的坐标系", "Unknown coordinate reference system")),
    "delivery-not-found": Kind(404, Text("没有这条通知", "No such message")),
    "empty-file": Kind(422, Text("文件是空的", "The file is empty")),
    "evidence-not-found": Kind(404, Text("没有这份材料", "No such evidence")),
    "evidence-not-taken": Kind(422, Text("不能作为材料", "Not taken as evidence")),
    "finding-not-found": Kind(404, Text("没有这个问题", "No such finding")),
    "finding-not-open": Kind(409, Text("没有需要整改的问题", "Nothing to mend")),
    "finding-still-there": Kind(409, Text("问题仍然存在", "The finding is still there")),
    "host-refused": Kind(403, Text("不接受这个地址", "Host not accepted")),
    "import-not-found": Kind(404, Text("没有这次导入", "No such import")),
    "inspection-finished": Kind(409, Text("检查已结束", "Inspection finished")),
    "inspection-not-found": Kind(404, Text("没有这次检查", "No such inspection")),
    "internal": Kind(500, Text("服务内部错误", "Internal error")),
    "invalid-request": Kind(422, Text("请求参数有误", "Request not valid")),
    "layout-interrupted": Kind(503, Text("布置被中断", "The layout was interrupted")),
    "layout-load-bearing": Kind(422, Text("中间有承重墙", "A wall between the rooms carries load")),
    "layout-model-failed": Kind(422, Text("无法写入模型", "The model cannot take the layout")),
    "layout-no-door": Kind(422, Text("房间没有门", "No door into the room")),
    "layout-no-model": Kind(409, Text("没有 IFC 模型", "No IFC model")),
    "layout-not-finished": Kind(409, Text("布置还没有完成", "The layout is not finished")),
    "layout-not-found": Kind(404, Text("没有这个布置方案", "No such layout")),
    "layout-not-legal": Kind(409, Text("布置未通过检查", "The layout is not legal")),
    "layout-not-measured": Kind(422, Text("房间未能量测", "The room was not measured")),
    "layout-not-neighbours": Kind(422, Text("房间不相邻", "The rooms are no neighbours")),
    "layout-storeys-differ": Kind(422, Text("房间不在同一层", "The rooms lie on several storeys")),
    "method-not-allowed": Kind(405, Text("不支持这种操作", "Method not allowed")),
    "no-signing-key": Kind(503, Text("没有可用的签发密钥", "No key can sign")),
    "no-roster": Kind(409, Text("还没有名册", "No roster yet")),
    "not-found": Kind(404, Text("没有这个地址", "No such address")),
    "not-georeferenced": Kind(422, Text("模型没有地理参照", "The model is not georeferenced")),
    "not-in-revision": Kind(404, Text("该版本中没有", "Not in this revision")),
    "nothing-to-inspect": Kind(422, Text("没有可检查的房间", "Nothing to inspect")),
    "occupant-exists": Kind(409, Text("使用人已存在", "Occupant exists already")),
    "occupant-not-found": Kind(404, Text("没有这个使用人", "No such occupant")),
    "org-unit-not-found": Kind(404, Text("没有这个用房单位", "No such org unit")),
    "origin-refused": Kind(403, Text("跨站请求被拒绝", "Cross-site request refused")),
    "policy-not-in-force": Kind(422, Text("该日没有适用的标准", "Policy not in force")),
    "revision-not-found": Kind(404, Text("没有这个版本", "No such revision")),
    "role-insufficient": Kind(403, Text("权限不足", "Not allowed for this role")),
    "roster-invalid": Kind(422, Text("名册需要修正", "Roster not valid")),
    "roster-too-large": Kind(422, Text("名册太大", "Roster too large")),
    "roster-unreadable": Kind(422, Text("名册无法读取", "Roster not readable")),
    "sample-not-found": Kind(404, Text("没有示例", "No sample")),
    "scenario-ended": Kind(409, Text("方案已经结束", "The scenario has ended")),
    "scenario-failed": Kind(500, Text("方案没有结果", "The scenario has no result")),
    "scenario-not-lawful": Kind(409, Text("方案不合规", "Scenario not lawful")),
    "scenario-outdated": Kind(409, Text("方案的依据已改变", "Scenario out of date")),
    "scenario-nobody": Kind(422, Text("没有可安排的人员或房间", "Nobody to seat or no room")),
    "scenario-not-done": Kind(409, Text("方案还没有结果", "The scenario has no result yet")),
    "scenario-not-found": Kind(404, Text("没有这个方案", "No such scenario")),
    "scenarios-differ": Kind(409, Text("方案不能比较", "The scenarios cannot be compared")),
    "space-not-found": Kind(404, Text("没有这个房间", "No such space")),
    "storage-full": Kind(507, Text("磁盘空间不足", "Storage full")),
    "store-busy": Kind(503, Text("数据库暂时无法使用", "Store not available")),
    "storey-not-found": Kind(404, Text("没有这个楼层", "No such storey")),
    "survey-not-found": Kind(404, Text("没有这份实测", "No such survey")),
    "token-required": Kind(401, Text("需要访问令牌", "Access token required")),
    "upload-missing": Kind(422, Text("没有收到文件", "No file received")),
    "upload-too-large": Kind(413, Text("文件太大", "File too large")),
    "upload-unreadable": Kind(400, Text("上传内容不完整", "Upload not readable")),
    "webhook-not-found": Kind(404, Text("没有这个订阅", "No such webhook")),
    "webhook-url": Kind(422, Text("订阅地址无法使用", "The webhook address cannot be used")),
}
IMPORT_FAILED = Kind(422, Text("文件无法导入", "The file cannot be imported"))

INTERNAL = Text(
    "服务遇到了意外问题,数据没有改变。请把请求编号告诉维护人员。",
    "The service met an unexpected problem; nothing was changed. Give the request id to the maintainers.",
)
BUSY = Text("数据库暂时无法使用,请稍后再试。", "The store cannot be used right now; try again shortly.")
FULL = Text(
    "磁盘空间不足,没有写入任何数据。请清理数据目录所在的磁盘后再试。",
    "The disk is full and nothing was written. Free space where the data folder lies and try again.",
)
NO_ADDRESS = Text("没有地址 {path};请查看接口文档。", "There is nothing at {path}; see the interface documentation.")
NO_METHOD = Text("{path} 不支持 {method} 操作。", "{path} does not support {method}.")
NOT_VALID = Text("参数 {where} 有误:{why}。", "{where} is not valid: {why}.")


def problem_body(
    code: str, detail: Text, *, tongue: Tongue, request_id: str | None, rows: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """Return a problem as JSON: the text in ``tongue``, and in both languages beside it.

    ``rows`` hold {sheet, row, column, value, reason_zh, reason_en}: what is wrong in a table, row by row.
    """
    kind = KINDS.get(code, IMPORT_FAILED)
    pick = 0 if tongue == "zh" else 1
    body: dict[str, Any] = {
        "type": f"urn:yijian:problem:{code}",
        "title": kind.title[pick],
        "status": kind.status,
        "detail": detail[pick],
        "code": code,
        "request_id": request_id,
        "detail_zh": detail.zh,
        "detail_en": detail.en,
    }
    if rows:
        body["rows"] = [row_error(row, tongue=tongue) for row in rows]
    return body


def row_error(row: Mapping[str, Any], *, tongue: Tongue) -> dict[str, Any]:
    """Return one row that cannot be taken as JSON, whatever a reader left out."""
    number = row.get("row")
    return {
        "sheet": str(row.get("sheet") or ""),
        "row": int(number) if number is not None else None,
        "column": str(row.get("column") or ""),
        "value": "" if row.get("value") is None else str(row["value"]),
        "reason": str(row["reason_zh" if tongue == "zh" else "reason_en"]),
        "reason_zh": str(row["reason_zh"]),
        "reason_en": str(row["reason_en"]),
    }


def problem_response(
    request: Request,
    code: str,
    detail: Text,
    *,
    headers: Mapping[str, str] | None = None,
    rows: Sequence[Mapping[str, Any]] = (),
) -> Response:
    """Return the answer to a request that failed with ``code``."""
    request_id = getattr(request.state, "request_id", None)
    body = problem_body(code, detail, tongue=tongue_of(request), request_id=request_id, rows=rows)
    extra = {"WWW-Authenticate": "Bearer"} if code == "token-required" else {}
    return Response(
        orjson.dumps(body),
        status_code=body["status"],
        media_type=PROBLEM_TYPE,
        headers={"Cache-Control": "no-store", **extra, **(headers or {})},
    )


async def on_service_error(request: Request, error: ServiceError) -> Response:
    """Answer an error of ours."""
    return problem_response(request, error.code, error.detail, rows=error.rows)


async def on_unknown_error(request: Request) -> Response:
    """Answer an error nobody foresaw, without a word of what it was."""
    return problem_response(request, "internal", INTERNAL)


def add_error_responses(app: FastAPI) -> None:
    """Make the app answer every kind of error in the one shape."""

    @app.exception_handler(ServiceError)
    async def _service(request: Request, error: ServiceError) -> Response:
        return await on_service_error(request, error)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
        return problem_response(request, "invalid-request", NOT_VALID.format(where=where, why=first["msg"]))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        path, method = request.url.path[:200], request.method
        if error.status_code == 405:
            return problem_response(
                request, "method-not-allowed", NO_METHOD.format(path=path, method=method), headers=error.headers
            )
        if error.status_code == 404:
            return problem_response(request, "not-found", NO_ADDRESS.format(path=path))
        log.warning("unexpected HTTP error %s on %s", error.status_code, path)
        return problem_response(request, "invalid-request", NOT_VALID.format(where=path, why=str(error.status_code)))

    @app.exception_handler(OperationalError)
    async def _store(request: Request, error: OperationalError) -> Response:
        log.error("store not available: %s", error)
        if "disk is full" in str(error.orig):
            return problem_response(request, "storage-full", FULL)
        return problem_response(request, "store-busy", BUSY, headers={"Retry-After": "5"})

    @app.exception_handler(OSError)
    async def _disk(request: Request, error: OSError) -> Response:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise error
        log.error("the disk is full: %s", error)
        return problem_response(request, "storage-full", FULL)


def problems(*codes: str) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI ``responses`` of a route that can fail with these codes, besides what any route can."""
    responses: dict[int | str, dict[str, Any]] = {}
    for code in sorted({*codes, *ANY_ROUTE}):
        kind = KINDS[code]
        entry = responses.setdefault(
            kind.status,
            {
                "description": "",
                "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}},
            },
        )
        entry["description"] = ", ".join(filter(None, [entry["description"], f"`{code}`"]))
        example = problem_body(code, kind.title, tongue="en", request_id="3f9c2b1a0d4e5f67")
        entry["content"][PROBLEM_TYPE]["examples"][code] = {"value": example}
    return responses


ANY_ROUTE = ("token-required", "host-refused", "internal", "store-busy")
