"""A feed folder copied to where it is served from.

What differs is sent: media go first, the feed last, and what is gone goes after the feed, so that a reader never finds
a feed that names what is not there. The feed is replaced only if it is the one that was merged here. Files that the
copy lost or that were changed there are sent again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.feed import rss
from studio.feed.archives import is_archive, read_joined
from studio.feed.ledger import LEDGER, read_ledger
from studio.feed.records import audio_of, id_of
from studio.feed.state import STATE
from studio.feed.synced import Synced, digest_of, feed_digest, is_plain, key_of, synced_path
from studio.kit.errors import StudioError
from studio.kit.files import write_atomically
from studio.publish.destination import Stored, moved
from studio.publish.merge import There, failed, look

FEED = "feed.xml"


@dataclass(frozen=True, slots=True)
class Mirrored:
    """Paths, relative to the feed folder, that were sent and removed; ``missing`` is sound
    that the feed names and that is neither here nor there."""

    sent: tuple[str, ...]
    removed: tuple[str, ...]
    missing: tuple[str, ...] = ()


def mirror(folder: Path, url: str, **options: Any) -> Mirrored:
    """Bring a copy up to date.

    Args:
        folder: the feed folder, which is held.
        url: where to, with a protocol that fsspec knows.
        options: passed to the file system (``endpoint_url``, ``profile`` …).

    Raises:
        ConfigurationError: ``no-fsspec`` or ``unknown-destination``.
        StudioError: ``nothing-published`` where only the copy has a feed, ``feed-moved`` where somebody else published
            there, ``mirror-failed``, after which the next run goes on.
    """
    feed = folder / FEED
    there = look(folder, url, **options)
    if not feed.is_file():
        if there.feed is None:
            return Mirrored((), ())
        raise StudioError(
            "nothing-published",
            f"there is no feed here, and the one at {url} was left as it is",
            where=str(folder),
            hint="Publish an episode with --to: the feed there is taken over first.",
        )
    here = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and is_plain(path.relative_to(folder).as_posix())
    }
    if there.is_news and there.digest != _digest(here):
        raise moved(url)
    try:
        return _bring(folder, there, here)
    except Exception as error:
        raise failed(url, error) from error


def _bring(folder: Path, there: There, here: Mapping[str, Path]) -> Mirrored:
    place, known = there.destination, there.known or Synced()
    stored = place.listing()
    marks = {name: (path.stat().st_size, path.stat().st_mtime_ns) for name, path in here.items()}
    changed = [name for name in sorted(here) if not _is_there(marks[name], stored.get(name), known.files.get(name))]
    data = here[FEED].read_bytes()
    for name in changed:
        if name not in (FEED, "index.html"):
            place.send(here[name], name)
    if "index.html" in changed:
        place.send(here["index.html"], "index.html")
    if there.feed != data:
        place.replace(here[FEED], FEED, there.feed, there.version)
    place.send(folder / LEDGER, LEDGER)
    root, _ = read_joined(folder)
    listed = {key_of(item): digest_of(item) for item in rss.items(root)}
    gone = _gone(folder, here, stored, known.files, listed)
    for name in gone:
        place.remove(name)
    now = place.listing()
    files = {name: (*mark, now[name].version) for name, mark in marks.items() if name in now}
    write_atomically(folder / synced_path(place.url), Synced(_digest(here), listed, files).to_bytes())
    sent = [name for name in changed if name != FEED or there.feed != data]
    sent.sort(key=lambda name: (name == FEED, name == "index.html", name))
    own = [(id_of(item), item) for item in rss.items(root)]
    sounds = [f"episodes/{identity}/{audio_of(item)}" for identity, item in own if identity]
    return Mirrored(tuple(sent), tuple(gone), tuple(name for name in sounds if name not in now))


def _digest(here: Mapping[str, Path]) -> str:
    archives = {name: path.read_bytes() for name, path in here.items() if is_archive(name)}
    return feed_digest(here[FEED].read_bytes(), archives)


def _is_there(mark: tuple[int, int], stored: Stored | None, known: tuple[int, int, str] | None) -> bool:
    """Whether a file need not be sent: it is as it was when it was, on both sides."""
    return stored is not None and known == (*mark, stored.version) and stored.bytes == mark[0]


def _gone(
    folder: Path,
    here: Mapping[str, Path],
    stored: Mapping[str, Stored],
    sent: Mapping[str, object],
    listed: Collection[str],
) -> list[str]:
    """What is to be removed there: what was sent from here and is here no more, and what is left of former episodes.

    The files of an episode that another machine published are only there, and stay.
    """
    former = set(read_ledger(folder).records) - set(listed)
    gone = []
    for name in sorted(set(stored) - set(here)):
        parts = name.split("/")
        episode = parts[1] if parts[0] == "episodes" and len(parts) > 2 else None
        if episode in listed:
            is_gone = name in sent and (folder / "episodes" / str(episode)).is_dir()
        else:
            is_gone = name in sent or episode in former
        if is_gone and not name.startswith(f"{STATE}/"):
            gone.append(name)
    return gone
