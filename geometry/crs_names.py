"""Names under which files mention a coordinate reference system, brought to one that the EPSG register knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

# CGCS2000 (China), Gauss-Kruger strips of 3° and 6°: (first, last, EPSG code of the first); codes run in that order.
CGCS2000_3_ZONE = (25, 45, 4513)
CGCS2000_3_CM = (75, 135, 4534)
CGCS2000_6_ZONE = (13, 23, 4491)
CGCS2000_6_CM = (75, 135, 4502)


def spellings(name: str) -> Iterator[str]:
    """Yield what ``name`` may mean, surest first: EPSG codes, then the text itself."""
    text = re.sub(r"\s+", " ", name or "").strip()
    if not text:
        return
    if epsg := re.fullmatch(r"(?:urn:ogc:def:crs:)?EPSG(?::[\d.]*:|[:/ _-]*)(\d{4,5})\b.*", text, re.IGNORECASE):
        yield f"EPSG:{epsg[1]}"
    elif re.fullmatch(r"\d{4,5}", text):
        yield f"EPSG:{text}"
    if " / " in text:
        yield text  # a full name of the EPSG register comes before any guess at what it means
    if code := _cgcs2000(text):
        yield f"EPSG:{code}"
    # pyproj would search its names for anything, which is slow and finds surprising things for a single word.
    if re.search(r"[\s/\[+=_]", text):
        yield text
        yield text.replace("_", " ")


def _cgcs2000(text: str) -> int | None:
    """Return the EPSG code of a CGCS2000 Gauss-Kruger projection named in any usual way, None if it is none."""
    if not re.search(
        r"CGCS\s*_?2000|国家\s*2000|2000\s*国家大地|China Geodetic Coordinate System 2000", text, re.IGNORECASE
    ):
        return None
    rest = re.sub(r"2000", " ", text)
    degree = re.search(r"(?<!\d)([36])\s*[-_ ]*(?:degree|deg\b|°|度)", rest, re.IGNORECASE)
    if degree is None and (word := re.search(r"([三六])度", rest)):
        width: int | None = 3 if word[1] == "三" else 6
    else:
        width = int(degree[1]) if degree else None
    if meridian := re.search(
        r"(?:CM|中央(?:经线|子午线)|central meridian)\D{0,3}(\d{2,3})|(?<!\d)(\d{2,3})\s*E\b", rest, re.IGNORECASE
    ):
        value = int(meridian[1] or meridian[2])
        return _code(value, CGCS2000_6_CM if width == 6 else CGCS2000_3_CM, 6 if width == 6 else 3)
    if zone := re.search(r"(?:zone|带号|第)\D{0,3}(\d{2})(?!\d)|(?<!\d)(\d{2})\s*(?:号?带|zone)", rest, re.IGNORECASE):
        value = int(zone[1] or zone[2])
        six = width == 6 or (width is None and value <= CGCS2000_6_ZONE[1])
        return _code(value, CGCS2000_6_ZONE if six else CGCS2000_3_ZONE, 1)
    return None


def _code(value: int, span: tuple[int, int, int], step: int) -> int | None:
    first, last, code = span
    return code + (value - first) // step if first <= value <= last and (value - first) % step == 0 else None
