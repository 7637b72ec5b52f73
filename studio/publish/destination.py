"""Where a feed folder is served from: any address that fsspec knows, such as ``s3://bucket/podcast``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from studio.feed.media_types import cache_control, content_type
from studio.feed.synced import feed_digest
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.packages import install_hint


class Stored(NamedTuple):
    """A file there: its size, and whatever the store changes when the file is written anew."""

    bytes: int
    version: str


@dataclass(frozen=True)
class Destination:
    """A place for files; every method raises what the file system raises."""

    url: str
    filesystem: Any
    root: str

    @property
    def is_s3(self) -> bool:
        """Whether it takes types, cache headers and conditions with a file."""
        protocols = self.filesystem.protocol
        return "s3" in (protocols if isinstance(protocols, tuple) else (protocols,))

    def listing(self) -> dict[str, Stored]:
        """All files, by path."""
        self.filesystem.invalidate_cache()
        found = self.filesystem.find(self.root, detail=True)
        return {name[len(self.root) + 1 :]: _stored(info) for name, info in found.items()}

    def version(self, name: str) -> str:
        """The version of one file; empty where there is none."""
        self.filesystem.invalidate_cache()
        try:
            return _stored(self.filesystem.info(f"{self.root}/{name}")).version
        except FileNotFoundError:
            return ""

    def read(self, name: str) -> bytes | None:
        """The content of one file; None where there is none."""
        try:
            return bytes(self.filesystem.cat_file(f"{self.root}/{name}"))
        except FileNotFoundError:
            return None

    def send(self, source: Path, name: str, **conditions: str) -> None:
        """Put a file there. ``conditions`` are S3's own (``IfMatch`` …)."""
        target = f"{self.root}/{name}"
        if self.is_s3:
            headers = {"ContentType": content_type(name), "CacheControl": cache_control(name)}
            self.filesystem.put_file(str(source), target, **headers, **conditions)
        else:
            self.filesystem.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
            self.filesystem.put_file(str(source), target)

    def replace(self, source: Path, name: str, seen: bytes | None, version: str) -> None:
        """Put a file there unless somebody else has changed it: on S3 by a condition, elsewhere by looking again.

        Args:
            source: the new file.
            name: its path there.
            seen: what it was when it was last read; None where there was none.
            version: that one's version.

        Raises:
            StudioError: ``feed-moved``.
        """
        now = self.read(name)
        if now is not None and (seen is None or feed_digest(now) != feed_digest(seen)):
            raise moved(self.url)
        try:
            self.send(source, name, **({"IfMatch": version} if seen is not None and version else {"IfNoneMatch": "*"}))
        except OSError as error:
            response = getattr(error.__cause__, "response", None) or {}
            if response.get("ResponseMetadata", {}).get("HTTPStatusCode") in (409, 412):
                raise moved(self.url) from error
            raise

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""
        if self.filesystem.exists(f"{self.root}/{name}"):
            self.filesystem.rm_file(f"{self.root}/{name}")


def open_destination(url: str, options: dict[str, Any]) -> Destination:
    """The place that an address means.

    Args:
        url: a folder, or an address with a protocol that fsspec knows.
        options: passed to the file system (``endpoint_url``, ``profile`` …).

    Raises:
        ConfigurationError: ``no-fsspec`` or ``unknown-destination``.
    """
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
    return Destination(url, filesystem, root.rstrip("/"))


def moved(url: str) -> StudioError:
    """The paragraph for a feed that somebody else changed in the meantime."""
    return StudioError(
        "feed-moved",
        "the feed there was changed by somebody else, and it was left as it is",
        where=url,
        hint="Run `studio publish --to` again: it takes over what is new there first.",
    )


def _stored(info: dict[str, Any]) -> Stored:
    version = info.get("ETag") or info.get("etag") or info.get("mtime") or info.get("created") or ""
    return Stored(int(info.get("size") or 0), str(version))
