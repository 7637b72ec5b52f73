"""A folder of checksummed entries: what was cut short or altered is noticed and counts as missing."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from pathlib import Path

from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.kit.files import write_atomically
from studio.kit.sealed import Form, seal, unseal

_KIND = "studio-audio 2"
#: Of stores whose folders have these names.
FORMS = tuple(Form(name, re.compile(rf"{name}/[0-9a-f]{{2}}/[0-9a-f]{{62}}")) for name in ("audio", "sounds"))


def digest(*parts: object) -> str:
    """Name for a cache entry: a hash over the text of the parts, in order, and over how entries are written."""
    return hashlib.sha256("\x1f".join(map(str, (_KIND, *parts))).encode()).hexdigest()


class Store:
    """Entries by key (lower-case hexadecimal) below ``root``; safe for threads and processes side by side.

    Args:
        root: the folder; made when something is put into it.
        events: told of every entry that had to be thrown away.

    Attributes:
        used: the file of every entry that was read or written.
    """

    def __init__(self, root: Path, events: Events | None = None) -> None:
        self.root = root
        self._events = events or Events()
        self.used: set[Path] = set()

    def has(self, key: str) -> bool:
        """Whether there is an entry, be it corrupt or not."""
        return self._path(key).is_file()

    def get(self, key: str) -> memoryview | None:
        """The entry's content, or None where it is missing or corrupt (then it is deleted, and that is told)."""
        path = self._path(key)
        self.used.add(path)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StudioError(
                "cache-unreadable", f"cannot read a cache entry: {error.strerror}", where=str(path)
            ) from None
        with suppress(ValueError):
            return unseal(_KIND, data)
        self._events.warn(f"cache entry {path} is corrupt; it was deleted and is made again")
        path.unlink(missing_ok=True)
        return None

    def put(self, key: str, content: bytes) -> None:
        """Write an entry under its final name in one step.

        Raises:
            StudioError: the folder cannot be written or the disk is full.
        """
        self.used.add(self._path(key))
        write_atomically(self._path(key), seal(_KIND, content))

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / key[2:]
