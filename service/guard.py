"""Who may ask: the Host header on loopback, the origin of writing requests, and the access tokens when one is set.

Each token stands for a role; without any, who reaches the service is its manager.

A page on the internet can make a browser on this machine ask 127.0.0.1 (DNS rebinding, cross-site forms), so being
local is not proof of being the person at the screen.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from geometry.finding import Text
from service.errors import ForbiddenError, ServiceError
from service.roles import Role, may_write
from service.settings import Settings, is_loopback

COOKIE = "yijian_token"
# What is open names nobody: that the process lives, public keys, and what holders of a certificate may check.
OPEN_PATHS = frozenset({"/healthz", "/.well-known/jwks.json", "/api/v1/certificates/status-list"})
OPEN_PAGES = re.compile(r"/c/[^/]*")
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
ROLE_INSUFFICIENT = Text(
    "这个令牌的权限不能进行此操作;请向管理员索取有相应权限的令牌。",
    "The role of this token may not do this; ask the administrator for a token that may.",
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
        self._tokens = _tokens(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        answer = await self._refuse(request)
        await (answer or self._app)(scope, receive, send)

    async def _refuse(self, request: Request) -> Response | None:
        if self._local_only and not _names_this_machine(request.headers.get("host", "")):
            return await self._on_refusal(request, ForbiddenError("host-refused", HOST_REFUSED))
        if request.method not in SAFE_METHODS and _from_elsewhere(request):
            return await self._on_refusal(request, ForbiddenError("origin-refused", ORIGIN_REFUSED))
        path, reads = request.scope["path"], request.method in SAFE_METHODS
        if not self._tokens:
            request.state.role = "manager"
            return None
        if reads and (path in OPEN_PATHS or OPEN_PAGES.fullmatch(path)):
            request.state.role = "reader"
            return None
        return await self._check_token(request)

    async def _check_token(self, request: Request) -> Response | None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        bearer = given.strip() if scheme.lower() == "bearer" else ""
        role = self._role_of(bearer) or self._role_of(request.cookies.get(COOKIE, ""))
        if role is not None:
            request.state.role = role
            if request.method in SAFE_METHODS or may_write(role, request.url.path):
                return None
            return await self._on_refusal(request, ForbiddenError("role-insufficient", ROLE_INSUFFICIENT))
        asked = request.query_params.get("token", "")
        if request.method in SAFE_METHODS and self._role_of(asked) is not None:
            return _remember(request, asked)
        if request.method in SAFE_METHODS and "text/html" in request.headers.get("accept", ""):
            said = ASKED_AGAIN if "token" in request.query_params else ASKED
            page = ENTRANCE_PAGE.replace("{said}", said)
            return HTMLResponse(page, status_code=401, headers={"WWW-Authenticate": "Bearer"})
        return await self._on_refusal(request, ForbiddenError("token-required", TOKEN_REQUIRED))

    def _role_of(self, given: str) -> Role | None:
        # Every token is compared, so that the time taken tells nothing about which one was nearly right.
        matching = [role for token, role in self._tokens if _same(given, token)]
        return matching[0] if matching else None


def _tokens(settings: Settings) -> list[tuple[str, Role]]:
    """Return each token with its role; the lesser ones mean nothing without the manager's."""
    if settings.access_token is None:
        return []
    given: list[tuple[SecretStr | None, Role]] = [
        (settings.access_token, "manager"),
        (settings.auditor_token, "auditor"),
        (settings.reader_token, "reader"),
    ]
    return [(token.get_secret_value(), role) for token, role in given if token is not None]


@lru_cache(maxsize=64)  # the same few hosts with every request
def _names_this_machine(host: str) -> bool:
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False


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
