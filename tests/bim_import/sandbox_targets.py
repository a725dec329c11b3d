"""Functions the sandbox tests run in a child: one that behaves, and one for every way not to."""

import ctypes
import time

from bim_import.errors import ImportRefused
from geometry.finding import Text


def answers(payload, progress):
    progress("read", 0.5)
    print("noise from a native library")
    return b"got " + payload["word"].encode()


def refuses(payload, progress):
    raise ImportRefused("empty-file", Text("文件是空的。", "The file is empty."), {"size_bytes": 0})


def raises(payload, progress):
    raise ValueError("secret path")


def crashes(payload, progress):
    ctypes.string_at(0)


def eats_memory(payload, progress):
    hoard = []
    while True:
        hoard.append(bytearray(10_000_000))


def never_ends(payload, progress):
    while True:
        time.sleep(1)


def speaks_garbage(payload, progress):
    import os

    os.write(3, b"\x00\xff garbage")  # whatever descriptor 3 is, the answer below must still be judged
    os._exit(0)
