"""Scripts and styles that pages share, under names with a hash, so that caches may keep them for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources

_BUNDLES: Mapping[str, tuple[str, ...]] = {
    "page.css": ("page.css", "player.css", "listen.css", "index.css", "forced.css"),
    "feed.css": ("feed.css",),
    "feed.xsl": ("feed.xsl",),
    "page.js": ("kit.js", "wave.js", "player.js", "sheets.js", "bar.js", "transcript.js", "search.js", "page.js"),
    "embed.js": ("kit.js", "wave.js", "player.js", "embed.js"),
    "index.js": ("kit.js", "sheets.js", "index.js"),
    "subscribe.js": ("kit.js", "sheets.js", "subscribe.js"),
}
"""What is served as one file, and what it is put together from."""


@cache
def static_files() -> Mapping[str, tuple[str, bytes]]:
    """By name: path in the feed folder, and bytes."""
    found = {}
    for name, parts in _BUNDLES.items():
        data = b"".join(_source(part) for part in parts)
        if name.endswith(".js"):
            # One scope of its own: the parts see each other, and nothing else on a page sees them.
            data = b'(() => {\n"use strict";\n' + data + b"})();\n"
        if name == "feed.xsl":
            data = data.replace(b"page.css", static_path("page.css", _styles()).encode())
        found[name] = (static_path(name, data), data)
    return found


def static_path(name: str, data: bytes) -> str:
    """Path in the feed folder for a file's name and bytes."""
    stem, _, suffix = name.rpartition(".")
    return f"static/{stem}-{hashlib.sha256(data).hexdigest()[:8]}.{suffix}"


def _styles() -> bytes:
    return b"".join(map(_source, _BUNDLES["page.css"]))


def _source(name: str) -> bytes:
    return resources.files("studio.feed").joinpath("static", name).read_bytes()
