r"""Bare bytes beyond ASCII in STEP text, re-written as ISO 10303-21 §6.4.3 asks: ``\X2\…\X0\``, ``\X4\…\X0\``.

STEP files are ASCII. Tools nevertheless write names as UTF-8 or in the code page of their system, GBK on a Chinese one,
and the parser drops such texts. The encoding is not stated anywhere, so all texts of the file vote on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from bim_import.text import is_common_chinese
from geometry.finding import Finding, Text

Encoding = Literal["utf-8", "gb18030", "latin-1"]

BLOCK_BYTES = 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
BEYOND_ASCII = re.compile("([\x80-\uffff]+)|([\U00010000-\U0010ffff]+)")

RE_ENCODED = Text(
    "{count} 处文字没有按 STEP 规则编码,已按 {encoding} 识别后读取;请抽查房间名称。",
    "{count} texts were not encoded as STEP asks; they were read as {encoding}. Check some room names.",
)
NAMES = {"utf-8": "UTF-8", "gb18030": "GB 18030", "latin-1": "Latin-1"}


@dataclass(slots=True)
class _Votes:
    texts: int = 0
    not_utf8: int = 0
    not_gb: int = 0

    def count(self, piece: bytes) -> None:
        self.texts += 1
        self.not_utf8 += not _decodes(piece, "utf-8")
        self.not_gb += not (_decodes(piece, "gb18030") and is_common_chinese(piece))

    def encoding(self) -> Encoding:
        if self.not_utf8 == 0 or (self.not_utf8 < self.not_gb and 2 * self.not_utf8 < self.texts):
            return "utf-8"
        return "gb18030" if 2 * self.not_gb < self.texts else "latin-1"


def re_encoded(path: Path, copy: Path) -> Finding | None:
    """Write ``path`` with every text in ASCII to ``copy`` and return what was done, None where all are ASCII already.

    Reads the file once, and twice more only where there is something to do; never holds more than two blocks.
    """
    if _is_ascii(path):
        return None
    votes = _Votes()
    for piece in _pieces(path):
        if not piece.isascii():
            votes.count(piece)
    encoding = votes.encoding()
    with copy.open("wb") as target:
        for piece in _pieces(path):
            target.write(piece if piece.isascii() else escaped(_decoded(piece, encoding)))
    reason = RE_ENCODED.format(count=votes.texts, encoding=NAMES[encoding])
    return Finding("text-encoding", "", "repaired", reason, {"encoding": encoding, "texts": votes.texts})


def escaped(text: str) -> bytes:
    r"""Return text as STEP writes it: what the basic plane holds in ``\X2\``, the rest in ``\X4\``."""

    def escape(match: re.Match[str]) -> str:
        width, codec = ("2", "utf-16-be") if match.group(1) else ("4", "utf-32-be")
        return rf"\X{width}\{match.group(0).encode(codec).hex().upper()}\X0" + "\\"

    return BEYOND_ASCII.sub(escape, text).encode("ascii")


def _is_ascii(path: Path) -> bool:
    with path.open("rb") as stream:
        return all(block.isascii() for block in _blocks(stream))


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the file from after its byte order mark, which is not part of the text."""
    start = stream.read(len(BYTE_ORDER_MARK))
    if start != BYTE_ORDER_MARK:
        yield start
    while block := stream.read(BLOCK_BYTES):
        yield block


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, cut beside quotes where other than ASCII is near.

    A quote is a quote in all three encodings: no character of several bytes contains its code.
    """
    rest = b""
    with path.open("rb") as stream:
        for block in _blocks(stream):
            data = rest + block
            end = data.rfind(b"'") + 1
            if end == 0:  # no quote: text this long without one is no text
                end = len(data) if len(data) > BLOCK_BYTES else 0
            yield from _cut(data[:end])
            rest = data[end:]
    yield from _cut(rest)


def _cut(data: bytes) -> Iterator[bytes]:
    if data.isascii():
        yield data
        return
    pieces = data.split(b"'")
    yield from (piece + b"'" for piece in pieces[:-1])
    yield pieces[-1]


def _decodes(piece: bytes, encoding: str) -> bool:
    try:
        piece.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(piece: bytes, encoding: Encoding) -> str:
    """Return a text in the encoding of the file, else in whichever it is in: headers often differ from the body."""
    for candidate in dict.fromkeys((encoding, "utf-8", "gb18030")) if encoding != "latin-1" else ():
        if _decodes(piece, candidate):
            return piece.decode(candidate)
    return piece.decode("latin-1")
