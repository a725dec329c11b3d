"""Receive a multipart upload: the file goes to disk and through SHA-256 as it arrives, never into memory.

The limit holds while receiving, so a client cannot fill the disk by sending more than it announced.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

import anyio
from anyio import to_thread
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from geometry.finding import Text
from service.errors import InvalidRequestError
from service.store.files import FileStore, flush_to_disk
from service.usecases.import_model import Upload

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

BATCH_BYTES = 1024 * 1024  # written in one go, away from the event loop
FIELD_BYTES = 32 * 1024
ENVELOPE_BYTES = 64 * 1024  # boundaries, headers and the small fields
DRAIN_BYTES = 32 * 1024 * 1024  # read on after a refusal, so that the client sees the answer and not a broken pipe
NAME_LENGTH = 150
EXTENDED_NAME = re.compile(rb"filename\*=(?:utf-8)?'[^']*'([^;\s]+)", re.IGNORECASE)

TOO_LARGE = Text(
    "文件超过上限 {limit_mib} MiB。请按楼栋拆分,或由管理员提高 YIJIAN_MAX_UPLOAD_BYTES。",
    "The file is larger than the {limit_mib} MiB allowed. Split it by building or have YIJIAN_MAX_UPLOAD_BYTES raised.",
)
NOT_MULTIPART = Text(
    "请以 multipart/form-data 方式上传,文件字段名为 file。",
    "Upload as multipart/form-data with the file in the field “file”.",
)
BROKEN = Text("上传中断或内容不完整,请重新上传。", "The upload was cut off or is malformed; upload the file again.")
NO_FILE = Text("没有收到文件:请把文件放在字段 file 中。", "No file was received: put it in the field “file”.")
EMPTY = Text("文件 {file} 是空的(0 字节)。", "The file {file} is empty (0 bytes).")


@dataclass(frozen=True, slots=True)
class Received:
    """An upload that is complete and kept."""

    upload: Upload
    fields: dict[str, str]


async def receive_upload(
    request: Request,
    files: FileStore,
    *,
    max_bytes: int,
    too_large: Text = TOO_LARGE,
    check: Callable[[Path, str], None] | None = None,
) -> Received:
    """Return the file of a multipart request, kept in ``files``; raises a problem and keeps nothing otherwise.

    ``check`` looks at what was received, and its name, before it is kept, and raises where it cannot be taken.
    """
    content_type, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if content_type != b"multipart/form-data" or not boundary:
        raise InvalidRequestError("upload-missing", NOT_MULTIPART)
    if int(request.headers.get("content-length", "0") or 0) > max_bytes + ENVELOPE_BYTES:
        await _drain(request)
        raise _too_large(too_large, max_bytes)
    incoming = files.new_incoming()
    parts = _Parts(max_bytes)
    try:
        parser = MultipartParser(boundary, parts.callbacks())
        async with await anyio.open_file(incoming, "wb") as out:
            async for chunk in request.stream():
                parser.write(chunk)
                if parts.size > max_bytes:
                    await _drain(request)
                    raise _too_large(too_large, max_bytes)
                if parts.pending.tell() >= BATCH_BYTES:
                    await out.write(parts.take())
            await out.write(parts.take())
            await out.flush()
            await to_thread.run_sync(flush_to_disk, out.wrapped.fileno())
        return await to_thread.run_sync(_kept, parts, files, incoming, check)
    except (MultipartParseError, ClientDisconnect, UnicodeDecodeError):
        raise InvalidRequestError("upload-unreadable", BROKEN) from None
    finally:
        incoming.unlink(missing_ok=True)


def safe_name(given: str) -> str:
    """Return the last part of a file name a client gave, without folders, control characters or excess length."""
    last = PureWindowsPath(PurePosixPath(given.replace("\x00", "")).name).name
    clean = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, suffix = clean.rpartition(".")
    if len(clean) > NAME_LENGTH:
        clean = (stem[: NAME_LENGTH - len(suffix) - 1] + dot + suffix) if len(suffix) < 12 else clean[:NAME_LENGTH]
    return clean or "upload"


def _kept(parts: _Parts, files: FileStore, incoming: Path, check: Callable[[Path, str], None] | None) -> Received:
    if not parts.complete:
        raise InvalidRequestError("upload-unreadable", BROKEN)
    if parts.file_name is None:
        raise InvalidRequestError("upload-missing", NO_FILE)
    name = safe_name(parts.file_name)
    if parts.size == 0:
        raise InvalidRequestError("empty-file", EMPTY.format(file=name))
    if check is not None:
        check(incoming, name)
    sha256 = parts.hash.hexdigest()
    files.keep(incoming, sha256)
    return Received(Upload(name, sha256, parts.size), parts.fields)


@dataclass(slots=True)
class _Parts:
    """What the parser has found so far."""

    max_bytes: int
    size: int = 0
    file_name: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    pending: io.BytesIO = field(default_factory=io.BytesIO)
    complete: bool = False
    hash: hashlib._Hash = field(default_factory=hashlib.sha256)
    _header: tuple[bytearray, bytearray] = field(default_factory=lambda: (bytearray(), bytearray()))
    _headers: dict[bytes, bytes] = field(default_factory=dict)
    _name: str = ""
    _is_file: bool = False
    _value: bytearray = field(default_factory=bytearray)

    def callbacks(self) -> MultipartCallbacks:
        """Return the parser's callbacks."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_end,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._all,
        }

    def take(self) -> bytes:
        """Return what is to be written and forget it."""
        data = self.pending.getvalue()
        self.pending = io.BytesIO()
        return data

    def _begin(self) -> None:
        self._headers, self._value, self._header = {}, bytearray(), (bytearray(), bytearray())

    def _header_end(self) -> None:
        name, value = self._header
        self._headers[bytes(name).lower()] = bytes(value)
        self._header = (bytearray(), bytearray())

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8")
        given = _file_name(self._headers.get(b"content-disposition", b""), options)
        self._is_file = self._name == "file" and given is not None and self.file_name is None
        if self._is_file:
            self.file_name = given

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            block = data[start:end]
            self.size += len(block)
            if self.size <= self.max_bytes:
                self.hash.update(block)
                self.pending.write(block)
        elif len(self._value) + end - start <= FIELD_BYTES:
            self._value.extend(data[start:end])

    def _end(self) -> None:
        if not self._is_file:
            self.fields[self._name] = self._value.decode("utf-8")
        self._is_file = False

    def _all(self) -> None:
        self.complete = True


def _file_name(disposition: bytes, options: dict[bytes, bytes]) -> str | None:
    if b"filename" in options:
        return options[b"filename"].decode("utf-8", "replace")
    # Not allowed in forms (RFC 7578 section 4.2), yet older HTTP libraries send names beyond ASCII like this.
    extended = EXTENDED_NAME.search(disposition)
    return unquote_to_bytes(extended[1]).decode("utf-8", "replace") if extended else None


async def _drain(request: Request) -> None:
    read = 0
    with contextlib.suppress(ClientDisconnect, RuntimeError):
        async for chunk in request.stream():
            read += len(chunk)
            if read > DRAIN_BYTES:
                return


def _too_large(text: Text, max_bytes: int) -> InvalidRequestError:
    return InvalidRequestError("upload-too-large", text.format(limit_mib=f"{max_bytes / 1024**2:g}"))
