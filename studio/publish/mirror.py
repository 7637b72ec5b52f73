"""A feed folder copied to where it is served from: any address that fsspec knows, such as ``s3://bucket/podcast``.

Only what changed since the last copy is sent. Media go first, the feed last, and what is gone goes after the feed, so
that a reader never finds a feed that names what is not there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.feed.media_types import cache_control, content_type
from studio.feed.state import STATE
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.files import write_atomically
from studio.kit.packages import install_hint

_LAST = ("index.html", "feed.xml")


@dataclass(frozen=True, slots=True)
class Mirrored:
    """Paths, relative to the feed folder, that were sent and removed."""

    sent: tuple[str, ...]
    removed: tuple[str, ...]


def mirror(folder: Path, url: str, **options: Any) -> Mirrored:
    """Bring a destination up to date.

    Args:
        folder: the feed folder.
        url: where to, with a protocol that fsspec knows.
        options: passed to the file system (``endpoint_url``, ``profile`` …).

    Raises:
        ConfigurationError: ``no-fsspec`` or ``unknown-destination``.
        StudioError: ``mirror-failed``, after which the next run goes on.
    """
    filesystem, root = _open(url, options)
    record = folder / STATE / "mirrors" / f"{hashlib.sha256(url.encode()).hexdigest()[:16]}.json"
    before: dict[str, list[int]] = json.loads(record.read_text()) if record.is_file() else {}
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    now = {
        name: [path.stat().st_size, path.stat().st_mtime_ns]
        for name, path in there.items()
        if not name.startswith((f"{STATE}/", "."))
    }
    changed = sorted((name for name in now if now[name] != before.get(name)), key=_place)
    gone = sorted(set(before) - set(now))
    try:
        for name in changed:
            _send(filesystem, there[name], f"{root}/{name}", name)
        for name in gone:
            if filesystem.exists(f"{root}/{name}"):
                filesystem.rm_file(f"{root}/{name}")
    except Exception as error:
        # Every file system has errors of its own; what was sent is sent again next time.
        raise StudioError(
            "mirror-failed", f"copying to {url} failed: {error}", hint="Run this again to go on; nothing is half done."
        ) from error
    write_atomically(record, json.dumps(now).encode())
    return Mirrored(tuple(changed), tuple(gone))


def _open(url: str, options: dict[str, Any]) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError as error:
        raise ConfigurationError(
            "no-fsspec", f"copying to {url} needs fsspec", hint=f"Run `{install_hint('s3')}`."
        ) from error
    try:
        filesystem, root = fsspec.core.url_to_fs(url, **options)
    except (ImportError, ValueError) as error:
        raise ConfigurationError(
            "unknown-destination", f"{url} cannot be opened: {error}", hint="Name a folder, or s3://BUCKET/PATH."
        ) from error
    return filesystem, root.rstrip("/")


def _send(filesystem: Any, source: Path, target: str, name: str) -> None:
    protocols = filesystem.protocol if isinstance(filesystem.protocol, tuple) else (filesystem.protocol,)
    if "s3" in protocols:
        filesystem.put_file(str(source), target, ContentType=content_type(name), CacheControl=cache_control(name))
    else:
        filesystem.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
        filesystem.put_file(str(source), target)


def _place(name: str) -> tuple[int, str]:
    return (_LAST.index(name) + 1 if name in _LAST else 0, name)
