"""Starting the service: refuses to be open to others without a token, says what is wrong, then serves."""

from __future__ import annotations

import logging
import socket
import tempfile
from collections.abc import Callable

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from geometry.finding import Text
from service.errors import SetupError
from service.settings import Settings
from service.store.database import Database
from service.usecases.policies import usable_policy

TOKEN_NEEDED = Text(
    "监听 {host} 会让其他机器也能访问:请先设置访问令牌 YIJIAN_ACCESS_TOKEN(至少 16 个字符),或改为监听 127.0.0.1。",
    "Listening on {host} lets other machines in: set an access token in YIJIAN_ACCESS_TOKEN (at least 16 characters) "
    "first, or listen on 127.0.0.1.",
)
TOKENS_APART = Text(
    "YIJIAN_AUDITOR_TOKEN 和 YIJIAN_READER_TOKEN 须与 YIJIAN_ACCESS_TOKEN 一起设置,且三者各不相同:否则人人都是管理员。",
    "YIJIAN_AUDITOR_TOKEN and YIJIAN_READER_TOKEN need YIJIAN_ACCESS_TOKEN beside them, and all must differ: otherwise "
    "everybody would be the manager.",
)
PORT_TAKEN = Text(
    "无法监听 {host}:{port}:{why}。请换一个端口(--port)或停止占用它的程序。",
    "Cannot listen on {host}:{port}: {why}. Choose another port (--port) or stop the program that uses it.",
)
NO_FOLDER = Text(
    "数据目录 {folder} 无法写入:{why}。请检查目录权限,或用 --data 指定其他目录。",
    "The data folder {folder} cannot be written: {why}. Check its permissions or name another one with --data.",
)
NO_STORE = Text(
    "无法打开数据库 {where}。请检查 YIJIAN_DATABASE_URL,以及数据库是否正在运行、文件是否损坏。",
    "The store {where} cannot be opened. Check YIJIAN_DATABASE_URL, that the database runs and that its file is whole.",
)
log = logging.getLogger(__name__)


def check(settings: Settings) -> None:
    """Raise ``SetupError`` when the service must not start like this."""
    if not settings.on_loopback and settings.access_token is None:
        raise SetupError("token-needed", TOKEN_NEEDED.format(host=settings.host))
    lesser = [token.get_secret_value() for token in (settings.auditor_token, settings.reader_token) if token]
    tokens = [*lesser, *([settings.access_token.get_secret_value()] if settings.access_token else [])]
    if lesser and (settings.access_token is None or len(set(tokens)) < len(tokens)):
        raise SetupError("tokens-apart", TOKENS_APART)
    usable_policy(settings.policy)


def check_store(settings: Settings) -> None:
    """Raise ``SetupError`` when data folder or store cannot be used, before anything is served."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.data_dir):
            pass
    except OSError as error:
        why = error.strerror or str(error)
        raise SetupError("folder-unusable", NO_FOLDER.format(folder=settings.data_dir, why=why)) from error
    try:
        database = Database(settings.store_url)
        database.migrate()
        database.close()
    except (SQLAlchemyError, ImportError) as error:
        where = make_url(settings.store_url).render_as_string(hide_password=True)
        log.debug("store not usable", exc_info=True)
        raise SetupError("store-unusable", NO_STORE.format(where=where)) from error


def run(settings: Settings, *, announce: Callable[[str], None], demo: bool = False) -> None:
    """Serve until stopped; ``announce`` is told the address once it can be used."""
    check(settings)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    check_store(settings)
    listener = _listen(settings)
    from service.web_server import serve_on  # what is wrong is said before the web parts are loaded

    host, port = settings.host, listener.getsockname()[1]
    serve_on(settings, listener, lambda: announce(f"http://{_in_address(host)}:{port}/"), demo=demo)


def _listen(settings: Settings) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        why = error.strerror or str(error)
        raise SetupError("port-taken", PORT_TAKEN.format(host=settings.host, port=settings.port, why=why)) from error
    return listener


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
