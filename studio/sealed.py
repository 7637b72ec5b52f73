"""Cache entries that tell when they are damaged.

The first line of an entry is a kind and the SHA-256 of everything behind that line, in hexadecimal.
"""

from __future__ import annotations

import hashlib
from pathlib import Path


def seal(kind: str, content: bytes) -> bytes:
    """The entry for some content."""
    return f"{kind} {hashlib.sha256(content).hexdigest()}\n".encode() + content


def unseal(kind: str, entry: bytes) -> memoryview:
    """The content of an entry.

    Raises:
        ValueError: the entry is damaged, or of another kind.
    """
    line, content = _parts(entry)
    if line != f"{kind} {hashlib.sha256(content).hexdigest()}".encode():
        raise ValueError("damaged")
    return content


def is_whole(path: Path) -> bool:
    """Whether this file is an undamaged entry of any kind."""
    try:
        line, content = _parts(path.read_bytes())
    except (OSError, ValueError):
        return False
    return line.endswith(hashlib.sha256(content).hexdigest().encode())


def _parts(entry: bytes) -> tuple[bytes, memoryview]:
    end = entry.index(b"\n")
    return entry[:end], memoryview(entry)[end + 1 :]
