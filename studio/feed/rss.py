"""The feed file: RSS 2.0 with the iTunes, Podcasting 2.0, Podlove chapter and Atom namespaces, on lxml.

Existing items are kept as they stand: adding one costs one pass over the file.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from studio.episode.release import Release, clean_text
from studio.episode.times import clock
from studio.feed.addresses import address, base_url
from studio.feed.assets import static_files
from studio.feed.directories import DESCRIPTION_BYTES, TEXT_CHARS
from studio.feed.media_types import CHAPTERS, TRANSCRIPTS
from studio.feed.names import NAMESPACES, tag
from studio.feed.notes import short_notes, shortened, show_notes
from studio.kit.errors import StudioError
from studio.model.show import Show

_PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Namespace of ``podcast:guid`` in the Podcasting 2.0 specification."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A sound file in the feed folder; ``integrity`` is a subresource hash (``sha384-…``)."""

    path: str
    media_type: str
    bytes: int
    integrity: str
    bitrate_bps: int
    title: str = "MP3"


@dataclass(frozen=True, slots=True)
class Placement:
    """What publishing decides about a release: its lasting identity and the files that carry it."""

    guid: str
    published: datetime.datetime
    audio: Enclosure
    alternates: tuple[Enclosure, ...]
    pictures: Mapping[str, str]
    cover: str


@dataclass(frozen=True, slots=True)
class ChannelState:
    """What a feed says about itself that the show does not tell.

    Attributes:
        guid: lasting identity of the podcast.
        cover: path of the cover in the feed folder.
        changed: when the feed was changed last (RFC 2822); empty where nobody knows.
        has_moved: whether the feed once had another address.
        is_moving: whether that was so lately that directories may still have to follow.
    """

    guid: str
    cover: str
    changed: str = ""
    has_moved: bool = False
    is_moving: bool = False


def podcast_guid(feed_url: str) -> str:
    """``podcast:guid`` of a feed that has none yet."""
    return str(uuid.uuid5(_PODCAST_NAMESPACE, re.sub(r"^[a-z]+://", "", feed_url).rstrip("/")))


def item_guid(podcast: str, slug: str) -> str:
    """GUID of an episode that has none yet: from the podcast's and the episode's id, never from content."""
    return str(uuid.uuid5(uuid.UUID(podcast), slug))


def read_feed(path: Path) -> etree._Element:
    """The root of a feed file, or of a new one.

    Raises:
        StudioError: ``damaged-feed`` where the file is not a feed.
    """
    if not path.exists():
        root = etree.Element("rss", nsmap=NAMESPACES, version="2.0")
        etree.SubElement(root, "channel")
        return root
    return parse_feed(path.read_bytes(), str(path))


def parse_feed(data: bytes, where: str) -> etree._Element:
    """The root of a feed.

    Args:
        data: the file.
        where: it came from.

    Raises:
        StudioError: ``damaged-feed`` where it is not a feed.
    """
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged(where, str(error)) from error
    if root.tag != "rss" or root.find("channel") is None:
        raise _damaged(where, "it is not RSS")
    return root


def feed_bytes(root: etree._Element) -> bytes:
    """The file: indented, so that a diff of two feeds is readable; browsers show it as its stylesheets make it."""
    sheets = "".join(
        f'<?xml-stylesheet type="{kind}" href="{static_files()[name][0]}"?>\n'
        for name, kind in (("feed.xsl", "text/xsl"), ("feed.css", "text/css"))
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n{sheets}'
    return head.encode() + etree.tostring(root, encoding="UTF-8", xml_declaration=False, pretty_print=True)


def items(root: etree._Element) -> list[etree._Element]:
    """The feed's items in file order."""
    return list(items_parent(root).iterfind("item"))


def insert_item(root: etree._Element, item: etree._Element, before: etree._Element | None) -> None:
    """Put an item in front of another one, or, where that is None, behind all."""
    if before is None:
        items_parent(root).append(item)
    else:
        before.addprevious(item)


def remove_item(root: etree._Element, guid: str) -> bool:
    """Take an item out; False where it is not there."""
    for item in items(root):
        if item.findtext("guid") == guid:
            items_parent(root).remove(item)
            return True
    return False


def built(root: etree._Element) -> str:
    """When a feed says that it was changed last; empty where it does not."""
    return items_parent(root).findtext("lastBuildDate") or ""


def own_address(root: etree._Element) -> str:
    """Where a feed says that it is; empty where it does not."""
    links = items_parent(root).iterfind(tag("atom:link"))
    return next((link.get("href", "") for link in links if link.get("rel") == "self"), "")


def set_channel(root: etree._Element, show: Show, state: ChannelState) -> None:
    """Write everything above the items anew from the show."""
    channel = items_parent(root)
    kept = items(root)
    for child in list(channel):
        channel.remove(child)
    base = base_url(show)
    author = _short(show.author)
    _add(channel, "title", _short(show.title))
    _add(channel, "link", show.site or base)
    _add(channel, "description", _within(clean_text(show.description), DESCRIPTION_BYTES))
    _add(channel, "language", show.language.lower())
    if show.copyright:
        _add(channel, "copyright", _short(show.copyright))
    _add(channel, "generator", "studio")
    if state.changed:
        _add(channel, "lastBuildDate", state.changed)
    _add(channel, "atom:link", href=show.feed_url, rel="self", type="application/rss+xml")
    if state.has_moved:
        _add(channel, "itunes:new-feed-url", show.feed_url)
    image = _add(channel, "image")
    _add(image, "url", address(show, state.cover))
    _add(image, "title", _short(show.title))
    _add(image, "link", show.site or base)
    _add(channel, "itunes:author", author)
    _add(channel, "itunes:type", "episodic")
    _add(channel, "itunes:explicit", "true" if show.explicit else "false")
    _add(channel, "itunes:image", href=address(show, state.cover))
    if show.email:
        owner = _add(channel, "itunes:owner")
        _add(owner, "itunes:name", author)
        _add(owner, "itunes:email", show.email)
    for category in show.categories:
        name, _, narrower = category.partition(" > ")
        element = _add(channel, "itunes:category", text=name)
        if narrower:
            _add(element, "itunes:category", text=narrower)
    _add(channel, "podcast:guid", state.guid)
    _add(channel, "podcast:locked", "no" if state.is_moving else "yes", **({"owner": show.email} if show.email else {}))
    _add(channel, "podcast:medium", "podcast")
    if show.funding_url:
        _add(channel, "podcast:funding", shortened(show.funding_text, 128), url=show.funding_url)
    _add(channel, "podcast:person", author, role="host", group="cast")
    channel.extend(kept)


def make_item(release: Release, placement: Placement, show: Show) -> etree._Element:
    """One episode."""
    stem = f"episodes/{quote(release.slug)}/"
    item = etree.Element("item", nsmap=NAMESPACES)
    title = _short(release.title)
    _add(item, "title", title)
    _add(item, "itunes:title", title)
    _add(item, "description", short_notes(release))
    if (notes := show_notes(release)) != item.findtext("description"):
        _add(item, "content:encoded", notes)
    _add(item, "link", address(show, f"{stem}index.html"))
    _add(item, "guid", placement.guid, isPermaLink="false")
    _add(item, "pubDate", format_datetime(placement.published))
    audio = placement.audio
    _add(item, "enclosure", url=address(show, audio.path), length=str(audio.bytes), type=audio.media_type)
    _add(item, "itunes:duration", str(round(release.duration_ms / 1000)))
    _add(item, "itunes:explicit", "true" if show.explicit else "false")
    _add(item, "itunes:episodeType", "full")
    _add(item, "itunes:image", href=address(show, placement.cover))
    if release.season is not None and release.season >= 1:
        _add(item, "itunes:season", str(release.season))
        _add(item, "podcast:season", str(release.season))
    if release.number is not None and release.number >= 1:
        _add(item, "itunes:episode", str(release.number))
        _add(item, "podcast:episode", str(release.number))
    _add(item, "podcast:chapters", url=address(show, f"{stem}{release.slug}.chapters.json"), type=CHAPTERS)
    language = show.language.split("-")[0].lower()
    for suffix, media_type in TRANSCRIPTS.items():
        rel = {} if suffix == "transcript.json" else {"rel": "captions"}
        url = address(show, f"{stem}{release.slug}.{suffix}")
        _add(item, "podcast:transcript", url=url, type=media_type, language=language, **rel)
    _add(item, "podcast:person", _short(show.author), role="host", group="cast")
    for guest in release.guests:
        _add(item, "podcast:person", shortened(guest, 128), role="guest", group="cast")
    for number, enclosure in enumerate((audio, *placement.alternates)):
        _add_alternate(item, enclosure, show, default=number == 0)
    _add_chapters(item, release, placement, show)
    return item


def _add_alternate(item: etree._Element, enclosure: Enclosure, show: Show, *, default: bool) -> None:
    element = _add(
        item,
        "podcast:alternateEnclosure",
        type=enclosure.media_type,
        length=str(enclosure.bytes),
        bitrate=str(enclosure.bitrate_bps),
        title=enclosure.title,
        default="true" if default else "false",
    )
    _add(element, "podcast:source", uri=address(show, enclosure.path))
    _add(element, "podcast:integrity", type="sri", value=enclosure.integrity)


def _add_chapters(item: etree._Element, release: Release, placement: Placement, show: Show) -> None:
    chapters = _add(item, "psc:chapters", version="1.2")
    for chapter in release.chapters:
        more = {"href": chapter.link} if chapter.link else {}
        if chapter.pillar is not None and chapter.pillar in placement.pictures:
            more["image"] = address(show, placement.pictures[chapter.pillar])
        _add(chapters, "psc:chapter", start=clock(chapter.start_ms), title=chapter.title, **more)


def long_date(moment: datetime.datetime) -> str:
    """``2 March 2026``; the same in every locale."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


_MONTHS = "January February March April May June July August September October November December".split()


def items_parent(root: etree._Element) -> etree._Element:
    """The channel, which holds the items."""
    channel = root.find("channel")
    assert channel is not None  # read_feed has seen to it
    return channel


def _add(parent: etree._Element, name: str, content: str | None = None, /, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, tag(name), {key: clean_text(value) for key, value in attributes.items()})
    if content is not None:
        element.text = clean_text(content)
    return element


def _short(text: str) -> str:
    return shortened(clean_text(text), TEXT_CHARS)


def _within(text: str, limit_bytes: int) -> str:
    while len(text.encode()) > limit_bytes:
        text = shortened(text, len(text) - max(1, (len(text.encode()) - limit_bytes) // 4))
    return text


def _damaged(where: str, reason: str) -> StudioError:
    return StudioError(
        "damaged-feed",
        f"the feed cannot be read: {reason}",
        where=where,
        hint="Put back the former one with `studio publish --rollback`, or repair the file.",
    )
