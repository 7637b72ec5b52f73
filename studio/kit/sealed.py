"""Cache entries that tell when they are damaged.

The first line of an entry is a kind and the CRC-32 of everything behind that line, in hexadecimal. Damage is an
accident here, not an attack, and a checksum meant for accidents goes through an hour of takes in a fraction of the time
that a cryptographic one needs on most machines.
"""

from __future__ import annotations

import zlib
from pathlib import Path


def seal(kind: str, content: bytes) -> bytes:
    """The entry for some content."""
    return f"{kind} {zlib.crc32(content):08x}\n".encode() + content


def unseal(kind: str, entry: bytes) -> memoryview:
    """The content of an entry.

    Raises:
        ValueError: the entry is damaged, or of another kind.
    """
    line, content = _parts(entry)
    if line != f"{kind} {zlib.crc32(content):08x}".encode():
        raise ValueError("damaged")
    return content


def is_whole(path: Path) -> bool:
    """Whether this file is an undamaged entry of any kind."""
    try:
        line, content = _parts(path.read_bytes())
    except (OSError, ValueError):
        return False
    return line.endswith(f" {zlib.crc32(content):08x}".encode())


def _parts(entry: bytes) -> tuple[bytes, memoryview]:
    end = entry.index(b"\n")
    return entry[:end], memoryview(entry)[end + 1 :]
