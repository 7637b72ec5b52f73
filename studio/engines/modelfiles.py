"""Model files of the user's: looked at by whoever uses them, and known to be the same ones later."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from studio.kit import inputs

#: Path, size in bytes, time of change in nanoseconds and inode of a file.
FileState: TypeAlias = tuple[Path, int, int, int]


def file_state(path: Path) -> FileState:
    """What tells the file at a path from the one that stood there before; for keys of what a process keeps of it.

    Raises:
        OSError: there is no such file.
    """
    inputs.look_at(path)
    status = path.stat()
    return path, status.st_size, status.st_mtime_ns, status.st_ino


def content_digest(path: Path) -> str:
    """SHA-256 in hexadecimal of the file at a path, which is read only when it is another one than last time.

    Raises:
        OSError: it cannot be read.
    """
    return _digest(file_state(path))


@lru_cache(maxsize=256)
def _digest(state: FileState) -> str:
    with inputs.opened(state[0]) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
