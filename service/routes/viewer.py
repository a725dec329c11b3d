"""The viewer: the files Vite built, and its first page for every address the viewer itself understands."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException

STATIC = Path(__file__).resolve().parent.parent / "static"
YEAR_S = 365 * 24 * 3600
NOT_BUILT = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>一间 Yijian</title>
<body style="font:16px/1.7 system-ui;max-width:40rem;margin:12vh auto;padding:0 1rem"><h1>一间 Yijian</h1>
<p>服务正在运行,但页面尚未构建:请在项目目录运行 <code>make viewer</code>。</p>
<p>The service is running, but its pages have not been built: run <code>make viewer</code> in the project folder.</p>
<p><a href="/api/v1/openapi.json">/api/v1/openapi.json</a></p></body></html>"""

router = APIRouter(include_in_schema=False)


@router.get("/{path:path}", name="read_viewer")
def read_viewer(path: str, request: Request) -> Response:
    """Return a file of the viewer or its first page."""
    if path == "api" or path.startswith("api/"):
        raise HTTPException(404)
    static: Path = getattr(request.app.state, "static", STATIC)
    found = (static / path).resolve() if path and "\x00" not in path else static
    if found.is_relative_to(static) and found.is_file():
        # Vite puts a hash of the content into the names under assets/.
        lasting = path.startswith("assets/")
        caching = f"public, max-age={YEAR_S}, immutable" if lasting else "no-cache"
        return FileResponse(found, headers={"Cache-Control": caching})
    if path.startswith("assets/"):
        raise HTTPException(404)
    index = static / "index.html"
    if not index.is_file():
        return HTMLResponse(NOT_BUILT, headers={"Cache-Control": "no-store"})
    return FileResponse(index, headers={"Cache-Control": "no-cache"})
