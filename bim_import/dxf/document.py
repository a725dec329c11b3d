"""Open a DXF file, text or binary, of any release, and say every repair that was needed for it."""

from __future__ import annotations

import logging
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bim_import.dxf.refusals import refuse
from bim_import.dxf.repair_texts import what_was_wrong
from geometry.finding import Finding, Text

BINARY = b"AutoCAD Binary DXF"
TAIL_BYTES = 4096
EXAMPLES = 5
RELEASES = {
    "AC1009": "R12",
    "AC1015": "R2000",
    "AC1018": "R2004",
    "AC1021": "R2007",
    "AC1024": "R2010",
    "AC1027": "R2013",
    "AC1032": "R2018",
}

REPAIRED = Text(
    "读取图纸时修复或略过了 {count} 处错误:{what}。请对照原图核对涉及的部分。",
    "{count} errors of the drawing were repaired or passed over to read it: {what}. Compare what they concern with the "
    "original.",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open drawing (ezdxf), its release such as ``AC1027 (R2013)``, and what had to be repaired."""

    document: Any
    release: str
    findings: tuple[Finding, ...]


def looks_like_dxf(start: bytes) -> bool:
    """Return whether bytes begin a DXF file: a section, perhaps after comments (group code 999)."""
    if start.startswith(BINARY):
        return True
    return re.match(rb"(?:999[ \t]*\r?\n[^\r\n]*\r?\n\s*)*0[ \t]*\r?\n\s*SECTION\b", start) is not None


def open_dxf(path: Path) -> Opened:
    """Return the drawing in a file; raises ``ImportRefused`` for one that cannot be relied on."""
    import ezdxf
    from ezdxf import recover

    with path.open("rb") as stream:
        head = stream.read(len(BINARY))
        stream.seek(max(0, path.stat().st_size - TAIL_BYTES))
        tail = stream.read()
    binary = head == BINARY
    if not tail.rstrip(b"\r\n \t\0\x1a").endswith(b"EOF"):
        raise refuse("dxf-truncated")
    logging.getLogger("ezdxf").setLevel(logging.ERROR)  # it tells of repairs, and so do we
    try:
        if binary:
            document = ezdxf.readfile(str(path))
            auditor = document.audit()
        else:
            document, auditor = recover.readfile(str(path))
    except MemoryError:
        raise
    except Exception as error:  # a broken drawing raises whatever its parts meet
        raise refuse("dxf-damaged") from error
    version = str(document.dxfversion)
    release = f"{version} ({RELEASES[version]})" if version in RELEASES else version
    return Opened(document, release, tuple(_repairs([*auditor.errors, *auditor.fixes])))


def _repairs(entries: list[Any]) -> list[Finding]:
    """Return one finding that counts the repairs by kind, with some examples of each."""
    if not entries:
        return []
    counts = Counter(int(entry.code) for entry in entries)
    examples: dict[int, list[str]] = defaultdict(list)
    for entry in entries:
        if len(examples[int(entry.code)]) < EXAMPLES:
            examples[int(entry.code)].append(str(entry.message))
    groups = counts.most_common()
    zh = ";".join(f"{what_was_wrong(code).zh} {count} 处" for code, count in groups)
    en = "; ".join(f"{what_was_wrong(code).en} ({count})" for code, count in groups)
    reason = Text(REPAIRED.zh.format(count=len(entries), what=zh), REPAIRED.en.format(count=len(entries), what=en))
    kinds = [{"what": what_was_wrong(c).en, "count": n, "examples": examples[c]} for c, n in groups]
    return [Finding("drawing-repaired", "", "repaired", reason, {"count": len(entries), "kinds": kinds})]
