"""A long feed in several files (RFC 5005, section 4): the newest items in the feed, older ones in archives.

An archive holds the same items for good, and names the one before it and the feed. It does not name the next one,
which that document only recommends: so a further archive changes none of those that are there. Whoever works on a feed
sees all items in one tree (:func:`join`); they part again when it is written (:func:`parts`). What changed in an item
after it was archived changes in its archive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from lxml import etree

from studio.feed import rss
from studio.feed.addresses import address
from studio.feed.elements import add
from studio.feed.names import NAMESPACES, tag
from studio.kit.errors import StudioError
from studio.model.show import Show

_NAME = re.compile(r"feed-(\d{4,6})\.xml")
PREVIOUS, CURRENT = "prev-archive", "current"


def is_archive(name: str) -> bool:
    """Whether this is the path of an archive in a feed folder."""
    return bool(_NAME.fullmatch(name))


def is_left(name: str, files: Collection[str]) -> bool:
    """Whether this is an archive, and none of the files that a feed is in now."""
    return is_archive(name) and name not in files


def join(root: etree._Element, read: Callable[[str], bytes | None], where: str) -> dict[str, int]:
    """Put the items of all archives behind those of a feed.

    Args:
        root: the feed; changed.
        read: gives a file beside it, by name; None where there is none.
        where: it came from.

    Returns:
        GUID of each archived item → number of its archive.

    Raises:
        StudioError: ``lost-archive`` where one is not there, ``damaged-feed`` where it is no feed.
    """
    archived: dict[str, int] = {}
    seen: set[str] = set()
    name = _previous(root)
    while name and name not in seen:
        seen.add(name)
        data = read(name)
        if data is None:
            raise StudioError(
                "lost-archive",
                f"the feed names {name}, which holds its older episodes, and which is not there; nothing was changed",
                where=where,
                hint="Bring that file back from a copy, or go back with `studio publish --rollback`.",
            )
        page = rss.parse_feed(data, f"{where}, {name}")
        number = int(name[5:-4])
        for item in rss.items(page):
            guid = (item.findtext("guid") or "").strip()
            if guid not in archived:
                archived[guid] = number
                rss.items_parent(root).append(item)
        name = _previous(page)
    return archived


def read_joined(folder: Path, name: str = "feed.xml") -> tuple[etree._Element, dict[str, int]]:
    """A feed folder's feed with the items of its archives, and which archive each is in.

    Raises:
        StudioError: as for :func:`join`.
    """
    root = rss.read_feed(folder / name)
    return root, join(root, lambda archive: read_file(folder / archive), str(folder / name))


def read_file(path: Path) -> bytes | None:
    """The content of a file; None where there is none."""
    return path.read_bytes() if path.is_file() else None


def archive(root: etree._Element, archived: Mapping[str, int], most: int) -> dict[str, int]:
    """Which archive each item is to be in: those that are archived stay, of the others the oldest go where they are
    twice as many as the feed is to hold.

    Args:
        root: the whole feed, the newest items first.
        archived: GUID → number of the archive, until now.
        most: how many of the newest items stay in the feed at least; 0 for all.
    """
    if not most:
        return {}
    guids = [(item.findtext("guid") or "").strip() for item in rss.items(root)]
    kept = {guid: archived[guid] for guid in guids if guid in archived}
    loose = [guid for guid in guids if guid not in kept]
    number = max(archived.values(), default=0)
    while len(loose) >= 2 * most:
        number += 1
        kept |= dict.fromkeys(loose[-most:], number)
        del loose[-most:]
    return kept


def parts(root: etree._Element, archived: Mapping[str, int], show: Show) -> Iterator[tuple[str, bytes]]:
    """The files of a feed, archives first, the oldest of them in front; the tree is left as it was.

    Args:
        root: the whole feed, its channel written.
        archived: GUID → number of the archive.
        show: tells the addresses.
    """
    channel, all_items = rss.items_parent(root), rss.items(root)
    pages: dict[int, list[etree._Element]] = {}
    for item in all_items:
        if number := archived.get((item.findtext("guid") or "").strip()):
            pages.setdefault(number, []).append(item)
    before = ""
    for number in sorted(pages):
        name = f"feed-{number:04d}.xml"
        yield name, _page(channel, pages[number], name, before, show)
        before = name
    if before:
        link = etree.Element(tag("atom:link"), rel=PREVIOUS, href=address(show, before), type="application/rss+xml")
        own = next(one for one in channel.iterfind(tag("atom:link")) if one.get("rel") == "self")
        own.addnext(link)
    yield "feed.xml", rss.feed_bytes(root)
    for item in all_items:  # pages took theirs out
        channel.append(item)


def _page(channel: etree._Element, held: list[etree._Element], name: str, before: str, show: Show) -> bytes:
    """An archive; its items leave the channel."""
    root = etree.Element("rss", nsmap=NAMESPACES, version="2.0")
    page = etree.SubElement(root, "channel")
    for kept in ("title", "link", "description", "language"):
        add(page, kept, channel.findtext(kept) or "")
    add(page, "atom:link", href=address(show, name), rel="self", type="application/rss+xml")
    add(page, "atom:link", href=show.feed_url, rel=CURRENT, type="application/rss+xml")
    if before:
        add(page, "atom:link", href=address(show, before), rel=PREVIOUS, type="application/rss+xml")
    add(page, "fh:archive")
    add(page, "podcast:guid", channel.findtext(tag("podcast:guid")) or "")
    page.extend(held)
    return rss.feed_bytes(root)


def _previous(root: etree._Element) -> str:
    """The name of the archive that a feed or an archive names as the one before it; empty where it names none."""
    for link in rss.items_parent(root).iterfind(tag("atom:link")):
        if link.get("rel") == PREVIOUS:
            name = link.get("href", "").partition("?")[0].rpartition("/")[2]
            return name if is_archive(name) else ""
    return ""
