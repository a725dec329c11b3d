"""Ways to damage an IFC file, all deterministic in their seed."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile

NUMBER = re.compile(rb"(?<=[(,])-?\d+\.\d*(?:E[-+]?\d+)?(?=[,)])")
REFERENCE = re.compile(rb"(?<=[(,])#\d+(?=[,)])")
LINE = re.compile(rb"^#\d+= ?", re.MULTILINE)


def flip_bytes(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 10, 200))):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def truncate(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(1, len(data))]


def drop_block(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randrange(1, 5000) :]


def repeat_block(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    block = data[start : start + rng.randrange(1, 5000)]
    return data[:start] + block + data[start:]


def absurd_numbers(data: bytes, rng: random.Random) -> bytes:
    absurd = (b"NaN", b"1.E308", b"-1.E308", b"INF", b"0.", b"1.E-300", b"$", b"*", b"'text'", b"99999999999999.")
    share = rng.choice((0.001, 0.02, 0.3))
    return NUMBER.sub(lambda m: rng.choice(absurd) if rng.random() < share else m.group(), data)


def crossed_references(data: bytes, rng: random.Random) -> bytes:
    """Point references at other entities, existing or not: wrong types and cycles of every kind."""
    known = REFERENCE.findall(data)
    share = rng.choice((0.001, 0.02, 0.2))
    return REFERENCE.sub(
        lambda m: rng.choice([*known[:1000], b"#999999999", b"$"]) if rng.random() < share else m.group(), data
    )


def dropped_lines(data: bytes, rng: random.Random) -> bytes:
    share = rng.choice((0.01, 0.2))
    return b"\n".join(line for line in data.split(b"\n") if not line.startswith(b"#") or rng.random() > share)


def swapped_types(data: bytes, rng: random.Random) -> bytes:
    types = sorted(set(re.findall(rb"= ?(IFC[A-Z0-9]+)\(", data)))
    share = rng.choice((0.002, 0.05))
    return re.sub(
        rb"(= ?)IFC[A-Z0-9]+\(",
        lambda m: m.group(1) + rng.choice(types) + b"(" if rng.random() < share else m.group(),
        data,
    )


MUTATIONS = (
    flip_bytes,
    truncate,
    drop_block,
    repeat_block,
    absurd_numbers,
    crossed_references,
    dropped_lines,
    swapped_types,
)


def zipped(data: bytes, name: str = "model.ifc") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def zip_that_declares(size_bytes: int) -> bytes:
    """Return a small zip whose directory claims one entry of ``size_bytes``."""
    honest = bytearray(zipped(b"ISO-10303-21;" + b" " * 1000))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = honest.index(signature) + offset
        struct.pack_into("<I", honest, at, min(size_bytes, 0xFFFFFFFE))
    return bytes(honest)
