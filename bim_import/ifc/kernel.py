"""Ask IfcOpenShell's geometry kernel for the few shapes that ``bim_import.ifc.solids`` does not work out itself.

The kernel is native code that broken shapes can crash or keep busy for ever. Each call therefore runs in a fork of the
importing process where the system has that: then one element is lost, not the import.
"""

from __future__ import annotations

import os
import select
import signal
import time
from contextlib import suppress
from functools import cache
from typing import Any

import numpy as np

from bim_import.ifc.curves import UnsupportedShapeError
from geometry.solid import Mesh

TIME_LIMIT_S = 30.0
BLOCK_BYTES = 1 << 20
HEAD_BYTES = 16


@cache
def _settings() -> Any:
    import ifcopenshell.geom  # a second of start-up that most files never need

    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    settings.set("disable-opening-subtractions", True)
    return settings


def kernel_mesh(element: Any) -> Mesh:
    """Return the element's body without its openings, in metres of the file's world frame."""
    _settings()  # imported before the fork, so that it is paid for once
    raw = _in_fork(element) if hasattr(os, "fork") else _packed(element)
    head = np.frombuffer(raw[:HEAD_BYTES], dtype=np.int64) if len(raw) >= HEAD_BYTES else np.zeros(2, dtype=np.int64)
    split, end = HEAD_BYTES + int(head[0]) * 8, HEAD_BYTES + int(head.sum()) * 8
    if len(raw) < HEAD_BYTES or len(raw) != end:
        raise UnsupportedShapeError("the geometry kernel could not build it")
    vertices = np.frombuffer(raw[HEAD_BYTES:split], dtype=np.float64).reshape(-1, 3)
    faces = np.frombuffer(raw[split:], dtype=np.int64).reshape(-1, 3)
    if len(faces) == 0 or not np.isfinite(vertices).all():
        raise UnsupportedShapeError("the geometry kernel built nothing")
    return Mesh(vertices, faces)


def _packed(element: Any) -> bytes:
    """Return the kernel's mesh as bytes, none where it fails."""
    import ifcopenshell.geom

    try:
        shape = ifcopenshell.geom.create_shape(_settings(), element)
        vertices = np.array(shape.geometry.verts, dtype=np.float64)
        faces = np.array(shape.geometry.faces, dtype=np.int64)
    except Exception:  # the kernel raises bare RuntimeErrors for shapes it cannot build
        return b""
    head = np.array([len(vertices), len(faces)], dtype=np.int64)
    return head.tobytes() + vertices.tobytes() + faces.tobytes()


def _in_fork(element: Any) -> bytes:
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        with os.fdopen(write_end, "wb") as stream:
            stream.write(_packed(element))
        os._exit(0)
    os.close(write_end)
    deadline = time.monotonic() + TIME_LIMIT_S
    blocks = []
    try:
        while True:
            ready, _, _ = select.select([read_end], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                return b""
            block = os.read(read_end, BLOCK_BYTES)
            if not block:
                break
            blocks.append(block)
    finally:
        os.close(read_end)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return b"".join(blocks)
