"""A feed of another tool, with all its pages, as it was published."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import etree

from studio.feed import rss
from studio.feed.names import NAMESPACES, tag
from studio.feed.records import id_of, published_of, restored
from studio.importing.fetching import fetch, is_web
from studio.kit.errors import StudioError

_MOST_PAGES = 1_000


@dataclass
class OldFeed:
    """What was found.

    Attributes:
        address: where the feed says that it is, or where it was read from.
        channel: of its first page, with the items of all.
        pages: how many there were.
        doubts: what is odd about it, a sentence each.
    """

    address: str
    channel: etree._Element
    pages: int = 1
    doubts: list[str] = field(default_factory=list)

    @property
    def items(self) -> list[etree._Element]:
        """Every item, the newest first."""
        return list(self.channel.iterfind("item"))


def read_old_feed(address: str) -> OldFeed:
    """Read a feed and the pages that it goes on to (RFC 5005).

    Args:
        address: of the web, or a path.

    Raises:
        StudioError: ``damaged-feed``, ``unsafe-feed`` where it declares entities; as for
            :func:`studio.importing.fetching.fetch`.
    """
    pages = list(_pages(address))
    first_address, channel = pages[0]
    own = rss.own_address(_root_of(channel))
    feed = OldFeed(own if is_web(own) else first_address, channel, len(pages))
    seen: dict[str, etree._Element] = {}
    unique = [item for _, page in pages for item in page.iterfind("item") if _is_new(item, seen, feed)]
    for item in list(channel.iterfind("item")):
        channel.remove(item)
    # Sorting is stable: items of one moment, or of none, stay as they stood.
    channel.extend(sorted(unique, key=_age, reverse=True))
    _doubt(feed)
    return feed


def as_document(feed: OldFeed, podcast: str) -> bytes:
    """The feed as one file: its channel and every item, each as it was.

    Args:
        feed: what was read.
        podcast: its ``podcast:guid``.
    """
    root = etree.Element("rss", nsmap=NAMESPACES, version="2.0")
    channel = etree.SubElement(root, "channel")
    for child in feed.channel:
        if child.tag != tag("podcast:guid") and not _is_paging(child):
            channel.append(copy.deepcopy(child))
    if not rss.own_address(root) and is_web(feed.address):
        etree.SubElement(channel, tag("atom:link"), href=feed.address, rel="self")
    etree.SubElement(channel, tag("podcast:guid")).text = podcast
    return rss.feed_bytes(root)


def podcast_guid_of(feed: OldFeed) -> str:
    """The lasting id of the podcast: the feed's own, else the one that its address gives by the specification."""
    own = (feed.channel.findtext(tag("podcast:guid")) or "").strip()
    try:
        uuid.UUID(own)
    except ValueError:
        return rss.podcast_guid(feed.address)
    return own


def _pages(address: str) -> Iterator[tuple[str, etree._Element]]:
    """Address and channel of each page."""
    seen: set[str] = set()
    upcoming: str | None = address
    while upcoming is not None and upcoming not in seen:
        seen.add(upcoming)
        if len(seen) > _MOST_PAGES:
            raise StudioError("damaged-feed", f"it goes on for more than {_MOST_PAGES} pages", where=address)
        fetched = fetch(upcoming)
        channel = _channel(fetched.data, upcoming)
        yield fetched.address, channel
        links = channel.iterfind(tag("atom:link"))
        following = next((link.get("href") for link in links if link.get("rel") == "next" and link.get("href")), None)
        base = rss.own_address(_root_of(channel)) or fetched.address
        upcoming = urljoin(base if is_web(base) else fetched.address, following) if following else None
        if upcoming is not None and is_web(base) and not is_web(upcoming):
            raise StudioError("unsafe-address", "the feed goes on at an address that is not of the web", where=upcoming)


def _channel(data: bytes, where: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(where, f"it is not well-formed XML ({error})") from error
    if b"<!ENTITY" in data[: data.find(b"<rss")] or _names_entities(root):
        raise StudioError(
            "unsafe-feed",
            "it declares entities, which no feed needs and which can be used to do harm",
            where=where[:200],
            hint="Download it, take the <!DOCTYPE …> out, and import the file.",
        )
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None:
        kind = etree.QName(root).localname
        reason = "it is an Atom feed, and podcasts are RSS" if kind == "feed" else f"it is <{kind}> and not RSS"
        raise _damaged(where, reason)
    return channel


def _names_entities(root: etree._Element) -> bool:
    """Whether entities of its own stand anywhere in it; those of XML itself are text by now."""
    return next(root.iter(etree.Entity), None) is not None


def _damaged(where: str, reason: str) -> StudioError:
    return StudioError(
        "damaged-feed",
        f"this is no podcast feed: {reason}",
        where=where[:200],
        hint="Name the address that podcast apps subscribe to, not that of a web page.",
    )


def _root_of(channel: etree._Element) -> etree._Element:
    root = channel.getparent()
    assert root is not None  # a channel is found in one
    return root


def _is_paging(element: etree._Element) -> bool:
    """Whether this says where other pages of the feed are, of which the new one has none."""
    return element.tag == tag("atom:link") and element.get("rel") in ("next", "prev", "previous", "first", "last")


def _is_new(item: etree._Element, seen: dict[str, etree._Element], feed: OldFeed) -> bool:
    """Whether no item before is the same; pages overlap where an episode came out in between."""
    enclosure = item.find("enclosure")
    known_by = (item.findtext("guid") or "").strip() or ("" if enclosure is None else enclosure.get("url", ""))
    if not known_by:
        return True
    first = seen.setdefault(known_by, item)
    if first is not item and etree.tostring(first, method="c14n") != etree.tostring(item, method="c14n"):
        feed.doubts.append(f"two items have the GUID {known_by}; the first one stays")
    return first is item


def _age(item: etree._Element) -> float:
    published = published_of(item)
    return float("inf") if published is None else published.timestamp()


def _set_apart(items: list[etree._Element], feed: OldFeed) -> None:
    """Give items whose sound lies where studio would put its own a page elsewhere, so that it stays where it is."""
    page = (feed.channel.findtext("link") or "").strip() or feed.address
    for item in items:
        for link in item.findall("link"):
            item.remove(link)
        etree.SubElement(item, "link").text = page
    names = ", ".join(restored(item).title for item in items[:3])
    feed.doubts.append(
        f"{names}{' …' if len(items) > 3 else ''}: the page is {page} now, so that the sound stays there"
    )


def _lacks(item: etree._Element) -> Iterator[str]:
    if not item.findtext("guid"):
        yield "no GUID, so that apps know them by the address of their sound"
    if published_of(item) is None:
        yield "no date that can be read"
    enclosure = item.find("enclosure")
    if enclosure is None:
        yield "no sound"
    elif not is_web(enclosure.get("url", "")):
        yield "the address of the sound is no whole one, and will not be right at a new place"


def _doubt(feed: OldFeed) -> None:
    """Say what apps will not like about the items, which stay as they are."""
    lacking: dict[str, list[str]] = {}
    for item in feed.items:
        for lack in _lacks(item):
            lacking.setdefault(lack, []).append(restored(item).title or "an item without a title")
    for lack, names in lacking.items():
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        feed.doubts.append(f"{', '.join(names[:3])}{more}: {lack}")
    own = [item for item in feed.items if id_of(item)]
    if own and (feed.channel.findtext("generator") or "").strip() == "studio":
        feed.doubts.append(
            f"{len(own)} episodes are studio's own, and their files move with the feed: copy `episodes/` into `public/`"
        )
    elif own:
        _set_apart(own, feed)
    if not feed.items:
        feed.doubts.append("the feed has no episodes")
    if not is_web(feed.address):
        feed.doubts.append("nothing says where the feed is served, so that apps cannot be told that it moves")
