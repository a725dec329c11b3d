"""``yijian verify``: check an area certificate offline, with nothing but its file and the issuer's public keys."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from geometry.finding import Text
from service.certificates.verify import UnreadableError, Verdict, read_keys, report, verify
from service.language import preferred_language, say

NO_SUCH_FILE = Text("没有找到文件 {file};请检查路径和文件名。", "There is no file {file}; check the path and the name.")
NOT_READ = Text("无法读取文件 {file}:{why}。", "The file {file} cannot be read: {why}.")
BAD_MOMENT = Text(
    "--at 要写成日期或 RFC 3339 时间,例如 2026-11-21。", "--at wants a date or an RFC 3339 time, such as 2026-11-21."
)
ANSWER_WITHIN_S: Final = 10.0
LARGEST_STATUS_LIST_BYTES: Final = 64 * 1024 * 1024


def verify_certificate(
    certificate: Annotated[Path, typer.Argument(help="the certificate: .json, .jws or .pdf")],
    key: Annotated[
        Path | None, typer.Option(help="the issuer's public keys, jwks.json from a source you trust")
    ] = None,
    online: Annotated[bool, typer.Option("--online", help="also ask the issuer's signed status list")] = False,
    status_list: Annotated[Path | None, typer.Option(help="a signed status list saved before, to use offline")] = None,
    at: Annotated[str | None, typer.Option(help="check as of this date or moment instead of now")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the verdict as JSON and nothing else")] = False,
) -> None:
    """Check the signature of an area certificate and recompute its area from the outline."""
    moment = datetime.now(UTC) if at is None else _moment(at)
    data = _read(certificate)
    try:
        keys = None if key is None else read_keys(_read(key))
        listed = None if status_list is None else _read(status_list)
        verdict = verify(data, keys, at=moment, status_list=listed)
        if online and listed is None and verdict.valid:
            listed = _fetched(verdict)
            if listed is not None:
                verdict = verify(data, keys, at=moment, status_list=listed)
    except UnreadableError as error:
        _refuse(say(Text(*error.reason)))
    if as_json:
        print(json.dumps(report.as_json(verdict), ensure_ascii=False, indent=1 if sys.stdout.isatty() else None))  # noqa: T201
    else:
        print(report.as_text(verdict, preferred_language()))  # noqa: T201
    raise typer.Exit(0 if verdict.valid else 1)


def _fetched(verdict: Verdict) -> bytes | None:
    """Return the status list that a certificate names, whose signature was found good; notes why there is none."""
    uri = verdict.document["status"]["status_list"]["uri"]
    if not isinstance(uri, str) or not uri.startswith(("https://", "http://")):
        verdict.reject("status-unreachable", why="uri")
        return None
    import httpx  # only needed with a network

    try:
        with httpx.stream("GET", uri, timeout=ANSWER_WITHIN_S, follow_redirects=True) as answer:
            answer.raise_for_status()
            content = bytearray()
            for part in answer.iter_bytes():
                content += part
                if len(content) > LARGEST_STATUS_LIST_BYTES:
                    verdict.reject("status-unreachable", why=f"> {LARGEST_STATUS_LIST_BYTES} bytes")
                    return None
    except httpx.HTTPStatusError as error:
        verdict.reject("status-unreachable", why=f"{uri}: HTTP {error.response.status_code}")
        return None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        verdict.reject("status-unreachable", why=f"{uri}: {type(error).__name__}")
        return None
    return bytes(content)


def _read(path: Path) -> bytes:
    if not path.is_file():
        _refuse(say(NO_SUCH_FILE.format(file=path.name or str(path))))
    try:
        return path.read_bytes()
    except OSError as error:
        _refuse(say(NOT_READ.format(file=path.name, why=error.strerror)))


def _moment(text: str) -> datetime:
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        _refuse(say(BAD_MOMENT))
    return given if given.tzinfo is not None else given.replace(tzinfo=UTC)


def _refuse(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)  # noqa: T201 - the one sentence the command promises
    raise typer.Exit(2)
