"""Pages that are not made again while what they are made from is the same: a long show grows at one end only."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from studio.feed.state import STATE, sealed, unsealed
from studio.kit.templates import render

KEPT = f"{STATE}/pages.json"


class KeptPages:
    """Pages of a feed folder by path, each with what it was made from; one that somebody changed is made anew."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder or Path()
        self._known = {} if folder is None else _read(folder / KEPT)
        self._made: dict[str, tuple[str, int]] = {}

    def page(self, path: str, template: str, values: Mapping[str, Any]) -> bytes:
        """A page from its template, or as it lies in the folder where that comes to the same.

        Args:
            path: in the feed folder.
            template: its file name.
            values: what the template names.
        """
        made_from = hashlib.sha256(f"{_templates()}{values!r}".encode()).hexdigest()[:32]
        known_from, crc = self._known.get(path, ("", 0))
        file = self._folder / path
        data = file.read_bytes() if known_from == made_from and file.is_file() else b""
        if not data or zlib.crc32(data) != crc:
            data = render("studio.feed", template, **values).encode()
        self._made[path] = (made_from, zlib.crc32(data))
        return data

    def to_bytes(self) -> bytes:
        """The note about those that were asked for."""
        return sealed(json.dumps({"pages": self._made}, indent=0))


def _read(note: Path) -> dict[str, tuple[str, int]]:
    """What is noted; nothing where that cannot be relied on."""
    try:
        return {
            str(path): (str(made_from), int(crc))
            for path, (made_from, crc) in unsealed(note.read_bytes())["pages"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


@cache
def _templates() -> str:
    files = sorted(resources.files("studio.feed").joinpath("templates").iterdir(), key=lambda file: file.name)
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
