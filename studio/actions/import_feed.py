"""``studio import feed``: a show that is published with another tool, moved here with every subscriber."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from studio.episode.cover import draw_cover
from studio.episode.pictures import read_picture
from studio.feed.directories import COVER_PX
from studio.importing.feeds import as_document, podcast_guid_of, read_old_feed
from studio.importing.fetching import fetch, is_web
from studio.importing.showfile import show_file
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.files import write_atomically
from studio.settings.show import CONFIG_NAME

_MOST_COVER_BYTES = 20_000_000
_FEED = "public/feed.xml"


@dataclass(frozen=True, slots=True)
class FeedImport:
    """A show that was made from a feed.

    Attributes:
        folder: of the show.
        title: of the show.
        address: of the former feed.
        episodes: how many it has; all of them stay in the new feed.
        pages: how many pages of the feed were read.
        written: paths in the folder.
        doubts: what is otherwise than in the old feed, or odd there, a sentence each.
    """

    folder: Path
    title: str
    address: str
    episodes: int
    pages: int
    written: tuple[str, ...]
    doubts: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "folder": str(self.folder),
            "title": self.title,
            "address": self.address,
            "episodes": self.episodes,
            "pages": self.pages,
            "written": list(self.written),
            "doubts": list(self.doubts),
        }


def import_feed(address: str, folder: Path, *, force: bool = False) -> FeedImport:
    """Make a show whose feed is another tool's, every item as it was: its GUID, its date, its sound where it lies.

    Args:
        address: of the feed: of the web, or a path.
        folder: of the show; made where it is not there.
        force: whether it may replace a show's settings, cover and feed.

    Raises:
        ConfigurationError: ``show-exists``, ``not-a-folder``, ``missing-source``.
        StudioError: a feed that cannot be read; see :func:`studio.importing.feeds.read_old_feed`.
    """
    _check_free(folder, force=force)
    feed = read_old_feed(address)
    cover, suffix, cover_doubts = _cover(feed.address, feed.channel)
    described = show_file(feed.channel, f"assets/cover.{suffix}")
    cover = cover or draw_cover(described.title)
    files = {
        f"assets/cover.{suffix}": cover,
        _FEED: as_document(feed, podcast_guid_of(feed)),
        # Last, since a folder with this file counts as a show.
        CONFIG_NAME: described.text.encode("utf-8"),
    }
    for place, data in files.items():
        write_atomically(folder / place, data)
    return FeedImport(
        folder=folder,
        title=described.title,
        address=feed.address,
        episodes=len(feed.items),
        pages=feed.pages,
        written=tuple(files),
        doubts=(*feed.doubts, *described.doubts, *cover_doubts),
    )


def _check_free(folder: Path, *, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError("not-a-folder", "this is a file", where=str(folder), hint="Choose another name.")
    for place in (CONFIG_NAME, _FEED):
        if (folder / place).exists() and not force:
            raise ConfigurationError(
                "show-exists",
                "there is a show already",
                where=str(folder / place),
                hint="Choose another folder with --into, or --force to replace its settings, cover and feed.",
            )


def _cover(base: str, channel: Any) -> tuple[bytes, str, tuple[str, ...]]:
    """The cover's bytes (empty where it has to be drawn), its suffix, and what is odd about it."""
    address = show_file(channel, "").artwork
    if not address:
        return b"", "png", ("the feed names no cover: one was drawn from the title",)
    target = urljoin(base, address) if is_web(base) else address
    if not is_web(target):
        return b"", "png", (f"the cover {address} has no address of the web: one was drawn from the title",)
    try:
        data = fetch(target, most_bytes=_MOST_COVER_BYTES).data
    except StudioError as error:
        return b"", "png", (f"the cover {address} could not be had ({error.message}): one was drawn from the title",)
    picture = read_picture(data)
    if picture.format not in ("jpeg", "png"):
        return b"", "png", (f"the cover {address} is neither JPEG nor PNG: one was drawn from the title",)
    suffix = "jpg" if picture.format == "jpeg" else "png"
    low, high = COVER_PX
    if picture.width_px != picture.height_px or not low <= picture.width_px <= high:
        size = f"{picture.width_px} × {picture.height_px}"
        return data, suffix, (f"the cover is {size} pixels, and directories want a square of {low} to {high}",)
    return data, suffix, ()
