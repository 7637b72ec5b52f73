"""Which episodes come before and after one, on pages that were made before there was a next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from studio.feed.records import EpisodeRecord
from studio.feed.words import words
from studio.kit.templates import render
from studio.model.show import Show

_BEGIN, _END = b"<!-- neighbours -->", b"<!-- end of neighbours -->"

Neighbours = tuple[tuple[str, str] | None, tuple[str, str] | None]
"""Id and title of the episode before, and of the one after."""


def neighbours_of(records: Sequence[EpisodeRecord]) -> dict[str, Neighbours]:
    """The neighbours of each episode by its id.

    Args:
        records: of the feed's items, the newest first; those of other tools have no page here, and are passed over.
    """
    own = [(record.id, record.title) for record in records if record.id]
    after = [None, *own]
    before = [*own[1:], None]
    return {identity: (before[at], after[at]) for at, (identity, _) in enumerate(own)}


def renewed(
    pages: Mapping[str, bytes],
    folder: Path,
    before: Mapping[str, Neighbours],
    after: Mapping[str, Neighbours],
    show: Show,
) -> dict[str, bytes]:
    """Pages by their path that are new, or whose neighbours are.

    Args:
        pages: those that are made anew.
        folder: the feed folder, in which the others lie; a page that another machine published need not be there.
        before, after: neighbours in the feed as it was, and as it is to be.
        show: the show.
    """
    made = dict(pages)
    for identity, now in after.items():
        path = f"episodes/{identity}/index.html"
        if path not in made and before.get(identity) != now and (folder / path).is_file():
            made[path] = (folder / path).read_bytes()
        if path in made:
            made[path] = _with(made[path], now, show)
    return made


def _with(page: bytes, now: Neighbours, show: Show) -> bytes:
    head, begin, rest = page.partition(_BEGIN)
    _, end, tail = rest.partition(_END)
    if not end:
        return page  # of an earlier version, which has no place for them
    before, after = now
    links = render("studio.feed", "neighbours.html.j2", before=before, after=after, t=words(show.feed_language))
    return head + begin + links.encode() + end + tail
