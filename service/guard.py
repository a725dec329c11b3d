"""Who may ask: the Host header on loopback, the origin of writing requests, and the access token when one is set.

A page on the internet can make a browser on this machine ask 127.0.0.1 (DNS rebinding, cross-site forms), so being
local is not proof of being the person at the screen.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from geometry.finding import Text
from service.errors import ForbiddenError, ServiceError
from service.settings import Settings, is_loopback

COOKIE = "yijian_token"
OPEN_PATHS = frozenset({"/healthz"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE_LIFE_S = 30 * 24 * 3600

HOST_REFUSED = Text(
    "本机服务只接受发往 127.0.0.1 或 localhost 的请求。",
    "A service on this machine only answers requests addressed to 127.0.0.1 or localhost.",
)
ORIGIN_REFUSED = Text(
    "来自其他网站的写入请求被拒绝;请在本服务自己的页面上操作。",
    "Writing requests from other sites are refused; use the pages of this service.",
)
TOKEN_REQUIRED = Text(
    "需要访问令牌:请在 Authorization 头中以 Bearer 方式给出。",
    "An access token is required: give it as a Bearer token in the Authorization header.",
)
ENTRANCE_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>一间</title>
<style>body{font:16px/1.6 system-ui;margin:15vh auto;max-width:24rem;padding:0 1rem}
input,button{font:inherit;padding:.4rem .6rem;width:100%;box-sizing:border-box;margin:.3rem 0}</style>
<h1>一间</h1><p role="alert">{said}</p>
<form method="get"><input name="token" type="password" required autofocus><button>进入 · Enter</button></form></html>"""

ASKED = "请输入访问令牌。<br>Enter the access token."
ASKED_AGAIN = "这个令牌不对,请再输入一次。<br>That token is not right; enter it again."

Refusal = Callable[[Request, ServiceError], Awaitable[Response]]


class Guard:
    """ASGI layer that lets a request pass or answers it with a problem."""

    def __init__(self, app: ASGIApp, *, settings: Settings, on_refusal: Refusal) -> None:
        self._app = app
        self._on_refusal = on_refusal
        self._local_only = settings.on_loopback
        self._token = settings.access_token.get_secret_value() if settings.access_token else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        answer = await self._refuse(request)
        await (answer or self._app)(scope, receive, send)

    async def _refuse(self, request: Request) -> Response | None:
        if self._local_only and not is_loopback(_host_name(request)):
            return await self._on_refusal(request, ForbiddenError("host-refused", HOST_REFUSED))
        if request.method not in SAFE_METHODS and _from_elsewhere(request):
            return await self._on_refusal(request, ForbiddenError("origin-refused", ORIGIN_REFUSED))
        if self._token is None or request.url.path in OPEN_PATHS:
            return None
        return await self._check_token(request, self._token)

    async def _check_token(self, request: Request, token: str) -> Response | None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and _same(given.strip(), token):
            return None
        if _same(request.cookies.get(COOKIE, ""), token):
            return None
        if request.method in SAFE_METHODS and _same(request.query_params.get("token", ""), token):
            return _remember(request, token)
        if request.method in SAFE_METHODS and "text/html" in request.headers.get("accept", ""):
            said = ASKED_AGAIN if "token" in request.query_params else ASKED
            page = ENTRANCE_PAGE.replace("{said}", said)
            return HTMLResponse(page, status_code=401, headers={"WWW-Authenticate": "Bearer"})
        return await self._on_refusal(request, ForbiddenError("token-required", TOKEN_REQUIRED))


def _host_name(request: Request) -> str:
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def _from_elsewhere(request: Request) -> bool:
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())


def _remember(request: Request, token: str) -> Response:
    """Take the token out of the address, where it would be kept in histories and logs, and put it in a cookie."""
    rest = urlencode([(k, v) for k, v in parse_qsl(request.url.query, keep_blank_values=True) if k != "token"])
    path = "/" + request.url.path.lstrip("/")  # "//host" would lead elsewhere
    response = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_LIFE_S, httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return response
